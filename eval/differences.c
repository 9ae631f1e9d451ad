/* differences.c: every pair of views on the items that both used.
 *
 * Views mostly use the same items of a benchmark, and many pairs of them share the same ones, so the bootstrap draws of
 * a view on a set of items are made once and kept: a pair's draws are their differences. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/evaluation.h"
#include "eval/resample.h"

#define SIGNIFICANT 0.05

/* A set of items, and each view on it, as far as asked for. */
struct item_set {
    bool *keep; /* owned; [given] */
    long count;
    struct view_on_set {
        struct sample sample; /* owned; empty until asked for */
        double value, *draws; /* draws: owned; NULL until asked for */
    } * views;                /* owned; [views] */
};

/* One benchmark's sets. */
struct item_sets {
    const struct evaluation *e;
    int task;
    struct item_set *sets; /* owned */
    int count;
};

/* The set of the items that views a and b used: its number, the same for equal sets. */
static int find_set(struct item_sets *s, int a, int b)
{
    const struct score *x = evaluation_score(s->e, a, s->task), *y = evaluation_score(s->e, b, s->task);
    size_t given = (size_t)(x->given > y->given ? x->given : y->given);
    bool *keep = mem_new(given + 1, sizeof *keep, "items of two views");
    long count = 0;
    for (long i = 0, j = 0; i < x->items.count && j < y->items.count;) {
        long left = x->items.index[i], right = y->items.index[j];
        if (left == right)
            keep[left] = true, count++;
        i += left <= right;
        j += right <= left;
    }
    for (int k = 0; k < s->count; k++)
        if (s->sets[k].count == count && memcmp(s->sets[k].keep, keep, given * sizeof *keep) == 0) {
            mem_free(keep);
            return k;
        }
    s->sets = mem_grow(s->sets, (size_t)s->count + 1, sizeof *s->sets, "items of two views");
    s->sets[s->count] =
        (struct item_set){keep, count, mem_new((size_t)s->e->view_count, sizeof(struct view_on_set), "views on items")};
    return s->count++;
}

static struct view_on_set *view_on_set(const struct item_sets *s, int set, int view)
{
    struct view_on_set *v = &s->sets[set].views[view];
    if (v->draws)
        return v;
    const struct policies *p = &s->e->policies;
    v->sample = sample_of(evaluation_score(s->e, view, s->task), p->aggregate, s->sets[set].keep);
    v->draws = mem_new((size_t)p->bootstrap, sizeof *v->draws, "bootstrap");
    v->value = sample_value(&v->sample);
    bootstrap_draws(&v->sample, p->bootstrap, p->seed, v->draws);
    return v;
}

static void item_sets_release(struct item_sets *s)
{
    for (int k = 0; k < s->count; k++) {
        for (int v = 0; v < s->e->view_count; v++) {
            sample_release(&s->sets[k].views[v].sample);
            mem_free(s->sets[k].views[v].draws);
        }
        mem_free(s->sets[k].views);
        mem_free(s->sets[k].keep);
    }
    mem_free(s->sets);
}

static struct difference compare(const struct item_sets *s, int set, int a, int b)
{
    const struct view_on_set *x = view_on_set(s, set, a), *y = view_on_set(s, set, b);
    int draws = s->e->policies.bootstrap;
    double *values = mem_new((size_t)draws, sizeof *values, "bootstrap");
    for (int i = 0; i < draws; i++)
        values[i] = x->draws[i] - y->draws[i];
    struct difference d = {.task = s->task, .a = a, .b = b, .value = x->value - y->value, .items = s->sets[set].count};
    d.interval = bootstrap_interval(values, draws, d.items);
    mem_free(values);
    return d;
}

/* The tests of the differences d[0..n), whose sets are set[0..n), and their correction. */
static void test(const struct item_sets *s, struct difference *d, const int *set, int n)
{
    double *p = mem_new((size_t)n * 2 + 1, sizeof *p, "tests"), *adjusted = p + n;
#pragma omp parallel for schedule(dynamic)
    for (int i = 0; i < n; i++) {
        const struct view_on_set *views = s->sets[set[i]].views;
        p[i] = permutation_test(&views[d[i].a].sample, &views[d[i].b].sample, s->e->policies.seed);
    }
    holm(p, n, adjusted);
    for (int i = 0; i < n; i++) {
        d[i].p = p[i];
        d[i].p_holm = adjusted[i];
    }
    mem_free(p);
}

/* Has the view items and a score on the task? */
static bool has_items(const struct evaluation *e, int v, int t)
{
    const struct score *s = evaluation_score(e, v, t);
    return s->statistic != NULL && s->reason == NULL && s->items.count > 0;
}

static void compare_on_task(struct evaluation *e, int t, int *set)
{
    struct item_sets sets = {.e = e, .task = t};
    struct difference *first = e->differences + e->difference_count;
    int n = 0;
    for (int a = 0; a < e->view_count; a++)
        for (int b = a + 1; b < e->view_count; b++) {
            if (!has_items(e, a, t) || !has_items(e, b, t))
                continue;
            set[n] = find_set(&sets, a, b);
            if (sets.sets[set[n]].count > 0) {
                first[n] = compare(&sets, set[n], a, b);
                n++;
            }
        }
    test(&sets, first, set, n);
    e->difference_count += n;
    item_sets_release(&sets);
}

void evaluation_compare(struct evaluation *e)
{
    if (e->policies.bootstrap == 0 || e->view_count < 2)
        return;
    size_t pairs = (size_t)e->view_count * (size_t)(e->view_count - 1) / 2;
    e->differences = mem_new(pairs * (size_t)e->task_count, sizeof *e->differences, "differences");
    int *set = mem_new(pairs, sizeof *set, "differences");
    for (int t = 0; t < e->task_count; t++)
        compare_on_task(e, t, set);
    mem_free(set);
}

bool evaluation_among_best(const struct evaluation *e, int v, int t)
{
    int best = -1;
    for (int other = 0; other < e->view_count; other++)
        if (has_items(e, other, t) &&
            (best < 0 || evaluation_score(e, other, t)->value > evaluation_score(e, best, t)->value))
            best = other;
    if (e->difference_count == 0 || e->tasks[t]->task->no_better || !has_items(e, v, t))
        return false;
    for (int i = 0; i < e->difference_count; i++) {
        const struct difference *d = &e->differences[i];
        if (d->task != t || !((d->a == v && d->b == best) || (d->b == v && d->a == best)))
            continue;
        return isnan(d->p_holm) ? !(d->interval.low > 0 || d->interval.high < 0) : d->p_holm >= SIGNIFICANT;
    }
    return v == best;
}
