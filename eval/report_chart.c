/* report_chart.c: the score by layer as an SVG that needs no script; colours come from the page's style. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "eval/report_print.h"

#define LINES 4 /* tasks in one chart: as many as colours and markers */

/* Places in the drawing, in its own units. */
#define WIDTH      720.0
#define HEIGHT     320.0
#define LEFT       44.0
#define RIGHT      150.0
#define TOP        14.0
#define BOTTOM     42.0
#define LABEL_STEP 15.0 /* at least between two lines' names */

struct axes {
    double low, high; /* scores x 100 at the bottom and the top */
    double step;      /* between grid lines */
    int columns;
};

static double x_of(const struct axes *a, int column)
{
    return LEFT + 16 + (WIDTH - LEFT - RIGHT - 32) * column / (a->columns > 1 ? a->columns - 1 : 1);
}

static double y_of(const struct axes *a, double score)
{
    return TOP + (HEIGHT - TOP - BOTTOM) * (a->high - 100 * score) / (a->high - a->low);
}

/* Round limits around all scores and intervals of the lines. */
static struct axes make_axes(const struct report *r, const struct layer_curve *c, const int *tasks, int count)
{
    double low = 0, high = 10;
    for (int k = 0; k < count; k++)
        for (int i = 0; i < c->count; i++) {
            const struct report_cell *cell = report_cell(r, c->views[i], tasks[k]);
            if (!cell->there || !isfinite(cell->score))
                continue;
            low = fmin(low, 100 * (isfinite(cell->low) ? cell->low : cell->score));
            high = fmax(high, 100 * (isfinite(cell->high) ? cell->high : cell->score));
        }
    double step = high - low > 60 ? 20 : high - low > 25 ? 10 : 5;
    return (struct axes){floor(low / step) * step, ceil(high / step) * step, step, c->count};
}

static void print_grid(struct output *out, const struct report *r, const struct layer_curve *c, const struct axes *a)
{
    for (double y = a->low; y <= a->high + 1e-9; y += a->step) {
        double at = y_of(a, y / 100);
        output_print(out, "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                     fabs(y) < 1e-9 ? "zero" : "grid", LEFT, WIDTH - RIGHT, at, at);
        output_print(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>\n", LEFT - 8, at + 4, y);
    }
    for (int i = 0; i < c->count; i++) {
        char *label = layer_label(&r->views[c->views[i]]);
        output_print(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">", x_of(a, i), HEIGHT - BOTTOM + 20);
        /* many layers: only their numbers fit */
        html_text(out, c->count > 8 && label[0] == 'l' && label[1] == 'a' && label[5] == ' ' ? label + 6 : label);
        output_print(out, "</text>\n");
        mem_free(label);
    }
}

/* The point of line k at (x, y): circle, square, triangle, diamond. */
static void print_marker(struct output *out, int k, double x, double y)
{
    switch (k) {
    case 0:
        output_print(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x, y);
        break;
    case 1:
        output_print(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"7\" height=\"7\"/>", x - 3.5, y - 3.5);
        break;
    case 2:
        output_print(out, "<path d=\"M%.1f %.1fl5 9h-10z\"/>", x, y - 5);
        break;
    default:
        output_print(out, "<path d=\"M%.1f %.1fl5 5-5 5-5-5z\"/>", x, y - 5);
    }
}

static void print_line(struct output *out, const struct report *r, const struct layer_curve *c, const struct axes *a,
                       int task, int k)
{
    bool started = false;
    output_print(out, "<g class=\"line line%d\"><path class=\"stroke\" d=\"", k + 1);
    for (int i = 0; i < c->count; i++) {
        const struct report_cell *cell = report_cell(r, c->views[i], task);
        bool there = cell->there && isfinite(cell->score);
        if (there)
            output_print(out, "%c%.1f %.1f", started ? 'L' : 'M', x_of(a, i), y_of(a, cell->score));
        started = there;
    }
    output_print(out, "\"/>\n");
    for (int i = 0; i < c->count; i++) {
        const struct report_cell *cell = report_cell(r, c->views[i], task);
        if (!cell->there || !isfinite(cell->score))
            continue;
        double x = x_of(a, i) + 2 * (k - 1.5); /* a little apart, so that intervals do not hide one another */
        if (isfinite(cell->low) && isfinite(cell->high))
            output_print(out, "<line class=\"interval\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x, x,
                         y_of(a, cell->low), y_of(a, cell->high));
        print_marker(out, k, x_of(a, i), y_of(a, cell->score));
    }
    output_print(out, "</g>\n");
}

/* Height of the last score of the line. */
static double end_of_line(const struct report *r, const struct layer_curve *c, const struct axes *a, int task)
{
    double y = TOP;
    for (int i = 0; i < c->count; i++) {
        const struct report_cell *cell = report_cell(r, c->views[i], task);
        if (cell->there && isfinite(cell->score))
            y = y_of(a, cell->score);
    }
    return y;
}

/* The lines' names at their right ends, pushed apart where they would overlap. */
static void print_names(struct output *out, const struct report *r, const struct layer_curve *c, const struct axes *a,
                        const int *tasks, int count)
{
    int order[LINES];
    double place[LINES];
    for (int k = 0; k < count; k++) {
        double y = end_of_line(r, c, a, tasks[k]);
        int at = k;
        for (; at > 0 && place[at - 1] > y; at--)
            place[at] = place[at - 1], order[at] = order[at - 1];
        place[at] = y, order[at] = k;
    }
    for (int i = 1; i < count; i++)
        place[i] = fmax(place[i], place[i - 1] + LABEL_STEP);
    double over = count > 0 ? place[count - 1] - (HEIGHT - BOTTOM) : 0;
    for (int i = 0; i < count; i++) {
        double y = place[i] - (over > 0 ? over : 0), x = WIDTH - RIGHT + 12;
        output_print(out, "<g class=\"line line%d\">", order[i] + 1);
        print_marker(out, order[i], x, y);
        output_print(out, "<text x=\"%.1f\" y=\"%.1f\">", x + 10, y + 4);
        html_text(out, r->tasks[tasks[order[i]]].name);
        output_print(out, "</text></g>\n");
    }
}

void html_layer_chart(struct output *out, const struct report *r, const struct layer_curve *c)
{
    int tasks[LINES], count = layer_curve_tasks(r, c, tasks, LINES);
    if (count == 0)
        return;
    struct axes a = make_axes(r, c, tasks, count);
    output_print(out, "<figure><svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Score by layer\">\n", WIDTH,
                 HEIGHT);
    print_grid(out, r, c, &a);
    for (int k = 0; k < count; k++)
        print_line(out, r, c, &a, tasks[k], k);
    print_names(out, r, c, &a, tasks, count);
    output_print(out,
                 "</svg><figcaption>Score x 100 from the input table (left) through the layers to the output table "
                 "(right), with 95 %% intervals. The numbers are in the table below.</figcaption></figure>\n");
}
