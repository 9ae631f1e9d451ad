/* likelihood_ratio.c: two covariances in double, by Cholesky. */
#include "eval/tasks/likelihood_ratio.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

#define RIDGE 0.1

static double *in_double(const struct matrix *m, const int *rows, int count)
{
    double *x = mem_new((size_t)count * (size_t)m->columns, sizeof *x, "differences");
    for (int i = 0; i < count; i++)
        for (int c = 0; c < m->columns; c++)
            x[(long)i * m->columns + c] = matrix_row(m, rows[i])[c];
    return x;
}

/* Mean of the squares x'x [dim, dim], upper triangle, of the rows of that kind; NULL when there are none. */
static double *covariance(const struct matrix *m, const bool *together, bool kind, const int *rows, int count)
{
    int *chosen = mem_new((size_t)count, sizeof *chosen, "pairs"), n = 0, dim = m->columns;
    for (int i = 0; i < count; i++)
        if (together[rows[i]] == kind)
            chosen[n++] = rows[i];
    double *x = in_double(m, chosen, n), *c = NULL;
    if (n > 0) {
        c = mem_new((size_t)dim * (size_t)dim, sizeof *c, "covariance");
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, dim, n, 1.0 / n, x, dim, 0, c, dim);
    }
    mem_free(chosen);
    mem_free(x);
    return c;
}

static double mean_of_diagonal(const double *c, int dim)
{
    double sum = 0;
    for (int i = 0; i < dim; i++)
        sum += c[(long)i * dim + i];
    return sum / dim;
}

/* Adds to the diagonal and replaces the matrix by its Cholesky factor; returns half the log of the determinant. */
static double factorise(double *c, int dim, double added)
{
    double half_log = 0;
    for (int i = 0; i < dim; i++)
        c[(long)i * dim + i] += added;
    int failed = LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'U', dim, c, dim);
    assert(failed == 0); /* the ridge makes it positive definite */
    (void)failed;
    for (int i = 0; i < dim; i++)
        half_log += log(c[(long)i * dim + i]);
    return half_log;
}

struct likelihood_ratio likelihood_ratio_fit(const struct matrix *differences, const bool *together, const int *rows,
                                             int count)
{
    int dim = differences->columns;
    struct likelihood_ratio r = {.dim = dim,
                                 .together = covariance(differences, together, true, rows, count),
                                 .apart = covariance(differences, together, false, rows, count)};
    double variance = r.together && r.apart ? (mean_of_diagonal(r.together, dim) + mean_of_diagonal(r.apart, dim)) / 2
                                            : 0;
    if (variance > 0) {
        double half_log = factorise(r.together, dim, RIDGE * variance);
        r.constant = factorise(r.apart, dim, RIDGE * variance) - half_log;
    } else {
        likelihood_ratio_release(&r);
    }
    return r;
}

void likelihood_ratio_release(struct likelihood_ratio *r)
{
    mem_free(r->together);
    mem_free(r->apart);
    r->together = r->apart = NULL;
}

/* ratio[row] += sign / 2 * d C^-1 d' for each row d, C = U'U. */
static void add_distances(const double *factor, double sign, const struct matrix *differences, const int *rows,
                          int count, double *ratio)
{
    int dim = differences->columns;
    double *x = in_double(differences, rows, count);
    cblas_dtrsm(CblasRowMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, count, dim, 1, factor, dim, x, dim);
    for (int i = 0; i < count; i++)
        ratio[rows[i]] += sign / 2 * cblas_ddot(dim, x + (long)i * dim, 1, x + (long)i * dim, 1);
    mem_free(x);
}

void likelihood_ratio_apply(const struct likelihood_ratio *r, const struct matrix *differences, const int *rows,
                            int count, double *ratio)
{
    for (int i = 0; i < count; i++)
        ratio[rows[i]] = r->together ? r->constant : 0;
    if (!r->together)
        return;
    add_distances(r->together, -1, differences, rows, count, ratio);
    add_distances(r->apart, 1, differences, rows, count, ratio);
}
