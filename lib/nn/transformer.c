/* transformer.c: the layers composed: forward, and the same way back.
 *
 *     x = wte[ids] + wpe[positions]
 *     for each block:  x += projection(attention(ln_1(x)))
 *                      x += mlp_out(gelu(mlp_in(ln_2(x))))
 *     final = ln_f(x) */
#include <assert.h>
#include <string.h>

#include "math/gemm.h"
#include "nn/optimizer.h"
#include "nn/transformer_parts.h"

static struct dropout dropout_at(const struct transformer *t, uint32_t site)
{
    return (struct dropout){t->dropping ? t->config.dropout : 0, t->seed, t->step, site};
}

static struct dropout block_dropout(const struct transformer *t, int layer, enum dropout_site which)
{
    return dropout_at(t, SITE_BLOCKS + (uint32_t)layer * SITES_PER_BLOCK + which);
}

static real *block_input(const struct transformer *t, int layer)
{
    return layer == 0 ? t->embeddings : t->blocks[layer - 1].output;
}

/* ---- forward ---- */

static void number_positions(struct transformer *t)
{
    for (int s = 0; s < t->batch.sequences; s++)
        for (int32_t r = t->batch.starts[s]; r < t->batch.starts[s + 1]; r++)
            t->positions[r] = r - t->batch.starts[s];
}

static void embed(struct transformer *t)
{
    long rows = t->batch.tokens, dim = t->config.dim;
    struct dropout dropout = dropout_at(t, SITE_EMBEDDINGS);
    embedding_forward(t->parameters[0].value, t->batch.ids, t->embeddings, rows, dim, false);
    embedding_forward(t->parameters[1].value, t->positions, t->embeddings, rows, dim, true);
    dropout_apply(&dropout, t->embeddings, t->embeddings, rows, dim);
}

static void block_forward(struct transformer *t, int layer)
{
    struct block_activations *b = &t->blocks[layer];
    const struct parameter *p = block_parameter(t, layer, 0);
    const real *x = block_input(t, layer);
    long rows = t->batch.tokens, dim = t->config.dim, hidden = t->config.hidden;
    struct dropout on_weights = block_dropout(t, layer, SITE_WEIGHTS);
    struct dropout on_attention = block_dropout(t, layer, SITE_ATTENTION);
    struct dropout on_mlp = block_dropout(t, layer, SITE_MLP);

    layernorm_forward(x, p[LN_1_GAIN].value, p[LN_1_BIAS].value, b->ln_1, b->mean_1, b->rstd_1, rows, dim);
    linear_forward(b->ln_1, p[ATTENTION_W].value, p[ATTENTION_B].value, b->qkv, rows, dim, 3 * dim);
    attention_forward(&t->attention, &on_weights, b->qkv, b->attention, b->log_sum, t->batch.starts,
                      t->batch.sequences);
    linear_forward(b->attention, p[PROJECTION_W].value, p[PROJECTION_B].value, t->branch, rows, dim, dim);
    dropout_add(&on_attention, x, t->branch, b->middle, rows, dim);

    layernorm_forward(b->middle, p[LN_2_GAIN].value, p[LN_2_BIAS].value, b->ln_2, b->mean_2, b->rstd_2, rows, dim);
    linear_forward(b->ln_2, p[MLP_IN_W].value, p[MLP_IN_B].value, b->mlp_in, rows, dim, hidden);
    gelu_forward(b->mlp_in, b->mlp_gelu, rows, hidden);
    linear_forward(b->mlp_gelu, p[MLP_OUT_W].value, p[MLP_OUT_B].value, t->branch, rows, hidden, dim);
    dropout_add(&on_mlp, b->middle, t->branch, b->output, rows, dim);
}

void transformer_forward(struct transformer *t, const struct batch *b, bool training, uint64_t seed, uint64_t step)
{
    assert(b->tokens <= t->max_tokens && b->sequences <= t->max_sequences);
    const struct parameter *norm = final_norm(t);
    t->batch = *b;
    t->dropping = training;
    t->seed = seed;
    t->step = step;
    number_positions(t);
    embed(t);
    for (int layer = 0; layer < t->config.layers; layer++)
        block_forward(t, layer);
    layernorm_forward(block_input(t, t->config.layers), norm[0].value, norm[1].value, t->final, t->mean_f, t->rstd_f,
                      b->tokens, t->config.dim);
}

const real *transformer_hidden(const struct transformer *t, int layer)
{
    assert(layer >= 0 && layer <= t->config.layers + 1);
    return layer <= t->config.layers ? block_input(t, layer) : t->final;
}

/* ---- backward ---- */

