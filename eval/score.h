/* score.h: what a task finds out about a view, item by item. All numbers are made of it by the core.
 *
 * A task does no statistics. It says which statistic its items are to be put into, names the parts of
 * the benchmark if it has any, and then reports every item once, in the benchmark's order: score_item
 * with what the view predicted and what is right, or score_skip where the view cannot be asked and the
 * policy is to skip. From the items score_finish (score.c) makes the value, its 95 % interval, the
 * parts and the further metrics; the evaluation makes of them what becomes of the score on the items
 * that all views share or that no training text holds, and compares views item by item.
 *
 * A statistic is a function of the items used: the mean of a number per item (accuracy, purity as the
 * share of words in their cluster's majority, reciprocal rank, nDCG), a correlation of predicted with
 * gold values, or one of the task's own (average precision, V-measure). It must not depend on the
 * order of the items; it gets the items of a bootstrap draw, with repetitions, and returns NaN where
 * it is not defined on them.
 *
 * A task without items (geometry) leaves `statistic` NULL and sets `value`: it then has no interval
 * and is not tested. A task that cannot score the view at all sets `reason` and returns. */
#ifndef EMBEDLAB_EVAL_SCORE_H
#define EMBEDLAB_EVAL_SCORE_H

#include <stdbool.h>

#include "math/statistics.h"

struct policies; /* eval/task.h */

/* What two views' predictions for one item must be turned into before they may be exchanged, as the
 * permutation test does: what is left of them when neither view's scale remains. */
enum exchange {
    EXCHANGE_VALUES,       /* nothing: both are on one scale (right or wrong) */
    EXCHANGE_RANKS,        /* ranks among the view's own predictions: the statistic sees only their order */
    EXCHANGE_STANDARDISED, /* mean 0, variance 1 */
    EXCHANGE_NEVER         /* they cannot be exchanged (numbers of clusters): no permutation test */
};

struct statistic {
    const char *name; /* of the metric, as in results.json: "accuracy" */
    double (*value)(const double *predicted, const double *gold, long n);
    enum exchange exchange;
};

/* Mean of `predicted`; `gold` is not looked at. */
double mean_of_predicted(const double *predicted, const double *gold, long n);

/* {"accuracy", mean_of_predicted, EXCHANGE_VALUES}, {"spearman", spearman, EXCHANGE_RANKS},
 * {"pearson", pearson, EXCHANGE_STANDARDISED}. */
extern const struct statistic statistic_accuracy, statistic_spearman, statistic_pearson;

struct metric {
    const char *name;                  /* not owned */
    double value;                      /* NaN = undefined */
    const struct statistic *statistic; /* that it is of the items, made by score_finish; NULL: set by the task */
};

/* A relation of the analogies, a part of an STS year. */
struct score_part {
    const char *name;  /* borrowed from the items */
    const char *group; /* parts with the same group become one more metric ("semantic"); NULL: none */
    double value;      /* NaN = undefined */
    long used, given;
};

/* The items used, in ascending order. */
struct score_items {
    long *index;              /* owned; [count] which items of the benchmark */
    bool *known;              /* owned; [count] the view knows all of their words or texts */
    int *part;                /* owned; [count] index into the parts; 0 without */
    double *predicted, *gold; /* owned; [count] */
    long count, capacity;
};

/* The score without the items of which training texts hold a sentence. */
struct unseen {
    bool asked; /* the rest is there */
    long seen;  /* items used that are left out */
    double value;
    struct interval interval;
};

struct score {
    const struct statistic *statistic; /* the main one; NULL: `value` is all there is */
    double value;                      /* the main metric, usually a fraction; NaN = undefined */
    struct interval interval;          /* 95 %, by bootstrap over items; NaN = none */
    const char *reason;                /* why the value is undefined, or NULL */
    long used;                         /* items that the value rests on */
    long known;                        /* items of which the view knows every word or text */
    long given;                        /* items of the benchmark */
    struct score_items items;
    struct unseen unseen;
    struct metric *metrics; /* owned; the further ones */
    int metric_count;
    struct score_part *parts; /* owned */
    int part_count;
    bool breakdown; /* the parts sort the items and no more: the value is of all items whatever p->aggregate says */
};

/* ---- for tasks, in this order ---- */

void score_start(struct score *s, const struct statistic *main);

/* One more part; `name` lives as long as the benchmark's items. */
void score_add_part(struct score *s, const char *name, const char *group);

/* The next item of the benchmark. known: the view knows all of its words or texts. */
void score_item(struct score *s, int part, bool known, double predicted, double gold);
void score_skip(struct score *s, int part);

/* A further metric: made by score_finish of the same items, or known to the task. */
void score_add_statistic(struct score *s, const struct statistic *statistic);
void score_add_metric(struct score *s, const char *name, double value);

/* ---- for the core ---- */

/* Leaves only the items with keep[index]. */
void score_keep(struct score *s, const bool *keep /* [given] */);

/* Value, interval, parts and metrics from the items reported. With parts there are further metrics: "all" (all items
 * as one list), "mean of parts", "weighted mean of parts" (by items used), and one per group of parts; the main value
 * is the one of the first three that p->aggregate names. */
void score_finish(struct score *s, const struct policies *p);

/* s->unseen: the score without the items with seen[index]. After score_finish. */
void score_finish_unseen(struct score *s, const bool *seen /* [given] */, const struct policies *p);

void score_release(struct score *s);

#endif
