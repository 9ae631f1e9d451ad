/* report_senses.h: a word with two senses in two sentences, in a table and in the states above it. */
#ifndef EMBEDLAB_EVAL_REPORT_SENSES_H
#define EMBEDLAB_EVAL_REPORT_SENSES_H

#include "eval/report_data.h"
#include "eval/report_page.h"
#include "eval/uses.h"

#define SENSES_BANK "bank" /* stands for sentences that embedlab brings along */

/* One model, from its table upwards. Cosines of the word in two sentences; NaN where the model does not know it. */
struct senses_model {
    const char *model;          /* borrowed */
    char **labels;              /* owned; [count] "input", "0", "1", ... */
    double *different, *same;   /* owned; [count] of the example */
    double *differents, *sames; /* owned; [count] means over all pairs */
    int count;
};

struct senses {
    struct uses uses;
    long different, same;        /* pairs of the example: one word in two senses, and in one; same -1: there is none */
    long differents, sames;      /* pairs of either sort */
    struct senses_model *models; /* owned; [model_count] */
    int model_count;
};

/* Reads pairs of sentences in the format of WiC (eval/uses.h) or takes SENSES_BANK's, and asks every model of the
 * report that is scored layer by layer, which must still be where it was. `file` NULL: nothing. False and *err when the
 * file is broken, has no word in two senses, or the report has no such model. */
bool senses_make(struct senses *s, const struct report *r, const char *file, struct error *err);
void senses_release(struct senses *s);

void section_senses(struct page *p, const struct report *r, const struct senses *s);

#endif
