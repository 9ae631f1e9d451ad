/* triplet.c: the positive should be nearer to the anchor than the negative is, by a margin:
 *
 *     mean of max(|a - p| - |a - n| + margin, 0)      (Reimers & Gurevych 2019; Euclidean, margin 1) */
#include "trainers/contrastive/objective.h"

#include <math.h>

static double distance(const real *x, const real *y, int width)
{
    double sum = 0;
    for (int c = 0; c < width; c++)
        sum += ((double)x[c] - y[c]) * ((double)x[c] - y[c]);
    return sqrt(sum);
}

/* ADDS weight * d|x - y| into dx and dy. */
static void distance_backward(const real *x, const real *y, double distance, double weight, int width, real *dx,
                              real *dy)
{
    for (int c = 0; c < width && distance > 0; c++) {
        real d = (real)(weight * (x[c] - y[c]) / distance);
        dx[c] += d;
        dy[c] -= d;
    }
}

double triplet_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors)
{
    long view = (long)b->rows * o->dim;
    double weight = 1.0 / b->rows, loss = 0;
#pragma omp parallel for schedule(static)
    for (int i = 0; i < b->rows; i++) {
        const real *anchor = b->vectors + (long)i * o->dim, *positive = anchor + view, *negative = positive + view;
        real *d_anchor = d_vectors + (long)i * o->dim, *d_positive = d_anchor + view, *d_negative = d_positive + view;
        double near = distance(anchor, positive, width), far = distance(anchor, negative, width);
        double excess = near - far + o->settings.margin;
        bool is_negative = b->group[i + 2L * b->rows] != b->group[i + (long)b->rows];
        o->row[i] = is_negative && !(excess <= 0) ? excess : 0;
        if (o->row[i] == 0)
            continue;
        distance_backward(anchor, positive, near, weight, width, d_anchor, d_positive);
        distance_backward(anchor, negative, far, -weight, width, d_anchor, d_negative);
    }
    for (int i = 0; i < b->rows; i++)
        loss += weight * o->row[i];
    return loss;
}
