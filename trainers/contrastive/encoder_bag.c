/* encoder_bag.c: the mean of token embeddings, with dropout on the embeddings of each view.
 *
 * Only the rows of the batch's tokens have a gradient, and only they are updated, by AdaGrad (Duchi
 * et al. 2011): the steps of a word become smaller the more it has been seen, so that rare words
 * still learn when frequent ones have settled, and no state but the sums of squares is kept. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "nn/kernels.h"
#include "nn/layers.h"
#include "trainers/contrastive/encoder.h"

#define CHUNK    1024 /* columns of a dropout mask on the stack; a multiple of DROPOUT_GROUP */
#define SITE_BAG 0
#define EPSILON  1e-10f

struct bag_encoder {
    struct encoder base;
    struct encoder_settings settings;
    const struct nn_kernels *kernels; /* chosen once: a token's sum is too short for looking */
    struct matrix squares; /* owned; sums of squared gradients, like the table */
    int32_t *sequence;     /* owned; [max_tokens] of a token */
    int32_t *slot_of;      /* owned; [vocabulary] of a row in this batch; -1: not in it */
    int32_t *rows;         /* owned; [slots] slot's row of the table */
    int32_t *places;       /* owned; [max_tokens + 1] where a slot's tokens begin in `tokens` */
    int32_t *tokens;       /* owned; [max_tokens] tokens ordered by slot */
    float *gradient;       /* owned; [slots, dim] of a slot */
    double *norms;         /* owned; [slots] squared norm of a slot's gradient */
    int slots;             /* of the last backward */
    uint64_t step;         /* of the last forward */
};

/* y[dim] += mask of token `token` * x[dim] */
static void add_masked(const struct nn_kernels *kernels, const struct dropout *d, int token, const float *x, float *y,
                       int dim)
{
    struct dropout_draw draw = dropout_row(d, token);
    float mask[CHUNK];
    for (int start = 0; start < dim; start += CHUNK) {
        int width = dim - start < CHUNK ? dim - start : CHUNK;
        kernels->dropout_mask(&draw, (uint32_t)start, mask, width);
        kernels->multiply_add(x + start, mask, y + start, width);
    }
}

static void add_token(const struct nn_kernels *kernels, const struct dropout *d, int token, const float *x, float *y,
                      int dim)
{
    if (d->p > 0)
        add_masked(kernels, d, token, x, y, dim);
    else
        kernels->add(x, y, dim);
}

static struct dropout dropout_of(const struct bag_encoder *e, const struct batch *b, bool training)
{
    return (struct dropout){training ? e->settings.shape.dropout : 0, e->settings.seed, e->step, SITE_BAG, b->draws};
}

/* ---- forward ---- */

static void forward(struct encoder *base, const struct batch *b, bool training, uint64_t step, float *vectors)
{
    struct bag_encoder *e = (struct bag_encoder *)base;
    const struct matrix *table = &base->model->table;
    e->step = step;
    const struct dropout dropout = dropout_of(e, b, training);
    int dim = table->columns;
#pragma omp parallel for schedule(static)
    for (int s = 0; s < b->sequences; s++) {
        float *vector = vectors + (long)s * dim;
        memset(vector, 0, (size_t)dim * sizeof *vector);
        for (int t = b->starts[s]; t < b->starts[s + 1]; t++) {
            e->sequence[t] = s;
            add_token(e->kernels, &dropout, t, matrix_row(table, b->ids[t]), vector, dim);
        }
        if (b->starts[s + 1] > b->starts[s])
            e->kernels->scale(vector, dim, 1 / (float)(b->starts[s + 1] - b->starts[s]));
    }
}

/* ---- learning ---- */

/* Orders the batch's tokens by row of the table, rows in the order of their first token. Returns
 * how many rows there are. */
static int sort_tokens(struct bag_encoder *e, const struct batch *b)
{
    int slots = 0;
    memset(e->places, 0, ((size_t)b->tokens + 1) * sizeof *e->places);
    for (int t = 0; t < b->tokens; t++) {
        int32_t *slot = &e->slot_of[b->ids[t]];
        if (*slot < 0) {
            e->rows[slots] = b->ids[t];
            *slot = slots++;
        }
        e->places[*slot + 1]++;
    }
    for (int s = 0; s < slots; s++)
        e->places[s + 1] += e->places[s];
    for (int t = 0; t < b->tokens; t++)
        e->tokens[e->places[e->slot_of[b->ids[t]]]++] = t;
    for (int s = slots; s > 0; s--)
        e->places[s] = e->places[s - 1];
    e->places[0] = 0;
    for (int s = 0; s < slots; s++)
        e->slot_of[e->rows[s]] = -1;
    return slots;
}

/* Gradient of slot s: the sum over its tokens, in their order. `scratch` [dim]. */
static void slot_gradient(struct bag_encoder *e, int s, const struct batch *b, const struct dropout *dropout,
                          const float *d_vectors, float *scratch)
{
    int dim = e->settings.shape.dim;
    float *gradient = e->gradient + (long)s * dim;
    memset(gradient, 0, (size_t)dim * sizeof *gradient);
    for (int i = e->places[s]; i < e->places[s + 1]; i++) {
        int t = e->tokens[i], sequence = e->sequence[t];
        memcpy(scratch, d_vectors + (long)sequence * dim, (size_t)dim * sizeof *scratch);
        e->kernels->scale(scratch, dim, 1 / (float)(b->starts[sequence + 1] - b->starts[sequence]));
        add_token(e->kernels, dropout, t, scratch, gradient, dim);
    }
    e->norms[s] = e->kernels->sum_of_squares(gradient, dim);
}

