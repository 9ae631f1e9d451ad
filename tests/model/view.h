/* view.h: views of small models and their vectors, for the tests. */
#ifndef EMBEDLAB_TESTS_MODEL_VIEW_H
#define EMBEDLAB_TESTS_MODEL_VIEW_H

#include "tiny.h"

#include <math.h>

#include "math/gemm.h"
#include "model/view.h"

static inline struct view *open_view(struct scratch *s, const char *specification)
{
    struct error err = {0};
    struct view *v = view_open(scratch_path(s, specification), &err);
    if (!v)
        fail_msg("%s", err.message);
    return v;
}

static inline void assert_refused(struct scratch *s, const char *specification, const char *message)
{
    struct error err = {0};
    struct view *v = view_open(scratch_path(s, specification), &err);
    if (v)
        fail_msg("%s was opened; expected: %s", specification, message);
    assert_message(&err, message);
}

/* Vector of one text, of which so many tokens are known. */
static inline void text_vector(struct view *v, const char *text, int expected_known, float *vector)
{
    struct matrix m = matrix_new(1, view_dim(v), "a test");
    int known = -1;
    memset(matrix_row(&m, 0), 1, sizeof(float)); /* must be overwritten */
    view_texts(v, &text, 1, &m, &known);
    assert_int_equal(known, expected_known);
    memcpy(vector, matrix_row(&m, 0), (size_t)view_dim(v) * sizeof *vector);
    matrix_release(&m);
}

static inline void word_vector(struct view *v, const char *word, float *vector)
{
    struct matrix m = matrix_new(1, view_dim(v), "a test");
    int id = view_lookup(v, word);
    assert_true(id >= 0);
    view_words(v, &id, 1, &m);
    memcpy(vector, matrix_row(&m, 0), (size_t)view_dim(v) * sizeof *vector);
    matrix_release(&m);
}

static inline void assert_close(const float *a, const float *b, int n, double tolerance)
{
    for (int i = 0; i < n; i++)
        if (!(fabs((double)a[i] - b[i]) <= tolerance))
            fail_msg("element %d: %.9g, expected %.9g", i, a[i], b[i]);
}

/* Pools the states of ids[length] after a forward by hand: ids[0] = <eos> and unknown ones skipped, but in a BERT. */
static inline void by_hand(struct scratch *s, const char *folder, const int32_t *ids, int length, int hidden,
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

/* Words of which two are told apart by case only. */
static inline void write_words(struct scratch *s, const char *name)
{
    static const char text[] = "4 2\nThe 1 0\nParis 0 2\nthe 5 5\nparis 7 7\n";
    scratch_write(s, name, text, sizeof text - 1);
}

/* A language model of BPE tokens (Cat, sat, mat, on), and its folder `lm`. */
static inline struct model *write_bpe_model(struct scratch *s)
{
    struct error err = {0};
    char corpus[4096] = "";
    for (int i = 0; i < 60; i++)
        strcat(corpus, "a Cat sat on a mat\n");
    scratch_write(s, "corpus.txt", corpus, strlen(corpus));
    struct tokenizer *t = tokenizer_make("bpe:270", s->path, 1, &err);
    assert_non_null(t);
    struct model *m = tiny_model(MODEL_LANGUAGE, t, true);
    assert_true(model_write(m, scratch_path(s, "lm"), &err));
    return m;
}

#endif
