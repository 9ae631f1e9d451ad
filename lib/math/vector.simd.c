/* The kernels of vector.h, compiled once per instruction set. LANES floats make one register; the
 * arithmetic is written with the vector types of gcc and clang, only the folding of registers to
 * sums needs intrinsics to be fast. */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "math/vector.h"

#if defined(SIMD_avx512)
#include <immintrin.h>
enum { LANES = 16 };
#elif defined(SIMD_avx2)
#include <immintrin.h>
enum { LANES = 8 };
#else
enum { LANES = 4 };
#endif

typedef float vec __attribute__((vector_size(LANES * 4), may_alias));
typedef int32_t ivec __attribute__((vector_size(LANES * 4)));
typedef float loose __attribute__((vector_size(LANES * 4), aligned(4), may_alias)); /* any address */
typedef float four __attribute__((vector_size(16), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

/* The sums of the lanes of four registers. */
INLINE four fold(vec a, vec b, vec c, vec d)
{
#if defined(SIMD_avx512)
    __m512 ab = _mm512_unpacklo_ps((__m512)a, (__m512)b) + _mm512_unpackhi_ps((__m512)a, (__m512)b);
    __m512 cd = _mm512_unpacklo_ps((__m512)c, (__m512)d) + _mm512_unpackhi_ps((__m512)c, (__m512)d);
    __m512 all = _mm512_shuffle_ps(ab, cd, 0x44) + _mm512_shuffle_ps(ab, cd, 0xee);
    __m256 half = _mm512_castps512_ps256(all) + _mm512_extractf32x8_ps(all, 1);
    return (four)(_mm256_castps256_ps128(half) + _mm256_extractf128_ps(half, 1));
#elif defined(SIMD_avx2)
    __m256 ab = _mm256_unpacklo_ps((__m256)a, (__m256)b) + _mm256_unpackhi_ps((__m256)a, (__m256)b);
    __m256 cd = _mm256_unpacklo_ps((__m256)c, (__m256)d) + _mm256_unpackhi_ps((__m256)c, (__m256)d);
    __m256 all = _mm256_shuffle_ps(ab, cd, 0x44) + _mm256_shuffle_ps(ab, cd, 0xee);
    return (four)(_mm256_castps256_ps128(all) + _mm256_extractf128_ps(all, 1));
#else
    return (four){(a[0] + a[1]) + (a[2] + a[3]), (b[0] + b[1]) + (b[2] + b[3]), (c[0] + c[1]) + (c[2] + c[3]),
                  (d[0] + d[1]) + (d[2] + d[3])};
#endif
}

/* ---- vectors of any length and alignment ---- */

static float dot(const float *x, const float *y, int n)
{
    vec s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    int i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        const loose *a = (const loose *)(x + i), *b = (const loose *)(y + i);
        s0 += a[0] * b[0];
        s1 += a[1] * b[1];
        s2 += a[2] * b[2];
        s3 += a[3] * b[3];
    }
    for (; i + LANES <= n; i += LANES)
        s0 += *(const loose *)(x + i) * *(const loose *)(y + i);
    four sums = fold(s0, s1, s2, s3);
    float sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    for (; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static void axpy(float a, const float *x, float *y, int n)
{
    int i = 0;
    for (; i + LANES <= n; i += LANES)
        *(loose *)(y + i) += *(const loose *)(x + i) * a;
    for (; i < n; i++)
        y[i] += a * x[i];
}

static void scale(float a, float *x, int n)
{
    int i = 0;
    for (; i + LANES <= n; i += LANES)
        *(loose *)(x + i) *= a;
    for (; i < n; i++)
        x[i] *= a;
}

/* ---- sets of rows: the skip-gram step ----
 *
 * Rows b are taken in blocks of at most BLOCK, a constant in each copy of the two inline functions
 * below, so that everything that belongs to a block stays in registers: 2 x BLOCK sums in dot_block,
 * BLOCK rows and BLOCK increments in update_block. 6 = one word and five negatives. */
enum { BLOCK = 6 };

/* s[2][n] = the dot products of rows a[0], a[1] with b[0..n). */
INLINE void dot_block(float *const *a, float *const *b, int n, int columns, float *s)
{
    const vec zero = {0};
    vec sum[2 * BLOCK + 3] = {zero};
    for (int column = 0; column < columns; column += LANES) {
        vec a0 = *(const vec *)(a[0] + column), a1 = *(const vec *)(a[1] + column);
        for (int j = 0; j < n; j++) {
            vec row = *(const vec *)(b[j] + column);
            sum[j] += a0 * row;
            sum[n + j] += a1 * row;
        }
    }
    for (int k = 0; k < 2 * n; k += 4)
        *(four *)(s + k) = fold(sum[k], sum[k + 1], sum[k + 2], sum[k + 3]);
}

static void dot_rows(float *const *a, int m, float *const *b, int n, int columns, float *s)
{
    if (n == BLOCK) {
        for (int i = 0; i < m; i += 2)
            dot_block(a + i, b, BLOCK, columns, s + i * BLOCK);
        return;
    }
    for (int first = 0; first < n; first += BLOCK) {
        int width = n - first < BLOCK ? n - first : BLOCK;
        for (int i = 0; i < m; i += 2) {
            float block[2 * BLOCK + 3];
            switch (width) {
#define CASE(w)                                                                                                        \
    case w:                                                                                                            \
        dot_block(a + i, b + first, w, columns, block);                                                                \
        break;
                CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
#undef CASE
            }
            memcpy(s + i * n + first, block, width * sizeof(float));
            if (i + 1 < m)
                memcpy(s + (i + 1) * n + first, block + width, width * sizeof(float));
        }
    }
}

/* One register's width of columns: a[i] += e b and b += e' a for b[0..n), n <= BLOCK. `before`
 * holds a's values from before all blocks; NULL: this is the only block. e has `stride` columns. */
INLINE void update_block(float *const *a, int m, float *const *b, int n, int column, const float *e, int stride,
                         const vec *before)
{
    const vec zero = {0};
    vec row[BLOCK], increment[BLOCK];
    for (int j = 0; j < n; j++) {
        row[j] = *(const vec *)(b[j] + column);
        increment[j] = zero;
    }
    for (int i = 0; i < m; i++) {
        vec *place = (vec *)(a[i] + column), value = *place, old = before ? before[i] : value;
        for (int j = 0; j < n; j++) {
            float factor = e[i * stride + j];
            value += row[j] * factor;
            increment[j] += old * factor;
        }
        *place = value;
    }
    /* Added to what is there now: the same row may stand in b twice. */
    for (int j = 0; j < n; j++)
        *(vec *)(b[j] + column) += increment[j];
}

static void update_rows(float *const *a, int m, float *const *b, int n, int columns, const float *e)
{
    assert(m <= VECTOR_ROWS);
    if (n == BLOCK) {
        for (int column = 0; column < columns; column += LANES)
            update_block(a, m, b, BLOCK, column, e, BLOCK, NULL);
        return;
    }
    for (int column = 0; column < columns; column += LANES) {
        vec before[VECTOR_ROWS];
        for (int i = 0; i < m; i++)
            before[i] = *(const vec *)(a[i] + column);
        for (int first = 0; first < n; first += BLOCK) {
            switch (n - first < BLOCK ? n - first : BLOCK) {
#define CASE(w)                                                                                                        \
    case w:                                                                                                            \
        update_block(a, m, b + first, w, column, e + first, n, before);                                                \
        break;
                CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
#undef CASE
            }
        }
    }
}

/* ---- sets of rows: the CBOW step ---- */

static void mean_rows(float *const *a, int m, int columns, float *mean)
{
    const vec zero = {0};
    float share = 1 / (float)m;
    for (int column = 0; column < columns; column += LANES) {
        vec sum = zero;
        for (int i = 0; i < m; i++)
            sum += *(const vec *)(a[i] + column);
        *(vec *)(mean + column) = sum * share;
    }
}

static void update_mean(float *const *a, int m, const float *mean, float *const *b, int n, int columns, const float *e)
{
    const vec zero = {0};
    float share = 1 / (float)m;
    for (int column = 0; column < columns; column += LANES) {
        vec step = zero, center = *(const vec *)(mean + column);
        for (int j = 0; j < n; j++)
            step += *(const vec *)(b[j] + column) * e[j];
        for (int j = 0; j < n; j++)
            *(vec *)(b[j] + column) += center * e[j];
        step *= share;
        for (int i = 0; i < m; i++)
            *(vec *)(a[i] + column) += step;
    }
}

static void add_to_rows(float *const *a, int m, int columns, const float *x)
{
    for (int i = 0; i < m; i++)
        for (int column = 0; column < columns; column += LANES)
            *(vec *)(a[i] + column) += *(const vec *)(x + column);
}

/* ---- the logistic function ---- */

INLINE vec choose(ivec mask, vec yes, vec no)
{
    return (vec)(((ivec)yes & mask) | ((ivec)no & ~mask));
}

/* exp(x) for -87 <= x <= 0: 2^whole * e^rest, |rest| <= log(2)/2, the latter by its Taylor sum. */
INLINE vec exp_negative(vec x)
{
    const float shifter = 0x1.8p23f; /* adding it rounds to a whole number, left in the low bits */
    vec shifted = x * 1.44269504f + shifter, whole = shifted - shifter;
    vec r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f; /* log(2) in two parts */
    vec p = r * (1 / 120.f + r * (1 / 720.f)) + 1 / 24.f;
    p = 1 + r * (1 + r * (1 / 2.f + r * (1 / 6.f + r * p)));
    return p * (vec)(((ivec)shifted + 127) << 23);
}

/* Of |x|: sigma(x) = 1 / (1 + e) or e / (1 + e) and log(1 + exp(x)) = max(x, 0) + log(1 + e) with
 * e = exp(-|x|). The factors 1 + e <= 2 are multiplied up, so that one logarithm does for all. */
static double logistic(const float *s, int count, float *e)
{
    enum { STEP = 32 * LANES }; /* LANES * 32 factors up to 2 stay in the range of double */
    const vec zero = {0}, farthest = zero + 87;
    ivec lane;
    for (int k = 0; k < LANES; k++)
        lane[k] = k;
    double sum = 0;
    for (int start = 0; start < count; start += STEP) {
        int end = count - start < STEP ? count : start + STEP;
        vec factors = zero + 1, positive = zero;
        for (int i = start; i < end; i += LANES) {
            vec x = *(const loose *)(s + i);
            x = choose(lane < end - i, x, -farthest); /* beyond the end: adds nothing */
            vec size = choose(x < zero, -x, x), small = exp_negative(-choose(size > farthest, farthest, size));
            vec high = 1 / (1 + small), y = choose(x < zero, small * high, high);
            *(loose *)(e + i) = choose(x == x, y, x); /* NaN stays NaN */
            factors *= 1 + small;
            positive += choose(x > zero, x, zero);
        }
        double product[4] = {1, 1, 1, 1};
        for (int k = 0; k < LANES; k++) {
            product[k % 4] *= factors[k];
            sum += positive[k];
        }
        sum += log((product[0] * product[1]) * (product[2] * product[3]));
    }
    return sum;
}

#if defined(SIMD_avx512)
#define KERNELS_NAME "AVX-512"
#elif defined(SIMD_avx2)
#define KERNELS_NAME "AVX2"
#else
#define KERNELS_NAME "portable"
#endif

const struct vector_kernels SIMD_NAME(vector_kernels) = {
    .name = KERNELS_NAME,
    .dot = dot,
    .axpy = axpy,
    .scale = scale,
    .dot_rows = dot_rows,
    .logistic = logistic,
    .update_rows = update_rows,
    .mean_rows = mean_rows,
    .update_mean = update_mean,
    .add_to_rows = add_to_rows,
};
