/* rotary.c: rotary positions (Su et al. 2021) in Llama's layout.
 *
 * At position p, columns i and i + size / 2 of a head are the two coordinates of a point, which is turned by
 * the angle p theta^(-2 i / size). The product of a query and a key then depends on their distance alone. */
#include <math.h>

#include "nn/layers.h"

void rotary_fill(double theta, long positions, long size, real *cosine, real *sine)
{
    for (long p = 0; p < positions; p++)
        for (long i = 0; i < size / 2; i++) {
            double angle = (double)p * pow(theta, -2.0 * (double)i / (double)size);
            cosine[p * (size / 2) + i] = (real)cos(angle);
            sine[p * (size / 2) + i] = (real)sin(angle);
        }
}

void rotary_apply(const struct rotary *t, bool back, const int32_t *positions, real *x, long rows, long heads,
                  long stride)
{
    const struct nn_kernels *kernels = nn_kernels();
    void (*turn)(real *, real *, const real *, const real *, long) = back ? kernels->rotate_back : kernels->rotate;
    long half = t->size / 2;
#pragma omp parallel for schedule(static) if (rows > 1)
    for (long r = 0; r < rows; r++)
        for (long h = 0; h < heads; h++) {
            real *head = x + r * stride + h * t->size;
            turn(head, head + half, t->cosine + positions[r] * half, t->sine + positions[r] * half, half);
        }
}
