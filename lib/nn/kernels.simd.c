/* kernels.simd.c: see kernels.h. Loops that compilers vectorise for each instruction set, and the table of all. */
#include <math.h>

#include "base/random.h"
#include "nn/exponential.h"
#include "nn/kernels.h"

static real maximum(const real *x, long n)
{
    enum { WIDTH = 32 }; /* side by side: compilers refuse to reorder a maximum themselves */
    real lane[WIDTH], largest = x[0];
    long whole = n / WIDTH * WIDTH;
    for (int j = 0; j < WIDTH; j++)
        lane[j] = x[0];
    for (long i = 0; i < whole; i += WIDTH)
        for (int j = 0; j < WIDTH; j++)
            lane[j] = x[i + j] > lane[j] ? x[i + j] : lane[j];
    for (int j = 0; j < WIDTH; j++)
        largest = lane[j] > largest ? lane[j] : largest;
    for (long i = whole; i < n; i++)
        largest = x[i] > largest ? x[i] : largest;
    return largest;
}

static double exp_sum(real *x, long n, real shift)
{
    double sum = 0;
    for (long start = 0; start < n; start += 1024) { /* short sums in real, the long one in double */
        long end = start + 1024 < n ? start + 1024 : n;
        real part = 0;
#pragma omp simd reduction(+ : part)
        for (long i = start; i < end; i++) {
            real e = exponential(x[i] - shift);
            x[i] = e;
            part += e;
        }
        sum += part;
    }
    return sum;
}

/* ---- sums and products ---- */

static void scale(real *x, long n, real a)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        x[i] *= a;
}

static void add(const real *restrict x, real *restrict y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] += x[i];
}

static void multiply_add(const real *restrict x, const real *restrict mask, real *restrict y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] += x[i] * mask[i];
}

static void multiply(const real *x, const real *restrict mask, real *y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] = x[i] * mask[i];
}

static double sum_of_squares(const real *x, long n)
{
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (long i = 0; i < n; i++)
        sum += (double)x[i] * (double)x[i];
    return sum;
}

#define COLUMNS 64 /* accumulators kept in registers or the first cache */

static void column_sums(const real *restrict x, long rows, long stride, long n, real *restrict out)
{
    for (long start = 0; start < n; start += COLUMNS) {
        long width = n - start < COLUMNS ? n - start : COLUMNS;
        real sum[COLUMNS] = {0};
        for (long r = 0; r < rows; r++) {
            const real *row = x + r * stride + start;
#pragma omp simd
            for (long j = 0; j < width; j++)
                sum[j] += row[j];
        }
        for (long j = 0; j < width; j++)
            out[start + j] += sum[j];
    }
}

/* ---- rotary positions ---- */

static void rotate(real *restrict x, real *restrict y, const real *restrict cosine, const real *restrict sine, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real a = x[i], b = y[i];
        x[i] = a * cosine[i] - b * sine[i];
        y[i] = b * cosine[i] + a * sine[i];
    }
}

static void rotate_back(real *restrict x, real *restrict y, const real *restrict cosine, const real *restrict sine,
                        long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real a = x[i], b = y[i];
        x[i] = a * cosine[i] + b * sine[i];
        y[i] = b * cosine[i] - a * sine[i];
    }
}

/* ---- attention ---- */

static void attention_backward(real *restrict p, real *restrict dp, const real *restrict mask, real dot, long n)
{
    if (!mask) {
#pragma omp simd
        for (long i = 0; i < n; i++)
            dp[i] = p[i] * (dp[i] - dot);
        return;
    }
#pragma omp simd
    for (long i = 0; i < n; i++) {
        dp[i] = p[i] * (dp[i] * mask[i] - dot);
        p[i] *= mask[i];
    }
}

/* ---- dropout ----
 *
 * A group of 64 columns takes 16 Philox blocks: word w of block i is for column 16 w + i, so that
 * the rounds and the stores run over 16 lanes side by side. */

#define LANES (DROPOUT_GROUP / 4)