/* Takes t->d_residual from the gradient of the block's output to that of its input. */
static void block_backward(struct transformer *t, int layer)
{
    struct block_activations *b = &t->blocks[layer];
    const struct parameter *p = block_parameter(t, layer, 0);
    long rows = t->batch.tokens, dim = t->config.dim, hidden = t->config.hidden;
    struct dropout on_weights = block_dropout(t, layer, SITE_WEIGHTS);
    struct dropout on_attention = block_dropout(t, layer, SITE_ATTENTION);
    struct dropout on_mlp = block_dropout(t, layer, SITE_MLP);
    real *d = t->d_residual, *branch = t->branch, *wide = t->d_wide;

    dropout_apply(&on_mlp, d, branch, rows, dim);
    linear_backward(b->mlp_gelu, p[MLP_OUT_W].value, branch, wide, p[MLP_OUT_W].gradient, p[MLP_OUT_B].gradient, rows,
                    hidden, dim);
    gelu_backward(b->mlp_in, wide, wide, rows, hidden);
    linear_backward(b->ln_2, p[MLP_IN_W].value, wide, branch, p[MLP_IN_W].gradient, p[MLP_IN_B].gradient, rows, dim,
                    hidden);
    layernorm_backward(b->middle, p[LN_2_GAIN].value, b->mean_2, b->rstd_2, branch, d, p[LN_2_GAIN].gradient,
                       p[LN_2_BIAS].gradient, rows, dim);

    dropout_apply(&on_attention, d, branch, rows, dim);
    real *d_attention = b->ln_2; /* done with: room for the gradient of the attention's output */
    linear_backward(b->attention, p[PROJECTION_W].value, branch, d_attention, p[PROJECTION_W].gradient,
                    p[PROJECTION_B].gradient, rows, dim, dim);
    attention_backward(&t->attention, &on_weights, b->qkv, b->attention, b->log_sum, d_attention, wide, t->batch.starts,
                       t->batch.sequences);
    linear_backward(b->ln_1, p[ATTENTION_W].value, wide, branch, p[ATTENTION_W].gradient, p[ATTENTION_B].gradient, rows,
                    dim, 3 * dim);
    layernorm_backward(block_input(t, layer), p[LN_1_GAIN].value, b->mean_1, b->rstd_1, branch, d,
                       p[LN_1_GAIN].gradient, p[LN_1_BIAS].gradient, rows, dim);
}

void transformer_backward(struct transformer *t, const real *d_output)
{
    assert(t->training);
    long rows = t->batch.tokens, dim = t->config.dim;
    const struct parameter *norm = final_norm(t);
    struct dropout dropout = dropout_at(t, SITE_EMBEDDINGS);

    memset(t->d_residual, 0, (size_t)(rows * dim) * sizeof *t->d_residual);
    layernorm_backward(block_input(t, t->config.layers), norm[0].value, t->mean_f, t->rstd_f, d_output, t->d_residual,
                       norm[0].gradient, norm[1].gradient, rows, dim);
    for (int layer = t->config.layers - 1; layer >= 0; layer--)
        block_backward(t, layer);
    dropout_apply(&dropout, t->d_residual, t->d_residual, rows, dim);
    embedding_backward(t->batch.ids, t->d_residual, t->parameters[0].gradient, rows, dim);
    embedding_backward(t->positions, t->d_residual, t->parameters[1].gradient, rows, dim);
    if (t->touched)
        touched_rows_add(t->touched, t->batch.ids, rows);
}

/* ---- output head ---- */

double transformer_cross_entropy(struct transformer *t, const int32_t *targets, bool backward, double scale)
{
    assert(t->config.has_head && (t->training || !backward));
    long rows = t->batch.tokens, counted = 0;
    for (long r = 0; r < rows; r++)
        counted += targets[r] >= 0;
    if (counted == 0)
        return 0;
    const struct parameter *head = output_head(t);
    double loss = cross_entropy(t->final, head->value, targets, backward ? t->branch : NULL, head->gradient, t->logits,
                                t->row_loss, scale / (double)counted, rows, t->config.vocabulary, t->config.dim);
    if (backward)
        transformer_backward(t, t->branch);
    return loss / (double)counted;
}

void transformer_logits(const struct transformer *t, int row, real *logits)
{
    assert(t->config.has_head && row >= 0 && row < t->batch.tokens);
    const struct parameter *head = output_head((struct transformer *)t);
    gemm(false, true, 1, t->config.vocabulary, t->config.dim, 1, t->final + (long)row * t->config.dim, t->config.dim,
         head->value, t->config.dim, 0, logits, t->config.vocabulary);
}

void transformer_zero_gradients(struct transformer *t)
{
    gradients_zero(t->parameters, t->parameter_count);
}
