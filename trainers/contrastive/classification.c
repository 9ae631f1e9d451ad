/* classification.c: the class of a pair from its vectors (Reimers & Gurevych 2019):
 *
 *     features f = [u; v; |u - v|]      loss = mean of -log softmax(W f)[label]
 *
 * A prefix of the vectors uses the matching columns of each third of W. */
#include "trainers/contrastive/objective.h"

#include <math.h>

#include "math/gemm.h"

size_t classification_table_size(int rows, int dim, int classes)
{
    return (size_t)rows * (6 * (size_t)dim + (size_t)classes);
}

/* Row of logits to their gradients, times n; returns its loss. */
static double softmax_row(real *logits, int classes, int label)
{
    double largest = logits[0], sum = 0;
    for (int k = 1; k < classes; k++)
        if (!(logits[k] <= largest))
            largest = logits[k];
    double own = logits[label] - largest;
    for (int k = 0; k < classes; k++)
        sum += exp(logits[k] - largest);
    for (int k = 0; k < classes; k++)
        logits[k] = (real)(exp(logits[k] - largest) / sum - (k == label));
    return log(sum) - own;
}

static void fill_features(const struct objective_batch *b, long dim, int width, real *features)
{
    for (long i = 0; i < b->rows; i++) {
        const real *u = b->vectors + i * dim, *v = u + b->rows * dim;
        real *f = features + i * 3 * width;
        for (int c = 0; c < width; c++) {
            f[c] = u[c];
            f[width + c] = v[c];
            f[2 * width + c] = u[c] > v[c] ? u[c] - v[c] : v[c] - u[c];
        }
    }
}

static void features_backward(const struct objective_batch *b, long dim, int width, const real *d_features,
                              real *d_vectors)
{
    for (long i = 0; i < b->rows; i++) {
        const real *u = b->vectors + i * dim, *v = u + b->rows * dim, *d = d_features + i * 3 * width;
        real *du = d_vectors + i * dim, *dv = du + b->rows * dim;
        for (int c = 0; c < width; c++) {
            real apart = u[c] > v[c] ? d[2 * width + c] : u[c] < v[c] ? -d[2 * width + c] : 0;
            du[c] += d[c] + apart;
            dv[c] += d[width + c] - apart;
        }
    }
}

double classification_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors)
{
    long n = b->rows, dim = o->dim, wide = 3L * width, classes = o->settings.classes;
    real *features = o->table, *d_features = features + n * wide, *logits = d_features + n * wide;
    real *w = o->classifier.value, *dw = o->classifier.gradient;
    double loss = 0;
    fill_features(b, dim, width, features);
    for (int third = 0; third < 3; third++)
        gemm(false, true, n, classes, width, 1, features + third * width, wide, w + third * dim, 3 * dim, third > 0,
             logits, classes);
    for (long i = 0; i < n; i++)
        loss += softmax_row(logits + i * classes, (int)classes, b->labels[i]) / (double)n;
    real share = (real)(1 / (double)n);
    for (int third = 0; third < 3; third++) {
        gemm(false, false, n, width, classes, share, logits, classes, w + third * dim, 3 * dim, 0,
             d_features + third * width, wide);
        gemm(true, false, classes, width, n, share, logits, classes, features + third * width, wide, 1,
             dw + third * dim, 3 * dim);
    }
    features_backward(b, dim, width, d_features, d_vectors);
    return loss;
}
