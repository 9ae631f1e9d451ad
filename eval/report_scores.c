/* report_scores.c: the scores, a table per kind of task and a chart per task. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_chart.h"
#include "eval/report_print.h"

#define CHART_ROWS  24
#define COLUMNS     12 /* of a table */
#define SIGNIFICANT 0.05

/* Is the task scored, and the first of its kind that is? */
static bool is_first_of_kind(const struct report *r, int task)
{
    for (int t = 0; t < task; t++)
        if (!r->tasks[t].missing && strcmp(r->tasks[t].kind, r->tasks[task].kind) == 0)
            return false;
    return !r->tasks[task].missing;
}

/* ---- marks ---- */

/* Was the view tested against the best one, and may the difference be chance? */
static bool may_be_as_good(const struct report *r, int task, int best, int view)
{
    struct report_difference d;
    if (best < 0 || view == best || !report_difference(r, task, best, view, &d))
        return false;
    double p = isfinite(d.p_holm) ? d.p_holm : d.p;
    return isfinite(p) && p >= SIGNIFICANT;
}

/* ---- tables ---- */

/* A cell: the score with its mark, interval, items, and the score without what training texts hold. */
static void print_cell(struct page *p, const struct report *r, int view, int task, int best)
{
    const struct report_cell *c = report_cell(r, view, task);
    const struct report_task *t = &r->tasks[task];
    char number[40], text[60], interval[80] = "", used[100] = "", unseen[120] = "";
    double scale = task_scale(t);
    bool scored = report_scored(r, view, task);
    snprintf(text, sizeof text, "%s%s", format_number(number, c->there ? scale * c->score : NAN, task_digits(t)),
             view == best                          ? " ★"
             : may_be_as_good(r, task, best, view) ? " ≈"
                                                   : "");
    if (scored)
        format_interval(interval, scale * c->low, scale * c->high, task_digits(t));
    if (c->there && (c->given > 0 || !task_is_geometry(t)))
        snprintf(used, sizeof used, "%.0f/%.0f", c->used, c->given);
    if (scored && c->seen > 0)
        snprintf(unseen, sizeof unseen, "without %.0f seen: %s", c->seen,
                 format_number(number, scale * c->score_unseen, task_digits(t)));
    page_score(p, view == best, text, !scored && c->reason ? c->reason : interval, used, unseen);
}

/* The score on a task, or one of its further metrics. */
struct column {
    int task, metric; /* metric -1: the score */
    int best;         /* view with the best score */
};

static void print_further(struct page *p, const struct report *r, int view, const struct column *c)
{
    const struct report_cell *cell = report_cell(r, view, c->task);
    const struct report_task *t = &r->tasks[c->task];
    char number[40];
    page_cell(p, "%s",
              format_number(number, cell->there ? task_scale(t) * cell->further[c->metric] : NAN, task_digits(t)));
}

/* Has any view the task's further metric? */
static bool is_told(const struct report *r, int task, int metric)
{
    for (int v = 0; v < r->view_count; v++)
        if (report_cell(r, v, task)->there && isfinite(report_cell(r, v, task)->further[metric]))
            return true;
    return false;
}

/* Adds the columns of a task. */
static void add_columns(const struct report *r, int task, struct column **columns, int *count)
{
    int best = report_best(r, task, NULL, 0);
    for (int metric = -1; metric < r->tasks[task].further_count; metric++) {
        if (metric >= 0 && !is_told(r, task, metric))
            continue;
        *columns = mem_grow(*columns, (size_t)*count + 1, sizeof **columns, "columns of a table");
        (*columns)[(*count)++] = (struct column){task, metric, best};
    }
}

static bool has_any(const struct report *r, int view, const struct column *columns, int count)
{
    for (int i = 0; i < count; i++)
        if (report_cell(r, view, columns[i].task)->there)
            return true;
    return false;
}

/* One table, of the views that were asked any of the columns' tasks. */
static void print_columns(struct page *p, const struct report *r, const char *caption, const struct column *columns,
                          int count)
{
    page_table_begin(p, caption, "View");
    for (int i = 0; i < count; i++) {
        const struct report_task *t = &r->tasks[columns[i].task];
        page_column(p, columns[i].metric < 0 ? t->title : t->further[columns[i].metric], false);
    }
    for (int v = 0; v < r->view_count; v++) {
        if (!has_any(r, v, columns, count))
            continue;
        page_row(p, is_first_of_model(r, v), "%s", short_view(r, &r->views[v]));
        for (int i = 0; i < count; i++) {
            if (columns[i].metric < 0)
                print_cell(p, r, v, columns[i].task, columns[i].best);
            else
                print_further(p, r, v, &columns[i]);
        }
    }
    page_table_end(p);
}

