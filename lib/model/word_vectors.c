#include "model/word_vectors.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "model/word_vectors_parts.h"

/* ---- rows as they arrive ---- */

void word_vectors_reserve(struct word_vectors *w, long rows)
{
    if (rows <= w->vectors.rows)
        return;
    struct matrix larger = matrix_new(rows, w->vectors.columns, "word vectors");
    if (w->vectors.data)
        memcpy(larger.data, w->vectors.data, (size_t)w->vectors.rows * (size_t)larger.stride * sizeof(float));
    matrix_release(&w->vectors);
    w->vectors = larger;
}

float *word_vectors_row(struct word_vectors *w, long row)
{
    if (row > w->vectors.rows)
        word_vectors_reserve(w, row + row / 2 + 1);
    return matrix_row(&w->vectors, row - 1);
}

bool word_vectors_check_row(const struct word_vectors *w, const char *file, long row, struct error *err)
{
    const float *x = matrix_row(&w->vectors, row - 1);
    for (int i = 0; i < w->vectors.columns; i++)
        if (!isfinite(x[i]))
            return error_set(err, "%s: row %ld (\"%.60s\"): value %d is %f, expected finite numbers", file, row,
                             vocab_word(w->words, (int)row - 1), i + 1, x[i]);
    return true;
}

/* False and *err if a word cannot be one. */
static bool check_word(const char *word, size_t length, const char *file, long row, struct error *err)
{
    if (length == 0)
        return error_set(err, "%s: row %ld: the word is missing", file, row);
    if (memchr(word, 0, length))
        return error_set(err, "%s: row %ld: a NUL byte in the word", file, row);
    if (length > WORD_VECTORS_WORD_LIMIT)
        return error_set(err, "%s: row %ld: the word is longer than %d bytes", file, row, WORD_VECTORS_WORD_LIMIT);
    return true;
}

bool word_vectors_append_word(struct word_vectors *w, const char *word, size_t length, long count, const char *file,
                              long row, struct error *err)
{
    if (!check_word(word, length, file, row, err))
        return false;
    if (row > WORD_VECTORS_ROW_LIMIT)
        return error_set(err, "%s: more than %d rows", file, WORD_VECTORS_ROW_LIMIT);
    if (count < 0 || count > LONG_MAX - vocab_total(w->words))
        return error_set(err, "%s: row %ld: the count %ld cannot be", file, row, count);
    return vocab_append(w->words, word, length, count) ||
           error_set(err, "%s: row %ld: the word \"%.*s\" was there before (row %d)", file, row,
                     length < 60 ? (int)length : 60, word, vocab_lookup(w->words, word, length) + 1);
}

float *word_vectors_append(struct word_vectors *w, const char *word, size_t length, const char *file, long row,
                           struct error *err)
{
    return word_vectors_append_word(w, word, length, 0, file, row, err) ? word_vectors_row(w, row) : NULL;
}

void word_vectors_release(struct word_vectors *w)
{
    vocab_free(w->words);
    matrix_release(&w->vectors);
    ngram_table_release(&w->ngrams);
    *w = (struct word_vectors){0};
}

bool word_vectors_can_write(const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    output_discard(out);
    return out != NULL;
}
