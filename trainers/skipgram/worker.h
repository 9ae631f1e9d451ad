/* worker.h: one thread's way through a chunk of the corpus, word by word.
 *
 * All draws (subsampling, windows, negatives) are named by epoch and line, not by the thread. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_WORKER_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_WORKER_H

#include "base/random.h"
#include "trainers/skipgram/composer.h"
#include "trainers/skipgram/replica.h"
#include "trainers/skipgram/step.h"
#include "trainers/skipgram/train.h"

enum {
    SENTENCE_LIMIT = 1000, /* words kept; longer lines are cut, as word2vec does */
    TARGET_RING = 4        /* centre words whose targets are drawn: a power of two */
};

struct worker {
    struct skipgram *model;  /* borrowed */
    struct replica *replica; /* borrowed; NULL: it moves the model's own rows */
    struct step step;
    struct composer composer; /* when words are composed of n-grams, else empty */
    double loss; /* sum over predictions, and their number, since the caller took them */
    double predictions;

    /* Where it stands: the chunk's lines, the next token of the line, the sentence and the next centre. */
    int epoch;
    size_t line, end, token;
    double words; /* of the epoch before the line */
    float rate;
    int32_t sentence[SENTENCE_LIMIT];
    int length, center;
    struct random subsample, window, negative; /* restarted at each line */

    int context_places[2 * WINDOW_LIMIT];
    float *contexts[2 * WINDOW_LIMIT + 1];
    int32_t target_rows[TARGET_RING][TARGET_LIMIT];
    struct targets targets[TARGET_RING];
};

/* The most rows that one centre word meets. */
int worker_rows(const struct skipgram *m);

void worker_init(struct worker *w, struct skipgram *model, struct replica *replica);
void worker_release(struct worker *w);

/* Puts the worker before lines first..end-1 of an epoch, of which `words` words come before. */
void worker_place(struct worker *w, int epoch, size_t first, size_t end, double words);

/* Trains at most `most` centre words, fewer when the replica is full; false at the end of the lines. */
bool worker_train(struct worker *w, long most);

#endif
