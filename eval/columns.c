/* columns.c: what tables for people say. */
#include "eval/columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int columns_of_kind(const struct evaluation *e, const struct task *kind, struct table_column *columns)
{
    int count = 0;
    for (int t = 0; t < e->task_count; t++) {
        if (e->tasks[t]->task != kind)
            continue;
        columns[count++] = (struct table_column){t, NULL, e->tasks[t]->name};
        for (const char *const *metric = kind->further; *metric; metric++)
            columns[count++] = (struct table_column){t, *metric, *metric};
    }
    return count;
}

bool first_of_kind(const struct evaluation *e, int t)
{
    for (int i = 0; i < t; i++)
        if (e->tasks[i]->task == e->tasks[t]->task)
            return false;
    return true;
}

static double column_value(const struct score *s, const struct table_column *c)
{
    if (!c->metric)
        return s->value;
    for (int i = 0; i < s->metric_count; i++)
        if (strcmp(s->metrics[i].name, c->metric) == 0)
            return s->metrics[i].value;
    return NAN;
}

/* Digits behind the point: of percentages one, of plain numbers so many that three or more digits say something. */
static int digits(const struct task *t, double value)
{
    return !t->plain || fabs(value) >= 100 ? 1 : fabs(value) >= 10 ? 2 : 3;
}

void cell_score(const struct evaluation *e, int v, const struct table_column *c, char text[CELL_TEXT])
{
    const struct score *s = evaluation_score(e, v, c->task);
    const struct task *task = e->tasks[c->task]->task;
    double scale = task_scale(task), value = scale * column_value(s, c);
    double half = scale * (s->interval.high - s->interval.low) / 2;
    if (!isfinite(value))
        snprintf(text, CELL_TEXT, "%s", c->metric ? "-" : "n/a");
    else if (!c->metric && isfinite(half))
        snprintf(text, CELL_TEXT, "%.*f ±%4.*f%s", digits(task, value), value, digits(task, value), half,
                 evaluation_among_best(e, v, c->task) ? "*" : "");
    else
        snprintf(text, CELL_TEXT, "%.*f", digits(task, value), value);
}

void cell_items(const struct evaluation *e, int v, const struct table_column *c, char text[CELL_TEXT])
{
    const struct score *s = evaluation_score(e, v, c->task);
    text[0] = '\0';
    if (!c->metric && s->given > 0)
        snprintf(text, CELL_TEXT, "%ld/%ld", s->used, s->given);
}

void cell_group(const struct evaluation *e, const char *group, const struct table_column *c, char text[CELL_TEXT])
{
    text[0] = '\0';
    const struct task *task = e->tasks[c->task]->task;
    for (int i = 0; i < e->group_count && !c->metric; i++) {
        const struct group_score *g = &e->groups[i];
        double mean = task_scale(task) * g->mean, deviation = task_scale(task) * g->deviation;
        if (g->task != c->task || strcmp(g->group, group) != 0 || g->count == 0)
            continue;
        if (g->count > 1)
            snprintf(text, CELL_TEXT, "%.*f sd%4.*f", digits(task, mean), mean, digits(task, mean), deviation);
        else
            snprintf(text, CELL_TEXT, "%.*f", digits(task, mean), mean);
    }
}

size_t shared_folder(const struct evaluation *e)
{
    const char *first = e->views[0].model;
    size_t shared = strlen(first);
    for (int v = 0; v < e->view_count; v++) {
        size_t same = 0;
        while (same < shared && e->views[v].name[same] == first[same])
            same++;
        shared = same;
    }
    while (shared > 0 && first[shared - 1] != '/')
        shared--;
    return shared;
}

const struct group_score *group_at(const struct evaluation *e, int i)
{
    return i * e->task_count < e->group_count ? &e->groups[i * e->task_count] : NULL;
}

/* ---- the conditions ---- */

