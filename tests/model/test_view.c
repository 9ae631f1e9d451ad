/* Views: specifications, tables, layers against a forward by hand, words, batching. */
#include "tiny.h"

#include <math.h>

#include "math/gemm.h"
#include "model/view.h"
#include "model/word_vectors.h"

static struct view *open_view(struct scratch *s, const char *specification)
{
    struct error err = {0};
    struct view *v = view_open(scratch_path(s, specification), &err);
    if (!v)
        fail_msg("%s", err.message);
    return v;
}

static void assert_refused(struct scratch *s, const char *specification, const char *message)
{
    struct error err = {0};
    struct view *v = view_open(scratch_path(s, specification), &err);
    if (v)
        fail_msg("%s was opened; expected: %s", specification, message);
    assert_message(&err, message);
}

/* Vector of one text, checked to be known or not. */
static void text_vector(struct view *v, const char *text, int expected_known, float *vector)
{
    struct matrix m = matrix_new(1, view_dim(v), "a test");
    int known = -1;
    memset(matrix_row(&m, 0), 1, sizeof(float)); /* must be overwritten */
    view_texts(v, &text, 1, &m, &known);
    assert_int_equal(known, expected_known);
    memcpy(vector, matrix_row(&m, 0), (size_t)view_dim(v) * sizeof *vector);
    matrix_release(&m);
}

static void word_vector(struct view *v, const char *word, float *vector)
{
    struct matrix m = matrix_new(1, view_dim(v), "a test");
    int id = view_lookup(v, word);
    assert_true(id >= 0);
    view_words(v, &id, 1, &m);
    memcpy(vector, matrix_row(&m, 0), (size_t)view_dim(v) * sizeof *vector);
    matrix_release(&m);
}

static void assert_close(const float *a, const float *b, int n, double tolerance)
{
    for (int i = 0; i < n; i++)
        if (!(fabs((double)a[i] - b[i]) <= tolerance))
            fail_msg("element %d: %.9g, expected %.9g", i, a[i], b[i]);
}

/* ---- word-vector files ---- */

static void write_vectors(struct scratch *s, const char *name)
{
    static const char text[] = "4 2\nThe 1 0\nParis 0 2\nthe 5 5\nparis 7 7\n";
    scratch_write(s, name, text, sizeof text - 1);
}

static void test_word_vectors(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_vectors(&s, "v.txt");
    struct view *v = open_view(&s, "v.txt");
    assert_string_equal(view_name(v), s.path);
    assert_int_equal(view_dim(v), 2);
    assert_int_equal(view_vocabulary_size(v), 4);
    assert_string_equal(view_word(v, 1), "Paris");
    assert_int_equal(view_lookup(v, "Paris"), 1);
    assert_int_equal(view_lookup(v, "paris"), 3);  /* exact */
    assert_int_equal(view_lookup(v, "PARIS"), 1);  /* the most frequent of a folding */
    assert_int_equal(view_lookup(v, "London"), -1);
    assert_int_equal(view_lookup(v, ""), -1);
    float x[2];
    word_vector(v, "PARIS", x);
    assert_true(x[0] == 0 && x[1] == 2);
    text_vector(v, "The, PARIS! London.", 2, x); /* words of texts are folded: the, paris */
    assert_true(x[0] == 6 && x[1] == 6);
    text_vector(v, "London?", 0, x);
    assert_true(x[0] == 0 && x[1] == 0);
    text_vector(v, "", 0, x);
    assert_true(x[0] == 0 && x[1] == 0);
    view_free(v);
    view_free(open_view(&s, "v.txt@input"));
    assert_refused(&s, "v.txt@output", "one table only");
    assert_refused(&s, "v.txt@layer:0:mean", "one table only");
    scratch_remove(&s);
}

/* ---- specifications ---- */

