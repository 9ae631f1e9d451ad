/* sample.c: items grouped by part. */
#include "eval/sample.h"

#include <math.h>

#include "base/mem.h"

struct sample sample_of(const struct score *s, enum aggregation aggregate, const bool *keep)
{
    const struct score_items *items = &s->items;
    bool by_part = s->part_count > 0 && !s->breakdown;
    struct sample x = {.statistic = s->statistic,
                       .aggregate = by_part ? aggregate : AGGREGATE_ALL,
                       .parts = by_part ? s->part_count : 1};
    x.predicted = mem_new((size_t)items->count * 2, sizeof *x.predicted, "items by part");
    x.gold = x.predicted + items->count;
    x.start = mem_new((size_t)x.parts + 2, sizeof *x.start, "items by part");
    long *next = x.start + 1; /* grows from a part's first place to its end, which is the next part's first */
    for (long i = 0; i < items->count; i++)
        if (keep == NULL || keep[items->index[i]])
            next[(by_part ? items->part[i] : 0) + 1]++;
    for (int p = 1; p <= x.parts; p++)
        next[p] += next[p - 1];
    for (long i = 0; i < items->count; i++) {
        if (keep != NULL && !keep[items->index[i]])
            continue;
        long place = next[by_part ? items->part[i] : 0]++;
        x.predicted[place] = items->predicted[i];
        x.gold[place] = items->gold[i];
        x.count++;
    }
    return x;
}

void sample_release(struct sample *s)
{
    mem_free(s->predicted);
    mem_free(s->start);
}

double sample_aggregate(const struct sample *s, const double *values)
{
    double sum = 0, weight = 0;
    for (int k = 0; k < sample_strata(s); k++) {
        if (isnan(values[k]))
            continue;
        double w = s->aggregate == AGGREGATE_WMEAN ? (double)(s->start[k + 1] - s->start[k]) : 1;
        sum += w * values[k];
        weight += w;
    }
    return weight > 0 ? sum / weight : NAN;
}

double sample_value(const struct sample *s)
{
    double *values = mem_new((size_t)sample_strata(s), sizeof *values, "values of parts");
    for (int k = 0; k < sample_strata(s); k++) {
        long from = sample_start(s, k), n = sample_start(s, k + 1) - from;
        values[k] = n > 0 ? s->statistic->value(s->predicted + from, s->gold + from, n) : NAN;
    }
    double value = sample_aggregate(s, values);
    mem_free(values);
    return value;
}
