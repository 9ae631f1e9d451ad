/* Words in context: the readers of WiC and SCWS, the threshold, scores against values worked out by hand; the probe. */
#include "tests/eval/scored.h"

#include "eval/tasks/likelihood_ratio.h"

#include "eval/uses.h"

#define VECTORS "a 1 0\nb 0 1\nc 3 4\nd 4 3\ne 1 1\n"
#define HEAD    "index\tword\tsentence1\tsentence2\tstart1\tstart2\tend1\tend2\tlabel\n"

/* Trained: 0.96 is the same, 0.6 and 0 are not: threshold 0.78. */
#define TRAINING HEAD "0\tx\tso c it\td\t3\t0\t4\t1\t1\n1\tx\ta\tc\t0\t0\t1\t1\t0\n2\tx\ta\tb\t0\t0\t1\t1\tF\n"

static void a_threshold_from_training_pairs(void **state)
{
    (void)state;
    put("v.txt", VECTORS);
    put("context/wic/train.tsv", TRAINING);
    /* cosines 1 (right), 0.8 (wrong), 0.7071 (right), 0.7071 (wrong), unknown */
    put("context/wic/validation.tsv", HEAD "0\tx\ta\ta\t0\t0\t1\t1\tT\n1\tx\ta\td\t0\t0\t1\t1\t0\n"
                                           "2\tx\te\ta\t0\t0\t1\t1\t0\n3\tx\te\tb\t0\t0\t1\t1\t1\n"
                                           "4\tx\tzz\tb\t0\t0\t2\t1\t1\n");
    struct score s = scored("wic", "v.txt", &scored_defaults);
    assert_near(s.value, 0.5);
    assert_near(scored_metric(&s, "threshold"), 0.78);
    assert_near(scored_metric(&s, "auc"), 2.5 / 4); /* 1 beats both, 0.7071 ties with one and loses to one */
    assert_int_equal(s.used, 4);
    assert_int_equal(s.given, 5);
    score_release(&s);
    struct policies p = scored_defaults;
    p.oov = OOV_ZERO;
    s = scored("wic", "v.txt", &p);
    assert_int_equal(s.used, 5);
    assert_near(s.value, 0.4);
    score_release(&s);
}

/* A table knows only the forms: where they are all the same it finds all pairs the same. */
static void static_vectors_are_right_by_chance(void **state)
{
    (void)state;
    put("v.txt", VECTORS);
    put("context/wic/train.tsv", HEAD "0\ta\ta it\tto a\t0\t3\t1\t4\t1\n1\ta\tan a\ta an\t3\t0\t4\t1\t0\n");
    put("context/wic/validation.tsv", HEAD "0\tb\tb it\tto b\t0\t3\t1\t4\t1\n1\tb\tan b\tb an\t3\t0\t4\t1\t0\n");
    struct score s = scored("wic", "v.txt", &scored_defaults);
    assert_near(s.value, 0.5);
    assert_near(scored_metric(&s, "auc"), 0.5);
    score_release(&s);
    s = scored("wic-probe", "v.txt", &scored_defaults);
    assert_near(s.value, 0.5);
    assert_near(scored_metric(&s, "auc"), 0.5);
    score_release(&s);
    put("v.txt", "other 1 0\n");
    for (int i = 0; i < 2; i++) {
        s = scored(i == 0 ? "wic" : "wic-probe", "v.txt", &scored_defaults);
        assert_true(isnan(s.value));
        assert_string_equal(s.reason, "the model knows no training pair");
        score_release(&s);
    }
}

/* Variances 1 and 9: mean 5, so 0.5 is added to each. */
static void the_ratio_of_two_gaussians(void **state)
{
    (void)state;
    struct matrix d = matrix_new(6, 1, "differences");
    const float values[] = {1, -1, 3, -3, 0, 2};
    for (int i = 0; i < 6; i++)
        *matrix_row(&d, i) = values[i];
    const bool together[] = {true, true, false, false};
    const int learn[] = {0, 1, 2, 3}, apply[] = {4, 5};
    double ratio[6];
    struct likelihood_ratio r = likelihood_ratio_fit(&d, together, learn, 4);
    likelihood_ratio_apply(&r, &d, apply, 2, ratio);
    assert_near(ratio[4], log(9.5 / 1.5) / 2);
    assert_near(ratio[5], log(9.5 / 1.5) / 2 - 2 / 1.5 + 2 / 9.5);
    likelihood_ratio_release(&r);
    r = likelihood_ratio_fit(&d, together, learn, 2); /* of one kind */
    likelihood_ratio_apply(&r, &d, apply, 2, ratio);
    assert_near(ratio[5], 0);
    likelihood_ratio_release(&r);
    matrix_release(&d);
}

