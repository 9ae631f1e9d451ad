/* task.c: what the tasks share. */
#include "eval/task.h"

#include <assert.h>

#include "base/mem.h"

const char *oov_policy_name(enum oov_policy p)
{
    return p == OOV_SKIP ? "skip" : p == OOV_ZERO ? "zero" : "mean";
}

const struct lookup *subject_lookup(struct subject *s, const struct policies *p)
{
    if (s->lookup == NULL)
        s->lookup = lookup_new(s->view, p->case_policy);
    return s->lookup;
}

void score_add_metric(struct score *s, const char *name, double value)
{
    assert(s->metric_count < SCORE_METRICS);
    s->metrics[s->metric_count++] = (struct metric){name, value};
}

void score_release(struct score *s)
{
    mem_free(s->parts);
    s->parts = NULL;
    s->part_count = 0;
}
