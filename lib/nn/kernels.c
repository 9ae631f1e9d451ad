/* kernels.c: the choice among the sets of kernels.simd.c. */
#include "nn/kernels.h"

#include <string.h>

#include "math/vector.h"

extern const struct nn_kernels nn_kernels_portable;
#ifdef __x86_64__
extern const struct nn_kernels nn_kernels_avx2, nn_kernels_avx512;
#endif

const struct nn_kernels *nn_kernels(void)
{
#ifdef __x86_64__
    const char *name = vector_kernels()->name; /* what this CPU runs and the environment allows */
    if (strcmp(name, nn_kernels_avx512.name) == 0)
        return &nn_kernels_avx512;
    if (strcmp(name, nn_kernels_avx2.name) == 0)
        return &nn_kernels_avx2;
#endif
    return &nn_kernels_portable;
}
