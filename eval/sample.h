/* sample.h: the items of a score as statistics need them: those of a part together.
 *
 * Under AGGREGATE_ALL the whole is one stratum; else each part is one, the statistic is had of each,
 * and the value is their mean, plain or weighted by their items. Parts on which the statistic is not
 * defined are left out of the mean. */
#ifndef EMBEDLAB_EVAL_SAMPLE_H
#define EMBEDLAB_EVAL_SAMPLE_H

#include "eval/score.h"
#include "eval/task.h"

struct sample {
    const struct statistic *statistic;
    enum aggregation aggregate;
    double *predicted, *gold; /* owned; [count] */
    long count;
    long *start; /* owned; [parts + 1] part p's items are start[p] .. start[p + 1] - 1 */
    int parts;   /* at least 1 */
};

/* Of s's items; with `keep` only of those whose index i has keep[i]. */
struct sample sample_of(const struct score *s, enum aggregation aggregate, const bool *keep);
void sample_release(struct sample *s);

/* Strata, and where stratum k starts (k = strata: where the last ends). */
static inline int sample_strata(const struct sample *s)
{
    return s->aggregate == AGGREGATE_ALL ? 1 : s->parts;
}
static inline long sample_start(const struct sample *s, int k)
{
    return s->aggregate == AGGREGATE_ALL ? (k == 0 ? 0 : s->count) : s->start[k];
}

/* One number from the strata's values. */
double sample_aggregate(const struct sample *s, const double *values /* [strata] */);

/* The statistic; NaN when it is not defined. */
double sample_value(const struct sample *s);

#endif
