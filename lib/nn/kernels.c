/* kernels.c: the choice among the sets of kernels.simd.c. */
#include "nn/kernels.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern const struct nn_kernels nn_kernels_portable;

#ifdef __x86_64__
extern const struct nn_kernels nn_kernels_avx2, nn_kernels_avx512;

static bool runs(const char *set)
{
    if (!strcmp(set, "avx512"))
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

const struct nn_kernels *nn_kernels(void)
{
    const char *wanted = getenv("EMBEDLAB_KERNELS");
    if (!wanted)
        wanted = "avx512";
    if (!strcmp(wanted, "avx512") && runs("avx512"))
        return &nn_kernels_avx512;
    if (strcmp(wanted, "portable") && runs("avx2"))
        return &nn_kernels_avx2;
    return &nn_kernels_portable;
}
#else
const struct nn_kernels *nn_kernels(void)
{
    return &nn_kernels_portable;
}
#endif
