/* adagrad.h: AdaGrad (Duchi et al. 2011, diagonal) for pairs of rows that meet in a dot product.
 *
 * Each row is followed in memory by its squares: [2, columns], the values and the sums of the squared
 * steps so far, starting on a cache line; columns is a multiple of 16. Squares start above 0, and
 * where they are ADAGRAD_STILL the value never moves. */
#ifndef EMBEDLAB_MATH_ADAGRAD_H
#define EMBEDLAB_MATH_ADAGRAD_H

#define ADAGRAD_STILL 1e30f

struct adagrad_kernels {
    const char *name; /* "AVX-512", "AVX2", "portable" */

    /* A step on a loss that depends on x and y by their dot product, `slope` being the learning rate
     * times the derivative of the loss by it: with g = slope * y, x -= g / sqrt(squares of x), then
     * squares of x += g^2; the same for y, with g from the x before. x and y must not be the same. */
    void (*move_pair)(float *x, float *y, int columns, float slope);
};

/* The set that goes with vector_kernels() (math/vector.h), and the set by name: as there. */
const struct adagrad_kernels *adagrad_kernels(void);
const struct adagrad_kernels *adagrad_kernels_named(const char *name);

#endif
