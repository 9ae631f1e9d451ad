/* task.c: what the tasks share. */
#include "eval/task.h"

#include <stddef.h>

const char *oov_policy_name(enum oov_policy p)
{
    static const char *const names[] = {"skip", "zero", "mean", "subword"};
    return names[p];
}

const char *aggregation_name(enum aggregation a)
{
    static const char *const names[] = {"all", "mean", "wmean"};
    return names[a];
}

const char *analogy_method_name(enum analogy_method m)
{
    return m == ANALOGY_3COSADD ? "3cosadd" : "3cosmul";
}

const struct lookup *subject_lookup(struct subject *s, const struct policies *p)
{
    if (s->lookup == NULL)
        s->lookup = lookup_new(s->view, p->case_policy);
    return s->lookup;
}
