/* kernels.h: the elementwise loops of lib/nn, compiled once per instruction set.
 *
 * Plain functions on contiguous arrays, single-threaded; the layers call them on rows from parallel
 * loops. Within one set the result depends on the arguments only; between sets it may differ in the
 * last bits (order of sums, fused multiply-add). */
#ifndef EMBEDLAB_NN_KERNELS_H
#define EMBEDLAB_NN_KERNELS_H

#include <stdint.h>

#include "math/real.h"

/* The numbers of one AdamW update; see optimizer.h. */
struct adamw_step {
    real gradient_scale, beta1, beta2, epsilon;
    real rest1, rest2; /* 1 - beta1, 1 - beta2 */
    real keep;         /* 1 - lr * weight decay */
    real step_size;    /* lr / (1 - beta1^t) */
    real correction;   /* 1 / sqrt(1 - beta2^t) */
};

/* Which draws a dropout mask consists of, and what it does with them. */
struct dropout_draw {
    uint64_t seed;
    uint32_t step, site, row; /* site: which of the model's dropouts */
    uint32_t threshold;       /* draws below it drop: p * 2^32 */
    real scale;               /* 1 / (1 - p), for what is kept */
};

#define DROPOUT_GROUP 64 /* masks are drawn in groups of so many columns */

struct nn_kernels {
    const char *name;

    /* Largest of x[0..n), n > 0. */
    real (*maximum)(const real *x, long n);
    /* x = exp(x - shift); returns their sum. */
    double (*exp_sum)(real *x, long n, real shift);
    void (*scale)(real *x, long n, real a);
    /* y += x */
    void (*add)(const real *x, real *y, long n);
    /* y += x * mask */
    void (*multiply_add)(const real *x, const real *mask, real *y, long n);
    /* y = x * mask */
    void (*multiply)(const real *x, const real *mask, real *y, long n);
    double (*sum_of_squares)(const real *x, long n);
    /* out[j] += sum over rows of x[row * stride + j], j in 0..n */
    void (*column_sums)(const real *x, long rows, long stride, long n, real *out);

    /* activation.c: dx may be dy */
    void (*gelu)(const real *x, real *y, long n);
    void (*gelu_backward)(const real *x, const real *dy, real *dx, long n);
    void (*exact_gelu)(const real *x, real *y, long n);
    void (*exact_gelu_backward)(const real *x, const real *dy, real *dx, long n);
    void (*swiglu)(const real *gate, const real *up, real *y, long n);
    /* The gradients take the places of gate and up. */
    void (*swiglu_backward)(real *gate, real *up, const real *dy, long n);

    /* norm.c: one row forward and backward (dx += ...), and the sums over rows */
    void (*layernorm)(const real *x, const real *gain, const real *bias, real epsilon, real *y, real *mean, real *rstd,
                      long n);
    void (*layernorm_backward)(const real *x, const real *gain, const real *dy, real mean, real rstd, real *dx, long n);
    void (*layernorm_sums)(const real *x, const real *dy, const real *mean, const real *rstd, long rows, long stride,
                           long n, real *d_gain, real *d_bias);
    void (*rmsnorm)(const real *x, const real *gain, real epsilon, real *y, real *rstd, long n);
    void (*rmsnorm_backward)(const real *x, const real *gain, const real *dy, real rstd, real *dx, long n);
    void (*rmsnorm_sums)(const real *x, const real *dy, const real *rstd, long rows, long stride, long n, real *d_gain);

    /* rotary.c: pairs (x[i], y[i]) turned by the angles of these cosines and sines */
    void (*rotate)(real *x, real *y, const real *cosine, const real *sine, long n);
    void (*rotate_back)(real *x, real *y, const real *cosine, const real *sine, long n);

    /* attention.c: with p = softmax weights and dp = gradient of the dropped-out weights,
     * dp = p * (dp * mask - dot) and p = p * mask. mask NULL: all ones. */
    void (*attention_backward)(real *p, real *dp, const real *mask, real dot, long n);

    /* dropout.c: mask[i] = 0 or scale for column + i, column a multiple of DROPOUT_GROUP. */
    void (*dropout_mask)(const struct dropout_draw *d, uint32_t column, real *mask, long n);

    /* optimizer.c: gradient NULL = all zero */
    void (*adamw)(const struct adamw_step *s, real *value, const real *gradient, real *first, real *second, long n);
};

/* The set that vector_kernels (math/vector.h) chooses: the fastest that this CPU runs, or what
 * EMBEDLAB_KERNELS=portable|avx2|avx512 in the environment says. */
const struct nn_kernels *nn_kernels(void);

#endif
