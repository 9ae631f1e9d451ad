/* Views: specifications, tables, layers against a forward by hand, batching. */
#include "view.h"

/* ---- specifications ---- */

static void test_specifications(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_words(&s, "v.txt");
    write_words(&s, "c++@home.txt");
    view_free(open_view(&s, "c++@home.txt"));
    view_free(open_view(&s, "c++@home.txt@input+center"));
    view_free(open_view(&s, "v.txt+center+abtt:1+whiten+zscore"));
    static const struct {
        const char *specification, *message;
    } cases[] = {
        {"none.txt", "no such model"},
        {"none.txt@input", "no such model"},
        {"v.txt@", "\"@\" is no view"},
        {"v.txt@inputs", "\"@inputs\" is no view"},
        {"v.txt@layer", "\"@layer\" is no view"},
        {"v.txt@layer:1", "is no view"},
        {"v.txt@layer:1:median", "is no view"},
        {"v.txt@layer:-1:mean", "is no view"},
        {"v.txt@layer:x:mean", "is no view"},
        {"v.txt@layer:1x:mean", "is no view"},
        {"v.txt@layer:99999999999999999999:mean", "is no view"},
        {"v.txt@input@output", "\"@output\" is no view"},
        {"v.txt+center@input", "before any +POST"},
        {"v.txt+centre", "\"+centre\" is no post-processing"},
        {"v.txt+", "is no post-processing"},
        {"v.txt+abtt", "abtt:D"},
        {"v.txt+abtt:0", "abtt:D"},
        {"v.txt+abtt:2", "abtt:2 would leave nothing"},
        {"v.txt+center+center+center+center+center+center+center+center+center", "more than 8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(&s, cases[i].specification, cases[i].message);
    struct error err = {0};
    assert_null(view_open("", &err));
    assert_message(&err, "expected a model");
    assert_null(view_open("@input", &err));
    assert_message(&err, "expected a model");
    scratch_remove(&s);
}

static void test_views_of_models(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    tiny_write(&s, "bag", MODEL_BAG, false);
    assert_refused(&s, "encoder@output", "no output head");
    assert_refused(&s, "bag@output", "one table only");
    assert_refused(&s, "bag@layer:last:mean", "one table only");
    assert_refused(&s, "lm@layer:3:mean", "layers 0 to 2");
    assert_refused(&s, "lm@layer:last:cls", "use last");
    view_free(open_view(&s, "encoder@layer:0:cls"));
    view_free(open_view(&s, "lm@layer:2:wmean"));
    scratch_write(&s, "lm/model.safetensors", "x", 1);
    assert_refused(&s, "lm", "model.safetensors");
    scratch_remove(&s);
}

/* ---- tables of models ---- */

static void test_tables(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "tied", MODEL_LANGUAGE, true);
    tiny_write(&s, "untied", MODEL_LANGUAGE, false);
    struct model *m = model_read(scratch_path(&s, "untied"), 16, 4, &err);
    const float *wte = transformer_parameter(m->transformer, "wte.weight")->value;
    const float *head = transformer_parameter(m->transformer, "lm_head.weight")->value;
    float x[8], expected[8];

    struct view *v = open_view(&s, "untied@input");
    assert_int_equal(view_vocabulary_size(v), 6);
    assert_string_equal(view_word(v, 0), "the");
    assert_int_equal(view_lookup(v, "<unk>"), -1);
    assert_int_equal(view_lookup(v, "CAF\xc3\x89"), 5);
    word_vector(v, "Cat", x);
    assert_memory_equal(x, wte + 3 * 8, sizeof x);
    text_vector(v, "the unheard-of cat", 2, x);
    for (int i = 0; i < 8; i++)
        expected[i] = (wte[2 * 8 + i] + wte[3 * 8 + i]) / 2;
    assert_close(x, expected, 8, 1e-6);
    view_free(v);

    v = open_view(&s, "untied@output");
    word_vector(v, "cat", x);
    assert_memory_equal(x, head + 3 * 8, sizeof x);
    view_free(v);

    struct view *input = open_view(&s, "tied@input"), *output = open_view(&s, "tied@output");
    word_vector(input, "mat", x);
    word_vector(output, "mat", expected);
    assert_memory_equal(x, expected, sizeof x);
    view_free(input);
    view_free(output);
    model_free(m);

    tiny_write(&s, "bag", MODEL_BAG, false);
    m = model_read(scratch_path(&s, "bag"), 16, 4, &err);
    v = open_view(&s, "bag");
    text_vector(v, "sat mat", 2, x);
    for (int i = 0; i < 4; i++)
        expected[i] = (matrix_row(&m->table, 4)[i] + matrix_row(&m->table, 6)[i]) / 2;
    assert_close(x, expected, 4, 1e-6);
    view_free(v);
    model_free(m);
    scratch_remove(&s);
}

/* ---- layers ---- */

static void test_layers(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    tiny_write_of(&s, "bert", MODEL_ENCODER, STYLE_BERT, false);
    static const char *const poolings[] = {"mean", "last", "max", "wmean", "cls"};
    const int32_t with_unknown[5] = {1, 2, 0, 4, 6}, without[4] = {1, 2, 4, 6};
    for (int p = 0; p < 5; p++) {
        for (int layer = 0; layer <= 2; layer++) {
            float x[8], expected[8];
            char name[64];
            int hidden = layer == 2 ? 3 : layer; /* the last with the final norm */
            snprintf(name, sizeof name, "encoder@layer:%d:%s", layer, poolings[p]);
            struct view *v = open_view(&s, name);
            text_vector(v, "the zebra sat mat", 3, x);
            by_hand(&s, "encoder", without, 4, hidden, poolings[p], expected);
            assert_close(x, expected, 8, 2e-5);
            view_free(v);
            snprintf(name, sizeof name, "bert@layer:%d:%s", layer, poolings[p]);
            v = open_view(&s, name);
            text_vector(v, "the zebra sat mat", 3, x);
            by_hand(&s, "bert", with_unknown, 5, hidden, poolings[p], expected);
            assert_close(x, expected, 8, 2e-5);
            text_vector(v, "zebras", 0, x);
            view_free(v);
            if (!strcmp(poolings[p], "cls"))
                continue;
            snprintf(name, sizeof name, "lm@layer:%d:%s", layer, poolings[p]);
            v = open_view(&s, name);
            text_vector(v, "the zebra sat mat", 3, x);
            by_hand(&s, "lm", with_unknown, 5, hidden, poolings[p], expected);
            assert_close(x, expected, 8, 2e-5);
            text_vector(v, "zebras", 0, x);
            view_free(v);
        }
    }
    scratch_remove(&s);
}

/* Without a view: an LM's last layer, mean; an encoder's trained pooling. Words are short texts. */
static void test_defaults(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "lm", MODEL_LANGUAGE, false);
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    struct model *m = model_read(scratch_path(&s, "encoder"), 16, 4, &err);
    m->pooling = POOLING_CLS;
    assert_true(model_write(m, scratch_path(&s, "encoder"), &err));
    model_free(m);
    const int32_t ids[3] = {1, 3, 4}, word[2] = {1, 7};
    float x[8], expected[8];
    struct view *v = open_view(&s, "lm");
    text_vector(v, "cat sat", 2, x);
    by_hand(&s, "lm", ids, 3, 3, "mean", expected);
    assert_close(x, expected, 8, 2e-5);
    word_vector(v, "caf\xc3\xa9", x);
    by_hand(&s, "lm", word, 2, 3, "mean", expected);
    assert_close(x, expected, 8, 2e-5);
    view_free(v);
    v = open_view(&s, "encoder");
    text_vector(v, "cat sat", 2, x);
    by_hand(&s, "encoder", ids, 3, 3, "cls", expected);
    assert_close(x, expected, 8, 2e-5);
    view_free(v);
    scratch_remove(&s);
}

