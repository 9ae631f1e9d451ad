/* resample: draws, intervals and tests against values worked out by other means, and whether they keep what they
 * promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <omp.h>

#include "base/mem.h"
#include "tests/eval/simulation.h"

static void assert_near(double x, double expected, double tolerance)
{
    if (!(fabs(x - expected) <= tolerance))
        fail_msg("%.9f, expected %.9f", x, expected);
}

static struct score made(enum simulated what, long n, double r, int view)
{
    struct score s = {0};
    simulate(&s, what, n, r, 7, view);
    return s;
}

/* ---- draws ---- */

/* Ranks by counting give what sorting gives: a statistic that only forwards to spearman() takes the plain way. */
static double forwarded(const double *predicted, const double *gold, long n)
{
    return spearman(predicted, gold, n);
}

static void spearman_of_draws_is_spearman(void **state)
{
    (void)state;
    static const struct statistic plain = {"forwarded", forwarded, EXCHANGE_RANKS};
    struct score s = made(SIMULATED_PARTS, 60, 0.5, 0);
    for (long i = 0; i < 60; i++) { /* ties */
        s.items.predicted[i] = round(2 * s.items.predicted[i]);
        s.items.gold[i] = round(s.items.gold[i]);
    }
    for (enum aggregation a = AGGREGATE_ALL; a <= AGGREGATE_WMEAN; a++) {
        struct sample x = sample_of(&s, a, NULL);
        double counted[50], sorted[50];
        bootstrap_draws(&x, 50, 3, counted);
        x.statistic = &plain;
        bootstrap_draws(&x, 50, 3, sorted);
        for (int i = 0; i < 50; i++)
            assert_near(counted[i], sorted[i], 1e-12);
        sample_release(&x);
    }
    score_release(&s);
}

static void any_number_of_threads_gives_the_same_draws(void **state)
{
    (void)state;
    struct score s = made(SIMULATED_SPEARMAN, 80, 0.5, 0);
    struct sample x = sample_of(&s, AGGREGATE_ALL, NULL);
    double one[101], three[101];
    omp_set_num_threads(1);
    bootstrap_draws(&x, 101, 5, one);
    omp_set_num_threads(3);
    bootstrap_draws(&x, 101, 5, three);
    omp_set_num_threads(1);
    assert_memory_equal(one, three, sizeof one);
    bootstrap_draws(&x, 101, 6, three);
    assert_memory_not_equal(one, three, sizeof one);
    sample_release(&x);
    score_release(&s);
}

static void strata_keep_their_items(void **state)
{
    (void)state;
    struct score s = {0};
    score_start(&s, &statistic_accuracy);
    score_add_part(&s, "zeros", NULL);
    score_add_part(&s, "ones", NULL);
    for (int i = 0; i < 40; i++) /* parts in turns: they need not be together */
        score_item(&s, i % 4 == 0, true, i % 4 == 0, 1);
    struct policies p = {.bootstrap = 100, .aggregate = AGGREGATE_MEAN};
    score_finish(&s, &p);
    assert_near(s.value, 0.5, 0); /* of 0 and 1 */
    assert_near(s.interval.low, 0.5, 0);
    assert_near(s.interval.high, 0.5, 0);
    struct sample x = sample_of(&s, AGGREGATE_WMEAN, NULL);
    assert_near(sample_value(&x), 0.25, 1e-15);
    sample_release(&x);
    score_release(&s);
}

/* ---- intervals ---- */

