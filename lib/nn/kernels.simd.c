/* kernels.simd.c: see kernels.h. Loops that compilers vectorise for each instruction set. */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "nn/kernels.h"

/* ---- exponential ---- */

#ifdef EMBEDLAB_DOUBLE
static inline real exponential(real x)
{
    return exp(x);
}
#else
/* exp(x) = 2^k exp(r), k = round(x / ln 2), |r| <= ln 2 / 2; the polynomial is Cephes' expf
 * (S. Moshier). Below 2 ulp from -87.3 to 88, saturating outside; NaN stays NaN. */
static inline float exponential(float x)
{
    const float round = 0x1.8p23f; /* adding it leaves the integer in the low bits */
    x = x < -87.3f ? -87.3f : x;
    x = x > 88.0f ? 88.0f : x;
    float shifted = x * 0x1.715476p+0f + round;
    float k = shifted - round;
    float r = (x - k * 0.693359375f) - k * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1;
    uint32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 127) << 23; /* 2^k: the exponent field; what `round` set above is shifted out */
    float power;
    memcpy(&power, &bits, sizeof power);
    return p * power;
}
#endif

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

/* ---- GELU, tanh form (Hendrycks & Gimpel 2016) ----
 *
 * gelu(x) = x/2 (1 + tanh u) = x s,  u = sqrt(2/pi) (x + 0.044715 x^3),  s = 1 / (1 + exp(-2u))
 * gelu'(x) = s + x s (1 - s) 2 u',   u' = sqrt(2/pi) (1 + 3 * 0.044715 x^2) */

#define GELU_A ((real)0.79788456080286535588) /* sqrt(2 / pi) */
#define GELU_B ((real)0.044715)

static void gelu(const real *restrict x, real *restrict y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real v = x[i];
        real u = GELU_A * (v + GELU_B * v * v * v);
        y[i] = v / (1 + exponential(-2 * u));
    }
}

static void gelu_backward(const real *restrict x, const real *dy, real *dx, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real v = x[i];
        real u = GELU_A * (v + GELU_B * v * v * v);
        real s = 1 / (1 + exponential(-2 * u));
        real slope = s + v * s * (1 - s) * 2 * GELU_A * (1 + 3 * GELU_B * v * v);
        dx[i] = dy[i] * slope;
    }
}

/* ---- GELU, exact form ----
 *
 * gelu(x) = x Phi(x)      gelu'(x) = Phi(x) + x phi(x)      phi = standard normal density, Phi its integral */

struct normal {
    real density, below; /* phi(x), Phi(x) */
};

static inline struct normal standard_normal(real x)
{
    real power = exponential(x * x * (real)-0.5), density = power * (real)0.39894228040143267794;
#ifdef EMBEDLAB_DOUBLE
    return (struct normal){density, 0.5 * erfc(-x * 0.70710678118654752440)};
#else
    /* 1 - Phi(a) = exp(-a^2 / 2) t p(t), t = 1 / (1 + 0.28 a), a >= 0; the polynomial was fitted to a relative
     * error of 1.7e-7 */
    float a = x < 0 ? -x : x, t = 1 / (1 + 0.28f * a);
    float p = 2.4719954352e-2f;
    p = p * t - 9.3593055025e-2f;
    p = p * t + 9.2428017011e-2f;
    p = p * t - 6.4491037238e-3f;
    p = p * t + 7.2774980138e-2f;
    p = p * t + 8.3630798328e-2f;
    p = p * t + 1.0308466379e-1f;
    p = p * t + 1.1169980274e-1f;
    p = p * t + 1.1170385755e-1f;
    float tail = p * t * power;
    return (struct normal){density, x < 0 ? tail : 1 - tail};
#endif
}

/* erfc is a call, which no compiler puts side by side. */
#ifdef EMBEDLAB_DOUBLE
#define SIMD_UNLESS_DOUBLE
#else
#define SIMD_UNLESS_DOUBLE _Pragma("omp simd")
#endif

static void exact_gelu(const real *restrict x, real *restrict y, long n)
{
    SIMD_UNLESS_DOUBLE
    for (long i = 0; i < n; i++)
        y[i] = x[i] * standard_normal(x[i]).below;
}

static void exact_gelu_backward(const real *restrict x, const real *dy, real *dx, long n)
{
    SIMD_UNLESS_DOUBLE
    for (long i = 0; i < n; i++) {
        struct normal normal = standard_normal(x[i]);
        dx[i] = dy[i] * (normal.below + x[i] * normal.density);
    }
}

/* ---- SwiGLU (Shazeer 2020) ----
 *
 * y = silu(gate) up,  silu(x) = x s,  s = 1 / (1 + exp(-x))
 * d gate = dy up s (1 + gate (1 - s))      d up = dy silu(gate) */

static void swiglu(const real *restrict gate, const real *restrict up, real *restrict y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] = gate[i] / (1 + exponential(-gate[i])) * up[i];
}

static void swiglu_backward(real *restrict gate, real *restrict up, const real *restrict dy, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real g = gate[i], s = 1 / (1 + exponential(-g));
        gate[i] = dy[i] * up[i] * s * (1 + g * (1 - s));
        up[i] = dy[i] * g * s;
    }
}

