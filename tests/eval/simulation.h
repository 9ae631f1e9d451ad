/* simulation.h: made-up benchmarks, to see whether intervals and tests keep what they promise: for test_resample.c,
 * and longer for bench_statistics.c. */
#ifndef EMBEDLAB_TESTS_EVAL_SIMULATION_H
#define EMBEDLAB_TESTS_EVAL_SIMULATION_H

#include <math.h>

#include "base/random.h"
#include "eval/resample.h"

enum simulated {
    SIMULATED_SPEARMAN, /* predicted and gold normal, correlated with r */
    SIMULATED_PEARSON,
    SIMULATED_ACCURACY, /* right with probability r */
    SIMULATED_MEAN,     /* a number per item, uniform to the power 1 / r - 1, so of mean r, and skewed */
    SIMULATED_PARTS     /* as the first, half the items in each of two parts, the mean of both */
};

static inline double simulated_truth(enum simulated what, double r)
{
    return what == SIMULATED_SPEARMAN || what == SIMULATED_PARTS ? 6 / acos(-1) * asin(r / 2) : r;
}

/* Reports n items of the kind. Views of the same `draw` have the same gold values, and noise of their own. */
static inline void simulate(struct score *s, enum simulated what, long n, double r, uint64_t draw, int view)
{
    const struct statistic *statistics[] = {&statistic_spearman, &statistic_pearson, &statistic_accuracy,
                                            &statistic_accuracy, &statistic_spearman};
    struct random gold_random = random_at(1, RANDOM_TEST, draw * 8);
    struct random random = random_at(1, RANDOM_TEST, draw * 8 + 1 + (uint64_t)view);
    score_start(s, statistics[what]);
    if (what == SIMULATED_PARTS) {
        score_add_part(s, "a", NULL);
        score_add_part(s, "b", NULL);
    }
    for (long i = 0; i < n; i++) {
        double gold = random_normal(&gold_random), predicted;
        if (what == SIMULATED_ACCURACY)
            predicted = random_uniform(&random) < r;
        else if (what == SIMULATED_MEAN)
            predicted = pow(random_uniform(&random), 1 / r - 1);
        else
            predicted = r * gold + sqrt(1 - r * r) * random_normal(&random);
        score_item(s, what == SIMULATED_PARTS && 2 * i >= n, true, predicted, gold);
    }
}

/* Share of `runs` simulations whose 95 % interval holds the truth. */
static inline double simulated_coverage(enum simulated what, long n, double r, int runs, int draws)
{
    struct policies p = {.bootstrap = draws, .seed = 1, .aggregate = AGGREGATE_MEAN};
    double truth = simulated_truth(what, r);
    int held = 0;
    for (int run = 0; run < runs; run++) {
        struct score s = {0};
        simulate(&s, what, n, r, (uint64_t)run, 0);
        p.seed = (uint64_t)run;
        score_finish(&s, &p);
        held += s.interval.low <= truth && truth <= s.interval.high;
        score_release(&s);
    }
    return (double)held / runs;
}

/* Share of `runs` comparisons of two views that are alike which the permutation test finds different at 5 %. */
static inline double simulated_false_positives(enum simulated what, long n, double r, int runs)
{
    int found = 0;
    for (int run = 0; run < runs; run++) {
        struct score a = {0}, b = {0};
        simulate(&a, what, n, r, (uint64_t)run, 0);
        simulate(&b, what, n, r, (uint64_t)run, 1);
        struct sample x = sample_of(&a, AGGREGATE_MEAN, NULL), y = sample_of(&b, AGGREGATE_MEAN, NULL);
        found += permutation_test(&x, &y, (uint64_t)run) < 0.05;
        sample_release(&x);
        sample_release(&y);
        score_release(&a);
        score_release(&b);
    }
    return (double)found / runs;
}

#endif
