/* vocabulary: order, ties, limits, probabilities worked by hand, and its file. */
#include "scratch.h"

#include <math.h>

#include "text/string_table.h"
#include "text/vocab.h"

static struct vocab *count_text(const char *text, long min_count, long max_size, struct error *err)
{
    struct reader *r = reader_open(put_text("text.txt", text), err);
    assert_non_null(r);
    struct vocab *v = vocab_count_words(r, min_count, max_size, err);
    reader_close(r);
    return v;
}

static void check_words(const struct vocab *v, const char *const *words, const long *counts, int size)
{
    assert_int_equal(vocab_size(v), size);
    long total = 0;
    for (int id = 0; id < size; id++) {
        assert_string_equal(vocab_word(v, id), words[id]);
        assert_int_equal(vocab_frequency(v, id), counts[id]);
        assert_int_equal(vocab_lookup(v, words[id], strlen(words[id])), id);
        total += counts[id];
    }
    assert_int_equal(vocab_total(v), total);
}

static void most_frequent_first_and_ties_by_bytes(void **state)
{
    (void)state;
    struct error err = {0};
    struct vocab *v = count_text("b b b é aa a\nA z\nAA ab, zz\n", 1, 0, &err);
    check_words(v, (const char *[]){"b", "a", "aa", "ab", "z", "zz", "é"}, (long[]){3, 2, 2, 1, 1, 1, 1}, 7);
    assert_int_equal(vocab_lookup(v, "A", 1), -1);
    assert_int_equal(vocab_lookup(v, "aab", 2), 2);
    assert_int_equal(vocab_lookup(v, "", 0), -1);
    vocab_free(v);
    v = count_text("b b b é aa a\nA z\nAA ab, zz\n", 2, 0, &err);
    check_words(v, (const char *[]){"b", "a", "aa"}, (long[]){3, 2, 2}, 3);
    vocab_free(v);
    v = count_text("b b b é aa a\nA z\nAA ab, zz\n", 1, 4, &err);
    check_words(v, (const char *[]){"b", "a", "aa", "ab"}, (long[]){3, 2, 2, 1}, 4);
    assert_int_equal(vocab_lookup(v, "z", 1), -1);
    vocab_free(v);
}

static void the_order_of_the_text_does_not_matter(void **state)
{
    (void)state;
    struct vocab *v[2] = {vocab_new(), vocab_new()};
    char word[16];
    for (int i = 0; i < 5000; i++) {
        for (int side = 0; side < 2; side++) {
            int k = side ? 4999 - i : i;
            snprintf(word, sizeof(word), "w%d", k * 7919 % 5000);
            vocab_add(v[side], word, strlen(word), 1 + k * 7919 % 5000 % 13);
        }
    }
    for (int side = 0; side < 2; side++)
        vocab_finish(v[side], 3, 0);
    assert_int_equal(vocab_size(v[0]), vocab_size(v[1]));
    for (int id = 0; id < vocab_size(v[0]); id++) {
        assert_string_equal(vocab_word(v[0], id), vocab_word(v[1], id));
        if (id > 0)
            assert_true(vocab_frequency(v[0], id) < vocab_frequency(v[0], id - 1) ||
                        (vocab_frequency(v[0], id) == vocab_frequency(v[0], id - 1) &&
                         strcmp(vocab_word(v[0], id - 1), vocab_word(v[0], id)) < 0));
    }
    vocab_free(v[0]);
    vocab_free(v[1]);
}

static void no_words_is_an_error(void **state)
{
    (void)state;
    struct error err = {0};
    assert_null(count_text("", 1, 0, &err));
    assert_message(err, "no words");
    assert_null(count_text("... !\n", 1, 0, &err));
    assert_message(err, "no words");
    assert_null(count_text("a b c a\n", 5, 0, &err));
    assert_message(err, "none of its 3 words occurs 5 times");
    assert_null(count_text("a b\nc\xE9\n", 1, 0, &err));
    assert_message(err, "line 2");
}

/* 1000 occurrences in all. sample 0.01:
 *   f = 0.64: (sqrt(64) + 1) / 64 = 9 / 64 = 0.140625
 *   f = 0.25: (5 + 1) / 25 = 0.24
 *   f = 0.09: (3 + 1) / 9 = 0.4444...
 *   f = 0.01: (1 + 1) / 1 = 2 -> 1;  f = 0.01 again for the last. */
