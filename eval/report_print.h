/* report_print.h: the two forms of a report, and what both need to print. */
#ifndef EMBEDLAB_EVAL_REPORT_PRINT_H
#define EMBEDLAB_EVAL_REPORT_PRINT_H

#include "base/file.h"
#include "eval/report_data.h"
#include "eval/report_layers.h"

/* One self-contained page: no network, no scripts. */
void report_html(const struct report *r, struct output *out);

/* The same as Markdown (GitHub's tables). */
void report_markdown(const struct report *r, struct output *out);

/* ---- shared ---- */

/* The explanation at the end of a report. */
struct explanation {
    const char *heading;
    const char *paragraphs[4]; /* NULL-ended */
};
extern const struct explanation report_explanations[]; /* ended by a NULL heading */

/* A column of a table of scores: the main value of a task, or one of its further metrics. */
struct score_column {
    int task;
    int further; /* index into the task's further metrics; -1: the main value */
    const char *title;
};

/* Is the task scored, and the first of its kind that is? */
bool is_first_of_kind(const struct report *r, int task);

/* Columns of the tasks of the kind of `task` that have been scored; *count of them, to be freed. */
struct score_column *score_columns(const struct report *r, int task, int *count);

/* The value of a column in a cell; NaN = undefined. */
double score_value(const struct report_cell *c, const struct score_column *column);

/* What people call a model_type of config.json: "language model" for "gpt2"; else the type itself. */
const char *kind_name(const char *model_type);

/* "13.90 M", "36.9 k"; "?" for NaN. */
void format_amount(char *text, size_t size, double x);

/* "5 min 12 s"; "?" for NaN. */
void format_seconds(char *text, size_t size, double seconds);

/* The name of a view, or of a model, without the folder that all share. */
static inline const char *short_view(const struct report *r, const struct report_view *v)
{
    return v->name + r->shared_folder;
}
static inline const char *short_model(const struct report *r, const struct report_view *v)
{
    return v->model + r->shared_folder;
}

/* Is view i the first of its model? */
bool is_first_of_model(const struct report *r, int i);

/* ---- HTML only ---- */

/* Text with &, <, >, quotes and control characters made harmless. */
void html_text(struct output *out, const char *text);

/* An SVG of a curve's score by layer, for a few tasks (report_chart.c). */
void html_layer_chart(struct output *out, const struct report *r, const struct layer_curve *c);

#endif
