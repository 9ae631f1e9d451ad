/* pca.h: mean, covariance and principal components of a set of vectors. */
#ifndef EMBEDLAB_MATH_PCA_H
#define EMBEDLAB_MATH_PCA_H

#include "math/matrix.h"

struct pca {
    int dim;
    double *mean;       /* owned; [dim] */
    double *variance;   /* owned; [dim], largest first */
    double *components; /* owned; [dim, dim], row i = direction of variance[i], orthonormal */
};

/* Of the rows of m (at least 1; finite numbers). Eigenvectors of the covariance, which is the mean over
 * the rows (divided by n, not n - 1), by LAPACK's dsyevd; each is signed so that its largest entry is
 * positive. */
struct pca pca_fit(const struct matrix *m);

/* The same about 0 instead of the mean (which is then 0): the right singular vectors of m. */
struct pca pca_fit_uncentred(const struct matrix *m);
void pca_release(struct pca *p);

#endif
