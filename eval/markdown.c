/* markdown.c: an evaluation as tables of GitHub's Markdown. */
#include <string.h>

#include "base/mem.h"
#include "eval/columns.h"

static void print_text(struct output *out, const char *text)
{
    for (; *text != '\0'; text++)
        output_print(out, *text == '|' || *text == '*' || *text == '_' ? "\\%c" : "%c", *text);
}

static void print_row(struct output *out, const char *name, char (*cells)[CELL_TEXT], int count)
{
    output_print(out, "| ");
    print_text(out, name);
    for (int i = 0; i < count; i++) {
        output_print(out, " | ");
        print_text(out, cells[i]);
    }
    output_print(out, " |\n");
}

static void print_kind(struct output *out, const struct evaluation *e, const struct task *kind, size_t shared)
{
    size_t most = (size_t)e->task_count * (TASK_FURTHER + 1);
    struct table_column *columns = mem_new(most, sizeof *columns, "table");
    char(*cells)[CELL_TEXT] = mem_new(most, sizeof *cells, "table");
    int count = columns_of_kind(e, kind, columns);
    const struct group_score *group;
    output_print(out, "\n## %s\n\n%s%s.\n\n", kind->heading, kind->measure,
                 e->policies.bootstrap > 0 ? ", ± half the 95 % interval" : "");
    output_print(out, "| view |");
    for (int i = 0; i < count; i++)
        output_print(out, " %s |", columns[i].title);
    output_print(out, "\n|---|");
    for (int i = 0; i < count; i++)
        output_print(out, "---:|");
    output_print(out, "\n");
    for (int i = 0; i < count; i++)
        cell_items(e, 0, &columns[i], cells[i]);
    print_row(out, "items used / given by the first view", cells, count);
    for (int v = 0; v < e->view_count; v++) {
        for (int i = 0; i < count; i++)
            cell_score(e, v, &columns[i], cells[i]);
        print_row(out, e->views[v].name + shared, cells, count);
    }
    for (int g = 0; (group = group_at(e, g)) != NULL; g++) {
        for (int i = 0; i < count; i++)
            cell_group(e, group->group, &columns[i], cells[i]);
        print_row(out, group->group, cells, count);
    }
    mem_free(columns);
    mem_free(cells);
}

void evaluation_markdown(const struct evaluation *e, struct output *out)
{
    size_t shared = shared_folder(e);
    output_print(out, "# Scores\n");
    for (int t = 0; t < e->task_count; t++)
        if (first_of_kind(e, t))
            print_kind(out, e, e->tasks[t]->task, shared);
    if (e->comparison_count > 0)
        output_print(out, "\n## Spaces\n\nOn the words that all views list:\n\n");
    print_comparisons(e, out, "- ", 0);
    output_print(out, "\n## Conditions\n\n");
    print_conditions(e, out, "- ", 0);
}
