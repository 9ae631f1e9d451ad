/* math/matrix.c, math/topk.c, math/pca.c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "math/matrix.h"
#include "math/pca.h"
#include "math/topk.h"

static void test_matrix_layout(void **state)
{
    (void)state;
    struct matrix m = matrix_new(3, 17, "test");
    assert_int_equal(m.stride, 32);
    assert_int_equal((uintptr_t)m.data % 64, 0);
    for (int i = 0; i < 3 * 32; i++)
        assert_true(m.data[i] == 0);
    assert_ptr_equal(matrix_row(&m, 2), m.data + 64);
    matrix_release(&m);
    assert_null(m.data);
    m = matrix_new(0, 100, "test");
    matrix_release(&m);
}

static void test_normalize_rows(void **state)
{
    (void)state;
    struct matrix m = matrix_new(4, 2, "test");
    matrix_row(&m, 0)[0] = 3, matrix_row(&m, 0)[1] = -4;
    matrix_row(&m, 2)[0] = 1e-42f;
    matrix_row(&m, 3)[0] = 3e38f, matrix_row(&m, 3)[1] = 3e38f;
    matrix_normalize_rows(&m);
    assert_true(matrix_row(&m, 0)[0] == 0.6f && matrix_row(&m, 0)[1] == -0.8f);
    assert_true(matrix_row(&m, 1)[0] == 0);
    assert_true(matrix_row(&m, 2)[0] == 1);
    assert_true(fabs(matrix_row(&m, 3)[0] - sqrt(0.5)) < 1e-7);
    matrix_release(&m);
}

static void test_topk_ties_and_nan(void **state)
{
    (void)state;
    const float scores[] = {1, NAN, 3, 3, -INFINITY, INFINITY, 3, NAN};
    const long expected[] = {5, 2, 3, 6, 0, 4, 1, 7};
    long ids[8];
    for (int k = 0; k <= 10; k++) {
        int n = topk(scores, 8, k, ids);
        assert_int_equal(n, k < 8 ? k : 8);
        for (int i = 0; i < n; i++)
            assert_int_equal(ids[i], expected[i]);
    }
    assert_int_equal(topk(scores, 0, 3, ids), 0);
}

static void test_topk_as_sorting(void **state)
{
    (void)state;
    enum { N = 500 };
    float scores[N];
    long ids[N], some[N];
    struct random random = random_at(1, RANDOM_TEST, 3);
    for (int i = 0; i < N; i++)
        scores[i] = random_below(&random, 90); /* many ties */
    assert_int_equal(topk(scores, N, N, ids), N);
    char seen[N] = {0};
    for (int i = 0; i < N; i++) {
        assert_false(seen[ids[i]]++);
        if (i > 0)
            assert_true(scores[ids[i - 1]] > scores[ids[i]] ||
                        (scores[ids[i - 1]] == scores[ids[i]] && ids[i - 1] < ids[i]));
    }
    for (int k = 1; k < N; k += 7) {
        topk(scores, N, k, some);
        assert_memory_equal(some, ids, k * sizeof *some);
    }
}

static void test_pca_by_hand(void **state)
{
    (void)state;
    /* Mean (1, 2); deviations +-(2, 2) and +-(1, -1): variances 4 along (1, 1), 1 along (1, -1). */
    const float points[4][2] = {{3, 4}, {-1, 0}, {2, 1}, {0, 3}};
    struct matrix m = matrix_new(4, 2, "test");
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 2; j++)
            matrix_row(&m, i)[j] = points[i][j];
    struct pca p = pca_fit(&m);
    assert_true(p.mean[0] == 1 && p.mean[1] == 2);
    assert_true(fabs(p.variance[0] - 4) < 1e-14 && fabs(p.variance[1] - 1) < 1e-14);
    const double half = sqrt(0.5);
    assert_true(fabs(p.components[0] - half) < 1e-14 && fabs(p.components[1] - half) < 1e-14);
    assert_true(fabs(fabs(p.components[2]) - half) < 1e-14 && fabs(p.components[2] + p.components[3]) < 1e-14);
    pca_release(&p);
    matrix_release(&m);
}

static void test_pca_explains_all(void **state)
{
    (void)state;
    enum { N = 700, DIM = 19 }; /* more rows than a block, columns that are padded */
    struct matrix m = matrix_new(N, DIM, "test");
    struct random random = random_at(1, RANDOM_TEST, 4);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < DIM; j++)
            matrix_row(&m, i)[j] = (float)(random_normal(&random) * (j + 1) + j);
    struct pca p = pca_fit(&m);
    double total = 0, explained = 0;
    for (int i = 0; i < DIM; i++) {
        explained += p.variance[i];
        assert_true(i == 0 || p.variance[i] <= p.variance[i - 1]);
        double variance = 0, largest = 0, mean = 0;
        for (int r = 0; r < N; r++) {
            double projection = 0, deviation = matrix_row(&m, r)[i] - p.mean[i];
            for (int j = 0; j < DIM; j++)
                projection += p.components[i * DIM + j] * (matrix_row(&m, r)[j] - p.mean[j]);
            variance += projection * projection / N;
            mean += projection / N;
            total += deviation * deviation / N;
        }
        assert_true(fabs(variance - p.variance[i]) < 1e-9 * p.variance[0] && fabs(mean) < 1e-9);
        for (int k = 0; k < DIM; k++) {
            double product = 0;
            for (int j = 0; j < DIM; j++)
                product += p.components[i * DIM + j] * p.components[k * DIM + j];
            assert_true(fabs(product - (i == k)) < 1e-12);
            if (fabs(p.components[i * DIM + k]) > fabs(largest))
                largest = p.components[i * DIM + k];
        }
        assert_true(largest > 0);
    }
    assert_true(fabs(total - explained) < 1e-9 * total);
    pca_release(&p);
    matrix_release(&m);
}

static void test_pca_of_one_row(void **state)
{
    (void)state;
    struct matrix m = matrix_new(1, 3, "test");
    matrix_row(&m, 0)[1] = 5;
    struct pca p = pca_fit(&m);
    assert_true(p.mean[1] == 5 && p.variance[0] == 0);
    pca_release(&p);
    matrix_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matrix_layout),     cmocka_unit_test(test_normalize_rows),
        cmocka_unit_test(test_topk_ties_and_nan), cmocka_unit_test(test_topk_as_sorting),
        cmocka_unit_test(test_pca_by_hand),       cmocka_unit_test(test_pca_explains_all),
        cmocka_unit_test(test_pca_of_one_row),
    };
    return cmocka_run_group_tests_name("matrix, top k, principal components", tests, NULL, NULL);
}
