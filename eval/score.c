/* score.c: from the items that a task reported to the numbers. */
#include "eval/score.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/task.h"

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
        items->part = mem_grow(items->part, capacity, sizeof *items->part, "items");
        items->predicted = mem_grow(items->predicted, capacity, sizeof *items->predicted, "items");
        items->gold = mem_grow(items->gold, capacity, sizeof *items->gold, "items");
    }
    items->index[items->count] = s->given;
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
    mem_free(s->items.part);
    mem_free(s->items.predicted);
    mem_free(s->items.gold);
    mem_free(s->metrics);
    mem_free(s->parts);
    *s = (struct score){.statistic = NULL};
}

/* ---- the numbers ---- */

/* The items' values with those of a part together; part p's are at start[p] .. start[p + 1] - 1. */
struct by_part {
    double *predicted, *gold; /* owned */
    long *start;              /* owned; [parts + 1] */
    int parts;                /* 1 for a benchmark without */
};

static struct by_part group_by_part(const struct score *s)
{
    const struct score_items *items = &s->items;
    struct by_part b = {.parts = s->part_count > 0 ? s->part_count : 1};
    b.predicted = mem_new((size_t)items->count * 2, sizeof *b.predicted, "items by part");
    b.gold = b.predicted + items->count;
    b.start = mem_new((size_t)b.parts + 2, sizeof *b.start, "items by part");
    long *next = b.start + 1; /* grows from a part's first place to its end, the next part's first */
    for (long i = 0; i < items->count; i++)
        next[items->part[i] + 1]++;
    for (int p = 1; p <= b.parts; p++)
        next[p] += next[p - 1];
    for (long i = 0; i < items->count; i++) {
        long place = next[items->part[i]]++;
        b.predicted[place] = items->predicted[i];
        b.gold[place] = items->gold[i];
    }
    return b;
}

static void by_part_release(struct by_part *b)
{
    mem_free(b->predicted);
    mem_free(b->start);
}

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

/* Values of the parts, of their groups, and the three ways to one number. */
static void score_parts(struct score *s, const struct by_part *b, enum aggregation aggregate)
{
    double sum = 0, weighted = 0, weight = 0;
    int defined = 0;
    for (int p = 0; p < s->part_count; p++) {
        struct score_part *part = &s->parts[p];
        part->used = b->start[p + 1] - b->start[p];
        if (part->used > 0 && s->reason == NULL)
            part->value = s->statistic->value(b->predicted + b->start[p], b->gold + b->start[p], part->used);
        if (isnan(part->value))
            continue;
        defined++;
        sum += part->value;
        weighted += part->value * (double)part->used;
        weight += (double)part->used;
    }
    double mean = defined > 0 ? sum / defined : NAN, wmean = defined > 0 ? weighted / weight : NAN;
    score_add_metric(s, "all", s->value);
    score_add_metric(s, "mean of parts", mean);
    score_add_metric(s, "weighted mean of parts", wmean);
    if (aggregate != AGGREGATE_ALL)
        s->value = aggregate == AGGREGATE_MEAN ? mean : wmean;
}

/* One metric for each group of parts: the statistic over the items of all of them. */
static void score_groups(struct score *s, const struct by_part *b)
{
    double *predicted = mem_new((size_t)s->items.count * 2, sizeof *predicted, "items of a group");
    double *gold = predicted + s->items.count;
    for (int p = 0; p < s->part_count; p++) {
        const char *group = s->parts[p].group;
        bool first = group != NULL;
        for (int earlier = 0; first && earlier < p; earlier++)
            first = s->parts[earlier].group == NULL || strcmp(s->parts[earlier].group, group) != 0;
        if (!first)
            continue;
        long n = 0;
        for (int q = p; q < s->part_count; q++) {
            if (s->parts[q].group == NULL || strcmp(s->parts[q].group, group) != 0)
                continue;
            size_t size = (size_t)(b->start[q + 1] - b->start[q]) * sizeof *predicted;
            memcpy(predicted + n, b->predicted + b->start[q], size);
            memcpy(gold + n, b->gold + b->start[q], size);
            n += b->start[q + 1] - b->start[q];
        }
        score_add_metric(s, group, n > 0 && s->reason == NULL ? s->statistic->value(predicted, gold, n) : NAN);
    }
    mem_free(predicted);
}

void score_finish(struct score *s, const struct policies *p)
{
    s->interval = (struct interval){NAN, NAN};
    if (s->reason != NULL)
        s->value = NAN;
    if (s->statistic == NULL || s->reason != NULL)
        return;
    s->used = s->items.count;
    s->reason = no_value(s);
    const double *predicted = s->items.predicted, *gold = s->items.gold;
    s->value = s->reason == NULL ? s->statistic->value(predicted, gold, s->used) : NAN;
    for (int i = 0; i < s->metric_count; i++)
        if (s->metrics[i].statistic != NULL && s->reason == NULL)
            s->metrics[i].value = s->metrics[i].statistic->value(predicted, gold, s->used);
    if (s->part_count > 0) {
        struct by_part b = group_by_part(s);
        score_parts(s, &b, p->aggregate);
        score_groups(s, &b);
        by_part_release(&b);
    }
    if (s->reason == NULL && isnan(s->value))
        s->reason = "it is not defined on these items";
    if (s->reason == NULL && p->bootstrap > 0)
        s->interval = s->statistic->value == mean_of_predicted
                          ? bootstrap_mean(predicted, s->used, p->bootstrap, p->seed)
                          : bootstrap_pairs(s->statistic->value, predicted, gold, s->used, p->bootstrap, p->seed);
}
