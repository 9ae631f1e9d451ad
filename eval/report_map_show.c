/* report_map_show.c: the maps of words on the page.
 *
 * They are drawn here, so that they are there without a script and in print; report.js adds search, pointing and the
 * neighbours of any word from the same numbers, which stand in the page as JSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_map.h"
#include "eval/report_print.h"

#define EXAMPLES 6
#define NAMED    40 /* words named on a map */

/* ---- without a script ---- */

static void print_neighbours(struct page *p, const struct map *m)
{
    int ids[EXAMPLES], count = map_examples(m, ids, EXAMPLES);
    page_table_begin(p, "Nearest neighbours of a few words, nearest first.", "Word");
    for (int v = 0; v < m->model_count; v++)
        page_column(p, m->models[v].name, true);
    for (int i = 0; i < count; i++) {
        page_row(p, false, "%s", m->words[ids[i]]);
        for (int v = 0; v < m->model_count; v++) {
            char *list = mem_string("");
            for (int k = 0; k < m->neighbour_count && k < 5; k++) {
                char *longer = mem_format("%s%s%s", list, k ? ", " : "",
                                          m->words[m->models[v].neighbours[ids[i] * m->neighbour_count + k]]);
                mem_free(list);
                list = longer;
            }
            page_cell(p, "%s", list);
            mem_free(list);
        }
    }
    page_table_end(p);
}

/* All words as dots in one path, and the names of some that do not cover one another. */
static void print_dots(struct page *p, const struct map *m, const struct map_model *model)
{
    int boxes[NAMED][3], named = 0; /* left, right, y */
    output_print(p->out, "<path class=\"dots\" d=\"");
    for (int i = 0; i < m->word_count; i++)
        output_print(p->out, "M%d %dh0", model->place[2 * i], model->place[2 * i + 1]);
    output_print(p->out, "\"/>\n<g class=\"names\">");
    for (int i = m->word_count / 20; i < m->word_count && named < NAMED; i++) {
        int width = 6 * (int)strlen(m->words[i]) + 6, x = model->place[2 * i], y = model->place[2 * i + 1];
        bool free_place = x + 4 + width < MAP_SIDE && y > 10;
        for (int k = 0; k < named && free_place; k++)
            free_place = x > boxes[k][1] || x + width < boxes[k][0] || y - boxes[k][2] > 12 || boxes[k][2] - y > 12;
        if (!free_place)
            continue;
        boxes[named][0] = x, boxes[named][1] = x + width, boxes[named++][2] = y;
        output_print(p->out, "<text x=\"%d\" y=\"%d\">", x + 4, y + 3);
        page_text(p, m->words[i]);
        output_print(p->out, "</text>");
    }
    output_print(p->out, "</g>\n");
}

static void print_map(struct page *p, const struct map *m, int v, int word)
{
    const struct map_model *model = &m->models[v];
    output_print(p->out,
                 "<figure class=\"map\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Map of words: ", MAP_SIDE,
                 MAP_SIDE);
    page_text(p, model->name);
    output_print(p->out, "\">\n");
    print_dots(p, m, model);
    output_print(p->out, "<g class=\"marks\"></g></svg>\n<figcaption><strong>");
    page_text(p, model->name);
    output_print(p->out, ".</strong> The two directions hold %.0f %% of the variance.</figcaption>\n",
                 100 * model->share);
    output_print(p->out, "<p class=\"near-title\">Nearest to <b>");
    page_text(p, m->words[word]);
    output_print(p->out, "</b></p><ol class=\"near\">");
    for (int k = 0; k < m->neighbour_count; k++) {
        int at = word * m->neighbour_count + k;
        char cosine[40];
        output_print(p->out, "<li>");
        page_text(p, m->words[model->neighbours[at]]);
        output_print(p->out, " <span class=\"soft\">%s</span></li>", format_number(cosine, model->cosines[at], 2));
    }
    output_print(p->out, "</ol></figure>\n");
}

/* ---- for the script ---- */

/* A JSON string that can stand in HTML. */
static void print_json_string(struct output *out, const char *text)
{
    output_print(out, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < ' ' || strchr("\"\\<>&", c))
            output_print(out, "\\u%04x", c);
        else
            output_write(out, text, 1);
    }
    output_print(out, "\"");
}

static void print_numbers(struct output *out, const char *name, const int *values, int count)
{
    output_print(out, "\"%s\":[", name);
    for (int i = 0; i < count; i++)
        output_print(out, i ? ",%d" : "%d", values[i]);
    output_print(out, "]");
}

static void print_data(struct output *out, const struct map *m, int word)
{
    int links = m->word_count * m->neighbour_count;
    output_print(out, "<script type=\"application/json\" id=\"map-data\">{\"start\":%d,\"each\":%d,\"words\":[", word,
                 m->neighbour_count);
    for (int i = 0; i < m->word_count; i++) {
        output_print(out, i ? "," : "");
        print_json_string(out, m->words[i]);
    }
    output_print(out, "],\n\"models\":[");
    for (int v = 0; v < m->model_count; v++) {
        int *percent = mem_new((size_t)links + 1, sizeof *percent, "cosines");
        for (int i = 0; i < links; i++)
            percent[i] = (int)lround(100.0 * (double)m->models[v].cosines[i]);
        output_print(out, v ? ",\n{" : "{");
        print_numbers(out, "place", m->models[v].place, 2 * m->word_count);
        output_print(out, ",");
        print_numbers(out, "near", m->models[v].neighbours, links);
        output_print(out, ",");
        print_numbers(out, "cosine", percent, links);
        output_print(out, "}");
        mem_free(percent);
    }
    output_print(out, "]}</script>\n<script>\n");
    output_write(out, report_script, report_script_size);
    output_print(out, "</script>\n");
}

void section_map(struct page *p, const struct map *m)
{
    int word = 0;
    if (m->model_count == 0)
        return;
    page_heading(p, 2, "map", "The same words in every model");
    page_paragraph(p,
                   "The %d most frequent words that all of these models know, each map by the first two principal "
                   "components of its vectors at length 1; nearness on a map is a shadow of nearness in the space. "
                   "Neighbours are by cosine in the whole space, among these words.",
                   m->word_count);
    if (page_draws(p)) {
        map_examples(m, &word, 1);
        output_print(p->out,
                     "<form class=\"find\" role=\"search\"><label for=\"word\">Find a word</label> <input id=\"word\" "
                     "type=\"search\" list=\"word-list\" autocomplete=\"off\" spellcheck=\"false\">"
                     "<datalist id=\"word-list\"></datalist> <output id=\"found\" for=\"word\"></output></form>\n"
                     "<noscript><p class=\"soft\">Search and pointing need JavaScript.</p></noscript>\n"
                     "<div class=\"maps\">\n");
        for (int v = 0; v < m->model_count; v++)
            print_map(p, m, v, word);
        output_print(p->out, "</div>\n");
        print_data(p->out, m, word);
    }
    print_neighbours(p, m);
}
