/* scored.h: tasks scored on small benchmarks and vectors in the data folder of a test. */
#ifndef EMBEDLAB_TESTS_EVAL_SCORED_H
#define EMBEDLAB_TESTS_EVAL_SCORED_H

#include "tests/eval/folder.h"

#include <math.h>

#include "eval/task.h"

static const struct policies scored_defaults = {
    .case_policy = CASE_FOLD, .oov = OOV_SKIP, .restrict_vocab = 30000, .bootstrap = 100, .seed = 1};

/* Scores the view data/NAME on a benchmark; release with score_release. */
static inline struct score scored(const char *benchmark, const char *name, const struct policies *p)
{
    const struct benchmark *b = benchmark_find(benchmark);
    assert_non_null(b);
    struct error err = {""};
    char *path = path_join(data, name);
    struct view *view = view_open_any(path, &err);
    void *items = view ? b->task->load(b, data, &err) : NULL;
    if (!items)
        fail_msg("%s", err.message);
    struct subject subject = {.view = view};
    struct score s = {0};
    b->task->score(items, &subject, p, &s);
    score_finish(&s, p);
    for (int i = 0; i < s.part_count; i++)
        s.parts[i].name = NULL; /* borrowed from the items */
    subject_release(&subject);
    b->task->release(items);
    view_free(view);
    mem_free(path);
    return s;
}

/* The benchmark must be refused with a message that says `message`. */
static inline void assert_refused(const char *benchmark, const char *message)
{
    const struct benchmark *b = benchmark_find(benchmark);
    struct error err = {""};
    assert_null(b->task->load(b, data, &err));
    assert_message(&err, message);
}

static inline double scored_metric(const struct score *s, const char *name)
{
    for (int i = 0; i < s->metric_count; i++)
        if (strcmp(s->metrics[i].name, name) == 0)
            return s->metrics[i].value;
    fail_msg("no metric %s", name);
    return NAN;
}

static inline void assert_near(double x, double expected)
{
    if (!(fabs(x - expected) < 1e-6))
        fail_msg("%.9f, expected %.9f", x, expected);
}

#endif
