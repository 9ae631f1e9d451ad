/* math/gemm.c: against a plain double product, and the same bits for any number of threads. */
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/gemm.h"

static void fill(real *x, long size, uint64_t position)
{
    struct random random = random_at(1, RANDOM_TEST, position);
    for (long i = 0; i < size; i++)
        x[i] = random_uniform(&random) - (real)0.5;
}

struct shape {
    bool transpose_a, transpose_b;
    long m, n, k;
    real alpha, beta;
};

static const struct shape shapes[] = {
    {false, false, 1, 1, 1, 1, 0},       {false, false, 3, 5, 7, 2, 0},      {true, false, 65, 64, 33, 1, 1},
    {false, true, 64, 129, 17, -1, 0.5}, {true, true, 70, 31, 40, 1, 0},     {false, false, 300, 600, 20, 1, 1},
    {false, true, 257, 1100, 24, 1, 0},  {true, false, 128, 128, 500, 1, 1}, {false, false, 1, 900, 64, 1, 0},
    {false, false, 5, 6, 0, 1, 0.5},
};

/* The bf16 nearest to x, written otherwise than in the library: 8 significant bits. */
static double nearest_bf16(double x)
{
    int exponent;
    double fraction = frexp(x, &exponent); /* rint: ties to even */
    return ldexp(rint(ldexp(fraction, 8)), exponent - 8);
}

static void check_shape(const struct shape *s, enum precision precision)
{
    long lda = (s->transpose_a ? s->m : s->k) + 3, ldb = (s->transpose_b ? s->k : s->n) + 1, ldc = s->n + 2;
    long size_a = (s->transpose_a ? s->k : s->m) * lda + 1, size_b = (s->transpose_b ? s->n : s->k) * ldb + 1;
    long size_c = s->m * ldc;
    real *a = mem_new(size_a, sizeof *a, "test"), *b = mem_new(size_b, sizeof *b, "test");
    real *before = mem_new(size_c, sizeof *before, "test"), *c = mem_new(size_c, sizeof *c, "test");
    fill(a, size_a, 1);
    fill(b, size_b, 2);
    fill(before, size_c, 3);
    if (s->beta == 0)
        for (long i = 0; i < size_c; i++)
            before[i] = NAN;
    memcpy(c, before, size_c * sizeof *c);
    gemm_in(precision, s->transpose_a, s->transpose_b, s->m, s->n, s->k, s->alpha, a, lda, b, ldb, s->beta, c, ldc);
    for (long i = 0; i < s->m; i++) {
        for (long j = 0; j < ldc; j++) {
            if (j >= s->n) { /* the gap between rows is left alone */
                assert_memory_equal(&c[i * ldc + j], &before[i * ldc + j], sizeof *c);
                continue;
            }
            double sum = 0;
            for (long k = 0; k < s->k; k++) {
                double x = s->transpose_a ? a[k * lda + i] : a[i * lda + k];
                double y = s->transpose_b ? b[j * ldb + k] : b[k * ldb + j];
                sum += precision == PRECISION_BF16 ? nearest_bf16(x) * nearest_bf16(y) : x * y;
            }
            double expected = s->alpha * sum + (s->beta != 0 ? s->beta * before[i * ldc + j] : 0);
            assert_true(fabs(c[i * ldc + j] - expected) <= 1e-5 * (1 + fabs(expected)));
        }
    }
    mem_free(a);
    mem_free(b);
    mem_free(before);
    mem_free(c);
}

static void test_against_plain_product(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (enum precision p = PRECISION_FP32; p <= PRECISION_BF16; p++)
            check_shape(&shapes[i], p);
}

static real bf16_product(real a, real b)
{
    real c;
    gemm_in(PRECISION_BF16, false, false, 1, 1, 1, 1, &a, 1, &b, 1, 0, &c, 1);
    return c;
}

static void test_rounding(void **state)
{
    (void)state;
    static const real pairs[][2] = {
        {1, 1},
        {1 + 0x1p-7f, 1 + 0x1p-7f},    /* the number after 1 */
        {1 + 0x1p-8f, 1},              /* halfway: to the even one */
        {1 + 0x3p-8f, 1 + 0x1p-6f},    /* halfway: to the even one */
        {1 + 0x1.002p-8f, 1 + 0x1p-7f} /* above halfway */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(bf16_product(pairs[i][0], 1) == pairs[i][1]);
        assert_true(bf16_product(-2, pairs[i][0]) == -2 * pairs[i][1]);
    }
    assert_true(bf16_product(-INFINITY, 2) == -INFINITY);
    assert_true(isnan(bf16_product(NAN, 0)) && isnan(bf16_product(1, -NAN)));
    assert_true(bf16_product(0x1p100f, 0x1p-90f) == 1024); /* the range of float */
}

/* On a processor without bf16. */
static void test_emulation(void **state)
{
    char *before = getenv("EMBEDLAB_KERNELS");
    setenv("EMBEDLAB_KERNELS", "portable", 1);
    assert_true(gemm_is_emulated(PRECISION_BF16));
    assert_false(gemm_is_emulated(PRECISION_FP32));
    test_against_plain_product(state);
    test_rounding(state);
    if (before)
        setenv("EMBEDLAB_KERNELS", before, 1);
    else
        unsetenv("EMBEDLAB_KERNELS");
}

static void check_same_bits(enum precision precision)
{
    enum { M = 310, N = 270, K = 190 };
    real *a = mem_new(M * K, sizeof *a, "test"), *b = mem_new(K * N, sizeof *b, "test");
    real *one = mem_new(M * N, sizeof *one, "test"), *c = mem_new(M * N, sizeof *c, "test");
    fill(a, M * K, 1);
    fill(b, K * N, 2);
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    gemm_in(precision, false, false, M, N, K, 1, a, K, b, N, 0, one, N);
    for (int t = 2; t <= 5; t++) {
        omp_set_num_threads(t);
        memset(c, 0, M * N * sizeof *c);
        gemm_in(precision, false, false, M, N, K, 1, a, K, b, N, 0, c, N);
        assert_memory_equal(c, one, M * N * sizeof *c);
    }
    omp_set_num_threads(2);
    int different = 0;
#pragma omp parallel reduction(+ : different) /* inside a parallel region: the same tiles, one by one */
    {
        real *mine = mem_new(M * N, sizeof *mine, "test");
        gemm_in(precision, false, false, M, N, K, 1, a, K, b, N, 0, mine, N);
        different += memcmp(mine, one, M * N * sizeof *mine) != 0;
        mem_free(mine);
    }
    assert_int_equal(different, 0);
    omp_set_num_threads(threads);
    mem_free(a);
    mem_free(b);
    mem_free(one);
    mem_free(c);
}

static void test_same_bits_for_any_threads(void **state)
{
    (void)state;
    check_same_bits(PRECISION_FP32);
    check_same_bits(PRECISION_BF16);
}

static void test_empty_product_writes_nothing(void **state)
{
    (void)state;
    real a = 1, b = 1, c = 7;
    gemm(false, false, 0, 5, 1, 1, &a, 1, &b, 5, 0, &c, 5);
    gemm(false, false, 5, 0, 1, 1, &a, 1, &b, 1, 0, &c, 1);
    assert_true(c == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_plain_product),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_emulation),
        cmocka_unit_test(test_same_bits_for_any_threads),
        cmocka_unit_test(test_empty_product_writes_nothing),
    };
    gemm_start();
    return cmocka_run_group_tests_name("gemm", tests, NULL, NULL);
}
