#include "math/gemm.h"

#include <assert.h>
#include <cblas.h>
#include <limits.h>
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <string.h>

#include "math/gemm_avx512.h"
#include "math/vector.h"

#ifdef EMBEDLAB_DOUBLE
#define CBLAS_GEMM cblas_dgemm
#else
#define CBLAS_GEMM cblas_sgemm
#endif

/* Are the kernels of gemm_avx512.c to be used? In the same second the one for fp32 made 240 to 260 GFLOP/s on one core
 * of a Zen 5 where OpenBLAS, which does not know that model, made 130. */
static bool own_kernel(void)
{
#if defined __x86_64__ && !defined EMBEDLAB_DOUBLE
    return strcmp(vector_kernels()->name, "AVX-512") == 0;
#else
    return false;
#endif
}

bool gemm_is_emulated(enum precision precision)
{
#ifdef __x86_64__
    if (own_kernel() && __builtin_cpu_supports("avx512bf16"))
        return false;
#endif
    return precision == PRECISION_BF16;
}

/* Largest and smallest tile, and how many tiles a product should have so that threads share it
 * evenly. OpenBLAS on AVX2 lost 1-3 % at 256 x 512 against one call for all, 10 % at 64 x 64; no shape
 * of a language model needed the sum over k split as well. */
enum { TILE_ROWS = 256, TILE_COLUMNS = 512, TILE_SMALLEST = 64, TILES_WANTED = 16 };

/* Below this many multiplications, waking the threads costs more than they save. */
#define PARALLEL_FROM 1e6

static long tiles_along(long size, long tile)
{
    return (size + tile - 1) / tile;
}

static long smaller(long a, long b)
{
    return a < b ? a : b;
}

/* ---- one thread ---- */

static void multiply_fp32(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha, const real *a,
                          long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    assert(m <= INT_MAX && n <= INT_MAX && k <= INT_MAX && lda <= INT_MAX && ldb <= INT_MAX && ldc <= INT_MAX);
#if defined __x86_64__ && !defined EMBEDLAB_DOUBLE
    if (k > 0 && own_kernel()) {
        gemm_avx512(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        return;
    }
#endif
    CBLAS_GEMM(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, (int)m,
               (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
}

/* The bf16 nearest to x, ties to even: the upper half of its bits. */
static real nearest_bf16(real x)
{
    float number = (float)x;
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    if (isnan(number))
        return x;
    bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* to[rows, columns] = the block at `from`, rounded. */
static void copy_nearest_bf16(const real *from, long stride, long rows, long columns, real *to)
{
    for (long r = 0; r < rows; r++)
        for (long j = 0; j < columns; j++)
            to[r * columns + j] = nearest_bf16(from[r * stride + j]);
}

/* bf16 without an instruction for it: a product in fp32 of rounded copies, a block at a time. */
static void multiply_bf16_emulated(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha,
                                   const real *a, long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    enum { DOWN = 128, ACROSS = 128, DEPTH = 256 };
    real block_a[DOWN * DEPTH], block_b[ACROSS * DEPTH];
    for (long j = 0; j < n; j += ACROSS) {
        long across = smaller(ACROSS, n - j);
        for (long p = 0; p < k; p += DEPTH) {
            long depth = smaller(DEPTH, k - p), rows_b = transpose_b ? across : depth;
            copy_nearest_bf16(transpose_b ? b + j * ldb + p : b + p * ldb + j, ldb, rows_b,
                              transpose_b ? depth : across, block_b);
            for (long i = 0; i < m; i += DOWN) {
                long down = smaller(DOWN, m - i), rows_a = transpose_a ? depth : down;
                copy_nearest_bf16(transpose_a ? a + p * lda + i : a + i * lda + p, lda, rows_a,
                                  transpose_a ? down : depth, block_a);
                multiply_fp32(transpose_a, transpose_b, down, across, depth, alpha, block_a, transpose_a ? down : depth,
                              block_b, transpose_b ? depth : across, p == 0 ? beta : 1, c + i * ldc + j, ldc);
            }
        }
    }
}

void gemm_serial_in(enum precision precision, bool transpose_a, bool transpose_b, long m, long n, long k, real alpha,
                    const real *a, long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    if (m <= 0 || n <= 0)
        return;
    if (precision == PRECISION_FP32 || k == 0)
        multiply_fp32(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
#if defined __x86_64__ && !defined EMBEDLAB_DOUBLE
    else if (!gemm_is_emulated(precision))
        gemm_avx512_bf16(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
#endif
    else
        multiply_bf16_emulated(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

/* ---- all threads ---- */

void gemm_in(enum precision precision, bool transpose_a, bool transpose_b, long m, long n, long k, real alpha,
             const real *a, long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    /* The cut depends on the shape alone, never on the number of threads. */
    long rows = own_kernel() ? 20 * GEMM_AVX512_ROWS : TILE_ROWS, columns = TILE_COLUMNS;
    while (tiles_along(m, rows) * tiles_along(n, columns) < TILES_WANTED && columns > TILE_SMALLEST) {
        if (columns > rows)
            columns /= 2;
        else
            rows /= 2;
    }
    long across = tiles_along(n, columns), tiles = tiles_along(m, rows) * across;

#pragma omp parallel for schedule(dynamic) if (tiles > 1 && !omp_in_parallel() && (double)m * n * k > PARALLEL_FROM)
    for (long tile = 0; tile < tiles; tile++) {
        long i = tile / across * rows, j = tile % across * columns;
        gemm_serial_in(precision, transpose_a, transpose_b, smaller(rows, m - i), smaller(columns, n - j), k, alpha,
                       transpose_a ? a + i : a + i * lda, lda, transpose_b ? b + j * ldb : b + j, ldb, beta,
                       c + i * ldc + j, ldc);
    }
}

void gemm(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha, const real *a, long lda,
          const real *b, long ldb, real beta, real *c, long ldc)
{
    gemm_in(PRECISION_FP32, transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

const char *gemm_start(void)
{
    openblas_set_num_threads(1);
    return own_kernel() ? "own GEMM" : openblas_get_corename();
}
