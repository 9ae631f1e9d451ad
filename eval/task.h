/* task.h: what a task is to the evaluator: it reads a benchmark and scores a view on it.
 *
 * A task knows nothing of architectures: it asks the view for vectors of words or of texts
 * (model/view.h). A new kind of task is one file in eval/tasks and one constant here. */
#ifndef EMBEDLAB_EVAL_TASK_H
#define EMBEDLAB_EVAL_TASK_H

#include <stdint.h>

#include "base/error.h"
#include "eval/benchmarks.h"
#include "eval/lookup.h"
#include "math/statistics.h"
#include "model/view.h"

/* What becomes of an item with a word, or a text, of which the view knows nothing. */
enum oov_policy {
    OOV_SKIP, /* it is left out; `used` tells how many were left in */
    OOV_ZERO, /* it gets the zero vector, so cosine 0; an analogy counts as wrong */
    OOV_MEAN  /* it gets the mean vector (of the vocabulary, of the texts); an analogy counts as wrong */
};
const char *oov_policy_name(enum oov_policy p);

/* Everything that changes a score and is not the model's. */
struct policies {
    enum case_policy case_policy;
    enum oov_policy oov;
    long restrict_vocab; /* analogies: over the view's first that many words; 0 = all */
    int bootstrap;       /* draws for the interval */
    uint64_t seed;       /* of the bootstrap */
};

/* A view and the index of its words, which is made when a task first asks for it. */
struct subject {
    struct view *view;     /* borrowed */
    struct lookup *lookup; /* owned; NULL until subject_lookup */
};
const struct lookup *subject_lookup(struct subject *s, const struct policies *p);

struct metric {
    const char *name;
    double value; /* NaN = undefined */
};

/* A relation of the analogies, a part of an STS year. */
struct score_part {
    const char *name; /* borrowed from the items */
    double value;     /* NaN = undefined */
    long used, given;
};

#define SCORE_METRICS 5
#define TASK_FURTHER  3

struct score {
    double value;                         /* the task's main metric, as a fraction; NaN = undefined */
    struct interval interval;             /* 95 %, by bootstrap over items */
    const char *reason;                   /* why the value is undefined, or NULL */
    long used;                            /* items that the value rests on */
    long known;                           /* items of which the view knows every word or text */
    long given;                           /* items of the benchmark */
    struct metric metrics[SCORE_METRICS]; /* the further ones */
    int metric_count;
    struct score_part *parts; /* owned */
    int part_count;
};
void score_add_metric(struct score *s, const char *name, double value);
void score_release(struct score *s);

struct task {
    const char *kind;                      /* "word similarity" */
    const char *metric;                    /* name of the main metric, as in results.json: "spearman" */
    const char *unit;                      /* what the items are: "pairs" */
    const char *heading;                   /* of its table: "Words" */
    const char *measure;                   /* what the numbers x 100 are, for the table's caption */
    const char *further[TASK_FURTHER + 1]; /* metrics that get columns beside the main one; NULL-ended */

    /* Reads the benchmark below the folder `data`. NULL and *err (file, line) when it is broken. */
    void *(*load)(const struct benchmark *b, const char *data, struct error *err);
    void (*release)(void *items);

    /* Scores the view. The same bits for any number of threads. */
    void (*score)(const void *items, struct subject *subject, const struct policies *p, struct score *out);
};

extern const struct task task_word_similarity; /* cosine against human judgement, Spearman */
extern const struct task task_analogy;         /* a is to b as c is to ?, 3CosAdd, accuracy */
extern const struct task task_sts;             /* cosine of sentences against human judgement, Spearman */

#endif
