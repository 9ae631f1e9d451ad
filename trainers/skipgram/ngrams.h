/* ngrams.h: the rows of which a word's vector is composed (Bojanowski et al. 2017): its own and one for
 * each of its character n-grams, shared by all words that have it.
 *
 * The word table then holds the words' own rows and, behind them, one row for each bucket that some word's
 * n-gram falls into, in the order in which the vocabulary meets them: frequent ones lie together, and what
 * no word has takes no room. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_NGRAMS_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_NGRAMS_H

#include "text/subwords.h"
#include "text/vocab.h"

struct ngrams {
    int count;        /* rows of n-grams; 0: words are not composed */
    int32_t *buckets; /* owned; [count]: the bucket that row vocab_size + i stands for */
    size_t *starts;   /* owned; [words + 1] */
    int32_t *rows;    /* owned; the rows of word w: rows[starts[w] .. starts[w + 1]), its own first */
    int most;         /* most rows of a word */
};

struct ngrams ngrams_new(const struct subwords *s, const struct vocab *v);
void ngrams_release(struct ngrams *n);

static inline int ngrams_rows(const struct ngrams *n, int word)
{
    return (int)(n->starts[word + 1] - n->starts[word]);
}

#endif
