/* next_items.h: passages' beginnings and the sentences that follow them, two sets: to fit on and to score.
 *
 * Read from a table without a header (a .tsv): the text so far, the next sentence and, if there are more columns,
 * sentences that must be among those in which it is to be found; or from running text in WikiText's layout, a paragraph
 * a line, where every sentence but the first of a paragraph is an item, behind those before it as far as they have
 * NEXT_CONTEXT bytes. Of each set at most so many are drawn, always the same. */
#ifndef EMBEDLAB_EVAL_TASKS_NEXT_ITEMS_H
#define EMBEDLAB_EVAL_TASKS_NEXT_ITEMS_H

#include "base/error.h"
#include "math/matrix.h"
#include "text/vocab.h"

#define NEXT_CONTEXT    300 /* bytes; one sentence at least */
#define NEXT_FIT        3000
#define NEXT_SCORED     1500
#define NEXT_CANDIDATES 100
#define NEXT_WORD_TIMES 3 /* that a word stands in the sentences to fit on, to count */

struct next_items {
    struct vocab *texts;  /* owned; the distinct texts */
    int *context, *next;  /* owned; [count] ids in texts */
    int *group;           /* owned; [count] the article or chain of sentences that it belongs to */
    int count, fit_count; /* the first ones are to fit on */
    int *candidates;      /* owned; [count - fit_count, NEXT_CANDIDATES] texts: first the true one, then those that
                             the table gives, then the next sentences of items drawn from other groups, all different */
    int *row;             /* owned; [texts] a sentence's row in `words`, -1 where the text is none */
    struct matrix words;  /* owned; which words a sentence holds: log(1 + sentences / occurrences) for each that it has,
                             both counted in the sentences to fit on; scaled to length 1, less the mean of those */
};

/* NULL and *err when a file cannot be read, holds a broken line, or too few different passages. */
struct next_items *next_items_read(const char *fit, const char *scored, struct error *err);
void next_items_free(struct next_items *items);

#endif
