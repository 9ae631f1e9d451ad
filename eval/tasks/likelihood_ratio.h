/* likelihood_ratio.h: a distance learned from pairs that belong together and pairs that do not (KISSME, Koestinger et
 * al. 2012).
 *
 * The difference of the two vectors of a pair is taken for a draw from a Gaussian around 0, one for either kind. The
 * more the first kind explains a difference than the second does, the nearer are its vectors. */
#ifndef EMBEDLAB_EVAL_TASKS_LIKELIHOOD_RATIO_H
#define EMBEDLAB_EVAL_TASKS_LIKELIHOOD_RATIO_H

#include <stdbool.h>

#include "math/matrix.h"

struct likelihood_ratio {
    int dim;
    double *together, *apart; /* owned; [dim, dim] upper triangles U of covariances U'U; NULL: every ratio is 0 */
    double constant;          /* half the logarithm of det(apart covariance) / det(together covariance) */
};

/* Learns from rows[count] of the differences [., dim], which are finite; together[row] tells the kind. Both covariances
 * get a tenth of the mean variance of a component on their diagonal. Of one kind alone, or of differences that are all
 * 0, nothing can be learned: every ratio is 0. */
struct likelihood_ratio likelihood_ratio_fit(const struct matrix *differences, const bool *together, const int *rows,
                                             int count);
void likelihood_ratio_release(struct likelihood_ratio *r);

/* ratio[rows[i]] = log p(difference | together) - log p(difference | apart). */
void likelihood_ratio_apply(const struct likelihood_ratio *r, const struct matrix *differences, const int *rows,
                            int count, double *ratio);

#endif
