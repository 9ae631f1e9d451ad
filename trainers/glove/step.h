/* step.h: the objective of GloVe (Pennington et al. 2014, equation 8) and its gradient step, for one
 * cell, a word i and a context j with the count X:
 *
 *     loss = 1/2 f(X) (w_i . c_j + b_i + d_j - log X)^2,  f(X) = min(1, (X / x_max)^alpha)
 *
 * (the half as in the released tool, the gradient is then f(X) times the difference). The biases are
 * columns of the rows: [w_i, b_i, 1] and [c_j, 1, d_j] have the sum above as their dot product. AdaGrad
 * starts from squares of 1, so that the first steps have the learning rate itself; those of the biases
 * start from its square, which frees them of it, as the released tool does (version 1.2): what is due to
 * frequency alone goes into the biases early and not into the vectors. The squares of the two constant
 * columns are ADAGRAD_STILL. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_STEP_H
#define EMBEDLAB_TRAINERS_GLOVE_STEP_H

#include "math/adagrad.h"
#include "math/vector.h"

#define STEP_BIASES 2 /* columns that a row has beyond the vector */

struct step {
    const struct vector_kernels *vector;
    const struct adagrad_kernels *adagrad;
    int columns; /* of a row: dim + STEP_BIASES rounded up to 16, zero beyond those; then come the squares */
    float rate, alpha, log_x_max;
};

/* Moves both rows, [2, columns] each, and returns the loss before. */
float step_cell(const struct step *s, float *word, float *context, float log_count);

#endif
