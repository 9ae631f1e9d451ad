/* gemm_avx512.h: single-threaded products with 512-bit vectors; for gemm.c alone.
 *
 * OpenBLAS picks its kernels by the processor's model and falls back to 256-bit ones where it does not
 * know the model; these need only that the processor has AVX-512, and for bf16 AVX-512 BF16. */
#ifndef EMBEDLAB_MATH_GEMM_AVX512_H
#define EMBEDLAB_MATH_GEMM_AVX512_H

#include <stdbool.h>

/* The part of C that is computed at once: tiles of a multiple waste nothing. */
enum { GEMM_AVX512_ROWS = 14, GEMM_AVX512_COLUMNS = 32 };

/* Arguments as gemm_serial's. An element of C does not depend on the other rows and columns: its products are added in
 * the same order in any m and n. */
void gemm_avx512(bool transpose_a, bool transpose_b, long m, long n, long k, float alpha, const float *a, long lda,
                 const float *b, long ldb, float beta, float *c, long ldc);

/* The same with a and b rounded to bf16 on their way into the product (to nearest, ties to even; denormals to
 * zero). Sums are in float, two products at a time. */
void gemm_avx512_bf16(bool transpose_a, bool transpose_b, long m, long n, long k, float alpha, const float *a, long lda,
                      const float *b, long ldb, float beta, float *c, long ldc);

#endif