/* The first number is the sense, the others, which are larger, the scene: a cosine finds the scene. */
static void the_probe_finds_what_cosines_hide(void **state)
{
    (void)state;
    put("v.txt", "a 1 5 0\nb -1 5 0\nc 1 -5 3\nd -1 -5 3\ne 1 0 -5\nf -1 0 -5\n");
    char training[4000] = HEAD, row[64];
    for (int i = 0; i < 36; i++) {
        char x = (char)('a' + i % 6), y = (char)('a' + i / 6);
        snprintf(row, sizeof row, "%d\tx\t%c\t%c\t0\t0\t1\t1\t%d\n", i, x, y, (x - y) % 2 == 0);
        strcat(training, row);
    }
    put("context/wic/train.tsv", training);
    put("context/wic/validation.tsv", HEAD "0\tx\ta\tb\t0\t0\t1\t1\t0\n1\tx\ta\tc\t0\t0\t1\t1\t1\n"
                                           "2\tx\tc\td\t0\t0\t1\t1\t0\n3\tx\tb\tf\t0\t0\t1\t1\t1\n");
    struct score s = scored("wic", "v.txt", &scored_defaults);
    assert_near(scored_metric(&s, "auc"), 0);
    score_release(&s);
    s = scored("wic-probe", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_near(scored_metric(&s, "auc"), 1);
    score_release(&s);
}

/* Offsets are characters, of the sentence without its quotes. */
static void quoted_sentences_and_characters(void **state)
{
    (void)state;
    struct uses u = {0};
    struct error err = {""};
    put("u.tsv", "\xEF\xBB\xBF" HEAD "0\tx\t\"He said \"\"ran\"\".\"\t\xC3\xA9t\xC3\xA9 ran\t9\t4\t12\t7\t1\r\n"
                 "1\tx\t\"A\" or \"b\"\t\"\"\"b\"\"\"\t0\t1\t3\t2\t0\r\n");
    char *path = path_join(data, "u.tsv");
    if (!uses_read_wic(&u, path, &err))
        fail_msg("%s", err.message);
    assert_int_equal(u.pairs, 2);
    assert_string_equal(u.texts[0], "He said \"ran\".");
    assert_memory_equal(u.texts[0] + u.begin[0], "ran", 3);
    assert_int_equal(u.end[0] - u.begin[0], 3);
    assert_int_equal(u.begin[1], 6);
    assert_int_equal(u.end[1], 9);
    assert_string_equal(u.texts[2], "\"A\" or \"b\"");
    assert_string_equal(u.texts[3], "\"b\"");
    assert_true(u.gold[0] == 1 && u.gold[1] == 0);
    uses_release(&u);
    mem_free(path);
}

#define SCWS(A, B, RATING) "1\tx\tn\ty\tn\t" A "\t" B "\t" RATING "\t1\t2\n"

static void ratings_of_words_in_texts(void **state)
{
    (void)state;
    put("v.txt", VECTORS);
    put("context/scws/ratings.txt",
        SCWS("in <b> a </b> now", "<b>b</b>", "1.5") SCWS("an <b> c </b> .", "<b> d </b>", "9")
            SCWS("so <b> a </b>", "to <b> d </b>", "3") SCWS("<b> a </b>", "<b> e </b>", "4")
                SCWS("<b> zz </b>", "<b> e </b>", "4"));
    /* cosines 0, 0.96, 0.8, 0.7071 against 1.5, 9, 3, 4 */
    struct score s = scored("scws", "v.txt", &scored_defaults);
    assert_near(s.value, 0.8);
    assert_int_equal(s.used, 4);
    assert_int_equal(s.given, 5);
    score_release(&s);
    const struct benchmark *b = benchmark_find("scws");
    struct error err = {""};
    void *items = b->task->load(b, data, &err);
    assert_string_equal(b->task->text(items, 0, 0), "in a now");
    assert_string_equal(b->task->text(items, 4, 1), "e");
    assert_null(b->task->text(items, 0, 2));
    b->task->release(items);
}

static void broken_files_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *row, *message;
    } wic[] = {
        {"0\tx\ta\tb\t0\t0\t1\t1\n", "line 2"},
        {"0\tx\ta\tb\t0\t0\t1\t1\t2\n", "line 2: expected a label"},
        {"0\tx\ta\tb\t0\t0\t1\t2\t1\n", "line 2: expected where the word starts and ends"},
        {"0\tx\ta\tb\t1\t0\t1\t1\t1\n", "line 2: expected where"},
        {"0\tx\ta\tb\t-1\t0\t1\t1\t1\n", "line 2: expected where"},
        {"0\tx\ta\tb\t0.5\t0\t1\t1\t1\n", "line 2: expected where"},
        {"0\tx\ta\tb\t0\t0\t1e300\t1\t1\n", "line 2: expected where"},
        {"0\tx\ta\tb\t0\tzero\t1\t1\t1\n", "line 2: expected where"},
        {"", "holds no pair"},
    };
    put("context/wic/train.tsv", TRAINING);
    for (size_t i = 0; i < sizeof wic / sizeof *wic; i++) {
        char text[300];
        snprintf(text, sizeof text, "%s%s", HEAD, wic[i].row);
        put("context/wic/validation.tsv", text);
        assert_refused("wic", wic[i].message);
    }
    put("context/wic/validation.tsv", "index\tword\tsentence1\n0\tx\ta\n");
    assert_refused("wic", "validation.tsv");
    static const char *const scws[] = {SCWS("a", "<b>b</b>", "1"), SCWS("<b>a", "<b>b</b>", "1"),
                                       SCWS("<b> </b>", "<b>b</b>", "1"), SCWS("<b>a</b><b>a</b>", "<b>b</b>", "1")};
    for (int i = 0; i < 4; i++) {
        put("context/scws/ratings.txt", scws[i]);
        assert_refused("scws", "line 1: expected texts with one word each between <b> and </b>");
    }
    put("context/scws/ratings.txt", SCWS("<b>a</b>", "<b>b</b>", "11"));
    assert_refused("scws", "line 1: expected a rating from 0 to 10");
    put("context/scws/ratings.txt", "1\tx\tn\n");
    assert_refused("scws", "line 1");
    put("context/scws/ratings.txt", "");
    assert_refused("scws", "ratings.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_threshold_from_training_pairs), cmocka_unit_test(static_vectors_are_right_by_chance),
        cmocka_unit_test(the_ratio_of_two_gaussians), cmocka_unit_test(the_probe_finds_what_cosines_hide),
        cmocka_unit_test(quoted_sentences_and_characters), cmocka_unit_test(ratings_of_words_in_texts),
        cmocka_unit_test(broken_files_are_named),
    };
    return cmocka_run_group_tests_name("word in context", tests, folder_setup, folder_teardown);
}
