/* memory.h: how --memory is shared out. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_MEMORY_H
#define EMBEDLAB_TRAINERS_GLOVE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "text/word_corpus.h"

/* What there is to hold beside corpus and counts. */
struct memory_needs {
    int words, groups, dim, threads;
    bool resume; /* the vectors are there twice while the state of an earlier run is read */
};

struct memory_plan {
    size_t slab;    /* words of the corpus to count at a time */
    size_t streams; /* bytes of buffers for partial sums of a thread, if that is not the whole corpus */
    size_t buffer;  /* cells that a thread collects while counting */
    size_t cells;   /* bytes for cells; what exceeds them goes to disk */
};

/* Bytes of the corpus's words that may stay in memory, such that the whole corpus can be counted at once. */
size_t memory_for_corpus(size_t memory, const struct memory_needs *n);

/* What is left of `memory` bytes beside what must be there: corpus and counts of rows while counting, the
 * vectors while training. False and *err, with the least that would do, when that is too little. */
bool memory_share(struct memory_plan *plan, size_t memory, const struct memory_needs *n, const struct word_corpus *c,
                  struct error *err);

#endif
