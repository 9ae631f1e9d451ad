/* encoder.c: what the encoders share: starting from another model, or from word vectors. */
#include "trainers/contrastive/encoder.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "model/word_vectors.h"

float *encoder_embedding(struct encoder *e, int id)
{
    if (!e->model->transformer)
        return matrix_row(&e->model->table, id);
    struct parameter *table = transformer_token_table(e->model->transformer);
    return table->value + (long)id * table->shape[1];
}

void encoder_take_weights(struct encoder *e, const struct model *from)
{
    if (!e->model->transformer) {
        memcpy(e->model->table.data, from->table.data,
               (size_t)from->table.rows * (size_t)from->table.stride * sizeof *from->table.data);
        return;
    }
    int count;
    struct parameter *p = transformer_parameters(e->model->transformer, &count);
    for (int i = 0; i < count; i++) {
        const struct parameter *source = transformer_parameter(from->transformer, p[i].name);
        memcpy(p[i].value, source->value, (size_t)p[i].size * sizeof *p[i].value);
    }
}

static double squares(const float *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (double)x[i] * x[i];
    return sum;
}

/* The vector of token `id`, or NULL: its row, or what fastText's n-grams make of it, in composed[dim]. A BPE token is a
 * word when a space precedes it. */
static const float *vector_of(const struct word_vectors *w, const struct tokenizer *t, int id, float *composed)
{
    size_t length;
    const char *text = tokenizer_token(t, id, &length);
    if (id == tokenizer_unknown(t) || id == tokenizer_end(t))
        return NULL;
    if (tokenizer_kind(t) == TOKENIZER_BPE) {
        if (length < 2 || text[0] != ' ')
            return NULL;
        text++, length--;
    }
    int row = vocab_lookup(w->words, text, length);
    if (row >= 0)
        return matrix_row(&w->vectors, row);
    return ngram_table_compose(&w->ngrams, text, length, composed) ? composed : NULL;
}

static long copy_vectors(struct encoder *e, const struct word_vectors *w)
{
    const struct tokenizer *t = e->model->tokenizer;
    int dim = w->vectors.columns;
    float *composed = mem_new((size_t)dim, sizeof *composed, "word vector");
    double have = 0, want = 0;
    long found = 0;
    for (int id = 0; id < tokenizer_size(t); id++) {
        const float *vector = vector_of(w, t, id, composed);
        if (!vector)
            continue;
        have += squares(vector, dim);
        want += squares(encoder_embedding(e, id), dim);
        found++;
    }
    float scale = have > 0 ? (float)sqrt(want / have) : 0;
    for (int id = 0; id < tokenizer_size(t) && scale > 0; id++) {
        const float *vector = vector_of(w, t, id, composed);
        for (int c = 0; vector && c < dim; c++)
            encoder_embedding(e, id)[c] = vector[c] * scale;
    }
    mem_free(composed);
    return found;
}

bool encoder_initialize_embeddings(struct encoder *e, const char *path, long *found, struct error *err)
{
    struct word_vectors w = {0};
    int dim = e->dim;
    bool good = word_vectors_read(&w, path, err);
    if (good && w.vectors.columns != dim)
        good = error_set(err, "%s: vectors of dimension %d, but the encoder has %d; say --dim %d", path,
                         w.vectors.columns, dim, w.vectors.columns);
    *found = good ? copy_vectors(e, &w) : 0;
    if (good && *found == 0)
        good = error_set(err, "%s: none of its words is a token of the tokenizer", path);
    word_vectors_release(&w);
    return good;
}