static void intervals_worked_out_elsewhere(void **state)
{
    (void)state;
    struct interval w = wilson_interval(0.8, 50); /* SciPy's binomtest(40, 50).proportion_ci(method="wilson") */
    assert_near(w.low, 0.669629, 1e-6);
    assert_near(w.high, 0.887562, 1e-6);
    w = wilson_interval(1, 10);
    assert_near(w.low, 0.722467, 1e-6);
    assert_near(w.high, 1, 1e-12);
    double values[1001];
    for (int i = 0; i <= 1000; i++)
        values[i] = (i * 389 % 1001) / 1000.0; /* all of 0, 0.001 .. 1, in disorder */
    struct interval e = bootstrap_interval(values, 1001, 25);
    /* Student's 97.5th percentile with 24 degrees 2.063899, x sqrt(25 / 24) = 2.106458; the normal's tail 0.017582 */
    assert_near(e.low, 0.017582, 2e-6);
    assert_near(e.high, 1 - 0.017582, 2e-6);
    for (int i = 0; i < 1001; i++)
        values[i] = tanh(0.5 + 0.1 * (i % 2 == 0 ? 1 : -1)); /* deviation 0.1 on Fisher's scale */
    e = correlation_interval(tanh(0.5), values, 1000, 99);
    double deviation = 0.1 * sqrt(1000.0 / 999);
    assert_near(e.low, tanh(0.5 - 1.959964 * deviation), 1e-6);
    assert_near(e.high, tanh(0.5 + 1.959964 * deviation), 1e-6);
}

static void what_has_no_draws_has_no_interval(void **state)
{
    (void)state;
    double none[3] = {NAN, NAN, NAN};
    assert_true(isnan(bootstrap_interval(none, 3, 10).low));
    assert_true(isnan(wilson_interval(NAN, 0).high));
    struct score s = made(SIMULATED_SPEARMAN, 20, 0.5, 0);
    struct policies p = {.bootstrap = 0};
    score_finish(&s, &p);
    assert_true(isfinite(s.value) && isnan(s.interval.low));
    score_release(&s);
}

static void intervals_hold_the_truth(void **state)
{
    (void)state;
    static const struct {
        enum simulated what;
        long n;
        double r;
    } cases[] = {{SIMULATED_SPEARMAN, 30, 0.4}, {SIMULATED_SPEARMAN, 65, 0.8}, {SIMULATED_PEARSON, 50, 0.6},
                 {SIMULATED_ACCURACY, 80, 0.9}, {SIMULATED_MEAN, 60, 0.4},     {SIMULATED_PARTS, 80, 0.6}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double held = simulated_coverage(cases[i].what, cases[i].n, cases[i].r, 600, 200);
        if (held < 0.925 || held > 0.975) /* 95 % +- 2.8 standard deviations of 600 runs */
            fail_msg("case %zu: %.3f of the intervals hold the truth", i, held);
    }
}

/* ---- tests ---- */

/* The p of all 2^n exchanges, by the statistic itself. */
static double exact_p(const double *a, const double *b, const double *gold, long n,
                      double (*statistic)(const double *, const double *, long))
{
    double seen = fabs(statistic(a, gold, n) - statistic(b, gold, n)), x[16], y[16];
    long exceeded = 0;
    for (long way = 0; way < 1L << n; way++) {
        for (long i = 0; i < n; i++) {
            x[i] = way >> i & 1 ? b[i] : a[i];
            y[i] = way >> i & 1 ? a[i] : b[i];
        }
        exceeded += fabs(statistic(x, gold, n) - statistic(y, gold, n)) >= seen - 1e-12;
    }
    return (double)exceeded / (double)(1L << n);
}

static void permutation_tests_are_near_all_permutations(void **state)
{
    (void)state;
    enum { N = 10 };
    static const enum simulated kinds[] = {SIMULATED_SPEARMAN, SIMULATED_PEARSON, SIMULATED_MEAN};
    for (int k = 0; k < 3; k++) {
        struct score a = made(kinds[k], N, 0.9, 0), b = made(kinds[k], N, k == 2 ? 0.5 : 0.1, 1);
        struct sample x = sample_of(&a, AGGREGATE_ALL, NULL), y = sample_of(&b, AGGREGATE_ALL, NULL);
        double p = permutation_test(&x, &y, 1), left[N], right[N], gold[N];
        memcpy(left, x.predicted, sizeof left);
        memcpy(right, y.predicted, sizeof right);
        memcpy(gold, x.gold, sizeof gold);
        if (kinds[k] == SIMULATED_SPEARMAN) { /* of ranks, Pearson's */
            ranks(x.predicted, N, left);
            ranks(y.predicted, N, right);
            ranks(x.gold, N, gold);
        }
        if (kinds[k] == SIMULATED_PEARSON) { /* each on its own scale */
            for (int side = 0; side < 2; side++) {
                double *v = side ? right : left, mean = 0, square = 0;
                for (int i = 0; i < N; i++)
                    mean += v[i] / N;
                for (int i = 0; i < N; i++)
                    square += (v[i] - mean) * (v[i] - mean) / N;
                for (int i = 0; i < N; i++)
                    v[i] = (v[i] - mean) / sqrt(square);
            }
        }
        double exact = exact_p(left, right, gold, N, kinds[k] == SIMULATED_MEAN ? mean_of_predicted : pearson);
        assert_near(p, exact, 4 * sqrt(exact * (1 - exact) / 1000) + 1e-3);
        sample_release(&x);
        sample_release(&y);
        score_release(&a);
        score_release(&b);
    }
}

