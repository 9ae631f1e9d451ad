/* known_vectors.h: the vectors of a benchmark's words or texts, as far as the view knows them. */
#ifndef EMBEDLAB_EVAL_TASKS_KNOWN_VECTORS_H
#define EMBEDLAB_EVAL_TASKS_KNOWN_VECTORS_H

#include <stdbool.h>

#include "eval/task.h"
#include "eval/uses.h"
#include "text/vocab.h"

struct known_vectors {
    struct matrix vectors; /* owned; [words or texts, dim]; zero rows for unknown ones, the mean under OOV_MEAN */
    struct sparse_rows sparse; /* owned; texts of a sparse view, which has no `vectors`; else count = 0 */
    bool *known;           /* owned; [words or texts] */
    int *pieces;           /* owned; [words] into how many tokens the view cuts the word; NULL: it cuts none, or texts */
};

/* Of words; the mean is that of the vocabulary's first p->restrict_vocab words. With `compose`, a word that the view
 * does not list is put together from the listed words that it consists of as text, if they all are (view_compose):
 * Chinese characters, parts joined by - or _. */
struct known_vectors known_words(struct subject *subject, const struct policies *p, const struct vocab *words,
                                 bool compose);

/* Of texts, known where a token is; the mean is that of the known ones. */
struct known_vectors known_texts(struct subject *subject, const struct policies *p, const struct vocab *texts);

/* Of words in their sentences (view_spans), two rows a pair; the mean is that of the known ones. */
struct known_vectors known_uses(struct subject *subject, const struct policies *p, const struct uses *uses);

/* Cosine of a and b; similarity, which of sparse vectors, whose length is 1, is their cosine, too. */
double known_cosine(const struct known_vectors *v, int a, int b);
double known_similarity(const struct known_vectors *v, const struct policies *p, int a, int b);

void known_vectors_release(struct known_vectors *v);

#endif
