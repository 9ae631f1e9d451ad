/* softmax_regression.h: multinomial logistic regression on vectors as they are: the classifier of linear probes and
 * of transfer tasks.
 *
 *     minimise  mean over rows of -log softmax(W z + b)[label]  +  ridge / 2 * |W|^2
 *
 * z = x brought to mean 0 and variance 1 over the rows of the fit, feature by feature (a constant one becomes 0); b is
 * not penalised. Convex, so that there is one minimum (b up to a constant); found by L-BFGS (Nocedal & Wright 2006,
 * algorithm 7.5) with products in float and sums in double, until a step promises to lower the objective by less than
 * 1e-10: mean losses on other rows are then those of the exact minimum to about 1e-6 (scripts/check-tasks-sentences).
 * scikit-learn's LogisticRegression(C) on the same z has C = 1 / (ridge n). The same bits for any number of threads. */
#ifndef EMBEDLAB_NN_SOFTMAX_REGRESSION_H
#define EMBEDLAB_NN_SOFTMAX_REGRESSION_H

#include <stdint.h>

#include "math/matrix.h"

struct softmax_regression {
    int classes, dim;
    double *mean, *scale; /* owned; [dim]: z = (x - mean) * scale */
    double *weights;      /* owned; [classes, dim + 1]: W, and b in the last column */
    long *rows;           /* owned; [classes] of the last fit */
    double *directions;   /* owned; [dim, dim]: principal directions of the first fit's z, for the optimizer; or NULL */
    double *variances;    /* owned; [dim]: of z along them */
    double objective;     /* what was minimised, at the minimum */
    int steps;            /* of L-BFGS in the last fit */
};

/* All weights zero. */
struct softmax_regression softmax_regression_new(int classes, int dim);
void softmax_regression_release(struct softmax_regression *r);

/* Vectors with labels in 0..classes-1, of which rows[count] are meant. */
struct labelled {
    const struct matrix *x; /* borrowed; finite */
    const int32_t *labels;  /* borrowed; [x->rows] */
    const int *rows;        /* borrowed */
    int count;
};

/* Fits to at least one row, from the weights there are (same minimum, sooner reached from a near fit). */
void softmax_regression_fit(struct softmax_regression *r, const struct labelled *data, double ridge);

/* The likeliest class of each row (the smaller of equals) and -log of its label's probability, in nats: infinite where
 * the fit had no row of that class, to which the minimum gives none. Either may be NULL. */
void softmax_regression_apply(const struct softmax_regression *r, const struct labelled *data, int32_t *predicted,
                              double *losses);

/* Fits `train` with ridges[count], the largest first, each from the one before, until the finite losses on `held` no longer
 * fall; then fits all rows of both, which follow one another in memory (train->rows + train->count == held->rows),
 * with the best. Returns that ridge. */
double softmax_regression_tune(struct softmax_regression *r, const struct labelled *train, const struct labelled *held,
                               const double *ridges, int count);

#endif
