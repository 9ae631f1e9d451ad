/* math/adagrad.simd.c: every set of kernels that this CPU runs, against plain double arithmetic, for
 * several widths; rows end where their memory ends, so that the sanitizers see a step too far. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/adagrad.h"
#include "math/vector.h"

static const char *const sets[] = {"portable", "avx2", "avx512"};
enum { SETS = 3, WIDEST = 304 };

/* A row with its squares, 1e-3 to 1e6. */
static float *new_row(int columns, uint64_t position)
{
    struct random random = random_at(1, RANDOM_TEST, position);
    float *row = mem_aligned(2 * (size_t)columns, sizeof *row, "test");
    for (int i = 0; i < columns; i++) {
        row[i] = 2 * random_uniform(&random) - 1;
        row[columns + i] = (float)pow(10, 9 * random_uniform(&random) - 3);
    }
    return row;
}

static void close_to(float got, double expected)
{
    assert_true(fabs(got - expected) <= 1e-6 * fabs(expected) + 1e-7);
}

static void check_move(const struct adagrad_kernels *k, int columns, float slope)
{
    float *x = new_row(columns, 1), *y = new_row(columns, 2), x_before[2 * WIDEST], y_before[2 * WIDEST];
    x[columns + 3] = y[columns + columns - 1] = ADAGRAD_STILL;
    memcpy(x_before, x, 2 * (size_t)columns * sizeof *x);
    memcpy(y_before, y, 2 * (size_t)columns * sizeof *y);
    k->move_pair(x, y, columns, slope);
    for (int i = 0; i < columns; i++) {
        double gx = (double)slope * y_before[i], gy = (double)slope * x_before[i];
        double sx = x_before[columns + i], sy = y_before[columns + i];
        double move_x = gx / sqrt(sx), move_y = gy / sqrt(sy);
        assert_true(fabs(x[i] - (x_before[i] - move_x)) <= 1e-6 * fabs(move_x) + 1e-7 * (1 + fabs(move_x)));
        assert_true(fabs(y[i] - (y_before[i] - move_y)) <= 1e-6 * fabs(move_y) + 1e-7 * (1 + fabs(move_y)));
        close_to(x[columns + i], sx + gx * gx);
        close_to(y[columns + i], sy + gy * gy);
    }
    assert_true(x[3] == x_before[3] && y[columns - 1] == y_before[columns - 1]);
    assert_true(x[columns + 3] == ADAGRAD_STILL && y[columns + columns - 1] == ADAGRAD_STILL);
    mem_free(x);
    mem_free(y);
}

static void test_move_pair(void **state)
{
    (void)state;
    static const int widths[] = {16, 32, 48, 112, WIDEST};
    for (int set = 0; set < SETS; set++) {
        const struct adagrad_kernels *k = adagrad_kernels_named(sets[set]);
        for (int i = 0; k && i < 5; i++) {
            check_move(k, widths[i], 0.0625f);
            check_move(k, widths[i], -3);
            check_move(k, widths[i], 0);
        }
    }
}

static void test_padding_stays_zero(void **state)
{
    (void)state;
    for (int set = 0; set < SETS; set++) {
        const struct adagrad_kernels *k = adagrad_kernels_named(sets[set]);
        if (!k)
            continue;
        float *x = new_row(32, 3), *y = new_row(32, 4);
        for (int i = 20; i < 32; i++) {
            x[i] = y[i] = 0;
            x[32 + i] = y[32 + i] = 1;
        }
        for (int step = 0; step < 10; step++)
            k->move_pair(x, y, 32, 0.1f);
        for (int i = 20; i < 32; i++)
            assert_true(x[i] == 0 && y[i] == 0 && x[32 + i] == 1 && y[32 + i] == 1);
        mem_free(x);
        mem_free(y);
    }
}

static void test_choice_follows_the_vector_kernels(void **state)
{
    (void)state;
    assert_string_equal(adagrad_kernels()->name, vector_kernels()->name);
    for (int set = 0; set < SETS; set++) {
        const struct vector_kernels *vector = vector_kernels_named(sets[set]);
        const struct adagrad_kernels *adagrad = adagrad_kernels_named(sets[set]);
        assert_true(!vector == !adagrad);
        if (vector)
            assert_string_equal(vector->name, adagrad->name);
    }
    assert_null(adagrad_kernels_named("none"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_move_pair),
        cmocka_unit_test(test_padding_stays_zero),
        cmocka_unit_test(test_choice_follows_the_vector_kernels),
    };
    return cmocka_run_group_tests_name("AdaGrad", tests, NULL, NULL);
}
