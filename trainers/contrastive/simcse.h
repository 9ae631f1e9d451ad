/* simcse.h: the objective of unsupervised SimCSE (Gao et al. 2021), its gradient, and what it sees.
 *
 * h[i] and h[n + i] are two vectors of sentence i under different dropout. With cosine similarity
 * and temperature t the loss is the mean over i of
 *
 *     l(i) = -log( exp(cos(h[i], h[n+i]) / t) / sum_j exp(cos(h[i], h[n+j]) / t) )      (equation 4)
 *
 * A sentence that is in the batch twice is no negative of itself: such j are left out of the sum. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_SIMCSE_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_SIMCSE_H

#include <stdint.h>

#include "math/real.h"

struct simcse {
    int capacity, dim; /* most sentences in a batch; dimensions of a vector */
    double temperature;
    real *unit;   /* owned; [2 * capacity, dim], vectors of length 1 */
    real *d_unit; /* owned; as unit */
    double *norm; /* owned; [2 * capacity] */
    real *scores; /* owned; [capacity, capacity] cosines, then gradients with respect to them */
    struct simcse_row {
        double loss, positive, negative, spread; /* sums over a row, see simcse_measures */
        long negatives;
    } *rows; /* owned; [capacity] */
};

struct simcse simcse_new(int capacity, int dim, double temperature);
void simcse_release(struct simcse *s);

/* What the batch looks like on the sphere, between the two views and thus under dropout. */
struct simcse_measures {
    double alignment;   /* mean of |u - u+|^2 over positives (Wang & Isola 2020); 0 = views agree */
    double uniformity;  /* log of the mean of exp(-2 |u - v|^2) over different sentences; lower = spread wider */
    double mean_cosine; /* of different sentences; near 1 = collapsed */
};

/* Loss of h[2n, dim]; group[i] is the same for sentences that are the same. Writes the gradient into
 * d_h[2n, dim]. `measures` may be NULL. A zero vector has cosine 0 with all and gradient 0. Sums in
 * double; same bits for any number of threads. */
double simcse_loss(struct simcse *s, const real *h, const int32_t *group, int n, real *d_h,
                   struct simcse_measures *measures);

#endif
