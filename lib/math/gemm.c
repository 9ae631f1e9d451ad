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

#if defined __x86_64__ && !defined EMBEDLAB_DOUBLE
#define HAS_OWN_KERNELS true
#else
#define HAS_OWN_KERNELS false
#endif

/* Are the kernels of gemm_avx512.c to be used? In the same second the one for fp32 made 240 to 260 GFLOP/s on one core
 * of a Zen 5 where OpenBLAS, which does not know that model, made 130. */
static bool own_kernels(void)
{
    return HAS_OWN_KERNELS && strcmp(vector_kernels()->name, "AVX-512") == 0;
}

static long smaller(long a, long b)
{
    return a < b ? a : b;
}

/* ---- one thread ---- */

static void multiply_blas(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha, const real *a,
                          long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    assert(m <= INT_MAX && n <= INT_MAX && k <= INT_MAX && lda <= INT_MAX && ldb <= INT_MAX && ldc <= INT_MAX);
    enum CBLAS_TRANSPOSE of_a = transpose_a ? CblasTrans : CblasNoTrans, of_b = transpose_b ? CblasTrans : CblasNoTrans;
#ifdef EMBEDLAB_DOUBLE
    cblas_dgemm(CblasRowMajor, of_a, of_b, (int)m, (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
#else
    cblas_sgemm(CblasRowMajor, of_a, of_b, (int)m, (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
#endif
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

/* bf16 without an instruction for it: the product of rounded copies, a block at a time. */
static void multiply_bf16_emulated(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha,
                                   const real *a, long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    enum { DOWN = 128, ACROSS = 128, DEPTH = 256 };
    real block_a[DOWN * DEPTH], block_b[ACROSS * DEPTH];
    gemm_function *multiply = gemm_serial(PRECISION_FP32);
    for (long j = 0; j < n; j += ACROSS) {
        long across = smaller(ACROSS, n - j);
        for (long p = 0; p < k; p += DEPTH) {
            long depth = smaller(DEPTH, k - p), columns_b = transpose_b ? depth : across;
            copy_nearest_bf16(transpose_b ? b + j * ldb + p : b + p * ldb + j, ldb, transpose_b ? across : depth,
                              columns_b, block_b);
            for (long i = 0; i < m; i += DOWN) {
                long down = smaller(DOWN, m - i), columns_a = transpose_a ? down : depth;
                copy_nearest_bf16(transpose_a ? a + p * lda + i : a + i * lda + p, lda, transpose_a ? depth : down,
                                  columns_a, block_a);
                multiply(transpose_a, transpose_b, down, across, depth, alpha, block_a, columns_a, block_b, columns_b,
                         p == 0 ? beta : 1, c + i * ldc + j, ldc);
            }
        }
    }
}

gemm_function *gemm_serial(enum precision precision)
{
#if HAS_OWN_KERNELS
    if (own_kernels() && precision == PRECISION_FP32)
        return gemm_avx512;
    if (own_kernels() && __builtin_cpu_supports("avx512bf16"))
        return gemm_avx512_bf16;
#endif
    return precision == PRECISION_BF16 ? multiply_bf16_emulated : multiply_blas;
}

bool gemm_is_emulated(enum precision precision)
{
    return gemm_serial(precision) == multiply_bf16_emulated;
}

/* ---- all threads ---- */

/* Largest and smallest tile of C. OpenBLAS on AVX2 lost 1-3 % at 256 x 512 against one call for all, 10 % at
 * 64 x 64; no shape of a language model needed the sum over k split as well. */
enum { TILE_ROWS = 20 * GEMM_AVX512_ROWS, TILE_COLUMNS = 512, TILE_SMALLEST = 64 };

/* How many tiles a product should have so that threads share it evenly. With BLAS, whose sums may depend on where in a
 * tile an element is, the cut depends on the shape alone, never on the number of threads. Our own kernels sum in
 * the same order wherever it is; then fewer threads get larger tiles, of which less is copied into panels. */
enum { TILES_WANTED = 16, TILES_WANTED_PER_THREAD = 4 };

/* Below this many multiplications, waking the threads costs more than they save. */
#define PARALLEL_FROM 1e6

static long divide_up(long size, long by)
{
    return (size + by - 1) / by;
}

/* Sides of a tile of a matrix [m, n]. */
static void cut(long m, long n, long *rows, long *columns)
{
    long wanted = own_kernels() ? TILES_WANTED_PER_THREAD * omp_get_max_threads() : TILES_WANTED;
    long down = divide_up(m, TILE_ROWS), across = divide_up(n, TILE_COLUMNS);
    for (;;) {
        *rows = divide_up(divide_up(m, down), GEMM_AVX512_ROWS) * GEMM_AVX512_ROWS;
        *columns = divide_up(divide_up(n, across), GEMM_AVX512_COLUMNS) * GEMM_AVX512_COLUMNS;
        if (divide_up(m, *rows) * divide_up(n, *columns) >= wanted)
            return;
        if (*rows > *columns && *rows > TILE_SMALLEST)
            down++;
        else if (*columns > TILE_SMALLEST)
            across++;
        else
            return;
    }
}

void gemm_in(enum precision precision, bool transpose_a, bool transpose_b, long m, long n, long k, real alpha,
             const real *a, long lda, const real *b, long ldb, real beta, real *c, long ldc)
{
    if (m <= 0 || n <= 0)
        return;
    gemm_function *multiply = k > 0 ? gemm_serial(precision) : multiply_blas;
    long rows, columns;
    cut(m, n, &rows, &columns);
    long across = divide_up(n, columns), tiles = divide_up(m, rows) * across;

#pragma omp parallel for schedule(dynamic) if (tiles > 1 && !omp_in_parallel() && (double)m * n * k > PARALLEL_FROM)
    for (long tile = 0; tile < tiles; tile++) {
        long i = tile / across * rows, j = tile % across * columns;
        multiply(transpose_a, transpose_b, smaller(rows, m - i), smaller(columns, n - j), k, alpha,
                 transpose_a ? a + i : a + i * lda, lda, transpose_b ? b + j * ldb : b + j, ldb, beta, c + i * ldc + j,
                 ldc);
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
    return own_kernels() ? "own GEMM" : openblas_get_corename();
}
