#include "eval/tasks/known_vectors.h"

#include <string.h>

#include "base/mem.h"
#include "math/vector.h"

#define MEAN_BLOCK 4096 /* words */

/* Mean vector of the view's first `words` words. */
static void vocabulary_mean(struct view *view, int words, double *mean /* [dim] */)
{
    int dim = view_dim(view);
    struct matrix block = matrix_new(MEAN_BLOCK, dim, "word vectors");
    int ids[MEAN_BLOCK];
    for (int start = 0; start < words; start += MEAN_BLOCK) {
        int count = words - start < MEAN_BLOCK ? words - start : MEAN_BLOCK;
        for (int i = 0; i < count; i++)
            ids[i] = start + i;
        view_words(view, ids, count, &block);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < dim; j++)
                mean[j] += matrix_row(&block, i)[j];
    }
    for (int j = 0; j < dim; j++)
        mean[j] /= words > 0 ? words : 1;
    matrix_release(&block);
}

/* Gives the words that the view does not know the mean vector of its vocabulary. */
static void fill_with_vocabulary_mean(struct view *view, const struct policies *p, struct known_vectors *v)
{
    int words = view_vocabulary_size(view);
    if (p->restrict_vocab > 0 && words > p->restrict_vocab)
        words = (int)p->restrict_vocab;
    double *mean = mem_new((size_t)view_dim(view), sizeof *mean, "mean vector");
    vocabulary_mean(view, words, mean);
    for (long i = 0; i < v->vectors.rows; i++)
        for (int j = 0; !v->known[i] && j < v->vectors.columns; j++)
            matrix_row(&v->vectors, i)[j] = (float)mean[j];
    mem_free(mean);
}

struct known_vectors known_words(struct subject *subject, const struct policies *p, const struct vocab *words,
                                 bool compose)
{
    const struct lookup *lookup = subject_lookup(subject, p);
    int count = vocab_size(words), dim = view_dim(subject->view), found = 0;
    struct known_vectors v = {.vectors = matrix_new(count, dim, "word vectors"),
                              .known = mem_new((size_t)count, sizeof *v.known, "known words")};
    if (view_has_pieces(subject->view))
        v.pieces = mem_new((size_t)count, sizeof *v.pieces, "pieces of words");
    int *ids = mem_new((size_t)count, sizeof *ids, "word ids"), *rows = mem_new((size_t)count, sizeof *rows, "rows");
    for (int i = 0; i < count; i++) {
        const char *word = vocab_word(words, i);
        int id = lookup_find(lookup, word);
        if (id < 0 && compose)
            id = view_compose(subject->view, word);
        v.known[i] = id >= 0;
        if (v.pieces && id >= 0)
            v.pieces[i] = view_word_pieces(subject->view, id);
        ids[found] = id;
        rows[found] = i;
        found += id >= 0;
    }
    struct matrix vectors = matrix_new(found > 0 ? found : 1, dim, "word vectors");
    if (found > 0)
        view_words(subject->view, ids, found, &vectors);
    for (int i = 0; i < found; i++)
        memcpy(matrix_row(&v.vectors, rows[i]), matrix_row(&vectors, i), (size_t)dim * sizeof(float));
    if (p->oov == OOV_MEAN && found < count)
        fill_with_vocabulary_mean(subject->view, p, &v);
    matrix_release(&vectors);
    mem_free(ids);
    mem_free(rows);
    return v;
}

/* Gives the rows that are not known the mean of the others. */
static void fill_with_mean(struct known_vectors *v)
{
    double *mean = mem_new((size_t)v->vectors.columns, sizeof *mean, "mean vector");
    long found = 0;
    for (long i = 0; i < v->vectors.rows; i++) {
        found += v->known[i];
        for (int j = 0; v->known[i] && j < v->vectors.columns; j++)
            mean[j] += matrix_row(&v->vectors, i)[j];
    }
    for (long i = 0; i < v->vectors.rows; i++)
        for (int j = 0; !v->known[i] && j < v->vectors.columns; j++)
            matrix_row(&v->vectors, i)[j] = (float)(mean[j] / (double)(found > 0 ? found : 1));
    mem_free(mean);
}

struct known_vectors known_texts(struct subject *subject, const struct policies *p, const struct vocab *texts)
{
    int count = vocab_size(texts);
    struct known_vectors v = {.known = mem_new((size_t)count, sizeof *v.known, "known texts")};
    const char **all = mem_new((size_t)count, sizeof *all, "texts");
    int *tokens = mem_new((size_t)count, sizeof *tokens, "known tokens");
    for (int i = 0; i < count; i++)
        all[i] = vocab_word(texts, i);
    if (view_is_sparse(subject->view)) {
        v.sparse = view_sparse_texts(subject->view, all, count, tokens);
    } else {
        v.vectors = matrix_new(count, view_dim(subject->view), "text vectors");
        view_texts(subject->view, all, count, &v.vectors, tokens);
    }
    for (int i = 0; i < count; i++)
        v.known[i] = tokens[i] > 0;
    if (p->oov == OOV_MEAN)
        fill_with_mean(&v);
    mem_free(all);
    mem_free(tokens);
    return v;
}

struct known_vectors known_uses(struct subject *subject, const struct policies *p, const struct uses *uses)
{
    int count = (int)(2 * uses->pairs);
    struct known_vectors v = {.vectors = matrix_new(count, view_dim(subject->view), "vectors of words in sentences"),
                              .known = mem_new((size_t)count, sizeof *v.known, "known words")};
    int *tokens = mem_new((size_t)count, sizeof *tokens, "known tokens");
    view_spans(subject->view, (const char *const *)uses->texts, uses->begin, uses->end, count, &v.vectors, tokens);
    for (int i = 0; i < count; i++)
        v.known[i] = tokens[i] > 0;
    if (p->oov == OOV_MEAN)
        fill_with_mean(&v);
    mem_free(tokens);
    return v;
}

double known_cosine(const struct known_vectors *v, int a, int b)
{
    return v->sparse.count > 0
               ? sparse_cosine(&v->sparse, a, b)
               : vector_cosine(matrix_row(&v->vectors, a), matrix_row(&v->vectors, b), v->vectors.columns);
}

double known_similarity(const struct known_vectors *v, const struct policies *p, int a, int b)
{
    return v->sparse.count > 0
               ? sparse_cosine(&v->sparse, a, b)
               : policies_similarity(p, matrix_row(&v->vectors, a), matrix_row(&v->vectors, b), v->vectors.columns);
}

void known_vectors_release(struct known_vectors *v)
{
    matrix_release(&v->vectors);
    sparse_rows_release(&v->sparse);
    mem_free(v->known);
    mem_free(v->pieces);
}
