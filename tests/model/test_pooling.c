/* Poolings by hand. */
#include "scratch.h"

#include "model/pooling.h"

enum { UNKNOWN = 9 };

/* <eos>, a token, an unknown one, a token: rows 0 to 3 of 2 columns. */
static const int32_t ids[4] = {1, 5, UNKNOWN, 6};
static const float states[8] = {10, -10, 1, 8, 100, 100, 4, 2};

static void assert_pooled(enum pooling p, bool all, float first, float second)
{
    float weights[4], pooled[2];
    pooling_weights(p, ids, 4, UNKNOWN, all, weights);
    pooling_forward(p, weights, states, 4, 2, pooled);
    assert_float_equal(pooled[0], first, 1e-5);
    assert_float_equal(pooled[1], second, 1e-5);
}

static void test_values(void **state)
{
    (void)state;
    assert_pooled(POOLING_MEAN, false, 2.5f, 5);
    assert_pooled(POOLING_LAST, false, 4, 2);
    assert_pooled(POOLING_CLS, false, 10, -10);
    assert_pooled(POOLING_MAX, false, 4, 8);
    assert_pooled(POOLING_WEIGHTED_MEAN, false, (1 * 1 + 3 * 4) / 4.0f, (1 * 8 + 3 * 2) / 4.0f);
}

/* As sentence-transformers has them: every token of the attention mask. */
static void test_values_of_all(void **state)
{
    (void)state;
    assert_pooled(POOLING_MEAN, true, 115 / 4.0f, 100 / 4.0f);
    assert_pooled(POOLING_LAST, true, 4, 2);
    assert_pooled(POOLING_CLS, true, 10, -10);
    assert_pooled(POOLING_MAX, true, 100, 100);
    assert_pooled(POOLING_WEIGHTED_MEAN, true, (10 + 2 * 1 + 3 * 100 + 4 * 4) / 10.0f,
                  (-10 + 2 * 8 + 3 * 100 + 4 * 2) / 10.0f);
    float weights[3];
    pooling_weights(POOLING_LAST, ids, 3, UNKNOWN, true, weights); /* an unknown one is a last token, too */
    assert_true(weights[0] == 0 && weights[1] == 0 && weights[2] == 1);
}

static void test_nothing_known(void **state)
{
    (void)state;
    const int32_t nothing[3] = {1, UNKNOWN, UNKNOWN};
    for (int p = POOLING_MEAN; p <= POOLING_WEIGHTED_MEAN; p++)
        for (int all = 0; all < 2; all++) {
            float weights[3], pooled[2] = {3, 3};
            pooling_weights((enum pooling)p, nothing, 3, UNKNOWN, all, weights);
            pooling_forward((enum pooling)p, weights, states, 3, 2, pooled);
            assert_true(pooled[0] == 0 && pooled[1] == 0);
        }
}

/* The backward is the transpose of the forward's derivative: checked by differences of w . pooled. */
static void check_backward(enum pooling p, bool all)
{
    const float d_pooled[2] = {0.5f, -3};
    float weights[4], d_states[8];
    pooling_weights(p, ids, 4, UNKNOWN, all, weights);
    pooling_backward(p, weights, states, d_pooled, 4, 2, d_states);
    for (int i = 0; i < 8; i++) {
        float moved[8], pooled[2][2];
        for (int sign = 0; sign < 2; sign++) {
            memcpy(moved, states, sizeof moved);
            moved[i] += sign ? 0.25f : -0.25f;
            pooling_forward(p, weights, moved, 4, 2, pooled[sign]);
        }
        float first = pooled[1][0] - pooled[0][0], second = pooled[1][1] - pooled[0][1];
        float slope = (d_pooled[0] * first + d_pooled[1] * second) / 0.5f;
        assert_float_equal(d_states[i], slope, 1e-4);
    }
}

static void test_backward(void **state)
{
    (void)state;
    for (int p = POOLING_MEAN; p <= POOLING_WEIGHTED_MEAN; p++)
        for (int all = 0; all < 2; all++)
            check_backward((enum pooling)p, all);
}

static void test_names(void **state)
{
    (void)state;
    for (int p = POOLING_MEAN; p <= POOLING_WEIGHTED_MEAN; p++) {
        enum pooling parsed;
        assert_true(pooling_parse(pooling_name((enum pooling)p), &parsed));
        assert_int_equal(parsed, p);
    }
    enum pooling parsed;
    assert_false(pooling_parse("Mean", &parsed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_values_of_all),
        cmocka_unit_test(test_nothing_known),
        cmocka_unit_test(test_backward),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
