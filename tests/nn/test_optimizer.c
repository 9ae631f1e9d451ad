/* AdamW, clipping and schedules by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/random.h"
#include "nn/optimizer.h"

static void test_adamw_by_hand(void **state)
{
    (void)state;
    float value[2] = {1, -2}, gradient[2] = {0.5f, 4};
    struct parameter p = {
        .dimensions = 2, .shape = {1, 2}, .size = 2, .decay = true, .value = value, .gradient = gradient};
    assert_true(fabs(gradients_norm(&p, 1) - sqrt(16.25)) < 1e-12);
    struct adamw a = adamw_new(&p, 1, (struct adamw_options){.9, .99, 0, .1});
    adamw_update(&a, 0.01, 1);
    /* the first step moves by lr * sign(g), whatever the size, after decay by 1 - lr * 0.1 */
    assert_true(fabs(value[0] - (0.999 * 1 - 0.01)) < 1e-6);
    assert_true(fabs(value[1] - (0.999 * -2 - 0.01)) < 1e-6);
    /* second step with g = -0.25: m = .9 * .05 - .1 * .25 = .02, v = .99 * .0025 + .01 * .0625 = .0031;
       m / (1 - .81) = 0.10526316, sqrt(v / (1 - .9801)) = 0.39468855 */
    gradient[0] = -1;
    adamw_update(&a, 0.01, 0.25);
    assert_true(fabs(value[0] - (0.999 * 0.989 - 0.01 * 0.10526316 / 0.39468855)) < 1e-6);
    adamw_release(&a);
}

static void test_touched_rows(void **state)
{
    (void)state;
    /* a table with touched rows must move exactly as one without */
    float gradient[2][4 * 3] = {{0}}, value[2][4 * 3];
    int32_t list[4];
    bool seen[4] = {false};
    struct touched_rows touched = {list, seen, 0};
    struct parameter p[2];
    struct adamw a[2];
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 12; i++)
            value[k][i] = (float)i - 5;
        p[k] = (struct parameter){.dimensions = 2,
                                  .shape = {4, 3},
                                  .size = 12,
                                  .decay = true,
                                  .value = value[k],
                                  .gradient = gradient[k],
                                  .touched = k ? &touched : NULL};
        a[k] = adamw_new(&p[k], 1, (struct adamw_options){.9, .95, 1e-8, .1});
    }
    const int32_t batches[3][2] = {{2, 2}, {0, 2}, {3, 0}};
    for (int step = 0; step < 3; step++) {
        gradients_zero(p, 2);
        touched_rows_add(&touched, batches[step], 2);
        for (int k = 0; k < 2; k++)
            for (int i = 0; i < 2; i++)
                gradient[k][batches[step][i] * 3 + 1] += 0.5f + (float)step;
        assert_true(gradients_norm(&p[0], 1) == gradients_norm(&p[1], 1));
        adamw_update(&a[0], 0.1, 1);
        adamw_update(&a[1], 0.1, 1);
        assert_memory_equal(value[0], value[1], sizeof value[0]);
    }
    gradients_zero(&p[1], 1);
    for (int i = 0; i < 12; i++)
        assert_true(gradient[1][i] == 0);
    assert_int_equal(touched.count, 0);
    adamw_release(&a[0]);
    adamw_release(&a[1]);
}

/* A parameter's rate is the same as a learning rate of its own. */
static void test_rates(void **state)
{
    (void)state;
    real value[2][3] = {{1, -2, 3}, {1, -2, 3}}, gradient[3] = {0.5, -1, 2};
    struct parameter p[2];
    struct adamw a[2];
    for (int k = 0; k < 2; k++) {
        p[k] = (struct parameter){
            .dimensions = 2, .shape = {1, 3}, .size = 3, .decay = true, .value = value[k], .gradient = gradient};
        a[k] = adamw_new(&p[k], 1, (struct adamw_options){.9, .95, 1e-8, .1});
    }
    a[0].rates[0] = 0.25;
    for (int step = 0; step < 3; step++) {
        adamw_update(&a[0], 0.1, 1);
        adamw_update(&a[1], 0.025, 1);
    }
    assert_memory_equal(value[0], value[1], sizeof value[0]);
    assert_true(value[0][0] < 1);
    a[0].rates[0] = 0;
    adamw_update(&a[0], 0.1, 1);
    assert_memory_equal(value[0], value[1], sizeof value[0]);
    adamw_release(&a[0]);
    adamw_release(&a[1]);
}

static void test_schedules(void **state)
{
    (void)state;
    static const struct {
        enum schedule_shape shape;
        long step, steps, warmup;
        double share;
    } cases[] = {
        {SCHEDULE_COSINE, 0, 100, 10, .1},  {SCHEDULE_COSINE, 9, 100, 10, 1},    {SCHEDULE_COSINE, 10, 100, 10, 1},
        {SCHEDULE_COSINE, 55, 100, 10, .6}, {SCHEDULE_COSINE, 100, 100, 10, .2}, {SCHEDULE_COSINE, 0, 5, 0, 1},
        {SCHEDULE_LINEAR, 0, 100, 10, .1},  {SCHEDULE_LINEAR, 55, 100, 10, .6},  {SCHEDULE_LINEAR, 100, 100, 10, .2},
        {SCHEDULE_CONSTANT, 4, 100, 10, .5}, {SCHEDULE_CONSTANT, 99, 100, 10, 1}, {SCHEDULE_COSINE, 3, 3, 9, 4 / 9.},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(fabs(schedule_share(cases[i].shape, cases[i].step, cases[i].steps, cases[i].warmup, .2) -
                         cases[i].share) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_adamw_by_hand),
        cmocka_unit_test(test_touched_rows),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_schedules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
