/* transformer.h: a Transformer on packed batches, forward and backward, in the style of GPT-2, Llama or BERT.
 *
 *            embeddings                      norm                    attention            MLP           biases
 *   GPT-2    tokens + learned positions      LayerNorm, before       all heads            GELU          yes
 *   Llama    tokens; rotary positions        RMSNorm, before         grouped queries      SwiGLU        if asked
 *   BERT     tokens + learned positions +    LayerNorm, after        all heads            GELU          yes
 *            token type, LayerNorm
 *
 * (Radford et al. 2019; Touvron et al. 2023; Devlin et al. 2019.) "Before": each branch of a block reads
 * the normed residual stream, and a final norm follows the last block. "After": each sum of stream and
 * branch is normed. Causal for the language model, bidirectional for the sentence encoder; the rest is the
 * same code.
 *
 * A batch is packed: sequences of any lengths one after another, no padding. Row r of an activation
 * belongs to token r of the batch. */
#ifndef EMBEDLAB_NN_TRANSFORMER_H
#define EMBEDLAB_NN_TRANSFORMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "math/gemm.h"
#include "math/real.h"

enum transformer_style { STYLE_GPT2, STYLE_LLAMA, STYLE_BERT };

struct transformer_config {
    int vocabulary, context, layers, heads, dim;
    int hidden;               /* MLP width; 4 * dim in GPT-2 */
    bool causal;              /* true: language model; false: bidirectional encoder; not with STYLE_BERT */
    bool tied;                /* output head = token table; only with has_head */
    bool has_head;            /* an output head for next-token prediction exists; not with STYLE_BERT */
    double dropout;           /* in training; GPT-2 and BERT: on embeddings, attention weights and both branches; Llama:
                                 on attention weights */
    enum precision precision; /* of the matrix products; weights and everything else stay `real` */
    enum transformer_style style;

    /* Zero (false): as in the style's papers. transformer_configuration has the numbers in force. */
    int kv_heads;        /* heads of keys and values, a divisor of heads: each serves a group of query heads
                            (default: heads); fewer only in Llama */
    int head_size;       /* default: dim / heads; another only in Llama */
    double norm_epsilon; /* default: 1e-5; BERT 1e-12 */
    double rope_theta;   /* Llama: base of the rotary wavelengths; default 10000 */
    bool exact_gelu;     /* GELU as x Phi(x), as in BERT, instead of GPT-2's tanh form */
    bool attention_bias; /* Llama: biases in the linear maps of attention; GPT-2 and BERT always have them */
    bool mlp_bias;       /* Llama: the same for the MLP */
    int token_types;     /* BERT: rows of the token type table; default 2. All tokens have type 0 */
};

/* False and *err when the numbers do not fit together (dim % heads, sizes, ranges, options of another style). */
bool transformer_config_check(const struct transformer_config *c, struct error *err);

/* One packed batch. The arrays must stay until the backward is done. */
struct batch {
    int tokens, sequences;
    const int32_t *ids;    /* [tokens] */
    const int32_t *starts; /* [sequences + 1], starts[0] = 0, starts[sequences] = tokens */
    const int32_t *draws;  /* [tokens]: the row whose dropout draws a token gets, so that a part of a batch can have
                              those of the whole, or two sequences the same; NULL: its own row's */
};

/* Rows of a table whose gradient may differ from zero; the gradient of all others is zero. Spares a
 * table that is only looked up (no tied head) from passes over rows that no batch has touched. */
struct touched_rows {
    int32_t *rows; /* owned; [count], in the order first touched */
    bool *seen;    /* owned; [entries] */
    long count;
};

/* A learned array, by its Hugging Face name and in the shape stored there: GPT-2's "h.0.attn.c_attn.weight" is
 * [in, out]; Llama's "layers.0.self_attn.q_proj.weight" and BERT's "encoder.layer.0.attention.self.query.weight"
 * are [out, in]. Names are those of the model without head ("transformer.", "model.", "bert." left off). */
struct parameter {
    char name[64];
    int dimensions;
    long shape[2];
    long size;
    bool decay;                   /* weight decay applies: matrices, not biases, norms */
    real *value;                  /* [size], slices of one block */
    real *gradient;               /* [size], slices of one block; NULL when not training */
    struct touched_rows *touched; /* NULL: every row may have a gradient */
};

struct transformer;

/* Weights are zero until transformer_initialize or until filled through transformer_parameters.
 * `training` plans gradients and the activations that a backward needs; at most max_tokens tokens
 * and max_sequences sequences a batch (memory is taken here, none per step). */
struct transformer *transformer_new(const struct transformer_config *c, bool training, int max_tokens,
                                    int max_sequences);
void transformer_free(struct transformer *t);

/* GPT-2's initial weights: normal with sd 0.02, residual projections scaled by 1/sqrt(2 L) (not in BERT,
 * whose residual stream is normed), drawn per parameter and position from `seed`. */
void transformer_initialize(struct transformer *t, uint64_t seed);

const struct transformer_config *transformer_configuration(const struct transformer *t);
struct parameter *transformer_parameters(struct transformer *t, int *count);
/* The same of a model that does not exist: names and shapes only. Free with mem_free. */
struct parameter *transformer_parameter_plan(const struct transformer_config *c, int *count);
struct parameter *transformer_parameter(struct transformer *t, const char *name); /* NULL: none */

/* The tables of whatever style: what a token is looked up in; the output head, which may be the same. */
struct parameter *transformer_token_table(struct transformer *t);
struct parameter *transformer_output_table(struct transformer *t);

/* Bytes planned: weights, gradients, activations and scratch. */
size_t transformer_memory(const struct transformer *t);

/* Runs the blocks. With `training`, dropout is on: its draws depend on (seed, step, layer, row,
 * column) only. */
void transformer_forward(struct transformer *t, const struct batch *b, bool training, uint64_t seed, uint64_t step);

/* Hidden states of the last forward, [tokens, dim]: layer 0 = embeddings, k = after block k,
 * layers + 1 = after the final norm (BERT has none: the same as layer `layers`). */
const real *transformer_hidden(const struct transformer *t, int layer);

/* Backward of the last forward (made with training memory) from d_output = dLoss/d(final norm's
 * output), [tokens, dim]. ADDS into the gradients. */
void transformer_backward(struct transformer *t, const real *d_output);

/* The same with a second gradient, of the hidden states of `layer` (0..layers). */
void transformer_backward_with(struct transformer *t, const real *d_output, int layer, const real *d_hidden);

/* Mean cross-entropy in nats of targets[tokens] (-1: no target) under the head on the final states;
 * full logits are never stored. With `backward`, also runs the whole backward with the loss scaled
 * by `scale`. Sums in double. */
double transformer_cross_entropy(struct transformer *t, const int32_t *targets, bool backward, double scale);

/* Logits [vocabulary] of row `row` of the last forward. */
void transformer_logits(const struct transformer *t, int row, real *logits);

void transformer_zero_gradients(struct transformer *t);

/* Notes that the rows ids[0..count) of a table with `touched` now may have a gradient. */
void touched_rows_add(struct touched_rows *t, const int32_t *ids, long count);

#endif
