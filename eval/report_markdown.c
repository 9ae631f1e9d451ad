/* report_markdown.c: the report as Markdown. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"
#include "eval/report_print.h"

/* Text from outside: on one line, and nothing in it is markup. */
static void print_text(struct output *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_{}[]<>#|&~", *text))
            output_write(out, "\\", 1);
        output_write(out, (unsigned char)*text < ' ' ? " " : text, 1);
    }
}

static void print_row_start(struct output *out, const char *text)
{
    output_print(out, "| ");
    print_text(out, text);
    output_print(out, " |");
}

/* ---- what was compared ---- */

static void print_model(struct output *out, const struct report *r, const struct report_view *v)
{
    const struct report_training *t = report_training_of(r, v->model);
    char vocabulary[32], parameters[32], seen[32], seconds[32];
    format_amount(vocabulary, sizeof vocabulary, v->vocabulary);
    format_amount(parameters, sizeof parameters, v->parameters);
    print_row_start(out, short_model(r, v));
    output_print(out, " ");
    print_text(out, kind_name(v->kind));
    output_print(out, " | %.0f | %s | %s |", v->dim, vocabulary, parameters);
    if (!t) {
        output_print(out, " – | – | – | – | – |\n");
        return;
    }
    format_amount(seen, sizeof seen, t->seen);
    format_seconds(seconds, sizeof seconds, t->seconds);
    output_print(out, " ");
    print_text(out, t->program);
    output_print(out, " | ");
    print_text(out, t->corpus);
    output_print(out, " | %s %s | %s | ", seen, t->seen_unit, seconds);
    output_print(out, isfinite(t->loss) ? "%.3f" : "?", t->loss);
    if (isfinite(t->validation))
        output_print(out, ", validation %.3f", t->validation);
    output_print(out, " |\n");
}

static void print_models(struct output *out, const struct report *r)
{
    output_print(out, "## What was compared\n\n");
    if (r->shared_folder > 0) {
        char *folder = mem_string_n(r->views[0].model, (size_t)r->shared_folder);
        output_print(out, "Models in ");
        print_text(out, folder);
        output_print(out, ". ");
        mem_free(folder);
    }
    output_print(out, "Losses of different objectives cannot be compared.\n\n"
                      "| Model | Kind | Dim | Vocabulary | Parameters | Trained by | On | Seen in training | Time | "
                      "Final loss |\n|:--|:--|--:|--:|--:|:--|:--|--:|--:|--:|\n");
    for (int v = 0; v < r->view_count; v++)
        if (is_first_of_model(r, v))
            print_model(out, r, &r->views[v]);
    output_print(out, "\n");
}

/* ---- tables of scores ---- */

static void print_head(struct output *out, const struct score_column *columns, int count)
{
    output_print(out, "| Row |");
    for (int i = 0; i < count; i++) {
        output_print(out, " ");
        print_text(out, columns[i].title);
        output_print(out, " |");
    }
    output_print(out, "\n|:--|");
    for (int i = 0; i < count; i++)
        output_print(out, "--:|");
    output_print(out, "\n");
}

/* View v in a column; views[0..count) are the rows of the table, NULL: all. */
static void print_cell(struct output *out, const struct report *r, int v, const struct score_column *column,
                       const int *views, int count)
{
    const struct report_cell *c = report_cell(r, v, column->task);
    double value = score_value(c, column);
    bool best = column->further < 0 && report_best(r, column->task, views, count) == v;
    if (isfinite(value))
        output_print(out, best ? " **%.1f ★**" : " %.1f", 100 * value);
    else
        output_print(out, " –");
    if (column->further < 0 && c->there) {
        if (isfinite(value) && isfinite(c->low) && isfinite(c->high))
            output_print(out, " [%.1f, %.1f]", 100 * c->low, 100 * c->high);
        output_print(out, "<br>%.0f/%.0f", c->used, c->given);
    }
    output_print(out, " |");
}

/* The table of the tasks that are of one kind with `task`. */
static void print_kind(struct output *out, const struct report *r, int task)
{
    int count;
    struct score_column *columns = score_columns(r, task, &count);
    output_print(out, "## ");
    print_text(out, r->tasks[task].heading);
    output_print(out, "\n\n");
    print_text(out, r->tasks[task].measure);
    output_print(out, ", with its 95 %% interval and ");
    print_text(out, r->tasks[task].unit);
    output_print(out, " used / given.\n\n");
    print_head(out, columns, count);
    for (int v = 0; v < r->view_count; v++) {
        print_row_start(out, short_view(r, &r->views[v]));
        for (int i = 0; i < count; i++)
            print_cell(out, r, v, &columns[i], NULL, 0);
        output_print(out, "\n");
    }
    output_print(out, "\n");
    mem_free(columns);
}