/* ---- LayerNorm (Ba et al. 2016): y = (x - mean) rstd gain + bias ---- */

static void layernorm(const real *restrict x, const real *restrict gain, const real *restrict bias, real epsilon,
                      real *restrict y, real *restrict mean, real *restrict rstd, long n)
{
    real sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
    for (long i = 0; i < n; i++)
        sum += x[i];
    real m = sum / (real)n;
#pragma omp simd reduction(+ : squares)
    for (long i = 0; i < n; i++)
        squares += (x[i] - m) * (x[i] - m);
    real r = 1 / (real)sqrt(squares / (real)n + epsilon);
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] = (x[i] - m) * r * gain[i] + bias[i];
    *mean = m;
    *rstd = r;
}

/* With h = (x - mean) rstd and g = dy gain:  dx += rstd (g - mean(g) - h mean(g h)). */
static void layernorm_backward(const real *restrict x, const real *restrict gain, const real *restrict dy, real mean,
                               real rstd, real *restrict dx, long n)
{
    real sum_g = 0, sum_gh = 0;
#pragma omp simd reduction(+ : sum_g, sum_gh)
    for (long i = 0; i < n; i++) {
        real g = dy[i] * gain[i];
        sum_g += g;
        sum_gh += g * ((x[i] - mean) * rstd);
    }
    real mean_g = sum_g / (real)n, mean_gh = sum_gh / (real)n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        dx[i] += rstd * (dy[i] * gain[i] - mean_g - (x[i] - mean) * rstd * mean_gh);
}

static void layernorm_sums(const real *restrict x, const real *restrict dy, const real *restrict mean,
                           const real *restrict rstd, long rows, long stride, long n, real *restrict d_gain,
                           real *restrict d_bias)
{
    for (long start = 0; start < n; start += COLUMNS) {
        long width = n - start < COLUMNS ? n - start : COLUMNS;
        real gain[COLUMNS] = {0}, bias[COLUMNS] = {0};
        for (long r = 0; r < rows; r++) {
            const real *xr = x + r * stride + start, *dyr = dy + r * stride + start;
            real m = mean[r], s = rstd[r];
#pragma omp simd
            for (long j = 0; j < width; j++) {
                gain[j] += dyr[j] * ((xr[j] - m) * s);
                bias[j] += dyr[j];
            }
        }
        for (long j = 0; j < width; j++) {
            d_gain[start + j] += gain[j];
            d_bias[start + j] += bias[j];
        }
    }
}

/* ---- RMSNorm (Zhang & Sennrich 2019): y = x rstd gain,  rstd = 1 / sqrt(mean(x^2) + epsilon) ---- */

static void rmsnorm(const real *restrict x, const real *restrict gain, real epsilon, real *restrict y,
                    real *restrict rstd, long n)
{
    real squares = 0;
#pragma omp simd reduction(+ : squares)
    for (long i = 0; i < n; i++)
        squares += x[i] * x[i];
    real r = 1 / (real)sqrt(squares / (real)n + epsilon);
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] = x[i] * r * gain[i];
    *rstd = r;
}

/* With h = x rstd and g = dy gain:  dx += rstd (g - h mean(g h)). */
static void rmsnorm_backward(const real *restrict x, const real *restrict gain, const real *restrict dy, real rstd,
                             real *restrict dx, long n)
{
    real sum_gh = 0;
#pragma omp simd reduction(+ : sum_gh)
    for (long i = 0; i < n; i++)
        sum_gh += dy[i] * gain[i] * (x[i] * rstd);
    real mean_gh = sum_gh / (real)n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        dx[i] += rstd * (dy[i] * gain[i] - x[i] * rstd * mean_gh);
}

static void rmsnorm_sums(const real *restrict x, const real *restrict dy, const real *restrict rstd, long rows,
                         long stride, long n, real *restrict d_gain)
{
    for (long start = 0; start < n; start += COLUMNS) {
        long width = n - start < COLUMNS ? n - start : COLUMNS;
        real gain[COLUMNS] = {0};
        for (long r = 0; r < rows; r++) {
            const real *xr = x + r * stride + start, *dyr = dy + r * stride + start;
            real s = rstd[r];
#pragma omp simd
            for (long j = 0; j < width; j++)
                gain[j] += dyr[j] * (xr[j] * s);
        }
        for (long j = 0; j < width; j++)
            d_gain[start + j] += gain[j];
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

#if defined SIMD_avx512
#define SET_NAME "AVX-512"
#elif defined SIMD_avx2
#define SET_NAME "AVX2"
#else
#define SET_NAME "portable"
#endif

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
    .gelu = gelu,
    .gelu_backward = gelu_backward,
    .exact_gelu = exact_gelu,
    .exact_gelu_backward = exact_gelu_backward,
    .swiglu = swiglu,
    .swiglu_backward = swiglu_backward,
    .layernorm = layernorm,
    .layernorm_backward = layernorm_backward,
    .layernorm_sums = layernorm_sums,
    .rmsnorm = rmsnorm,
    .rmsnorm_backward = rmsnorm_backward,
    .rmsnorm_sums = rmsnorm_sums,
    .rotate = rotate,
    .rotate_back = rotate_back,
    .attention_backward = attention_backward,
    .dropout_mask = dropout_mask,
    .adamw = adamw,
};
