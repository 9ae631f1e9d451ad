#include "trainers/lm/embeddings.h"

bool embeddings_read(struct word_vectors *w, const char *path, int dim, struct error *err)
{
    if (!word_vectors_read(w, path, err))
        return false;
    int columns = w->vectors.columns;
    if (columns == dim)
        return true;
    word_vectors_release(w);
    return error_set(err,
                     "%s: its vectors have %d dimensions, the model's token table %d; give --dim %d or other "
                     "vectors",
                     path, columns, dim, columns);
}

/* The row of the token in the file, or NULL. */
static const float *find(const struct word_vectors *w, const struct tokenizer *t, int id)
{
    size_t length;
    const char *text = tokenizer_token(t, id, &length);
    if (tokenizer_kind(t) == TOKENIZER_BPE) {
        if (length < 2 || text[0] != ' ')
            return NULL;
        text++;
        length--;
    }
    int row = vocab_lookup(w->words, text, length);
    return row < 0 ? NULL : matrix_row(&w->vectors, row);
}

int embeddings_place(const struct word_vectors *w, const struct tokenizer *t, struct parameter *table)
{
    const long dim = table->shape[1];
    int found = 0;
    for (int id = 0; id < tokenizer_size(t); id++) {
        const float *row = find(w, t, id);
        found += row != NULL;
        for (long i = 0; row && i < dim; i++)
            table->value[id * dim + i] = (real)row[i];
    }
    return found;
}
