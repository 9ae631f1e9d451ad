#include <string.h>

#include "model/word_vectors.h"

/* Copies the rows that both have; returns their number. */
static long copy_known(struct matrix *vectors, const struct vocab *words, const int32_t *order,
                       const struct word_vectors *from)
{
    long found = 0;
    for (long row = 0; row < vocab_size(words); row++) {
        const char *word = vocab_word(words, order ? order[row] : (int)row);
        int id = vocab_lookup(from->words, word, strlen(word));
        if (id < 0)
            continue;
        memcpy(matrix_row(vectors, row), matrix_row(&from->vectors, id), (size_t)from->vectors.columns * sizeof(float));
        found++;
    }
    return found;
}

long word_vectors_initialize(struct matrix *vectors, int dim, const struct vocab *words, const int32_t *order,
                             const char *path, struct error *err)
{
    struct word_vectors from;
    if (!word_vectors_read(&from, path, err))
        return -1;
    long found = 0;
    if (from.vectors.columns != dim)
        error_set(err, "%s: its vectors have %d dimensions, those to train %d: give --dim %d", path,
                  from.vectors.columns, dim, from.vectors.columns);
    else if ((found = copy_known(vectors, words, order, &from)) == 0)
        error_set(err, "%s: none of its words is in the vocabulary", path);
    word_vectors_release(&from);
    return found > 0 ? found : -1;
}