/* The tasks that are of one kind with `task`, in tables that fit a sheet. */
static void print_tables(struct page *p, const struct report *r, int task)
{
    const struct report_task *kind = &r->tasks[task];
    struct column *columns = NULL;
    int count = 0;
    bool one_measure = true;
    for (int t = 0; t < r->task_count; t++) {
        if (r->tasks[t].missing || strcmp(r->tasks[t].kind, kind->kind) != 0)
            continue;
        one_measure &= strcmp(r->tasks[t].measure, kind->measure) == 0;
        add_columns(r, t, &columns, &count);
    }
    char *caption = !one_measure ? mem_string("What each column is stands under Conditions and sources.")
                    : kind->plain
                        ? mem_format("%s.", kind->measure)
                        : mem_format("%s, with its 95 %% interval and %s used / given.", kind->measure, kind->unit);
    for (int begin = 0, end = 0; begin < count; begin = end) {
        for (int i = begin + 1; i <= count && i - begin <= COLUMNS; i++)
            if (i == count || columns[i].metric < 0) /* tasks stay together */
                end = i;
        if (end == begin) /* one task alone is wider */
            end = begin + COLUMNS;
        print_columns(p, r, caption, columns + begin, end - begin);
    }
    mem_free(caption);
    mem_free(columns);
}

/* ---- charts ---- */

/* What sort of view it is: the colour of its dot. */
static int sort_of(const struct report_view *v)
{
    switch (v->role) {
    case ROLE_WORD_VECTORS:
        return 0;
    case ROLE_ENCODER:
        return 1;
    case ROLE_TUNED:
        return 4;
    case ROLE_UNKNOWN:
        return 5;
    default:
        return strcmp(v->view, "input") == 0 || strcmp(v->view, "output") == 0 ? 2 : 3;
    }
}
static const char *const sorts[] = {"word vectors",           "sentence encoder",     "language model: tables",
                                    "language model: states", "tuned language model", "other"};
#define SORTS (int)(sizeof sorts / sizeof *sorts)

struct ranked {
    int view;
    double score;
};

static int by_score(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    return a->score != b->score ? (a->score < b->score) - (a->score > b->score) : a->view - b->view;
}

/* The views' scores on one task, best first. */
static void print_chart(struct page *p, const struct report *r, int task)
{
    struct dots d = {.title = r->tasks[task].title, .x_title = "score x 100"};
    struct ranked *order = mem_new((size_t)r->view_count + 1, sizeof *order, "order of scores");
    int count = 0;
    for (int v = 0; v < r->view_count; v++)
        if (report_scored(r, v, task))
            order[count++] = (struct ranked){v, report_cell(r, v, task)->score};
    qsort(order, (size_t)count, sizeof *order, by_score);
    for (int i = 0; i < count && i < CHART_ROWS; i++) {
        const struct report_view *v = &r->views[order[i].view];
        const struct report_cell *c = report_cell(r, order[i].view, task);
        dots_row(&d, short_view(r, v), sort_of(v), 100 * c->score, 100 * c->low, 100 * c->high);
    }
    if (count > CHART_ROWS)
        dots_print(p, &d, "The best %d of %d views; bars: 95 %% intervals.", CHART_ROWS, count);
    else
        dots_print(p, &d, "Best first; bars: 95 %% intervals.");
    mem_free(order);
}

static void print_charts(struct page *p, const struct report *r, int task)
{
    figures_begin(p);
    for (int t = 0; t < r->task_count; t++)
        if (!r->tasks[t].missing && strcmp(r->tasks[t].kind, r->tasks[task].kind) == 0)
            print_chart(p, r, t);
    figures_end(p);
}

static void print_legend(struct page *p, const struct report *r)
{
    const char *names[SORTS] = {NULL};
    for (int v = 0; v < r->view_count; v++)
        names[sort_of(&r->views[v])] = sorts[sort_of(&r->views[v])];
    legend_print(p, names, SORTS, false);
}

/* Seeds of one configuration: mean and standard deviation. */
static void print_groups(struct page *p, const struct report *r)
{
    if (r->group_count == 0)
        return;
    page_heading(p, 3, NULL, "Seeds");
    page_table_begin(p, "Mean and standard deviation over the seeds of one configuration.", "Configuration");
    page_column(p, "Benchmark", true);
    page_column(p, "Mean", false);
    page_column(p, "Deviation", false);
    page_column(p, "Seeds", false);
    for (int i = 0; i < r->group_count; i++) {
        const struct report_group *g = &r->groups[i];
        const struct report_task *t = &r->tasks[g->task];
        char number[40];
        page_row(p, i > 0 && strcmp(g->name, g[-1].name) != 0, "%s", g->name);
        page_cell(p, "%s", t->title);
        page_cell(p, "%s", format_number(number, task_scale(t) * g->mean, task_digits(t)));
        page_cell(p, "%s", format_number(number, task_scale(t) * g->deviation, task_digits(t)));
        page_cell(p, "%.0f", g->count);
    }
    page_table_end(p);
}

void section_scores(struct page *p, const struct report *r)
{
    page_heading(p, 2, "scores", "Scores");
    page_paragraph(
        p, r->difference_count > 0
               ? "★ best of its column; ≈ not significantly worse than the best (paired permutation test on the "
                 "same items, p of at least 0.05 after Holm's correction). Brackets: 95 %% intervals."
               : "★ best of its column. Brackets: 95 %% intervals. Differences were not tested.");
    print_legend(p, r);
    for (int t = 0; t < r->task_count; t++) {
        if (!is_first_of_kind(r, t))
            continue;
        page_heading(p, 3, NULL, "%s", r->tasks[t].heading);
        if (!r->tasks[t].no_better)
            print_charts(p, r, t);
        print_tables(p, r, t);
    }
    print_groups(p, r);
}
