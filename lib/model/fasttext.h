/* fasttext.h: a model of words and their character n-grams as fastText stores it (.bin, version 12), so
 * that words have vectors which the model has never seen.
 *
 * A word's vector is the mean of the rows of its n-grams (text/subwords.h) and, if it is in the vocabulary,
 * its own row: Bojanowski et al. 2017, with fastText's mean in the place of the paper's sum. word_vectors_read
 * reads such files; what fastText trained with labels (supervised) or quantised is refused. */
#ifndef EMBEDLAB_MODEL_FASTTEXT_H
#define EMBEDLAB_MODEL_FASTTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "math/matrix.h"
#include "text/subwords.h"
#include "text/vocab.h"

/* ---- read ---- */

/* Rows of n-grams by bucket. Zero rows, which is what the buckets have that no word of training fell into
 * (in files written here; fastText leaves noise there), take no room. */
struct ngram_table {
    struct subwords subwords; /* longest 0: no n-grams, an empty table */
    int dim;
    int32_t *rows;  /* owned; [buckets]: the bucket's row, -1: zero */
    float *vectors; /* owned; [rows, dim] */
};

void ngram_table_release(struct ngram_table *t);

/* The mean of the rows of the n-grams of word[0..length) into vector[dim], for a word that is not in the
 * vocabulary. False, and a zero vector, if none of them has a row. */
bool ngram_table_compose(const struct ngram_table *t, const char *word, size_t length, float *vector);

/* ---- written ---- */

/* Everything borrowed; what is zero or NULL takes fastText's default. */
struct fasttext_model {
    const struct vocab *words;   /* with their counts */
    struct subwords subwords;    /* longest 0: no n-grams */
    const struct matrix *inputs; /* [words + n-grams, dim]: the words' own rows, then the n-grams' */
    const int32_t *buckets;      /* [n-grams]: the bucket of row words + i; none twice; the others are zero rows */
    long ngrams;
    const struct matrix *outputs; /* [words, dim], or the nodes of the tree [words - 1, dim]; NULL: zero rows */
    int window, epochs, negative;
    long min_count;
    bool cbow, hierarchical;
    double sample;
};

/* The file is 4 * dim * (2 * words + buckets) bytes and a little. False and *err. */
bool fasttext_write(const struct fasttext_model *m, const char *path, struct error *err);

#endif
