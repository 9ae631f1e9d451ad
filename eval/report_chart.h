/* report_chart.h: charts as SVG that needs no script; colours come from the page's style (report.css).
 *
 * A chart is filled, printed and then empty. Series differ by colour, by marker and by dashes. Values that are
 * NaN are left out, and a chart without any is not printed. In Markdown nothing is: a table says the same. */
#ifndef EMBEDLAB_EVAL_REPORT_CHART_H
#define EMBEDLAB_EVAL_REPORT_CHART_H

#include "eval/report_page.h"

#define CHART_SERIES 7 /* as many can be told apart */

struct chart_point {
    double x, y, low, high; /* low, high: the interval of y; NaN = none */
};

struct chart_series {
    char *name;                 /* owned */
    struct chart_point *points; /* owned; [count] */
    int count;
};

/* Lines over numbers, or over named places (chart_label) where x is 0, 1, ... */
struct chart {
    const char *title; /* what it shows, in words */
    const char *x_title, *y_title;
    bool logarithmic; /* x axis; x 0 stands at its left end */
    bool unjoined;    /* points without lines */
    char **labels;    /* owned; [label_count] */
    int label_count;
    struct chart_series series[CHART_SERIES];
    int series_count;
};

/* A place on the x axis. */
void chart_label(struct chart *c, const char *text);

/* One more series, which takes the points that follow. False if there are enough. */
bool chart_series(struct chart *c, const char *name);
void chart_point(struct chart *c, double x, double y, double low, double high);

/* Draws the chart with its legend and empties it. `format`: the caption. */
void chart_print(struct page *p, struct chart *c, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Empties a chart that is not to be printed. */
void chart_release(struct chart *c);

/* ---- rows of dots with intervals ---- */

struct dot {
    char *name;              /* owned */
    int colour;              /* 0, 1, ... CHART_SERIES - 1: what sort of thing it is; also its marker */
    double value, low, high; /* low, high: NaN = none */
};

struct dots {
    const char *title, *x_title;
    struct dot *rows; /* owned; [count] */
    int count;
};

void dots_row(struct dots *d, const char *name, int colour, double value, double low, double high);
void dots_print(struct page *p, struct dots *d, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* ---- shared ---- */

/* Side by side where the page is wide enough. */
void figures_begin(struct page *p);
void figures_end(struct page *p);

/* A legend on its own: names[0..count) in the colours 0, 1, ...; NULL names are left out. */
void legend_print(struct page *p, const char *const *names, int count, bool lines);

#endif
