/* view_post.c: post-processing of vectors, fitted on a set of them and applied to any.
 *
 *   center   x - mean
 *   abtt:D   the mean and the top D principal components removed (Mu & Viswanath 2018, "All-but-the-top")
 *   whiten   (x - mean) in the basis of the principal components, each scaled to variance 1
 *            (Su et al. 2021); components with less than 1e-10 of the largest variance are dropped
 *   sif      the first singular direction removed, without centring (Arora et al. 2017, algorithm 1)
 *   zscore   (x - mean) / standard deviation, dimension by dimension (Timkey & van Schijndel 2021) */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "math/pca.h"
#include "model/view_parts.h"

struct fitted {
    struct post post;
    double *mean;       /* owned; [dim] */
    double *scale;      /* owned; [dim]; zscore */
    double *directions; /* owned; [components, dim]; abtt and sif */
    double *whitening;  /* owned; [dim, dim]; whiten: column k = scaled component k */
};

struct post_fit {
    int count, dim;
    struct fitted steps[VIEW_POST_LIMIT];
};

/* ---- fitting ---- */

static double *column_means(const struct matrix *m)
{
    double *mean = mem_new((size_t)m->columns, sizeof *mean, "means");
    for (long row = 0; row < m->rows; row++)
        for (int c = 0; c < m->columns; c++)
            mean[c] += matrix_row(m, row)[c];
    for (int c = 0; c < m->columns; c++)
        mean[c] /= (double)m->rows;
    return mean;
}

static double *inverse_deviations(const struct matrix *m, const double *mean)
{
    double *scale = mem_new((size_t)m->columns, sizeof *scale, "deviations");
    for (long row = 0; row < m->rows; row++)
        for (int c = 0; c < m->columns; c++) {
            double d = matrix_row(m, row)[c] - mean[c];
            scale[c] += d * d;
        }
    for (int c = 0; c < m->columns; c++)
        scale[c] = scale[c] > 1e-24 * mean[c] * mean[c] * (double)m->rows ? 1 / sqrt(scale[c] / (double)m->rows) : 0;
    return scale;
}

static void fit_components(struct fitted *f, const struct matrix *m)
{
    struct pca pca = f->post.kind == POST_SIF ? pca_fit_uncentred(m) : pca_fit(m);
    long dim = pca.dim;
    if (f->post.kind == POST_ABTT || f->post.kind == POST_SIF) {
        size_t size = (size_t)f->post.components * (size_t)dim;
        f->directions = mem_new(size, sizeof *f->directions, "principal directions");
        memcpy(f->directions, pca.components, size * sizeof *f->directions);
    } else {
        f->whitening = mem_new((size_t)(dim * dim), sizeof *f->whitening, "whitening");
        for (long k = 0; k < dim && pca.variance[k] > 1e-10 * pca.variance[0]; k++)
            for (long i = 0; i < dim; i++)
                f->whitening[i * dim + k] = pca.components[k * dim + i] / sqrt(pca.variance[k]);
    }
    pca_release(&pca);
}

static void fit(struct fitted *f, const struct matrix *m)
{
    f->mean = f->post.kind == POST_SIF ? mem_new((size_t)m->columns, sizeof(double), "means") : column_means(m);
    if (f->post.kind == POST_ZSCORE)
        f->scale = inverse_deviations(m, f->mean);
    if (f->post.kind == POST_ABTT || f->post.kind == POST_SIF || f->post.kind == POST_WHITEN)
        fit_components(f, m);
}

/* ---- applying ---- */

/* x[dim] in place, `scratch` [dim]. */
static void transform(const struct fitted *f, double *x, double *scratch, int dim)
{
    for (int i = 0; i < dim; i++)
        x[i] -= f->mean[i];
    if (f->post.kind == POST_ZSCORE) {
        for (int i = 0; i < dim; i++)
            x[i] *= f->scale[i];
    } else if (f->post.kind == POST_ABTT || f->post.kind == POST_SIF) {
        for (int k = 0; k < f->post.components; k++) {
            const double *direction = f->directions + (long)k * dim;
            double along = 0;
            for (int i = 0; i < dim; i++)
                along += direction[i] * x[i];
            for (int i = 0; i < dim; i++)
                x[i] -= along * direction[i];
        }
    } else if (f->post.kind == POST_WHITEN) {
        memset(scratch, 0, (size_t)dim * sizeof *scratch);
        for (int i = 0; i < dim; i++)
            for (int k = 0; k < dim; k++)
                scratch[k] += x[i] * f->whitening[(long)i * dim + k];
        memcpy(x, scratch, (size_t)dim * sizeof *x);
    }
}

static void apply_steps(const struct fitted *steps, int count, struct matrix *m, long rows, const int *use)
{
    int dim = m->columns;
    double *x = mem_new(2 * (size_t)dim, sizeof *x, "a vector");
    for (long row = 0; row < rows; row++) {
        if (use && !use[row])
            continue;
        float *values = matrix_row(m, row);
        for (int i = 0; i < dim; i++)
            x[i] = values[i];
        for (int step = 0; step < count; step++)
            transform(&steps[step], x, x + dim, dim);
        for (int i = 0; i < dim; i++)
            values[i] = (float)x[i];
    }
    mem_free(x);
}

void post_apply(const struct post_fit *f, struct matrix *m, long rows, const int *use)
{
    assert(rows <= m->rows);
    apply_steps(f->steps, f->count, m, rows, use);
}

struct post_fit *post_fit_new(const struct post *posts, int count, const struct matrix *m, long rows, const int *use)
{
    assert(rows <= m->rows);
    struct post_fit *f = mem_new(1, sizeof *f, "post-processing");
    long used = 0;
    for (long row = 0; row < rows; row++)
        used += use[row] != 0;
    if (used == 0)
        return f; /* nothing to fit on, and nothing to apply it to */
    struct matrix sample = matrix_new(used, m->columns, "vectors to fit post-processing on");
    used = 0;
    for (long row = 0; row < rows; row++)
        if (use[row])
            memcpy(matrix_row(&sample, used++), matrix_row(m, row), (size_t)m->columns * sizeof(float));
    f->count = count;
    for (int step = 0; step < count; step++) {
        f->steps[step].post = posts[step];
        fit(&f->steps[step], &sample);
        apply_steps(&f->steps[step], 1, &sample, used, NULL);
    }
    matrix_release(&sample);
    return f;
}

void post_fit_free(struct post_fit *f)
{
    if (!f)
        return;
    for (int step = 0; step < f->count; step++) {
        mem_free(f->steps[step].mean);
        mem_free(f->steps[step].scale);
        mem_free(f->steps[step].directions);
        mem_free(f->steps[step].whitening);
    }
    mem_free(f);
}

void post_texts(const struct view *v, struct matrix *out, long rows, const int *known)
{
    if (v->specification.post_count == 0)
        return;
    struct post_fit *f = post_fit_new(v->specification.posts, v->specification.post_count, out, rows, known);
    post_apply(f, out, rows, known);
    post_fit_free(f);
}
