/* sentences.h: the sentences to train on, and batches of them, each sentence twice. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_SENTENCES_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_SENTENCES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "nn/transformer.h"
#include "text/tokens.h"

struct sentences {
    const struct token_corpus *corpus; /* borrowed */
    uint32_t *lines;                   /* owned; [count] lines of the corpus, in the order of the epoch */
    uint32_t count;
    int longest;    /* tokens, after cutting */
    int cut;        /* tokens of a line that are used at most */
    long too_short; /* lines left out because they had fewer than min_words tokens */
    uint64_t seed;
    long epoch; /* whose order `lines` is in; -1: none yet */
};

/* Chooses the lines with at least min_words tokens; of these at most max_sentences (0 = all), drawn
 * by `seed`. Fails when fewer than 2 are left. Release in either case. */
bool sentences_init(struct sentences *s, const struct token_corpus *corpus, long min_words, long max_sentences, int cut,
                    uint64_t seed, struct error *err);
void sentences_release(struct sentences *s);

/* n sentences as 2n sequences: sentence i is sequences i and n + i, its two views. */
struct sentence_batch {
    struct batch packed;
    int n;
    double word_dropout;
    int32_t *groups;       /* owned; [n] the first sentence of the batch that is the same */
    int32_t *ids, *starts; /* owned; of `packed` */
    uint64_t *hashes;      /* owned; [n] of whole sentences */
};

/* Up to `capacity` sentences. In each view every token is left out with probability word_dropout
 * (but never all of them). */
struct sentence_batch sentence_batch_new(const struct sentences *s, int capacity, double word_dropout);
void sentence_batch_release(struct sentence_batch *b);

/* Batch `step` of n sentences: an epoch is a random order of all, cut into batches of n (the rest
 * is left for another epoch's order). `first` >= 0 is put before every sentence. Which words are
 * left out depends on the seed, the step and the view. */
void sentence_batch_fill(struct sentence_batch *b, struct sentences *s, long step, int n, int32_t first);

#endif
