/* report_html.c: the report as one HTML page. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"
#include "eval/report_print.h"

/* The page's style: light and dark, wide tables that scroll on a phone, plain in print. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1c1b1a;--soft:#6a6661;--line:#dcd8d0;--paper:#fdfcfa;"
    "--best:#0a5c4a;--best-tint:#dff1ea;--c1:#0072b2;--c2:#b34700;--c3:#00724f;--c4:#8a3c78}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e9e6e1;--soft:#a29d95;--line:#3d3a36;--paper:#191817;"
    "--best:#8fe0c5;--best-tint:#1c3a31;--c1:#6cb8ec;--c2:#f2a46b;--c3:#63d0a8;--c4:#dd9acb}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:82rem;background:var(--paper);color:var(--ink);"
    "font:1.0625rem/1.6 Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif}\n"
    "h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}\n"
    "h2{font-size:1.4rem;line-height:1.3;margin:3rem 0 .5rem;padding-top:.75rem;border-top:2px solid var(--ink)}\n"
    "h3{font-size:1.1rem;margin:2rem 0 .25rem}\n"
    "p,ul,figure{max-width:44rem;margin:.5rem 0 1rem}li{margin:.2rem 0}a{color:inherit}\n"
    ".soft,figcaption,caption{color:var(--soft);font-size:.9rem}\n"
    ".wide{overflow-x:auto;margin:1rem 0 1.5rem}\n"
    "table,svg{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}\n"
    "table{border-collapse:collapse;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums}\n"
    "caption{text-align:left;padding:0 0 .5rem;max-width:min(44rem,calc(100vw - 2.5rem));font-family:inherit}\n"
    "th,td{padding:.4rem .55rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}\n"
    "thead th{vertical-align:bottom;border-bottom:2px solid var(--line);font-weight:600;min-width:4.75rem}\n"
    "th:first-child,.text{text-align:left}\n"
    "tbody th{font-weight:500;white-space:nowrap;position:sticky;left:0;background:var(--paper);"
    "border-right:1px solid var(--line)}\n"
    "tr.group th,tr.group td{border-top:2px solid var(--line)}\n"
    ".score{font-size:1.14em;white-space:nowrap}.best{background:var(--best-tint)}"
    ".best .score{font-weight:700;color:var(--best)}\n"
    ".more{display:block;color:var(--soft);font-size:.857em;white-space:nowrap}.reason{white-space:normal}\n"
    "svg{width:100%;height:auto;font-size:12px}svg text{fill:var(--soft)}\n"
    ".grid{stroke:var(--line)}.zero{stroke:var(--soft)}.interval{stroke:currentColor;opacity:.45}\n"
    ".line{color:var(--c1);fill:currentColor}.line text{fill:currentColor;font-weight:600}\n"
    ".stroke{fill:none;stroke:currentColor;stroke-width:2}\n"
    ".line2{color:var(--c2)}.line2 .stroke{stroke-dasharray:7 4}.line3{color:var(--c3)}"
    ".line3 .stroke{stroke-dasharray:2 4}.line4{color:var(--c4)}.line4 .stroke{stroke-dasharray:9 3 2 3}\n"
    "@page{size:A4 landscape;margin:12mm}\n"
    "@media print{body{padding:0;max-width:none;font-size:10pt}.wide{overflow:visible}table{font-size:7pt}\n"
    "caption{font-size:9pt}"
    "th,td{padding:.2rem .3rem}thead th{min-width:0}tbody th{position:static}tr,figure{break-inside:avoid}"
    "h2,h3{break-after:avoid}}\n";

void html_text(struct output *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            output_print(out, "&amp;");
            break;
        case '<':
            output_print(out, "&lt;");
            break;
        case '>':
            output_print(out, "&gt;");
            break;
        case '"':
            output_print(out, "&quot;");
            break;
        case '\'':
            output_print(out, "&#39;");
            break;
        default:
            output_write(out, (unsigned char)*text < ' ' ? " " : text, 1);
        }
    }
}

/* <tag attributes>text</tag>, escaped. */
static void element(struct output *out, const char *open, const char *text, const char *close)
{
    output_print(out, "%s", open);
    html_text(out, text);
    output_print(out, "%s", close);
}

/* A number with one decimal and a real minus sign. */
static void print_number(struct output *out, double x)
{
    output_print(out, "%s%.1f", x < 0 ? "−" : "", fabs(x));
}

/* ---- what was compared ---- */

