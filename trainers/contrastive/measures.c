#include "trainers/contrastive/measures.h"

#include <math.h>

#include "base/mem.h"
#include "math/gemm.h"

struct measurer {
    int dim;
    real *unit;   /* owned; [2 * MEASURED_ROWS, dim] */
    real *cosine; /* owned; [MEASURED_ROWS, MEASURED_ROWS] */
    struct sums {
        double positive, negative, spread;
        long negatives;
    } sums[MEASURED_ROWS]; /* over a row */
};

struct measurer *measurer_new(int dim)
{
    struct measurer *m = mem_new(1, sizeof *m, "measures");
    m->dim = dim;
    m->unit = mem_aligned(2 * MEASURED_ROWS * (size_t)dim, sizeof *m->unit, "measures");
    m->cosine = mem_aligned((size_t)MEASURED_ROWS * MEASURED_ROWS, sizeof *m->cosine, "measures");
    return m;
}

void measurer_free(struct measurer *m)
{
    if (!m)
        return;
    mem_free(m->unit);
    mem_free(m->cosine);
    mem_free(m);
}

static void normalize(const real *h, real *unit, int dim)
{
    double sum = 0;
    for (int c = 0; c < dim; c++)
        sum += (double)h[c] * h[c];
    for (int c = 0; c < dim; c++)
        unit[c] = sum == 0 ? 0 : (real)(h[c] / sqrt(sum));
}

/* |u - v|^2 = 2 - 2 cosine */
static struct sums sum_row(const real *cosine, const int32_t *group, const int32_t *group_2, int i, int rows)
{
    struct sums s = {.positive = 2 - 2 * (double)cosine[i]};
    for (int j = 0; j < rows; j++) {
        if (j == i || group[i] == group_2[j])
            continue;
        s.negative += cosine[j];
        s.spread += exp(-2 * (2 - 2 * (double)cosine[j]));
        s.negatives++;
    }
    return s;
}

struct measures measure(struct measurer *m, const struct objective_batch *b, bool positives)
{
    int rows = b->rows < MEASURED_ROWS ? b->rows : MEASURED_ROWS;
    long dim = m->dim;
    real *second = m->unit + rows * dim;
#pragma omp parallel for schedule(static)
    for (int i = 0; i < rows; i++) {
        normalize(b->vectors + i * dim, m->unit + i * dim, m->dim);
        normalize(b->vectors + (b->rows + i) * dim, second + i * dim, m->dim);
    }
    gemm(false, true, rows, rows, dim, 1, m->unit, dim, second, dim, 0, m->cosine, rows);
#pragma omp parallel for schedule(static)
    for (int i = 0; i < rows; i++)
        m->sums[i] = sum_row(m->cosine + (long)i * rows, b->group, b->group + b->rows, i, rows);
    struct sums all = {0};
    for (int i = 0; i < rows; i++) {
        all.positive += m->sums[i].positive;
        all.negative += m->sums[i].negative;
        all.spread += m->sums[i].spread;
        all.negatives += m->sums[i].negatives;
    }
    return (struct measures){.alignment = positives ? all.positive / rows : NAN,
                             .uniformity = all.negatives ? log(all.spread / (double)all.negatives) : 0,
                             .mean_cosine = all.negatives ? all.negative / (double)all.negatives : 0};
}
