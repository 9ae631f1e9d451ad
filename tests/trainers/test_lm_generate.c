/* Drawing tokens, and writing them as characters. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/mem.h"
#include "trainers/lm/sampler.h"
#include "trainers/lm/stream.h"

/* ---- sampler ---- */

enum { SIZE = 5, DRAWS = 20000 };

/* Frequencies of `draws` draws. */
static void frequencies(const struct sampler_settings *settings, const float *logits, double *of)
{
    struct sampler s = sampler_new(settings, SIZE);
    for (int i = 0; i < SIZE; i++)
        of[i] = 0;
    for (int i = 0; i < DRAWS; i++) {
        int32_t id = sampler_draw(&s, logits, i);
        assert_in_range(id, 0, SIZE - 1);
        of[id] += 1.0 / DRAWS;
    }
    sampler_release(&s);
}

static void test_draws_follow_the_probabilities(void **state)
{
    (void)state;
    static const double p[SIZE] = {.05, .4, .25, .3, 0};
    static const struct {
        struct sampler_settings settings;
        double expected[SIZE];
    } cases[] = {
        {{1, 0, 1, 1}, {.05, .4, .25, .3, 0}},
        {{1, 2, 1, 1}, {0, 4 / 7., 0, 3 / 7., 0}},
        {{1, 0, .6, 1}, {0, 4 / 7., 0, 3 / 7., 0}}, /* .4 is not enough, .7 is */
        {{1, 0, .7001, 1}, {0, .4 / .95, .25 / .95, .3 / .95, 0}},
        {{1, 3, .5, 1}, {0, 4 / 7., 0, 3 / 7., 0}}, /* of .4 .3 .25 */
        {{1, 0, 1e-9, 1}, {0, 1, 0, 0, 0}},
        {{0, 0, 1, 1}, {0, 1, 0, 0, 0}},
        {{.5, 0, 1, 1}, {.0025 / .315, .16 / .315, .0625 / .315, .09 / .315, 0}}, /* squares */
    };
    float logits[SIZE];
    for (int i = 0; i < SIZE; i++)
        logits[i] = (float)log(p[i]) + 3;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double of[SIZE];
        frequencies(&cases[c].settings, logits, of);
        for (int i = 0; i < SIZE; i++) {
            assert_true(fabs(of[i] - cases[c].expected[i]) < 0.02);
            assert_true((of[i] == 0) == (cases[c].expected[i] == 0));
        }
    }
}

static void test_draws_depend_on_seed_and_position(void **state)
{
    (void)state;
    const float logits[SIZE] = {0, 0, 0, 0, 0};
    struct sampler a = sampler_new(&(struct sampler_settings){1, 0, 1, 1}, SIZE);
    struct sampler b = sampler_new(&(struct sampler_settings){1, 0, 1, 2}, SIZE);
    int same = 0;
    for (int i = 99; i >= 0; i--) {
        int32_t id = sampler_draw(&a, logits, i);
        assert_int_equal(sampler_draw(&a, logits, i), id);
        same += sampler_draw(&b, logits, i) == id;
    }
    assert_in_range(same, 5, 40);
    sampler_release(&a);
    sampler_release(&b);
}

static void test_no_numbers_no_token(void **state)
{
    (void)state;
    for (double temperature = 0; temperature < 2; temperature++) {
        struct sampler s = sampler_new(&(struct sampler_settings){temperature, 0, 1, 1}, SIZE);
        assert_int_equal(sampler_draw(&s, (const float[SIZE]){NAN, NAN, NAN, NAN, NAN}, 0), -1);
        assert_int_equal(sampler_draw(&s, (const float[SIZE]){0, INFINITY, 0, 0, 0}, 0), -1);
        sampler_release(&s);
    }
}

/* ---- stream ---- */

/* What comes out when `pieces` go in, with '|' where a piece ended. */
static void check_stream(const char *const *pieces, const char *expected)
{
    char *out = NULL;
    size_t size;
    FILE *f = open_memstream(&out, &size);
    struct stream s = {.file = f};
    for (; *pieces; pieces++) {
        stream_write(&s, *pieces, strlen(*pieces));
        fputc('|', f);
    }
    stream_end(&s);
    fclose(f);
    assert_string_equal(out, expected);
    free(out);
}

static void test_characters_come_whole(void **state)
{
    (void)state;
    check_stream((const char *[]){"ab", "\xC3",
                                  "\xA9"
                                  "c",
                                  NULL},
                 "ab||\xC3\xA9"
                 "c|");
    check_stream((const char *[]){"\xE4", "\xB8", "\xAD\xE6", "\x96\x87", NULL}, "||\xE4\xB8\xAD|\xE6\x96\x87|");
    check_stream((const char *[]){"\xF0\x9F", "\x98", "\x80!", NULL}, "||\xF0\x9F\x98\x80!|");
    /* no characters */
    check_stream((const char *[]){"\x80", "a\xFF", "b", NULL}, "\xEF\xBF\xBD|a\xEF\xBF\xBD|b|");
    check_stream((const char *[]){"\xE4", "a", NULL}, "|\xEF\xBF\xBD"
                                                      "a|");
    check_stream((const char *[]){"\xE4\xB8", "\xE4\xB8\xAD", NULL}, "|\xEF\xBF\xBD\xEF\xBF\xBD\xE4\xB8\xAD|");
    check_stream((const char *[]){"\xED\xA0\x80", NULL}, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|"); /* a surrogate */
    check_stream((const char *[]){"x\xC3", NULL}, "x|\xEF\xBF\xBD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draws_follow_the_probabilities),
        cmocka_unit_test(test_draws_depend_on_seed_and_position),
        cmocka_unit_test(test_no_numbers_no_token),
        cmocka_unit_test(test_characters_come_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
