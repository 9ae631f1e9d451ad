/* gelu.c: the activation of the MLP; see kernels.simd.c for the formulas. */
#include "nn/layers.h"

void gelu_forward(const real *x, real *y, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static)
    for (long r = 0; r < rows; r++)
        kernels->gelu(x + r * dim, y + r * dim, dim);
}

void gelu_backward(const real *x, const real *dy, real *dx, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static)
    for (long r = 0; r < rows; r++)
        kernels->gelu_backward(x + r * dim, dy + r * dim, dx + r * dim, dim);
}
