/* analogies: scores worked out by hand, policies, questions that are broken. */
#include "tests/eval/scored.h"

#include "eval/questions.h"

/* b - a + c of unit vectors is (-0.29, 1, 0.71), its products with the others: d 1.21, f 1.16, c and C 1, e 0.71. */
#define ANALOGOUS "8 3\na 1 0 0\nb 1 0 1\nc 0 1 0\nd 0 1 1\nC 0 1 0\ne 0 0 1\nb2 1 0 0.1\nf 0 1 0.3\n"

static void analogies_by_3cosadd(void **state)
{
    (void)state;
    put("v.txt", ANALOGOUS);
    put("analogy/world-analogies.txt", ": kin\na b c d\na b c e\nA B C D\n: gram1\na b c nothing\nc d a b\n");
    struct score s = scored("world-analogies", "v.txt", &scored_defaults);
    assert_int_equal(s.given, 5);
    assert_int_equal(s.used, 4);
    assert_near(s.value, 0.75);
    assert_near(scored_metric(&s, "semantic"), 2.0 / 3);
    assert_near(scored_metric(&s, "syntactic"), 1);
    assert_near(scored_metric(&s, "mean of parts"), (2.0 / 3 + 1) / 2);
    assert_int_equal(s.parts[0].used, 3);
    assert_int_equal(s.parts[1].used, 1);
    assert_int_equal(s.parts[1].given, 2);
    score_release(&s);
    struct policies p = scored_defaults;
    p.oov = OOV_ZERO;
    s = scored("world-analogies", "v.txt", &p);
    assert_int_equal(s.used, 5);
    assert_int_equal(s.known, 4);
    assert_near(s.value, 0.6);
    score_release(&s);
}

/* Cosines to a, b, c of p 0.503 0.603 0.603, of q -0.391 0 0.130: the sums 0.703 and 0.521 prefer p, the products of
 * (1 + cos) / 2, 0.855 and 0.927, q. */
static void analogies_by_3cosmul(void **state)
{
    (void)state;
    put("v.txt", "5 4\na 1 0 0 0\nb 0 1 0 0\nc 0 0 1 0\np 0.5 0.6 0.6 0.15\nq -0.3 0 0.1 0.7\n");
    put("analogy/world-analogies.txt", ": kin\na b c p\na b c q\n");
    struct policies p = scored_defaults;
    for (p.analogy = ANALOGY_3COSADD; p.analogy <= ANALOGY_3COSMUL; p.analogy++) {
        struct score s = scored("world-analogies", "v.txt", &p);
        assert_true(s.items.predicted[0] == (p.analogy == ANALOGY_3COSADD));
        assert_true(s.items.predicted[1] == (p.analogy == ANALOGY_3COSMUL));
        score_release(&s);
    }
}

static void parts_by_aggregation(void **state)
{
    (void)state;
    put("v.txt", ANALOGOUS);
    put("analogy/world-analogies.txt", ": kin\na b c d\na b c e\nA B C D\n: gram1\na b c d\n");
    struct policies p = scored_defaults;
    const double expected[] = {0.75, (2.0 / 3 + 1) / 2, (3 * 2.0 / 3 + 1) / 4};
    for (p.aggregate = AGGREGATE_ALL; p.aggregate <= AGGREGATE_WMEAN; p.aggregate++) {
        struct score s = scored("world-analogies", "v.txt", &p);
        assert_near(s.value, expected[p.aggregate]);
        assert_near(scored_metric(&s, "all"), 0.75);
        assert_true(s.interval.low <= s.value && s.value <= s.interval.high);
        score_release(&s);
    }
}

/* b2 - a + c is all but c: nearest are c itself and C, then f. */
static void case_variants_of_the_question_are_no_answers(void **state)
{
    (void)state;
    put("v.txt", ANALOGOUS);
    put("analogy/world-analogies.txt", ": kin\na b2 c f\n");
    struct score s = scored("world-analogies", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    score_release(&s);
    struct policies p = scored_defaults;
    p.case_policy = CASE_EXACT; /* now C, another word, is nearer than f */
    s = scored("world-analogies", "v.txt", &p);
    assert_near(s.value, 0);
    score_release(&s);
}

static void analogies_over_the_first_words_only(void **state)
{
    (void)state;
    put("v.txt", ANALOGOUS);
    put("analogy/world-analogies.txt", ": kin\na b c d\n");
    struct policies p = scored_defaults;
    p.restrict_vocab = 4;
    struct score s = scored("world-analogies", "v.txt", &p);
    assert_int_equal(s.used, 1);
    score_release(&s);
    p.restrict_vocab = 3; /* d is not among them */
    s = scored("world-analogies", "v.txt", &p);
    assert_int_equal(s.used, 0);
    assert_true(isnan(s.value));
    assert_string_equal(s.reason, "the model knows no item");
    score_release(&s);
    p.restrict_vocab = 0; /* all */
    s = scored("world-analogies", "v.txt", &p);
    assert_near(s.value, 1);
    score_release(&s);
}

static void broken_questions_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"a b c d\n", "world-analogies.txt: line 1: expected a relation"},
        {": kin\na b c\n", "line 2: expected four words"},
        {": kin\na b c d e\n", "line 2: expected four words"},
        {": kin\na b c d\n\na b c d\n", "line 3: expected four words"},
        {": kin\n", "holds no question"},
        {"", "holds no question"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {""};
        put("analogy/world-analogies.txt", cases[i].text);
        char *path = path_join(data, "analogy/world-analogies.txt");
        assert_null(questions_read(path, &err));
        assert_message(&err, cases[i].message);
        mem_free(path);
    }
}

/* In a table the relations may take turns, and cells be padded. */
static void questions_of_a_table(void **state)
{
    (void)state;
    struct error err = {""};
    put("analogy/msr.csv", ",type,word1,word2,word3,target\n0,A,a,b,c,d\n1,B,b,a,d,c\n2,A,a , b,e  ,f\n");
    char *path = path_join(data, "analogy/msr.csv");
    struct questions *q = questions_read(path, &err);
    if (!q)
        fail_msg("%s", err.message);
    assert_int_equal(q->count, 3);
    assert_int_equal(q->relation_count, 2);
    assert_true(q->items[0].relation == 0 && q->items[1].relation == 1 && q->items[2].relation == 0);
    assert_int_equal(vocab_size(q->words), 6);
    questions_free(q);
    mem_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(analogies_by_3cosadd),
        cmocka_unit_test(analogies_by_3cosmul),
        cmocka_unit_test(parts_by_aggregation),
        cmocka_unit_test(case_variants_of_the_question_are_no_answers),
        cmocka_unit_test(analogies_over_the_first_words_only),
        cmocka_unit_test(broken_questions_are_named),
        cmocka_unit_test(questions_of_a_table),
    };
    return cmocka_run_group_tests_name("analogies", tests, folder_setup, folder_teardown);
}
