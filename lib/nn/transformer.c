/* transformer.c: the layers composed: forward, and the same way back.
 *
 *     x = tokens[ids] + positions[0, 1, ...]          Llama: x = tokens[ids]
 *     for each block:  x += attention(norm_1(x))      BERT:  x = norm(x + types[0]), and then
 *                      x += mlp(norm_2(x))                   x = norm_1(x + attention(x))
 *     final = norm(x)                                        x = norm_2(x + mlp(x))
 *
 *     attention(x) = out(softmax(q k') v),  q, k, v = in(x);  Llama turns q and k by their positions
 *     mlp(x) = out(gelu(in(x)));                              Llama: out(silu(gate(x)) up(x)) */
#include <assert.h>
#include <string.h>

#include "nn/optimizer.h"
#include "nn/transformer_parts.h"

/* The dropout at a site: Llama has one on attention's weights only. */
static struct dropout dropout_at(const struct transformer *t, uint32_t site, bool on_weights)
{
    bool on = t->dropping && (on_weights || t->config.style != STYLE_LLAMA);
    return (struct dropout){on ? t->config.dropout : 0, t->seed, t->step, site, t->batch.draws};
}

static struct dropout block_dropout(const struct transformer *t, int layer, enum dropout_site which)
{
    return dropout_at(t, SITE_BLOCKS + (uint32_t)layer * SITES_PER_BLOCK + which, which == SITE_WEIGHTS);
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
    struct dropout dropout = dropout_at(t, SITE_EMBEDDINGS, false);
    real *sum = t->embedding_norm.dim ? t->embedding_sum : t->embeddings;
    embedding_forward(t->parameters[0].value, t->batch.ids, sum, rows, dim, false);
    if (t->positions_table)
        embedding_forward(t->positions_table->value, t->positions, sum, rows, dim, true);
    if (t->types_table)
        embedding_forward(t->types_table->value, t->types, sum, rows, dim, true);
    if (t->embedding_norm.dim)
        norm_forward(&t->embedding_norm, sum, t->embeddings, t->mean_e, t->rstd_e, rows);
    dropout_apply(&dropout, t->embeddings, t->embeddings, rows, dim);
}

void queries_keys_values(const struct transformer *t, const struct block_weights *w, struct block_activations *b,
                         const real *x, const int32_t *positions, long rows)
{
    const struct transformer_config *c = &t->config;
    linear_forward(&w->attention_in, x, b->qkv, rows);
    if (t->rotary.size)
        rotary_apply(&t->rotary, false, positions, b->qkv, rows, c->heads + c->kv_heads, w->attention_in.out);
}

void mlp_forward(const struct transformer_config *c, const struct block_weights *w, struct block_activations *b,
                 const real *x, real *y, long rows)
{
    linear_forward(&w->mlp_in, x, b->mlp_in, rows);
    if (is_gated(c))
        swiglu_forward(b->mlp_in, b->mlp_active, rows, c->hidden);
    else
        gelu_forward(c->exact_gelu, b->mlp_in, b->mlp_active, rows, c->hidden);
    linear_forward(&w->mlp_out, b->mlp_active, y, rows);
}

static void attention_branch(struct transformer *t, int layer, const real *x, real *y)
{
    struct block_activations *b = &t->blocks[layer];
    const struct block_weights *w = &t->weights[layer];
    struct dropout on_weights = block_dropout(t, layer, SITE_WEIGHTS);
    queries_keys_values(t, w, b, x, t->positions, t->batch.tokens);
    attention_forward(&t->attention, &on_weights, b->qkv, b->attention, b->log_sum, t->batch.starts,
                      t->batch.sequences);
    linear_forward(&w->attention_out, b->attention, y, t->batch.tokens);
}

