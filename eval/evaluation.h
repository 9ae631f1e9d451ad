/* evaluation.h: what one run of `evaluate` found: views x benchmarks, and under which conditions.
 *
 * Printed for people (table.c, markdown.c), written as results.json (results_write.c), which `report` reads,
 * as CSV (csv.c), and in the layout of MTEB (mteb.c). */
#ifndef EMBEDLAB_EVAL_EVALUATION_H
#define EMBEDLAB_EVAL_EVALUATION_H

#include <cjson/cJSON.h>

#include "base/file.h"
#include "eval/benchmarks.h"
#include "eval/spaces.h"
#include "eval/task.h"

#define RESULTS_SCHEMA  "embedlab-results"
#define RESULTS_VERSION 2

/* A model seen through a view, as it was scored. */
struct evaluated_view {
    char *name;                /* owned; the specification MODEL[@VIEW][+POST...] */
    char *model, *view, *post; /* owned; its parts; view and post empty where not given */
    char *kind;                /* owned; "word vectors", "tf-idf", or the model_type of config.json */
    int dim, vocabulary;
    int layers, layer; /* of a transformer, and the view's; -1 = none, or not one layer */
    double parameters; /* numbers in the model's file */
    char *group;       /* owned; seeds of one configuration, or NULL */
    char **trained_on; /* owned; paths of the training texts, from training.json; NULL-ended; NULL = not known */
    bool scored;       /* some benchmark gave it a score */
};

/* Two views on the items of a benchmark that both used. */
struct difference {
    int task, a, b;           /* a < b */
    double value;             /* a's score - b's, in the score's unit */
    struct interval interval; /* 95 %, paired bootstrap */
    double p, p_holm;         /* resample.h; corrected over the pairs of views on this task; NaN = no test */
    long items;
};

/* A configuration's seeds on a benchmark. */
struct group_score {
    const char *group; /* borrowed from the views */
    int task;
    double mean, deviation; /* of the views' scores; deviation with n - 1, NaN for one */
    int count;              /* views of the group that have a score */
};

struct evaluation {
    const char *data; /* the folder of benchmarks; borrowed */
    struct policies policies;
    const struct benchmark **tasks; /* owned; [task_count] what was scored */
    int task_count;
    void **items;                     /* owned; [task_count] what the tasks loaded; NULL where a benchmark is broken */
    char **broken;                    /* owned; [task_count] why it is broken, or NULL */
    const struct benchmark **missing; /* owned; [missing_count] what was asked for but is not in `data` */
    int missing_count;
    struct evaluated_view *views; /* owned; [view_count] */
    int view_count;
    struct score *scores;           /* owned; [view_count, task_count] */
    double *seconds;                /* owned; [view_count, task_count] */
    struct difference *differences; /* owned */
    int difference_count;
    struct group_score *groups; /* owned */
    int group_count;
    struct comparison *comparisons; /* owned */
    int comparison_count;
};

static inline struct score *evaluation_score(const struct evaluation *e, int view, int task)
{
    return &e->scores[(long)view * e->task_count + task];
}

static inline double *evaluation_seconds(const struct evaluation *e, int view, int task)
{
    return &e->seconds[(long)view * e->task_count + task];
}

/* Metric and caption of a benchmark: its own, else its task's. */
static inline const char *benchmark_metric(const struct benchmark *b)
{
    return b->metric ? b->metric : b->task->metric;
}
static inline const char *benchmark_measure(const struct benchmark *b)
{
    return b->measure ? b->measure : b->task->measure;
}

/* What a score is multiplied by when it is shown. */
static inline double task_scale(const struct task *t)
{
    return t->plain ? 1 : 100;
}

/* ---- the stages (evaluation.c, scoring.c, differences.c) ---- */

/* Describes the models, each opened once: a wrong name at the end of a long list should not cost an hour. */
bool evaluation_describe(struct evaluation *e, struct error *err);

/* Reads the benchmarks e->tasks; what is broken is said on standard error and in e->broken. */
void evaluation_load(struct evaluation *e);

/* Scores all views on all benchmarks that are not broken, and what follows from it: the shared items, the items seen
 * in training texts (the files `seen`, NULL-ended or NULL; with `own` also those that a model was trained on, as far
 * as they are still there), the groups. With `spaces` the views' spaces are compared. */
bool evaluation_run(struct evaluation *e, char **seen, bool own, bool spaces, struct error *err);

/* Every pair of views on every benchmark with items. */
void evaluation_compare(struct evaluation *e);

/* Is view v's score on task t the best there, or not significantly (5 %, Holm) worse than the best? Where predictions
 * cannot be exchanged: does the difference's interval hold 0? False where nothing was compared. */
bool evaluation_among_best(const struct evaluation *e, int v, int t);

void evaluation_release(struct evaluation *e);

/* ---- the ways out ---- */

/* results.json. NaN becomes null; what is marked ? is left out where it does not apply.
 *   schema, schema_version, version (of embedlab), date (UTC), data (folder)
 *   policies     what changes a score and is not the model's: policy ? (the preset), case, oov, restrict_vocab,
 *                known_vocab, shared_vocab, aggregate, similarity, analogy, bootstrap, seed, interval
 *   missing      benchmarks asked for but not in the folder, described as in
 *   tasks        name, title, suite, kind, metric, unit, heading, measure, plain, no_better, further, file ?,
 *                composed ?, mteb ?, broken ? (why), citation, address, licence
 *   views        name (as given), model, view, post, kind, dim, vocabulary, parameters, layers ?, layer ?, group ?,
 *                trained_on ? (names of texts)
 *   results      view, task, score (a fraction), low, high, reason (only where there is no score), used, known, given,
 *                seconds, metrics (name: value), parts ? (name, score, used, given: relations, parts of an STS year),
 *                seen ?, score_unseen ?, low_unseen ?, high_unseen ?
 *   differences  task, a, b, difference, low, high, p, p_holm, items
 *   groups       group, task, views, mean, deviation, count
 *   comparisons  a, b, items; cka, overlap10, cosine_spearman, procrustes, each also with _low and _high */
cJSON *evaluation_json(const struct evaluation *e);

/* Tables for people: rows = views, columns = benchmarks, split where wider than `width` columns. */
void evaluation_print(const struct evaluation *e, struct output *out, int width);

/* One line per view and benchmark, with a head; RFC 4180. */
void evaluation_csv(const struct evaluation *e, struct output *out);

/* The tables as GitHub's Markdown has them. */
void evaluation_markdown(const struct evaluation *e, struct output *out);

/* folder/VIEW/TASK.json for every benchmark that MTEB has, with its field names. */
bool evaluation_mteb(const struct evaluation *e, const char *folder, struct error *err);

#endif
