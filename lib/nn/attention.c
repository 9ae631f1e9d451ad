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

#include "nn/layers.h"

enum { BLOCK = 64 };

/* Below this many multiplications of queries and kept keys, waking the threads costs more than they save. */
#define CACHED_PARALLEL_FROM 5e5

/* One query head of one sequence, and the key and value head that it reads; strides in reals. */
struct head {
    const struct attention *a;
    struct dropout dropout;
    long row, length, index;  /* first row in the batch, tokens, which query head */
    const real *k, *v;        /* of the first token */
    long stride_q, stride_kv; /* from token to token */
    real scale;               /* 1 / sqrt(size) */
    gemm_function *multiply;  /* in a's precision */
    real *p, *dp, *mask;      /* scratch, [BLOCK, stride_p] */
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

/* Head `index` of `length` tokens; keys and values as in rows `stride_kv` apart, keys of head 0 at `keys`. */
static struct head head_at(const struct attention *a, long index, long length, const real *keys, long stride_kv)
{
    long stride_p = row_stride(a->context), shared = index / (a->heads / a->kv_heads);
    real *scratch = a->scratch + omp_get_thread_num() * attention_scratch_size(a->context);
    assert(length <= a->context);
    return (struct head){
        .a = a,
        .length = length,
        .index = index,
        .k = keys + shared * a->size,
        .v = keys + (a->kv_heads + shared) * a->size,
        .stride_q = attention_width(a),
        .stride_kv = stride_kv,
        .scale = (real)(1 / sqrt((double)a->size)),
        .multiply = gemm_serial(a->precision),
        .p = scratch,
        .dp = scratch + BLOCK * stride_p,
        .mask = scratch + 2 * BLOCK * stride_p,
        .stride_p = stride_p,
    };
}

/* Head `index` of a sequence of a packed batch. */
static struct head head_of(const struct attention *a, const struct dropout *d, const real *qkv, const int32_t *starts,
                           long sequence, long index)
{
    long row = starts[sequence], stride = attention_width(a);
    struct head h =
        head_at(a, index, starts[sequence + 1] - row, qkv + row * stride + (long)a->heads * a->size, stride);
    h.row = row;
    h.dropout = *d;
    return h;
}

/* Columns that query `i` sees. */
static long visible(const struct head *h, long i)
{
    return h->a->causal ? i + 1 : h->length;
}

static long block_rows(const struct head *h, long start)
{
    return h->length - start < BLOCK ? h->length - start : BLOCK;
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

/* Queries [start, start + rows) of the head against the keys that they see; q, y, log_sum: of query `start`. */
static void forward_block(const struct head *h, const real *q, real *y, real *log_sum, long start, long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    long columns = visible(h, start + rows - 1), size = h->a->size, width = h->a->heads * size;
    real inverse[BLOCK];
    h->multiply(false, true, rows, columns, size, h->scale, q, h->stride_q, h->k, h->stride_kv, 0, h->p, h->stride_p);
    for (long r = 0; r < rows; r++) {
        real *p = h->p + r * h->stride_p;
        long n = visible(h, start + r);
        real largest = kernels->maximum(p, n);
        double sum = kernels->exp_sum(p, n, largest);
        inverse[r] = (real)(1 / sum);
        log_sum[r * h->a->heads] = largest + (real)log(sum);
        const real *mask = weight_mask(h, start + r, h->mask);
        if (mask)
            kernels->multiply(p, mask, p, n);
        memset(p + n, 0, (size_t)(columns - n) * sizeof *p);
    }
    h->multiply(false, false, rows, size, columns, 1, h->p, h->stride_p, h->v, h->stride_kv, 0, y, width);
    for (long r = 0; r < rows; r++)
        kernels->scale(y + r * width, size, inverse[r]);
}

static int threads_of(const struct attention *a)
{
    return omp_get_max_threads() < a->threads ? omp_get_max_threads() : a->threads;
}

void attention_forward(const struct attention *a, const struct dropout *d, const real *qkv, real *y, real *log_sum,
                       const int32_t *starts, int sequences)
{
#pragma omp parallel for schedule(dynamic) num_threads(threads_of(a))
    for (long item = 0; item < (long)sequences * a->heads; item++) {
        struct head h = head_of(a, d, qkv, starts, item / a->heads, item % a->heads);
        for (long start = 0; start < h.length; start += BLOCK) {
            long token = (h.row + start) * a->heads + h.index; /* which of all rows' heads */
            forward_block(&h, qkv + (h.row + start) * h.stride_q + h.index * a->size, y + token * a->size,
                          log_sum + token, start, block_rows(&h, start));
        }
    }
}

void attention_cached(const struct attention *a, const real *qkv, const real *cache, real *y, real *log_sum,
                      long length, long rows)
{
    assert(a->causal && rows <= length);
    double work = (double)rows * (double)length * a->heads * a->size;
#pragma omp parallel for schedule(dynamic) num_threads(threads_of(a)) if (work > CACHED_PARALLEL_FROM)
    for (long index = 0; index < a->heads; index++) {
        struct head h = head_at(a, index, length, cache, 2L * a->kv_heads * a->size);
        for (long start = 0; start < rows; start += BLOCK) {
            long token = start * a->heads + index;
            forward_block(&h, qkv + start * h.stride_q + index * a->size, y + token * a->size, log_sum + token,
                          length - rows + start, rows - start < BLOCK ? rows - start : BLOCK);
        }
    }
}

static real dot(const real *x, const real *y, long n)
{
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += (double)x[i] * (double)y[i];
    return (real)sum;
}

/* Adds the part of queries [start, start + rows) to dk and dv (of the first token) and writes their dq; q, y,
 * log_sum, dy, dq: of query `start`. */
static void backward_block(const struct head *h, const real *q, const real *y, const real *log_sum, const real *dy,
                           real *dq, real *dk, real *dv, long start, long rows)
{
    const struct nn_kernels *kernels = nn_kernels();
    long columns = visible(h, start + rows - 1), size = h->a->size, width = h->a->heads * size;
    long stride_q = h->stride_q, stride_kv = h->stride_kv;

    h->multiply(false, true, rows, columns, size, h->scale, q, stride_q, h->k, stride_kv, 0, h->p, h->stride_p);
    h->multiply(false, true, rows, columns, size, 1, dy, width, h->v, stride_kv, 0, h->dp, h->stride_p);
    for (long r = 0; r < rows; r++) {
        real *p = h->p + r * h->stride_p, *dp = h->dp + r * h->stride_p;
        long n = visible(h, start + r);
        kernels->exp_sum(p, n, log_sum[r * h->a->heads]);
        kernels->attention_backward(p, dp, weight_mask(h, start + r, h->mask), dot(dy + r * width, y + r * width, size),
                                    n);
        memset(p + n, 0, (size_t)(columns - n) * sizeof *p);
        memset(dp + n, 0, (size_t)(columns - n) * sizeof *dp);
    }
    h->multiply(false, false, rows, size, columns, h->scale, h->dp, h->stride_p, h->k, stride_kv, 0, dq, stride_q);
    h->multiply(true, false, columns, size, rows, h->scale, h->dp, h->stride_p, q, stride_q, 1, dk, stride_kv);
    h->multiply(true, false, columns, size, rows, 1, h->p, h->stride_p, dy, width, 1, dv, stride_kv);
}

/* All query heads that share key and value head `shared` of a sequence: one thread sums their dk and dv. */
static void backward_group(const struct attention *a, const struct dropout *d, const real *qkv, const real *y,
                           const real *log_sum, const real *dy, real *d_qkv, const int32_t *starts, long sequence,
                           long shared)
{
    long group = a->heads / a->kv_heads, stride = attention_width(a);
    real *dk = d_qkv + starts[sequence] * stride + (a->heads + shared) * a->size;
    real *dv = dk + (long)a->kv_heads * a->size;
    for (long r = 0; r < starts[sequence + 1] - starts[sequence]; r++) {
        memset(dk + r * stride, 0, (size_t)a->size * sizeof *dk);
        memset(dv + r * stride, 0, (size_t)a->size * sizeof *dv);
    }
    for (long index = shared * group; index < (shared + 1) * group; index++) {
        struct head h = head_of(a, d, qkv, starts, sequence, index);
        for (long start = 0; start < h.length; start += BLOCK) {
            long q = (h.row + start) * stride + index * a->size, token = (h.row + start) * a->heads + index;
            backward_block(&h, qkv + q, y + token * a->size, log_sum + token, dy + token * a->size, d_qkv + q, dk, dv,
                           start, block_rows(&h, start));
        }
    }
}

void attention_backward(const struct attention *a, const struct dropout *d, const real *qkv, const real *y,
                        const real *log_sum, const real *dy, real *d_qkv, const int32_t *starts, int sequences)
{
#pragma omp parallel for schedule(dynamic) num_threads(threads_of(a))
    for (long item = 0; item < (long)sequences * a->kv_heads; item++)
        backward_group(a, d, qkv, y, log_sum, dy, d_qkv, starts, item / a->kv_heads, item % a->kv_heads);
}