static void block_forward(struct transformer *t, int layer)
{
    struct block_activations *b = &t->blocks[layer];
    const struct block_weights *w = &t->weights[layer];
    const real *x = block_input(t, layer);
    long rows = t->batch.tokens, dim = t->config.dim;
    struct dropout on_attention = block_dropout(t, layer, SITE_ATTENTION), on_mlp = block_dropout(t, layer, SITE_MLP);

    if (t->norm_after) {
        attention_branch(t, layer, x, t->branch);
        dropout_add(&on_attention, x, t->branch, b->sum_1, rows, dim);
        norm_forward(&w->norm_1, b->sum_1, b->norm_1, b->mean_1, b->rstd_1, rows);
        mlp_forward(&t->config, w, b, b->norm_1, t->branch, rows);
        dropout_add(&on_mlp, b->norm_1, t->branch, b->sum_2, rows, dim);
        norm_forward(&w->norm_2, b->sum_2, b->norm_2, b->mean_2, b->rstd_2, rows);
    } else {
        norm_forward(&w->norm_1, x, b->norm_1, b->mean_1, b->rstd_1, rows);
        attention_branch(t, layer, b->norm_1, t->branch);
        dropout_add(&on_attention, x, t->branch, b->sum_1, rows, dim);
        norm_forward(&w->norm_2, b->sum_1, b->norm_2, b->mean_2, b->rstd_2, rows);
        mlp_forward(&t->config, w, b, b->norm_2, t->branch, rows);
        dropout_add(&on_mlp, b->sum_1, t->branch, b->sum_2, rows, dim);
    }
}

void transformer_forward(struct transformer *t, const struct batch *b, bool training, uint64_t seed, uint64_t step)
{
    assert(b->tokens <= t->max_tokens && b->sequences <= t->max_sequences);
    t->batch = *b;
    t->dropping = training;
    t->seed = seed;
    t->step = step;
    number_positions(t);
    embed(t);
    for (int layer = 0; layer < t->config.layers; layer++)
        block_forward(t, layer);
    if (t->final_norm.dim)
        norm_forward(&t->final_norm, block_input(t, t->config.layers), t->final, t->mean_f, t->rstd_f, b->tokens);
}

const real *transformer_hidden(const struct transformer *t, int layer)
{
    assert(layer >= 0 && layer <= t->config.layers + 1);
    return layer <= t->config.layers ? block_input(t, layer) : t->final;
}

/* ---- backward ---- */

/* Takes t->d_residual from the gradient of a norm's output to that of its input x. */
static void residual_norm_backward(struct transformer *t, const struct norm *n, const real *x, const real *mean,
                                   const real *rstd)
{
    real *d = t->d_residual, *dx = t->branch;
    memset(dx, 0, (size_t)(t->batch.tokens * n->dim) * sizeof *dx);
    norm_backward(n, x, mean, rstd, d, dx, t->batch.tokens);
    t->d_residual = dx;
    t->branch = d;
}

/* d [rows, dim]: from the gradient of the MLP's output to that of its input x. */
static void mlp_backward(struct transformer *t, int layer, const real *x, real *d)
{
    struct block_activations *b = &t->blocks[layer];
    const struct block_weights *w = &t->weights[layer];
    long rows = t->batch.tokens, hidden = t->config.hidden;
    real *d_active = t->d_wide, *d_in = t->d_wide;
    linear_backward(&w->mlp_out, b->mlp_active, d, d_active, rows);
    if (is_gated(&t->config))
        swiglu_backward(d_in = b->mlp_in, d_active, rows, hidden);
    else
        gelu_backward(t->config.exact_gelu, b->mlp_in, d_active, d_in, rows, hidden);
    linear_backward(&w->mlp_in, x, d_in, d, rows);
}

/* The same for attention. */
static void attention_branch_backward(struct transformer *t, int layer, const real *x, real *d)
{
    struct block_activations *b = &t->blocks[layer];
    const struct block_weights *w = &t->weights[layer];
    const struct transformer_config *c = &t->config;
    struct dropout on_weights = block_dropout(t, layer, SITE_WEIGHTS);
    long rows = t->batch.tokens, width = attention_width(&t->attention);
    real *d_qkv = t->d_wide, *d_attention = t->d_wide + rows * width;
    linear_backward(&w->attention_out, b->attention, d, d_attention, rows);
    attention_backward(&t->attention, &on_weights, b->qkv, b->attention, b->log_sum, d_attention, d_qkv,
                       t->batch.starts, t->batch.sequences);
    if (t->rotary.size)
        rotary_apply(&t->rotary, true, t->positions, d_qkv, rows, c->heads + c->kv_heads, width);
    linear_backward(&w->attention_in, x, d_qkv, d, rows);
}

