/* The classifier of probes: minima known by hand, the gradient at others, labels and losses by the formula. */
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/gemm.h"
#include "nn/softmax_regression.h"

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.9g, expected %.9g", value, expected);
}

struct fixture {
    struct matrix x;
    int32_t *labels;
    int *rows;
};

/* Gaussian features around a centre for each label; the second feature is large and far from 0. */
static struct fixture fixture_new(int rows, int dim, int classes)
{
    struct fixture f = {matrix_new(rows, dim, "a test"), mem_new((size_t)rows, sizeof(int32_t), "a test"),
                        mem_new((size_t)rows, sizeof(int), "a test")};
    struct random r = random_at(3, RANDOM_TEST, 1);
    for (int i = 0; i < rows; i++) {
        f.rows[i] = rows - 1 - i;
        f.labels[i] = (int32_t)random_below(&r, (uint32_t)classes);
        for (int c = 0; c < dim; c++) {
            double x = random_normal(&r) + (c % classes == f.labels[i]);
            matrix_row(&f.x, i)[c] = (float)(c == 1 ? 100 * x + 1000 : x);
        }
    }
    return f;
}

static void fixture_release(struct fixture *f)
{
    matrix_release(&f->x);
    mem_free(f->labels);
    mem_free(f->rows);
}

/* x = -1, 1 and the labels 0, 1: W = (-w, w) with w (1 + exp(2 w)) = 1 / ridge. */
static void test_by_hand(void **state)
{
    (void)state;
    struct matrix x = matrix_new(2, 1, "a test");
    matrix_row(&x, 0)[0] = -7, matrix_row(&x, 1)[0] = 5; /* standardised: -1, 1 */
    struct labelled data = {&x, (const int32_t[]){0, 1}, (const int[]){0, 1}, 2};
    struct softmax_regression r = softmax_regression_new(2, 1);
    softmax_regression_fit(&r, &data, 1 / (1 + exp(2)));
    assert_near(r.mean[0], -1, 1e-12);
    assert_near(r.scale[0], 1.0 / 6, 1e-12);
    assert_near(r.weights[0], -1, 5e-5);
    assert_near(r.weights[1], r.weights[3], 5e-5);
    assert_near(r.weights[2], 1, 5e-5);
    assert_near(r.objective, log(1 + exp(-2)) + 1 / (1 + exp(2)), 1e-7);
    softmax_regression_release(&r);
    matrix_release(&x);
}

/* A constant feature tells nothing: the classes' frequencies are left. */
static void test_constant_feature(void **state)
{
    (void)state;
    struct matrix x = matrix_new(4, 1, "a test");
    for (int i = 0; i < 4; i++)
        matrix_row(&x, i)[0] = 0.1f;
    struct labelled data = {&x, (const int32_t[]){2, 0, 2, 2}, (const int[]){0, 1, 2, 3}, 4};
    struct softmax_regression r = softmax_regression_new(3, 1);
    softmax_regression_fit(&r, &data, 1e-4);
    assert_true(r.scale[0] == 0);
    int32_t predicted[4];
    double losses[4];
    softmax_regression_apply(&r, &data, predicted, losses);
    assert_near(losses[0], -log(0.75), 1e-3);
    assert_near(losses[1], -log(0.25), 1e-3);
    for (int i = 0; i < 4; i++)
        assert_int_equal(predicted[i], 2);
    data.labels = (const int32_t[]){2, 1, 1, 2}; /* the fit had no row of class 1 */
    softmax_regression_apply(&r, &data, NULL, losses);
    assert_true(isinf(losses[1]) && isinf(losses[2]) && isfinite(losses[0]) && isfinite(losses[3]));
    softmax_regression_release(&r);
    matrix_release(&x);
}

/* Probabilities of row i by the formula in double. */
static void probabilities(const struct softmax_regression *r, const float *x, double *p)
{
    double sum = 0;
    for (int k = 0; k < r->classes; k++) {
        const double *w = r->weights + (long)k * (r->dim + 1);
        double logit = w[r->dim];
        for (int c = 0; c < r->dim; c++)
            logit += w[c] * (x[c] - r->mean[c]) * r->scale[c];
        sum += p[k] = exp(logit);
    }
    for (int k = 0; k < r->classes; k++)
        p[k] /= sum;
}

