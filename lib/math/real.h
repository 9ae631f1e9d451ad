/* real.h: the number type of lib/nn and of math/gemm.
 *
 * float in every program; double when the file is compiled with -DEMBEDLAB_DOUBLE, which the
 * Makefile does once more for libembedlab_double.a, so that tests/nn can hold every backward
 * against finite differences to 1e-6. */
#ifndef EMBEDLAB_MATH_REAL_H
#define EMBEDLAB_MATH_REAL_H

#ifdef EMBEDLAB_DOUBLE
typedef double real;
#else
typedef float real;
#endif

#endif
