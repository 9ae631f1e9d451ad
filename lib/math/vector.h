/* vector.h: vector kernels, chosen once at run time for the CPU (AVX-512, AVX2, portable).
 *
 * A "row" below is `columns` floats that start on a cache line; columns is a multiple of 16 (a row
 * of struct matrix and its stride). The other arguments have any length and any alignment. */
#ifndef EMBEDLAB_MATH_VECTOR_H
#define EMBEDLAB_MATH_VECTOR_H

/* Floats that dot_rows and logistic may write beyond what they compute: room to leave in `s`, `e`. */
#define VECTOR_ROOM 32

/* Most rows in the first set of update_rows. */
#define VECTOR_ROWS 256

struct vector_kernels {
    const char *name;                                       /* "AVX-512", "AVX2", "portable" */
    float (*dot)(const float *x, const float *y, int n);    /* sum of x[i] * y[i] */
    void (*axpy)(float a, const float *x, float *y, int n); /* y += a * x */
    void (*scale)(float a, float *x, int n);                /* x *= a */

    /* The three parts of a skip-gram step (trainers/skipgram/step.c puts them together). */

    /* s[i * n + j] = dot product of rows a[i] and b[j], i < m, j < n. Reads a[m] too: it must
     * point to a row (any) when m is odd. `s` has room for m * n + VECTOR_ROOM. */
    void (*dot_rows)(float *const *a, int m, float *const *b, int n, int columns, float *s);

    /* e[i] = 1 / (1 + exp(-s[i])), relative error below 1e-6; returns the sum of log(1 + exp(s[i])).
     * Both arrays have room for count + VECTOR_ROOM; e may be s. */
    double (*logistic)(const float *s, int count, float *e);

    /* a[i] += sum over j of e[i * n + j] * b[j], b[j] += sum over i of e[i * n + j] * a[i], both from
     * the values before, m <= VECTOR_ROWS. Among rows that are the same in memory no term is lost. */
    void (*update_rows)(float *const *a, int m, float *const *b, int n, int columns, const float *e);

    /* The two parts of a CBOW step that a skip-gram step has not. */

    /* mean = the mean of rows a[0..m), m > 0. */
    void (*mean_rows)(float *const *a, int m, int columns, float *mean);

    /* a[i] += 1 / m * sum over j of e[j] * b[j], b[j] += e[j] * mean, both from the values before; no row
     * is both in a and in b. Among rows that are the same in memory no term is lost. */
    void (*update_mean)(float *const *a, int m, const float *mean, float *const *b, int n, int columns, const float *e);

    /* a[i] += x for rows a[0..m); a row that is there twice takes x twice. */
    void (*add_to_rows)(float *const *a, int m, int columns, const float *x);
};

/* The fastest set that this CPU runs; EMBEDLAB_KERNELS=portable|avx2|avx512 in the environment
 * overrides it (for tests and for measuring), as far as the CPU can. */
const struct vector_kernels *vector_kernels(void);

/* The set by that name ("portable", "avx2", "avx512"); NULL when this CPU or build has it not. */
const struct vector_kernels *vector_kernels_named(const char *name);

/* Cosine of two vectors in double precision; 0 when either is zero. */
double vector_cosine(const float *x, const float *y, int n);

#endif
