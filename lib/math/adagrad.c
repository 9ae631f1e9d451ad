#include "math/adagrad.h"

#include <stddef.h>
#include <string.h>

#include "math/vector.h"

extern const struct adagrad_kernels adagrad_kernels_portable;
#ifdef __x86_64__
extern const struct adagrad_kernels adagrad_kernels_avx2, adagrad_kernels_avx512;
#endif

/* The set that belongs to a set of vector kernels, which knows what the CPU runs. */
static const struct adagrad_kernels *matching(const struct vector_kernels *vector)
{
#ifdef __x86_64__
    if (strcmp(vector->name, adagrad_kernels_avx512.name) == 0)
        return &adagrad_kernels_avx512;
    if (strcmp(vector->name, adagrad_kernels_avx2.name) == 0)
        return &adagrad_kernels_avx2;
#endif
    (void)vector;
    return &adagrad_kernels_portable;
}

const struct adagrad_kernels *adagrad_kernels(void)
{
    return matching(vector_kernels());
}

const struct adagrad_kernels *adagrad_kernels_named(const char *name)
{
    const struct vector_kernels *vector = vector_kernels_named(name);
    return vector ? matching(vector) : NULL;
}
