/* transformer_parts.h: what a transformer is made of; for transformer*.c and decode.c. */
#ifndef EMBEDLAB_NN_TRANSFORMER_PARTS_H
#define EMBEDLAB_NN_TRANSFORMER_PARTS_H

#include "nn/layers.h"
#include "nn/transformer.h"

/* Where a model has dropout; block l's sites are SITE_BLOCKS + l * SITES_PER_BLOCK + these. */
enum dropout_site { SITE_WEIGHTS, SITE_ATTENTION, SITE_MLP, SITES_PER_BLOCK };
enum { SITE_EMBEDDINGS = 0, SITE_BLOCKS = 1 };

/* What a block has learned. */
struct block_weights {
    struct norm norm_1, norm_2;
    struct linear attention_in, attention_out; /* in: queries, keys and values as one map */
    struct linear mlp_in, mlp_out;             /* in: with SwiGLU, gate and up as one map */
};

/* A block's activations. Without training all blocks share all but `output`. */
struct block_activations {
    real *norm_1, *mean_1, *rstd_1; /* [tokens, dim], [tokens], [tokens] */
    real *qkv;                      /* [tokens, attention_width]; rotary positions applied */
    real *log_sum;                  /* [tokens, heads] */
    real *attention;                /* [tokens, heads * head_size] */
    real *sum_1;                    /* [tokens, dim]: residual stream and attention's branch */
    real *norm_2, *mean_2, *rstd_2; /* as norm_1 */
    real *mlp_in;                   /* [tokens, hidden], or with SwiGLU [tokens, 2 * hidden] */
    real *mlp_active;               /* [tokens, hidden] */
    real *sum_2;                    /* [tokens, dim]: residual stream and the MLP's branch */
    real *output;                   /* sum_2, or norm_2 where norms come after */
};

struct transformer {
    struct transformer_config config; /* complete: no zero stands for a default */
    bool norm_after;                  /* BERT: each sum of stream and branch is normed, not each branch's input */
    bool training;
    int max_tokens, max_sequences;

    struct parameter *parameters; /* owned; the token table first, the head (if untied) last */
    int parameter_count;
    struct parameter *positions_table, *types_table; /* NULL where the style has none */
    struct norm embedding_norm, final_norm;          /* dim = 0 where the style has none */
    struct block_weights *weights;                   /* owned; [layers] */
    struct touched_rows *touched;                    /* owned; of the token table unless it is also the head */

    real *weight_memory, *gradient_memory, *activation_memory; /* owned; one block each */
    size_t weight_count, activation_count;                     /* reals */

    /* slices of activation_memory */
    real *embeddings;                        /* [tokens, dim]: input of the first block */
    real *embedding_sum, *mean_e, *rstd_e;   /* with an embedding norm, its input: [tokens, dim], [tokens], [tokens] */
    struct block_activations *blocks;        /* owned; [layers] */
    real *final, *mean_f, *rstd_f;           /* [tokens, dim], [tokens], [tokens]: the final norm */
    real *branch;                            /* [tokens, dim]: a branch before it joins the residual stream */
    real *d_residual, *d_wide;               /* training: [tokens, dim], [tokens, wide] */
    real *logits;                            /* [cross_entropy_rows, vocabulary] */
    double *row_loss;                        /* owned; [cross_entropy_rows] */
    struct attention attention;
    struct rotary rotary; /* size = 0 without rotary positions */

    /* the last forward */
    struct batch batch;
    int32_t *positions; /* owned; [max_tokens] */
    int32_t *types;     /* owned; [max_tokens], all zero; NULL without token types */
    bool dropping;
    uint64_t seed, step;
};

/* Does the MLP have a gate? */
static inline bool is_gated(const struct transformer_config *c)
{
    return c->style == STYLE_LLAMA;
}

/* The output head: a table of its own or the token table. */
static inline struct parameter *output_head(const struct transformer *t)
{
    return t->config.tied ? &t->parameters[0] : &t->parameters[t->parameter_count - 1];
}

/* ---- transformer_config.c ---- */

struct transformer_config transformer_config_complete(const struct transformer_config *c);

/* ---- transformer_parameters.c ---- */

/* Names and places all parameters of t->config; takes their memory unless t is only a plan. */
void transformer_plan_parameters(struct transformer *t, bool only_plan);

/* ---- the parts of a block that decoding shares (transformer.c) ---- */

/* y [rows, dim] = MLP of x [rows, dim]. */
void mlp_forward(const struct transformer_config *c, const struct block_weights *w, struct block_activations *b,
                 const real *x, real *y, long rows);

/* Queries, keys and values of x [rows, dim] into b->qkv, turned by their positions where these are rotary. */
void queries_keys_values(const struct transformer *t, const struct block_weights *w, struct block_activations *b,
                         const real *x, const int32_t *positions, long rows);

#endif
