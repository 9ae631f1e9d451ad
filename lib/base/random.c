#include "base/random.h"

#include <math.h>

uint64_t random_position(const char *name, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 0x100000001b3u;
    return hash;
}

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
