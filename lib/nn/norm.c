/* norm.c: LayerNorm and RMSNorm; see kernels.simd.c for the formulas. */
#include "nn/layers.h"

enum { SLICE = 64 };

void norm_forward(const struct norm *n, const real *x, real *y, real *mean, real *rstd, long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    long dim = n->dim;
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        if (n->rms)
            kernels->rmsnorm(x + r * dim, n->gain, n->epsilon, y + r * dim, rstd + r, dim);
        else
            kernels->layernorm(x + r * dim, n->gain, n->bias, n->epsilon, y + r * dim, mean + r, rstd + r, dim);
}

/* Columns [start, start + width) of the gradients of gain and bias. */
static void add_sums(const struct norm *n, const real *x, const real *mean, const real *rstd, const real *dy, long rows,
                     long start, long width)
{
    const struct nn_kernels *kernels = nn_kernels();
    if (n->rms)
        kernels->rmsnorm_sums(x + start, dy + start, rstd, rows, n->dim, width, n->d_gain + start);
    else
        kernels->layernorm_sums(x + start, dy + start, mean, rstd, rows, n->dim, width, n->d_gain + start,
                                n->d_bias + start);
}

void norm_backward(const struct norm *n, const real *x, const real *mean, const real *rstd, const real *dy, real *dx,
                   long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    long dim = n->dim;
#pragma omp parallel for schedule(static)
    for (long start = 0; start < dim; start += SLICE)
        add_sums(n, x, mean, rstd, dy, rows, start, dim - start < SLICE ? dim - start : SLICE);
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        if (n->rms)
            kernels->rmsnorm_backward(x + r * dim, n->gain, dy + r * dim, rstd[r], dx + r * dim, dim);
        else
            kernels->layernorm_backward(x + r * dim, n->gain, dy + r * dim, mean[r], rstd[r], dx + r * dim, dim);
}
