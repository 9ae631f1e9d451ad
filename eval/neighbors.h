/* neighbors.h: the nearest rows of every row, for hubness and for comparing spaces. */
#ifndef EMBEDLAB_EVAL_NEIGHBORS_H
#define EMBEDLAB_EVAL_NEIGHBORS_H

#include "math/matrix.h"

#define NEIGHBORS 10

/* The nearest of the other rows of m by cosine, nearest first, the smaller number of equals, into
 * near[rows, NEIGHBORS]; m has more rows than that, of finite numbers. Candidates are found in single precision, a few
 * more than needed, and ordered in double. */
void nearest_rows(const struct matrix *m, int *near);

#endif
