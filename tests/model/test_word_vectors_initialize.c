/* model/word_vectors: starting to train from vectors that are there. */
#include "scratch.h"

#include "model/word_vectors.h"

static struct vocab *make_vocab(const char *const *words)
{
    struct vocab *v = vocab_new();
    for (; *words; words++)
        vocab_append(v, *words, strlen(*words), 1);
    return v;
}

static void check_row(const struct matrix *m, long row, float first, float second)
{
    const float *x = matrix_row(m, row);
    assert_true(x[0] == first && x[1] == second && x[2] == 7); /* what is behind dim stays */
}

static struct matrix make_rows(void)
{
    struct matrix m = matrix_new(3, 4, "test");
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            matrix_row(&m, i)[k] = 7;
    return m;
}

static void rows_of_known_words_are_taken(void **state)
{
    (void)state;
    struct error err;
    struct scratch s = scratch_new();
    const char text[] = "3 2\nsea 1 2\nother 3 4\nhill 5 6\n";
    scratch_write(&s, "v.vec", text, sizeof text - 1);
    struct vocab *v = make_vocab((const char *const[]){"hill", "new", "sea", NULL});
    struct matrix m = make_rows();
    assert_int_equal(word_vectors_initialize(&m, 2, v, NULL, s.path, &err), 2);
    check_row(&m, 0, 5, 6);
    check_row(&m, 1, 7, 7);
    check_row(&m, 2, 1, 2);
    matrix_release(&m);
    m = make_rows();
    assert_int_equal(word_vectors_initialize(&m, 2, v, (const int32_t[]){2, 0, 1}, s.path, &err), 2);
    check_row(&m, 0, 1, 2);
    check_row(&m, 1, 5, 6);
    check_row(&m, 2, 7, 7);
    matrix_release(&m);
    vocab_free(v);
    scratch_remove(&s);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct error err;
    struct scratch s = scratch_new();
    struct matrix m = make_rows();
    struct vocab *v = make_vocab((const char *const[]){"hill", "new", "sea", NULL});
    const char text[] = "1 2\nother 3 4\n";
    scratch_write(&s, "v.vec", text, sizeof text - 1);
    assert_int_equal(word_vectors_initialize(&m, 2, v, NULL, s.path, &err), -1);
    assert_message(&err, "v.vec: none of its words is in the vocabulary");
    assert_int_equal(word_vectors_initialize(&m, 3, v, NULL, s.path, &err), -1);
    assert_message(&err, "v.vec: its vectors have 2 dimensions, those to train 3: give --dim 2");
    assert_int_equal(word_vectors_initialize(&m, 2, v, NULL, scratch_path(&s, "missing.vec"), &err), -1);
    assert_message(&err, "missing.vec");
    check_row(&m, 0, 7, 7);
    matrix_release(&m);
    vocab_free(v);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_known_words_are_taken),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
