/* transformer_plan.c: a transformer's memory. */
#include <omp.h>

#include "base/mem.h"
#include "nn/transformer_parts.h"

/* A slice of the block, or with no block yet only its size. */
static real *slice(struct transformer *t, long rows, long columns)
{
    real *at = t->activation_memory ? t->activation_memory + t->activation_count : NULL;
    t->activation_count += (size_t)((rows * columns + 15) / 16 * 16); /* slices start on cache lines */
    return at;
}

static void slice_block(struct transformer *t, struct block_activations *b)
{
    const struct transformer_config *c = &t->config;
    long tokens = t->max_tokens, dim = c->dim;
    b->norm_1 = slice(t, tokens, dim), b->mean_1 = slice(t, tokens, 1), b->rstd_1 = slice(t, tokens, 1);
    b->qkv = slice(t, tokens, attention_width(&t->attention));
    b->log_sum = slice(t, tokens, c->heads);
    b->attention = slice(t, tokens, (long)c->heads * c->head_size);
    b->sum_1 = slice(t, tokens, dim);
    b->mean_2 = slice(t, tokens, 1), b->rstd_2 = slice(t, tokens, 1);
    b->mlp_in = slice(t, tokens, is_gated(c) ? 2L * c->hidden : c->hidden);
    b->mlp_active = slice(t, tokens, c->hidden);
    if (t->norm_after)
        b->sum_2 = slice(t, tokens, dim);
    else
        b->norm_2 = slice(t, tokens, dim);
}

static void slice_activations(struct transformer *t)
{
    const struct transformer_config *c = &t->config;
    long tokens = t->max_tokens, dim = c->dim;
    t->activation_count = 0;
    t->embeddings = slice(t, tokens, dim);
    if (t->embedding_norm.dim)
        t->embedding_sum = slice(t, tokens, dim), t->mean_e = slice(t, tokens, 1), t->rstd_e = slice(t, tokens, 1);
    for (int layer = 0; layer < c->layers; layer++) {
        struct block_activations *b = &t->blocks[layer];
        if (t->training || layer == 0)
            slice_block(t, b);
        else
            *b = t->blocks[0];
        b->output = slice(t, tokens, dim);
        *(t->norm_after ? &b->norm_2 : &b->sum_2) = b->output;
    }
    if (t->final_norm.dim)
        t->final = slice(t, tokens, dim), t->mean_f = slice(t, tokens, 1), t->rstd_f = slice(t, tokens, 1);
    else
        t->final = t->blocks[c->layers - 1].output;
    t->branch = slice(t, tokens, dim);
    if (t->training) {
        long wide = attention_width(&t->attention) + (long)c->heads * c->head_size; /* gradients of qkv and attention */
        t->d_residual = slice(t, tokens, dim);
        t->d_wide = slice(t, tokens, wide > c->hidden ? wide : c->hidden);
    }
    if (c->has_head)
        t->logits = slice(t, cross_entropy_rows(c->vocabulary), c->vocabulary);
    t->rotary.cosine = slice(t, c->context, t->rotary.size / 2);
    t->rotary.sine = slice(t, c->context, t->rotary.size / 2);
    t->attention.scratch = slice(t, t->attention.threads, attention_scratch_size(c->context));
}

static void plan_activations(struct transformer *t)
{
    const struct transformer_config *c = &t->config;
    t->blocks = mem_new((size_t)c->layers, sizeof *t->blocks, "list of activations");
    t->positions = mem_new((size_t)t->max_tokens, sizeof *t->positions, "positions");
    if (c->token_types)
        t->types = mem_new((size_t)t->max_tokens, sizeof *t->types, "token types");
    t->row_loss = mem_new((size_t)cross_entropy_rows(c->vocabulary), sizeof *t->row_loss, "loss of rows");
    t->attention = (struct attention){.heads = c->heads,
                                      .kv_heads = c->kv_heads,
                                      .size = c->head_size,
                                      .context = c->context,
                                      .causal = c->causal,
                                      .threads = omp_get_max_threads(),
                                      .precision = c->precision};
    t->rotary.size = c->style == STYLE_LLAMA ? c->head_size : 0;
    slice_activations(t); /* sizes */
    t->activation_memory = mem_aligned(t->activation_count, sizeof *t->activation_memory, "activations");
    slice_activations(t); /* addresses */
    if (t->rotary.size)
        rotary_fill(c->rope_theta, c->context, t->rotary.size, t->rotary.cosine, t->rotary.sine);
}

struct transformer *transformer_new(const struct transformer_config *c, bool training, int max_tokens,
                                    int max_sequences)
{
    struct transformer *t = mem_new(1, sizeof *t, "transformer");
    t->config = transformer_config_complete(c);
    t->norm_after = c->style == STYLE_BERT;
    t->training = training;
    t->max_tokens = max_tokens;
    t->max_sequences = max_sequences;
    transformer_plan_parameters(t, false);
    plan_activations(t);
    return t;
}

void transformer_free(struct transformer *t)
{
    if (!t)
        return;
    if (t->touched) {
        mem_free(t->touched->rows);
        mem_free(t->touched->seen);
    }
    mem_free(t->touched);
    mem_free(t->parameters);
    mem_free(t->weights);
    mem_free(t->weight_memory);
    mem_free(t->gradient_memory);
    mem_free(t->activation_memory);
    mem_free(t->blocks);
    mem_free(t->row_loss);
    mem_free(t->positions);
    mem_free(t->types);
    mem_free(t);
}

const struct transformer_config *transformer_configuration(const struct transformer *t)
{
    return &t->config;
}

size_t transformer_memory(const struct transformer *t)
{
    return sizeof(real) * (t->weight_count * (t->training ? 2 : 1) + t->activation_count);
}
