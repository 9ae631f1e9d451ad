/* The kernels of adagrad.h, compiled once per instruction set; LANES floats make one register. */
#include "math/adagrad.h"

#include <math.h>

#if defined(SIMD_avx512)
#include <immintrin.h>
#define KERNELS_NAME "AVX-512"
enum { LANES = 16 };
#elif defined(SIMD_avx2)
#include <immintrin.h>
#define KERNELS_NAME "AVX2"
enum { LANES = 8 };
#else
#define KERNELS_NAME "portable"
enum { LANES = 4 };
#endif

typedef float vec __attribute__((vector_size(LANES * 4), may_alias));

/* 1 / sqrt(s): the processor's approximation (12 or 14 bits), made better by a step of Newton's; the
 * exact one takes four times as long. Relative error below 5e-7. */
static inline vec reciprocal_root(vec s)
{
#if defined(SIMD_avx512)
    vec r = (vec)_mm512_rsqrt14_ps((__m512)s);
#elif defined(SIMD_avx2)
    vec r = (vec)_mm256_rsqrt_ps((__m256)s);
#else
    return (vec){1 / sqrtf(s[0]), 1 / sqrtf(s[1]), 1 / sqrtf(s[2]), 1 / sqrtf(s[3])};
#endif
#if defined(SIMD_avx512) || defined(SIMD_avx2)
    return r * (1.5f - (0.5f * s * r) * r);
#endif
}

static void move_pair(float *x, float *y, int columns, float slope)
{
    for (int i = 0; i < columns; i += LANES) {
        vec *px = (vec *)(x + i), *py = (vec *)(y + i);
        vec *sx = (vec *)(x + columns + i), *sy = (vec *)(y + columns + i);
        vec gx = *py * slope, gy = *px * slope;
        *px -= gx * reciprocal_root(*sx);
        *py -= gy * reciprocal_root(*sy);
        *sx += gx * gx;
        *sy += gy * gy;
    }
}

const struct adagrad_kernels SIMD_NAME(adagrad_kernels) = {.name = KERNELS_NAME, .move_pair = move_pair};
