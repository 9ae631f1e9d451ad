/* report_claims_show.c: the section of each claim: question, method, chart, numbers, verdict. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_chart.h"
#include "eval/report_print.h"

#define PAIRS  60 /* rows of a table of comparisons */
#define CHARTS 12 /* of differences, for one claim */

/* ---- differences, for every claim that rests on them ---- */

/* Position of `sort` in names[0..*count), where it is put at the end if it is new and there is room; else 0. */
static int sort_index(const char *names[CHART_SERIES], int *count, const char *sort)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(names[i], sort) == 0)
            return i;
    if (*count == CHART_SERIES)
        return 0;
    names[*count] = sort;
    return (*count)++;
}

/* Is finding i the first of its two views? */
static bool is_first_of_pair(const struct findings *f, int i)
{
    for (int k = 0; k < i; k++)
        if (f->list[k].a == f->list[i].a && f->list[k].b == f->list[i].b)
            return false;
    return true;
}

/* A chart for every two views that are compared. */
static void print_findings_charts(struct page *p, const struct report *r, const struct findings *f)
{
    const char *names[CHART_SERIES];
    int sorts = 0, charts = 0;
    for (int i = 0; i < f->count; i++)
        sort_index(names, &sorts, f->list[i].sort);
    if (names[0][0])
        legend_print(p, names, sorts, false);
    figures_begin(p);
    for (int i = 0; i < f->count && charts < CHARTS; i++) {
        if (!is_first_of_pair(f, i))
            continue;
        char *title =
            mem_format("%s minus %s", short_view(r, &r->views[f->list[i].a]), short_view(r, &r->views[f->list[i].b]));
        struct dots d = {.title = title, .x_title = "difference, score x 100"};
        for (int k = i; k < f->count; k++) {
            const struct finding *one = &f->list[k];
            if (one->a == f->list[i].a && one->b == f->list[i].b)
                dots_row(&d, r->tasks[one->task].title, sort_index(names, &sorts, one->sort), 100 * one->difference,
                         100 * one->low, 100 * one->high);
        }
        dots_print(p, &d, "To the right of 0 the first is ahead. Bars: 95 %% intervals.");
        mem_free(title);
        charts++;
    }
    figures_end(p);
}

static void print_findings_table(struct page *p, const struct report *r, const struct findings *f)
{
    page_table_begin(p, "The differences that the verdict rests on (score x 100).", "Benchmark");
    page_column(p, "View", true);
    page_column(p, "minus view", true);
    page_column(p, "Difference", false);
    page_column(p, "p", false);
    page_column(p, "Items", false);
    for (int i = 0; i < f->count; i++) {
        const struct finding *one = &f->list[i];
        char number[40], interval[80], chance[40];
        page_row(p, i > 0 && (one->a != one[-1].a || one->b != one[-1].b), "%s", r->tasks[one->task].title);
        page_cell(p, "%s", short_view(r, &r->views[one->a]));
        page_cell(p, "%s", short_view(r, &r->views[one->b]));
        page_score(p, false, format_number(number, 100 * one->difference, 1),
                   format_interval(interval, 100 * one->low, 100 * one->high, 1),
                   one->paired ? NULL : "not tested item by item", NULL);
        page_cell(p, "%s", format_p(chance, one->p));
        page_cell(p, "%.0f", one->items);
    }
    page_table_end(p);
}

/* ---- C1 ---- */

/* Raw, no layer, and of several seeds the first? */
static bool is_representative(const struct report *r, int view)
{
    const struct report_view *v = &r->views[view];
    for (int i = 0; i < view; i++)
        if (v->group[0] && strcmp(r->views[i].group, v->group) == 0)
            return false;
    return view_is_raw(v) && layer_number(v) < 0;
}

/* Do the two tell about claim C1: word vectors or token tables and something else, or two seeds? */
static bool is_shown(const struct report *r, const struct report_comparison *c)
{
    return comparison_of_seeds(r, c) || (is_representative(r, c->a) && is_representative(r, c->b) &&
                                         (view_is_static(&r->views[c->a]) || view_is_static(&r->views[c->b])));
}

