/* activation.simd.c: see kernels.h. */
#include <math.h>

#include "nn/exponential.h"
#include "nn/kernels.h"

/* ---- GELU, tanh form (Hendrycks & Gimpel 2016) ----
 *
 * gelu(x) = x/2 (1 + tanh u) = x s,  u = sqrt(2/pi) (x + 0.044715 x^3),  s = 1 / (1 + exp(-2u))
 * gelu'(x) = s + x s (1 - s) 2 u',   u' = sqrt(2/pi) (1 + 3 * 0.044715 x^2) */

#define GELU_A ((real)0.79788456080286535588) /* sqrt(2 / pi) */
#define GELU_B ((real)0.044715)

void SIMD_NAME(gelu)(const real *restrict x, real *restrict y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real v = x[i];
        real u = GELU_A * (v + GELU_B * v * v * v);
        y[i] = v / (1 + exponential(-2 * u));
    }
}

void SIMD_NAME(gelu_backward)(const real *restrict x, const real *dy, real *dx, long n)
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

void SIMD_NAME(exact_gelu)(const real *restrict x, real *restrict y, long n)
{
    SIMD_UNLESS_DOUBLE
    for (long i = 0; i < n; i++)
        y[i] = x[i] * standard_normal(x[i]).below;
}

void SIMD_NAME(exact_gelu_backward)(const real *restrict x, const real *dy, real *dx, long n)
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

void SIMD_NAME(swiglu)(const real *restrict gate, const real *restrict up, real *restrict y, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] = gate[i] / (1 + exponential(-gate[i])) * up[i];
}

void SIMD_NAME(swiglu_backward)(real *restrict gate, real *restrict up, const real *restrict dy, long n)
{
#pragma omp simd
    for (long i = 0; i < n; i++) {
        real g = gate[i], s = 1 / (1 + exponential(-g));
        gate[i] = dy[i] * up[i] * s * (1 + g * (1 - s));
        up[i] = dy[i] * g * s;
    }
}
