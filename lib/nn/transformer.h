/* transformer.h: a pre-norm Transformer on packed batches, forward and backward.
 *
 * GPT-2 layout: token and learned position embeddings, L blocks of attention and MLP (GELU, tanh
 * form) with LayerNorm before each, a final LayerNorm. Causal for the language model,
 * bidirectional for the sentence encoder; the rest is the same code.
 *
 * A batch is packed: sequences of any lengths one after another, no padding. Row r of an activation
 * belongs to token r of the batch. */
#ifndef EMBEDLAB_NN_TRANSFORMER_H
#define EMBEDLAB_NN_TRANSFORMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "math/real.h"

struct transformer_config {
    int vocabulary, context, layers, heads, dim;
    int hidden;     /* MLP width; 4 * dim in GPT-2 */
    bool causal;    /* true: language model; false: bidirectional encoder */
    bool tied;      /* output head = token table; only with has_head */
    bool has_head;  /* an output head for next-token prediction exists */
    double dropout; /* on embeddings, attention weights and both residual branches, in training */
};

/* False and *err when the numbers do not fit together (dim % heads, sizes, ranges). */
bool transformer_config_check(const struct transformer_config *c, struct error *err);

/* One packed batch. The arrays must stay until the backward is done. */
struct batch {
    int tokens, sequences;
    const int32_t *ids;    /* [tokens] */
    const int32_t *starts; /* [sequences + 1], starts[0] = 0, starts[sequences] = tokens */
};

/* Rows of a table whose gradient may differ from zero; the gradient of all others is zero. Spares a
 * table that is only looked up (no tied head) from passes over rows that no batch has touched. */
struct touched_rows {
    int32_t *rows; /* owned; [count], in the order first touched */
    bool *seen;    /* owned; [entries] */
    long count;
};

/* A learned array, by its Hugging Face GPT-2 name ("h.0.attn.c_attn.weight", stored [in, out]). */
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

/* GPT-2's initial weights: normal with sd 0.02, residual projections scaled by 1/sqrt(2 L), drawn
 * per parameter and position from `seed`. */
void transformer_initialize(struct transformer *t, uint64_t seed);

const struct transformer_config *transformer_configuration(const struct transformer *t);
struct parameter *transformer_parameters(struct transformer *t, int *count);
struct parameter *transformer_parameter(struct transformer *t, const char *name); /* NULL: none */

/* Bytes planned: weights, gradients, activations and scratch. */
size_t transformer_memory(const struct transformer *t);

/* Runs the blocks. With `training`, dropout is on: its draws depend on (seed, step, layer, row,
 * column) only. */
void transformer_forward(struct transformer *t, const struct batch *b, bool training, uint64_t seed, uint64_t step);

/* Hidden states of the last forward, [tokens, dim]: layer 0 = embeddings, k = after block k,
 * layers + 1 = after the final norm. */
const real *transformer_hidden(const struct transformer *t, int layer);

/* Backward of the last forward (made with training memory) from d_output = dLoss/d(final norm's
 * output), [tokens, dim]. ADDS into the gradients. */
void transformer_backward(struct transformer *t, const real *d_output);

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
