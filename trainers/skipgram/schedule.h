/* schedule.h: the order in which an epoch goes through the corpus's chunks, drawn anew for each epoch.
 *
 * In the order of the file, what stands last in it would have the last word (2 points of analogies on
 * novels sorted by author). The order depends on corpus, seed and epoch alone. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_SCHEDULE_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_SCHEDULE_H

#include "text/word_corpus.h"

struct schedule {
    const struct word_corpus *corpus; /* borrowed */
    uint32_t *order;                  /* owned; [chunk_count] */
    double *before;                   /* owned; [chunk_count + 1]: words of the epoch before the i-th in order */
};

struct schedule schedule_new(const struct word_corpus *c);
void schedule_shuffle(struct schedule *s, uint64_t seed, int epoch);
void schedule_release(struct schedule *s);

#endif
