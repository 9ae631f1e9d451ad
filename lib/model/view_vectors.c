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
static void mean_rows(const struct view *v, const int32_t *ids, const double *weights, size_t count, float *mean,
                      double *sum, float *scratch)
{
    memset(sum, 0, (size_t)v->dim * sizeof *sum);
    for (size_t i = 0; i < count; i++) {
        const float *row = table_row(v, ids[i], scratch);
        double weight = weights ? weights[i] : 1;
        for (int c = 0; c < v->dim; c++)
            sum[c] += weight * row[c];
    }
    for (int c = 0; c < v->dim; c++)
        mean[c] = count > 0 ? (float)(sum[c] / (double)count) : 0;
}

/* ---- transformers ---- */

/* A list of tokens, to be sorted by length. */
struct item {
    int list, length;
};

static int compare_lengths(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    return x->length != y->length ? x->length - y->length : x->list - y->list;
}

struct packing {
    int32_t *ids;    /* owned; [VIEW_BATCH_TOKENS or the context] */
    int32_t *starts; /* owned; [VIEW_BATCH_SEQUENCES + 1] */
    float *mean;     /* owned; [as ids, dim], of first and last layer; NULL: not needed */
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

static void run_batch(struct view *v, struct packing *p, const struct item *items, view_states_use *use, void *context)
{
    struct batch *b = &p->batch;
    transformer_forward(v->model->transformer, b, false, 0, 0);
    if (p->mean)
        pooling_first_last(v->model->transformer, b->tokens, p->mean);
    const float *states = p->mean ? p->mean : transformer_hidden(v->model->transformer, v->layer);
    for (int s = 0; s < b->sequences; s++) {
        int start = b->starts[s];
        use(context, items[s].list, b->ids + start, b->starts[s + 1] - start, states + (long)start * v->dim);
    }
    b->tokens = b->sequences = 0;
}

int view_room(const struct view *v)
{
    return transformer_configuration(v->model->transformer)->context - 1;
}

void view_states(struct view *v, const int32_t *ids, const size_t *starts, int count, view_states_use *use,
                 void *context)
{
    int room = view_room(v), max_tokens = room + 1 > VIEW_BATCH_TOKENS ? room + 1 : VIEW_BATCH_TOKENS, used = 0;
    struct item *items = mem_new((size_t)count, sizeof *items, "texts");
    for (int i = 0; i < count; i++) {
        size_t length = starts[i + 1] - starts[i];
        if (length > 0)
            items[used++] = (struct item){i, length > (size_t)room ? room : (int)length};
    }
    qsort(items, (size_t)used, sizeof *items, compare_lengths);
    struct packing p = {.ids = mem_new((size_t)max_tokens, sizeof *p.ids, "a batch"),
                        .starts = mem_new(VIEW_BATCH_SEQUENCES + 1, sizeof *p.starts, "a batch")};
    if (v->layer == VIEW_FIRST_LAST)
        p.mean = mem_new((size_t)max_tokens * (size_t)v->dim, sizeof *p.mean, "a batch");
    p.batch.ids = p.ids;
    p.batch.starts = p.starts;
    int end = tokenizer_end(v->model->tokenizer), first = 0;
    for (int i = 0; i < used;) {
        if (pack(&p, ids + starts[items[i].list], items[i].length, end, max_tokens)) {
            i++;
        } else {
            run_batch(v, &p, items + first, use, context);
            first = i;
        }
    }
    if (p.batch.sequences)
        run_batch(v, &p, items + first, use, context);
    mem_free(p.ids);
    mem_free(p.starts);
    mem_free(p.mean);
    mem_free(items);
}

/* Where the states of texts are pooled to. */
struct pooled {
    const struct view *view;
    struct matrix *out; /* [texts, dim] */
    int *known;         /* [texts] */
    float *weights;     /* [context] */
};

static void pool(void *context, int list, const int32_t *ids, int length, const float *states)
{
    const struct pooled *p = context;
    enum pooling pooling = p->view->specification.pooling;
    int unknown = tokenizer_unknown(p->view->model->tokenizer);
    for (int i = 1; i < length; i++)
        p->known[list] += ids[i] != unknown;
    bool all = pooling_takes_all(transformer_configuration(p->view->model->transformer));
    pooling_weights(pooling, ids, length, unknown, all, p->weights);
    pooling_forward(pooling, p->weights, states, length, p->view->dim, matrix_row(p->out, list));
}

static void pool_states(struct view *v, const int32_t *ids, const size_t *starts, int count, struct matrix *out,
                        int *known)
{
    struct pooled p = {v, out, known, mem_new((size_t)view_room(v) + 1, sizeof *p.weights, "weights")};
    for (int i = 0; i < count; i++) {
        known[i] = 0;
        memset(matrix_row(out, i), 0, (size_t)v->dim * sizeof(float));
    }
    view_states(v, ids, starts, count, pool, &p);
    mem_free(p.weights);
}

void view_weighted_rows(struct view *v, const int32_t *ids, const size_t *starts, int count, const double *weights,
                        struct matrix *out, int *known)
{
    double *sum = mem_new((size_t)v->dim, sizeof *sum, "a mean");
    float *scratch = mem_new((size_t)v->dim, sizeof *scratch, "word vector");
    for (int i = 0; i < count; i++) {
        size_t length = starts[i + 1] - starts[i];
        mean_rows(v, ids + starts[i], weights ? weights + starts[i] : NULL, length, matrix_row(out, i), sum, scratch);
        known[i] = length > INT32_MAX ? INT32_MAX : (int)length;
    }
    mem_free(sum);
    mem_free(scratch);
}

void view_vectors(struct view *v, const int32_t *ids, const size_t *starts, int count, struct matrix *out, int *known)
{
    if (v->table)
        view_weighted_rows(v, ids, starts, count, NULL, out, known);
    else
        pool_states(v, ids, starts, count, out, known);
}