/* First and last layer: the mean of the two, by name and as a folder's own pooling. */
static void test_first_last(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    const int32_t ids[3] = {1, 3, 4};
    float x[8], first[8], last[8];
    by_hand(&s, "encoder", ids, 3, 1, "mean", first);
    by_hand(&s, "encoder", ids, 3, 3, "mean", last);
    for (int c = 0; c < 8; c++)
        first[c] = (first[c] + last[c]) / 2;
    struct view *v = open_view(&s, "encoder@layer:first-last:mean");
    text_vector(v, "cat sat", 2, x);
    assert_close(x, first, 8, 2e-5);
    view_free(v);
    struct model *m = model_read(scratch_path(&s, "encoder"), 16, 4, &err);
    m->pooling = POOLING_FIRST_LAST;
    assert_true(model_write(m, scratch_path(&s, "encoder"), &err));
    model_free(m);
    v = open_view(&s, "encoder");
    text_vector(v, "cat sat", 2, x);
    assert_close(x, first, 8, 2e-5);
    view_free(v);
    assert_refused(&s, "encoder@layer:1:first-last", "is no view");
    scratch_remove(&s);
}

/* Many texts of all lengths at once, with any number of threads, are the texts one by one; what is
 * longer than the context (6) is cut. */
static void test_batching(void **state)
{
    (void)state;
    enum { TEXTS = 1500 }; /* more than a batch in tokens, and in texts */
    static const char *const words[] = {"the", "cat", "sat", "on", "mat", "caf\xc3\xa9", "zebra"};
    static char texts[TEXTS][128];
    static const char *pointers[TEXTS];
    static int known[TEXTS];
    struct scratch s = scratch_new();
    tiny_write(&s, "encoder", MODEL_ENCODER, false);
    struct view *v = open_view(&s, "encoder");
    for (int i = 0; i < TEXTS; i++) {
        struct random r = random_at(3, RANDOM_TEST, (uint64_t)i);
        int length = (int)random_below(&r, 12);
        texts[i][0] = '\0';
        for (int w = 0; w < length; w++)
            strcat(strcat(texts[i], words[random_below(&r, 7)]), " ");
        pointers[i] = texts[i];
    }
    struct matrix m = matrix_new(TEXTS, 8, "a test");
    view_texts(v, pointers, TEXTS, &m, known);
    for (int i = 0; i < TEXTS; i += 37) {
        float x[8];
        text_vector(v, texts[i], known[i], x);
        assert_close(matrix_row(&m, i), x, 8, 1e-5);
    }
    float cut[8], whole[8];
    text_vector(v, "the cat sat on mat the the the", 5, cut);
    text_vector(v, "the cat sat on mat", 5, whole);
    assert_close(cut, whole, 8, 1e-6);
    matrix_release(&m);
    view_free(v);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_specifications),
        cmocka_unit_test(test_views_of_models),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_first_last),
        cmocka_unit_test(test_batching),
    };
    gemm_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
