/* objective.c: the list of objectives, and what they share. */
#include "trainers/contrastive/objective.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

static const struct objective_kind kinds[] = {
    {"simcse", "unsupervised SimCSE: two dropout views, in-batch negatives (Gao et al. 2021)", 1, 1, false, false, true,
     ranking_loss},
    {"pairs", "in-batch ranking of positives (Gao et al. 2021, equations 4 and 5)", 2, 3, false, false, true,
     ranking_loss},
    {"nli-softmax", "softmax(W [u; v; |u - v|]) (Reimers & Gurevych 2019)", 2, 2, true, false, false,
     classification_loss},
    {"cosine", "squared error of cosines (Reimers & Gurevych 2019)", 2, 2, false, true, false, cosine_loss},
    {"triplet", "Euclidean triplet margin (Reimers & Gurevych 2019)", 3, 3, false, false, true, triplet_loss},
    {"cosent", "CoSENT: ranking of pairs by their scores (Su 2022)", 2, 2, false, true, false, cosent_loss},
};

const struct objective_kind *objective_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

/* Uniform in +-1/sqrt(inputs). */
static void make_classifier(struct objective *o)
{
    struct parameter *p = &o->classifier;
    long rows = o->settings.classes, columns = 3L * o->dim;
    *p = (struct parameter){.name = "classifier.weight", .dimensions = 2, .shape = {rows, columns},
                            .size = rows * columns, .decay = true};
    p->value = mem_aligned((size_t)p->size, sizeof(real), "classifier");
    p->gradient = mem_aligned((size_t)p->size, sizeof(real), "classifier");
    struct random r = random_at(o->settings.seed, RANDOM_INITIAL_WEIGHTS, random_position(p->name, strlen(p->name)));
    for (long i = 0; i < p->size; i++)
        p->value[i] = (real)((2 * random_uniform(&r) - 1) / sqrt((double)columns));
}

struct objective *objective_new(const struct objective_kind *kind, const struct objective_settings *s, int rows,
                                int views, int dim)
{
    struct objective *o = mem_new(1, sizeof *o, "objective");
    *o = (struct objective){.kind = kind, .settings = *s, .rows = rows, .views = views, .dim = dim};
    size_t vectors = (size_t)views * (size_t)rows;
    o->unit = mem_aligned(vectors * (size_t)dim, sizeof *o->unit, "sentence vectors");
    o->d_unit = mem_aligned(vectors * (size_t)dim, sizeof *o->d_unit, "sentence vectors");
    o->norm = mem_new(vectors, sizeof *o->norm, "sentence vectors");
    o->row = mem_new(3 * (size_t)rows, sizeof *o->row, "losses of a batch");
    if (kind->loss == ranking_loss)
        o->table = mem_aligned(ranking_table_size(rows, views), sizeof *o->table, "similarities of a batch");
    if (kind->loss == classification_loss) {
        size_t size = classification_table_size(rows, dim, s->classes);
        o->table = mem_aligned(size, sizeof *o->table, "features of a batch");
        make_classifier(o);
    }
    return o;
}

void objective_free(struct objective *o)
{
    if (!o)
        return;
    mem_free(o->classifier.value);
    mem_free(o->classifier.gradient);
    mem_free(o->unit);
    mem_free(o->d_unit);
    mem_free(o->norm);
    mem_free(o->table);
    mem_free(o->row);
    mem_free(o);
}

double objective_loss(struct objective *o, const struct objective_batch *b, real *d_vectors)
{
    const struct objective_settings *s = &o->settings;
    assert(b->rows <= o->rows && b->views <= o->views);
    memset(d_vectors, 0, (size_t)b->views * (size_t)b->rows * (size_t)o->dim * sizeof *d_vectors);
    double loss = o->kind->loss(o, b, o->dim, d_vectors);
    for (int i = 0; i < s->prefix_count; i++)
        loss += o->kind->loss(o, b, s->prefixes[i], d_vectors);
    return loss;
}

/* ---- vectors of length 1 ---- */

void unit_vectors(struct objective *o, const struct objective_batch *b, int width)
{
    long count = (long)b->views * b->rows;
    memset(o->d_unit, 0, (size_t)(count * width) * sizeof *o->d_unit);
#pragma omp parallel for schedule(static)
    for (long r = 0; r < count; r++) {
        const real *h = b->vectors + r * o->dim;
        real *unit = o->unit + r * width;
        double sum = 0;
        for (int c = 0; c < width; c++)
            sum += (double)h[c] * h[c];
        o->norm[r] = sqrt(sum);
        for (int c = 0; c < width; c++)
            unit[c] = sum == 0 ? 0 : (real)(h[c] / o->norm[r]);
    }
}

void unit_vectors_backward(const struct objective *o, const struct objective_batch *b, int width, real *d_vectors)
{
#pragma omp parallel for schedule(static)
    for (long r = 0; r < (long)b->views * b->rows; r++) {
        const real *unit = o->unit + r * width, *d_unit = o->d_unit + r * width;
        real *d = d_vectors + r * o->dim;
        double along = 0;
        for (int c = 0; c < width; c++)
            along += (double)unit[c] * d_unit[c];
        for (int c = 0; c < width && o->norm[r] != 0; c++)
            d[c] += (real)((d_unit[c] - unit[c] * along) / o->norm[r]);
    }
}

void pair_cosines(struct objective *o, const struct objective_batch *b, int width, double *cosine)
{
    unit_vectors(o, b, width);
    for (long r = 0; r < b->rows; r++) {
        const real *u = o->unit + r * width, *v = u + (long)b->rows * width;
        cosine[r] = 0;
        for (int c = 0; c < width; c++)
            cosine[r] += (double)u[c] * v[c];
    }
}

void pair_cosines_backward(struct objective *o, const struct objective_batch *b, int width, const double *d_cosine,
                           real *d_vectors)
{
    for (long r = 0; r < b->rows; r++) {
        long u = r * width, v = (r + b->rows) * width;
        for (int c = 0; c < width; c++) {
            o->d_unit[u + c] = (real)(d_cosine[r] * o->unit[v + c]);
            o->d_unit[v + c] = (real)(d_cosine[r] * o->unit[u + c]);
        }
    }
    unit_vectors_backward(o, b, width, d_vectors);
}