static void test_specifications(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_vectors(&s, "v.txt");
    write_vectors(&s, "c++@home.txt");
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

/* Pools the states of ids[length] after a forward by hand: ids[0] = <eos> and unknown ones skipped, but in a BERT. */
static void by_hand(struct scratch *s, const char *folder, const int32_t *ids, int length, int hidden,
                    const char *pooling, float *vector)
{
    struct error err = {0};
    struct model *m = model_read(scratch_path(s, folder), 64, 4, &err);
    const int32_t starts[2] = {0, length};
    const struct batch b = {length, 1, ids, starts};
    transformer_forward(m->transformer, &b, false, 0, 0);
    const float *h = transformer_hidden(m->transformer, hidden);
    for (int c = 0; c < 8; c++) {
        double sum = 0, weight = 0, largest = -INFINITY, last = 0;
        int first = transformer_configuration(m->transformer)->style == STYLE_BERT ? 0 : 1;
        for (int i = first; i < length; i++) {
            if (first && ids[i] == 0)
                continue;
            double w = strcmp(pooling, "wmean") ? 1 : i + 1 - first, x = h[i * 8 + c];
            sum += w * x;
            weight += w;
            largest = x > largest ? x : largest;
            last = x;
        }
        vector[c] = (float)(!strcmp(pooling, "max")    ? largest
                            : !strcmp(pooling, "last") ? last
                            : !strcmp(pooling, "cls")  ? h[c]
                                                       : sum / weight);
    }
    model_free(m);
}

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

/* ---- BPE: words of several pieces ---- */

static void test_bpe(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    char corpus[4096] = "";
    for (int i = 0; i < 60; i++)
        strcat(corpus, "a Cat sat on a mat\n");
    scratch_write(&s, "corpus.txt", corpus, strlen(corpus));
    struct tokenizer *t = tokenizer_make("bpe:270", s.path, 1, &err);
    assert_non_null(t);
    struct model *m = tiny_model(MODEL_LANGUAGE, t, true);
    assert_true(model_write(m, scratch_path(&s, "lm"), &err));
    const float *wte = transformer_parameter(m->transformer, "wte.weight")->value;

    struct view *v = open_view(&s, "lm@input");
    float x[8], expected[8] = {0};
    int listed = view_vocabulary_size(v), cat = view_lookup(v, "Cat");
    assert_true(listed > 3 && cat >= 0 && cat < listed);
    assert_string_equal(view_word(v, cat), "Cat");
    assert_int_equal(view_lookup(v, "cat"), cat); /* no token of its own: by folding */
    word_vector(v, "Cat", x);
    assert_memory_equal(x, wte + tokenizer_lookup(m->tokenizer, "Cat") * 8, sizeof x);

    int zoo = view_lookup(v, "zoo"); /* " ", "z", "o", "o" */
    assert_int_equal(zoo, listed);
    assert_int_equal(view_lookup(v, "zoos"), listed + 1);
    assert_int_equal(view_lookup(v, "zoo"), zoo);
    assert_string_equal(view_word(v, zoo), "zoo");
    struct token_list pieces = {0};
    tokenizer_encode(m->tokenizer, " zoo", 4, &pieces);
    assert_int_equal(pieces.count, 4);
    for (int i = 0; i < 4; i++)
        for (int c = 0; c < 8; c++)
            expected[c] += wte[pieces.ids[i] * 8 + c] / 4;
    word_vector(v, "zoo", x);
    assert_close(x, expected, 8, 1e-6);
    view_free(v);

    v = open_view(&s, "lm@layer:1:last");
    int32_t ids[5] = {tokenizer_end(m->tokenizer)};
    memcpy(ids + 1, pieces.ids, sizeof ids - sizeof *ids);
    word_vector(v, "zoo", x);
    by_hand(&s, "lm", ids, 5, 1, "last", expected);
    assert_close(x, expected, 8, 2e-5);
    view_free(v);
    token_list_release(&pieces);
    model_free(m);
    scratch_remove(&s);
}

/* A word that is not listed has the vector of the listed words that it consists of. */
static void test_composed_words(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    static const char text[] = "4 2\n\xe7\x94\xb5 1 0\n\xe8\x84\x91 0 2\nNew 4 4\nyork 2 0\n"; /* dian, nao */
    float x[8], y[8];
    scratch_write(&s, "v.txt", text, sizeof text - 1);
    struct view *v = open_view(&s, "v.txt");
    assert_int_equal(view_lookup(v, "\xe7\x94\xb5\xe8\x84\x91"), -1); /* until asked for */
    assert_int_equal(view_compose(v, "\xe7\x94\xb5\xe8\x84\x91"), 4);
    assert_int_equal(view_compose(v, "new_york"), 5);
    assert_int_equal(view_compose(v, "New-York"), 6);
    assert_int_equal(view_compose(v, "\xe7\x94\xb5\xe8\x84\x91"), 4);
    assert_int_equal(view_compose(v, "new_jersey"), -1);
    assert_int_equal(view_compose(v, "jersey"), -1);
    assert_int_equal(view_compose(v, ""), -1);
    view_compose_unseen(v);
    word_vector(v, "\xe7\x94\xb5\xe8\x84\x91", x);
    assert_true(x[0] == 0.5f && x[1] == 1);
    word_vector(v, "NEW YORK", x);
    assert_true(x[0] == 3 && x[1] == 2);
    text_vector(v, "in new york", 2, y);
    assert_close(x, y, 2, 1e-6);
    view_free(v);

    tiny_write(&s, "lm", MODEL_LANGUAGE, true);
    v = open_view(&s, "lm@layer:1:mean");
    view_compose_unseen(v);
    word_vector(v, "cat-mat", x);
    text_vector(v, "cat mat", 2, y);
    assert_close(x, y, 8, 2e-5);
    assert_int_equal(view_lookup(v, "cat-dog"), -1);
    view_free(v);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_word_vectors), cmocka_unit_test(test_specifications),
        cmocka_unit_test(test_views_of_models), cmocka_unit_test(test_tables),
        cmocka_unit_test(test_layers),       cmocka_unit_test(test_defaults), cmocka_unit_test(test_first_last),
        cmocka_unit_test(test_batching),     cmocka_unit_test(test_bpe),
        cmocka_unit_test(test_composed_words),
    };
    gemm_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