static void print_overlaps(struct page *p, const struct report *r)
{
    struct dots d = {.title = "Neighbours shared", .x_title = "share of the ten nearest neighbours, in percent"};
    static const char *const sorts[] = {"word vectors and token table", "two seeds of one configuration"};
    const char *names[2] = {NULL};
    for (int i = 0; i < r->comparison_count; i++) {
        const struct report_comparison *c = &r->comparisons[i];
        int colour = comparison_of_kinds(r, c) ? 0 : comparison_of_seeds(r, c) ? 1 : 2;
        if (colour == 2 || !isfinite(c->overlap.value) || c->items <= 0 || d.count == 24)
            continue;
        char *name = mem_format("%s | %s", short_view(r, &r->views[c->a]), short_view(r, &r->views[c->b]));
        names[colour] = sorts[colour];
        dots_row(&d, name, colour, 100 * c->overlap.value, 100 * c->overlap.low, 100 * c->overlap.high);
        mem_free(name);
    }
    if (d.count > 0)
        legend_print(p, names, 2, false);
    dots_print(p, &d, "0: no neighbour in common, 100: all. Bars: 95 %% intervals.");
}

static void print_figure(struct page *p, const struct report_figure *f, double scale, int digits)
{
    char number[40], interval[80];
    page_score(p, false, format_number(number, scale * f->value, digits),
               format_interval(interval, scale * f->low, scale * f->high, digits), NULL, NULL);
}

static void show_comparisons(struct page *p, const struct report *r)
{
    int shown = 0;
    if (r->comparison_count == 0)
        return;
    print_overlaps(p, r);
    page_table_begin(p,
                     "Spaces compared, on the words that both have. Neighbours, CKA and cosines: more is more alike; "
                     "Procrustes: less is.",
                     "Two views");
    page_column(p, "Neighbours shared, %", false);
    page_column(p, "Linear CKA", false);
    page_column(p, "Spearman of cosines", false);
    page_column(p, "Procrustes", false);
    page_column(p, "Words", false);
    for (int i = 0; i < r->comparison_count && shown < PAIRS; i++) {
        const struct report_comparison *c = &r->comparisons[i];
        if (!is_shown(r, c))
            continue;
        shown++;
        page_row(p, false, "%s and %s", short_view(r, &r->views[c->a]), short_view(r, &r->views[c->b]));
        print_figure(p, &c->overlap, 100, 1);
        print_figure(p, &c->cka, 1, 3);
        print_figure(p, &c->cosines, 1, 3);
        print_figure(p, &c->procrustes, 1, 3);
        page_cell(p, "%.0f", c->items);
    }
    page_table_end(p);
    if (shown < r->comparison_count)
        page_note(p,
                  "%d of %d pairs are shown: word vectors and token tables with whole models, of seeds the first; and "
                  "two seeds of one configuration. All are in results.json.",
                  shown, r->comparison_count);
}

/* ---- C4 ---- */

/* The first table with post-processing: its score on a few tasks, step by step. */
static void show_steps(struct page *p, const struct report *r)
{
    struct chart c = {
        .title = "The token table, raw and post-processed", .x_title = "post-processing", .y_title = "score x 100"};
    int raw = -1;
    for (int v = 0; v < r->view_count && raw < 0; v++)
        for (int k = 0; k < r->view_count && raw < 0; k++)
            if (view_is_lm_table(&r->views[v]) && view_is_lm(&r->views[k]) && r->views[k].post[0] &&
                strcmp(r->views[k].model, r->views[v].model) == 0 && strcmp(r->views[k].view, "input") == 0)
                raw = v;
    for (int t = 0; t < r->task_count && raw >= 0; t++) {
        if (!task_is_of_quality(&r->tasks[t]) || !report_scored(r, raw, t) || !chart_series(&c, r->tasks[t].title))
            continue;
        int place = 0;
        for (int v = 0; v < r->view_count; v++) {
            const struct report_view *view = &r->views[v];
            if (v != raw &&
                !(view->post[0] && strcmp(view->model, r->views[raw].model) == 0 && strcmp(view->view, "input") == 0))
                continue;
            const struct report_cell *cell = report_cell(r, v, t);
            if (c.series_count == 1)
                chart_label(&c, v == raw ? "raw" : view->post);
            if (report_scored(r, v, t))
                chart_point(&c, place, 100 * cell->score, 100 * cell->low, 100 * cell->high);
            place++;
        }
    }
    chart_print(p, &c, "Bars: 95 %% intervals.");
}

/* What a linear map reads off tables: learned ones, random ones, word vectors. */
static void show_word_probes(struct page *p, const struct report *r)
{
    static const char *const sorts[] = {"table of a language model", "table of random numbers", "word vectors"};
    bool begun = false;
    for (int t = 0; t < r->task_count; t++) {
        if (r->tasks[t].missing || !task_is_word_probe(&r->tasks[t]))
            continue;
        struct dots d = {.title = r->tasks[t].title, .x_title = "score x 100"};
        for (int v = 0; v < r->view_count; v++) {
            const struct report_view *view = &r->views[v];
            const struct report_cell *c = report_cell(r, v, t);
            int sort = view_is_random_table(view) ? 1 : view_is_word_vectors(view) ? 2 : 0;
            if (report_scored(r, v, t) && (sort > 0 || (view_is_raw(view) && strcmp(view->view, "input") == 0)))
                dots_row(&d, short_view(r, view), sort, 100 * c->score, 100 * c->low, 100 * c->high);
        }
        if (d.count > 0 && !begun) {
            legend_print(p, sorts, 3, false);
            figures_begin(p);
            begun = true;
        }
        dots_print(p, &d, "%s. Bars: 95 %% intervals.", r->tasks[t].measure);
    }
    if (begun)
        figures_end(p);
}

