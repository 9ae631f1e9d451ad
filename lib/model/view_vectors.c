/* view_vectors.c: lists of tokens to vectors: the mean of table rows, or a transformer's states pooled. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/view_parts.h"

/* ---- tables ---- */

/* The row of a token or word; that of an unseen word is composed in scratch[dim]. */
static const float *table_row(const struct view *v, int32_t id, float *scratch)
{
    if (v->model || id < view_vocabulary_size(v))
        return v->table + id * v->stride;
    const char *word = view_word(v, id);
    ngram_table_compose(&v->vectors.ngrams, word, strlen(word), scratch);
    return scratch;
}

/* Summed in double, so that texts of the same words in another order have the same mean; sum[dim], scratch[dim]. */
static void mean_rows(const struct view *v, const int32_t *ids, size_t count, float *mean, double *sum, float *scratch)
{
    memset(sum, 0, (size_t)v->dim * sizeof *sum);
    for (size_t i = 0; i < count; i++) {
        const float *row = table_row(v, ids[i], scratch);
        for (int c = 0; c < v->dim; c++)
            sum[c] += row[c];
    }
    for (int c = 0; c < v->dim; c++)
        mean[c] = count > 0 ? (float)(sum[c] / (double)count) : 0;
}

/* ---- transformers ---- */

/* A list of tokens, to be sorted by length. */
struct item {
    int row, length;
};

static int compare_lengths(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    return x->length != y->length ? x->length - y->length : x->row - y->row;
}

struct packing {
    int32_t *ids;    /* owned; [VIEW_BATCH_TOKENS or the context] */
    int32_t *starts; /* owned; [VIEW_BATCH_SEQUENCES + 1] */
    float *weights;  /* owned; as ids */
    struct batch batch;
};

/* Adds <eos> and the tokens if there is room; lists longer than the context are cut. */
static bool pack(struct packing *p, const int32_t *tokens, int length, int end, int max_tokens)
{
    struct batch *b = &p->batch;
    if (b->tokens + length + 1 > max_tokens || b->sequences == VIEW_BATCH_SEQUENCES)
        return false;
    p->ids[b->tokens] = end;
    memcpy(p->ids + b->tokens + 1, tokens, (size_t)length * sizeof *tokens);
    b->tokens += length + 1;
    p->starts[++b->sequences] = b->tokens;
    return true;
}

static void run_batch(struct view *v, struct packing *p, const struct item *items, struct matrix *out)
{
    struct batch *b = &p->batch;
    int unknown = tokenizer_unknown(v->model->tokenizer);
    transformer_forward(v->model->transformer, b, false, 0, 0);
    const float *states = transformer_hidden(v->model->transformer, v->layer);
    for (int s = 0; s < b->sequences; s++) {
        int start = b->starts[s], length = b->starts[s + 1] - start;
        pooling_weights(v->specification.pooling, b->ids + start, length, unknown, p->weights);
        pooling_forward(v->specification.pooling, p->weights, states + (long)start * v->dim, length, v->dim,
                        matrix_row(out, items[s].row));
    }
    b->tokens = b->sequences = 0;
}

static void run_items(struct view *v, const int32_t *ids, const size_t *starts, const struct item *items, int count,
                      struct matrix *out)
{
    int context = transformer_configuration(v->model->transformer)->context;
    int max_tokens = context > VIEW_BATCH_TOKENS ? context : VIEW_BATCH_TOKENS;
    struct packing p = {.ids = mem_new((size_t)max_tokens, sizeof *p.ids, "a batch"),
                        .starts = mem_new(VIEW_BATCH_SEQUENCES + 1, sizeof *p.starts, "a batch"),
                        .weights = mem_new((size_t)max_tokens, sizeof *p.weights, "a batch")};
    p.batch.ids = p.ids;
    p.batch.starts = p.starts;
    int end = tokenizer_end(v->model->tokenizer), first = 0;
    for (int i = 0; i < count;) {
        if (pack(&p, ids + starts[items[i].row], items[i].length, end, max_tokens)) {
            i++;
        } else {
            run_batch(v, &p, items + first, out);
            first = i;
        }
    }
    if (p.batch.sequences)
        run_batch(v, &p, items + first, out);
    mem_free(p.ids);
    mem_free(p.starts);
    mem_free(p.weights);
}

static int count_known(const int32_t *ids, int length, int unknown)
{
    int known = 0;
    for (int i = 0; i < length; i++)
        known += ids[i] != unknown;
    return known;
}

static void pool_states(struct view *v, const int32_t *ids, const size_t *starts, int count, struct matrix *out,
                        int *known)
{
    int room = transformer_configuration(v->model->transformer)->context - 1, used = 0;
    int unknown = tokenizer_unknown(v->model->tokenizer);
    struct item *items = mem_new((size_t)count, sizeof *items, "texts");
    for (int i = 0; i < count; i++) {
        size_t length = starts[i + 1] - starts[i];
        int cut = length > (size_t)room ? room : (int)length;
        known[i] = count_known(ids + starts[i], cut, unknown);
        if (known[i])
            items[used++] = (struct item){i, cut};
        else
            memset(matrix_row(out, i), 0, (size_t)v->dim * sizeof(float));
    }
    qsort(items, (size_t)used, sizeof *items, compare_lengths);
    run_items(v, ids, starts, items, used, out);
    mem_free(items);
}

void view_vectors(struct view *v, const int32_t *ids, const size_t *starts, int count, struct matrix *out, int *known)
{
    if (!v->table) {
        pool_states(v, ids, starts, count, out, known);
        return;
    }
    double *sum = mem_new((size_t)v->dim, sizeof *sum, "a mean");
    float *scratch = mem_new((size_t)v->dim, sizeof *scratch, "word vector");
    for (int i = 0; i < count; i++) {
        size_t length = starts[i + 1] - starts[i];
        mean_rows(v, ids + starts[i], length, matrix_row(out, i), sum, scratch);
        known[i] = length > INT32_MAX ? INT32_MAX : (int)length;
    }
    mem_free(sum);
    mem_free(scratch);
}
