/* report_print.c: a report from its first line to its last, in either form. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/run.h"
#include "eval/report_print.h"

static void print_navigation(struct page *p, const struct content *c)
{
    output_print(p->out, "<nav aria-label=\"Sections\"><ul><li><a href=\"#verdicts\">Verdicts</a></li>"
                         "<li><a href=\"#models\">What was compared</a></li><li><a href=\"#claims\">Claims</a></li>");
    if (c->map->model_count > 0)
        output_print(p->out, "<li><a href=\"#map\">Maps of words</a></li>");
    if (c->senses->model_count > 0)
        output_print(p->out, "<li><a href=\"#senses\">Two senses</a></li>");
    output_print(p->out, "<li><a href=\"#scores\">Scores</a></li><li><a href=\"#reading\">How to read this</a></li>"
                         "<li><a href=\"#conditions\">Conditions</a></li></ul></nav>\n");
}

static void print_start(struct page *p, const struct content *c)
{
    const struct report *r = c->report;
    int models = 0, tasks = 0;
    if (p->form == PAGE_HTML) {
        output_print(p->out,
                     "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"generator\" content=\"embedlab %s\">\n<title>",
                     EMBEDLAB_VERSION);
        page_text(p, r->title);
        output_print(p->out, "</title>\n<style>\n");
        output_write(p->out, report_style, report_style_size);
        output_print(p->out, "</style>\n</head>\n<body>\n");
    }
    page_heading(p, 1, NULL, "%s", r->title);
    for (int v = 0; v < r->view_count; v++)
        models += is_first_of_model(r, v);
    for (int t = 0; t < r->task_count; t++)
        tasks += !r->tasks[t].missing;
    page_note(p, "%d model%s, seen in %d way%s, on %d benchmark%s. Made by embedlab %s.", models,
              models == 1 ? "" : "s", r->view_count, r->view_count == 1 ? "" : "s", tasks, tasks == 1 ? "" : "s",
              EMBEDLAB_VERSION);
    if (p->form == PAGE_HTML)
        print_navigation(p, c);
}

void report_print(const struct content *c, enum page_form form, struct output *out)
{
    struct page p = {.form = form, .out = out};
    print_start(&p, c);
    section_verdicts(&p, c);
    section_models(&p, c->report);
    section_claims(&p, c);
    section_map(&p, c->map);
    section_senses(&p, c->report, c->senses);
    section_scores(&p, c->report);
    section_layers(&p, c->report);
    section_explanations(&p);
    section_conditions(&p, c->report);
    if (form == PAGE_HTML)
        output_print(out, "</body>\n</html>\n");
    page_release(&p);
}

/* ---- CSV ---- */

/* A field in quotes, with quotes doubled (RFC 4180). */
static void csv_text(struct output *out, const char *text)
{
    output_print(out, "\"");
    for (; *text; text++)
        output_print(out, *text == '"' ? "\"\"" : "%c", *text);
    output_print(out, "\",");
}

static void csv_number(struct output *out, double x, const char *after)
{
    if (isfinite(x))
        output_print(out, "%.10g", x);
    output_print(out, "%s", after);
}

void report_csv(const struct content *c, struct output *out)
{
    const struct report *r = c->report;
    output_print(out, "view,model,role,task,kind,metric,score,low,high,used,given\n");
    for (int v = 0; v < r->view_count; v++)
        for (int t = 0; t < r->task_count; t++) {
            const struct report_cell *cell = report_cell(r, v, t);
            if (!cell->there)
                continue;
            csv_text(out, r->views[v].name);
            csv_text(out, r->views[v].model);
            csv_text(out, report_role_name(r->views[v].role));
            csv_text(out, r->tasks[t].name);
            csv_text(out, r->tasks[t].kind);
            csv_text(out, r->tasks[t].metric);
            csv_number(out, cell->score, ",");
            csv_number(out, cell->low, ",");
            csv_number(out, cell->high, ",");
            csv_number(out, cell->used, ",");
            csv_number(out, cell->given, "\n");
        }
}
