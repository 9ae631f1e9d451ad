/* report_senses.c: cosines of a word between two of its sentences, layer by layer. */
#include "eval/report_senses.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_chart.h"
#include "eval/report_layers.h"
#include "math/vector.h"
#include "model/view.h"

#define MODELS 4   /* on the page */
#define PAIRS  400 /* of a file, at most: enough for a mean */

/* ---- sentences ---- */

static void add_bank(struct uses *u)
{
    static const char *const sentences[][2] = {
        {"she sat on the bank of the river and looked at the water", "the bank gave her the money for the new house"},
        {"he took the money to the bank on friday", "the bank gave her the money for the new house"}};
    u->pairs = u->capacity = 2;
    u->texts = mem_new(4, sizeof *u->texts, "sentences");
    u->begin = mem_new(4, sizeof *u->begin, "sentences");
    u->end = mem_new(4, sizeof *u->end, "sentences");
    u->gold = mem_new(2, sizeof *u->gold, "sentences");
    for (int i = 0; i < 4; i++) {
        u->texts[i] = mem_string(sentences[i / 2][i % 2]);
        u->begin[i] = (size_t)(strstr(u->texts[i], "bank") - u->texts[i]);
        u->end[i] = u->begin[i] + 4;
    }
    u->gold[1] = 1;
}

/* Is the word the same, as written, in both sentences of the pair, and in those of another pair? */
static bool same_word(const struct uses *u, long use, long other)
{
    size_t length = u->end[use] - u->begin[use];
    return length == u->end[other] - u->begin[other] &&
           memcmp(u->texts[use] + u->begin[use], u->texts[other] + u->begin[other], length) == 0;
}

/* The first word with a pair of either sort, else the first with two senses. */
static void choose_example(struct senses *s)
{
    const struct uses *u = &s->uses;
    s->different = s->same = -1;
    for (long i = 0; i < u->pairs; i++) {
        s->sames += u->gold[i] > 0.5;
        s->differents += u->gold[i] <= 0.5;
    }
    for (long i = 0; i < u->pairs && s->same < 0; i++) {
        if (u->gold[i] > 0.5 || !same_word(u, 2 * i, 2 * i + 1))
            continue;
        if (s->different < 0)
            s->different = i;
        for (long k = 0; k < u->pairs && s->same < 0; k++)
            if (u->gold[k] > 0.5 && same_word(u, 2 * k, 2 * k + 1) && same_word(u, 2 * i, 2 * k))
                s->different = i, s->same = k;
    }
}

/* ---- cosines ---- */

/* What one view makes of all pairs, into place `at` of the model. */
static bool ask_view(const struct senses *s, struct senses_model *m, const char *specification, int at,
                     struct error *err)
{
    const struct uses *u = &s->uses;
    int count = 2 * (int)u->pairs;
    struct view *view = view_open(specification, err);
    if (!view)
        return false;
    struct matrix vectors = matrix_new(count, view_dim(view), "words in their sentences");
    int *known = mem_new((size_t)count, sizeof *known, "words in their sentences");
    double sum[2] = {0, 0};
    long used[2] = {0, 0};
    view_spans(view, (const char *const *)u->texts, u->begin, u->end, count, &vectors, known);
    m->different[at] = m->same[at] = NAN;
    for (long i = 0; i < u->pairs; i++) {
        if (known[2 * i] == 0 || known[2 * i + 1] == 0)
            continue;
        double cosine = vector_cosine(matrix_row(&vectors, 2 * i), matrix_row(&vectors, 2 * i + 1), vectors.columns);
        sum[u->gold[i] > 0.5] += cosine;
        used[u->gold[i] > 0.5]++;
        if (i == s->different)
            m->different[at] = cosine;
        if (i == s->same)
            m->same[at] = cosine;
    }
    m->differents[at] = used[0] > 0 ? sum[0] / (double)used[0] : NAN;
    m->sames[at] = used[1] > 0 ? sum[1] / (double)used[1] : NAN;
    matrix_release(&vectors);
    mem_free(known);
    view_free(view);
    return true;
}

static bool ask_model(struct senses *s, const struct report *r, const struct layer_curve *curve, struct error *err)
{
    struct senses_model *m = &s->models[s->model_count++];
    size_t n = (size_t)curve->count;
    *m = (struct senses_model){.model = curve->model, .labels = mem_new(n, sizeof *m->labels, "layers")};
    double **lists[] = {&m->different, &m->same, &m->differents, &m->sames};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        *lists[i] = mem_new(n, sizeof **lists[i], "cosines");
    for (int i = 0; i < curve->count; i++) {
        const struct report_view *v = &r->views[curve->views[i]];
        if (strcmp(v->view, "output") == 0)
            continue;
        char *label = layer_label(v);
        m->labels[m->count] = mem_string(strncmp(label, "layer ", 6) == 0 ? label + 6 : label);
        mem_free(label);
        if (!ask_view(s, m, v->name, m->count++, err))
            return false;
    }
    return true;
}

