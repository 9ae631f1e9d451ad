/* exponential.h: exp as loops of .simd.c files can have it side by side. */
#ifndef EMBEDLAB_NN_EXPONENTIAL_H
#define EMBEDLAB_NN_EXPONENTIAL_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "math/real.h"

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

#endif
