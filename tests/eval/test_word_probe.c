/* Frequency and class of a word, read off its vector: what is there is found, what is not is not. */
#include "tests/eval/scored.h"

#define WORDS 120

/* Word i has log(i + 1) and nothing else (`told`), or numbers that have nothing to do with i. */
static void put_vectors(bool told)
{
    char text[WORDS * 40] = "", *to = text + sprintf(text, "%d 2\n", WORDS);
    for (int i = 0; i < WORDS; i++)
        to += sprintf(to, "w%d %.7f %d\n", i, told ? 3 - 2 * log(i + 1) : i * 37 % 11, i * 37 % 7);
    put("v.txt", text);
}

static void frequency(void **state)
{
    (void)state;
    put_vectors(true);
    struct score s = scored("probe-frequency", "v.txt", &scored_defaults);
    assert_true(s.value > 0.9999 && s.used == WORDS && s.given == WORDS);
    assert_true(scored_metric(&s, "r2") > 0.999 && scored_metric(&s, "r2") <= 1);
    score_release(&s);
    put_vectors(false);
    s = scored("probe-frequency", "v.txt", &scored_defaults);
    assert_true(fabs(s.value) < 0.4);
    assert_true(scored_metric(&s, "r2") < 0.1);
    score_release(&s);
    put("v.txt", "2 1\na 1\nb 2\n");
    s = scored("probe-frequency", "v.txt", &scored_defaults);
    assert_string_equal(s.reason, "the model knows fewer than 50 words of it");
    score_release(&s);
}

/* Rows w0..w(count-1), word i of class i % 3 of the names, and after them `more`. */
static void put_classes(int count, const char *more)
{
    char text[4096] = "word\tclass\n", *to = text + strlen(text);
    for (int i = 0; i < count; i++)
        to += sprintf(to, "w%d\t%s\n", i, i % 3 == 0 ? "noun" : i % 3 == 1 ? "verb" : "name");
    strcpy(to, more);
    put("words/world-classes.tsv", text);
}

static void class(void **state)
{
    (void)state;
    char vectors[WORDS * 40] = "", *to = vectors + sprintf(vectors, "%d 2\n", WORDS);
    for (int i = 0; i < WORDS; i++) /* three clusters: of whom one is in the other's direction, which no cosine tells */
        to += sprintf(to, "w%d %.3f %.3f\n", i, i % 3 * 5 + 1 + i % 7 * 0.1, i % 3 * 5 + 1 - i % 5 * 0.1);
    put("v.txt", vectors);
    put_classes(WORDS, "unheard\tnoun\nw0\tverb\nw1\tverb\n"); /* w0 is of two classes now, w1 told twice of one */
    struct score s = scored("world-probe-class", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_true(s.used == WORDS - 1 && s.given == WORDS);
    assert_near(scored_metric(&s, "majority"), 40.0 / 119);
    score_release(&s);
    put_classes(49, "");
    s = scored("world-probe-class", "v.txt", &scored_defaults);
    assert_string_equal(s.reason, "the model knows fewer than 50 words of it");
    score_release(&s);
    put_vectors(false); /* tells nothing of the class */
    put_classes(WORDS, "");
    s = scored("world-probe-class", "v.txt", &scored_defaults);
    assert_true(s.value < 0.6);
    score_release(&s);
}

static void words_and_class_in_other_columns(void **state)
{
    (void)state;
    char text[WORDS * 40] = "word1\tword2\tPOS\tSimLex999\n", *to = text + strlen(text);
    for (int i = 0; i < WORDS / 2; i++)
        to += sprintf(to, "w%d\tw%d\t%s\t1\n", i, i + 60, i % 2 ? "N" : "V");
    put("words/SimLex-999/SimLex-999.txt", text);
    put_vectors(true);
    struct score s = scored("probe-class", "v.txt", &scored_defaults);
    assert_true(s.used == WORDS && s.given == WORDS);
    score_release(&s);
}

static void broken_files(void **state)
{
    (void)state;
    put_classes(2, "w3\t\n");
    assert_refused("world-probe-class", "world-classes.tsv: line 4: expected a word and its class");
    put_classes(1, "w3\tnoun\n");
    assert_refused("world-probe-class", "world-classes.tsv: expected words of two classes or more");
    put("words/world-classes.tsv", "word\tkind\n");
    assert_refused("world-probe-class", "world-classes.tsv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequency),
        cmocka_unit_test(class),
        cmocka_unit_test(words_and_class_in_other_columns),
        cmocka_unit_test(broken_files),
    };
    return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
