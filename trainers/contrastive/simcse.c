/* simcse.c: with u = h / |h|, S = U U+' (cosines) and P = softmax(S / t) by rows,
 *
 *     dl/dS = (P - 1) / (n t)           dU = dS U+,  dU+ = dS' U
 *     dl/dh = (du - u (u . du)) / |h|   (what points along u does not change the cosine) */
#include "trainers/contrastive/simcse.h"

#include <assert.h>
#include <math.h>

#include "base/mem.h"
#include "math/gemm.h"

struct simcse simcse_new(int capacity, int dim, double temperature)
{
    size_t vectors = 2 * (size_t)capacity * (size_t)dim;
    return (struct simcse){
        .capacity = capacity,
        .dim = dim,
        .temperature = temperature,
        .unit = mem_aligned(vectors, sizeof(real), "sentence vectors"),
        .d_unit = mem_aligned(vectors, sizeof(real), "sentence vectors"),
        .norm = mem_aligned(2 * (size_t)capacity, sizeof(double), "sentence vectors"),
        .scores = mem_aligned((size_t)capacity * (size_t)capacity, sizeof(real), "similarities of a batch"),
        .rows = mem_new((size_t)capacity, sizeof(struct simcse_row), "similarities of a batch"),
    };
}

void simcse_release(struct simcse *s)
{
    mem_free(s->unit);
    mem_free(s->d_unit);
    mem_free(s->norm);
    mem_free(s->scores);
    mem_free(s->rows);
}

static void normalize(const real *h, real *unit, double *norm, int dim)
{
    double sum = 0;
    for (int c = 0; c < dim; c++)
        sum += (double)h[c] * h[c];
    *norm = sqrt(sum);
    for (int c = 0; c < dim; c++)
        unit[c] = *norm == 0 ? 0 : (real)(h[c] / *norm);
}

static void normalize_backward(const real *unit, const real *d_unit, double norm, real *d_h, int dim)
{
    double along = 0;
    for (int c = 0; c < dim; c++)
        along += (double)unit[c] * d_unit[c];
    for (int c = 0; c < dim; c++)
        d_h[c] = norm == 0 ? 0 : (real)((d_unit[c] - unit[c] * along) / norm);
}

static int is_negative(const int32_t *group, int i, int j)
{
    return group[i] != group[j];
}

/* Row i of the scores from cosines to gradients; losses and measures of it. */
static struct simcse_row row_loss(real *cosine, const int32_t *group, int i, int n, double temperature)
{
    struct simcse_row row = {.positive = 2 - 2 * (double)cosine[i]};
    double largest = cosine[i], sum = 0;
    for (int j = 0; j < n; j++)
        if (is_negative(group, i, j) && cosine[j] > largest)
            largest = cosine[j];
    double own = exp((cosine[i] - largest) / temperature);
    row.loss = -(cosine[i] - largest) / temperature;
    for (int j = 0; j < n; j++) {
        if (!is_negative(group, i, j)) {
            cosine[j] = 0;
            continue;
        }
        row.negative += cosine[j];
        row.spread += exp(-2 * (2 - 2 * (double)cosine[j]));
        row.negatives++;
        double e = exp((cosine[j] - largest) / temperature);
        sum += e;
        cosine[j] = (real)e;
    }
    sum += own;
    row.loss += log(sum);
    double scale = 1 / (sum * n * temperature);
    for (int j = 0; j < n; j++)
        cosine[j] = (real)(cosine[j] * scale);
    cosine[i] = (real)((own / sum - 1) / (n * temperature));
    return row;
}

static struct simcse_measures measure(const struct simcse_row *rows, int n)
{
    struct simcse_measures m = {0};
    double spread = 0;
    long negatives = 0;
    for (int i = 0; i < n; i++) {
        m.alignment += rows[i].positive / n;
        m.mean_cosine += rows[i].negative;
        spread += rows[i].spread;
        negatives += rows[i].negatives;
    }
    m.mean_cosine = negatives ? m.mean_cosine / (double)negatives : 0;
    m.uniformity = negatives ? log(spread / (double)negatives) : 0;
    return m;
}

double simcse_loss(struct simcse *s, const real *h, const int32_t *group, int n, real *d_h,
                   struct simcse_measures *measures)
{
    assert(n <= s->capacity);
    long dim = s->dim;
    real *positive = s->unit + n * dim, *d_positive = s->d_unit + n * dim;
#pragma omp parallel for schedule(static)
    for (long r = 0; r < 2L * n; r++)
        normalize(h + r * dim, s->unit + r * dim, &s->norm[r], s->dim);
    gemm(false, true, n, n, dim, 1, s->unit, dim, positive, dim, 0, s->scores, n);
#pragma omp parallel for schedule(static)
    for (int i = 0; i < n; i++)
        s->rows[i] = row_loss(s->scores + (long)i * n, group, i, n, s->temperature);
    gemm(false, false, n, dim, n, 1, s->scores, n, positive, dim, 0, s->d_unit, dim);
    gemm(true, false, n, dim, n, 1, s->scores, n, s->unit, dim, 0, d_positive, dim);
#pragma omp parallel for schedule(static)
    for (long r = 0; r < 2L * n; r++)
        normalize_backward(s->unit + r * dim, s->d_unit + r * dim, s->norm[r], d_h + r * dim, s->dim);
    double loss = 0;
    for (int i = 0; i < n; i++)
        loss += s->rows[i].loss / n;
    if (measures)
        *measures = measure(s->rows, n);
    return loss;
}
