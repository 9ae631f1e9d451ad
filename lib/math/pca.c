#include "math/pca.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

enum { BLOCK = 256 }; /* rows taken to double and centred at a time */

static void add_to_covariance(const struct matrix *m, const double *mean, double *block, double *covariance)
{
    int dim = m->columns;
    for (long first = 0; first < m->rows; first += BLOCK) {
        int rows = m->rows - first < BLOCK ? (int)(m->rows - first) : BLOCK;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < dim; j++)
                block[(long)i * dim + j] = matrix_row(m, first + i)[j] - mean[j];
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, dim, rows, 1.0 / m->rows, block, dim, 1, covariance, dim);
    }
}

/* Largest variance first; each direction signed so that its largest entry is positive. */
static void order_components(struct pca *p, const double *variance, const double *vectors)
{
    int dim = p->dim;
    for (int i = 0; i < dim; i++) {
        int from = dim - 1 - i; /* LAPACK gives them in ascending order */
        double *row = p->components + (long)i * dim;
        memcpy(row, vectors + (long)from * dim, dim * sizeof(double));
        p->variance[i] = variance[from] > 0 ? variance[from] : 0; /* rounding can go below zero */
        double largest = 0;
        for (int j = 0; j < dim; j++)
            if (row[j] * row[j] > largest * largest)
                largest = row[j];
        for (int j = 0; j < dim && largest < 0; j++)
            row[j] = -row[j];
    }
}

static struct pca fit(const struct matrix *m, bool centred)
{
    assert(m->rows > 0 && m->columns > 0);
    int dim = m->columns;
    struct pca p = {dim, mem_new(dim, sizeof(double), "principal components"),
                    mem_new(dim, sizeof(double), "principal components"),
                    mem_new((size_t)dim * dim, sizeof(double), "principal components")};
    double *covariance = mem_new((size_t)dim * dim, sizeof(double), "covariance");
    double *block = mem_new((size_t)BLOCK * dim, sizeof(double), "covariance");
    double *variance = mem_new(dim, sizeof(double), "covariance");

    for (long i = 0; centred && i < m->rows; i++)
        for (int j = 0; j < dim; j++)
            p.mean[j] += matrix_row(m, i)[j];
    for (int j = 0; j < dim; j++)
        p.mean[j] /= m->rows;
    add_to_covariance(m, p.mean, block, covariance);

    /* The upper triangle by rows is the lower one by columns, so LAPACK works in place and leaves an
     * eigenvector in each row. */
    int failed = LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'V', 'L', dim, covariance, dim, variance);
    assert(failed == 0);
    (void)failed;
    order_components(&p, variance, covariance);
    mem_free(covariance);
    mem_free(block);
    mem_free(variance);
    return p;
}

struct pca pca_fit(const struct matrix *m)
{
    return fit(m, true);
}

struct pca pca_fit_uncentred(const struct matrix *m)
{
    return fit(m, false);
}

void pca_release(struct pca *p)
{
    mem_free(p->mean);
    mem_free(p->variance);
    mem_free(p->components);
    *p = (struct pca){0};
}
