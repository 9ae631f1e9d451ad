/* task.c: what the tasks share. */
#include "eval/task.h"

#include <stddef.h>

#include "eval/tasks/geometry.h"
#include "eval/tasks/probe.h"
#include "math/vector.h"

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

const char *similarity_name(enum similarity s)
{
    return s == SIMILARITY_COSINE ? "cosine" : "dot";
}

const char *analogy_method_name(enum analogy_method m)
{
    return m == ANALOGY_3COSADD ? "3cosadd" : "3cosmul";
}

const struct lookup *subject_lookup(struct subject *s, const struct policies *p)
{
    if (s->lookup == NULL)
        s->lookup = lookup_new(s->view, p->case_policy, p->known_vocab);
    return s->lookup;
}

void subject_release(struct subject *s)
{
    lookup_free(s->lookup);
    probe_states_free(s->states);
    geometry_words_free(s->words);
    s->words = NULL;
    s->lookup = NULL;
    s->states = NULL;
}

double policies_similarity(const struct policies *p, const float *x, const float *y, int n)
{
    if (p->similarity == SIMILARITY_COSINE)
        return vector_cosine(x, y, n);
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (double)x[i] * y[i];
    return sum;
}
