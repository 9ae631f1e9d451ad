/* model/fasttext: a model laid out byte by byte here reads as fastText means it, is what is written, and
 * broken ones are refused; unseen words of its view. */
#include "scratch.h"

#include <math.h>

#include "model/view.h"
#include "model/word_vectors.h"

/* ---- a file, field by field ---- */

struct bytes {
    char data[4096];
    size_t size;
};

static void put(struct bytes *b, const void *data, size_t size)
{
    assert_true(b->size + size <= sizeof b->data);
    memcpy(b->data + b->size, data, size);
    b->size += size;
}

static void put_i32(struct bytes *b, int32_t x)
{
    put(b, &x, sizeof x);
}

static void put_i64(struct bytes *b, int64_t x)
{
    put(b, &x, sizeof x);
}

/* What the cases below change in a model that is right. */
struct recipe {
    int version, model, dim, buckets, shortest, longest, labels, rows, outputs, type, quantised, second_quantised;
    int64_t pruned, count;
    const char *second; /* word */
    float value;        /* of the last bucket */
};

#define BUCKETS 5
static const struct recipe right = {.version = 12,
                                    .model = 2,
                                    .dim = 2,
                                    .buckets = BUCKETS,
                                    .shortest = 3,
                                    .longest = 4,
                                    .rows = 3 + BUCKETS,
                                    .outputs = 3,
                                    .pruned = -1,
                                    .count = 4,
                                    .second = "cab",
                                    .value = 8};

/* Rows of the words "</s>", "cab", "ox": (w, -w) for w = 1, 2, 3; of bucket b: (2^b, 1), but bucket 1: zero. */
static struct bytes make(const struct recipe *r)
{
    struct bytes b = {.size = 0};
    double sample = 1e-4;
    int32_t start[] = {793712314, r->version, r->dim,   7,          3,           2,          6,
                       1,         2,          r->model, r->buckets, r->shortest, r->longest, 100};
    put(&b, start, sizeof start);
    put(&b, &sample, sizeof sample);
    put_i32(&b, 3 + r->labels);
    put_i32(&b, 3);
    put_i32(&b, r->labels);
    put_i64(&b, 20);
    put_i64(&b, r->pruned);
    const char *words[] = {"</s>", r->second, "ox"};
    const int64_t counts[] = {9, r->count, 2};
    for (int i = 0; i < 3; i++) {
        put(&b, words[i], strlen(words[i]) + 1);
        put_i64(&b, counts[i]);
        put(&b, &(char){(char)(i == 1 ? r->type : 0)}, 1);
    }
    put(&b, &(char){(char)r->quantised}, 1);
    put_i64(&b, r->rows);
    put_i64(&b, 2);
    for (int i = 0; i < 3; i++)
        put(&b, (float[]){(float)(i + 1), -(float)(i + 1)}, 8);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        float first = bucket == BUCKETS - 1 ? r->value : (float)(1 << bucket);
        put(&b, bucket == 1 ? (float[]){0, 0} : (float[]){first, 1}, 8);
    }
    put(&b, &(char){(char)r->second_quantised}, 1);
    put_i64(&b, r->outputs);
    put_i64(&b, 2);
    for (int i = 0; i < 3; i++)
        put(&b, (float[]){(float)(10 + i), 0}, 8);
    return b;
}

/* What a word's vector must be: its own row (0: none) and its n-grams', in the mean. */
static void expect(const char *word, int own, const struct subwords *s, float vector[2])
{
    int32_t buckets[64];
    size_t count = subwords_of(s, word, strlen(word), buckets);
    double sum[2] = {own, -own};
    for (size_t i = 0; i < count; i++) {
        sum[0] += buckets[i] == 1 ? 0 : 1 << (buckets[i] == BUCKETS - 1 ? 3 : buckets[i]);
        sum[1] += buckets[i] != 1;
    }
    for (int c = 0; c < 2; c++)
        vector[c] = (float)(sum[c] / (double)(count + (own > 0)));
}

static void assert_near(const float *a, const float *b)
{
    for (int c = 0; c < 2; c++)
        assert_true(fabsf(a[c] - b[c]) <= 1e-6f * fabsf(b[c]));
}

/* ---- reading ---- */

static const struct subwords ngrams = {3, 4, BUCKETS};

