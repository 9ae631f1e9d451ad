/* table.c: an evaluation as tables of plain text. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/evaluation.h"

#define NAME_LIMIT 40 /* columns for the name of a view */
#define CELL_WIDTH 13 /* columns at least for a score, with the space before it */

/* A column: the main value of a task, or one of its further metrics. */
struct table_column {
    int task;
    const char *metric; /* NULL: the main value */
    const char *title;
};

/* Columns on the screen that UTF-8 text takes: one for each code point. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static void print_spaces(struct output *out, int count)
{
    output_print(out, "%*s", count > 0 ? count : 0, "");
}

static void print_left(struct output *out, const char *text, int width)
{
    output_print(out, "%s", text);
    print_spaces(out, width - width_of(text));
}

static void print_right(struct output *out, const char *text, int width)
{
    print_spaces(out, width - width_of(text));
    output_print(out, "%s", text);
}

/* Bytes of the folder that all views share, so that the table need not repeat it. */
static size_t shared_folder(const struct evaluation *e)
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

/* The name of view v as the table shows it: at most NAME_LIMIT wide, the end kept. On the heap. */
static char *short_name(const struct evaluation *e, int v, size_t shared)
{
    const char *name = e->views[v].name + shared;
    if (width_of(name) <= NAME_LIMIT)
        return mem_string(name);
    for (int drop = width_of(name) - NAME_LIMIT + 1; drop > 0; drop--)
        do
            name++;
        while (((unsigned char)*name & 0xC0) == 0x80);
    return mem_format("…%s", name);
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

static void print_scores(struct output *out, const struct evaluation *e, int v, const char *name, int name_width,
                         const struct table_column *columns, int count, int cell)
{
    print_left(out, name, name_width);
    for (int i = 0; i < count; i++) {
        const struct score *s = evaluation_score(e, v, columns[i].task);
        double value = column_value(s, &columns[i]), half = (s->interval.high - s->interval.low) / 2;
        char text[64] = "-";
        if (isfinite(value) && !columns[i].metric && isfinite(half))
            snprintf(text, sizeof text, "%.1f ±%4.1f", 100 * value, 100 * half);
        else if (isfinite(value))
            snprintf(text, sizeof text, "%.1f", 100 * value);
        print_right(out, text, cell);
    }
    output_print(out, "\n");
    int skipped = name_width;
    for (int i = 0; i < count; i++) {
        const struct score *s = evaluation_score(e, v, columns[i].task);
        char text[64];
        snprintf(text, sizeof text, "%ld/%ld", s->used, s->given);
        if (!columns[i].metric)
            print_right(out, text, skipped + cell);
        skipped = columns[i].metric ? skipped + cell : 0;
    }
    output_print(out, "\n");
}

/* One table: all views against columns[0..count). */
static void print_block(struct output *out, const struct evaluation *e, char **names, int name_width,
                        const struct table_column *columns, int count, int cell)
{
    print_spaces(out, name_width);
    for (int i = 0; i < count; i++)
        print_right(out, columns[i].title, cell);
    output_print(out, "\n");
    for (int i = 0; i < name_width + count * cell; i++)
        output_print(out, "─");
    output_print(out, "\n");
    for (int v = 0; v < e->view_count; v++)
        print_scores(out, e, v, names[v], name_width, columns, count, cell);
}

/* The columns of the tasks of one kind. */
static int columns_of_kind(const struct evaluation *e, const struct task *kind, struct table_column *columns)
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

static void print_kind(struct output *out, const struct evaluation *e, const struct task *kind, char **names,
                       int name_width, int width)
{
    struct table_column *columns = mem_new((size_t)e->task_count * (TASK_FURTHER + 1), sizeof *columns, "table");
    int count = columns_of_kind(e, kind, columns), cell = CELL_WIDTH;
    for (int i = 0; i < count; i++)
        if (width_of(columns[i].title) + 2 > cell)
            cell = width_of(columns[i].title) + 2;
    int fit = (width - name_width) / cell;
    if (fit < 1)
        fit = 1;
    output_print(out, "\n%s: %s,\n± half the 95 %% interval; below it, %s used / given.\n", kind->heading,
                 kind->measure, kind->unit);
    for (int start = 0; start < count; start += fit) {
        output_print(out, "\n");
        print_block(out, e, names, name_width, columns + start, count - start < fit ? count - start : fit, cell);
    }
    mem_free(columns);
}

/* Is task t the first of its kind? */
static bool first_of_kind(const struct evaluation *e, int t)
{
    for (int i = 0; i < t; i++)
        if (e->tasks[i]->task == e->tasks[t]->task)
            return false;
    return true;
}

static void print_notes(struct output *out, const struct evaluation *e)
{
    const struct policies *p = &e->policies;
    output_print(out, "\nUnknown words: %s. Case: %s. Analogies over the first ", oov_policy_name(p->oov),
                 case_policy_name(p->case_policy));
    if (p->restrict_vocab > 0)
        output_print(out, "%ld words.", p->restrict_vocab);
    else
        output_print(out, "words, all of them.");
    output_print(out, " Intervals: %d bootstrap draws, seed %llu.\n", p->bootstrap, (unsigned long long)p->seed);
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++)
            if (evaluation_score(e, v, t)->reason)
                output_print(out, "No score for %s on %s: %s.\n", e->views[v].name, e->tasks[t]->name,
                             evaluation_score(e, v, t)->reason);
    if (e->missing_count > 0) {
        output_print(out, "Missing from %s, so not scored:", e->data);
        for (int i = 0; i < e->missing_count; i++)
            output_print(out, "%s %s", i > 0 ? "," : "", e->missing[i]->name);
        output_print(out, ".\n");
    }
}

void evaluation_print(const struct evaluation *e, struct output *out, int width)
{
    size_t shared = shared_folder(e);
    char **names = mem_new((size_t)e->view_count, sizeof *names, "table");
    int name_width = 0;
    for (int v = 0; v < e->view_count; v++) {
        names[v] = short_name(e, v, shared);
        if (width_of(names[v]) > name_width)
            name_width = width_of(names[v]);
    }
    if (shared > 0)
        output_print(out, "Models in %.*s\n", (int)shared, e->views[0].name);
    for (int t = 0; t < e->task_count; t++)
        if (first_of_kind(e, t))
            print_kind(out, e, e->tasks[t]->task, names, name_width, width);
    print_notes(out, e);
    for (int v = 0; v < e->view_count; v++)
        mem_free(names[v]);
    mem_free(names);
}
