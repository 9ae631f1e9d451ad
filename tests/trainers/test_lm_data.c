/* Which tokens form which batch of lm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/mem.h"
#include "trainers/lm/data.h"

enum { END = 1, CONTEXT = 8, BATCH = 3 };

/* Tokens 1000, 1001, ...: a token tells its place. */
static bool make(struct data *d, size_t count, size_t held_out, int batch, int accumulate, uint64_t seed)
{
    struct token_corpus c = {.count = count};
    c.ids = mem_new(count, sizeof *c.ids, "test");
    for (size_t i = 0; i < count; i++)
        c.ids[i] = (int32_t)(1000 + i);
    struct data_settings s = {CONTEXT, batch, accumulate, seed};
    struct error err;
    bool good = data_init(d, c, held_out, END, &s, &err);
    if (!good)
        assert_non_null(strstr(err.message, "--context"));
    return good;
}

static void test_epoch_covers_the_stream(void **state)
{
    (void)state;
    struct data d;
    assert_true(make(&d, 500, 50, BATCH, 1, 3));
    long steps = data_steps(&d, 1), ends = 0, windows = 0;
    int seen[500] = {0};
    assert_in_range(steps, 442 / CONTEXT / BATCH, 449 / CONTEXT / BATCH);
    for (long step = 0; step < steps; step++) {
        struct batch b;
        assert_true(data_batch(&d, step, 0, &b));
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
        assert_false(data_batch(&d, step, 1, &b));
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
    assert_true(make(&a, 500, 0, BATCH, 1, 3) && make(&b, 500, 0, BATCH, 1, 3) && make(&c, 500, 0, BATCH, 1, 4));
    long steps = data_steps(&a, 3);
    assert_true(steps > 2 * data_steps(&a, 1) - 2);
    int differs = 0;
    struct batch x, y, z;
    for (long step = steps - 1; step >= 0; step--) /* b goes backwards */
        for (int pass = 0; pass < 2; pass++) {
            long at = pass ? step : steps - 1 - step;
            assert_true(data_batch(&a, at, 0, &x) && data_batch(&b, at, 0, &y) && data_batch(&c, at, 0, &z));
            assert_memory_equal(x.ids, y.ids, (size_t)x.tokens * sizeof *x.ids);
            differs += memcmp(x.ids, z.ids, 24) != 0;
        }
    assert_true(differs > steps);
    int32_t kept[CONTEXT * BATCH];
    assert_true(data_batch(&a, 0, 0, &x));
    memcpy(kept, x.ids, sizeof kept);
    assert_true(data_batch(&a, data_steps(&a, 1), 0, &x));
    assert_memory_not_equal(kept, x.ids, sizeof kept); /* epochs differ */
    data_release(&a), data_release(&b), data_release(&c);
}

/* The batches of an accumulated step are the parts of the large batch. */
static void test_accumulated_batches(void **state)
{
    (void)state;
    struct data large, parts;
    struct batch whole, part;
    assert_true(make(&large, 500, 0, 8, 1, 3) && make(&parts, 500, 0, 3, 2, 3));
    assert_int_equal(data_steps(&parts, 2), (499 / CONTEXT) / 6 * 2);
    data_release(&large);
    assert_true(make(&large, 500, 0, 6, 1, 3));
    assert_int_equal(data_steps(&large, 4), data_steps(&parts, 4));
    for (long step = 0; step < data_steps(&large, 2); step++) {
        assert_true(data_batch(&large, step, 0, &whole));
        assert_int_equal(data_step_tokens(&parts, step), 6 * CONTEXT);
        for (long i = 0; i < 2; i++) {
            assert_true(data_batch(&parts, step, i, &part));
            assert_int_equal(part.sequences, 3);
            assert_memory_equal(part.ids, whole.ids + i * 3 * CONTEXT, 3 * CONTEXT * sizeof *part.ids);
            assert_memory_equal(parts.targets, large.targets + i * 3 * CONTEXT, 3 * CONTEXT * sizeof *part.ids);
        }
        assert_false(data_batch(&parts, step, 2, &part));
    }
    data_release(&large), data_release(&parts);
    /* Fewer windows than a step wants: all of them, the last batch smaller. */
    assert_true(make(&parts, 5 * CONTEXT + 1, 0, 2, 9, 3));
    long windows = 0;
    for (long i = 0; data_batch(&parts, 0, i, &part); i++)
        windows += part.sequences;
    assert_int_equal(windows * CONTEXT, data_step_tokens(&parts, 0));
    assert_in_range(windows, 4, 5);
    data_release(&parts);
}

static void test_tiny_corpora(void **state)
{
    (void)state;
    struct data d;
    assert_true(make(&d, CONTEXT + 1, 0, BATCH, 1, 3)); /* one window: a batch of one */
    assert_int_equal(data_steps(&d, 5), 5);
    for (long step = 0; step < 5; step++) {
        struct batch b;
        assert_true(data_batch(&d, step, 0, &b));
        assert_int_equal(b.sequences, 1);
        assert_int_equal(b.tokens, CONTEXT);
        assert_int_equal(d.targets[CONTEXT - 1], 1000 + CONTEXT);
    }
    data_release(&d);
    assert_false(make(&d, CONTEXT, 0, BATCH, 1, 3));
    data_release(&d);
    assert_false(make(&d, CONTEXT + 5, 5, BATCH, 1, 3));
    data_release(&d);
}

static void test_validation_batches(void **state)
{
    (void)state;
    struct data d;
    assert_true(make(&d, 500, 62, BATCH, 2, 3));
    struct batch b;
    int next = 500 - 62;
    for (long i = 0; data_valid_batch(&d, i, &b); i++) {
        assert_int_equal(b.starts[0], 0);
        assert_int_equal(b.starts[b.sequences], b.tokens);
        for (int s = 0; s < b.sequences; s++)
            assert_in_range(b.starts[s + 1] - b.starts[s], 1, CONTEXT);
        for (int k = 0; k < b.tokens; k++, next++) {
            assert_int_equal(b.ids[k], next == 500 - 62 ? END : 999 + next);
            assert_int_equal(d.targets[k], 1000 + next);
        }
    }
    assert_int_equal(next, 500); /* every held-out token is predicted once */
    data_release(&d);
    assert_true(make(&d, 500, 0, BATCH, 1, 3));
    assert_false(data_valid_batch(&d, 0, &b));
    data_release(&d);
}

/* ---- texts ---- */

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0 && fclose(f) == 0);
}

