/* transformer_parts.h: what a transformer is made of; for transformer.c and transformer_plan.c. */
#ifndef EMBEDLAB_NN_TRANSFORMER_PARTS_H
#define EMBEDLAB_NN_TRANSFORMER_PARTS_H

#include "nn/layers.h"
#include "nn/transformer.h"

/* Parameters of a block, in the order of transformer_parameters. */
enum block_parameter {
    LN_1_GAIN,
    LN_1_BIAS,
    ATTENTION_W,
    ATTENTION_B,
    PROJECTION_W,
    PROJECTION_B,
    LN_2_GAIN,
    LN_2_BIAS,
    MLP_IN_W,
    MLP_IN_B,
    MLP_OUT_W,
    MLP_OUT_B,
    BLOCK_PARAMETERS
};

/* Where a model has dropout; block l's sites are SITE_BLOCKS + l * SITES_PER_BLOCK + these. */
enum dropout_site { SITE_WEIGHTS, SITE_ATTENTION, SITE_MLP, SITES_PER_BLOCK };
enum { SITE_EMBEDDINGS = 0, SITE_BLOCKS = 1 };

/* A block's activations. Without training all blocks share all but `output`. */
struct block_activations {
    real *ln_1, *mean_1, *rstd_1; /* [tokens, dim], [tokens], [tokens] */
    real *qkv;                    /* [tokens, 3 * dim] */
    real *log_sum;                /* [tokens, heads] */
    real *attention;              /* [tokens, dim] */
    real *middle;                 /* [tokens, dim]: residual stream after attention */
    real *ln_2, *mean_2, *rstd_2; /* as ln_1 */
    real *mlp_in, *mlp_gelu;      /* [tokens, hidden] */
    real *output;                 /* [tokens, dim]: residual stream after the MLP */
};

struct transformer {
    struct transformer_config config;
    bool training;
    int max_tokens, max_sequences;

    struct parameter *parameters; /* owned; wte, wpe, blocks, ln_f gain, ln_f bias, head */
    int parameter_count;
    struct touched_rows *touched; /* owned; of wte unless it is also the head */

    real *weights, *gradients, *activations; /* owned; one block each */
    size_t weight_count, activation_count;   /* reals */

    /* slices of `activations` */
    real *embeddings;                 /* [tokens, dim]: input of the first block */
    struct block_activations *blocks; /* owned; [layers] */
    real *final, *mean_f, *rstd_f;    /* [tokens, dim], [tokens], [tokens]: the final norm */
    real *branch;                     /* [tokens, dim]: a branch before it joins the residual stream */
    real *d_residual, *d_wide;        /* training: [tokens, dim], [tokens, max(3 * dim, hidden)] */
    real *logits;                     /* [cross_entropy_rows, vocabulary] */
    double *row_loss;                 /* owned; [cross_entropy_rows] */
    struct attention attention;

    /* the last forward */
    struct batch batch;
    int32_t *positions; /* owned; [max_tokens] */
    bool dropping;
    uint64_t seed, step;
};

/* Parameter `which` of block `layer`. */
static inline struct parameter *block_parameter(struct transformer *t, int layer, enum block_parameter which)
{
    return &t->parameters[2 + layer * BLOCK_PARAMETERS + (int)which];
}

/* The final norm's gain; its bias follows. */
static inline struct parameter *final_norm(struct transformer *t)
{
    return &t->parameters[2 + t->config.layers * BLOCK_PARAMETERS];
}

/* The output head: a table of its own or the token table. */
static inline struct parameter *output_head(struct transformer *t)
{
    return t->config.tied ? &t->parameters[0] : &t->parameters[t->parameter_count - 1];
}

#endif
