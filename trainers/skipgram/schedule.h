/* schedule.h: the corpus in chunks, a thread's work at a time, in an order drawn anew for each epoch.
 *
 * In the order of the file, what stands last in it would have the last word (2 points of analogies on
 * novels sorted by author). Cut and order depend on corpus, seed and epoch alone. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_SCHEDULE_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_SCHEDULE_H

#include <stdint.h>

#include "text/tokens.h"

struct schedule {
    const struct token_corpus *corpus; /* borrowed */
    long count;
    size_t *lines;   /* owned; [count + 1]: chunk c is lines[c] .. lines[c + 1] */
    uint32_t *order; /* owned; [count] */
    double *before;  /* owned; [count]: words of the epoch's chunks before the i-th in order */
};

struct schedule schedule_new(const struct token_corpus *c);
void schedule_shuffle(struct schedule *s, uint64_t seed, int epoch);
void schedule_release(struct schedule *s);

/* Words of the i-th chunk in order. */
double schedule_words(const struct schedule *s, long i);

#endif
