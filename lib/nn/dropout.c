/* dropout.c: y = x mask, mask = 0 with probability p, else 1 / (1 - p) (Srivastava et al. 2014).
 *
 * A mask depends on (seed, step, site, row, column) alone, so the backward draws it again. */
#include <string.h>

#include "nn/layers.h"

enum { CHUNK = 16 * DROPOUT_GROUP }; /* columns of mask on the stack */

struct dropout_draw dropout_row(const struct dropout *d, long row)
{
    double threshold = d->p * 0x1p32;
    return (struct dropout_draw){
        .seed = d->seed,
        .step = (uint32_t)d->step,
        .site = d->site,
        .row = (uint32_t)(d->draws ? d->draws[row] : row),
        .threshold = (uint32_t)threshold,
        .scale = (real)(1 / (1 - d->p)),
    };
}

void dropout_apply(const struct dropout *d, const real *x, real *y, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
    if (d->p == 0) {
        if (x != y)
            memcpy(y, x, (size_t)(rows * dim) * sizeof *y);
        return;
    }
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++) {
        struct dropout_draw draw = dropout_row(d, r);
        real mask[CHUNK];
        for (long start = 0; start < dim; start += CHUNK) {
            long width = dim - start < CHUNK ? dim - start : CHUNK;
            kernels->dropout_mask(&draw, (uint32_t)start, mask, width);
            kernels->multiply(x + r * dim + start, mask, y + r * dim + start, width);
        }
    }
}

void dropout_add(const struct dropout *d, const real *base, const real *x, real *y, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++) {
        if (base != y)
            memcpy(y + r * dim, base + r * dim, (size_t)dim * sizeof *y);
        if (d->p == 0) {
            kernels->add(x + r * dim, y + r * dim, dim);
            continue;
        }
        struct dropout_draw draw = dropout_row(d, r);
        real mask[CHUNK];
        for (long start = 0; start < dim; start += CHUNK) {
            long width = dim - start < CHUNK ? dim - start : CHUNK;
            kernels->dropout_mask(&draw, (uint32_t)start, mask, width);
            kernels->multiply_add(x + r * dim + start, mask, y + r * dim + start, width);
        }
    }
}
