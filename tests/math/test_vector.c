/* math/vector.simd.c: every set of kernels that this CPU runs, against plain double arithmetic, for
 * all lengths 0..70 and all offsets within a cache line; blocks end where their memory ends, so that
 * the sanitizers see a step too far. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/vector.h"

static const char *const sets[] = {"portable", "avx2", "avx512"};
enum { SETS = 3, LONGEST = 70 };

static void fill(float *x, long n, uint64_t position)
{
    struct random random = random_at(1, RANDOM_TEST, position);
    for (long i = 0; i < n; i++)
        x[i] = 2 * random_uniform(&random) - 1;
}

/* n floats that end at the end of a heap block and start `offset` floats after a 64-byte boundary. */
static float *at_offset(float **block, int n, int offset)
{
    *block = mem_aligned(offset + n, sizeof(float), "test");
    fill(*block, offset + n, offset + 100 * n);
    return *block + offset;
}

static void check_any_length(const struct vector_kernels *k, int n, int offset)
{
    float *block_x, *block_y, y_before[LONGEST], x_before[LONGEST];
    float *x = at_offset(&block_x, n, offset), *y = at_offset(&block_y, n, (offset * 7 + 3) % 16);
    memcpy(x_before, x, n * sizeof *x);
    memcpy(y_before, y, n * sizeof *y);
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (double)x[i] * y[i];
    assert_true(fabs(k->dot(x, y, n) - sum) < 1e-5);
    k->axpy(0.75f, x, y, n);
    for (int i = 0; i < n; i++)
        assert_true(fabs(y[i] - (y_before[i] + 0.75 * x[i])) < 1e-6);
    k->scale(-3, x, n);
    for (int i = 0; i < n; i++)
        assert_true(x[i] == -3 * x_before[i]);
    mem_free(block_x);
    mem_free(block_y);
}

static void test_any_length_and_alignment(void **state)
{
    (void)state;
    for (int set = 0; set < SETS; set++) {
        const struct vector_kernels *k = vector_kernels_named(sets[set]);
        for (int n = 0; k && n <= LONGEST; n++)
            for (int offset = 0; offset < 16; offset++)
                check_any_length(k, n, offset);
    }
}

/* m rows against n rows, `columns` wide, in one table; row i of b is row m + i. */
struct rows {
    int m, n, columns;
    float *table;
    float *a[40], *b[40];
    double *expected; /* the table after update_rows */
    float *s;         /* [m * n + VECTOR_ROOM] */
};

static void rows_start(struct rows *r, int m, int n, int columns)
{
    *r = (struct rows){.m = m, .n = n, .columns = columns};
    r->table = mem_aligned((m + n) * columns, sizeof(float), "test");
    r->expected = mem_new((m + n) * columns, sizeof(double), "test");
    r->s = mem_new(m * n + VECTOR_ROOM, sizeof(float), "test");
    fill(r->table, (m + n) * columns, m * 100 + n);
    for (int i = 0; i < m; i++)
        r->a[i] = r->table + i * columns;
    r->a[m] = r->table;
    for (int j = 0; j < n; j++)
        r->b[j] = r->table + (m + j) * columns;
}

static void rows_end(struct rows *r)
{
    mem_free(r->table);
    mem_free(r->expected);
    mem_free(r->s);
}

static void check_rows(const struct vector_kernels *k, int m, int n, int columns)
{
    struct rows r;
    rows_start(&r, m, n, columns);
    k->dot_rows(r.a, m, r.b, n, columns, r.s);
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int c = 0; c < columns; c++)
                sum += (double)r.a[i][c] * r.b[j][c];
            assert_true(fabs(r.s[i * n + j] - sum) < 2e-5);
        }
    }
    fill(r.s, m * n, 5);
    for (int c = 0; c < columns; c++) {
        for (int i = 0; i < m + n; i++)
            r.expected[i * columns + c] = r.table[i * columns + c];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                r.expected[i * columns + c] += (double)r.s[i * n + j] * r.b[j][c];
                r.expected[(m + j) * columns + c] += (double)r.s[i * n + j] * r.a[i][c];
            }
        }
    }
    k->update_rows(r.a, m, r.b, n, columns, r.s);
    for (int i = 0; i < (m + n) * columns; i++)
        assert_true(fabs(r.table[i] - r.expected[i]) < 1e-5);
    rows_end(&r);
}

