/* tasks: scores against values worked out by hand; policies; the same bits for any number of threads. */
#include "tests/eval/scored.h"

#include <omp.h>

/* ---- word similarity ---- */

/* Cosines with x: y0 0, y1 0.8, y2 0.6, y3 1. */
#define SIMILAR "5 2\nx 1 0\ny0 0 1\ny1 4 3\ny2 3 4\ny3 2 0\n"

static void spearman_and_pearson_of_cosines(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    put("words/world-similarity.txt", "x\ty0\t1\nx\ty1\t2\nx\ty2\t3\nX\tY3\t4\nx\tunknown\t5\n");
    struct score s = scored("world-similarity", "v.txt", &scored_defaults);
    assert_near(s.value, 0.8);                     /* 1 - 6 (0 + 1 + 1 + 0) / (4 (16 - 1)) */
    assert_near(scored_metric(&s, "pearson"), sqrt(0.7)); /* 1.4 / sqrt(5 x 0.56) */
    assert_int_equal(s.used, 4);
    assert_int_equal(s.known, 4);
    assert_int_equal(s.given, 5);
    assert_null(s.reason);
    assert_true(s.interval.low <= s.value && s.value <= s.interval.high);
    score_release(&s);
}

static void unknown_words_by_policy(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    put("words/world-similarity.txt", "x\ty0\t1\nx\ty1\t2\nx\ty2\t3\nx\ty3\t4\nx\tunknown\t5\n");
    struct policies p = scored_defaults;
    p.oov = OOV_ZERO; /* cosine 0, a tie with y0: ranks 1.5 4 3 5 1.5 against 1 2 3 4 5 */
    struct score s = scored("world-similarity", "v.txt", &p);
    assert_near(s.value, 1 / sqrt(9.5 * 10));
    assert_int_equal(s.used, 5);
    assert_int_equal(s.known, 4);
    score_release(&s);
    p.oov = OOV_MEAN; /* (2, 1.6), cosine 0.78: ranks 1 4 2 5 3 */
    s = scored("world-similarity", "v.txt", &p);
    assert_near(s.value, 0.5);
    assert_int_equal(s.used, 5);
    score_release(&s);
}

static void exact_case_finds_less(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    put("words/world-similarity.txt", "x\ty0\t1\nx\ty1\t2\nx\ty2\t3\nX\tY3\t4\n");
    struct policies p = scored_defaults;
    p.case_policy = CASE_EXACT;
    struct score s = scored("world-similarity", "v.txt", &p);
    assert_int_equal(s.used, 3);
    assert_near(s.value, 0.5); /* ranks 1 3 2 */
    score_release(&s);
}

static void what_has_no_score_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *pairs, *reason;
    } cases[] = {
        {"x\ty0\t1\nx\ty1\t1\nx\ty2\t1\n", "all gold scores are the same"},
        {"x\ty0\t1\nx\tq\t2\n", "the model knows fewer than 2 items"},
        {"p\tq\t1\nx\tq\t2\n", "the model knows no item"},
        {"x\ty1\t1\nx\ty1\t2\n", "the model finds all items the same"},
    };
    put("v.txt", SIMILAR);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put("words/world-similarity.txt", cases[i].pairs);
        struct score s = scored("world-similarity", "v.txt", &scored_defaults);
        assert_true(isnan(s.value) && isnan(s.interval.low) && isnan(s.interval.high));
        assert_string_equal(s.reason, cases[i].reason);
        score_release(&s);
    }
}

/* ---- policies and items ---- */

/* Dot products of the vectors as they are, and the mean vector for unknown words. */
static void the_policies_of_web(void **state)
{
    (void)state;
    struct policies p = scored_defaults;
    policies_preset("web", &p);
    assert_true(p.bootstrap == scored_defaults.bootstrap && p.restrict_vocab == 0);
    put("v.txt", SIMILAR);
    put("words/world-similarity.txt", "x\ty0\t1\nx\ty1\t4\nx\ty2\t3\nx\ty3\t2\nX\tx\t5\n");
    struct score s = scored("world-similarity", "v.txt", &p); /* dots 0 4 3 2; X is unknown: the mean (2, 1.6), dot 2 */
    assert_int_equal(s.used, 5);
    assert_int_equal(s.known, 4);
    assert_near(s.value, 0.5642881); /* SciPy */
    score_release(&s);
    put("v.txt", "4 2\na 1 0\nb 3 0\nc 0 1\nd 2 1\n");
    put("analogy/world-analogies.txt", ": kin\na b c d\nnone b c d\na b c none\n");
    /* b - a + c is d; b - mean + c = (1.5, 0.5): d by 3.5; an unknown d is wrong */
    s = scored("world-analogies", "v.txt", &p);
    assert_int_equal(s.used, 3);
    assert_int_equal(s.known, 1);
    assert_true(s.items.predicted[0] == 1 && s.items.predicted[1] == 1 && s.items.predicted[2] == 0);
    score_release(&s);
}