static void print_reasons(struct output *out, const struct report *r)
{
    for (int v = 0; v < r->view_count; v++)
        for (int t = 0; t < r->task_count; t++) {
            const struct report_cell *c = report_cell(r, v, t);
            if (!c->there || !c->reason)
                continue;
            output_print(out, "No score for ");
            print_text(out, short_view(r, &r->views[v]));
            output_print(out, " on ");
            print_text(out, r->tasks[t].title);
            output_print(out, ": ");
            print_text(out, c->reason);
            output_print(out, ".\n\n");
        }
}

/* ---- layer by layer ---- */

static void print_curve(struct output *out, const struct report *r, const struct layer_curve *c)
{
    struct score_column *columns = mem_new((size_t)r->task_count + 1, sizeof *columns, "table");
    int count = 0;
    for (int t = 0; t < r->task_count; t++)
        if (layer_curve_has(r, c, t))
            columns[count++] = (struct score_column){t, -1, r->tasks[t].title};
    output_print(out, "### ");
    print_text(out, c->model + r->shared_folder);
    output_print(out, ", pooling: ");
    print_text(out, c->pooling);
    output_print(out, c->post[0] ? ", post-processing: " : "");
    print_text(out, c->post);
    output_print(out, "\n\n");
    print_head(out, columns, count);
    for (int i = 0; i < c->count; i++) {
        char *label = layer_label(&r->views[c->views[i]]);
        print_row_start(out, label);
        mem_free(label);
        for (int k = 0; k < count; k++)
            print_cell(out, r, c->views[i], &columns[k], c->views, c->count);
        output_print(out, "\n");
    }
    output_print(out, "\n");
    mem_free(columns);
}

static void print_layers(struct output *out, const struct report *r)
{
    struct layer_curve *curves;
    int count = layer_curves(r, &curves);
    if (count > 0)
        output_print(out,
                     "## The language model, layer by layer\n\nLayer 0 is the input table with positions added; the "
                     "last layer is compared with the output table to tell the next token.\n\n");
    for (int i = 0; i < count; i++)
        print_curve(out, r, &curves[i]);
    layer_curves_free(curves, count);
}

/* ---- explanation and conditions ---- */

static void print_explanations(struct output *out)
{
    output_print(out, "## How to read this\n\n");
    for (const struct explanation *e = report_explanations; e->heading; e++) {
        output_print(out, "### %s\n\n", e->heading);
        for (const char *const *p = e->paragraphs; *p; p++)
            output_print(out, "%s\n\n", *p);
    }
}

static void print_source(struct output *out, const struct report_source *s)
{
    output_print(out, "- ");
    print_text(out, s->path);
    output_print(out, ": embedlab ");
    print_text(out, s->version);
    output_print(out, ", ");
    print_text(out, s->date);
    output_print(out, ". Case: ");
    print_text(out, s->case_policy);
    output_print(out, ". Unknown words: ");
    print_text(out, s->oov);
    if (s->restrict_vocab > 0)
        output_print(out, ". Analogies over the first %.0f words of a model", s->restrict_vocab);
    else
        output_print(out, ". Analogies over all words of a model");
    output_print(out,
                 ". Similarity: cosine. Parts of an STS year: as one list. Intervals: %.0f bootstrap draws, seed %.0f. "
                 "Benchmarks from ",
                 s->bootstrap, s->seed);
    print_text(out, s->data);
    output_print(out, ".\n");
}

static void print_conditions(struct output *out, const struct report *r)
{
    output_print(out, "## Conditions and sources\n\n");
    for (int i = 0; i < r->source_count; i++)
        print_source(out, &r->sources[i]);
    if (r->mixed_policies)
        output_print(out,
                     "\n**The files were scored under different policies; their numbers may not be comparable.**\n");
    output_print(out, "\n### Benchmarks\n\n");
    for (int t = 0; t < r->task_count; t++) {
        const char *const texts[] = {
            r->tasks[t].title,   " (",          r->tasks[t].name,    "): ", r->tasks[t].citation, ". ",
            r->tasks[t].address, ". Licence: ", r->tasks[t].licence, "."};
        output_print(out, "- ");
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            print_text(out, texts[i]);
        output_print(out, "%s\n", r->tasks[t].missing ? " **Missing: not in the data folder, not scored.**" : "");
    }
}

void report_markdown(const struct report *r, struct output *out)
{
    output_print(out, "# ");
    print_text(out, r->title);
    output_print(out, "\n\nMade by embedlab %s.\n\n", EMBEDLAB_VERSION);
    print_models(out, r);
    for (int t = 0; t < r->task_count; t++)
        if (is_first_of_kind(r, t))
            print_kind(out, r, t);
    print_reasons(out, r);
    print_layers(out, r);
    print_explanations(out);
    print_conditions(out, r);
}
