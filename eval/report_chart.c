/* report_chart.c: lines and dots as SVG. */
#include "eval/report_chart.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* Places in the drawing, in its own units: small enough to be read on a phone. */
#define WIDTH  440.0
#define HEIGHT 280.0
#define LEFT   44.0
#define RIGHT  12.0
#define TOP    30.0
#define BOTTOM 46.0

struct axis {
    double low, high, step;
    double from, to; /* where they are in the drawing */
    bool logarithmic;
};

/* ---- axes ---- */

static double place(const struct axis *a, double value)
{
    double range = a->high > a->low ? a->high - a->low : 1;
    if (a->logarithmic)
        value = log10(fmax(value, 0) + 1);
    return a->from + (a->to - a->from) * (value - a->low) / range;
}

/* Round limits and 1, 2 or 5 x 10^k between grid lines, of which there are about `lines`. */
static void round_axis(struct axis *a, int lines)
{
    if (!(a->high > a->low)) {
        double margin = a->low != 0 ? fabs(a->low) * 0.1 : 1;
        a->low -= margin, a->high += margin;
    }
    double rough = (a->high - a->low) / lines, power = pow(10, floor(log10(rough))), share = rough / power;
    a->step = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    a->low = floor(a->low / a->step + 1e-9) * a->step;
    a->high = ceil(a->high / a->step - 1e-9) * a->step;
}

static void widen(struct axis *a, double value)
{
    if (!isfinite(value))
        return;
    a->low = isnan(a->low) ? value : fmin(a->low, value);
    a->high = isnan(a->high) ? value : fmax(a->high, value);
}

/* A tick's text: as many digits as the step needs. */
static const char *tick_text(char text[40], double value, double step)
{
    int digits = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
    if (fabs(value) < step * 1e-6)
        value = 0;
    if (fabs(value) >= 1e6 || digits > 6)
        snprintf(text, 40, "%.3g", value);
    else if (value >= 1e4 && fmod(value, 1000) == 0)
        snprintf(text, 40, "%.0fk", value / 1000);
    else
        format_number(text, value, digits);
    return text;
}

/* ---- parts of a drawing ---- */

