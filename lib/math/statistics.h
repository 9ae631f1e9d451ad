/* statistics.h: correlations with ties. */
#ifndef EMBEDLAB_MATH_STATISTICS_H
#define EMBEDLAB_MATH_STATISTICS_H

/* Ranks 1..n of x into rank, ties share their average rank. */
void ranks(const double *x, long n, double *rank);

/* Product-moment correlation; NaN when n < 2 or either side is constant. */
double pearson(const double *x, const double *y, long n);

/* Spearman's rho: Pearson of the ranks, so exact with ties (as SciPy's spearmanr). */
double spearman(const double *x, const double *y, long n);

struct interval {
    double low, high;
};

#endif
