/* Words through views: of files of vectors, of several pieces, composed of others. */
#include "view.h"

static void test_word_vectors(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_words(&s, "v.txt");
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

/* ---- BPE: words of several pieces ---- */

static void test_bpe(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct model *m = write_bpe_model(&s);
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
        cmocka_unit_test(test_word_vectors),
        cmocka_unit_test(test_bpe),
        cmocka_unit_test(test_composed_words),
    };
    gemm_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
