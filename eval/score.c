/* score.c: from the items that a task reported to the numbers. */
#include "eval/score.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/resample.h"

double mean_of_predicted(const double *predicted, const double *gold, long n)
{
    (void)gold;
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += predicted[i];
    return n > 0 ? sum / (double)n : NAN;
}

const struct statistic statistic_accuracy = {"accuracy", mean_of_predicted, EXCHANGE_VALUES};
const struct statistic statistic_spearman = {"spearman", spearman, EXCHANGE_RANKS};
const struct statistic statistic_pearson = {"pearson", pearson, EXCHANGE_STANDARDISED};

/* ---- what tasks report ---- */

void score_start(struct score *s, const struct statistic *main)
{
    s->statistic = main;
}

void score_add_part(struct score *s, const char *name, const char *group)
{
    s->parts = mem_grow(s->parts, (size_t)s->part_count + 1, sizeof *s->parts, "parts of a benchmark");
    s->parts[s->part_count++] = (struct score_part){.name = name, .group = group, .value = NAN};
}

static void count_given(struct score *s, int part)
{
    assert(s->part_count == 0 ? part == 0 : part >= 0 && part < s->part_count);
    s->given++;
    if (s->part_count > 0)
        s->parts[part].given++;
}

void score_item(struct score *s, int part, bool known, double predicted, double gold)
{
    struct score_items *items = &s->items;
    if (items->count == items->capacity) {
        items->capacity = (long)mem_capacity((size_t)items->capacity, (size_t)items->count + 1);
        size_t capacity = (size_t)items->capacity;
        items->index = mem_grow(items->index, capacity, sizeof *items->index, "items");
        items->known = mem_grow(items->known, capacity, sizeof *items->known, "items");
        items->part = mem_grow(items->part, capacity, sizeof *items->part, "items");
        items->predicted = mem_grow(items->predicted, capacity, sizeof *items->predicted, "items");
        items->gold = mem_grow(items->gold, capacity, sizeof *items->gold, "items");
    }
    items->index[items->count] = s->given;
    items->known[items->count] = known;
    items->part[items->count] = part;
    items->predicted[items->count] = predicted;
    items->gold[items->count++] = gold;
    s->known += known;
    count_given(s, part);
}

void score_skip(struct score *s, int part)
{
    count_given(s, part);
}

static void add_metric(struct score *s, struct metric metric)
{
    s->metrics = mem_grow(s->metrics, (size_t)s->metric_count + 1, sizeof *s->metrics, "metrics");
    s->metrics[s->metric_count++] = metric;
}

void score_add_statistic(struct score *s, const struct statistic *statistic)
{
    add_metric(s, (struct metric){statistic->name, NAN, statistic});
}

void score_add_metric(struct score *s, const char *name, double value)
{
    add_metric(s, (struct metric){name, value, NULL});
}

void score_release(struct score *s)
{
    mem_free(s->items.index);
    mem_free(s->items.known);
    mem_free(s->items.part);
    mem_free(s->items.predicted);
    mem_free(s->items.gold);
    mem_free(s->metrics);
    mem_free(s->parts);
    *s = (struct score){.statistic = NULL};
}

/* ---- the numbers ---- */

