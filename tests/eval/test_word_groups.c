/* Words in categories, texts with labels, outliers: scores against values worked out by hand; broken files. */
#include "tests/eval/scored.h"

#define VECTORS                                                                                                        \
    "apple 1 0\npear 10 1\nfig 1 0.1\ncat 0 1\ndog 1 10\nred 1 0\ngreen 1 0.1\nblue 1 0.3\nlime 1 0.15\nnight 0 1\n"

/* Two clusters: apple, pear and fig, which is called an animal here; cat and dog. */
static void purity_and_v_measure_of_categories(void **state)
{
    (void)state;
    put("v.txt", VECTORS);
    put("words/categorization-ap.csv", "\xEF\xBB\xBF,category,word\r\n0,fruit,apple\r\n1,fruit,Pear\r\n2,animal,fig\r\n"
                                       "3,animal,cat\r\n4,animal,dog\r\n5,animal,\r\n6,fruit,durian\r\n");
    struct score s = scored("ap", "v.txt", &scored_defaults);
    assert_near(s.value, 0.8);
    assert_near(scored_metric(&s, "v_measure"), 0.432538); /* 1 - 0.381909 / 0.673012 both ways */
    assert_int_equal(s.used, 5);
    assert_int_equal(s.given, 6);
    assert_true(s.interval.low < 0.8 && s.interval.high > 0.8);
    score_release(&s);
    struct policies p = scored_defaults;
    p.oov = OOV_ZERO;
    s = scored("ap", "v.txt", &p);
    assert_int_equal(s.used, 6);
    assert_int_equal(s.known, 5);
    score_release(&s);
}

static void categories_that_have_no_score(void **state)
{
    (void)state;
    put("words/categorization-ap.csv", ",category,word\n0,fruit,apple\n1,fruit,pear\n");
    put("v.txt", "other 1 0\n");
    struct score s = scored("ap", "v.txt", &scored_defaults);
    assert_true(isnan(s.value) && isnan(scored_metric(&s, "v_measure")));
    assert_non_null(s.reason);
    score_release(&s);
    put("v.txt", "apple 0 0\npear 0 0\n"); /* nothing to tell them apart by, but one class only */
    s = scored("ap", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    score_release(&s);
    put("words/categorization-ap.csv", ",category\n0,fruit\n");
    assert_refused("ap", "ap.csv");
    put("words/categorization-ap.csv", ",category,word\n0,fruit,apple\n1,fruit\n");
    assert_refused("ap", "line 3");
    put("words/categorization-ap.csv", ",category,word\n0,,apple\n");
    assert_refused("ap", "line 2: expected a category");
    put("words/categorization-ap.csv", ",category,word\n");
    assert_refused("ap", "holds no word");
    put("words/categorization-ap.csv", ",category,word\n0,\"fruit,apple\n");
    assert_refused("ap", "ap.csv");
    put("words/categorization-ap.csv", "");
    assert_refused("ap", "ap.csv");
}

static void v_measure_of_texts(void **state)
{
    (void)state;
    put("v.txt", VECTORS);
    put("transfer/StackOverflow/title_StackOverflow.txt", "An apple, a pear\npear\nThe fig\ncat\ndog and cat\n?\n");
    put("transfer/StackOverflow/label_StackOverflow.txt", "1\n1\n2\n2\n2\n1\n");
    struct score s = scored("stackoverflow", "v.txt", &scored_defaults);
    assert_near(s.value, 0.432538);
    assert_near(scored_metric(&s, "purity"), 0.8);
    assert_int_equal(s.used, 5);
    score_release(&s);
    put("transfer/StackOverflow/label_StackOverflow.txt", "1\n1\n2\n");
    assert_refused("stackoverflow", "must have the same number of lines, but one ends after 3");
    put("transfer/StackOverflow/label_StackOverflow.txt", "1\n\n2\n2\n2\n1\n");
    assert_refused("stackoverflow", "line 2: expected a label, found an empty line");
}

/* Sums of cosines: lime 2.9776, green 2.9755, red 2.9418, blue 2.9293; with night all others are nearer together. */
static void outliers_are_found(void **state)
{
    (void)state;
    put("v.txt", VECTORS);
    put("words/outlier-8-8-8.csv",
        ",category,outliers,words\n"
        "0,colours,\"['night', 'Lime', 'unknown', '']\",\"['red', 'green', \"\"blue\"\"]\"\n");
    struct score s = scored("outlier-888", "v.txt", &scored_defaults);
    assert_near(s.value, 0.5);
    assert_near(scored_metric(&s, "opp"), 0.5);
    assert_int_equal(s.used, 2);
    assert_int_equal(s.given, 3);
    score_release(&s);
    /* without blue, which is not known, lime is the outlier; of two words and an outlier that is one of them, all but
     * the third share the places */
    put("words/outlier-8-8-8.csv", ",category,outliers,words\n0,colours,\"['lime']\",\"['red', 'green', 'azure']\"\n"
                                   "1,colours,\"['apple']\",\"['red', 'night']\"\n2,c,\"['cat']\",\"['x', 'red']\"\n");
    s = scored("outlier-888", "v.txt", &scored_defaults);
    assert_int_equal(s.used, 2);
    assert_int_equal(s.known, 1);
    assert_near(s.value, 0);
    assert_near(scored_metric(&s, "opp"), (0.5 + 0.25) / 2);
    score_release(&s);
}

static void broken_outliers_are_named(void **state)
{
    (void)state;
    static const char *const rows[] = {"0,c,\"['x']\",\"['y']\"",        "0,c,\"['x']\",\"['y', 'z'\"",
                                       "0,c,\"['x'\",\"['y', 'z']\"",    "0,c,x,\"['y', 'z']\"",
                                       "0,c,\"['x']\",\"['y', 'z'] z\"", "0,c,\"['x' 'w']\",\"['y', 'z']\"",
                                       "0,c,\"['x\",\"['y', 'z']\"",     "0,c,,\"['y', 'z']\""};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        snprintf(text, sizeof text, ",category,outliers,words\n%s\n", rows[i]);
        put("words/outlier-8-8-8.csv", text);
        assert_refused("outlier-888", "line 2: expected two lists of words");
    }
    put("words/outlier-8-8-8.csv", ",category,outliers,words\n0,c,[],\"['y', 'z']\"\n");
    assert_refused("outlier-888", "line 2: expected two lists");
    put("words/outlier-8-8-8.csv", ",category,outliers,words\n");
    assert_refused("outlier-888", "holds no outlier");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(purity_and_v_measure_of_categories),
        cmocka_unit_test(categories_that_have_no_score),
        cmocka_unit_test(v_measure_of_texts),
        cmocka_unit_test(outliers_are_found),
        cmocka_unit_test(broken_outliers_are_named),
    };
    return cmocka_run_group_tests_name("word groups", tests, folder_setup, folder_teardown);
}
