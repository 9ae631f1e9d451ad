/* report_models.c: what was compared, on what, and what it cost; under which conditions it was scored. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_print.h"

bool is_first_of_model(const struct report *r, int i)
{
    for (int k = 0; k < i; k++)
        if (strcmp(r->views[k].model, r->views[i].model) == 0)
            return false;
    return true;
}

/* ---- models ---- */

/* What it was trained to be, and which arm of an experiment. */
static void print_role(struct page *p, const struct report_view *v)
{
    const struct report_training *t = v->training;
    bool table = v->role == ROLE_LM_FROZEN || v->role == ROLE_LM_STARTED;
    const char *start = !table || !t ? "" : t->initial[0] ? t->initial : "random numbers";
    const char *slash = strrchr(start, '/');
    if (v->role == ROLE_UNKNOWN)
        page_cell(p, "%s", v->kind);
    else
        page_cell(p, "%s%s%s%s%s", report_role_name(v->role), start[0] ? ": " : "", slash ? slash + 1 : start,
                  t && strcmp(t->program, "lm") == 0 ? (t->tied ? ", tied" : ", untied") : "",
                  t && t->attention[0] ? (t->attention[0] == 'c' ? ", causal" : ", bidirectional") : "");
}

static void print_training(struct page *p, const struct report_training *t, long step)
{
    char amount[40], validation[60] = "";
    page_cell(p, "%s", t->program);
    page_cell(p, "%s", t->corpus);
    if (step >= 0) {
        page_cell(p, "kept at step %ld", step);
        page_cell(p, "–");
        page_score(p, false, format_number(amount, report_training_loss_at(t, step), 3), NULL, NULL, NULL);
        return;
    }
    page_cell(p, "%s %s", isfinite(t->seen) ? format_amount(amount, t->seen) : "–", t->seen_unit);
    page_cell(p, "%s", format_seconds(amount, t->seconds));
    if (isfinite(t->validation))
        snprintf(validation, sizeof validation, "validation %s", format_number(amount, t->validation, 3));
    page_score(p, false, format_number(amount, t->loss, 3), validation, NULL, NULL);
}

static void print_model(struct page *p, const struct report *r, const struct report_view *v)
{
    char amount[40];
    page_row(p, false, "%s", short_model(r, v));
    print_role(p, v);
    page_cell(p, "%.0f", v->dim);
    page_cell(p, "%s", format_amount(amount, v->vocabulary));
    page_cell(p, "%s", format_amount(amount, v->parameters));
    if (v->training) {
        print_training(p, v->training, v->step);
        return;
    }
    for (int i = 0; i < 5; i++)
        page_cell(p, "–");
}

void section_models(struct page *p, const struct report *r)
{
    static const struct {
        const char *title;
        bool text;
    } columns[] = {{"Trained to be", true},     {"Dim", false},  {"Words", false},
                   {"Parameters", false},       {"By", true},    {"On", true},
                   {"Seen in training", false}, {"Training time", false}, {"Final loss", false}};
    char *folder = r->shared_folder > 0 ? mem_string_n(r->views[0].model, (size_t)r->shared_folder) : mem_string("");
    char *caption =
        mem_format("Models%s%s. Losses of different objectives cannot be compared.", folder[0] ? " in " : "", folder);
    page_heading(p, 2, "models", "What was compared");
    page_table_begin(p, caption, "Model");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        page_column(p, columns[i].title, columns[i].text);
    for (int v = 0; v < r->view_count; v++)
        if (is_first_of_model(r, v))
            print_model(p, r, &r->views[v]);
    page_table_end(p);
    mem_free(folder);
    mem_free(caption);
}

/* ---- conditions ---- */

static void print_source(struct page *p, const struct report_source *s)
{
    char words[40] = "all";
    if (s->restrict_vocab > 0)
        snprintf(words, sizeof words, "the first %.0f", s->restrict_vocab);
    page_item(p,
              "%s: embedlab %s, %s.%s%s Case: %s. Unknown words: %s.%s Analogies over %s words of a model%s%s. "
              "Similarity: cosine. Parts of a benchmark: %s. Intervals: %.0f bootstrap draws, seed %.0f. Benchmarks "
              "from %s.",
              s->path, s->version, s->date, s->preset[0] ? " Policy: " : "", s->preset, s->case_policy, s->oov,
              s->shared_vocab ? " Only items that all views know." : "", words, s->analogy[0] ? " by " : "", s->analogy,
              s->aggregation[0] && strcmp(s->aggregation, "all") != 0 ? s->aggregation : "as one list", s->bootstrap,
              s->seed, s->data);
}

/* The options of a training that are set, in one line. */
static void print_options(struct page *p, const struct report_training *t)
{
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(t->json, "options"), *item;
    char *text = mem_format("%s:", t->path);
    cJSON_ArrayForEach(item, options)
    {
        char *value = cJSON_IsNull(item) || cJSON_IsFalse(item) ? NULL : cJSON_PrintUnformatted(item);
        if (value && strlen(text) < 4000) {
            char *longer = mem_format("%s --%s%s%s", text, item->string, cJSON_IsTrue(item) ? "" : " ",
                                      cJSON_IsTrue(item)     ? ""
                                      : cJSON_IsString(item) ? item->valuestring
                                                             : value);
            mem_free(text);
            text = longer;
        }
        cJSON_free(value);
    }
    page_item(p, "%s", text);
    mem_free(text);
}

void section_conditions(struct page *p, const struct report *r)
{
    page_heading(p, 2, "conditions", "Conditions and sources");
    page_list_begin(p);
    for (int i = 0; i < r->source_count; i++)
        print_source(p, &r->sources[i]);
    page_list_end(p);
    if (r->mixed_policies)
        page_labelled(p, "The files were scored under different policies;", "their numbers may not be comparable.");
    page_heading(p, 3, NULL, "Benchmarks");
    page_list_begin(p);
    for (int i = 0; i < r->task_count; i++) {
        const struct report_task *t = &r->tasks[i];
        page_item(p, "%s (%s): %s. %s. %s. Licence: %s.%s", t->title, t->name, t->measure, t->citation, t->address,
                  t->licence, t->missing ? " Missing: not in the data folder, not scored." : "");
    }
    page_list_end(p);
    if (r->training_count == 0)
        return;
    page_heading(p, 3, NULL, "Options of every training");
    page_list_begin(p);
    for (int i = 0; i < r->training_count; i++)
        print_options(p, r->trainings[i]);
    page_list_end(p);
}
