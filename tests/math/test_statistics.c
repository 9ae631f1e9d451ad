/* math/statistics.c: against values worked out by hand and by SciPy 1.10 (spearmanr, pearsonr). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_correlations_by_hand),
        cmocka_unit_test(test_correlations_as_scipy),
        cmocka_unit_test(test_no_correlation_is_nan),
    };
    return cmocka_run_group_tests_name("statistics", tests, NULL, NULL);
}
