/* layernorm.c: see kernels.simd.c for the formulas. */
#include "nn/layers.h"

enum { SLICE = 64 };

void layernorm_forward(const real *x, const real *gain, const real *bias, real *y, real *mean, real *rstd, long rows,
                       long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static)
    for (long r = 0; r < rows; r++)
        kernels->layernorm(x + r * dim, gain, bias, y + r * dim, mean + r, rstd + r, dim);
}

void layernorm_backward(const real *x, const real *gain, const real *mean, const real *rstd, const real *dy, real *dx,
                        real *d_gain, real *d_bias, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static)
    for (long start = 0; start < dim; start += SLICE)
        kernels->layernorm_sums(x + start, dy + start, mean, rstd, rows, dim, dim - start < SLICE ? dim - start : SLICE,
                                d_gain + start, d_bias + start);
#pragma omp parallel for schedule(static)
    for (long r = 0; r < rows; r++)
        kernels->layernorm_backward(x + r * dim, gain, dy + r * dim, mean[r], rstd[r], dx + r * dim, dim);
}