static void test_minimum(void **state)
{
    (void)state;
    enum { ROWS = 300, DIM = 20, CLASSES = 4 };
    struct fixture f = fixture_new(ROWS, DIM, CLASSES);
    struct labelled data = {&f.x, f.labels, f.rows, ROWS - 10}; /* all but rows 0..9 */
    struct softmax_regression r = softmax_regression_new(CLASSES, DIM);
    softmax_regression_fit(&r, &data, 0.01);
    double gradient[CLASSES][DIM + 1] = {{0}}, objective = 0;
    int32_t predicted[ROWS];
    double losses[ROWS];
    softmax_regression_apply(&r, &data, predicted, losses);
    for (int i = 0; i < data.count; i++) {
        double p[CLASSES];
        const float *x = matrix_row(&f.x, f.rows[i]);
        int label = f.labels[f.rows[i]], best = 0;
        probabilities(&r, x, p);
        for (int k = 0; k < CLASSES; k++) {
            best = p[k] > p[best] ? k : best;
            for (int c = 0; c <= DIM; c++)
                gradient[k][c] +=
                    (p[k] - (k == label)) * (c < DIM ? (x[c] - r.mean[c]) * r.scale[c] : 1) / data.count;
        }
        assert_int_equal(predicted[i], best);
        assert_near(losses[i], -log(p[label]), 1e-5);
        objective -= log(p[label]) / data.count;
    }
    for (int k = 0; k < CLASSES; k++)
        for (int c = 0; c <= DIM; c++) {
            double w = c < DIM ? r.weights[k * (DIM + 1) + c] : 0;
            assert_near(gradient[k][c] + 0.01 * w, 0, 1e-5);
            objective += 0.005 * w * w;
        }
    assert_near(r.objective, objective, 1e-6);
    assert_true(r.steps > 3 && r.steps < 200);
    softmax_regression_release(&r);
    fixture_release(&f);
}

static void test_threads(void **state)
{
    (void)state;
    struct fixture f = fixture_new(1100, 33, 70);
    struct labelled data = {&f.x, f.labels, f.rows, 1100};
    struct softmax_regression a = softmax_regression_new(70, 33), b = softmax_regression_new(70, 33);
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    softmax_regression_fit(&a, &data, 0.1);
    omp_set_num_threads(3);
    softmax_regression_fit(&b, &data, 0.1);
    omp_set_num_threads(threads);
    assert_memory_equal(a.weights, b.weights, 70 * 34 * sizeof(double));
    softmax_regression_release(&a);
    softmax_regression_release(&b);
    fixture_release(&f);
}

/* Much noise, few rows: of these ridges neither the largest nor the smallest is best. */
static void test_tune(void **state)
{
    (void)state;
    static const double ridges[] = {100, 1, 0.1, 1e-3, 1e-6};
    struct fixture f = fixture_new(240, 60, 2);
    for (int i = 0; i < 240; i += 3)
        f.labels[i] = i / 3 % 2;
    struct labelled train = {&f.x, f.labels, f.rows, 160}, held = {&f.x, f.labels, f.rows + 160, 80};
    struct softmax_regression r = softmax_regression_new(2, 60), fresh = softmax_regression_new(2, 60);
    double best = softmax_regression_tune(&r, &train, &held, ridges, 5), losses[80], least = INFINITY, expected = 0;
    for (int i = 0; i < 5; i++) {
        double loss = 0;
        memset(fresh.weights, 0, 2 * 61 * sizeof(double));
        softmax_regression_fit(&fresh, &train, ridges[i]);
        softmax_regression_apply(&fresh, &held, NULL, losses);
        for (int j = 0; j < 80; j++)
            loss += losses[j];
        if (loss < least)
            least = loss, expected = ridges[i];
    }
    assert_true(best == expected && best < 100 && best > 1e-6);
    struct labelled all = {&f.x, f.labels, f.rows, 240};
    memset(fresh.weights, 0, 2 * 61 * sizeof(double));
    softmax_regression_fit(&fresh, &all, best);
    assert_near(r.objective, fresh.objective, 1e-5);
    softmax_regression_release(&r);
    softmax_regression_release(&fresh);
    fixture_release(&f);
}

int main(void)
{
    gemm_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand), cmocka_unit_test(test_constant_feature), cmocka_unit_test(test_minimum),
        cmocka_unit_test(test_threads), cmocka_unit_test(test_tune),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
