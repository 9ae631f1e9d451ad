/* columns.h: the columns of tables for people, and what stands in their cells: shared by table.c and markdown.c. */
#ifndef EMBEDLAB_EVAL_COLUMNS_H
#define EMBEDLAB_EVAL_COLUMNS_H

#include "eval/evaluation.h"

/* The main value of a task, or one of its further metrics. */
struct table_column {
    int task;
    const char *metric; /* NULL: the main value */
    const char *title;
};

/* The columns of the tasks of one kind, into columns[(TASK_FURTHER + 1) x tasks]; returns how many. */
int columns_of_kind(const struct evaluation *e, const struct task *kind, struct table_column *columns);

/* Is task t the first of its kind? */
bool first_of_kind(const struct evaluation *e, int t);

/* Columns on the screen that UTF-8 text takes, up to `end`: one for each code point. */
int text_columns(const char *text, const char *end);

#define CELL_TEXT 64

/* "46.6 ± 9.6*", "0.913", or "n/a". The star: among the best. */
void cell_score(const struct evaluation *e, int v, const struct table_column *c, char text[CELL_TEXT]);

/* "332/353", and nothing for a metric or a task without items. */
void cell_items(const struct evaluation *e, int v, const struct table_column *c, char text[CELL_TEXT]);

/* Mean and spread of a group: "46.6 ± 0.4 (3)". */
void cell_group(const struct evaluation *e, const char *group, const struct table_column *c, char text[CELL_TEXT]);

/* Bytes of the folder that all views share, so that no table need repeat it. */
size_t shared_folder(const struct evaluation *e);

/* The first group score of each group, i = 0, 1, ...; NULL behind the last group. */
const struct group_score *group_at(const struct evaluation *e, int i);

/* Every two views' spaces, a line each; then what holds for all tables: the policies, the scores without what training
 * texts hold, what was not scored and why. A line begins with line_start and is broken where it is longer than `width`
 * columns (0: never). */
void print_comparisons(const struct evaluation *e, struct output *out, const char *line_start, int width);
void print_conditions(const struct evaluation *e, struct output *out, const char *line_start, int width);

#endif
