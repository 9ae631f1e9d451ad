/* Weights of words in texts: sif, idf and tfidf worked out by hand. */
#include "tiny.h"

#include <math.h>

#include "math/gemm.h"
#include "model/view.h"
#include "model/word_vectors.h"

static void assert_near(double x, double expected)
{
    if (!(fabs(x - expected) <= 1e-6 * fabs(expected) + 1e-9))
        fail_msg("%.9g, expected %.9g", x, expected);
}

/* Vectors of texts through a view of v.txt or v.npy. */
static struct matrix text_vectors(struct scratch *s, const char *specification, const char *const *texts, int count)
{
    struct error err = {0};
    struct view *v = view_open(scratch_path(s, specification), &err);
    if (!v)
        fail_msg("%s", err.message);
    struct matrix m = matrix_new(count, view_dim(v), "a test");
    int known[8];
    view_texts(v, texts, count, &m, known);
    view_free(v);
    return m;
}

static void test_idf(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    scratch_write(&s, "v.txt", "3 2\na 1 0\nb 0 1\nc 4 4\n", 22);
    static const char *const texts[] = {"a b a", "a", "unknown", "c unknown"};
    struct matrix m = text_vectors(&s, "v.txt+idf", texts, 4);
    assert_near(matrix_row(&m, 0)[0], 2 * (log(5.0 / 3) + 1) / 3);
    assert_near(matrix_row(&m, 0)[1], (log(5.0 / 2) + 1) / 3);
    assert_near(matrix_row(&m, 1)[0], log(5.0 / 3) + 1);
    assert_near(matrix_row(&m, 2)[0], 0);
    assert_near(matrix_row(&m, 3)[1], 4 * (log(5.0 / 2) + 1));
    matrix_release(&m);
    scratch_remove(&s);
}

/* Without counts the n-th of three words has p = 6 / (11 n). The longest vector is the first singular direction, the
 * three being at right angles. */
static void test_sif_without_counts(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    scratch_write(&s, "v.txt", "3 3\na 1 0 0\nb 0 1 0\nc 0 0 1\n", 28);
    static const char *const texts[] = {"a", "b b", "c c c", ""};
    struct matrix m = text_vectors(&s, "v.txt+sif", texts, 4);
    assert_near(matrix_row(&m, 0)[0], 1e-3 / (1e-3 + 6.0 / 11));
    assert_near(matrix_row(&m, 1)[1], 1e-3 / (1e-3 + 3.0 / 11));
    assert_near(matrix_row(&m, 2)[2], 0);
    assert_near(matrix_row(&m, 3)[0], 0);
    matrix_release(&m);
    scratch_remove(&s);
}

static void test_sif_with_counts(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct vocab *words = vocab_new();
    vocab_append(words, "a", 1, 60);
    vocab_append(words, "b", 1, 30);
    vocab_append(words, "c", 1, 10);
    struct matrix v = matrix_new(3, 3, "a test");
    for (int i = 0; i < 3; i++)
        matrix_row(&v, i)[i] = 1;
    struct error err = {0};
    assert_true(word_vectors_write(words, &v, scratch_path(&s, "v.npy"), NULL, &err));
    static const char *const texts[] = {"a", "b", "c c b"};
    struct matrix m = text_vectors(&s, "v.npy+sif", texts, 2);
    assert_near(matrix_row(&m, 0)[0], 1e-3 / 0.601);
    assert_near(matrix_row(&m, 1)[1], 0); /* the longer one is taken away */
    matrix_release(&m);
    m = text_vectors(&s, "v.npy+sif", texts, 3);
    double b = 1e-3 / 0.301, c[2] = {b / 3, 2e-3 / 0.101 / 3}, dot = 0;
    for (int i = 0; i < 3; i++)
        dot += (double)matrix_row(&m, 1)[i] * matrix_row(&m, 2)[i];
    assert_true(dot < 0); /* b and c b are left on two sides of the direction between them */
    assert_near(matrix_row(&m, 2)[0], 0);
    assert_true(hypot(matrix_row(&m, 2)[1], matrix_row(&m, 2)[2]) < hypot(c[0], c[1]));
    matrix_release(&m);
    matrix_release(&v);
    vocab_free(words);
    scratch_remove(&s);
}

