/* evaluation.h: what one run of `evaluate` found: views x benchmarks, and under which conditions.
 *
 * Printed for people (table.c) and written as results.json (results_write.c), which `report` reads. */
#ifndef EMBEDLAB_EVAL_EVALUATION_H
#define EMBEDLAB_EVAL_EVALUATION_H

#include <cjson/cJSON.h>

#include "base/file.h"
#include "eval/benchmarks.h"
#include "eval/task.h"

#define RESULTS_SCHEMA  "embedlab-results"
#define RESULTS_VERSION 1

/* A model seen through a view, as it was scored. */
struct evaluated_view {
    const char *name;          /* the specification MODEL[@VIEW][+POST...]; borrowed */
    char *model, *view, *post; /* owned; its parts; view and post empty where not given */
    char *kind;                /* owned; "word vectors", or the model_type of config.json */
    int dim, vocabulary;
    double parameters; /* numbers in the model's file */
};

struct evaluation {
    const char *data; /* the folder of benchmarks; borrowed */
    struct policies policies;
    const struct benchmark **tasks; /* owned; [task_count] what was scored */
    int task_count;
    const struct benchmark **missing; /* owned; [missing_count] what was asked for but is not in `data` */
    int missing_count;
    struct evaluated_view *views; /* owned; [view_count] */
    int view_count;
    struct score *scores; /* owned; [view_count, task_count] */
    double *seconds;      /* owned; [view_count, task_count] */
};

static inline struct score *evaluation_score(const struct evaluation *e, int view, int task)
{
    return &e->scores[(long)view * e->task_count + task];
}

/* Describes the model of a view that is open, except for its scores. */
bool evaluated_view_describe(struct evaluated_view *out, const char *specification, const struct view *view,
                             struct error *err);

/* The whole as JSON; NaN becomes null:
 *   schema, schema_version, version (of embedlab), date (UTC), data (folder)
 *   policies   what changes a score and is not the model's
 *   missing    benchmarks asked for but not in the folder, described as in
 *   tasks      name, title, suite, kind, metric, unit, heading, measure, further, file, citation, address, licence
 *   views      name (as given), model, view, post, kind, dim, vocabulary, parameters
 *   results    view, task, score (a fraction), low, high, reason (only where there is no score), used, known, given,
 *              seconds, metrics (name: value), parts (name, score, used, given: relations, parts of an STS year) */
cJSON *evaluation_json(const struct evaluation *e);

/* Tables for people: rows = views, columns = benchmarks, split where wider than `width` columns. */
void evaluation_print(const struct evaluation *e, struct output *out, int width);

void evaluation_release(struct evaluation *e);

#endif