static void philox_group(const struct dropout_draw *d, uint32_t group, uint32_t word[4][LANES])
{
    uint32_t *c0 = word[0], *c1 = word[1], *c2 = word[2], *c3 = word[3];
    for (uint32_t i = 0; i < LANES; i++) {
        c0[i] = group * LANES + i;
        c1[i] = (uint32_t)RANDOM_DROPOUT | d->site << 8;
        c2[i] = d->row;
        c3[i] = d->step;
    }
    uint32_t k0 = (uint32_t)d->seed, k1 = (uint32_t)(d->seed >> 32);
    for (int round = 0; round < 10; round++) { /* as random_philox */
#pragma omp simd
        for (int i = 0; i < LANES; i++) {
            uint64_t p0 = (uint64_t)0xD2511F53u * c0[i], p1 = (uint64_t)0xCD9E8D57u * c2[i];
            c0[i] = (uint32_t)(p1 >> 32) ^ c1[i] ^ k0;
            c1[i] = (uint32_t)p1;
            c2[i] = (uint32_t)(p0 >> 32) ^ c3[i] ^ k1;
            c3[i] = (uint32_t)p0;
        }
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
}

static void dropout_mask(const struct dropout_draw *d, uint32_t column, real *mask, long n)
{
    const uint32_t threshold = d->threshold; /* out of the loop, which is a branch for each draw otherwise */
    const real scale = d->scale;
    uint32_t word[4][LANES];
    for (long start = 0; start < n; start += DROPOUT_GROUP) {
        long width = n - start < DROPOUT_GROUP ? n - start : DROPOUT_GROUP;
        const uint32_t *draws = word[0];
        philox_group(d, column / DROPOUT_GROUP + (uint32_t)(start / DROPOUT_GROUP), word);
#pragma omp simd
        for (long j = 0; j < width; j++)
            mask[start + j] = draws[j] < threshold ? 0 : scale;
    }
}

/* ---- AdamW ---- */

static void adamw(const struct adamw_step *s, real *restrict value, const real *restrict gradient, real *restrict first,
                  real *restrict second, long n)
{
    const struct adamw_step c = *s;
    if (!gradient) {
#pragma omp simd
        for (long i = 0; i < n; i++) {
            first[i] *= c.beta1;
            second[i] *= c.beta2;
            value[i] = value[i] * c.keep - c.step_size * first[i] / ((real)sqrt(second[i]) * c.correction + c.epsilon);
        }
        return;
    }
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real g = gradient[i] * c.gradient_scale;
        first[i] = c.beta1 * first[i] + c.rest1 * g;
        second[i] = c.beta2 * second[i] + c.rest2 * (g * g);
        value[i] = value[i] * c.keep - c.step_size * first[i] / ((real)sqrt(second[i]) * c.correction + c.epsilon);
    }
}

/* ---- the table ---- */

#if defined SIMD_avx512
#define SET_NAME "AVX-512"
#elif defined SIMD_avx2
#define SET_NAME "AVX2"
#else
#define SET_NAME "portable"
#endif

/* In activation.simd.c and norm.simd.c. */
#define KERNEL(name) extern __typeof__(*((struct nn_kernels *)0)->name) SIMD_NAME(name)
KERNEL(gelu);
KERNEL(gelu_backward);
KERNEL(exact_gelu);
KERNEL(exact_gelu_backward);
KERNEL(swiglu);
KERNEL(swiglu_backward);
KERNEL(layernorm);
KERNEL(layernorm_backward);
KERNEL(layernorm_sums);
KERNEL(rmsnorm);
KERNEL(rmsnorm_backward);
KERNEL(rmsnorm_sums);

extern const struct nn_kernels SIMD_NAME(nn_kernels);
const struct nn_kernels SIMD_NAME(nn_kernels) = {
    .name = SET_NAME,
    .maximum = maximum,
    .exp_sum = exp_sum,
    .scale = scale,
    .add = add,
    .multiply_add = multiply_add,
    .multiply = multiply,
    .sum_of_squares = sum_of_squares,
    .column_sums = column_sums,
    .gelu = SIMD_NAME(gelu),
    .gelu_backward = SIMD_NAME(gelu_backward),
    .exact_gelu = SIMD_NAME(exact_gelu),
    .exact_gelu_backward = SIMD_NAME(exact_gelu_backward),
    .swiglu = SIMD_NAME(swiglu),
    .swiglu_backward = SIMD_NAME(swiglu_backward),
    .layernorm = SIMD_NAME(layernorm),
    .layernorm_backward = SIMD_NAME(layernorm_backward),
    .layernorm_sums = SIMD_NAME(layernorm_sums),
    .rmsnorm = SIMD_NAME(rmsnorm),
    .rmsnorm_backward = SIMD_NAME(rmsnorm_backward),
    .rmsnorm_sums = SIMD_NAME(rmsnorm_sums),
    .rotate = rotate,
    .rotate_back = rotate_back,
    .attention_backward = attention_backward,
    .dropout_mask = dropout_mask,
    .adamw = adamw,
};