/* AdaGrad: w -= lr g / sqrt(sum of all g^2 so far). */
static void update_row(struct bag_encoder *e, int s, float lr, float gradient_scale)
{
    int dim = e->settings.shape.dim;
    float *w = matrix_row(&e->base.model->table, e->rows[s]), *squares = matrix_row(&e->squares, e->rows[s]);
    const float *gradient = e->gradient + (long)s * dim;
    float keep = 1 - lr * (float)e->settings.weight_decay;
    for (int c = 0; c < dim; c++) {
        float g = gradient_scale * gradient[c];
        squares[c] += g * g;
        w[c] = keep * w[c] - lr * g / (sqrtf(squares[c]) + EPSILON);
    }
}

static void backward(struct encoder *base, const struct batch *b, const float *d_vectors)
{
    struct bag_encoder *e = (struct bag_encoder *)base;
    const struct dropout dropout = dropout_of(e, b, true);
    int dim = e->settings.shape.dim;
    e->slots = sort_tokens(e, b);
#pragma omp parallel
    {
        float scratch[dim];
#pragma omp for schedule(dynamic, 16)
        for (int s = 0; s < e->slots; s++)
            slot_gradient(e, s, b, &dropout, d_vectors, scratch);
    }
}

static double gradient_squares(const struct encoder *base)
{
    const struct bag_encoder *e = (const struct bag_encoder *)base;
    double squares = 0;
    for (int s = 0; s < e->slots; s++)
        squares += e->norms[s];
    return squares;
}

static void update(struct encoder *base, double lr, double scale)
{
    struct bag_encoder *e = (struct bag_encoder *)base;
#pragma omp parallel for schedule(static)
    for (int s = 0; s < e->slots; s++)
        update_row(e, s, (float)lr, (float)scale);
    e->slots = 0;
}

/* ---- making ---- */

static void free_encoder(struct encoder *base)
{
    struct bag_encoder *e = (struct bag_encoder *)base;
    matrix_release(&e->squares);
    mem_free(e->sequence);
    mem_free(e->slot_of);
    mem_free(e->rows);
    mem_free(e->places);
    mem_free(e->tokens);
    mem_free(e->gradient);
    mem_free(e->norms);
    model_free(base->model);
    mem_free(e);
}

/* Normal, of expected length 1; a word's draws depend on the word, not on its place in the vocabulary. The special
 * tokens stay zero: what averages all of a text's tokens, as sentence-transformers does, then gets the same direction
 * as we, who leave <unk> out. */
static void initialize_table(struct matrix *table, const struct tokenizer *t, uint64_t seed)
{
    double deviation = 1 / sqrt(table->columns);
    for (int id = 0; id < table->rows; id++) {
        if (id == tokenizer_unknown(t) || id == tokenizer_end(t))
            continue;
        size_t length;
        const char *word = tokenizer_token(t, id, &length);
        struct random r = random_at(seed, RANDOM_INITIAL_WEIGHTS, random_position(word, length));
        for (int c = 0; c < table->columns; c++)
            matrix_row(table, id)[c] = (float)(deviation * random_normal(&r));
    }
}

struct encoder *encoder_bag_new(const struct encoder_settings *s, struct tokenizer *t)
{
    struct bag_encoder *e = mem_new(1, sizeof *e, "encoder");
    struct model *m = mem_new(1, sizeof *m, "model");
    size_t vocabulary = (size_t)s->shape.vocabulary, tokens = (size_t)s->max_tokens;
    size_t slots = tokens < vocabulary ? tokens : vocabulary;
    *m = (struct model){.kind = MODEL_BAG, .tokenizer = t, .pooling = POOLING_MEAN};
    m->table = matrix_new((long)vocabulary, s->shape.dim, "token embeddings");
    initialize_table(&m->table, t, s->seed);
    e->base = (struct encoder){.model = m, .dim = s->shape.dim, .first = -1, .squares = &e->squares, .forward = forward,
                               .backward = backward, .gradient_squares = gradient_squares, .update = update,
                               .free = free_encoder};
    e->settings = *s;
    e->kernels = nn_kernels();
    e->squares = matrix_new((long)vocabulary, s->shape.dim, "squares of gradients");
    e->sequence = mem_new(tokens, sizeof *e->sequence, "a batch");
    e->slot_of = mem_new(vocabulary, sizeof *e->slot_of, "a batch");
    e->rows = mem_new(slots, sizeof *e->rows, "a batch");
    e->places = mem_new(tokens + 1, sizeof *e->places, "a batch");
    e->tokens = mem_new(tokens, sizeof *e->tokens, "a batch");
    e->gradient = mem_aligned(slots * (size_t)s->shape.dim, sizeof *e->gradient, "gradient of a batch");
    e->norms = mem_new(slots, sizeof *e->norms, "gradient of a batch");
    memset(e->slot_of, -1, vocabulary * sizeof *e->slot_of);
    e->base.memory = 2 * vocabulary * (size_t)m->table.stride * sizeof(float) + vocabulary * 4 + tokens * 12 +
                     slots * ((size_t)s->shape.dim * 4 + 12);
    return &e->base;
}
