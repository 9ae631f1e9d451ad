/* correlation.h: from the vectors of two texts each to a correlation with people's judgement. */
#ifndef EMBEDLAB_EVAL_TASKS_CORRELATION_H
#define EMBEDLAB_EVAL_TASKS_CORRELATION_H

#include <stdbool.h>

#include "eval/pairs.h"
#include "eval/task.h"

/* Reports pairs with the cosine of their texts' vectors, rows of vectors [texts, dim]; known[i]: the
 * view knows text i. A text that it does not know is treated by p->oov; under OOV_MEAN its row holds
 * the mean already. pieces[i]: into how many tokens the view cuts word i, by which the pairs are
 * then sorted into parts; or NULL. Statistic: Spearman's rho; further Pearson's r. */
void score_pairs(const struct pairs *pairs, const struct matrix *vectors, const bool *known, const int *pieces,
                 const struct policies *p, struct score *out);

#endif
