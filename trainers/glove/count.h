/* count.h: co-occurrence counts of a corpus (Pennington et al. 2014, section 3).
 *
 * A context at distance d adds 1/d to the count X of (word, context). Counts are sums of whole numbers,
 * in units of 1/COUNT_UNIT, so that they do not depend on the order in which they are added: exactly
 * 1/d up to distance 20 and wherever d divides COUNT_UNIT, else 1/d to 8 digits.
 *
 * Rows of X are counted one by one (row.h); threads take whole groups of them (grid.h). A corpus that
 * does not fit into memory is cut into slabs: each slab's rows go to disk as partial sums, and are added
 * up in the end, to the same bits in the same order as if it had been counted in one piece. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_COUNT_H
#define EMBEDLAB_TRAINERS_GLOVE_COUNT_H

#include "text/word_corpus.h"
#include "trainers/glove/cells.h"

#define COUNT_UNIT 232792560u /* the least common multiple of 1..20 */

struct count_settings {
    int window; /* words to each side */
    bool left;  /* only those before the word are its contexts */
    int threads;
    size_t buffer;  /* cells that a thread collects to a run, > 0 */
    size_t slab;    /* words of the corpus to count at a time; at least one chunk is */
    size_t streams; /* bytes of buffers that a thread needs for partial sums, if there are several slabs */
};

/* Bytes that counting needs beside cells: for the words of a slab and the rows; for buffers. */
size_t count_slab_memory(size_t words);
size_t count_row_memory(int words, int threads);
size_t count_buffer_memory(size_t buffer);

/* Slabs that the corpus falls into. */
int count_slabs(const struct word_corpus *corpus, size_t slab);

/* Counts `corpus`, whose ids lie within the grid's words, into `store`. `report` is called now and then
 * by one thread with the number of words counted. False and *err when the disk refuses and at Ctrl-C. */
bool count_cooccurrences(struct cell_store *store, const struct word_corpus *corpus, const struct count_settings *s,
                         void (*report)(double words, void *context), void *context, struct error *err);

#endif