static void print_model(struct output *out, const struct report *r, const struct report_view *v)
{
    const struct report_training *t = report_training_of(r, v->model);
    char amount[32];
    element(out, "<tr><th scope=\"row\">", short_model(r, v), "</th>");
    element(out, "<td class=\"text\">", kind_name(v->kind), "</td>");
    output_print(out, "<td>%.0f</td>", v->dim);
    format_amount(amount, sizeof amount, v->vocabulary);
    output_print(out, "<td>%s</td>", amount);
    format_amount(amount, sizeof amount, v->parameters);
    output_print(out, "<td>%s</td>", amount);
    if (!t) {
        output_print(out, "<td class=\"text\">–</td><td class=\"text\">–</td><td>–</td><td>–</td><td>–</td></tr>\n");
        return;
    }
    element(out, "<td class=\"text\">", t->program, "</td>");
    element(out, "<td class=\"text\">", t->corpus, "</td>");
    format_amount(amount, sizeof amount, t->seen);
    output_print(out, "<td>%s %s</td>", amount, t->seen_unit);
    format_seconds(amount, sizeof amount, t->seconds);
    output_print(out, "<td>%s</td>", amount);
    output_print(out, isfinite(t->loss) ? "<td>%.3f" : "<td>?", t->loss);
    if (isfinite(t->validation))
        output_print(out, "<span class=\"more\">validation %.3f</span>", t->validation);
    output_print(out, "</td></tr>\n");
}

