/* softmax_regression.c: the objective through nn's cross-entropy; L-BFGS along the features' principal directions. */
#include "nn/softmax_regression.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "nn/layers.h"

#define HISTORY 10    /* pairs of steps and changes of the gradient */
#define MOST    1000  /* steps */
#define FINE    1e-10 /* ends when a step promises to lower the objective by less */
#define COARSE  1e-6  /* enough to choose a ridge */
#define NOISE   1e-7  /* share of the objective that is rounding, at most */

struct softmax_regression softmax_regression_new(int classes, int dim)
{
    assert(classes > 0 && dim > 0);
    return (struct softmax_regression){
        .classes = classes,
        .dim = dim,
        .mean = mem_new((size_t)dim, sizeof(double), "features"),
        .scale = mem_new((size_t)dim, sizeof(double), "features"),
        .weights = mem_new((size_t)classes * ((size_t)dim + 1), sizeof(double), "weights of a classifier"),
        .rows = mem_new((size_t)classes, sizeof(long), "classes"),
    };
}

void softmax_regression_release(struct softmax_regression *r)
{
    mem_free(r->mean);
    mem_free(r->scale);
    mem_free(r->weights);
    mem_free(r->rows);
    mem_free(r->directions);
    mem_free(r->variances);
    *r = (struct softmax_regression){0};
}

/* ---- features ---- */

static void standardise(struct softmax_regression *r, const struct labelled *data)
{
    memset(r->mean, 0, (size_t)r->dim * sizeof *r->mean);
    memset(r->scale, 0, (size_t)r->dim * sizeof *r->scale);
    for (int i = 0; i < data->count; i++)
        for (int c = 0; c < r->dim; c++)
            r->mean[c] += matrix_row(data->x, data->rows[i])[c];
    for (int c = 0; c < r->dim; c++)
        r->mean[c] /= data->count;
    for (int i = 0; i < data->count; i++)
        for (int c = 0; c < r->dim; c++) {
            double d = matrix_row(data->x, data->rows[i])[c] - r->mean[c];
            r->scale[c] += d * d;
        }
    for (int c = 0; c < r->dim; c++) { /* what is left of a constant by rounding is no variance */
        double variance = r->scale[c] / data->count;
        r->scale[c] = variance > 1e-12 * r->mean[c] * r->mean[c] ? 1 / sqrt(variance) : 0;
    }
}

/* Floats of a row: the features, a one for b, zeros up to whole registers. */
static long row_width(const struct softmax_regression *r)
{
    return (r->dim + 1 + 15) / 16 * 16;
}

/* z and the one of rows first..first+count-1 of data into out [count, row_width]. */
static void gather(const struct softmax_regression *r, const struct labelled *data, long first, long count, real *out)
{
    long width = row_width(r);
    memset(out, 0, (size_t)(count * width) * sizeof *out);
    for (long i = 0; i < count; i++) {
        const float *x = matrix_row(data->x, data->rows[first + i]);
        for (int c = 0; c < r->dim; c++)
            out[i * width + c] = (real)((x[c] - r->mean[c]) * r->scale[c]);
        out[i * width + r->dim] = 1;
    }
}

/* The principal directions of rows [rows, row_width], along which the second derivatives of the objective are nearly
 * diagonal. Weights along any orthonormal directions have the same |W|^2, hence the same minimum. */
static void find_directions(struct softmax_regression *r, const real *rows, long count)
{
    size_t n = (size_t)r->dim * (size_t)r->dim;
    real *products = mem_new(n, sizeof *products, "directions of features");
    gemm(true, false, r->dim, r->dim, count, 1, rows, row_width(r), rows, row_width(r), 0, products, r->dim);
    r->directions = mem_new(n, sizeof *r->directions, "directions of features");
    r->variances = mem_new((size_t)r->dim, sizeof *r->variances, "directions of features");
    for (size_t i = 0; i < n; i++)
        r->directions[i] = products[i] / (double)count;
    int failed = LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'V', 'L', r->dim, r->directions, r->dim, r->variances);
    assert(failed == 0);
    (void)failed;
    mem_free(products);
}

