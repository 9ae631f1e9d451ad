/* columns.c: what tables for people say. */
#include "eval/columns.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

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

/* ---- lines of text ---- */

int text_columns(const char *text, const char *end)
{
    int width = 0;
    for (; text < end; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

/* Prints one line, broken at blanks where it is longer than `width` (0: never). */
static void print_line(struct output *out, const char *line_start, int width, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void print_line(struct output *out, const char *line_start, int width, const char *format, ...)
{
    va_list arguments;
    char *text;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    output_print(out, "%s", line_start);
    char *rest = text, *blank;
    while (rest && width > 0 && text_columns(rest, rest + strlen(rest)) > width) {
        char *cut = NULL;
        for (blank = strchr(rest, ' '); blank && text_columns(rest, blank) <= width; blank = strchr(blank + 1, ' '))
            cut = blank;
        if (!cut)
            break;
        *cut = '\0';
        output_print(out, "%s\n", rest);
        rest = cut + 1;
    }
    output_print(out, "%s\n", rest ? rest : "");
    free(text);
}

/* " ± half the interval", or nothing where there is none. */
struct half {
    char text[24];
};
static struct half half_width(const struct figure *f, double scale, int digits)
{
    struct half h = {""};
    double half = scale * (f->interval.high - f->interval.low) / 2;
    if (isfinite(half))
        snprintf(h.text, sizeof h.text, " ± %.*f", digits, half);
    return h;
}

/* How much alike the views' spaces are. */
void print_comparisons(const struct evaluation *e, struct output *out, const char *line_start, int width)
{
    size_t shared = shared_folder(e);
    for (int i = 0; i < e->comparison_count; i++) {
        const struct comparison *c = &e->comparisons[i];
        const char *a = e->views[c->a].name + shared, *b = e->views[c->b].name + shared;
        if (isfinite(c->cka.value))
            print_line(out, line_start, width,
                       "%s, %s: CKA %.3f%s, 10 nearest in common %.1f%s %%, cosines' Spearman %.3f%s, Procrustes "
                       "%.3f%s; %ld words",
                       a, b, c->cka.value, half_width(&c->cka, 1, 3).text, 100 * c->overlap10.value,
                       half_width(&c->overlap10, 100, 1).text, c->cosine_spearman.value,
                       half_width(&c->cosine_spearman, 1, 3).text, c->procrustes.value,
                       half_width(&c->procrustes, 1, 3).text, c->items);
        else
            print_line(out, line_start, width, "%s, %s: %ld words in common, too few to compare", a, b, c->items);
    }
}

/* ---- the conditions ---- */

static void print_policies(const struct evaluation *e, struct output *out, const char *line_start, int width)
{
    const struct policies *p = &e->policies;
    char candidates[64] = "all words", known[80] = "", trust[100] = "";
    if (p->restrict_vocab > 0)
        snprintf(candidates, sizeof candidates, "the first %ld words", p->restrict_vocab);
    if (p->known_vocab > 0)
        snprintf(known, sizeof known, "only the first %ld words known; ", p->known_vocab);
    if (p->bootstrap > 0)
        snprintf(trust, sizeof trust, " Intervals and tests: %d bootstrap draws, seed %llu.", p->bootstrap,
                 (unsigned long long)p->seed);
    print_line(out, line_start, width,
               "Policy%s%s: unknown words %s; case %s; analogies by %s over %s; %ssimilarity %s; parts %s; %s.%s",
               p->preset ? " of " : "", p->preset ? p->preset : "", oov_policy_name(p->oov),
               case_policy_name(p->case_policy), p->analogy == ANALOGY_3COSADD ? "3CosAdd" : "3CosMul", candidates,
               known, similarity_name(p->similarity), aggregation_name(p->aggregate),
               p->shared_vocab ? "only items that all views know" : "each view's own items", trust);
}

/* Which scores are missing, a benchmark's common reason only once. */
static void print_reasons(const struct evaluation *e, struct output *out, const char *line_start, int width)
{
    for (int t = 0; t < e->task_count; t++) {
        bool same = e->view_count > 1;
        const char *first = evaluation_score(e, 0, t)->reason;
        for (int v = 0; v < e->view_count; v++) {
            const char *reason = evaluation_score(e, v, t)->reason;
            same = same && first && reason && strcmp(first, reason) == 0;
        }
        if (same)
            print_line(out, line_start, width, "No score for any view on %s: %s.", e->tasks[t]->name, first);
        for (int v = 0; v < e->view_count && !same; v++)
            if (evaluation_score(e, v, t)->reason)
                print_line(out, line_start, width, "No score for %s on %s: %s.", e->views[v].name, e->tasks[t]->name,
                           evaluation_score(e, v, t)->reason);
    }
}

/* What the training texts hold, and the scores without it. */
static void print_seen(const struct evaluation *e, struct output *out, const char *line_start, int width)
{
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++) {
            const struct score *s = evaluation_score(e, v, t);
            double scale = task_scale(e->tasks[t]->task);
            if (!s->unseen.asked || s->unseen.seen == 0)
                continue;
            char without[40] = "no score";
            if (isfinite(s->unseen.value))
                snprintf(without, sizeof without, "%.1f", scale * s->unseen.value);
            print_line(out, line_start, width,
                       "%s on %s: training texts hold %ld of the %ld items used; %.1f with them, %s without.",
                       e->views[v].name, e->tasks[t]->name, s->unseen.seen, s->used, scale * s->value, without);
        }
}

void print_conditions(const struct evaluation *e, struct output *out, const char *line_start, int width)
{
    print_policies(e, out, line_start, width);
    if (e->difference_count > 0)
        print_line(out, line_start, width,
                   "* the best, or not significantly worse than the best (paired permutation test, Holm, 5 %%; where "
                   "none is possible, the difference's interval).");
    print_seen(e, out, line_start, width);
    print_reasons(e, out, line_start, width);
    char *missing = mem_string("");
    for (int i = 0; i < e->missing_count; i++) {
        char *longer = mem_format("%s%s %s", missing, i > 0 ? "," : "", e->missing[i]->name);
        mem_free(missing);
        missing = longer;
    }
    if (e->missing_count > 0)
        print_line(out, line_start, width, "Missing from %s, so not scored:%s.", e->data, missing);
    mem_free(missing);
}