static void print_policies(const struct evaluation *e, struct output *out)
{
    const struct policies *p = &e->policies;
    output_print(out, "Policy%s%s: unknown words %s; case %s; analogies by %s over the first ", p->preset ? " of " : "",
                 p->preset ? p->preset : "", oov_policy_name(p->oov), case_policy_name(p->case_policy),
                 p->analogy == ANALOGY_3COSADD ? "3CosAdd" : "3CosMul");
    if (p->restrict_vocab > 0)
        output_print(out, "%ld words", p->restrict_vocab);
    else
        output_print(out, "words, all of them");
    if (p->known_vocab > 0)
        output_print(out, "; only the first %ld words are known", p->known_vocab);
    output_print(out, "; similarity %s; parts %s; %s.", similarity_name(p->similarity), aggregation_name(p->aggregate),
                 p->shared_vocab ? "items that all views know" : "each view's own items");
    if (p->bootstrap > 0)
        output_print(out, " Intervals and tests: %d bootstrap draws, seed %llu.", p->bootstrap,
                     (unsigned long long)p->seed);
}

/* Which scores are missing, a benchmark's common reason only once. */
static void print_reasons(const struct evaluation *e, struct output *out, const char *line_start)
{
    for (int t = 0; t < e->task_count; t++) {
        bool same = e->view_count > 1;
        const char *first = evaluation_score(e, 0, t)->reason;
        for (int v = 0; v < e->view_count; v++) {
            const char *reason = evaluation_score(e, v, t)->reason;
            same = same && first && reason && strcmp(first, reason) == 0;
        }
        if (same)
            output_print(out, "%sNo score for any view on %s: %s.\n", line_start, e->tasks[t]->name, first);
        for (int v = 0; v < e->view_count && !same; v++)
            if (evaluation_score(e, v, t)->reason)
                output_print(out, "%sNo score for %s on %s: %s.\n", line_start, e->views[v].name, e->tasks[t]->name,
                             evaluation_score(e, v, t)->reason);
    }
}

/* What the training texts hold, and the scores without it. */
static void print_seen(const struct evaluation *e, struct output *out, const char *line_start)
{
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++) {
            const struct score *s = evaluation_score(e, v, t);
            double scale = task_scale(e->tasks[t]->task);
            if (!s->unseen.asked || s->unseen.seen == 0)
                continue;
            output_print(out, "%s%s on %s: training texts hold %ld of the %ld items; ", line_start, e->views[v].name,
                         e->tasks[t]->name, s->unseen.seen, s->used);
            if (isfinite(s->unseen.value))
                output_print(out, "%.1f with them, %.1f without.\n", scale * s->value, scale * s->unseen.value);
            else
                output_print(out, "no score without them.\n");
        }
}

/* How much alike the views' spaces are. */
void print_comparisons(const struct evaluation *e, struct output *out, const char *line_start)
{
    size_t shared = shared_folder(e);
    for (int i = 0; i < e->comparison_count; i++) {
        const struct comparison *c = &e->comparisons[i];
        output_print(out, "%s%s, %s: ", line_start, e->views[c->a].name + shared, e->views[c->b].name + shared);
        if (isfinite(c->cka))
            output_print(out,
                         "CKA %.3f, 10 nearest in common %.1f %%, cosines' Spearman %.3f, Procrustes %.3f; %ld words\n",
                         c->cka, 100 * c->overlap10, c->cosine_spearman, c->procrustes, c->items);
        else
            output_print(out, "%ld words in common, too few to compare\n", c->items);
    }
}

void print_conditions(const struct evaluation *e, struct output *out, const char *line_start)
{
    output_print(out, "%s", line_start);
    print_policies(e, out);
    output_print(out, "\n");
    if (e->difference_count > 0)
        output_print(out,
                     "%s* the best, or not significantly worse than it (paired permutation test, Holm, 5 %%; where "
                     "none is possible, the difference's interval).\n",
                     line_start);
    print_seen(e, out, line_start);
    print_reasons(e, out, line_start);
    if (e->missing_count == 0)
        return;
    output_print(out, "%sMissing from %s, so not scored:", line_start, e->data);
    for (int i = 0; i < e->missing_count; i++)
        output_print(out, "%s %s", i > 0 ? "," : "", e->missing[i]->name);
    output_print(out, ".\n");
}
