/* report_data.h: the contents of results.json files, put together for one report.
 *
 * Strings are borrowed from the parsed files, which the report keeps. All of it comes from outside:
 * whoever prints a string escapes it. */
#ifndef EMBEDLAB_EVAL_REPORT_DATA_H
#define EMBEDLAB_EVAL_REPORT_DATA_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/error.h"

#define REPORT_FURTHER 8

struct report_task {
    const char *name, *title, *kind, *metric, *unit, *citation, *address, *licence;
    const char *heading, *measure;       /* of the table for tasks of this kind */
    const char *further[REPORT_FURTHER]; /* metrics that get columns beside the main one */
    int further_count;
    bool missing; /* named by a file as not there, and scored by none */
};

struct report_view {
    const char *name;                /* the specification */
    const char *model, *view, *post; /* its parts */
    const char *kind;                /* of the model */
    double dim, vocabulary, parameters;
};

/* What a view scored on a task; NaN = undefined. */
struct report_cell {
    bool there;
    double score, low, high;
    double used, given;
    double further[REPORT_FURTHER]; /* the task's further metrics; NaN = undefined */
    const char *reason;             /* why there is no score, or NULL */
};

/* A results.json and the conditions that it states. */
struct report_source {
    const char *path;
    const char *version, *date, *data;
    const char *case_policy, *oov;
    double restrict_vocab, bootstrap, seed;
    cJSON *json; /* owned */
};

/* A training.json: how a model was made. Empty or NaN where the file does not say. */
struct report_training {
    const char *path;
    const char *program, *corpus; /* the corpus without its folder */
    double seconds;
    double seen; /* words, tokens or sentences that training went through */
    const char *seen_unit;
    double loss, validation; /* the last ones */
    cJSON *json;             /* owned */
};

struct report {
    const char *title;
    struct report_source *sources;
    int source_count;
    struct report_training *trainings;
    int training_count;
    struct report_task *tasks; /* in order of first appearance */
    int task_count;
    struct report_view *views;
    int view_count;
    struct report_cell *cells; /* [view_count, task_count] */
    int shared_folder;         /* bytes of the path that all models begin with; 0 = none */
    bool mixed_policies;       /* the files were not scored under the same policies */
};

static inline struct report_cell *report_cell(const struct report *r, int view, int task)
{
    return &r->cells[(long)view * r->task_count + task];
}

/* Reads the files; `trainings` may be NULL. Of a view scored twice on a task the last file wins;
 * this and other things worth knowing are said on standard error. False and *err (file, field) for
 * a file that is no results.json. */
bool report_read(struct report *r, char **results, char **trainings, struct error *err);
void report_release(struct report *r);

/* Which of views[0..count) (NULL: of all views) has the best score on a task, among those that use at
 * least half as many items as the one that uses most; -1 if there is nothing to compare, or even the
 * best may be chance (its interval reaches 0). */
int report_best(const struct report *r, int task, const int *views, int count);

/* The training of a model: the file in its folder, or beside it (MODEL.training.json); NULL unknown. */
const struct report_training *report_training_of(const struct report *r, const char *model);

/* Reads one training.json (report_training.c). */
bool report_training_read(struct report_training *t, const char *path, struct error *err);

#endif
