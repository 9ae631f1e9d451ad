/* Figures of a space against values worked out by hand. */
#include "tests/eval/scored.h"

#include <omp.h>

/* `count` words of two numbers each, by `row`. */
static void put_words(int count, void (*row)(int, double *))
{
    char text[4000] = "";
    for (int i = 0; i < count; i++) {
        double x[2];
        row(i, x);
        snprintf(text + strlen(text), sizeof text - strlen(text), "w%d %g %g\n", i, x[0], x[1]);
    }
    put("v.txt", text);
}

static void all_the_same(int i, double *x)
{
    (void)i;
    x[0] = 3;
    x[1] = 4;
}

/* (2, 0), (0, 1), (-2, 0), (0, -1), again and again */
static void cross(int i, double *x)
{
    x[0] = i % 4 == 0 ? 2 : i % 4 == 2 ? -2 : 0;
    x[1] = i % 4 == 1 ? 1 : i % 4 == 3 ? -1 : 0;
}

static void shrinking(int i, double *x)
{
    x[0] = i % 2 ? 0.5 : 30 - i;
    x[1] = i % 2 ? 30 - i : 0.5;
}

static double value(const char *figure)
{
    struct score s = scored(figure, "v.txt", &scored_defaults);
    double v = s.value;
    assert_true(isnan(v) == (s.reason != NULL));
    score_release(&s);
    return v;
}

static void vectors_in_one_direction(void **state)
{
    (void)state;
    put_words(20, all_the_same);
    assert_near(value("isotropy"), 1);
    assert_near(value("uniformity"), 0);
    /* The first 10 words are near all 19 others, the 11th near the first 10, the others near none. */
    assert_near(value("hubness"), -85.5 / pow(85.5, 1.5));
    assert_true(isnan(value("frequency-norm")));
    assert_true(isnan(value("effective-dimension")));
}

/* Variances 2 and 1 / 2. */
static void effective_dimension(void **state)
{
    (void)state;
    put_words(20, cross);
    struct score s = scored("effective-dimension", "v.txt", &scored_defaults);
    assert_near(s.value, 2.5 * 2.5 / 4.25);
    assert_near(scored_metric(&s, "entropy_dimension"), exp(-0.8 * log(0.8) - 0.2 * log(0.2)));
    assert_near(scored_metric(&s, "largest_share"), 0.8);
    assert_int_equal(s.used, 20);
    assert_true(isnan(s.interval.low));
    score_release(&s);
}

static void frequent_words_are_longer(void **state)
{
    (void)state;
    put_words(25, shrinking);
    assert_near(value("frequency-norm"), 1);
    struct score s = scored("isotropy", "v.txt", &scored_defaults);
    assert_int_equal(s.used, 12); /* of 25 words each in one pair at most */
    assert_true(s.value > 0 && s.value < 1);
    score_release(&s);
}

static void what_has_no_figure_says_why(void **state)
{
    (void)state;
    static const char *const figures[] = {"isotropy", "effective-dimension", "uniformity", "hubness", "frequency-norm"};
    put_words(19, cross);
    for (int i = 0; i < 5; i++) {
        struct score s = scored(figures[i], "v.txt", &scored_defaults);
        assert_true(isnan(s.value));
        assert_string_equal(s.reason, "the model knows fewer than 20 of them");
        score_release(&s);
    }
}

#define STSB(SCORE, A, B) "genre\tfile\t2012\t1\t" SCORE "\t" A "\t" B "\n"

static void sentences_that_say_the_same(void **state)
{
    (void)state;
    put("v.txt", "a 1 0\nb 3 4\nc 0 1\n");
    put("sentences/stsbenchmark/sts-dev.csv",
        STSB("5", "a", "b") STSB("4.5", "c", "B") STSB("4.000", "a", "c") STSB("5", "d", "a"));
    struct score s = scored("alignment", "v.txt", &scored_defaults);
    assert_near(s.value, ((2 - 2 * 0.6) + (2 - 2 * 0.8)) / 2);
    assert_int_equal(s.used, 2);
    assert_int_equal(s.given, 3);
    score_release(&s);
    put("sentences/stsbenchmark/sts-dev.csv", STSB("1", "a", "b") STSB("1", "b", "a") STSB("1", "?", "a"));
    s = scored("sentence-uniformity", "v.txt", &scored_defaults);
    assert_near(s.value, -2 * (2 - 2 * 0.6)); /* of one pair of the two sentences that are known */
    assert_int_equal(s.used, 1);
    score_release(&s);
}

#define WIC_HEAD "index\tword\tsentence1\tsentence2\tstart1\tstart2\tend1\tend2\tlabel\n"

static void words_in_sentences(void **state)
{
    (void)state;
    put("v.txt", "a 1 0\nb 3 4\nc 0 1\n");
    put("context/wic/validation.tsv", WIC_HEAD "0\ta\tA c\tc a\t0\t2\t1\t3\t1\n");
    struct score s = scored("self-similarity", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_near(scored_metric(&s, "adjusted"), 0);
    score_release(&s);
    put("context/wic/validation.tsv", WIC_HEAD "0\ta\ta c\tc b\t0\t2\t1\t3\t1\n"); /* not the same form */
    s = scored("self-similarity", "v.txt", &scored_defaults);
    assert_true(isnan(s.value) && isnan(scored_metric(&s, "adjusted")));
    score_release(&s);
    s = scored("context-isotropy", "v.txt", &scored_defaults);
    assert_near(s.value, 0.6);
    score_release(&s);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    put_words(60, shrinking);
    omp_set_num_threads(1);
    double one = value("hubness"), pairs = value("uniformity");
    omp_set_num_threads(3);
    double three = value("hubness"), again = value("uniformity");
    assert_memory_equal(&one, &three, sizeof one);
    assert_memory_equal(&pairs, &again, sizeof pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_in_one_direction),
        cmocka_unit_test(effective_dimension),
        cmocka_unit_test(frequent_words_are_longer),
        cmocka_unit_test(what_has_no_figure_says_why),
        cmocka_unit_test(sentences_that_say_the_same),
        cmocka_unit_test(words_in_sentences),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
    };
    return cmocka_run_group_tests_name("geometry", tests, folder_setup, folder_teardown);
}