static void print_models(struct output *out, const struct report *r)
{
    output_print(out, "<h2>What was compared</h2>\n<div class=\"wide\"><table>\n<caption>Models");
    if (r->shared_folder > 0) {
        output_print(out, " in ");
        char *folder = mem_string_n(r->views[0].model, (size_t)r->shared_folder);
        html_text(out, folder);
        mem_free(folder);
    }
    output_print(out, ". Losses of different objectives cannot be compared.</caption>\n<thead><tr>");
    static const char *const heads[] = {"Model",      "Kind",       "Dim", "Vocabulary",
                                        "Parameters", "Trained by", "On",  "Seen in training",
                                        "Time",       "Final loss"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        output_print(out, "<th scope=\"col\"%s>%s</th>", i == 1 || i == 5 || i == 6 ? " class=\"text\"" : "", heads[i]);
    output_print(out, "</tr></thead>\n<tbody>\n");
    for (int v = 0; v < r->view_count; v++)
        if (is_first_of_model(r, v))
            print_model(out, r, &r->views[v]);
    output_print(out, "</tbody></table></div>\n");
}

/* ---- tables of scores ---- */

/* View v in a column; views[0..count) are the rows of the table, NULL: all. */
static void print_cell(struct output *out, const struct report *r, int v, const struct score_column *column,
                       const int *views, int count)
{
    const struct report_cell *c = report_cell(r, v, column->task);
    double value = score_value(c, column);
    bool best = column->further < 0 && report_best(r, column->task, views, count) == v;
    output_print(out, best ? "<td class=\"best\"><span class=\"score\">" : "<td><span class=\"score\">");
    if (isfinite(value))
        print_number(out, 100 * value);
    else
        output_print(out, "–");
    output_print(out, best ? " ★</span>" : "</span>");
    if (column->further < 0 && c->there) {
        if (isfinite(value) && isfinite(c->low) && isfinite(c->high)) {
            output_print(out, "<span class=\"more\">[");
            print_number(out, 100 * c->low);
            output_print(out, ", ");
            print_number(out, 100 * c->high);
            output_print(out, "]</span>");
        }
        if (!isfinite(value) && c->reason)
            element(out, "<span class=\"more reason\">", c->reason, "</span>");
        output_print(out, "<span class=\"more\">%.0f/%.0f</span>", c->used, c->given);
    }
    output_print(out, "</td>");
}

static void print_table_head(struct output *out, const char *caption, const struct score_column *columns, int count)
{
    element(out, "<div class=\"wide\"><table>\n<caption>", caption,
            "</caption>\n<thead><tr><th scope=\"col\">Row</th>");
    for (int i = 0; i < count; i++)
        element(out, "<th scope=\"col\">", columns[i].title, "</th>");
    output_print(out, "</tr></thead>\n<tbody>\n");
}

/* The table of the tasks that are of one kind with `task`. */
static void print_kind(struct output *out, const struct report *r, int task)
{
    int count;
    struct score_column *columns = score_columns(r, task, &count);
    const struct report_task *t = &r->tasks[task];
    char *caption = mem_format("%s, with its 95 %% interval and %s used / given", t->measure, t->unit);
    element(out, "<h2>", t->heading, "</h2>\n");
    print_table_head(out, caption, columns, count);
    for (int v = 0; v < r->view_count; v++) {
        output_print(out, is_first_of_model(r, v) ? "<tr class=\"group\">" : "<tr>");
        element(out, "<th scope=\"row\">", short_view(r, &r->views[v]), "</th>");
        for (int i = 0; i < count; i++)
            print_cell(out, r, v, &columns[i], NULL, 0);
        output_print(out, "</tr>\n");
    }
    output_print(out, "</tbody></table></div>\n");
    mem_free(caption);
    mem_free(columns);
}

/* ---- layer by layer ---- */

static void print_curve(struct output *out, const struct report *r, const struct layer_curve *c)
{
    struct score_column *columns = mem_new((size_t)r->task_count + 1, sizeof *columns, "table");
    int count = 0;
    for (int t = 0; t < r->task_count; t++)
        if (layer_curve_has(r, c, t))
            columns[count++] = (struct score_column){t, -1, r->tasks[t].title};
    element(out, "<h3>", c->model + r->shared_folder, "");
    element(out, ", pooling: ", c->pooling, "");
    element(out, c->post[0] ? ", post-processing: " : "", c->post, "</h3>\n");
    html_layer_chart(out, r, c);
    print_table_head(out,
                     "From the input table upwards: score x 100, 95 % interval, items used / given. The star marks the "
                     "best row of this table.",
                     columns, count);
    for (int i = 0; i < c->count; i++) {
        char *label = layer_label(&r->views[c->views[i]]);
        element(out, "<tr><th scope=\"row\">", label, "</th>");
        mem_free(label);
        for (int k = 0; k < count; k++)
            print_cell(out, r, c->views[i], &columns[k], c->views, c->count);
        output_print(out, "</tr>\n");
    }
    output_print(out, "</tbody></table></div>\n");
    mem_free(columns);
}

static void print_layers(struct output *out, const struct report *r)
{
    struct layer_curve *curves;
    int count = layer_curves(r, &curves);
    if (count > 0)
        output_print(out, "<h2>The language model, layer by layer</h2>\n<p>Layer 0 is the input table with positions "
                          "added; the last layer is compared with the output table to tell the next token.</p>\n");
    for (int i = 0; i < count; i++)
        print_curve(out, r, &curves[i]);
    layer_curves_free(curves, count);
}

/* ---- explanation and conditions ---- */

static void print_explanations(struct output *out)
{
    output_print(out, "<h2>How to read this</h2>\n");
    for (const struct explanation *e = report_explanations; e->heading; e++) {
        element(out, "<h3>", e->heading, "</h3>\n");
        for (const char *const *p = e->paragraphs; *p; p++)
            element(out, "<p>", *p, "</p>\n");
    }
}

static void print_source(struct output *out, const struct report_source *s)
{
    element(out, "<li>", s->path, ": ");
    element(out, "embedlab ", s->version, ", ");
    element(out, "", s->date, ". ");
    element(out, "Case: ", s->case_policy, ". ");
    element(out, "Unknown words: ", s->oov, ". ");
    if (s->restrict_vocab > 0)
        output_print(out, "Analogies over the first %.0f words of a model. ", s->restrict_vocab);
    else
        output_print(out, "Analogies over all words of a model. ");
    output_print(out,
                 "Similarity: cosine. Parts of an STS year: as one list. Intervals: %.0f bootstrap draws, seed %.0f. ",
                 s->bootstrap, s->seed);
    element(out, "Benchmarks from ", s->data, ".</li>\n");
}

static void print_conditions(struct output *out, const struct report *r)
{
    output_print(out, "<h2>Conditions and sources</h2>\n<ul>\n");
    for (int i = 0; i < r->source_count; i++)
        print_source(out, &r->sources[i]);
    output_print(out, "</ul>\n");
    if (r->mixed_policies)
        output_print(out, "<p><strong>The files were scored under different policies; their numbers may not be "
                          "comparable.</strong></p>\n");
    output_print(out, "<h3>Benchmarks</h3>\n<ul>\n");
    for (int t = 0; t < r->task_count; t++) {
        element(out, "<li>", r->tasks[t].title, " (");
        element(out, "<code>", r->tasks[t].name, "</code>): ");
        element(out, "", r->tasks[t].citation, ". ");
        element(out, "", r->tasks[t].address, ". ");
        element(out, "Licence: ", r->tasks[t].licence, ".");
        output_print(out, "%s</li>\n",
                     r->tasks[t].missing ? " <strong>Missing: not in the data folder, not scored.</strong>" : "");
    }
    output_print(out, "</ul>\n");
}

void report_html(const struct report *r, struct output *out)
{
    output_print(out,
                 "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"generator\" content=\"embedlab %s\">\n",
                 EMBEDLAB_VERSION);
    element(out, "<title>", r->title, "</title>\n<style>\n");
    output_write(out, style, sizeof style - 1);
    element(out, "</style>\n</head>\n<body>\n<h1>", r->title, "</h1>\n");
    int models = 0, tasks = 0;
    for (int v = 0; v < r->view_count; v++)
        models += is_first_of_model(r, v);
    for (int t = 0; t < r->task_count; t++)
        tasks += !r->tasks[t].missing;
    output_print(out, "<p class=\"soft\">%d model%s, seen in %d way%s, on %d benchmark%s. Made by embedlab %s.</p>\n",
                 models, models == 1 ? "" : "s", r->view_count, r->view_count == 1 ? "" : "s", tasks,
                 tasks == 1 ? "" : "s", EMBEDLAB_VERSION);
    print_models(out, r);
    for (int t = 0; t < r->task_count; t++)
        if (is_first_of_kind(r, t))
            print_kind(out, r, t);
    print_layers(out, r);
    print_explanations(out);
    print_conditions(out, r);
    output_print(out, "</body>\n</html>\n");
}