static void words_behind_the_known_ones_are_unknown(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    put("words/world-similarity.txt", "x\ty0\t1\nx\ty1\t2\nx\ty2\t3\nx\tY3\t4\n");
    for (int exact = 0; exact < 2; exact++) {
        struct policies p = scored_defaults;
        p.case_policy = exact ? CASE_EXACT : CASE_FOLD;
        p.known_vocab = 3;
        struct score s = scored("world-similarity", "v.txt", &p);
        assert_int_equal(s.used, 2);
        score_release(&s);
        p.known_vocab = 100;
        s = scored("world-similarity", "v.txt", &p);
        assert_int_equal(s.used, exact ? 3 : 4);
        score_release(&s);
    }
}

static void items_are_kept_and_left_out(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    put("words/world-similarity.txt", "none\tx\t9\nx\ty0\t1\nx\ty1\t2\nx\ty2\t3\nx\ty3\t4\n");
    struct score s = scored("world-similarity", "v.txt", &scored_defaults);
    const bool seen[] = {true, false, true, false, false}; /* left: cosines 0 0.6 1 */
    score_finish_unseen(&s, seen, &scored_defaults);
    assert_true(s.unseen.asked);
    assert_int_equal(s.unseen.seen, 1); /* of those used */
    assert_near(s.unseen.value, 1);
    const bool all[] = {true, true, true, true, true};
    score_finish_unseen(&s, all, &scored_defaults);
    assert_int_equal(s.unseen.seen, 4);
    assert_true(isnan(s.unseen.value));
    const bool keep[] = {true, true, false, false, true};
    score_keep(&s, keep);
    assert_int_equal(s.items.count, 2);
    assert_true(s.items.index[0] == 1 && s.items.index[1] == 4);
    score_release(&s);
}

/* ---- threads ---- */

/* Many words and questions, so that several tiles and threads have work; vectors from a small generator. */
static void put_many(void)
{
    size_t room = 1 << 20, at = 0;
    char *text = mem_new(room, 1, "test");
    unsigned x = 1;
    at += (size_t)snprintf(text, room, "1500 4\n");
    for (int i = 0; i < 1500; i++) {
        at += (size_t)snprintf(text + at, room - at, "w%d", i);
        for (int j = 0; j < 4; j++) {
            x = x * 1664525u + 1013904223u;
            at += (size_t)snprintf(text + at, room - at, " %d", (int)(x >> 24) - 128);
        }
        at += (size_t)snprintf(text + at, room - at, "\n");
    }
    put("v.txt", text);
    at = (size_t)snprintf(text, room, ": kin\n");
    for (int i = 0; i < 900; i++)
        at += (size_t)snprintf(text + at, room - at, "w%d w%d w%d w%d\n", i, i + 1, i + 2, i * 7 % 1500);
    put("analogy/world-analogies.txt", text);
    at = 0;
    for (int i = 0; i < 900; i++)
        at += (size_t)snprintf(text + at, room - at, "w%d\tw%d\t%d.%d\n", i, 1400 - i, i % 10, i % 7);
    put("words/world-similarity.txt", text);
    mem_free(text);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    static const char *const names[] = {"world-similarity", "world-analogies"};
    put_many();
    for (int i = 0; i < 2; i++) {
        omp_set_num_threads(1);
        struct score one = scored(names[i], "v.txt", &scored_defaults);
        omp_set_num_threads(3);
        struct score three = scored(names[i], "v.txt", &scored_defaults);
        assert_memory_equal(&one.value, &three.value, sizeof one.value);
        assert_memory_equal(&one.interval, &three.interval, sizeof one.interval);
        assert_int_equal(one.used, 900);
        struct policies p = scored_defaults;
        p.seed = 2;
        struct score other = scored(names[i], "v.txt", &p);
        assert_true(other.value == one.value);
        if (i == 0) /* shares have Wilson's interval, without draws */
            assert_memory_not_equal(&one.interval, &other.interval, sizeof one.interval);
        score_release(&one);
        score_release(&three);
        score_release(&other);
    }
}

