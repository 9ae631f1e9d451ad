/* statistics.h: correlations with ties, and their uncertainty. */
#ifndef EMBEDLAB_MATH_STATISTICS_H
#define EMBEDLAB_MATH_STATISTICS_H

#include <stdint.h>

/* Ranks 1..n of x into rank, ties share their average rank. */
void ranks(const double *x, long n, double *rank);

/* Product-moment correlation; NaN when n < 2 or either side is constant. */
double pearson(const double *x, const double *y, long n);

/* Spearman's rho: Pearson of the ranks, so exact with ties (as SciPy's spearmanr). */
double spearman(const double *x, const double *y, long n);

struct interval {
    double low, high;
};

/* 95 % percentile bootstrap over items (Efron 1979) of a statistic of paired values (spearman or
 * pearson above). Draw r depends on (seed, r) only: same bits for any number of threads. */
struct interval bootstrap_pairs(double (*statistic)(const double *, const double *, long), const double *x,
                                const double *y, long n, int draws, uint64_t seed);

/* 95 % percentile bootstrap of the mean of x[0..n) (accuracy: x is 0 or 1). */
struct interval bootstrap_mean(const double *x, long n, int draws, uint64_t seed);

#endif
