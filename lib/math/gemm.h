/* gemm.h: matrix products with the same bits for any number of threads.
 *
 * C is cut into tiles, each computed on one thread and no sum split among threads: by the kernels of
 * gemm_avx512.h where the processor has AVX-512 (EMBEDLAB_KERNELS can forbid it), else by a CBLAS call. Row-major. */
#ifndef EMBEDLAB_MATH_GEMM_H
#define EMBEDLAB_MATH_GEMM_H

#include <stdbool.h>

#include "math/real.h"

/* What op(a) and op(b) are rounded to before they are multiplied; the arrays and all sums are `real`. bf16 keeps 8 of
 * the 24 bits of precision and the whole range; rounded to nearest, ties to even. */
enum precision { PRECISION_FP32, PRECISION_BF16 };

/* c[m, n] = alpha * op(a)[m, k] * op(b)[k, n] + beta * c, parallel over tiles with the current
 * OpenMP threads. op(x) = x, or its transpose when the flag is set; lda, ldb, ldc are the row
 * strides of the arrays as stored. beta = 0 overwrites c, whatever it held. */
void gemm(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha, const real *a, long lda,
          const real *b, long ldb, real beta, real *c, long ldc);
void gemm_in(enum precision precision, bool transpose_a, bool transpose_b, long m, long n, long k, real alpha,
             const real *a, long lda, const real *b, long ldb, real beta, real *c, long ldc);

/* The same in one piece on the calling thread, m, n, k > 0: for many small products inside a parallel loop, which need
 * not ask for each what the processor can. */
typedef void gemm_function(bool transpose_a, bool transpose_b, long m, long n, long k, real alpha, const real *a,
                           long lda, const real *b, long ldb, real beta, real *c, long ldc);
gemm_function *gemm_serial(enum precision precision);

/* Is this precision only imitated here, by rounding copies of a and b, which takes longer than fp32? Between
 * processors that imitate bf16 and those that have it results differ in the last bits of the sums. */
bool gemm_is_emulated(enum precision precision);

/* What computes the products, for the closing line: "own GEMM", or the name of OpenBLAS's kernels ("Haswell"). Also
 * keeps BLAS from making threads of its own; call once at start. */
const char *gemm_start(void);

#endif
