/* memory.h: how --memory is shared out. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_MEMORY_H
#define EMBEDLAB_TRAINERS_GLOVE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* "4G", "512M", "64K" or bytes; false when `text` is none of these. */
bool memory_parse(const char *text, size_t *bytes);

struct memory_plan {
    size_t buffer; /* cells that a thread collects while counting */
    size_t cells;  /* bytes for cells; what exceeds them goes to disk */
};

/* What there is to hold beside the counts. */
struct memory_needs {
    size_t tokens, lines;
    int words, groups, dim, threads;
    bool resume; /* the vectors are there twice while the state of an earlier run is read */
};

/* What is left of `memory` bytes beside what must be there: the corpus while counting, the vectors
 * while training. False and *err, with the least that would do, when that is too little. */
bool memory_share(struct memory_plan *plan, size_t memory, const struct memory_needs *n, struct error *err);

#endif
