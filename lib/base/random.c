#include "base/random.h"

#include <math.h>

double random_normal(struct random *r)
{
    /* 1 - u is in (0, 1]: the logarithm stays finite. */
    double u = 1.0 - (double)random_u32(r) * 0x1p-32;
    double v = (double)random_u32(r) * 0x1p-32;
    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

void random_permutation(struct random *r, uint32_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = random_below(r, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
}
