/* math/gemm_avx512.c against a plain product in double: all edges, both transpositions, strides. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/random.h"
#include "math/gemm_avx512.h"
#include "math/vector.h"

#ifdef __x86_64__

/* An array of exactly `size` floats on the heap, so that sanitizers see a read beyond it. */
static float *fill(long size, uint64_t stream)
{
    struct random r = random_at(3, RANDOM_TEST, stream);
    float *x = malloc((size_t)size * sizeof *x);
    for (long i = 0; i < size; i++)
        x[i] = random_uniform(&r) - 0.5f;
    return x;
}

static bool has_bf16(void)
{
    return __builtin_cpu_supports("avx512bf16");
}

/* The bf16 nearest to x, written otherwise than in the library: 8 significant bits. */
static double nearest_bf16(double x)
{
    int exponent;
    double fraction = frexp(x, &exponent); /* rint: ties to even */
    return ldexp(rint(ldexp(fraction, 8)), exponent - 8);
}

static void check_in(bool bf16, bool ta, bool tb, long m, long n, long k, float alpha, float beta, long gap)
{
    long lda = (ta ? m : k) + gap, ldb = (tb ? k : n) + gap, ldc = n + gap;
    long rows_a = ta ? k : m, rows_b = tb ? n : k;
    float *a = fill(rows_a * lda - gap, 1), *b = fill(rows_b * ldb - gap, 2);
    float *c = fill(m * ldc - gap, 3), *before = fill(m * ldc - gap, 3);
    if (beta == 0)
        for (long i = 0; i < m; i++)
            for (long j = 0; j < n; j++)
                c[i * ldc + j] = NAN; /* must not matter */
    (bf16 ? gemm_avx512_bf16 : gemm_avx512)(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    for (long i = 0; i < m; i++) {
        for (long j = 0; j < n; j++) {
            double sum = 0;
            for (long p = 0; p < k; p++) {
                double x = (double)(ta ? a[p * lda + i] : a[i * lda + p]);
                double y = (double)(tb ? b[j * ldb + p] : b[p * ldb + j]);
                sum += bf16 ? nearest_bf16(x) * nearest_bf16(y) : x * y;
            }
            double wanted = (double)alpha * sum + (beta != 0 ? (double)beta * (double)before[i * ldc + j] : 0);
            if (!(fabs((double)c[i * ldc + j] - wanted) < 1e-5 * sqrt((double)k)))
                fail_msg("%s, %d%d %ldx%ldx%ld at %ld, %ld: %g, expected %g", bf16 ? "bf16" : "fp32", ta, tb, m, n, k,
                         i, j, (double)c[i * ldc + j], wanted);
        }
        if (i + 1 < m) /* the gap between rows is left alone */
            assert_memory_equal(c + i * ldc + n, before + i * ldc + n, (size_t)gap * sizeof *c);
    }
    free(a), free(b), free(c), free(before);
}

static void check(bool ta, bool tb, long m, long n, long k, float alpha, float beta, long gap)
{
    check_in(false, ta, tb, m, n, k, alpha, beta, gap);
    if (has_bf16())
        check_in(true, ta, tb, m, n, k, alpha, beta, gap);
}

static void test_against_double(void **state)
{
    (void)state;
    if (strcmp(vector_kernels()->name, "AVX-512") != 0)
        skip();
    const long rows[] = {1, 2, 13, 14, 15, 29, 141}, columns[] = {1, 15, 16, 17, 31, 32, 33, 65},
               depth[] = {1, 15, 16, 17, 31, 32, 33, 72};
    for (int t = 0; t < 4; t++)
        for (int i = 0; i < 7; i++)
            for (int j = 0; j < 8; j++)
                for (int k = 0; k < 8; k++)
                    check(t & 1, t >> 1, rows[i], columns[j], depth[k], 1.5f, (i + j) % 3 * 0.5f, (j + k) % 2 * 3);
}

static void test_more_than_one_block(void **state)
{
    (void)state;
    if (strcmp(vector_kernels()->name, "AVX-512") != 0)
        skip();
    for (int t = 0; t < 4; t++) {
        check(t & 1, t >> 1, 150, 40, 530, 1, 0, 0);
        check(t & 1, t >> 1, 20, 550, 260, -1, 1, 2);
        check(t & 1, t >> 1, 15, 33, 1061, 1, 1, 1);
    }
}

/* A row's result does not depend on the rows beside it. */
static void test_rows_are_independent(void **state)
{
    (void)state;
    if (strcmp(vector_kernels()->name, "AVX-512") != 0)
        skip();
    enum { M = 37, N = 50, K = 300 };
    float *a = fill(M * K, 1), *b = fill(K * N, 2), all[M * N], one[N];
    for (int bf16 = 0; bf16 <= has_bf16(); bf16++) {
        (bf16 ? gemm_avx512_bf16 : gemm_avx512)(false, false, M, N, K, 1, a, K, b, N, 0, all, N);
        for (int i = 0; i < M; i++) {
            (bf16 ? gemm_avx512_bf16 : gemm_avx512)(false, false, 1, N, K, 1, a + i * K, K, b, N, 0, one, N);
            assert_memory_equal(one, all + i * N, sizeof one);
        }
    }
    free(a), free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_double),
        cmocka_unit_test(test_more_than_one_block),
        cmocka_unit_test(test_rows_are_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
    puts("1..1\nok 1 - for x86-64 only # skip");
    return 0;
}
#endif
