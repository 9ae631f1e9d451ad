/* gemm_avx512.c: the scheme of Goto & van de Geijn (2008).
 *
 * A block of op(b), [DEPTH, ACROSS], is copied into panels of 32 columns, and a block of op(a),
 * [DOWN, DEPTH], into panels of 14 rows, so that what follows reads memory in order; the innermost
 * loop then keeps 14 x 32 sums in 28 of the 32 registers.
 *
 * The panels consist of words of 32 bits. In fp32 a word is a number; in bf16 it is two neighbours along k, of
 * which one instruction adds both products to a sum: half the words, half the instructions.
 *
 * One instruction set only, hence compiled by attributes and not once per set. */
#ifdef __x86_64__
#include "math/gemm_avx512.h"

#include <immintrin.h>

enum { ROWS = GEMM_AVX512_ROWS, COLUMNS = GEMM_AVX512_COLUMNS, LANES = 16 };
/* A panel of b in the first cache, the block of a in the second, that of b beside it. DEPTH is in words. */
enum { DEPTH = 256, DOWN = 10 * ROWS, ACROSS = 16 * COLUMNS };

#define AVX512      __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma")))
#define AVX512_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,avx512bf16")))
#define INLINE      static inline __attribute__((always_inline))

/* The first n lanes. */
static __mmask16 first(long n)
{
    return (__mmask16)(n >= LANES ? 0xffff : n <= 0 ? 0 : (1 << n) - 1);
}

static long smaller(long a, long b)
{
    return a < b ? a : b;
}

/* Starts to fetch what will be needed soon, in steps through memory that the processor does not foresee. May point
 * beyond the array. */
INLINE void prefetch(const float *base, long offset)
{
    _mm_prefetch((const char *)base + offset * (long)sizeof *base, _MM_HINT_T0);
}

/* r[i] lane j <-> r[j] lane i */
AVX512 INLINE void transpose(__m512 r[LANES])
{
    __m512 t[LANES];
#pragma GCC unroll 8
    for (int i = 0; i < 16; i += 2) { /* pairs of rows: 2 x 2 within 128-bit lanes */
        t[i] = _mm512_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_ps(r[i], r[i + 1]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 16; i += 4) { /* fours of rows: r[i + j] lane L holds column 4 L + j */
        r[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(t[i]), _mm512_castps_pd(t[i + 2])));
        r[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(t[i]), _mm512_castps_pd(t[i + 2])));
        r[i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(t[i + 1]), _mm512_castps_pd(t[i + 3])));
        r[i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(t[i + 1]), _mm512_castps_pd(t[i + 3])));
    }
#pragma GCC unroll 4
    for (int j = 0; j < 4; j++) { /* the 128-bit lanes themselves: 4 x 4 */
        __m512 even_low = _mm512_shuffle_f32x4(r[j], r[4 + j], 0x88);
        __m512 even_high = _mm512_shuffle_f32x4(r[8 + j], r[12 + j], 0x88);
        __m512 odd_low = _mm512_shuffle_f32x4(r[j], r[4 + j], 0xdd);
        __m512 odd_high = _mm512_shuffle_f32x4(r[8 + j], r[12 + j], 0xdd);
        t[j] = _mm512_shuffle_f32x4(even_low, even_high, 0x88);
        t[4 + j] = _mm512_shuffle_f32x4(odd_low, odd_high, 0x88);
        t[8 + j] = _mm512_shuffle_f32x4(even_low, even_high, 0xdd);
        t[12 + j] = _mm512_shuffle_f32x4(odd_low, odd_high, 0xdd);
    }
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        r[i] = t[i];
}

/* ---- packing ----
 *
 * Copies `width` lines of `depth` numbers into panels of `panel` lines, the last one filled up with anything: word p of
 * line i goes to to[i / panel * panel * words + p * panel + i % panel]. Two ways, by how the array lies in memory:
 * "along" from[i * stride + p], so to be transposed, 16 x 16 words at a time; "across" from[p * stride + i]. All may
 * write up to LANES words beyond the last panel's end. */

enum { ROWS_AHEAD = 8 }; /* to prefetch, "across" */

typedef void pack_function(const float *from, long stride, long width, long depth, long panel, float *to);

/* A store's surplus lanes are overwritten by the next. */
AVX512 INLINE void store_transposed(__m512 r[LANES], long words, long panel, float *to)
{
    transpose(r);
#pragma GCC unroll 16
    for (int l = 0; l < LANES; l++)
        if (l < words)
            _mm512_storeu_ps(to + l * panel, r[l]);
}

