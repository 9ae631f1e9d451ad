/* attention.c: multi-head attention within the sequences of a packed batch (Vaswani et al. 2017).
 *
 * For one sequence and head, with q, k, v [length, head size]:
 *     s = q k' / sqrt(head size)      p = softmax of each row of s      y = mask(p) v
 * Backward, from dy:
 *     dp = dy v'     dot = sum over columns of p mask(dp) = sum of dy y
 *     ds = p (mask(dp) - dot)         dq = ds k / sqrt(head size)
 *     dk = ds' q / sqrt(head size)    dv = mask(p)' dy
 *
 * Queries are taken BLOCK rows at a time, so that s stays in the cache and, when causal, the blocks
 * above the diagonal are never computed. Only log_sum is kept from the forward: p = exp(s - log_sum). */
#include <assert.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#include "math/gemm.h"
#include "nn/layers.h"

enum { BLOCK = 64 };

/* One head of one sequence; strides in reals. */
struct head {
    const struct attention *a;
    struct dropout dropout;
    long row, length, index; /* first row in the batch, tokens, which head */
    long size, stride;       /* head size, from row to row of qkv */
    real scale;              /* 1 / sqrt(size) */
    real *p, *dp, *mask;     /* scratch, [BLOCK, stride_p] */
    long stride_p;
};

static long row_stride(int context)
{
    return (context + DROPOUT_GROUP - 1) / DROPOUT_GROUP * DROPOUT_GROUP;
}

long attention_scratch_size(int context)
{
    return 3 * BLOCK * row_stride(context);
}

static struct head head_at(const struct attention *a, const struct dropout *d, const int32_t *starts, long item)
{
    long sequence = item / a->heads, size = a->dim / a->heads, stride_p = row_stride(a->context);
    real *scratch = a->scratch + omp_get_thread_num() * attention_scratch_size(a->context);
    assert(starts[sequence + 1] - starts[sequence] <= a->context);
    return (struct head){
        .a = a,
        .dropout = *d,
        .row = starts[sequence],
        .length = starts[sequence + 1] - starts[sequence],
        .index = item % a->heads,
        .size = size,
        .stride = 3 * a->dim,
        .scale = (real)(1 / sqrt((double)size)),
        .p = scratch,
        .dp = scratch + BLOCK * stride_p,
        .mask = scratch + 2 * BLOCK * stride_p,
        .stride_p = stride_p,
    };
}

/* Columns that query `i` sees. */
static long visible(const struct head *h, long i)
{
    return h->a->causal ? i + 1 : h->length;
}

/* The dropout mask of query `i`'s weights, or NULL. */
static const real *weight_mask(const struct head *h, long i, real *mask)
{
    if (h->dropout.p == 0)
        return NULL;
    struct dropout_draw draw = dropout_row(&h->dropout, h->row + i);
    nn_kernels()->dropout_mask(&draw, (uint32_t)(h->index * h->stride_p), mask, visible(h, i));
    return mask;
}

/* Queries [start, start + rows) against the first `columns` keys. */
static void forward_block(const struct head *h, const real *q, real *y, real *log_sum, long start, long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    const real *k = q + h->a->dim, *v = k + h->a->dim;
    long columns = visible(h, start + rows - 1);
    real inverse[BLOCK];
    gemm_serial(false, true, rows, columns, h->size, h->scale, q + start * h->stride, h->stride, k, h->stride, 0, h->p,
                h->stride_p);
    for (long r = 0; r < rows; r++) {
        real *p = h->p + r * h->stride_p;
        long n = visible(h, start + r);
        real largest = kernels->maximum(p, n);
        double sum = kernels->exp_sum(p, n, largest);
        inverse[r] = (real)(1 / sum);
        log_sum[(start + r) * h->a->heads] = largest + (real)log(sum);
        const real *mask = weight_mask(h, start + r, h->mask);
        if (mask)
            kernels->multiply(p, mask, p, n);
        memset(p + n, 0, (size_t)(columns - n) * sizeof *p);
    }
    gemm_serial(false, false, rows, h->size, columns, 1, h->p, h->stride_p, v, h->stride, 0, y + start * h->a->dim,
                h->a->dim);
    for (long r = 0; r < rows; r++)
        kernels->scale(y + (start + r) * h->a->dim, h->size, inverse[r]);
}

