/* vector.h: vector kernels, chosen once at run time for the CPU (AVX-512, AVX2, portable). */
#ifndef EMBEDLAB_MATH_VECTOR_H
#define EMBEDLAB_MATH_VECTOR_H

struct vector_kernels {
    const char *name;                                             /* "AVX-512", "AVX2", "portable" */
    float (*dot)(const float *x, const float *y, int n);          /* sum of x[i] * y[i] */
    void (*axpy)(float a, const float *x, float *y, int n);       /* y += a * x */
    void (*scale)(float a, float *x, int n);                      /* x *= a */
    /* The skip-gram step of trainers/skipgram (see vector_kernels.inc for the derivation). */
    /* filled in by the kernels' author: further members go below this line */
};

/* The fastest set that this CPU runs; EMBEDLAB_KERNELS=portable|avx2|avx512 in the environment
 * overrides it (for tests and for measuring). */
const struct vector_kernels *vector_kernels(void);

/* Cosine of two vectors in double precision; 0 when either is zero. */
double vector_cosine(const float *x, const float *y, int n);

#endif
