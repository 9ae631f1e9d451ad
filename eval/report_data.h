/* report_data.h: the contents of results.json files, put together for one report.
 *
 * Strings are borrowed from the parsed files, which the report keeps. All of it comes from outside:
 * whoever prints a string escapes it. */
#ifndef EMBEDLAB_EVAL_REPORT_DATA_H
#define EMBEDLAB_EVAL_REPORT_DATA_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/error.h"
#include "eval/report_training.h"

#define REPORT_FURTHER 8

struct report_task {
    const char *name, *title, *kind, *metric, *unit, *citation, *address, *licence;
    const char *suite;                   /* empty where the file does not say */
    const char *heading, *measure;       /* of the table for tasks of this kind */
    const char *further[REPORT_FURTHER]; /* metrics that get columns beside the main one */
    int further_count;
    bool plain;     /* in units of its own: printed as it is; else a fraction, printed x 100 */
    bool no_better; /* more is not better: nothing is marked */
    bool missing;   /* named by a file as not there, and scored by none */
};

struct report_view {
    const char *name;                /* the specification */
    const char *model, *view, *post; /* its parts */
    const char *kind;                /* of the model */
    const char *group;               /* seeds of one configuration share it; empty: none */
    double dim, vocabulary, parameters;
    const struct report_training *training; /* how the model was made; NULL unknown */
    enum report_role role;                  /* what the model was trained to be */
    long step;                              /* of a model kept along training; -1: the trained one */
};

/* Words or relations of one sort within a task. */
struct report_part {
    const char *name;
    double score, used; /* score NaN = undefined */
};

/* What a view scored on a task; NaN = undefined. */
struct report_cell {
    bool there;
    double score, low, high;
    double used, given;
    double seen, score_unseen;      /* items that stand in training texts; the score without them; NaN = not asked */
    double further[REPORT_FURTHER]; /* the task's further metrics; NaN = undefined */
    const char *reason;             /* why there is no score, or NULL */
    struct report_part *parts;      /* owned; [part_count] */
    int part_count;
};

/* Two views on the items of a task that both used: a - b, as a fraction. */
struct report_difference {
    int task, a, b;               /* a < b, as in the report's list of views */
    double difference, low, high; /* with its 95 % interval */
    double p, p_holm;             /* that there is none; p_holm: corrected for the number of pairs */
    double items;
    long order; /* of reading */
};

/* With its 95 % interval; NaN = unknown. */
struct report_figure {
    double value, low, high;
};

/* Two spaces on the words that both have. */
struct report_comparison {
    int a, b;
    double items;
    struct report_figure cka, overlap, cosines, procrustes; /* overlap: of the ten nearest words */
};

/* Several seeds of one configuration on a task. */
struct report_group {
    const char *name;
    int task;
    double mean, deviation, count; /* the standard deviation; NaN = undefined */
};

/* A results.json and the conditions that it states. */
struct report_source {
    const char *path;
    const char *version, *date, *data;
    const char *case_policy, *oov;
    const char *preset, *aggregation, *analogy; /* empty where the file does not say */
    double restrict_vocab, bootstrap, seed;
    bool shared_vocab;
    cJSON *json; /* owned */
};

struct report {
    const char *title;
    struct report_source *sources;
    int source_count;
    struct report_training **trainings; /* each on the heap, so that views may point at them */
    int training_count;
    struct report_task *tasks; /* in order of first appearance */
    int task_count;
    struct report_view *views;
    int view_count;
    struct report_cell *cells;             /* [view_count, task_count] */
    struct report_difference *differences; /* sorted by task, a, b */
    long difference_count;
    struct report_comparison *comparisons;
    int comparison_count;
    struct report_group *groups;
    int group_count;
    int shared_folder;   /* bytes of the path that all models begin with; 0 = none */
    bool mixed_policies; /* the files were not scored under the same policies */
};

static inline struct report_cell *report_cell(const struct report *r, int view, int task)
{
    return &r->cells[(long)view * r->task_count + task];
}

/* Has the view a score on the task that is a number? */
bool report_scored(const struct report *r, int view, int task);

/* Reads the files; `trainings` may be NULL, those beside the models are found. Of a view scored twice on
 * a task the last file wins; this and other things worth knowing are said on standard error. False and
 * *err (file, field) for a file that is no results.json. */
bool report_read(struct report *r, char **results, char **trainings, struct error *err);
void report_release(struct report *r);

/* Which of views[0..count) (NULL: of all views) has the best score on a task, among those that use at
 * least half as many items as the one that uses most; -1 if there is nothing to compare, or even the
 * best may be chance (its interval reaches 0). */
int report_best(const struct report *r, int task, const int *views, int count);

/* The difference between two views on a task, a - b whatever their order; false if the files do not have it. */
bool report_difference(const struct report *r, int task, int a, int b, struct report_difference *out);

/* ---- the parts of reading ---- */

/* A number field of `object`, which stands at `place` of a file; null stands for "undefined", NaN. */
bool report_number(const cJSON *object, const char *place, const char *name, double low, double high, double *value,
                   struct error *err);

/* The same for a field that need not be there. */
bool report_number_if(const cJSON *object, const char *place, const char *name, double low, double high, double *value,
                      struct error *err);

/* Positions in the report's lists; -1: none. */
int report_find_task(const struct report *r, const char *name);
int report_find_view(const struct report *r, const char *name);

/* The lists of pairs of views, where the file has them (report_pairs.c). */
bool report_read_pairs(struct report *r, const struct report_source *s, struct error *err);

/* How each view's model was trained: by the files given (NULL: none), else by the one beside the model. */
bool report_find_trainings(struct report *r, char **given, struct error *err);

/* Sorts the differences when all files are read; of a pair tested twice the last file counts. */
void report_sort_pairs(struct report *r);

#endif