static void svg_text(struct page *p, double x, double y, const char *anchor, const char *class, const char *text)
{
    output_print(p->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s%s%s>", x, y, anchor,
                 class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
    page_text(p, text);
    output_print(p->out, "</text>");
}

/* The point of series k at (x, y): circle, square, triangle, diamond, triangle down, ring, cross. */
static void print_marker(struct output *out, int k, double x, double y)
{
    switch (k) {
    case 0:
        output_print(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x, y);
        break;
    case 1:
        output_print(out, "<path d=\"M%.1f %.1fh7v7h-7z\"/>", x - 3.5, y - 3.5);
        break;
    case 2:
        output_print(out, "<path d=\"M%.1f %.1fl5 9h-10z\"/>", x, y - 5);
        break;
    case 3:
        output_print(out, "<path d=\"M%.1f %.1fl5 5-5 5-5-5z\"/>", x, y - 5);
        break;
    case 4:
        output_print(out, "<path d=\"M%.1f %.1fl5-9h-10z\"/>", x, y + 5);
        break;
    case 5:
        output_print(out, "<circle class=\"stroke\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>", x, y);
        break;
    default:
        output_print(out, "<path class=\"stroke\" d=\"M%.1f %.1fl7 7m0-7l-7 7\"/>", x - 3.5, y - 3.5);
    }
}

static void figure_begin(struct page *p, const char *title, double height)
{
    output_print(p->out, "<figure class=\"chart\"><svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", WIDTH,
                 height);
    page_text(p, title);
    output_print(p->out, "\">\n");
}

static void figure_end(struct page *p, const char *title, const char *format, va_list arguments)
{
    char caption[1024];
    vsnprintf(caption, sizeof caption, format, arguments);
    output_print(p->out, "<figcaption><strong>");
    page_text(p, title);
    output_print(p->out, ".</strong> ");
    page_text(p, caption);
    output_print(p->out, "</figcaption></figure>\n");
}

void figures_begin(struct page *p)
{
    if (page_draws(p))
        output_print(p->out, "<div class=\"figures\">\n");
}

void figures_end(struct page *p)
{
    if (page_draws(p))
        output_print(p->out, "</div>\n");
}

void legend_print(struct page *p, const char *const *names, int count, bool lines)
{
    if (!page_draws(p))
        return;
    output_print(p->out, "<ul class=\"legend\">");
    for (int k = 0; k < count; k++) {
        if (!names[k])
            continue;
        output_print(p->out, "<li><svg class=\"series s%d\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">", k + 1);
        if (lines)
            output_print(p->out, "<path class=\"stroke\" d=\"M0 6h28\"/>");
        print_marker(p->out, k, 14, 6);
        output_print(p->out, "</svg>");
        page_text(p, names[k]);
        output_print(p->out, "</li>");
    }
    output_print(p->out, "</ul>\n");
}

/* ---- lines ---- */

void chart_label(struct chart *c, const char *text)
{
    c->labels = mem_grow(c->labels, (size_t)c->label_count + 1, sizeof *c->labels, "labels of a chart");
    c->labels[c->label_count++] = mem_string(text);
}

bool chart_series(struct chart *c, const char *name)
{
    if (c->series_count == CHART_SERIES)
        return false;
    c->series[c->series_count++] = (struct chart_series){.name = mem_string(name)};
    return true;
}

void chart_point(struct chart *c, double x, double y, double low, double high)
{
    struct chart_series *s = &c->series[c->series_count - 1];
    if (!isfinite(x) || !isfinite(y))
        return;
    s->points = mem_grow(s->points, (size_t)s->count + 1, sizeof *s->points, "points of a chart");
    s->points[s->count++] = (struct chart_point){x, y, low, high};
}

void chart_release(struct chart *c)
{
    for (int k = 0; k < c->series_count; k++) {
        mem_free(c->series[k].name);
        mem_free(c->series[k].points);
    }
    for (int i = 0; i < c->label_count; i++)
        mem_free(c->labels[i]);
    mem_free(c->labels);
    *c = (struct chart){.title = NULL};
}

/* Limits around all points; false if there are none. */
static bool chart_axes(const struct chart *c, struct axis *x, struct axis *y)
{
    *x = (struct axis){NAN, NAN, 1, LEFT + 14, WIDTH - RIGHT - 14, false};
    *y = (struct axis){NAN, NAN, 1, HEIGHT - BOTTOM, TOP, false};
    for (int k = 0; k < c->series_count; k++)
        for (int i = 0; i < c->series[k].count; i++) {
            const struct chart_point *at = &c->series[k].points[i];
            widen(x, at->x);
            widen(y, at->y), widen(y, at->low), widen(y, at->high);
        }
    if (isnan(y->low))
        return false;
    round_axis(y, 5);
    if (c->labels)
        *x = (struct axis){-0.5, c->label_count - 0.5, 1, LEFT, WIDTH - RIGHT, false};
    else if (c->logarithmic)
        x->logarithmic = true, x->low = log10(fmax(x->low, 0) + 1), x->high = log10(fmax(x->high, 0) + 1);
    else
        round_axis(x, 5);
    return true;
}

static void print_y_axis(struct page *p, const struct chart *c, const struct axis *y)
{
    char text[40];
    svg_text(p, 0, 12, "start", "title", c->y_title);
    for (int i = 0; y->low + i * y->step <= y->high + y->step / 2; i++) {
        double value = y->low + i * y->step, at = place(y, value);
        output_print(p->out, "<path class=\"%s\" d=\"M%.1f %.1fH%.1f\"/>", fabs(value) < y->step / 2 ? "zero" : "grid",
                     LEFT, at, WIDTH - RIGHT);
        svg_text(p, LEFT - 6, at + 4, "end", NULL, tick_text(text, value, y->step));
        output_print(p->out, "\n");
    }
}

static void print_x_axis(struct page *p, const struct chart *c, const struct axis *x)
{
    char text[40];
    double at = HEIGHT - BOTTOM + 17;
    svg_text(p, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", "title", c->x_title);
    if (c->labels) {
        int every = 1 + (c->label_count - 1) / 8; /* as many as fit, and the last one */
        for (int i = 0; i < c->label_count; i++)
            if (i == c->label_count - 1 || (i % every == 0 && i + every / 2 < c->label_count - 1))
                svg_text(p, place(x, i), at, "middle", NULL, c->labels[i]);
    } else if (x->logarithmic) {
        double last = -100;
        for (double value = 0; log10(value + 1) <= x->high + 1e-9; value = value == 0 ? 1 : value * 10)
            if (log10(value + 1) >= x->low - 1e-9 && place(x, value) - last > 24) {
                last = place(x, value);
                svg_text(p, last, at, "middle", NULL, tick_text(text, value, 1));
            }
    } else {
        for (int i = 0; x->low + i * x->step <= x->high + x->step / 2; i++) {
            double value = x->low + i * x->step;
            svg_text(p, place(x, value), at, "middle", NULL, tick_text(text, value, x->step));
        }
    }
    output_print(p->out, "\n");
}

static void print_series(struct page *p, const struct chart *c, const struct axis *x, const struct axis *y, int k)
{
    const struct chart_series *s = &c->series[k];
    /* on named places a little apart, so that intervals do not hide one another */
    double aside = c->labels ? 3.0 * (k - (c->series_count - 1) / 2.0) : 0;
    output_print(p->out, "<g class=\"series s%d\">", k + 1);
    if (!c->unjoined && s->count > 1) {
        output_print(p->out, "<path class=\"stroke line\" d=\"");
        for (int i = 0; i < s->count; i++)
            output_print(p->out, "%c%.1f %.1f", i ? 'L' : 'M', place(x, s->points[i].x) + aside,
                         place(y, s->points[i].y));
        output_print(p->out, "\"/>\n");
    }
    for (int i = 0; i < s->count; i++) {
        const struct chart_point *at = &s->points[i];
        double left = place(x, at->x) + aside;
        char value[40], interval[80];
        output_print(p->out, "<g><title>");
        page_text(p, s->name);
        format_interval(interval, at->low, at->high, 1);
        output_print(p->out, ": %s %s</title>", format_number(value, at->y, 1), interval);
        if (isfinite(at->low) && isfinite(at->high))
            output_print(p->out, "<path class=\"interval\" d=\"M%.1f %.1fV%.1f\"/>", left, place(y, at->low),
                         place(y, at->high));
        print_marker(p->out, k, left, place(y, at->y));
        output_print(p->out, "</g>\n");
    }
    output_print(p->out, "</g>\n");
}

void chart_print(struct page *p, struct chart *c, const char *format, ...)
{
    struct axis x, y;
    va_list arguments;
    if (page_draws(p) && chart_axes(c, &x, &y)) {
        const char *names[CHART_SERIES];
        figure_begin(p, c->title, HEIGHT);
        print_y_axis(p, c, &y);
        print_x_axis(p, c, &x);
        for (int k = 0; k < c->series_count; k++) {
            print_series(p, c, &x, &y, k);
            names[k] = c->series[k].count > 0 ? c->series[k].name : NULL;
        }
        output_print(p->out, "</svg>\n");
        legend_print(p, names, c->series_count, true);
        va_start(arguments, format);
        figure_end(p, c->title, format, arguments);
        va_end(arguments);
    }
    chart_release(c);
}

/* ---- dots ---- */

#define ROW_HEIGHT 18.0
#define ROWS_TOP   12.0
#define NAMES      190.0 /* width of the rows' names */
#define NAME_BYTES 30

void dots_row(struct dots *d, const char *name, int colour, double value, double low, double high)
{
    if (!isfinite(value))
        return;
    d->rows = mem_grow(d->rows, (size_t)d->count + 1, sizeof *d->rows, "rows of a chart");
    d->rows[d->count++] = (struct dot){mem_string(name), colour, value, low, high};
}

/* The name, without its middle where it is too long. */
static void print_row_name(struct page *p, const char *name, double y)
{
    size_t length = strlen(name);
    char text[2 * NAME_BYTES + 8];
    if (length <= NAME_BYTES) {
        snprintf(text, sizeof text, "%s", name);
    } else {
        size_t head = 12, tail = length - (NAME_BYTES - 13);
        while (head > 0 && ((unsigned char)name[head] & 0xC0) == 0x80) /* not within a character */
            head--;
        while (((unsigned char)name[tail] & 0xC0) == 0x80)
            tail++;
        snprintf(text, sizeof text, "%.*s…%s", (int)head, name, name + tail);
    }
    svg_text(p, NAMES - 4, y + 4, "end", "name", text);
}

static void print_dots(struct page *p, const struct dots *d, struct axis *x)
{
    char text[40], interval[80];
    double height = ROWS_TOP + d->count * ROW_HEIGHT;
    for (int i = 0; x->low + i * x->step <= x->high + x->step / 2; i++) {
        double value = x->low + i * x->step, at = place(x, value);
        output_print(p->out, "<path class=\"%s\" d=\"M%.1f %.1fV%.1f\"/>", fabs(value) < x->step / 2 ? "zero" : "grid",
                     at, ROWS_TOP - 6, height);
        svg_text(p, at, height + 15, "middle", NULL, tick_text(text, value, x->step));
        output_print(p->out, "\n");
    }
    svg_text(p, WIDTH - RIGHT, height + 34, "end", "title", d->x_title);
    for (int i = 0; i < d->count; i++) {
        const struct dot *row = &d->rows[i];
        double y = ROWS_TOP + (i + 0.3) * ROW_HEIGHT;
        print_row_name(p, row->name, y);
        output_print(p->out, "<g class=\"series s%d\"><title>", row->colour + 1);
        page_text(p, row->name);
        format_interval(interval, row->low, row->high, 1);
        output_print(p->out, ": %s %s</title>", format_number(text, row->value, 1), interval);
        if (isfinite(row->low) && isfinite(row->high))
            output_print(p->out, "<path class=\"interval\" d=\"M%.1f %.1fH%.1f\"/>", place(x, row->low), y,
                         place(x, row->high));
        print_marker(p->out, row->colour, place(x, row->value), y);
        output_print(p->out, "</g>\n");
    }
}

void dots_print(struct page *p, struct dots *d, const char *format, ...)
{
    struct axis x = {NAN, NAN, 1, NAMES + 8, WIDTH - RIGHT - 8, false};
    va_list arguments;
    for (int i = 0; i < d->count; i++)
        widen(&x, d->rows[i].value), widen(&x, d->rows[i].low), widen(&x, d->rows[i].high);
    if (page_draws(p) && d->count > 0) {
        widen(&x, 0);
        round_axis(&x, 5);
        figure_begin(p, d->title, ROWS_TOP + d->count * ROW_HEIGHT + 42);
        print_dots(p, d, &x);
        output_print(p->out, "</svg>\n");
        va_start(arguments, format);
        figure_end(p, d->title, format, arguments);
        va_end(arguments);
    }
    for (int i = 0; i < d->count; i++)
        mem_free(d->rows[i].name);
    mem_free(d->rows);
    *d = (struct dots){.title = NULL};
}
