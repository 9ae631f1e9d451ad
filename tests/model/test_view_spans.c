/* Words in their sentences: the states of a marked piece of a text. */
#include "view.h"

/* Vector of `word`, which is in `text` once, checked to be known or not. */
static void span_vector(struct view *v, const char *text, const char *word, int expected_known, float *vector)
{
    struct matrix m = matrix_new(1, view_dim(v), "a test");
    size_t begin = (size_t)(strstr(text, word) - text), end = begin + strlen(word);
    int known = -1;
    memset(matrix_row(&m, 0), 1, sizeof(float)); /* must be overwritten */
    view_spans(v, &text, &begin, &end, 1, &m, &known);
    assert_int_equal(known, expected_known);
    memcpy(vector, matrix_row(&m, 0), (size_t)view_dim(v) * sizeof *vector);
    matrix_release(&m);
}

static void a_tables_words_have_no_context(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    static const char text[] = "3 2\nthe 1 0\ncat 0 2\ntom's 4 4\n";
    float x[8], y[8];
    scratch_write(&s, "v.txt", text, sizeof text - 1);
    struct view *v = open_view(&s, "v.txt");
    span_vector(v, "on the cat.", "cat", 1, x);
    assert_true(x[0] == 0 && x[1] == 2);
    span_vector(v, "on the Cat!", "the Cat", 2, x);
    assert_true(x[0] == 0.5f && x[1] == 1);
    span_vector(v, "a dog", "dog", 0, x);
    assert_true(x[0] == 0 && x[1] == 0);
    view_free(v);
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    v = open_view(&s, "lm@output");
    span_vector(v, "on the mat", "mat", 1, x);
    text_vector(v, "mat", 1, y);
    assert_close(x, y, 8, 2e-5);
    view_free(v);
    scratch_remove(&s);
}

/* A causal model's state at a word is that of a text which ends there. */
static void causal_states_look_back(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    struct view *v = open_view(&s, "lm@layer:1:last");
    float x[8], y[8];
    span_vector(v, "the cat sat on", "sat", 1, x);
    text_vector(v, "the cat sat", 3, y);
    assert_close(x, y, 8, 2e-5);
    span_vector(v, "the dog sat on", "sat", 1, x); /* the unknown word is context, too */
    text_vector(v, "the dog sat", 2, y);
    assert_close(x, y, 8, 2e-5);
    span_vector(v, "the dog sat", "dog", 0, x);
    for (int c = 0; c < 8; c++)
        assert_true(x[c] == 0);
    /* the context has room for 5 tokens */
    span_vector(v, "on on the cat the cat sat on mat", "sat", 1, x);
    text_vector(v, "the cat the cat sat", 5, y);
    assert_close(x, y, 8, 2e-5);
    span_vector(v, "the cat on the cat on the sat", "the cat on the cat on the sat", 5, x);
    view_free(v);
    v = open_view(&s, "lm@layer:1:mean");
    text_vector(v, "the cat on the cat", 5, y); /* too long a piece: its beginning */
    assert_close(x, y, 8, 2e-5);
    view_free(v);
    scratch_remove(&s);
}

/* A bidirectional model reads the whole text for each of its words: their mean is the text's. */
static void encoders_look_to_both_sides(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    struct view *v = open_view(&s, "encoder@layer:2:mean");
    static const char *const words[] = {"the", "cat", "sat", "mat"};
    float x[8], y[8], sum[8] = {0};
    for (int i = 0; i < 4; i++) {
        span_vector(v, "the cat sat mat", words[i], 1, x);
        for (int c = 0; c < 8; c++)
            sum[c] += x[c] / 4;
    }
    text_vector(v, "the cat sat mat", 4, y);
    assert_close(sum, y, 8, 2e-5);
    /* of a longer text the five tokens around the word, as far as there are any on its sides */
    span_vector(v, "on cat the cat sat on mat on", "sat", 1, x);
    span_vector(v, "the cat sat on mat", "sat", 1, y);
    assert_close(x, y, 8, 2e-5);
    span_vector(v, "on cat the cat the cat sat on", "sat", 1, x);
    span_vector(v, "cat the cat sat on", "sat", 1, y);
    assert_close(x, y, 8, 2e-5);
    span_vector(v, "on sat the cat on the mat on the", "sat", 1, x);
    span_vector(v, "on sat the cat on", "sat", 1, y);
    assert_close(x, y, 8, 2e-5);
    view_free(v);
    scratch_remove(&s);
}

/* With byte-level BPE a word is marked without its space, which its first token holds. */
static void words_of_pieces(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct model *m = write_bpe_model(&s);
    float x[8], y[8];
    struct view *v = open_view(&s, "lm@layer:1:last");
    span_vector(v, "a Cat sat on", "Cat", 1, x);
    text_vector(v, "a Cat", 2, y);
    assert_close(x, y, 8, 2e-5);
    view_free(v);
    v = open_view(&s, "lm@input");
    span_vector(v, "Cat sat", "Cat", 1, x); /* the row of " Cat" although it begins the text */
    assert_memory_equal(
        x, transformer_parameter(m->transformer, "wte.weight")->value + tokenizer_lookup(m->tokenizer, "Cat") * 8,
        sizeof x);
    view_free(v);
    model_free(m);
    scratch_remove(&s);
}

/* Many texts of many lengths, in several batches, give what each gives alone. */
static void in_batches_as_alone(void **state)
{
    (void)state;
    enum { N = 3000 };
    struct scratch s = scratch_new();
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    struct view *v = open_view(&s, "encoder@layer:1:mean");
    static const char *const texts[] = {"the cat", "cat", "the mat on cat", "on on on cat mat", "cat the"};
    const char **all = mem_new(N, sizeof *all, "a test");
    size_t *begin = mem_new(N, sizeof *begin, "a test"), *end = mem_new(N, sizeof *end, "a test");
    int *known = mem_new(N, sizeof *known, "a test");
    struct matrix m = matrix_new(N, 8, "a test");
    float alone[5][8];
    for (int i = 0; i < 5; i++)
        span_vector(v, texts[i], "cat", 1, alone[i]);
    for (int i = 0; i < N; i++) {
        all[i] = texts[i % 5];
        begin[i] = (size_t)(strstr(all[i], "cat") - all[i]);
        end[i] = begin[i] + 3;
    }
    view_spans(v, all, begin, end, N, &m, known);
    for (int i = 0; i < N; i++) {
        assert_close(matrix_row(&m, i), alone[i % 5], 8, 2e-5);
        assert_int_equal(known[i], 1);
    }
    view_free(v);
    v = open_view(&s, "encoder@layer:1:mean+center");
    view_spans(v, all, begin, end, N, &m, known);
    for (int c = 0; c < 8; c++) {
        double sum = 0;
        for (int i = 0; i < N; i++)
            sum += matrix_row(&m, i)[c];
        assert_true(fabs(sum / N) < 1e-5);
    }
    view_free(v);
    mem_free(all);
    mem_free(begin);
    mem_free(end);
    mem_free(known);
    matrix_release(&m);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tables_words_have_no_context),
        cmocka_unit_test(causal_states_look_back),
        cmocka_unit_test(encoders_look_to_both_sides),
        cmocka_unit_test(words_of_pieces),
        cmocka_unit_test(in_batches_as_alone),
    };
    gemm_start();
    return cmocka_run_group_tests_name("view_spans", tests, NULL, NULL);
}