static void a_tasks_own_statistic_is_tested_too(void **state)
{
    (void)state;
    static const struct statistic plain = {"forwarded", forwarded, EXCHANGE_RANKS};
    static const struct statistic never = {"forwarded", forwarded, EXCHANGE_NEVER};
    struct score a = made(SIMULATED_SPEARMAN, 100, 0.9, 0), b = made(SIMULATED_SPEARMAN, 100, 0.3, 1);
    struct sample x = sample_of(&a, AGGREGATE_ALL, NULL), y = sample_of(&b, AGGREGATE_ALL, NULL);
    double p = permutation_test(&x, &y, 1);
    assert_near(p, 1e-4, 1e-9); /* no exceedance in 9,999 */
    x.statistic = y.statistic = &plain;
    assert_true(permutation_test(&x, &y, 1) < 1e-4); /* the normal tail */
    assert_near(permutation_test(&x, &x, 1), 1, 0);
    x.statistic = y.statistic = &never;
    assert_true(isnan(permutation_test(&x, &y, 1)));
    sample_release(&x);
    sample_release(&y);
    score_release(&a);
    score_release(&b);
}

static void views_that_are_alike_seldom_differ(void **state)
{
    (void)state;
    static const enum simulated kinds[] = {SIMULATED_SPEARMAN, SIMULATED_PEARSON, SIMULATED_ACCURACY, SIMULATED_PARTS};
    for (int k = 0; k < 4; k++) {
        double found = simulated_false_positives(kinds[k], 60, 0.6, 400);
        if (found > 0.08 || found < (kinds[k] == SIMULATED_ACCURACY ? 0.01 : 0.02))
            fail_msg("kind %d: %.3f of the tests find a difference at 5 %%", kinds[k], found);
    }
}

static void holms_correction(void **state)
{
    (void)state;
    const double p[] = {0.01, 0.04, NAN, 0.03, 0.005}, expected[] = {0.03, 0.06, NAN, 0.06, 0.02};
    double adjusted[5];
    holm(p, 5, adjusted); /* statsmodels' multipletests(..., method="holm") without the NaN */
    for (int i = 0; i < 5; i++)
        if (i == 2)
            assert_true(isnan(adjusted[i]));
        else
            assert_near(adjusted[i], expected[i], 1e-15);
    const double large[] = {0.9, 0.8};
    holm(large, 2, adjusted);
    assert_near(adjusted[0], 1, 0);
    assert_near(adjusted[1], 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spearman_of_draws_is_spearman),
        cmocka_unit_test(any_number_of_threads_gives_the_same_draws),
        cmocka_unit_test(strata_keep_their_items),
        cmocka_unit_test(intervals_worked_out_elsewhere),
        cmocka_unit_test(what_has_no_draws_has_no_interval),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(permutation_tests_are_near_all_permutations),
        cmocka_unit_test(a_tasks_own_statistic_is_tested_too),
        cmocka_unit_test(views_that_are_alike_seldom_differ),
        cmocka_unit_test(holms_correction),
    };
    omp_set_num_threads(1);
    return cmocka_run_group_tests_name("resample", tests, NULL, NULL);
}
