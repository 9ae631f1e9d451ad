/* correlation.h: from the vectors of two texts each to a correlation with people's judgement. */
#ifndef EMBEDLAB_EVAL_TASKS_CORRELATION_H
#define EMBEDLAB_EVAL_TASKS_CORRELATION_H

#include "eval/pairs.h"
#include "eval/tasks/known_vectors.h"

/* Reports pairs with the similarity of their texts, whose vectors are v. A text that the view does not know is treated
 * by p->oov. Words that the view cuts into pieces sort the pairs into parts. Statistic: Spearman's rho; further
 * Pearson's r. */
void score_pairs(const struct pairs *pairs, const struct known_vectors *v, const struct policies *p, struct score *out);

#endif
