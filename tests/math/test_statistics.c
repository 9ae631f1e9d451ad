/* math/statistics.c: against values worked out by hand and by SciPy 1.10 (spearmanr, pearsonr). */
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "math/statistics.h"

static void test_ranks(void **state)
{
    (void)state;
    const double x[] = {30, 10, 20, 10, 10, 20}, expected[] = {6, 2, 4.5, 2, 2, 4.5};
    double rank[6];
    ranks(x, 6, rank);
    assert_memory_equal(rank, expected, sizeof rank);
    const double y[] = {NAN, 1, INFINITY, -INFINITY}; /* NaN is last */
    ranks(y, 4, rank);
    assert_true(rank[0] == 4 && rank[1] == 2 && rank[2] == 3 && rank[3] == 1);
    ranks(y, 0, rank);
}

static void test_correlations_by_hand(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3}, y[] = {1, 3, 2}; /* 1 - 6 * 2 / (3 * 8) */
    assert_true(fabs(spearman(x, y, 3) - 0.5) < 1e-15);
    const double cube[] = {1, 8, 27}, down[] = {5, 4, -7};
    assert_true(spearman(x, cube, 3) == 1);
    assert_true(spearman(x, down, 3) == -1);
    assert_true(fabs(pearson(x, cube, 3) - 26 / sqrt(2 * 362.0)) < 1e-14);
    const double big[] = {1e9 + 1, 1e9 + 2, 1e9 + 3}; /* a large mean costs no digits */
    assert_true(fabs(pearson(big, y, 3) - 0.5) < 1e-12);
}

static void test_correlations_as_scipy(void **state)
{
    (void)state;
    const double x[] = {1, 2, 2, 3, 5, 5, 5, 8, -1, 0.5}, y[] = {2, 1, 3, 3, 7, 6, 6, 6, 0, -4};
    assert_true(fabs(spearman(x, y, 10) - 0.909375) < 1e-14);
    assert_true(fabs(pearson(x, y, 10) - 0.8238167065705324) < 1e-14);
    const double iq[] = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
    const double tv[] = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};
    assert_true(fabs(spearman(iq, tv, 10) - -29 / 165.0) < 1e-14);
}

static void test_no_correlation_is_nan(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3}, same[] = {0.1, 0.1, 0.1}, broken[] = {1, NAN, 2};
    assert_true(isnan(spearman(x, same, 3)) && isnan(pearson(x, same, 3)));
    assert_true(isnan(spearman(same, x, 3)) && isnan(pearson(same, x, 3)));
    assert_true(isnan(spearman(x, broken, 3)) && isnan(pearson(x, broken, 3)));
    assert_true(isnan(spearman(x, x, 1)) && isnan(pearson(x, x, 1)));
    assert_true(isnan(spearman(x, x, 0)) && isnan(pearson(x, x, 0)));
}

static void test_bootstrap_covers(void **state)
{
    (void)state;
    enum { N = 400 };
    double x[N], y[N], right[N];
    struct random random = random_at(1, RANDOM_TEST, 0);
    for (int i = 0; i < N; i++) { /* correlation 0.6 */
        x[i] = random_normal(&random);
        y[i] = 0.6 * x[i] + 0.8 * random_normal(&random);
        right[i] = i % 4 == 0;
    }
    struct interval p = bootstrap_pairs(pearson, x, y, N, 1000, 1);
    double r = pearson(x, y, N), error = (1 - r * r) / sqrt(N); /* the normal approximation */
    assert_true(fabs(p.low - (r - 1.96 * error)) < 0.3 * error && fabs(p.high - (r + 1.96 * error)) < 0.3 * error);
    struct interval a = bootstrap_mean(right, N, 1000, 1);
    double spread = 1.96 * sqrt(0.25 * 0.75 / N);
    assert_true(fabs(a.low - (0.25 - spread)) < 0.01 && fabs(a.high - (0.25 + spread)) < 0.01);
}

static void test_bootstrap_same_bits_for_any_threads(void **state)
{
    (void)state;
    double x[60], y[60];
    struct random random = random_at(2, RANDOM_TEST, 0);
    for (int i = 0; i < 60; i++) {
        x[i] = random_below(&random, 10);
        y[i] = x[i] + random_below(&random, 10);
    }
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    struct interval pairs = bootstrap_pairs(spearman, x, y, 60, 333, 7), mean = bootstrap_mean(x, 60, 333, 7);
    for (int t = 2; t <= 4; t++) {
        omp_set_num_threads(t);
        struct interval again = bootstrap_pairs(spearman, x, y, 60, 333, 7);
        assert_memory_equal(&again, &pairs, sizeof pairs);
        again = bootstrap_mean(x, 60, 333, 7);
        assert_memory_equal(&again, &mean, sizeof mean);
    }
    omp_set_num_threads(threads);
    struct interval other = bootstrap_pairs(spearman, x, y, 60, 333, 8);
    assert_memory_not_equal(&other, &pairs, sizeof pairs);
}

static void test_bootstrap_of_little(void **state)
{
    (void)state;
    const double x[] = {1, 2}, y[] = {1, 2};
    struct interval two = bootstrap_pairs(spearman, x, y, 2, 200, 1); /* draws of one item have no value */
    assert_true(two.low == 1 && two.high == 1);
    struct interval none = bootstrap_pairs(spearman, x, y, 1, 200, 1);
    assert_true(isnan(none.low) && isnan(none.high));
    none = bootstrap_mean(x, 0, 200, 1);
    assert_true(isnan(none.low) && isnan(none.high));
    struct interval one = bootstrap_mean(x, 1, 200, 1);
    assert_true(one.low == 1 && one.high == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_correlations_by_hand),
        cmocka_unit_test(test_correlations_as_scipy),
        cmocka_unit_test(test_no_correlation_is_nan),
        cmocka_unit_test(test_bootstrap_covers),
        cmocka_unit_test(test_bootstrap_same_bits_for_any_threads),
        cmocka_unit_test(test_bootstrap_of_little),
    };
    return cmocka_run_group_tests_name("statistics", tests, NULL, NULL);
}