/* Lines beyond the last are copies of it. */
AVX512 static void pack_along(const float *from, long stride, long width, long depth, long panel, float *to)
{
    for (long i = 0; i < width; i += panel, to += panel * depth)
        for (long p = 0; p < depth; p += LANES)
            for (long part = 0; part < panel; part += LANES) {
                const float *line = from + p + smaller(i + part, width - 1) * stride;
                long last = smaller(width - 1 - i - part, LANES - 1);
                __mmask16 mask = first(depth - p);
                __m512 r[LANES];
#pragma GCC unroll 16
                for (int l = 0; l < LANES; l++) {
                    r[l] = _mm512_maskz_loadu_ps(mask, line);
                    line += l < last ? stride : 0;
                }
                store_transposed(r, depth - p, panel, to + p * panel + part);
            }
}

AVX512 static void pack_across(const float *from, long stride, long width, long depth, long panel, float *to)
{
    for (long p = 0; p < depth; p++, from += stride)
        for (long i = 0; i < width; i += panel)
            for (long part = 0; part < panel; part += LANES) {
                prefetch(from + i + part, ROWS_AHEAD * stride);
                _mm512_mask_storeu_ps(to + i * depth + p * panel + part, first(panel - part),
                                      _mm512_maskz_loadu_ps(first(width - i - part), from + i + part));
            }
}

AVX512_BF16 static void pack_along_bf16(const float *from, long stride, long width, long depth, long panel, float *to)
{
    long words = (depth + 1) / 2;
    for (long i = 0; i < width; i += panel, to += panel * words)
        for (long p = 0; p < words; p += LANES)
            for (long part = 0; part < panel; part += LANES) {
                const float *line = from + 2 * p + smaller(i + part, width - 1) * stride;
                long last = smaller(width - 1 - i - part, LANES - 1);
                __mmask16 low = first(depth - 2 * p), high = first(depth - 2 * p - LANES);
                __m512 r[LANES];
#pragma GCC unroll 16
                for (int l = 0; l < LANES; l++) {
                    r[l] = (__m512)_mm512_cvtne2ps_pbh(_mm512_maskz_loadu_ps(high, line + LANES),
                                                       _mm512_maskz_loadu_ps(low, line));
                    line += l < last ? stride : 0;
                }
                store_transposed(r, words - p, panel, to + p * panel + part);
            }
}

AVX512_BF16 static void pack_across_bf16(const float *from, long stride, long width, long depth, long panel, float *to)
{
    /* lane 2 i <- lane i, lane 2 i + 1 <- lane 16 + i */
    const __m512i interleave = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22,
                                                6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    long words = (depth + 1) / 2;
    for (long p = 0; p < words; p++, from += 2 * stride)
        for (long i = 0; i < width; i += panel)
            for (long part = 0; part < panel; part += LANES) {
                prefetch(from + i + part, ROWS_AHEAD * stride);
                prefetch(from + i + part, (ROWS_AHEAD + 1) * stride);
                __mmask16 mask = first(width - i - part), of_second = 2 * p + 1 < depth ? mask : 0;
                __m512 even = _mm512_maskz_loadu_ps(mask, from + i + part);
                __m512 odd = _mm512_maskz_loadu_ps(of_second, from + stride + i + part);
                __m512i pairs = _mm512_permutexvar_epi16(interleave, (__m512i)_mm512_cvtne2ps_pbh(odd, even));
                _mm512_mask_storeu_ps(to + i * words + p * panel + part, first(panel - part), (__m512)pairs);
            }
}

/* ---- one panel of each: c[rows, columns] = alpha a b + beta c, 14 x 32 sums in registers ---- */

typedef void multiply_function(long words, const float *a, const float *b, float alpha, float beta, float *c, long ldc,
                               long rows, long columns);

/* The sums take longer than it takes to fetch where they go. */
INLINE void prefetch_sums(const float *c, long ldc, long rows)
{
    for (long i = 0; i < rows && i < ROWS; i++) {
        prefetch(c, i * ldc);
        prefetch(c, i * ldc + LANES);
    }
}

AVX512 INLINE void store_sums(__m512 sum[ROWS][2], float alpha, float beta, float *c, long ldc, long rows, long columns)
{
    __mmask16 mask0 = first(columns), mask1 = first(columns - LANES);
    __m512 alphas = _mm512_set1_ps(alpha), betas = _mm512_set1_ps(beta);
#pragma GCC unroll 14
    for (int i = 0; i < ROWS; i++) {
        if (i >= rows)
            break;
        float *to = c + i * ldc;
        __m512 c0 = _mm512_mul_ps(alphas, sum[i][0]), c1 = _mm512_mul_ps(alphas, sum[i][1]);
        if (beta != 0) { /* 0 overwrites whatever is there, a NaN too */
            c0 = _mm512_fmadd_ps(betas, _mm512_maskz_loadu_ps(mask0, to), c0);
            c1 = _mm512_fmadd_ps(betas, _mm512_maskz_loadu_ps(mask1, to + LANES), c1);
        }
        _mm512_mask_storeu_ps(to, mask0, c0);
        _mm512_mask_storeu_ps(to + LANES, mask1, c1);
    }
}

