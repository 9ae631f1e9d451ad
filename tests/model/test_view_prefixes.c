/* States after each word of running text against the last state of the prefix given as a text. */
#include "view.h"

#define DIM_LIMIT 8

static const char *const words[] = {"the", "cat", "sat", "on", "dog", "mat", "the", "mat", "sat", /* text 0 */
                                    "caf\xc3\xa9", "the"};                                       /* text 2; 1 is empty */
static const size_t starts[] = {0, 9, 9, 11};

/* The view's vector of words[first..last], which a view layer:K:last gives as the last state. */
static void prefix_vector(struct view *v, size_t first, size_t last, float *vector)
{
    char text[256] = "";
    for (size_t w = first; w <= last; w++)
        strcat(strcat(text, " "), words[w]);
    struct matrix m = matrix_new(1, view_dim(v), "a test");
    const char *texts[] = {text};
    int known;
    view_texts(v, texts, 1, &m, &known);
    memcpy(vector, matrix_row(&m, 0), (size_t)view_dim(v) * sizeof *vector);
    matrix_release(&m);
}

/* Row k must be the last state of words[first[k]..wanted[k]]; -1: a zero row of an unknown word. */
static void check(struct view *v, const size_t *wanted, const int *first, int count)
{
    struct matrix m = matrix_new(count, view_dim(v), "a test");
    int known[16];
    float expected[DIM_LIMIT];
    memset(m.data, 1, (size_t)count * (size_t)m.stride * sizeof(float));
    view_prefixes(v, words, starts, 3, wanted, count, &m, known);
    for (int k = 0; k < count; k++) {
        assert_int_equal(known[k], strcmp(words[wanted[k]], "dog") != 0);
        if (first[k] >= 0)
            prefix_vector(v, (size_t)first[k], wanted[k], expected);
        else
            memset(expected, 0, sizeof expected);
        for (int c = 0; c < view_dim(v); c++)
            if (!(fabs((double)matrix_row(&m, k)[c] - expected[c]) <= 2e-5))
                fail_msg("state %d[%d]: %.9g, expected %.9g", k, c, matrix_row(&m, k)[c], expected[c]);
    }
    matrix_release(&m);
}

static void test_causal(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    static const size_t wanted[] = {0, 1, 3, 5, 6, 7, 8, 9, 10};
    /* 5 tokens fit beside <eos>: behind them windows that begin at 2 and 4 */
    static const int first[] = {0, 0, 0, 2, 2, 4, 4, 9, 9};
    static const char *const views[] = {"lm@layer:0:last", "lm@layer:1:last", "lm@layer:last:last"};
    for (int i = 0; i < 3; i++) {
        struct view *v = open_view(&s, views[i]);
        check(v, wanted, first, 9);
        view_free(v);
    }
    scratch_remove(&s);
}

/* The state of <unk> is there, but not known; with pooling `last` a text would take the word before. */
static void test_causal_unknown(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    struct view *last = open_view(&s, "lm@layer:2:last"), *mean = open_view(&s, "lm@layer:2:mean");
    static const size_t wanted[] = {3, 4};
    struct matrix a = matrix_new(2, 8, "a test"), b = matrix_new(2, 8, "a test");
    int known[2];
    view_prefixes(last, words, starts, 3, wanted, 2, &a, known);
    assert_true(known[0] == 1 && known[1] == 0);
    assert_memory_not_equal(matrix_row(&a, 0), matrix_row(&a, 1), 8 * sizeof(float));
    view_prefixes(mean, words, starts, 3, wanted, 2, &b, known); /* whatever the pooling */
    assert_memory_equal(a.data, b.data, 2 * (size_t)a.stride * sizeof(float));
    matrix_release(&a);
    matrix_release(&b);
    view_free(last);
    view_free(mean);
    scratch_remove(&s);
}

static void test_bidirectional(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    struct view *v = open_view(&s, "encoder@layer:2:last");
    /* the encoder never sees dog (4): the five tokens before mat (7) are sat, on, mat, the, mat */
    static const size_t wanted[] = {0, 2, 4, 5, 7, 9, 10};
    static const int first[] = {0, 0, -1, 0, 2, 9, 9};
    check(v, wanted, first, 7);
    view_free(v);
    scratch_remove(&s);
}

static void test_tables(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    tiny_write(&s, "bag", MODEL_BAG, false);
    static const size_t wanted[] = {0, 1, 4, 10};
    static const int first[] = {0, 1, -1, 10};
    static const char *const views[] = {"lm@input", "bag"};
    for (int i = 0; i < 2; i++) {
        struct view *v = open_view(&s, views[i]);
        check(v, wanted, first, 4);
        view_free(v);
    }
    scratch_remove(&s);
}

static void test_post(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    struct view *v = open_view(&s, "lm@layer:1:mean+center");
    static const size_t wanted[] = {0, 1, 2, 4, 10};
    struct matrix m = matrix_new(5, 8, "a test");
    int known[5];
    view_prefixes(v, words, starts, 3, wanted, 5, &m, known);
    for (int c = 0; c < 8; c++) { /* centred on the known ones */
        double sum = 0;
        for (int k = 0; k < 5; k++)
            sum += k == 3 ? 0 : matrix_row(&m, k)[c];
        assert_true(fabs(sum) < 1e-4);
    }
    matrix_release(&m);
    view_free(v);
    scratch_remove(&s);
}

int main(void)
{
    gemm_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_causal),        cmocka_unit_test(test_causal_unknown),
        cmocka_unit_test(test_bidirectional), cmocka_unit_test(test_tables),
        cmocka_unit_test(test_post),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