/* What is held out are whole lines, and their bytes are all bytes of the text, seen by the tokenizer or not. */
static void test_held_out_bytes(void **state)
{
    (void)state;
    static const char text[] = "One two three four five six.\n\nSeven eight!\n\n -- Nine, Xyzzy;\nten?\n";
    static const struct {
        const char *tokenizer;
        double fraction;
        size_t tokens, unknown, bytes; /* held out */
    } cases[] = {
        {"word:11", 0, 0, 0, 0},     {"word:11", 0.01, 2, 0, 5}, /* "ten?" and the end of the document */
        {"word:11", 0.2, 4, 1, 22},                              /* and the line before it */
        {"word:11", 0.35, 7, 1, 36},                             /* and a document */
        {"bpe:258", 0.01, 6, 0, 5},
    };
    char path[] = "/tmp/embedlab-lm-data-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct data d;
        struct data_settings s = {4, 2, 1, 1};
        struct error err = {""};
        put(path,
            "one two three four five six seven eight nine ten one two three four five six seven eight nine ten\n");
        struct tokenizer *t = tokenizer_make(cases[i].tokenizer, path, 1, &err);
        assert_non_null(t);
        put(path, text);
        assert_true(data_read(&d, path, NULL, cases[i].fraction, t, &s, &err));
        assert_int_equal(d.valid_count, cases[i].tokens);
        assert_int_equal(d.valid_unknown, cases[i].unknown);
        assert_int_equal(d.valid_bytes, cases[i].bytes);
        assert_int_equal(d.train + d.valid_count, d.corpus.count);
        data_release(&d);
        assert_true(data_read(&d, path, path, 0, t, &s, &err)); /* a file of its own */
        assert_int_equal(d.valid_count, d.corpus.count);
        assert_int_equal(d.valid_bytes, strlen(text));
        data_release(&d);
        put(path, "one two three four five six seven eight nine ten\n");
        assert_false(data_read(&d, path, NULL, 0.1, t, &s, &err));
        assert_non_null(strstr(err.message, "--valid-fraction 0"));
        data_release(&d);
        tokenizer_free(t);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_epoch_covers_the_stream), cmocka_unit_test(test_batch_depends_on_seed_and_step_alone),
        cmocka_unit_test(test_accumulated_batches),     cmocka_unit_test(test_tiny_corpora),
        cmocka_unit_test(test_validation_batches),      cmocka_unit_test(test_held_out_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