static void a_model_of_fasttext(void **state)
{
    struct scratch *s = *state;
    struct bytes b = make(&right);
    scratch_write(s, "any-name", b.data, b.size);
    struct word_vectors w;
    struct error err = {""};
    if (!word_vectors_read(&w, s->path, &err))
        fail_msg("%s", err.message);
    float vector[2];
    static const char *const words[] = {"</s>", "cab", "ox"};
    assert_int_equal(vocab_size(w.words), 3);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(vocab_word(w.words, i), words[i]);
        expect(words[i], i + 1, &ngrams, vector);
        assert_near(matrix_row(&w.vectors, i), vector);
    }
    assert_int_equal(vocab_frequency(w.words, 1), 4);
    assert_int_equal(vocab_total(w.words), 15);
    assert_int_equal(w.ngrams.rows[1], -1);
    assert_int_equal(w.ngrams.rows[2], 1); /* bucket 1 takes no room */

    float composed[2];
    assert_true(ngram_table_compose(&w.ngrams, "taxicab", 7, composed));
    expect("taxicab", 0, &ngrams, vector);
    assert_near(composed, vector);
    assert_false(ngram_table_compose(&w.ngrams, "", 0, composed)); /* "<>" has no three characters */
    assert_true(composed[0] == 0 && composed[1] == 0);
    word_vectors_release(&w);
}

static void a_model_without_ngrams(void **state)
{
    struct scratch *s = *state;
    struct recipe r = right; /* buckets are there, as with fastText's -wordNgrams 2, but nothing falls into them */
    r.longest = 0;
    struct bytes b = make(&r);
    scratch_write(s, "plain.bin", b.data, b.size);
    struct word_vectors w;
    struct error err = {""};
    assert_true(word_vectors_read(&w, s->path, &err));
    assert_near(matrix_row(&w.vectors, 1), (float[]){2, -2});
    assert_int_equal(w.ngrams.subwords.longest, 0);
    word_vectors_release(&w);
}

static void check_refused(struct scratch *s, const struct bytes *b, const char *expected)
{
    scratch_write(s, "broken.bin", b->data, b->size);
    struct word_vectors w;
    struct error err = {""};
    if (word_vectors_read(&w, s->path, &err))
        fail_msg("was read; expected: %s", expected);
    assert_null(w.words);
    assert_null(w.ngrams.rows);
    assert_message(&err, expected);
    assert_message(&err, "broken.bin");
}

static void refuse(struct scratch *s, struct recipe r, const char *expected)
{
    struct bytes b = make(&r);
    check_refused(s, &b, expected);
}

#define REFUSE(expected, ...)                                                                                          \
    do {                                                                                                               \
        struct recipe r = right;                                                                                       \
        __VA_ARGS__;                                                                                                   \
        refuse(s, r, expected);                                                                                        \
    } while (0)

static void broken_models(void **state)
{
    struct scratch *s = *state;
    REFUSE("version 13", r.version = 13);
    REFUSE("supervised", r.model = 3);
    REFUSE("dim 0", r.dim = 0);
    REFUSE("dim 70000", r.dim = 70000);
    REFUSE("rows of 3", r.dim = 3);
    REFUSE("-1 buckets", r.buckets = -1);
    REFUSE("in 0 buckets", r.buckets = 0);
    REFUSE("3 words + 6 buckets", r.buckets = 6);
    REFUSE("n-grams 3 to 2000000000", r.longest = 2000000000);
    REFUSE("3 words and 1 labels", r.labels = 1);
    REFUSE("pruned", r.pruned = 0);
    REFUSE("is a label", r.type = 1);
    REFUSE("the count -1", r.count = -1);
    REFUSE("the count", r.count = INT64_MAX);
    REFUSE("\"ox\" was there before", r.second = "ox");
    REFUSE("the word is missing", r.second = "");
    REFUSE("quantised", r.quantised = 1);
    REFUSE("quantised", r.second_quantised = 1);
    REFUSE("input table says 1000000", r.rows = 1000000);
    REFUSE("bucket 4 is not finite", r.value = NAN);
    REFUSE("output table says 4", r.outputs = 4);
    REFUSE("bytes behind", r.outputs = 2);
    struct bytes b = make(&right), cut = b;
    for (cut.size = 0; cut.size < b.size; cut.size++)
        check_refused(s, &cut, "");
}

/* ---- writing ---- */

