#include "math/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

extern const struct vector_kernels vector_kernels_portable;
#ifdef __x86_64__
extern const struct vector_kernels vector_kernels_avx2, vector_kernels_avx512;
#endif

const struct vector_kernels *vector_kernels_named(const char *name)
{
    if (strcmp(name, "portable") == 0)
        return &vector_kernels_portable;
#ifdef __x86_64__
    __builtin_cpu_init();
    if (strcmp(name, "avx2") == 0 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &vector_kernels_avx2;
    if (strcmp(name, "avx512") == 0 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma"))
        return &vector_kernels_avx512;
#endif
    return NULL;
}

const struct vector_kernels *vector_kernels(void)
{
    const char *order[] = {getenv("EMBEDLAB_KERNELS"), "avx512", "avx2", "portable"};
    for (int i = 0; i < 4; i++) {
        const struct vector_kernels *kernels = order[i] ? vector_kernels_named(order[i]) : NULL;
        if (kernels)
            return kernels;
    }
    return &vector_kernels_portable;
}

double vector_cosine(const float *x, const float *y, int n)
{
    double xy = 0, xx = 0, yy = 0;
    for (int i = 0; i < n; i++) {
        xy += (double)x[i] * y[i];
        xx += (double)x[i] * x[i];
        yy += (double)y[i] * y[i];
    }
    /* One root of the product, not the product of two roots: so vectors that are the same give exactly 1. */
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}
