/* count.h: co-occurrence counts of a corpus (Pennington et al. 2014, section 3).
 *
 * A context at distance d adds 1/d to the count X of (word, context). Counts are sums of whole numbers,
 * in units of 1/COUNT_UNIT, so that they do not depend on the order in which they are added: exactly
 * 1/d up to distance 20 and wherever d divides COUNT_UNIT, else 1/d to 8 digits.
 *
 * A row of X, one word with all its contexts, is counted at once from a list of the places where the
 * word stands: the row's sums stay in the cache, no table of pairs is needed and no partial counts have
 * to be merged. Threads take whole groups of rows (grid.h). */
#ifndef EMBEDLAB_TRAINERS_GLOVE_COUNT_H
#define EMBEDLAB_TRAINERS_GLOVE_COUNT_H

#include "text/tokens.h"
#include "trainers/glove/cells.h"

#define COUNT_UNIT 232792560u /* the least common multiple of 1..20 */

struct count_settings {
    int window; /* words to each side */
    bool left;  /* only those before the word are its contexts */
    int threads;
    size_t buffer; /* cells that a thread collects to a run, > 0 */
};

/* Bytes that counting needs beside corpus and cells: for corpus, rows and buffers. */
size_t count_fixed_memory(size_t tokens, int words, int threads);
size_t count_buffer_memory(size_t buffer);

/* Counts `corpus`, whose ids lie within the grid's words, into `store`. `report` is called now and then
 * by one thread with the number of words counted. False and *err when the disk refuses, at Ctrl-C, and
 * for a corpus with more words than 32 bits can number. The ids of `corpus` are marked while this runs. */
bool count_cooccurrences(struct cell_store *store, struct token_corpus *corpus, const struct count_settings *s,
                         void (*report)(double words, void *context), void *context, struct error *err);

#endif
