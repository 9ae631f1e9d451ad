/* cross_entropy.c: loss = -log softmax(logits)[target], logits = x head'.
 *
 *     d logits = softmax(logits) - onehot(target)     dx = d logits head     d head += d logits' x
 *
 * The logits of all rows at once would be the largest array of the model; a chunk of rows goes all the
 * way from logits to gradients before the next one starts. */
#include <math.h>
#include <string.h>

#include "nn/layers.h"

long cross_entropy_rows(long vocabulary)
{
    long rows = (8L << 20) / vocabulary / 64 * 64; /* logits of at most 32 MB in float */
    return rows < 64 ? 64 : rows > 512 ? 512 : rows;
}

/* Loss of one row; turns its logits into scale * d logits when `backward`. */
static double row_cross_entropy(real *logits, long vocabulary, int32_t target, bool backward, real scale)
{
    const struct nn_kernels *kernels = nn_kernels();
    if (target < 0) {
        if (backward)
            memset(logits, 0, (size_t)vocabulary * sizeof *logits);
        return 0;
    }
    real largest = kernels->maximum(logits, vocabulary);
    double of_target = (double)logits[target] - (double)largest;
    double sum = kernels->exp_sum(logits, vocabulary, largest);
    if (backward) {
        kernels->scale(logits, vocabulary, (real)(scale / sum));
        logits[target] -= scale;
    }
    return log(sum) - of_target;
}

double cross_entropy(enum precision precision, const real *x, const real *head, const int32_t *targets, real *dx,
                     real *d_head, real *logits, double *row_loss, double scale, long rows, long vocabulary, long dim)
{
    long most = cross_entropy_rows(vocabulary);
    double loss = 0;
    for (long start = 0; start < rows; start += most) {
        long n = rows - start < most ? rows - start : most;
        const real *chunk = x + start * dim;
        gemm_in(precision, false, true, n, vocabulary, dim, 1, chunk, dim, head, dim, 0, logits, vocabulary);
#pragma omp parallel for schedule(static)
        for (long r = 0; r < n; r++)
            row_loss[r] =
                row_cross_entropy(logits + r * vocabulary, vocabulary, targets[start + r], d_head != NULL, (real)scale);
        for (long r = 0; r < n; r++)
            loss += row_loss[r];
        if (!d_head)
            continue;
        if (dx)
            gemm_in(precision, false, false, n, dim, vocabulary, 1, logits, vocabulary, head, dim, 0, dx + start * dim,
                    dim);
        gemm_in(precision, true, false, vocabulary, dim, n, 1, logits, vocabulary, chunk, dim, 1, d_head, dim);
    }
    return loss;
}
