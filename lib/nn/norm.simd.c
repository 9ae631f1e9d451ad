/* norm.simd.c: see kernels.h. */
#include <math.h>

#include "nn/kernels.h"

#define COLUMNS 64 /* accumulators kept in registers or the first cache */

/* ---- LayerNorm (Ba et al. 2016): y = (x - mean) rstd gain + bias ---- */

void SIMD_NAME(layernorm)(const real *restrict x, const real *restrict gain, const real *restrict bias, real epsilon,
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
void SIMD_NAME(layernorm_backward)(const real *restrict x, const real *restrict gain, const real *restrict dy, real mean,
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

void SIMD_NAME(layernorm_sums)(const real *restrict x, const real *restrict dy, const real *restrict mean,
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

void SIMD_NAME(rmsnorm)(const real *restrict x, const real *restrict gain, real epsilon, real *restrict y,
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
void SIMD_NAME(rmsnorm_backward)(const real *restrict x, const real *restrict gain, const real *restrict dy, real rstd,
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

void SIMD_NAME(rmsnorm_sums)(const real *restrict x, const real *restrict dy, const real *restrict rstd, long rows,
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
