/* table.c: an evaluation as tables of plain text. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/columns.h"

#define NAME_LIMIT 40 /* columns for the name of a view */
#define CELL_WIDTH 14 /* columns at least for a score, with the space before it */

static int width_of(const char *text)
{
    return text_columns(text, text + strlen(text));
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

/* A line of cells; one that is empty is left blank. */
static void print_cells(struct output *out, const char *name, int name_width, char (*cells)[CELL_TEXT], int count,
                        int width)
{
    int last = count;
    while (last > 0 && cells[last - 1][0] == '\0')
        last--;
    print_left(out, name, last > 0 ? name_width : 0);
    for (int i = 0; i < last; i++)
        print_right(out, cells[i], width);
    output_print(out, "\n");
}

/* One table: all views and groups against columns[0..count). */
static void print_block(struct output *out, const struct evaluation *e, char **names, int name_width,
                        const struct table_column *columns, int count, int width)
{
    char(*cells)[CELL_TEXT] = mem_new((size_t)count, sizeof *cells, "table");
    const struct group_score *group;
    for (int i = 0; i < count; i++)
        snprintf(cells[i], CELL_TEXT, "%s", columns[i].title);
    print_cells(out, "", name_width, cells, count, width);
    for (int i = 0; i < name_width + count * width; i++)
        output_print(out, "─");
    output_print(out, "\n");
    for (int v = 0; v < e->view_count; v++) {
        for (int i = 0; i < count; i++)
            cell_score(e, v, &columns[i], cells[i]);
        print_cells(out, names[v], name_width, cells, count, width);
        for (int i = 0; i < count; i++)
            cell_items(e, v, &columns[i], cells[i]);
        print_cells(out, "", name_width, cells, count, width);
    }
    for (int g = 0; (group = group_at(e, g)) != NULL; g++) {
        for (int i = 0; i < count; i++)
            cell_group(e, group->group, &columns[i], cells[i]);
        char *name = mem_format("= %s", group->group);
        print_cells(out, name, name_width, cells, count, width);
        mem_free(name);
    }
    mem_free(cells);
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
    output_print(out, "\n%s: %s;\n%sbelow, %s used / given.\n", kind->heading, kind->measure,
                 e->policies.bootstrap > 0 ? "± half the 95 % interval; " : "", kind->unit);
    for (int start = 0; start < count; start += fit) {
        output_print(out, "\n");
        print_block(out, e, names, name_width, columns + start, count - start < fit ? count - start : fit, cell);
    }
    mem_free(columns);
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
    const struct group_score *group;
    for (int g = 0; (group = group_at(e, g)) != NULL; g++)
        if (width_of(group->group) + 2 > name_width)
            name_width = width_of(group->group) + 2;
    if (shared > 0)
        output_print(out, "Models in %.*s\n", (int)shared, e->views[0].name);
    for (int t = 0; t < e->task_count; t++)
        if (first_of_kind(e, t))
            print_kind(out, e, e->tasks[t]->task, names, name_width, width);
    if (e->comparison_count > 0)
        output_print(out, "\nSpaces, on the words that all views list:\n");
    print_comparisons(e, out, "", width);
    output_print(out, "\n");
    print_conditions(e, out, "", width);
    for (int v = 0; v < e->view_count; v++)
        mem_free(names[v]);
    mem_free(names);
}