/* Models once each, whatever the poolings: a word in its sentence is pooled over its own tokens. */
static bool ask_models(struct senses *s, const struct report *r, struct error *err)
{
    struct layer_curve *curves;
    int count = layer_curves(r, &curves);
    bool good = true;
    s->models = mem_new(MODELS, sizeof *s->models, "models");
    for (int i = 0; i < count && good && s->model_count < MODELS; i++) {
        bool wanted = curves[i].post[0] == '\0' && r->views[curves[i].views[0]].step < 0;
        for (int k = 0; k < s->model_count && wanted; k++)
            wanted = strcmp(s->models[k].model, curves[i].model) != 0;
        good = !wanted || ask_model(s, r, &curves[i], err);
    }
    layer_curves_free(curves, count);
    return good;
}

bool senses_make(struct senses *s, const struct report *r, const char *file, struct error *err)
{
    *s = (struct senses){.different = -1};
    if (!file)
        return true;
    if (strcmp(file, SENSES_BANK) == 0)
        add_bank(&s->uses);
    else if (!uses_read_wic(&s->uses, file, err))
        return false;
    for (; s->uses.pairs > PAIRS; s->uses.pairs--) {
        mem_free(s->uses.texts[2 * s->uses.pairs - 1]);
        mem_free(s->uses.texts[2 * s->uses.pairs - 2]);
    }
    choose_example(s);
    if (s->different < 0)
        return error_set(err, "%s: has no word in two senses among its first %d pairs", file, PAIRS);
    if (!ask_models(s, r, err))
        return false;
    return s->model_count > 0 ||
           error_set(err, "--senses: the results have no model with several layers (MODEL@layer:0:mean, ...)");
}

void senses_release(struct senses *s)
{
    uses_release(&s->uses);
    for (int i = 0; i < s->model_count; i++) {
        struct senses_model *m = &s->models[i];
        for (int k = 0; k < m->count; k++)
            mem_free(m->labels[k]);
        mem_free(m->labels);
        mem_free(m->different);
        mem_free(m->same);
        mem_free(m->differents);
        mem_free(m->sames);
    }
    mem_free(s->models);
}

/* ---- the section ---- */

static void print_sentences(struct page *p, const struct senses *s, long pair, const char *what)
{
    for (int i = 0; i < 2 && pair >= 0; i++) {
        long use = 2 * pair + i;
        const char *text = s->uses.texts[use];
        int begin = (int)s->uses.begin[use], end = (int)s->uses.end[use];
        page_item(p, "%s, sentence %d: %.*s“%.*s”%s", what, i + 1, begin, text, end - begin, text + begin, text + end);
    }
}

static void print_series(struct chart *c, const char *name, const struct senses_model *m, const double *cosines)
{
    chart_series(c, name);
    for (int i = 0; i < m->count; i++)
        chart_point(c, i, cosines[i], NAN, NAN);
}

static void print_charts(struct page *p, const struct report *r, const struct senses *s, const char *word)
{
    figures_begin(p);
    for (int k = 0; k < s->model_count; k++) {
        const struct senses_model *m = &s->models[k];
        char *title = mem_format("%s: “%s” in two sentences", m->model + r->shared_folder, word);
        for (int all = 0; all < 1 + (s->uses.pairs > 2); all++) {
            struct chart c = {.title = all ? "All words of the file" : title,
                              .x_title = "layer",
                              .y_title =
                                  all ? "mean cosine of the word's two vectors" : "cosine of the word's two vectors"};
            for (int i = 0; i < m->count; i++)
                chart_label(&c, m->labels[i]);
            print_series(&c, "two senses", m, all ? m->differents : m->different);
            print_series(&c, "one sense", m, all ? m->sames : m->same);
            if (all)
                chart_print(p, &c, "Means over %ld pairs with two senses and %ld with one.", s->differents, s->sames);
            else
                chart_print(p, &c, "1: the same vector in both sentences.");
        }
        mem_free(title);
    }
    figures_end(p);
}

static void print_row(struct page *p, const char *model, const char *label, const double cosines[4])
{
    char number[40];
    page_row(p, false, "%s, %s", model, label);
    for (int i = 0; i < 4; i++)
        page_cell(p, "%s", format_number(number, cosines[i], 3));
}

void section_senses(struct page *p, const struct report *r, const struct senses *s)
{
    if (s->model_count == 0)
        return;
    const char *text = s->uses.texts[2 * s->different];
    char *word = mem_string_n(text + s->uses.begin[2 * s->different],
                              s->uses.end[2 * s->different] - s->uses.begin[2 * s->different]);
    page_heading(p, 2, "senses", "One word, two senses");
    page_paragraph(
        p,
        "A table has one vector for “%s”, whatever it means: the cosine between two sentences is 1. The states "
        "above it have another one in every sentence; where they tell senses apart, the cosine is lower for "
        "two senses than for one.",
        word);
    page_list_begin(p);
    print_sentences(p, s, s->different, "Two senses");
    print_sentences(p, s, s->same, "One sense");
    page_list_end(p);
    print_charts(p, r, s, word);
    page_table_begin(p, "Cosine of the word's vectors in two sentences: of the example, and the mean of all pairs.",
                     "View");
    page_column(p, "Two senses", false);
    page_column(p, "One sense", false);
    page_column(p, "Two senses, mean", false);
    page_column(p, "One sense, mean", false);
    for (int k = 0; k < s->model_count; k++) {
        const struct senses_model *m = &s->models[k];
        for (int i = 0; i < m->count; i++)
            print_row(p, m->model + r->shared_folder, m->labels[i],
                      (double[]){m->different[i], m->same[i], m->differents[i], m->sames[i]});
    }
    page_table_end(p);
    mem_free(word);
}
