/* uses.h: words in their sentences, in pairs with a judgement: the benchmarks of words in context.
 *
 *   WiC   (Pilehvar and Camacho-Collados 2019) a table with the columns sentence1, sentence2, start1, start2, end1,
 *         end2 (offsets in characters) and label (1 or 0, T or F: do both mean the same?). Sentences in quotes, with
 *         "" for a quote, are read as CSV writers mean them: the offsets count what is inside.
 *   SCWS  (Huang et al. 2012) a table without header; columns 6 and 7 are texts with the word between <b> and </b>,
 *         column 8 the mean rating, 0 to 10. */
#ifndef EMBEDLAB_EVAL_USES_H
#define EMBEDLAB_EVAL_USES_H

#include <stddef.h>

#include "base/error.h"

/* Use 2 i and use 2 i + 1 are pair i. */
struct uses {
    char **texts;        /* owned; [2 * pairs] */
    size_t *begin, *end; /* owned; [2 * pairs] bytes begin .. end - 1 of the text are the word */
    double *gold;        /* owned; [pairs] */
    long pairs, capacity;
};

/* Append the pairs of a file. False and *err (file, line, what was expected) for a broken one, or one without pairs. */
bool uses_read_wic(struct uses *u, const char *path, struct error *err);
bool uses_read_scws(struct uses *u, const char *path, struct error *err);

void uses_release(struct uses *u);

#endif