/* Takes t->d_residual from the gradient of the block's output to that of its input. */
static void block_backward(struct transformer *t, int layer)
{
    struct block_activations *b = &t->blocks[layer];
    const struct block_weights *w = &t->weights[layer];
    const real *x = block_input(t, layer);
    long rows = t->batch.tokens, dim = t->config.dim;
    struct dropout on_attention = block_dropout(t, layer, SITE_ATTENTION), on_mlp = block_dropout(t, layer, SITE_MLP);
    const struct dropout none = {0};

    if (t->norm_after) {
        residual_norm_backward(t, &w->norm_2, b->sum_2, b->mean_2, b->rstd_2);
        dropout_apply(&on_mlp, t->d_residual, t->branch, rows, dim);
        mlp_backward(t, layer, b->norm_1, t->branch);
        dropout_add(&none, t->d_residual, t->branch, t->d_residual, rows, dim);
        residual_norm_backward(t, &w->norm_1, b->sum_1, b->mean_1, b->rstd_1);
        dropout_apply(&on_attention, t->d_residual, t->branch, rows, dim);
        attention_branch_backward(t, layer, x, t->branch);
        dropout_add(&none, t->d_residual, t->branch, t->d_residual, rows, dim);
    } else {
        dropout_apply(&on_mlp, t->d_residual, t->branch, rows, dim);
        mlp_backward(t, layer, b->norm_2, t->branch);
        norm_backward(&w->norm_2, b->sum_1, b->mean_2, b->rstd_2, t->branch, t->d_residual, rows);
        dropout_apply(&on_attention, t->d_residual, t->branch, rows, dim);
        attention_branch_backward(t, layer, b->norm_1, t->branch);
        norm_backward(&w->norm_1, x, b->mean_1, b->rstd_1, t->branch, t->d_residual, rows);
    }
}

static void embed_backward(struct transformer *t)
{
    long rows = t->batch.tokens, dim = t->config.dim;
    struct dropout dropout = dropout_at(t, SITE_EMBEDDINGS, false);
    dropout_apply(&dropout, t->d_residual, t->d_residual, rows, dim);
    if (t->embedding_norm.dim)
        residual_norm_backward(t, &t->embedding_norm, t->embedding_sum, t->mean_e, t->rstd_e);
    embedding_backward(t->batch.ids, t->d_residual, t->parameters[0].gradient, rows, dim);
    if (t->positions_table)
        embedding_backward(t->positions, t->d_residual, t->positions_table->gradient, rows, dim);
    if (t->types_table)
        embedding_backward(t->types, t->d_residual, t->types_table->gradient, rows, dim);
    if (t->touched)
        touched_rows_add(t->touched, t->batch.ids, rows);
}

void transformer_backward(struct transformer *t, const real *d_output)
{
    transformer_backward_with(t, d_output, -1, NULL);
}

void transformer_backward_with(struct transformer *t, const real *d_output, int layer, const real *d_hidden)
{
    const struct dropout none = {0};
    assert(t->training && layer <= t->config.layers);
    memcpy(t->d_residual, d_output, (size_t)t->batch.tokens * (size_t)t->config.dim * sizeof *t->d_residual);
    if (t->final_norm.dim)
        residual_norm_backward(t, &t->final_norm, block_input(t, t->config.layers), t->mean_f, t->rstd_f);
    for (int k = t->config.layers; k >= 0; k--) {
        if (k == layer)
            dropout_add(&none, t->d_residual, d_hidden, t->d_residual, t->batch.tokens, t->config.dim);
        if (k > 0)
            block_backward(t, k - 1);
    }
    embed_backward(t);
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
    double loss = cross_entropy(t->config.precision, t->final, head->value, targets, backward ? t->branch : NULL,
                                backward ? head->gradient : NULL, t->logits, t->row_loss, scale / (double)counted, rows,
                                t->config.vocabulary, t->config.dim);
    if (backward)
        transformer_backward(t, t->branch);
    return loss / (double)counted;
}

void transformer_logits(const struct transformer *t, int row, real *logits)
{
    assert(t->config.has_head && row >= 0 && row < t->batch.tokens);
    const struct parameter *head = output_head(t);
    gemm_in(t->config.precision, false, true, 1, t->config.vocabulary, t->config.dim, 1,
            t->final + (long)row * t->config.dim, t->config.dim, head->value, t->config.dim, 0, logits,
            t->config.vocabulary);
}

void transformer_zero_gradients(struct transformer *t)
{
    gradients_zero(t->parameters, t->parameter_count);
}