static bool all_the_same(const double *x, long n)
{
    for (long i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

/* Why the items have no value; NULL if they may have one. */
static const char *no_value(const struct score *s)
{
    const struct score_items *items = &s->items;
    for (long i = 0; i < items->count; i++)
        if (!isfinite(items->predicted[i]))
            return "the model's vectors hold infinite numbers or NaN";
    if (items->count == 0)
        return "the model knows no item";
    if (s->statistic->value != spearman && s->statistic->value != pearson)
        return NULL;
    return items->count < 2                               ? "the model knows fewer than 2 items"
           : all_the_same(items->gold, items->count)      ? "all gold scores are the same"
           : all_the_same(items->predicted, items->count) ? "the model finds all items the same"
                                                          : NULL;
}

/* Values of the parts, and the three ways to one number. */
static void score_parts(struct score *s, const struct sample *x)
{
    double *values = mem_new((size_t)s->part_count, sizeof *values, "values of parts");
    for (int p = 0; p < s->part_count; p++) {
        struct score_part *part = &s->parts[p];
        long from = x->start[p];
        part->used = x->start[p + 1] - from;
        if (part->used > 0 && s->reason == NULL)
            part->value = s->statistic->value(x->predicted + from, x->gold + from, part->used);
        values[p] = part->value;
    }
    struct sample by_part = *x;
    by_part.aggregate = AGGREGATE_MEAN;
    score_add_metric(s, "mean of parts", sample_aggregate(&by_part, values));
    by_part.aggregate = AGGREGATE_WMEAN;
    score_add_metric(s, "weighted mean of parts", sample_aggregate(&by_part, values));
    by_part.aggregate = AGGREGATE_ALL;
    score_add_metric(s, "all", s->reason == NULL ? sample_value(&by_part) : NAN);
    mem_free(values);
}

/* Values of parts that are a breakdown: which item is in which differs from view to view. */
static void score_breakdown(struct score *s)
{
    const struct score_items *items = &s->items;
    double *predicted = mem_new((size_t)items->count * 2, sizeof *predicted, "items of a part");
    double *gold = predicted + items->count;
    for (int p = 0; p < s->part_count; p++) {
        long n = 0;
        for (long i = 0; i < items->count; i++) {
            if (items->part[i] != p)
                continue;
            predicted[n] = items->predicted[i];
            gold[n++] = items->gold[i];
        }
        s->parts[p].used = n;
        if (n > 0 && s->reason == NULL)
            s->parts[p].value = s->statistic->value(predicted, gold, n);
    }
    mem_free(predicted);
}

static bool in_group(const struct score *s, int part, const char *group)
{
    return s->parts[part].group != NULL && strcmp(s->parts[part].group, group) == 0;
}

/* The statistic over the items of all parts of a group. `scratch` is [2 x items]. */
static double group_value(const struct score *s, const struct sample *x, const char *group, double *scratch)
{
    long n = 0;
    for (int p = 0; p < s->part_count; p++) {
        if (!in_group(s, p, group))
            continue;
        long from = x->start[p], count = x->start[p + 1] - from;
        memcpy(scratch + n, x->predicted + from, (size_t)count * sizeof *scratch);
        memcpy(scratch + x->count + n, x->gold + from, (size_t)count * sizeof *scratch);
        n += count;
    }
    return n > 0 && s->reason == NULL ? s->statistic->value(scratch, scratch + x->count, n) : NAN;
}

/* One metric for each group of parts. */
static void score_groups(struct score *s, const struct sample *x)
{
    double *scratch = mem_new((size_t)x->count * 2, sizeof *scratch, "items of a group");
    for (int p = 0; p < s->part_count; p++) {
        const char *group = s->parts[p].group;
        bool first = group != NULL;
        for (int earlier = 0; first && earlier < p; earlier++)
            first = !in_group(s, earlier, group);
        if (first)
            score_add_metric(s, group, group_value(s, x, group, scratch));
    }
    mem_free(scratch);
}

void score_keep(struct score *s, const bool *keep)
{
    struct score_items *items = &s->items;
    long n = 0;
    for (long i = 0; i < items->count; i++) {
        if (!keep[items->index[i]])
            continue;
        items->index[n] = items->index[i];
        items->known[n] = items->known[i];
        items->part[n] = items->part[i];
        items->predicted[n] = items->predicted[i];
        items->gold[n++] = items->gold[i];
    }
    items->count = n;
}

void score_finish(struct score *s, const struct policies *p)
{
    s->interval = (struct interval){NAN, NAN};
    if (s->statistic == NULL || s->reason != NULL) {
        if (s->reason != NULL)
            s->value = NAN;
        else if (!isfinite(s->value))
            s->reason = "it is not defined for this view";
        return;
    }
    s->used = s->items.count;
    s->reason = no_value(s);
    struct sample x = sample_of(s, p->aggregate, NULL);
    s->value = s->reason == NULL ? sample_value(&x) : NAN;
    for (int i = 0; i < s->metric_count; i++)
        if (s->metrics[i].statistic != NULL && s->reason == NULL)
            s->metrics[i].value = s->metrics[i].statistic->value(x.predicted, x.gold, x.count);
    if (s->breakdown) {
        score_breakdown(s);
    } else if (s->part_count > 0) {
        score_parts(s, &x);
        score_groups(s, &x);
    }
    if (s->reason == NULL && isnan(s->value))
        s->reason = "it is not defined on the items that the model knows";
    if (s->reason == NULL)
        s->interval = sample_interval(&x, p->bootstrap, p->seed);
    sample_release(&x);
}

void score_finish_unseen(struct score *s, const bool *seen, const struct policies *p)
{
    if (s->statistic == NULL)
        return;
    bool *keep = mem_new((size_t)s->given, sizeof *keep, "items");
    s->unseen = (struct unseen){.asked = true, .value = NAN, .interval = {NAN, NAN}};
    for (long i = 0; i < s->items.count; i++) {
        keep[s->items.index[i]] = !seen[s->items.index[i]];
        s->unseen.seen += seen[s->items.index[i]];
    }
    if (s->reason == NULL && s->unseen.seen < s->items.count) {
        struct sample x = sample_of(s, p->aggregate, keep);
        s->unseen.value = sample_value(&x);
        s->unseen.interval = sample_interval(&x, p->bootstrap, p->seed);
        sample_release(&x);
    }
    mem_free(keep);
}