void attention_forward(const struct attention *a, const struct dropout *d, const real *qkv, real *y, real *log_sum,
                       const int32_t *starts, int sequences)
{
    int threads = omp_get_max_threads() < a->threads ? omp_get_max_threads() : a->threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (long item = 0; item < (long)sequences * a->heads; item++) {
        struct head h = head_at(a, d, starts, item);
        const real *q = qkv + h.row * h.stride + h.index * h.size;
        for (long start = 0; start < h.length; start += BLOCK)
            forward_block(&h, q, y + h.row * a->dim + h.index * h.size, log_sum + h.row * a->heads + h.index, start,
                          h.length - start < BLOCK ? h.length - start : BLOCK);
    }
}

static real dot(const real *x, const real *y, long n)
{
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += (double)x[i] * (double)y[i];
    return (real)sum;
}

/* Adds the part of queries [start, start + rows) to dk and dv, and writes their dq. */
static void backward_block(const struct head *h, const real *q, const real *y, const real *log_sum, const real *dy,
                           real *dq, long start, long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    long dim = h->a->dim, stride = h->stride, columns = visible(h, start + rows - 1);
    const real *k = q + dim, *v = k + dim;
    real *dk = dq + dim, *dv = dk + dim;
    q += start * stride, dq += start * stride, y += start * dim, dy += start * dim;

    gemm_serial(false, true, rows, columns, h->size, h->scale, q, stride, k, stride, 0, h->p, h->stride_p);
    gemm_serial(false, true, rows, columns, h->size, 1, dy, dim, v, stride, 0, h->dp, h->stride_p);
    for (long r = 0; r < rows; r++) {
        real *p = h->p + r * h->stride_p, *dp = h->dp + r * h->stride_p;
        long n = visible(h, start + r);
        kernels->exp_sum(p, n, log_sum[(start + r) * h->a->heads]);
        kernels->attention_backward(p, dp, weight_mask(h, start + r, h->mask), dot(dy + r * dim, y + r * dim, h->size),
                                    n);
        memset(p + n, 0, (size_t)(columns - n) * sizeof *p);
        memset(dp + n, 0, (size_t)(columns - n) * sizeof *dp);
    }
    gemm_serial(false, false, rows, h->size, columns, h->scale, h->dp, h->stride_p, k, stride, 0, dq, stride);
    gemm_serial(true, false, columns, h->size, rows, h->scale, h->dp, h->stride_p, q, stride, 1, dk, stride);
    gemm_serial(true, false, columns, h->size, rows, 1, h->p, h->stride_p, dy, dim, 1, dv, stride);
}

void attention_backward(const struct attention *a, const struct dropout *d, const real *qkv, const real *y,
                        const real *log_sum, const real *dy, real *d_qkv, const int32_t *starts, int sequences)
{
    int threads = omp_get_max_threads() < a->threads ? omp_get_max_threads() : a->threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (long item = 0; item < (long)sequences * a->heads; item++) {
        struct head h = head_at(a, d, starts, item);
        long at = h.row * h.stride + h.index * h.size, out = h.row * a->dim + h.index * h.size;
        for (long r = 0; r < h.length; r++) {
            real *dk = d_qkv + at + r * h.stride + a->dim;
            memset(dk, 0, (size_t)h.size * sizeof *dk);
            memset(dk + a->dim, 0, (size_t)h.size * sizeof *dk);
        }
        for (long start = 0; start < h.length; start += BLOCK)
            backward_block(&h, qkv + at, y + out, log_sum + h.row * a->heads + h.index, dy + out, d_qkv + at, start,
                           h.length - start < BLOCK ? h.length - start : BLOCK);
    }
}
