/* linear.c: y = x w + b;  dx = dy w',  dw += x' dy,  db += sum over rows of dy. */
#include <string.h>

#include "nn/layers.h"

enum { SLICE = 64 };

void linear_forward(const struct linear *l, const real *x, real *y, long rows)
{
    long in = l->in, out = l->out;
    if (l->b) {
#pragma omp parallel for schedule(static) if (rows > 1)
        for (long r = 0; r < rows; r++)
            memcpy(y + r * out, l->b, (size_t)out * sizeof *y);
    }
    gemm_in(l->precision, false, l->transposed, rows, out, in, 1, x, in, l->w, l->transposed ? in : out, l->b ? 1 : 0,
            y, out);
}

void linear_backward(const struct linear *l, const real *x, const real *dy, real *dx, long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    long in = l->in, out = l->out;
    gemm_in(l->precision, false, !l->transposed, rows, in, out, 1, dy, out, l->w, l->transposed ? in : out, 0, dx, in);
    if (l->transposed)
        gemm_in(l->precision, true, false, out, in, rows, 1, dy, out, x, in, 1, l->dw, in);
    else
        gemm_in(l->precision, true, false, in, out, rows, 1, x, in, dy, out, 1, l->dw, out);
    if (!l->b)
        return;
#pragma omp parallel for schedule(static)
    for (long start = 0; start < out; start += SLICE)
        kernels->column_sums(dy + start, rows, out, out - start < SLICE ? out - start : SLICE, l->db + start);
}
