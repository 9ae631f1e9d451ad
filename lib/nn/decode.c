/* decode.c: transformer.c's forward for the last tokens of one sequence, with the others' keys and values kept. */
#include "nn/decode.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "nn/transformer_parts.h"

enum { CHUNK = 64 }; /* tokens that go through the blocks at once */

struct decoder {
    const struct transformer *t; /* borrowed */
    int room, length;
    struct attention attention;
    real *memory; /* owned; all that follows */
    size_t count; /* reals in it */
    real *cache;  /* [layers, room, keys_width]: a token's keys, then its values */
    long keys_width;
    real *x, *branch;           /* [CHUNK, dim]: residual stream, a branch of it */
    struct block_activations b; /* of CHUNK tokens; residual sums stay in x */
    int32_t positions[CHUNK];
};

static real *slice(struct decoder *d, long rows, long columns)
{
    real *at = d->memory ? d->memory + d->count : NULL;
    d->count += (size_t)((rows * columns + 15) / 16 * 16);
    return at;
}

static void slice_memory(struct decoder *d)
{
    const struct transformer_config *c = &d->t->config;
    struct block_activations *b = &d->b;
    d->count = 0;
    d->cache = slice(d, (long)c->layers * d->room, d->keys_width);
    d->x = slice(d, CHUNK, c->dim);
    d->branch = slice(d, CHUNK, c->dim);
    b->norm_1 = b->norm_2 = slice(d, CHUNK, c->dim);
    b->mean_1 = b->mean_2 = slice(d, CHUNK, 1);
    b->rstd_1 = b->rstd_2 = slice(d, CHUNK, 1);
    b->qkv = slice(d, CHUNK, attention_width(&d->attention));
    b->log_sum = slice(d, CHUNK, c->heads);
    b->attention = slice(d, CHUNK, (long)c->heads * c->head_size);
    b->mlp_in = slice(d, CHUNK, is_gated(c) ? 2L * c->hidden : c->hidden);
    b->mlp_active = slice(d, CHUNK, c->hidden);
    d->attention.scratch = slice(d, d->attention.threads, attention_scratch_size(d->room));
}

struct decoder *decoder_new(struct transformer *t, int room)
{
    const struct transformer_config *c = &t->config;
    assert(c->causal && c->has_head && !t->norm_after && room > 0 && room <= c->context);
    struct decoder *d = mem_new(1, sizeof *d, "decoder");
    d->t = t;
    d->room = room;
    d->attention = t->attention;
    d->attention.context = room;
    d->keys_width = 2L * c->kv_heads * c->head_size;
    slice_memory(d); /* sizes */
    d->memory = mem_aligned(d->count, sizeof *d->memory, "keys and values");
    slice_memory(d); /* addresses */
    return d;
}

void decoder_free(struct decoder *d)
{
    if (!d)
        return;
    mem_free(d->memory);
    mem_free(d);
}

int decoder_length(const struct decoder *d)
{
    return d->length;
}

void decoder_clear(struct decoder *d)
{
    d->length = 0;
}

/* ---- the forward ---- */

static void embed(struct decoder *d, const int32_t *ids, int rows)
{
    const struct transformer *t = d->t;
    long dim = t->config.dim;
    for (int r = 0; r < rows; r++)
        d->positions[r] = d->length + r;
    embedding_forward(t->parameters[0].value, ids, d->x, rows, dim, false);
    if (t->positions_table)
        embedding_forward(t->positions_table->value, d->positions, d->x, rows, dim, true);
}

static void block(struct decoder *d, int layer, int rows)
{
    const struct transformer *t = d->t;
    const struct block_weights *w = &t->weights[layer];
    const struct dropout none = {0};
    struct block_activations *b = &d->b;
    long dim = t->config.dim, width = attention_width(&d->attention);
    real *cache = d->cache + (long)layer * d->room * d->keys_width;

    norm_forward(&w->norm_1, d->x, b->norm_1, b->mean_1, b->rstd_1, rows);
    queries_keys_values(t, w, b, b->norm_1, d->positions, rows);
    for (int r = 0; r < rows; r++)
        memcpy(cache + (d->length + r) * d->keys_width, b->qkv + (r + 1) * width - d->keys_width,
               (size_t)d->keys_width * sizeof *cache);
    attention_cached(&d->attention, b->qkv, cache, b->attention, b->log_sum, d->length + rows, rows);
    linear_forward(&w->attention_out, b->attention, d->branch, rows);
    dropout_add(&none, d->x, d->branch, d->x, rows, dim);

    norm_forward(&w->norm_2, d->x, b->norm_2, b->mean_2, b->rstd_2, rows);
    mlp_forward(&t->config, w, b, b->norm_2, d->branch, rows);
    dropout_add(&none, d->x, d->branch, d->x, rows, dim);
}

void decoder_append(struct decoder *d, const int32_t *ids, int count, real *logits)
{
    const struct transformer *t = d->t;
    long dim = t->config.dim, vocabulary = t->config.vocabulary;
    int rows = 0;
    assert(count > 0 && count <= d->room - d->length);
    for (int start = 0; start < count; start += rows) {
        rows = count - start < CHUNK ? count - start : CHUNK;
        embed(d, ids + start, rows);
        for (int layer = 0; layer < t->config.layers; layer++)
            block(d, layer, rows);
        d->length += rows;
    }
    const real *last = d->x + (rows - 1) * dim;
    norm_forward(&t->final_norm, last, d->branch, d->b.mean_1, d->b.rstd_1, 1);
    gemm_in(t->config.precision, false, true, 1, vocabulary, dim, 1, d->branch, dim, output_head(t)->value, dim, 0,
            logits, vocabulary);
}