static void what_is_written(void **state)
{
    struct scratch *s = *state;
    struct vocab *words = vocab_new();
    vocab_append(words, "</s>", 4, 9);
    vocab_append(words, "cab", 3, 4);
    vocab_append(words, "ox", 2, 2);
    struct matrix inputs = matrix_new(7, 2, "test"), outputs = matrix_new(3, 2, "test");
    const float rows[7][2] = {{1, -1}, {2, -2}, {3, -3}, {8, 1}, {1, 1}, {8, 1}, {4, 1}};
    for (int i = 0; i < 7; i++)
        memcpy(matrix_row(&inputs, i), rows[i], sizeof rows[i]);
    for (int i = 0; i < 3; i++)
        matrix_row(&outputs, i)[0] = (float)(10 + i);
    struct fasttext_model m = {.words = words,
                               .subwords = ngrams,
                               .inputs = &inputs,
                               .buckets = (int32_t[]){4, 0, 3, 2},
                               .ngrams = 4,
                               .outputs = &outputs,
                               .window = 7,
                               .epochs = 3,
                               .negative = 6,
                               .min_count = 2,
                               .sample = 1e-4};
    struct error err = {""};
    const char *path = scratch_path(s, "written.bin");
    assert_true(fasttext_write(&m, path, &err));
    size_t size;
    char *written = file_read(path, 1 << 16, &size, &err);
    struct bytes b = make(&right);
    int64_t tokens = 15; /* of the words kept, where `make` says 20 */
    memcpy(b.data + 14 * 4 + 8 + 12, &tokens, sizeof tokens);
    assert_int_equal(size, b.size);
    assert_memory_equal(written, b.data, size);
    mem_free(written);

    /* by name, of the words alone */
    struct matrix own = matrix_new(3, 2, "test");
    matrix_row(&own, 2)[1] = 0.5f;
    path = scratch_path(s, "words.vec");
    assert_true(word_vectors_write(words, &own, path, "fasttext-bin", &err));
    struct word_vectors w;
    assert_true(word_vectors_read(&w, path, &err));
    assert_near(matrix_row(&w.vectors, 2), (float[]){0, 0.5f});
    assert_int_equal(vocab_frequency(w.words, 1), 4);
    assert_int_equal(w.ngrams.subwords.longest, 0);
    word_vectors_release(&w);
    matrix_release(&own);
    matrix_release(&inputs);
    matrix_release(&outputs);
    vocab_free(words);
}

static void who_writes_it(void **state)
{
    (void)state;
    assert_true(word_vectors_is_fasttext("a.bin", NULL, true));
    assert_true(word_vectors_is_fasttext("a.bin.gz", NULL, true));
    assert_false(word_vectors_is_fasttext("a.bin", NULL, false));
    assert_false(word_vectors_is_fasttext("a.vec", NULL, true));
    assert_false(word_vectors_is_fasttext("a.bin", "word2vec-bin", true));
    assert_true(word_vectors_is_fasttext("a.vec", "fasttext-bin", false));
}

/* ---- the view ---- */

static void unseen_words_of_a_view(void **state)
{
    struct scratch *s = *state;
    struct bytes b = make(&right);
    scratch_write(s, "view.bin", b.data, b.size);
    struct error err = {""};
    struct view *v = view_open(s->path, &err);
    assert_non_null(v);
    assert_int_equal(view_lookup(v, "taxicab"), -1); /* until asked for */
    view_compose_unseen(v);
    assert_int_equal(view_lookup(v, "CAB"), 1);
    int taxicab = view_lookup(v, "taxicab");
    assert_int_equal(taxicab, 3);
    assert_int_equal(view_lookup(v, "cabs"), 4);
    assert_int_equal(view_lookup(v, "taxicab"), taxicab);
    assert_int_equal(view_lookup(v, ""), -1);
    assert_string_equal(view_word(v, taxicab), "taxicab");
    assert_int_equal(view_vocabulary_size(v), 3);

    float cab[2], unseen[2], both[2];
    expect("cab", 2, &ngrams, cab);
    expect("taxicab", 0, &ngrams, unseen);
    for (int c = 0; c < 2; c++)
        both[c] = (cab[c] + unseen[c]) / 2;
    struct matrix out = matrix_new(2, 2, "test");
    view_words(v, (int[]){taxicab, 1}, 2, &out);
    assert_near(matrix_row(&out, 0), unseen);
    assert_near(matrix_row(&out, 1), cab);
    int known[1];
    view_texts(v, (const char *[]){"cab taxicab"}, 1, &out, known);
    assert_int_equal(known[0], 2);
    assert_near(matrix_row(&out, 0), both);
    matrix_release(&out);
    view_free(v);
}

static int make_folder(void **state)
{
    static struct scratch s;
    s = scratch_new();
    *state = &s;
    return 0;
}

static int remove_folder(void **state)
{
    scratch_remove(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_of_fasttext), cmocka_unit_test(a_model_without_ngrams),
        cmocka_unit_test(broken_models),       cmocka_unit_test(what_is_written),
        cmocka_unit_test(who_writes_it),       cmocka_unit_test(unseen_words_of_a_view),
    };
    return cmocka_run_group_tests_name("fastText models", tests, make_folder, remove_folder);
}
