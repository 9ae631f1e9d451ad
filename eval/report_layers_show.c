/* report_layers_show.c: models layer by layer, as charts and tables. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_chart.h"
#include "eval/report_print.h"

#define TASKS 4 /* in the chart of one model */

/* ---- one task, all models ---- */

/* Place of a view on the axis: the input table, then layer 0, 1, ...; -1: none. */
static int place_of(const struct report_view *v)
{
    return strcmp(v->view, "input") == 0 ? 0 : layer_number(v) >= 0 ? layer_number(v) + 1 : -1;
}

static void add_point(struct chart *c, const struct report *r, int view, int task, double x)
{
    const struct report_cell *cell = report_cell(r, view, task);
    double scale = task_scale(&r->tasks[task]);
    if (report_scored(r, view, task))
        chart_point(c, x, scale * cell->score, scale * cell->low, scale * cell->high);
}

/* A flat line for the best of models without layers. */
static void add_flat(struct chart *c, const struct report *r, int task, view_test *wanted, int last)
{
    int best = best_view(r, task, wanted);
    if (best >= 0 && place_of(&r->views[best]) < 0 && chart_series(c, short_view(r, &r->views[best])))
        for (int i = 0; i <= last; i += last > 0 ? last : 1)
            add_point(c, r, best, task, i);
}

static bool is_tuned(const struct report_view *v)
{
    return view_is_raw(v) && v->role == ROLE_TUNED;
}

void layers_chart(struct page *p, const struct report *r, int task)
{
    struct layer_curve *curves;
    int count = layer_curves(r, &curves), last = 0, pooled = 0;
    struct chart c = {.title = r->tasks[task].title,
                      .x_title = "layer",
                      .y_title = r->tasks[task].plain ? r->tasks[task].metric : "score x 100"};
    for (int i = 0; i < count; i++)
        for (int k = 0; k < curves[i].count && curves[i].post[0] == '\0'; k++)
            if (place_of(&r->views[curves[i].views[k]]) < 1000 && place_of(&r->views[curves[i].views[k]]) > last)
                last = place_of(&r->views[curves[i].views[k]]);
    for (int i = 0; i <= last; i++) {
        char *label = i == 0 ? mem_string("input") : mem_format("%d", i - 1);
        chart_label(&c, label);
        mem_free(label);
    }
    for (int i = 0; i < count; i++) {
        const struct layer_curve *curve = &curves[i];
        if (curve->post[0] || !layer_curve_has(r, curve, task) || r->views[curve->views[0]].step >= 0)
            continue;
        char *name = mem_format("%s, %s", curve->model + r->shared_folder, curve->pooling);
        bool room = chart_series(&c, name);
        mem_free(name);
        for (int k = 0; room && k < curve->count; k++) {
            int place = place_of(&r->views[curve->views[k]]);
            if (place >= 0 && place <= last)
                add_point(&c, r, curve->views[k], task, place);
        }
        pooled++;
    }
    if (pooled > 0) {
        add_flat(&c, r, task, view_is_word_vectors, last);
        add_flat(&c, r, task, view_is_encoder, last);
        add_flat(&c, r, task, is_tuned, last);
        chart_print(p, &c, "From the input table through the layers; models without layers as flat lines.");
    } else {
        chart_release(&c);
    }
    layer_curves_free(curves, count);
}

/* ---- one model, all tasks ---- */

static void print_chart(struct page *p, const struct report *r, const struct layer_curve *curve)
{
    struct chart c = {.title = "Score by layer", .x_title = "view", .y_title = "score x 100"};
    int tasks[TASKS], count = layer_curve_tasks(r, curve, tasks, TASKS);
    for (int i = 0; i < curve->count; i++) {
        char *label = layer_label(&r->views[curve->views[i]]);
        chart_label(&c, strncmp(label, "layer ", 6) == 0 ? label + 6 : label);
        mem_free(label);
    }
    for (int k = 0; k < count; k++) {
        chart_series(&c, r->tasks[tasks[k]].title);
        for (int i = 0; i < curve->count; i++)
            add_point(&c, r, curve->views[i], tasks[k], i);
    }
    chart_print(p, &c, "From the input table through the layers to the output table. Bars: 95 %% intervals.");
}

static void print_cell(struct page *p, const struct report *r, const struct layer_curve *curve, int view, int task)
{
    const struct report_cell *c = report_cell(r, view, task);
    const struct report_task *t = &r->tasks[task];
    bool best = report_best(r, task, curve->views, curve->count) == view;
    char number[40], text[60], interval[80] = "";
    double scale = task_scale(t);
    snprintf(text, sizeof text, "%s%s", format_number(number, c->there ? scale * c->score : NAN, task_digits(t)),
             best ? " ★" : "");
    if (report_scored(r, view, task))
        format_interval(interval, scale * c->low, scale * c->high, task_digits(t));
    page_score(p, best, text, interval, NULL, NULL);
}

static void print_curve(struct page *p, const struct report *r, const struct layer_curve *curve)
{
    page_heading(p, 3, NULL, "%s, pooling: %s%s%s", curve->model + r->shared_folder, curve->pooling,
                 curve->post[0] ? ", post-processing: " : "", curve->post);
    print_chart(p, r, curve);
    page_table_begin(
        p, "From the input table to the output table: score, 95 % interval. The star marks the best of its row.",
        "Benchmark");
    for (int i = 0; i < curve->count; i++) {
        char *label = layer_label(&r->views[curve->views[i]]);
        page_column(p, label, false);
        mem_free(label);
    }
    for (int t = 0; t < r->task_count; t++) {
        if (!layer_curve_has(r, curve, t))
            continue;
        page_row(p, false, "%s", r->tasks[t].title);
        for (int i = 0; i < curve->count; i++)
            print_cell(p, r, curve, curve->views[i], t);
    }
    page_table_end(p);
}

void section_layers(struct page *p, const struct report *r)
{
    struct layer_curve *curves;
    int count = layer_curves(r, &curves);
    if (count > 0) {
        page_heading(p, 2, "layers", "The models, layer by layer");
        page_paragraph(p, "Layer 0 is the input table with positions added; the last layer of a language model is "
                          "compared with the output table to tell the next token.");
    }
    for (int i = 0; i < count; i++)
        print_curve(p, r, &curves[i]);
    layer_curves_free(curves, count);
}
