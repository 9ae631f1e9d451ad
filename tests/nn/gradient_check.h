/* gradient_check.h: a gradient against central finite differences, in double precision. */
#ifndef EMBEDLAB_TESTS_NN_GRADIENT_CHECK_H
#define EMBEDLAB_TESTS_NN_GRADIENT_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "base/random.h"
#include "math/real.h"

/* Normal numbers with deviation `sd`, always the same for one `stream`. */
static inline void fill(real *x, long n, int stream, double sd)
{
    struct random r = random_at(1, RANDOM_TEST, (uint64_t)stream);
    for (long i = 0; i < n; i++)
        x[i] = sd * random_normal(&r);
}

static inline real *numbers(long n, int stream, double sd)
{
    real *x = calloc((size_t)n, sizeof *x);
    fill(x, n, stream, sd);
    return x;
}

/* Holds gradient[0..n) of loss(context) by x[0..n) against (loss(x + h) - loss(x - h)) / 2h. The error
 * of each element is relative to the largest of the array and must be below 1e-6. */
static inline void check_gradient(const char *what, double (*loss)(void *), void *context, real *x,
                                  const real *gradient, long n)
{
    const double h = 1e-5;
    double largest = 0, worst = 0;
    long worst_at = 0;
    for (long i = 0; i < n; i++) {
        double kept = x[i];
        x[i] = kept + h;
        double above = loss(context);
        x[i] = kept - h;
        double below = loss(context);
        x[i] = kept;
        double numeric = (above - below) / (2 * h), error = fabs(numeric - gradient[i]);
        if (!(error <= worst))
            worst = error, worst_at = i;
        largest = fmax(largest, fabs(numeric));
    }
    if (!(worst < 1e-6 * largest))
        fail_msg("%s: element %ld is off by %.3g where the largest gradient is %.3g", what, worst_at, worst, largest);
}

#endif