static void check_mean(const struct vector_kernels *k, int m, int n, int columns)
{
    struct rows r;
    rows_start(&r, m, n, columns);
    float *mean = mem_aligned(columns, sizeof(float), "test");
    k->mean_rows(r.a, m, columns, mean);
    fill(r.s, n, 5);
    for (int c = 0; c < columns; c++) {
        double sum = 0, step = 0;
        for (int i = 0; i < m; i++)
            sum += r.a[i][c];
        assert_true(fabs(mean[c] - sum / m) < 1e-6);
        for (int j = 0; j < n; j++)
            step += (double)r.s[j] * r.b[j][c];
        for (int i = 0; i < m; i++)
            r.expected[i * columns + c] = r.a[i][c] + step / m;
        for (int j = 0; j < n; j++)
            r.expected[(m + j) * columns + c] = r.b[j][c] + r.s[j] * sum / m;
    }
    k->update_mean(r.a, m, mean, r.b, n, columns, r.s);
    for (int i = 0; i < (m + n) * columns; i++)
        assert_true(fabs(r.table[i] - r.expected[i]) < 1e-5);
    mem_free(mean);
    rows_end(&r);
}

static void test_mean_of_rows(void **state)
{
    (void)state;
    for (int set = 0; set < SETS; set++) {
        const struct vector_kernels *k = vector_kernels_named(sets[set]);
        for (int m = 1; k && m <= 12; m++)
            for (int n = 1; n <= 20; n++)
                check_mean(k, m, n, n % 3 == 0 ? 112 : 16);
    }
}

static void test_sets_of_rows(void **state)
{
    (void)state;
    for (int set = 0; set < SETS; set++) {
        const struct vector_kernels *k = vector_kernels_named(sets[set]);
        for (int m = 0; k && m <= 12; m++)
            for (int n = 1; n <= 20; n++)
                check_rows(k, m, n, n % 3 == 0 ? 112 : 16);
    }
}

/* A row that stands twice in a set gets both of its increments. */
static void test_repeated_rows_lose_no_increment(void **state)
{
    (void)state;
    for (int set = 0; set < SETS; set++) {
        const struct vector_kernels *k = vector_kernels_named(sets[set]);
        for (int n = 2; k && n <= 8; n++) {
            struct rows r;
            rows_start(&r, 3, n, 16);
            double a = r.table[0], b = r.b[0][0];
            r.a[2] = r.a[0]; /* also a[0], in both sets */
            r.b[1] = r.b[0];
            float tiny = 1e-4f;
            for (int i = 0; i < 3 * n; i++)
                r.s[i] = tiny;
            double sum_b = 0, sum_a = r.a[0][0] + r.a[1][0] + r.a[2][0];
            for (int j = 0; j < n; j++)
                sum_b += r.b[j][0];
            k->update_rows(r.a, 3, r.b, n, 16, r.s);
            assert_true(fabs(r.a[0][0] - (a + 2 * tiny * sum_b)) < 1e-6);
            assert_true(fabs(r.b[0][0] - (b + 2 * tiny * sum_a)) < 1e-6);
            rows_end(&r);

            rows_start(&r, 3, n, 16);
            r.a[2] = r.a[0];
            r.b[1] = r.b[0];
            float mean[16] __attribute__((aligned(64)));
            for (int i = 0; i < n; i++)
                r.s[i] = tiny;
            k->mean_rows(r.a, 3, 16, mean);
            assert_true(fabs(mean[0] - sum_a / 3) < 1e-6);
            k->update_mean(r.a, 3, mean, r.b, n, 16, r.s);
            assert_true(fabs(r.a[0][0] - (a + 2 * tiny * sum_b / 3)) < 1e-6);
            assert_true(fabs(r.b[0][0] - (b + 2 * tiny * sum_a / 3)) < 1e-6);
            rows_end(&r);
        }
    }
}

