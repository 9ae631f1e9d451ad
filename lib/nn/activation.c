/* activation.c: the nonlinearity of the MLP; see kernels.simd.c for the formulas. */
#include "nn/layers.h"

void gelu_forward(bool exact, const real *x, real *y, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
    void (*gelu)(const real *, real *, long) = exact ? kernels->exact_gelu : kernels->gelu;
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        gelu(x + r * dim, y + r * dim, dim);
}

void gelu_backward(bool exact, const real *x, const real *dy, real *dx, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
    void (*backward)(const real *, const real *, real *, long) =
        exact ? kernels->exact_gelu_backward : kernels->gelu_backward;
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        backward(x + r * dim, dy + r * dim, dx + r * dim, dim);
}

void swiglu_forward(const real *x, real *y, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        kernels->swiglu(x + r * 2 * dim, x + (r * 2 + 1) * dim, y + r * dim, dim);
}

void swiglu_backward(real *x, const real *dy, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        kernels->swiglu_backward(x + r * 2 * dim, x + (r * 2 + 1) * dim, dy + r * dim, dim);
}
