/* resample.h: how sure a score is, and a difference of two.
 *
 * Draws are named by (seed, draw), so they are the same for any number of threads, and for two samples
 * of the same items in the same strata: what pairs them. */
#ifndef EMBEDLAB_EVAL_RESAMPLE_H
#define EMBEDLAB_EVAL_RESAMPLE_H

#include <stdint.h>

#include "eval/sample.h"

/* The sample's value on `draws` bootstrap draws (Efron 1979: as many items, with replacement, within each stratum),
 * into values[draws]; NaN where it is not defined on a draw. */
void bootstrap_draws(const struct sample *s, int draws, uint64_t seed, double *values);

/* The 95 % interval of a value from its draws, which are sorted by this: the percentiles of the bootstrap, moved
 * outward for small samples as Hesterberg (2015, "expanded percentile") has it: by how much wider Student's interval
 * for `count` items is than the normal one without Bessel's correction. NaN when no draw has a value. */
struct interval bootstrap_interval(double *values, int draws, long count);

/* The same of a correlation: on Fisher's scale, atanh, the value and 1.96 standard deviations of the draws; nearer to
 * 95 % in simulations of few items and of high correlations than percentiles, moved or not, BCa, or the formula of
 * Bonett and Wright. The percentiles where a draw is a perfect correlation. */
struct interval correlation_interval(double value, double *values, int draws, long count);

/* The 95 % interval of a share of n items, right or wrong (Wilson 1927): the bootstrap's has no width when all are
 * right, or none. */
struct interval wilson_interval(double share, long n);

/* The 95 % interval of a sample's value: Wilson's for the share of right items, else by one of the two above. */
struct interval sample_interval(const struct sample *s, int draws, uint64_t seed);

#define PERMUTATIONS 9999

/* Two-sided p of the permutation test of "the two views are alike": each item's two predictions are exchanged with
 * probability 1/2 (after what the statistic's `exchange` asks for), and the difference of the values is to exceed
 * what was seen as seldom as it may; (exceedances + 1) / (permutations + 1) with PERMUTATIONS of them, fewer where
 * 200 exceedances were found before (Besag and Clifford 1991). A statistic of a task's own, which takes longer, gets
 * 100; with fewer than 20 exceedances its p is the tail of the normal distribution with their deviation. The samples
 * are of the same items. NaN where predictions cannot be exchanged or a value is not defined. */
double permutation_test(const struct sample *a, const struct sample *b, uint64_t seed);

/* Holm's (1979) correction of p[0..n): adjusted[i] <= 1; NaN stay NaN and do not count. */
void holm(const double *p, int n, double *adjusted);

#endif
