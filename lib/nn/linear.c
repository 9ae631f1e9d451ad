/* linear.c: y = x w + b;  dx = dy w',  dw += x' dy,  db += sum over rows of dy. */
#include <string.h>

#include "math/gemm.h"
#include "nn/layers.h"

enum { SLICE = 64 };

void linear_forward(const real *x, const real *w, const real *b, real *y, long rows, long in, long out)
{
#pragma omp parallel for schedule(static)
    for (long r = 0; r < rows; r++)
        memcpy(y + r * out, b, (size_t)out * sizeof *y);
    gemm(false, false, rows, out, in, 1, x, in, w, out, 1, y, out);
}

void linear_backward(const real *x, const real *w, const real *dy, real *dx, real *dw, real *db, long rows, long in,
                     long out)
{
    const struct nn_kernels *kernels = nn_kernels();
    gemm(false, true, rows, in, out, 1, dy, out, w, out, 0, dx, in);
    gemm(true, false, in, out, rows, 1, x, in, dy, out, 1, dw, out);
#pragma omp parallel for schedule(static)
    for (long start = 0; start < out; start += SLICE)
        kernels->column_sums(dy + start, rows, out, out - start < SLICE ? out - start : SLICE, db + start);
}
