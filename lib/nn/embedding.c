/* embedding.c: a table lookup, and the sum of gradients into the rows looked up. */
#include <string.h>

#include "nn/layers.h"

enum { SLICE = 64 }; /* columns that one thread sums over all rows, in row order */

void embedding_forward(const real *table, const int32_t *ids, real *y, long rows, long dim, bool accumulate)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++) {
        const real *entry = table + ids[r] * dim;
        if (accumulate)
            kernels->add(entry, y + r * dim, dim);
        else
            memcpy(y + r * dim, entry, (size_t)dim * sizeof *y);
    }
}

void embedding_backward(const int32_t *ids, const real *dy, real *d_table, long rows, long dim)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static)
    for (long start = 0; start < dim; start += SLICE) {
        long width = dim - start < SLICE ? dim - start : SLICE;
        for (long r = 0; r < rows; r++)
            kernels->add(dy + r * dim + start, d_table + ids[r] * dim + start, width);
    }
}