static void test_logistic(void **state)
{
    (void)state;
    static const float special[] = {0,   -0.0f, 1e-30f, -1e-30f, 1,   -1,   20,       -20,      80,
                                    -80, 86.9f, -86.9f, 88,      -88, 1000, -1000.5f, INFINITY, -INFINITY};
    enum { MANY = 1200, SPECIALS = sizeof special / sizeof *special };
    static float s[MANY + VECTOR_ROOM], e[MANY + VECTOR_ROOM];
    for (int set = 0; set < SETS; set++) {
        const struct vector_kernels *k = vector_kernels_named(sets[set]);
        for (int count = 0; k && count <= MANY; count += count < LONGEST ? 1 : 226) {
            for (int i = 0; i < MANY; i++)
                s[i] = i < SPECIALS - 2 ? special[i] : (i % 401 - 200) * 0.11f;
            double expected = 0;
            for (int i = 0; i < count; i++)
                expected += s[i] > 0 ? s[i] + log1p(exp(-(double)s[i])) : log1p(exp(s[i]));
            double sum = k->logistic(s, count, e);
            assert_true(fabs(sum - expected) <= 1e-6 * (1 + expected));
            for (int i = 0; i < count; i++) {
                double sigma = 1 / (1 + exp(-fmax(s[i], -87)));
                assert_true(fabs(e[i] - sigma) <= 1e-6 * sigma);
            }
        }
        if (k) { /* in place; infinities have a limit, NaN stays */
            float x[3 + VECTOR_ROOM] = {INFINITY, -INFINITY, NAN};
            k->logistic(x, 3, x);
            assert_true(x[0] == 1 && x[1] >= 0 && x[1] < 1e-37 && isnan(x[2]));
        }
    }
}

static void test_choice_of_kernels(void **state)
{
    (void)state;
    assert_non_null(vector_kernels_named("portable"));
    assert_null(vector_kernels_named("mmx"));
    setenv("EMBEDLAB_KERNELS", "portable", 1);
    assert_string_equal(vector_kernels()->name, "portable");
    setenv("EMBEDLAB_KERNELS", "mmx", 1); /* unknown: the fastest */
    const struct vector_kernels *fastest = vector_kernels();
    unsetenv("EMBEDLAB_KERNELS");
    assert_ptr_equal(vector_kernels(), fastest);
    assert_ptr_equal(fastest, vector_kernels_named("avx512") ? vector_kernels_named("avx512")
                              : vector_kernels_named("avx2") ? vector_kernels_named("avx2")
                                                             : vector_kernels_named("portable"));
}

static void test_cosine(void **state)
{
    (void)state;
    const float x[] = {3, 4, 0}, y[] = {4, 3, 0}, zero[3] = {0}, huge[] = {3e38f, 0, 0};
    assert_true(fabs(vector_cosine(x, y, 3) - 0.96) < 1e-15);
    assert_true(vector_cosine(x, zero, 3) == 0);
    assert_true(vector_cosine(x, x, 0) == 0);
    assert_true(fabs(vector_cosine(x, huge, 3) - 0.6) < 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_length_and_alignment),
        cmocka_unit_test(test_sets_of_rows),
        cmocka_unit_test(test_mean_of_rows),
        cmocka_unit_test(test_repeated_rows_lose_no_increment),
        cmocka_unit_test(test_logistic),
        cmocka_unit_test(test_choice_of_kernels),
        cmocka_unit_test(test_cosine),
    };
    return cmocka_run_group_tests_name("vector", tests, NULL, NULL);
}