/* The features of rows [count, row_width] along the directions. */
static void turn_rows(const struct softmax_regression *r, real *rows, long count)
{
    long width = row_width(r), dim = r->dim;
    real *directions = mem_new((size_t)(dim * dim), sizeof *directions, "directions of features");
    real *turned = mem_aligned((size_t)(count * width), sizeof *turned, "features of a classifier");
    for (long i = 0; i < dim * dim; i++)
        directions[i] = (real)r->directions[i];
    gemm(false, true, count, dim, dim, 1, rows, width, directions, dim, 0, turned, width);
    for (long i = 0; i < count; i++)
        memcpy(rows + i * width, turned + i * width, (size_t)dim * sizeof *rows);
    mem_free(directions);
    mem_free(turned);
}

/* W of features as they are into that of features along the directions, or back. */
static void turn_weights(const struct softmax_regression *r, bool back, const double *from, double *to)
{
    int width = r->dim + 1;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, back ? CblasNoTrans : CblasTrans, r->classes, r->dim, r->dim, 1, from,
                width, r->directions, r->dim, 0, to, width);
    for (int k = 0; k < r->classes; k++)
        to[(long)k * width + r->dim] = from[(long)k * width + r->dim];
}

static void round_weights(const struct softmax_regression *r, const double *weights, real *out)
{
    long width = row_width(r);
    for (int k = 0; k < r->classes; k++)
        for (int c = 0; c <= r->dim; c++)
            out[k * width + c] = (real)weights[(long)k * (r->dim + 1) + c];
}

/* ---- the objective ---- */

struct problem {
    const struct softmax_regression *r;
    long rows;
    double ridge;
    real *x;                   /* owned; [rows, width] */
    int32_t *labels;           /* owned; [rows] */
    real *weights, *gradient;  /* owned; [classes, width] */
    real *logits;              /* owned; scratch */
    double *losses;            /* owned; scratch */
};

/* Standardises the features of the data. */
static struct problem problem_new(struct softmax_regression *r, const struct labelled *data)
{
    assert(data->count > 0 && data->x->columns == r->dim);
    standardise(r, data);
    size_t width = (size_t)row_width(r), classes = (size_t)r->classes, count = (size_t)data->count;
    size_t chunk = (size_t)cross_entropy_rows(r->classes);
    struct problem p = {
        .r = r,
        .rows = data->count,
        .x = mem_aligned(count * width, sizeof *p.x, "features of a classifier"),
        .labels = mem_new(count, sizeof *p.labels, "labels"),
        .weights = mem_aligned(classes * width, sizeof *p.weights, "weights of a classifier"),
        .gradient = mem_aligned(classes * width, sizeof *p.gradient, "weights of a classifier"),
        .logits = mem_aligned(chunk * classes, sizeof *p.logits, "logits"),
        .losses = mem_new(chunk, sizeof *p.losses, "losses"),
    };
    gather(r, data, 0, data->count, p.x);
    if (r->directions == NULL)
        find_directions(r, p.x, p.rows);
    turn_rows(r, p.x, p.rows);
    for (int i = 0; i < data->count; i++)
        p.labels[i] = data->labels[data->rows[i]];
    return p;
}

static void problem_release(struct problem *p)
{
    mem_free(p->x);
    mem_free(p->labels);
    mem_free(p->weights);
    mem_free(p->gradient);
    mem_free(p->logits);
    mem_free(p->losses);
}

/* The objective at `weights` and its gradient, both [classes, dim + 1]. */
static double evaluate(struct problem *p, const double *weights, double *gradient)
{
    long width = row_width(p->r), dim = p->r->dim;
    round_weights(p->r, weights, p->weights);
    memset(p->gradient, 0, (size_t)(p->r->classes * width) * sizeof *p->gradient);
    double loss = cross_entropy(PRECISION_FP32, p->x, p->weights, p->labels, NULL, p->gradient, p->logits, p->losses,
                                1 / (double)p->rows, p->rows, p->r->classes, width);
    double squares = 0;
    for (long k = 0; k < p->r->classes; k++)
        for (long c = 0; c <= dim; c++) {
            double w = c < dim ? weights[k * (dim + 1) + c] : 0;
            squares += w * w;
            gradient[k * (dim + 1) + c] = p->gradient[k * width + c] + p->ridge * w;
        }
    return loss / (double)p->rows + p->ridge / 2 * squares;
}