static void test_refused(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    static const struct {
        const char *specification, *message;
    } cases[] = {
        {"lm+sif", "sif and idf weigh the words of a table"},
        {"lm@layer:1:mean+idf", "sif and idf weigh the words of a table"},
        {"lm@input+center+sif", "sif or idf before all others"},
        {"lm@input+sif+idf", "sif or idf before all others"},
        {"lm@input+sif:1", "is no post-processing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        assert_null(view_open(scratch_path(&s, cases[i].specification), &err));
        assert_message(&err, cases[i].message);
    }
    struct error err = {0};
    view_free(view_open(scratch_path(&s, "lm@input+sif+center"), &err));
    assert_string_equal(err.message, "");
    scratch_remove(&s);
}

static void open_tfidf(struct scratch *s, const char *specification)
{
    struct error err = {0};
    struct view *v = view_open_any(scratch_path(s, specification), &err);
    if (!v)
        fail_msg("%s", err.message);
    assert_true(view_is_sparse(v));
    static const char *const texts[] = {"a b a", "a", "unknown", "c unknown", "a a b"};
    int known[5];
    struct sparse_rows m = view_sparse_texts(v, texts, 5, known);
    double a = log(6.0 / 4) + 1, b = log(6.0 / 3) + 1, c = log(6.0 / 2) + 1; /* idf */
    assert_near(m.squares[0], 4 * a * a + b * b);
    assert_near(m.squares[3], c * c);
    assert_near(sparse_cosine(&m, 0, 1), 2 * a / sqrt(4 * a * a + b * b));
    assert_true(sparse_cosine(&m, 0, 4) == 1);
    assert_true(sparse_cosine(&m, 0, 3) == 0);
    assert_true(sparse_cosine(&m, 0, 2) == 0);
    assert_true(known[0] == 3 && known[1] == 1 && known[2] == 0 && known[3] == 1 && known[4] == 3);
    sparse_rows_release(&m);
    view_free(v);
}

/* Of a word-vector file, of a model and of a mere vocabulary; only words count. */
static void test_tfidf(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    scratch_write(&s, "v.txt", "3 2\na 1 0\nb 0 1\nc 4 4\n", 22);
    open_tfidf(&s, "v.txt@tfidf");
    struct vocab *words = vocab_new();
    vocab_append(words, "a", 1, 3);
    vocab_append(words, "b", 1, 2);
    vocab_append(words, "c", 1, 1);
    struct tokenizer *t = tokenizer_from_vocab(words);
    struct error err = {0};
    assert_true(folder_make(scratch_path(&s, "vocabulary"), &err));
    assert_true(tokenizer_write(t, scratch_path(&s, "vocabulary"), &err));
    open_tfidf(&s, "vocabulary@tfidf");
    tokenizer_free(t);
    vocab_free(words);
    scratch_remove(&s);
}

static void test_tfidf_refused(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    static const struct {
        const char *specification, *message;
    } cases[] = {{"lm@tfidf", "is for `evaluate` alone"},
                 {"lm@tfidf+center", "tfidf takes no +POST"},
                 {"lm@tfidf+idf", "is no post-processing"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        assert_null(view_open(scratch_path(&s, cases[i].specification), &err));
        assert_message(&err, cases[i].message);
    }
    struct error err = {0};
    view_free(view_open_any(scratch_path(&s, "lm@tfidf"), &err));
    assert_string_equal(err.message, "");
    scratch_remove(&s);
}

int main(void)
{
    gemm_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_idf),
        cmocka_unit_test(test_tfidf),
        cmocka_unit_test(test_tfidf_refused),
        cmocka_unit_test(test_sif_without_counts),
        cmocka_unit_test(test_sif_with_counts),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