static void keep_probabilities_are_those_of_word2vec(void **state)
{
    (void)state;
    struct vocab *v = vocab_new();
    const long counts[] = {640, 250, 90, 10, 10};
    const double expected[] = {9.0 / 64, 0.24, 4.0 / 9, 1, 1};
    for (int i = 0; i < 5; i++) {
        char word[2] = {(char)('a' + i), 0};
        assert_true(vocab_append(v, word, 1, counts[i]));
    }
    for (int i = 0; i < 5; i++) {
        assert_true(fabs(vocab_keep_probability(v, i, 0.01) - expected[i]) < 1e-12);
        assert_true(vocab_keep_probability(v, i, 0) == 1); /* no subsampling */
    }
    vocab_free(v);
}

static void appended_words_keep_their_order(void **state)
{
    (void)state;
    struct vocab *v = vocab_new();
    assert_true(vocab_append(v, "rare", 4, 1));
    assert_true(vocab_append(v, "often", 5, 9));
    assert_false(vocab_append(v, "rare", 4, 5));
    check_words(v, (const char *[]){"rare", "often"}, (long[]){1, 9}, 2);
    vocab_free(v);
}

static void a_file_holds_all_of_it(void **state)
{
    (void)state;
    struct error err = {0};
    struct vocab *v = count_text("the cat the dog é é é\n", 1, 0, &err);
    assert_true(vocab_write(v, scratch("vocab.txt"), &err));
    vocab_free(v);
    v = vocab_read(scratch("vocab.txt"), &err);
    check_words(v, (const char *[]){"é", "the", "cat", "dog"}, (long[]){3, 2, 1, 1}, 4);
    vocab_free(v);
    v = vocab_read(put_text("tabs.txt", "</s>\t0\nword2vec's 7"), &err);
    check_words(v, (const char *[]){"</s>", "word2vec's"}, (long[]){0, 7}, 2);
    vocab_free(v);
}

static void broken_files_are_refused_with_the_line(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "empty"},
        {"a 1\nb\n", "line 2"},
        {"a 1\n 2\n", "line 2"},
        {"a 1\n\nb 1\n", "line 2"},
        {"a 1\nb x\n", "line 2"},
        {"a 1\nb -3\n", "line 2"},
        {"a 1\nb 3.5\n", "line 2"},
        {"a 1\nb c 3\n", "line 2"},
        {"a 1\nb 3 \n", "line 2"},
        {"a 1\nb 99999999999999999999\n", "line 2"},
        {"a 1\nb 999999999999999999\n", "line 2"},
        {"a 1\nb 2\na 3\n", "line 3: the word \"a\" is there twice"},
        {"a 1\nb\xE9 2\n", "line 2"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct error err = {0};
        assert_null(vocab_read(put_text("broken.txt", cases[i][0]), &err));
        assert_message(err, "broken.txt");
        assert_message(err, cases[i][1]);
    }
    struct error err = {0};
    assert_null(vocab_read(scratch("missing.txt"), &err));
    assert_message(err, "missing.txt");
}

static void string_tables_number_strings(void **state)
{
    (void)state;
    struct string_table t = {0};
    char text[32];
    bool added;
    size_t length;
    assert_int_equal(string_table_find(&t, "x", 1), -1);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 10000; i++) {
            int n = snprintf(text, sizeof(text), "%.*s%d", i % 20, "aaaaaaaaaaaaaaaaaaaa", i);
            assert_int_equal(string_table_add(&t, text, (size_t)n, &added), i);
            assert_int_equal(added, round == 0);
            assert_int_equal(string_table_find(&t, text, (size_t)n), i);
        }
    }
    assert_int_equal(string_table_add(&t, "a\0b", 3, &added), 10000); /* any bytes */
    assert_int_equal(string_table_add(&t, "a\0c", 3, &added), 10001);
    assert_int_equal(string_table_add(&t, "", 0, &added), 10002);
    assert_memory_equal(string_table_get(&t, 10001, &length), "a\0c", 4);
    assert_int_equal(length, 3);
    assert_string_equal(string_table_get(&t, 5, &length), "aaaaa5");
    string_table_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_frequent_first_and_ties_by_bytes),
        cmocka_unit_test(the_order_of_the_text_does_not_matter),
        cmocka_unit_test(no_words_is_an_error),
        cmocka_unit_test(keep_probabilities_are_those_of_word2vec),
        cmocka_unit_test(appended_words_keep_their_order),
        cmocka_unit_test(a_file_holds_all_of_it),
        cmocka_unit_test(broken_files_are_refused_with_the_line),
        cmocka_unit_test(string_tables_number_strings),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
