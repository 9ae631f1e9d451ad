/* worker.h: one thread's way through a chunk of the corpus, word by word.
 *
 * All draws (subsampling, windows, negatives) are named by epoch and sentence, not by the thread. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_WORKER_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_WORKER_H

#include "base/random.h"
#include "trainers/skipgram/composer.h"
#include "trainers/skipgram/replica.h"
#include "trainers/skipgram/step.h"
#include "trainers/skipgram/train.h"

enum {
    SENTENCE_LIMIT = 1000, /* words kept; longer sentences are cut, as word2vec does */
    TARGET_RING = 8        /* centre words whose targets are drawn: a power of two */
};

struct worker {
    struct skipgram *model;  /* borrowed */
    struct replica *replica; /* borrowed; NULL: it moves the model's own rows */
    struct step step;
    struct composer composer; /* when words are composed of n-grams, else empty */
    double loss;              /* sum over predictions, and their number, since the caller took them */
    double predictions;

    /* Where it stands: the chunk's words, the next of them, the sentence and the next centre. */
    int epoch;
    const uint32_t *ids; /* borrowed: the corpus's, or the buffer */
    uint32_t *buffer;    /* owned; [largest chunk] when the corpus is on disk, else NULL */
    uint32_t token, end;
    uint64_t number; /* of the next sentence */
    double words;    /* of the epoch before the chunk */
    float rate;
    int32_t sentence[SENTENCE_LIMIT];
    int length, center;
    struct random subsample, window, negative; /* restarted at each sentence */

    int context_places[2 * WINDOW_LIMIT];
    float *contexts[2 * WINDOW_LIMIT + 1];
    int32_t target_rows[TARGET_RING][TARGET_LIMIT];
    struct targets targets[TARGET_RING];
};

/* The most rows that one centre word meets. */
int worker_rows(const struct skipgram *m);

void worker_init(struct worker *w, struct skipgram *model, struct replica *replica);
void worker_release(struct worker *w);

/* Puts the worker before a chunk, with `words` words of the epoch before it. False and *err when it cannot be
 * read. */
bool worker_place(struct worker *w, int epoch, long chunk, double words, struct error *err);

/* Trains at most `most` centre words, fewer when the replica is full; false at the end of the chunk. */
bool worker_train(struct worker *w, long most);

#endif