/* ---- C8 ---- */

static void show_pieces(struct page *p, const struct report *r)
{
    struct chart c = {.title = "Word similarity by number of pieces",
                      .x_title = "pieces of the words of a pair",
                      .y_title = "Spearman x 100"};
    for (int t = 0; t < r->task_count; t++)
        for (int v = 0; v < r->view_count; v++) {
            const struct report_cell *cell = report_cell(r, v, t);
            bool about_pieces = cell->part_count > 0 && part_pieces(&cell->parts[0]) > 0;
            if (!about_pieces || !view_is_raw(&r->views[v]) || !task_is_word_similarity(&r->tasks[t]))
                continue;
            char *name = mem_format("%s, %s", short_view(r, &r->views[v]), r->tasks[t].title);
            bool room = chart_series(&c, name);
            mem_free(name);
            for (int i = 0; room && i < cell->part_count; i++) {
                double low, high;
                if (c.series_count == 1)
                    chart_label(&c, cell->parts[i].name);
                spearman_interval(cell->parts[i].score, cell->parts[i].used, &low, &high);
                chart_point(&c, i, 100 * cell->parts[i].score, 100 * low, 100 * high);
            }
        }
    chart_print(p, &c, "Bars: 95 %% intervals by Fisher's z.");
}

/* ---- all ---- */

static void show_layers(struct page *p, const struct report *r, task_test *tasks)
{
    figures_begin(p);
    for (int t = 0; t < r->task_count; t++)
        if (!r->tasks[t].missing && tasks(&r->tasks[t]))
            layers_chart(p, r, t);
    figures_end(p);
}

static bool is_of_the_context(const struct report_task *t)
{
    return task_is_in_context(t) || (task_is_geometry(t) && strstr(t->name, "isotropy")) ||
           strstr(t->name, "self-similarity");
}

/* Charts, tables and numbers of one claim. */
static void claim_show(struct page *p, const struct report *r, int claim, const struct judgement *j)
{
    switch (report_claims[claim].id[1]) {
    case '1':
        show_comparisons(p, r);
        break;
    case '3':
        arms_show(p, r);
        break;
    case '4':
        show_steps(p, r);
        show_word_probes(p, r);
        break;
    case '5':
        tuned_show(p, r);
        break;
    case '6':
        show_layers(p, r, task_is_of_the_future);
        break;
    case '7':
        show_layers(p, r, is_of_the_context);
        break;
    case '8':
        show_pieces(p, r);
        break;
    }
    if (j->findings.count > 0) {
        print_findings_charts(p, r, &j->findings);
        print_findings_table(p, r, &j->findings);
    }
}

void section_claims(struct page *p, const struct content *c)
{
    page_heading(p, 2, "claims", "The claims, one by one");
    for (int i = 0; i < CLAIMS; i++) {
        const struct claim *claim = &report_claims[i];
        const struct judgement *j = &c->verdicts[i];
        char *verdict = mem_format("%s.", outcome_name(j->outcome));
        page_heading(p, 3, claim->id, "%s. %s", claim->id, claim->claim);
        page_labelled(p, verdict, j->words);
        page_labelled(p, "Question.", claim->question);
        page_labelled(p, "Method.", claim->method);
        claim_show(p, c->report, i, j);
        page_note(p, "Rule of the verdict: %s", claim->rule);
        mem_free(verdict);
    }
}

void section_verdicts(struct page *p, const struct content *c)
{
    static const char *const marks[] = {"–", "?", "✓", "✗"}; /* by enum outcome */
    page_heading(p, 2, "verdicts", "Verdicts at a glance");
    page_note(p, "Each verdict follows from the numbers by a rule that stands with the claim.");
    page_list_begin(p);
    for (int i = 0; i < CLAIMS; i++) {
        const struct judgement *j = &c->verdicts[i];
        page_verdict(p, marks[j->outcome], report_claims[i].id, report_claims[i].claim, outcome_name(j->outcome),
                     j->words);
    }
    page_list_end(p);
}