/* ---- L-BFGS ---- */

static double inner(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static void add(double a, const double *x, double *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        y[i] += a * x[i];
}

struct history {
    double *steps, *changes;    /* [HISTORY, n]: s and y of the book */
    double curvatures[HISTORY]; /* s'y */
    long count;                 /* pairs seen; the last HISTORY are kept, pair i at i % HISTORY */
    const double *inverse;      /* [n] diagonal of the first guess at the inverse of the second derivatives */
    size_t n;
};

/* direction = -H gradient, the two loops of algorithm 7.4. */
static void descend(const struct history *h, const double *gradient, double *direction)
{
    double alpha[HISTORY] = {0};
    long oldest = h->count > HISTORY ? h->count - HISTORY : 0;
    for (size_t i = 0; i < h->n; i++)
        direction[i] = -gradient[i];
    for (long i = h->count - 1; i >= oldest; i--) {
        long at = i % HISTORY;
        alpha[at] = inner(h->steps + (size_t)at * h->n, direction, h->n) / h->curvatures[at];
        add(-alpha[at], h->changes + (size_t)at * h->n, direction, h->n);
    }
    double scale = 1;
    if (h->count > 0) { /* (7.20) in coordinates in which the guess is the identity */
        long at = (h->count - 1) % HISTORY;
        const double *y = h->changes + (size_t)at * h->n;
        scale = 0;
        for (size_t i = 0; i < h->n; i++)
            scale += y[i] * y[i] * h->inverse[i];
        scale = h->curvatures[at] / scale;
    }
    for (size_t i = 0; i < h->n; i++)
        direction[i] *= scale * h->inverse[i];
    for (long i = oldest; i < h->count; i++) {
        long at = i % HISTORY;
        double beta = inner(h->changes + (size_t)at * h->n, direction, h->n) / h->curvatures[at];
        add(alpha[at] - beta, h->steps + (size_t)at * h->n, direction, h->n);
    }
}

struct point {
    double *weights, *gradient; /* [n] */
    double value;
};

/* Halves the step until the objective falls enough (Armijo), or, where its fall is lost in rounding, until the slope
 * does (Hager and Zhang 2005, (4.1)). */
static bool search(struct problem *p, const struct point *from, const double *direction, struct point *to, size_t n)
{
    double slope = inner(from->gradient, direction, n), step = 1;
    for (int halvings = 0; halvings < 30; halvings++, step /= 2) {
        memcpy(to->weights, from->weights, n * sizeof *to->weights);
        add(step, direction, to->weights, n);
        to->value = evaluate(p, to->weights, to->gradient);
        if (to->value <= from->value + 1e-4 * step * slope ||
            (to->value <= from->value + NOISE * fabs(from->value) &&
             inner(to->gradient, direction, n) <= -0.9998 * slope))
            return true;
    }
    return false;
}

static void remember(struct history *h, const struct point *from, const struct point *to)
{
    size_t at = (size_t)(h->count % HISTORY) * h->n;
    for (size_t i = 0; i < h->n; i++) {
        h->steps[at + i] = to->weights[i] - from->weights[i];
        h->changes[at + i] = to->gradient[i] - from->gradient[i];
    }
    double curvature = inner(h->steps + at, h->changes + at, h->n);
    if (curvature > 0) /* else rounding: the objective is convex */
        h->curvatures[h->count++ % HISTORY] = curvature;
}

/* Brings b from zero to where it is the classes' frequencies f, and guesses the second derivatives: those of class k
 * along a direction are about f (1 - f) times the variance there. */
static void prepare(const struct problem *p, struct softmax_regression *r, double *inverse)
{
    long width = r->dim + 1;
    bool fresh = true;
    memset(r->rows, 0, (size_t)r->classes * sizeof *r->rows);
    for (long i = 0; i < p->rows; i++)
        r->rows[p->labels[i]]++;
    for (long i = 0; i < r->classes * width; i++)
        fresh &= r->weights[i] == 0;
    for (int k = 0; k < r->classes; k++) {
        double f = ((double)r->rows[k] + 0.5) / ((double)p->rows + 0.5 * r->classes);
        for (int c = 0; c < width; c++)
            inverse[k * width + c] = c < r->dim ? 1 / (f * (1 - f) * fmax(r->variances[c], 1e-6) + p->ridge)
                                                : 1 / (f * (1 - f));
        if (fresh)
            r->weights[k * width + r->dim] = log(f);
    }
}

/* To where a step promises to lower the objective by less than `least`, or rounding forbids any. */
static void minimise(struct problem *p, struct softmax_regression *r, double ridge, double least)
{
    size_t n = (size_t)r->classes * ((size_t)r->dim + 1);
    double *block = mem_new((2 * HISTORY + 6) * n, sizeof *block, "optimizer of a classifier");
    double *direction = block + 2 * HISTORY * n, *inverse = direction + n;
    struct history h = {.steps = block, .changes = block + HISTORY * n, .inverse = inverse, .n = n};
    struct point a = {inverse + n, inverse + 2 * n, 0}, b = {inverse + 3 * n, inverse + 4 * n, 0};
    p->ridge = ridge;
    prepare(p, r, inverse);
    turn_weights(r, false, r->weights, a.weights);
    a.value = evaluate(p, a.weights, a.gradient);
    for (r->steps = 0; r->steps < MOST; r->steps++) {
        descend(&h, a.gradient, direction);
        if (-inner(a.gradient, direction, n) / 2 < least || !search(p, &a, direction, &b, n))
            break;
        remember(&h, &a, &b);
        struct point reached = b;
        b = a, a = reached;
    }
    turn_weights(r, true, a.weights, r->weights);
    r->objective = a.value;
    mem_free(block);
}

void softmax_regression_fit(struct softmax_regression *r, const struct labelled *data, double ridge)
{
    struct problem p = problem_new(r, data);
    minimise(&p, r, ridge, FINE);
    problem_release(&p);
}

/* ---- use ---- */

void softmax_regression_apply(const struct softmax_regression *r, const struct labelled *data, int32_t *predicted,
                              double *losses)
{
    long width = row_width(r), most = cross_entropy_rows(r->classes), classes = r->classes;
    real *weights = mem_aligned((size_t)(classes * width), sizeof *weights, "weights of a classifier");
    real *x = mem_aligned((size_t)(most * width), sizeof *x, "features of a classifier");
    real *logits = mem_aligned((size_t)(most * classes), sizeof *logits, "logits");
    round_weights(r, r->weights, weights);
    for (long first = 0; first < data->count; first += most) {
        long n = data->count - first < most ? data->count - first : most;
        gather(r, data, first, n, x);
        gemm(false, true, n, classes, width, 1, x, width, weights, width, 0, logits, classes);
        for (long i = 0; i < n; i++) {
            const real *row = logits + i * classes;
            int32_t best = 0;
            double sum = 0;
            for (int k = 1; k < classes; k++)
                best = row[k] > row[best] ? k : best;
            for (int k = 0; losses != NULL && k < classes; k++)
                sum += exp((double)row[k] - row[best]);
            int32_t label = data->labels[data->rows[first + i]];
            if (losses)
                losses[first + i] = r->rows[label] > 0 ? log(sum) - ((double)row[label] - row[best]) : INFINITY;
            if (predicted)
                predicted[first + i] = best;
        }
    }
    mem_free(weights);
    mem_free(x);
    mem_free(logits);
}

double softmax_regression_tune(struct softmax_regression *r, const struct labelled *train, const struct labelled *held,
                               const double *ridges, int count)
{
    assert(train->rows + train->count == held->rows && held->count > 0);
    double *losses = mem_new((size_t)held->count, sizeof *losses, "losses");
    double least = INFINITY, best = ridges[0];
    struct problem p = problem_new(r, train);
    for (int i = 0; i < count; i++) {
        minimise(&p, r, ridges[i], COARSE);
        softmax_regression_apply(r, held, NULL, losses);
        double loss = 0;
        for (int j = 0; j < held->count; j++)
            loss += isfinite(losses[j]) ? losses[j] : 0;
        if (!(loss < least))
            break;
        least = loss, best = ridges[i];
    }
    problem_release(&p);
    struct labelled all = *train;
    all.count += held->count;
    softmax_regression_fit(r, &all, best);
    mem_free(losses);
    return best;
}
