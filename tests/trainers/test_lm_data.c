/* Which tokens form which batch of lm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/mem.h"
#include "trainers/lm/data.h"

enum { END = 1, CONTEXT = 8, BATCH = 3 };

/* Tokens 1000, 1001, ...: a token tells its place. */
static bool make(struct data *d, size_t count, size_t held_out, uint64_t seed)
{
    struct token_corpus c = {.count = count};
    c.ids = mem_new(count, sizeof *c.ids, "test");
    for (size_t i = 0; i < count; i++)
        c.ids[i] = (int32_t)(1000 + i);
    struct error err;
    bool good = data_init(d, c, held_out, END, CONTEXT, BATCH, seed, &err);
    if (!good)
        assert_non_null(strstr(err.message, "--context"));
    return good;
}

static void test_epoch_covers_the_stream(void **state)
{
    (void)state;
    struct data d;
    assert_true(make(&d, 500, 50, 3));
    long steps = data_steps(&d, 1), ends = 0, windows = 0;
    int seen[500] = {0};
    assert_in_range(steps, 442 / CONTEXT / BATCH, 449 / CONTEXT / BATCH);
    for (long step = 0; step < steps; step++) {
        struct batch b = data_batch(&d, step);
        assert_int_equal(b.tokens, CONTEXT * BATCH);
        assert_int_equal(b.sequences, BATCH);
        for (int i = 0; i < b.tokens; i++) {
            bool first = i % CONTEXT == 0;
            assert_int_equal(b.starts[i / CONTEXT], i / CONTEXT * CONTEXT);
            if (!first)
                assert_int_equal(d.targets[i], d.targets[i - 1] + 1);
            if (b.ids[i] == END)
                assert_true(first);
            else
                assert_int_equal(d.targets[i], b.ids[i] + 1);
            ends += b.ids[i] == END;
            windows += first;
            seen[d.targets[i] - 1000]++;
        }
    }
    long used = 0;
    for (int i = 0; i < 500; i++) {
        assert_in_range(seen[i], 0, i < 450 ? 1 : 0); /* nothing twice, nothing held out */
        used += seen[i];
    }
    assert_int_equal(used, steps * CONTEXT * BATCH);
    assert_in_range(ends, windows / 5, windows * 4 / 5);
    data_release(&d);
}

static void test_batch_depends_on_seed_and_step_alone(void **state)
{
    (void)state;
    struct data a, b, c;
    assert_true(make(&a, 500, 0, 3) && make(&b, 500, 0, 3) && make(&c, 500, 0, 4));
    long steps = data_steps(&a, 3);
    assert_true(steps > 2 * data_steps(&a, 1) - 2);
    int differs = 0;
    for (long step = steps - 1; step >= 0; step--) /* b goes backwards */
        for (int pass = 0; pass < 2; pass++) {
            struct batch x = data_batch(&a, pass ? step : steps - 1 - step),
                         y = data_batch(&b, pass ? step : steps - 1 - step);
            assert_memory_equal(x.ids, y.ids, (size_t)x.tokens * sizeof *x.ids);
            differs += memcmp(x.ids, data_batch(&c, pass ? step : steps - 1 - step).ids, 24) != 0;
        }
    assert_true(differs > steps);
    int32_t kept[CONTEXT * BATCH];
    memcpy(kept, data_batch(&a, 0).ids, sizeof kept);
    assert_memory_not_equal(kept, data_batch(&a, data_steps(&a, 1)).ids, sizeof kept); /* epochs differ */
    data_release(&a), data_release(&b), data_release(&c);
}

static void test_tiny_corpora(void **state)
{
    (void)state;
    struct data d;
    assert_true(make(&d, CONTEXT + 1, 0, 3)); /* one window: a batch of one */
    assert_int_equal(data_steps(&d, 5), 5);
    for (long step = 0; step < 5; step++) {
        struct batch b = data_batch(&d, step);
        assert_int_equal(b.sequences, 1);
        assert_int_equal(b.tokens, CONTEXT);
        assert_int_equal(d.targets[CONTEXT - 1], 1000 + CONTEXT);
    }
    data_release(&d);
    assert_false(make(&d, CONTEXT, 0, 3));
    data_release(&d);
    assert_false(make(&d, CONTEXT + 5, 5, 3));
    data_release(&d);
}

static void test_validation_batches(void **state)
{
    (void)state;
    struct data d;
    assert_true(make(&d, 500, 62, 3));
    struct batch b;
    int next = 500 - 62;
    for (long i = 0; data_valid_batch(&d, i, &b); i++) {
        assert_int_equal(b.starts[0], 0);
        assert_int_equal(b.starts[b.sequences], b.tokens);
        for (int s = 0; s < b.sequences; s++)
            assert_in_range(b.starts[s + 1] - b.starts[s], 1, CONTEXT);
        for (int k = 0; k < b.tokens; k++, next++) {
            assert_int_equal(b.ids[k], 1000 + next);
            assert_int_equal(d.targets[k], 1001 + next);
        }
    }
    assert_int_equal(next, 499); /* every held-out token but the first is predicted once */
    data_release(&d);
    assert_true(make(&d, 500, 0, 3));
    assert_false(data_valid_batch(&d, 0, &b));
    data_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_epoch_covers_the_stream),
        cmocka_unit_test(test_batch_depends_on_seed_and_step_alone),
        cmocka_unit_test(test_tiny_corpora),
        cmocka_unit_test(test_validation_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
