/* Kernels of every instruction set against definitions and the portable ones. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/random.h"
#include "nn/kernels.h"

static const struct nn_kernels *kernel_set(const char *name)
{
    setenv("EMBEDLAB_KERNELS", name, 1);
    const struct nn_kernels *k = nn_kernels();
    unsetenv("EMBEDLAB_KERNELS");
    return k;
}

static void test_exact_gelu(void **state)
{
    (void)state;
    const char *sets[] = {"portable", "avx2", "avx512"};
    for (int s = 0; s < 3; s++)
        for (double at = -9; at < 12; at += 0.01) {
            float x = (float)at, y;
            kernel_set(sets[s])->exact_gelu(&x, &y, 1);
            double wanted = 0.5 * (double)x * erfc(-(double)x / sqrt(2));
            assert_true(fabs((double)y - wanted) <= 3e-6 * fabs(wanted));
        }
}

static void test_exponential(void **state)
{
    (void)state;
    const char *sets[] = {"portable", "avx2", "avx512"};
    for (int s = 0; s < 3; s++) {
        const struct nn_kernels *k = kernel_set(sets[s]);
        for (double at = -87; at < 88; at += 0.37) {
            float x[7];
            for (int i = 0; i < 7; i++)
                x[i] = (float)(at + i * 0.05);
            float given[7];
            memcpy(given, x, sizeof x);
            k->exp_sum(x, 7, 0);
            for (int i = 0; i < 7; i++) {
                double wanted = exp((double)given[i]), ulp = ldexp(1, ilogb(wanted) - 23);
                assert_true(given[i] > 88 || fabs((double)x[i] - wanted) < 2 * ulp);
            }
        }
        float edge[4] = {NAN, -INFINITY, -1000, 0};
        k->exp_sum(edge, 4, 0);
        assert_true(isnan(edge[0]));
        assert_true(edge[1] >= 0 && edge[1] < 2e-38f && edge[2] < 2e-38f && edge[3] == 1);
    }
}

static void random_floats(float *x, int n, uint64_t stream)
{
    struct random r = random_at(4, RANDOM_TEST, stream);
    for (int i = 0; i < n; i++)
        x[i] = (float)random_normal(&r);
}

static void close_to(const float *x, const float *y, int n, float tolerance)
{
    for (int i = 0; i < n; i++)
        assert_true(fabsf(x[i] - y[i]) <= tolerance * (1 + fabsf(y[i])));
}

/* Every kernel of set `k` against the portable one, on n numbers. */
static void compare_kernels(const struct nn_kernels *k, const struct nn_kernels *portable, int n)
{
    enum { MOST = 200 };
    float a[MOST], b[MOST], c[MOST], x[2][9][MOST];
    random_floats(a, n, 1), random_floats(b, n, 2), random_floats(c, n, 3);
    const struct nn_kernels *set[2] = {k, portable};
    double sums[2][2];
    for (int s = 0; s < 2; s++) {
        float(*y)[MOST] = x[s];
        for (int i = 0; i < 9; i++)
            memcpy(y[i], i == 2 ? b : c, (size_t)n * sizeof **y);
        sums[s][0] = set[s]->exp_sum(y[0], n, set[s]->maximum(y[0], n));
        sums[s][1] = set[s]->sum_of_squares(a, n);
        set[s]->gelu(a, y[1], n);
        set[s]->gelu_backward(a, b, y[2], n);
        set[s]->exact_gelu(a, y[4], n);
        set[s]->exact_gelu_backward(a, b, y[5], n);
        set[s]->swiglu(a, b, y[6], n);
        set[s]->swiglu_backward(y[4], y[5], c, n);
        set[s]->rotate(y[5], y[6], a, b, n);
        set[s]->rotate_back(y[6], y[7], a, b, n);
        set[s]->add(y[0], y[1], n);
        set[s]->multiply_add(a, b, y[1], n);
        set[s]->scale(y[1], n, 0.3f);
        float mean, rstd;
        set[s]->layernorm(a, b, c, 1e-5f, y[3], &mean, &rstd, n);
        set[s]->layernorm_backward(a, b, c, mean, rstd, y[2], n);
        set[s]->attention_backward(y[0], y[3], b, 0.1f, n);
        set[s]->layernorm_sums(a, b, &mean, &rstd, 1, n, n, y[1], y[2]);
        set[s]->rmsnorm(a, b, 1e-5f, y[8], &rstd, n);
        set[s]->rmsnorm_backward(a, b, c, rstd, y[8], n);
        set[s]->rmsnorm_sums(a, b, &rstd, 1, n, n, y[7]);
        set[s]->column_sums(a, 1, n, n, y[3]);
    }
    for (int i = 0; i < 9; i++)
        close_to(x[0][i], x[1][i], n, 2e-5f);
    for (int i = 0; i < 2; i++)
        assert_true(fabs(sums[0][i] - sums[1][i]) <= 1e-5 * fabs(sums[1][i]));

    struct adamw_step step = {.gradient_scale = 0.5f,
                              .beta1 = .9f,
                              .beta2 = .95f,
                              .rest1 = .1f,
                              .rest2 = .05f,
                              .epsilon = 1e-8f,
                              .keep = 0.99f,
                              .step_size = 0.01f,
                              .correction = 2};
    for (int s = 0; s < 2; s++) {
        memcpy(x[s][0], a, (size_t)n * sizeof *a), memcpy(x[s][1], b, (size_t)n * sizeof *b);
        set[s]->multiply(c, c, x[s][2], n);
        set[s]->adamw(&step, x[s][0], b, x[s][1], x[s][2], n);
        set[s]->adamw(&step, x[s][0], NULL, x[s][1], x[s][2], n);
        struct dropout_draw d = {.seed = 5, .step = 6, .site = 7, .row = 8, .threshold = 1u << 30, .scale = 4 / 3.f};
        set[s]->dropout_mask(&d, 64, x[s][3], n);
    }
    for (int i = 0; i < 3; i++)
        close_to(x[0][i], x[1][i], n, 2e-5f);
    assert_memory_equal(x[0][3], x[1][3], (size_t)n * sizeof(float)); /* draws are the same everywhere */
}

static void test_kernels_against_portable(void **state)
{
    (void)state;
    const int sizes[] = {1, 2, 15, 16, 17, 31, 64, 65, 130, 200};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        compare_kernels(kernel_set("avx2"), kernel_set("portable"), sizes[i]);
        compare_kernels(kernel_set("avx512"), kernel_set("portable"), sizes[i]);
    }
}

static void test_dropout_mask_is_philox(void **state)
{
    (void)state;
    struct dropout_draw d = {.seed = 5ull << 33 | 1, .step = 6, .site = 7, .row = 8, .threshold = 1u << 30, .scale = 2};
    float mask[100];
    nn_kernels()->dropout_mask(&d, 128, mask, 100);
    int dropped = 0;
    for (uint32_t j = 0; j < 100; j++) {
        uint32_t column = 128 + j, word = column % 64 / 16, block = column / 64 * 16 + column % 16, out[4];
        uint32_t counter[4] = {block, RANDOM_DROPOUT | 7 << 8, 8, 6};
        random_philox(counter, d.seed, out);
        assert_true(mask[j] == (out[word] < d.threshold ? 0 : 2));
        dropped += mask[j] == 0;
    }
    assert_in_range(dropped, 10, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_gelu),
        cmocka_unit_test(test_exponential),
        cmocka_unit_test(test_kernels_against_portable),
        cmocka_unit_test(test_dropout_mask_is_philox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