AVX512 static void multiply(long words, const float *a, const float *b, float alpha, float beta, float *c, long ldc,
                            long rows, long columns)
{
    __m512 sum[ROWS][2];
#pragma GCC unroll 14
    for (int i = 0; i < ROWS; i++)
        sum[i][0] = sum[i][1] = _mm512_setzero_ps();
    prefetch_sums(c, ldc, rows);
    for (long p = 0; p < words; p++) {
        __m512 b0 = _mm512_load_ps(b + p * COLUMNS), b1 = _mm512_load_ps(b + p * COLUMNS + LANES);
#pragma GCC unroll 14
        for (int i = 0; i < ROWS; i++) {
            __m512 ai = _mm512_set1_ps(a[p * ROWS + i]);
            sum[i][0] = _mm512_fmadd_ps(ai, b0, sum[i][0]);
            sum[i][1] = _mm512_fmadd_ps(ai, b1, sum[i][1]);
        }
    }
    store_sums(sum, alpha, beta, c, ldc, rows, columns);
}

AVX512_BF16 static void multiply_bf16(long words, const float *a, const float *b, float alpha, float beta, float *c,
                                      long ldc, long rows, long columns)
{
    __m512 sum[ROWS][2];
#pragma GCC unroll 14
    for (int i = 0; i < ROWS; i++)
        sum[i][0] = sum[i][1] = _mm512_setzero_ps();
    prefetch_sums(c, ldc, rows);
    for (long p = 0; p < words; p++) {
        __m512bh b0 = (__m512bh)_mm512_load_ps(b + p * COLUMNS), b1 = (__m512bh)_mm512_load_ps(b + p * COLUMNS + LANES);
#pragma GCC unroll 14
        for (int i = 0; i < ROWS; i++) {
            __m512bh ai = (__m512bh)_mm512_set1_ps(a[p * ROWS + i]);
            sum[i][0] = _mm512_dpbf16_ps(sum[i][0], ai, b0);
            sum[i][1] = _mm512_dpbf16_ps(sum[i][1], ai, b1);
        }
    }
    store_sums(sum, alpha, beta, c, ldc, rows, columns);
}

/* ---- the blocks ---- */

struct format {
    long numbers; /* in a word */
    pack_function *pack_along, *pack_across;
    multiply_function *multiply;
};

static void product(const struct format *f, bool transpose_a, bool transpose_b, long m, long n, long k, float alpha,
                    const float *a, long lda, const float *b, long ldb, float beta, float *c, long ldc)
{
    _Alignas(64) float block_a[DOWN * DEPTH + LANES], block_b[ACROSS * DEPTH + LANES];
    for (long j0 = 0; j0 < n; j0 += ACROSS) {
        long across = smaller(ACROSS, n - j0);
        for (long p0 = 0; p0 < k; p0 += DEPTH * f->numbers) {
            long depth = smaller(DEPTH * f->numbers, k - p0), words = (depth + f->numbers - 1) / f->numbers;
            if (transpose_b)
                f->pack_along(b + j0 * ldb + p0, ldb, across, depth, COLUMNS, block_b);
            else
                f->pack_across(b + p0 * ldb + j0, ldb, across, depth, COLUMNS, block_b);
            for (long i0 = 0; i0 < m; i0 += DOWN) {
                long down = smaller(DOWN, m - i0);
                if (transpose_a)
                    f->pack_across(a + p0 * lda + i0, lda, down, depth, ROWS, block_a);
                else
                    f->pack_along(a + i0 * lda + p0, lda, down, depth, ROWS, block_a);
                for (long j = 0; j < across; j += COLUMNS)
                    for (long i = 0; i < down; i += ROWS)
                        f->multiply(words, block_a + i * words, block_b + j * words, alpha, p0 == 0 ? beta : 1,
                                    c + (i0 + i) * ldc + j0 + j, ldc, down - i, across - j);
            }
        }
    }
}

void gemm_avx512(bool transpose_a, bool transpose_b, long m, long n, long k, float alpha, const float *a, long lda,
                 const float *b, long ldb, float beta, float *c, long ldc)
{
    static const struct format fp32 = {1, pack_along, pack_across, multiply};
    product(&fp32, transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void gemm_avx512_bf16(bool transpose_a, bool transpose_b, long m, long n, long k, float alpha, const float *a, long lda,
                      const float *b, long ldb, float beta, float *c, long ldc)
{
    static const struct format bf16 = {2, pack_along_bf16, pack_across_bf16, multiply_bf16};
    product(&bf16, transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
#else
typedef int gemm_avx512_is_for_x86_64;
#endif