/* ---- sentences ---- */

static void sentences_are_the_means_of_their_words(void **state)
{
    (void)state;
    put("v.txt", "4 2\none 1 0\ntwo 0 1\nthree 3 4\nfour 4 3\n");
    /* cosines: 1; (1,1)/2 with one: 0.707; three, four: 0.96; one, two: 0 */
    put("sentences/world-sts.tsv",
        "one!\tOne\t5\nOne, two.\tone\t3\nthree\tfour\t2\none\ttwo\t0\nnothing known\tone\t4\n");
    struct score s = scored("world-sts", "v.txt", &scored_defaults);
    assert_int_equal(s.used, 4);
    assert_int_equal(s.given, 5);
    assert_near(s.value, 0.8); /* ranks 4 2 3 1 against 4 3 2 1 */
    score_release(&s);
    struct policies p = scored_defaults;
    p.oov = OOV_ZERO; /* ranks 5 3 4 1.5 1.5 against 5 3 2 1 4 */
    s = scored("world-sts", "v.txt", &p);
    assert_int_equal(s.used, 5);
    assert_near(s.value, (4 + 0 - 1 + 3 - 1.5) / sqrt(10 * 9.5));
    score_release(&s);
    p.oov = OOV_MEAN; /* mean of the 7 distinct known texts, (1.5, 1.21), cosine with one 0.777: ranks 5 2 4 1 3 */
    s = scored("world-sts", "v.txt", &p);
    assert_int_equal(s.used, 5);
    assert_near(s.value, 0.7);
    score_release(&s);
}

/* "all": the parts as one list; beside it the two means over parts. */
static void parts_are_scored_together_and_apart(void **state)
{
    (void)state;
    put("v.txt", SIMILAR);
    static const char *const part[3][3] = {{"FNWN", "x\ty0\nx\ty1\nx\ty2\n", "1\n2\n3\n"},
                                           {"headlines", "x\ty3\nx\ty1\n", "4\n1\n"},
                                           {"OnWN", "x\ty2\n", "5\n"}};
    for (int i = 0; i < 3; i++) {
        char name[100];
        snprintf(name, sizeof name, "sentences/senteval-STS/STS13-en-test/STS.input.%s.txt", part[i][0]);
        put(name, part[i][1]);
        snprintf(name, sizeof name, "sentences/senteval-STS/STS13-en-test/STS.gs.%s.txt", part[i][0]);
        put(name, part[i][2]);
    }
    struct score s = scored("sts13", "v.txt", &scored_defaults);
    assert_int_equal(s.part_count, 3);
    assert_near(s.parts[0].value, 0.5);
    assert_near(s.parts[1].value, 1);
    assert_true(isnan(s.parts[2].value));
    assert_near(scored_metric(&s, "mean of parts"), 0.75);
    assert_near(scored_metric(&s, "weighted mean of parts"), (3 * 0.5 + 2 * 1) / 5);
    /* cosines 0 .8 .6 1 .8 .6: ranks 1 4.5 2.5 6 4.5 2.5; gold 1 2 3 4 1 5: ranks 1.5 3 4 5 1.5 6 */
    assert_near(s.value, (5 - 0.5 - 0.5 + 3.75 - 2 - 2.5) / sqrt(16.5 * 17));
    score_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spearman_and_pearson_of_cosines),
        cmocka_unit_test(unknown_words_by_policy),
        cmocka_unit_test(exact_case_finds_less),
        cmocka_unit_test(what_has_no_score_says_why),
        cmocka_unit_test(the_policies_of_web),
        cmocka_unit_test(words_behind_the_known_ones_are_unknown),
        cmocka_unit_test(items_are_kept_and_left_out),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(sentences_are_the_means_of_their_words),
        cmocka_unit_test(parts_are_scored_together_and_apart),
    };
    return cmocka_run_group_tests_name("tasks", tests, folder_setup, folder_teardown);
}
