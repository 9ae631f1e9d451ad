/* report_arms.c: language models and what training did to them: the arms of claim C3, the tuned models of claim C5. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_chart.h"
#include "eval/report_print.h"

/* ---- C3: arms ---- */

/* The word similarity benchmark with most items; -1. */
static int main_similarity(const struct report *r)
{
    double most = 0;
    int best = -1;
    for (int t = 0; t < r->task_count; t++)
        for (int v = 0; v < r->view_count && task_is_word_similarity(&r->tasks[t]); v++)
            if (report_scored(r, v, t) && report_cell(r, v, t)->used > most)
                most = report_cell(r, v, t)->used, best = t;
    return best;
}

static bool is_any_input(const struct report_view *v)
{
    bool lm = v->role == ROLE_LM || v->role == ROLE_LM_FROZEN || v->role == ROLE_LM_STARTED;
    return lm && v->training && v->post[0] == '\0' && strcmp(v->view, "input") == 0;
}

static double loss_of(const struct report_view *v)
{
    return v->step >= 0                        ? report_training_loss_at(v->training, v->step)
           : isfinite(v->training->validation) ? v->training->validation
                                               : v->training->loss;
}

/* Steps of training of a view's model; of a trained one, what its training.json says. */
static double steps_of(const struct report_view *v)
{
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(v->training->json, "step");
    return v->step >= 0 ? (double)v->step : cJSON_IsNumber(steps) ? steps->valuedouble : NAN;
}

/* One series per run: its checkpoints in order, then the trained model. `loss`: over loss, else over steps. */
static void fill_runs(const struct report *r, struct chart *c, int task, bool loss)
{
    for (int i = 0; i < r->view_count; i++) {
        const struct report_view *run = &r->views[i];
        if (!is_any_input(run) || run->step >= 0)
            continue;
        if (!chart_series(c, short_model(r, run)))
            return;
        double last = -1;
        for (;;) { /* the next step of this run */
            int next = -1;
            for (int v = 0; v < r->view_count; v++)
                if (is_any_input(&r->views[v]) && r->views[v].training == run->training &&
                    steps_of(&r->views[v]) > last && (next < 0 || steps_of(&r->views[v]) < steps_of(&r->views[next])))
                    next = v;
            if (next < 0)
                break;
            const struct report_cell *cell = report_cell(r, next, task);
            last = steps_of(&r->views[next]);
            if (report_scored(r, next, task))
                chart_point(c, loss ? loss_of(&r->views[next]) : last, 100 * cell->score, 100 * cell->low,
                            100 * cell->high);
        }
    }
}

void arms_show(struct page *p, const struct report *r)
{
    int task = main_similarity(r);
    if (task < 0)
        return;
    char *score = mem_format("%s x 100", r->tasks[task].title);
    struct chart by_step = {.title = "Word similarity of the token table along training",
                            .x_title = "steps of training (logarithmic)",
                            .y_title = score,
                            .logarithmic = true};
    struct chart by_loss = {.title = "Loss against word similarity",
                            .y_title = score,
                            .x_title = "loss on held-out text, nats a token (falls to the left)"};
    figures_begin(p);
    fill_runs(r, &by_step, task, false);
    chart_print(p, &by_step, "One line per arm. Bars: 95 %% intervals.");
    fill_runs(r, &by_loss, task, true);
    chart_print(p, &by_loss, "One line per arm, from its first kept step to its end.");
    figures_end(p);
    page_table_begin(
        p, "Arms: language models with another token table. Losses compare only between models with the same tokens.",
        "Model");
    page_column(p, "Token table", true);
    page_column(p, "Output head", true);
    page_column(p, "Loss on held-out text, nats a token", false);
    page_column(p, score, false);
    for (int i = 0; i < r->view_count; i++) {
        const struct report_view *v = &r->views[i];
        char number[40], interval[80];
        if (!is_any_input(v) || v->step >= 0)
            continue;
        const char *initial = v->training->initial, *slash = strrchr(initial, '/');
        const struct report_cell *cell = report_cell(r, i, task);
        page_row(p, false, "%s", short_model(r, v));
        page_cell(p, "%s%s", v->role == ROLE_LM_FROZEN ? "frozen: " : "learned from ",
                  slash        ? slash + 1
                  : initial[0] ? initial
                               : "random numbers");
        page_cell(p, v->training->tied ? "tied to the table" : "of its own");
        page_cell(p, "%s", format_number(number, loss_of(v), 3));
        format_interval(interval, cell->there ? 100 * cell->low : NAN, 100 * cell->high, 1);
        page_score(p, false, format_number(number, cell->there ? 100 * cell->score : NAN, 1), interval, NULL, NULL);
    }
    page_table_end(p);
    mem_free(score);
}

/* ---- C5: tuned models ---- */

/* The trained language model that a tuned one started from; NULL unknown. */
static const struct report_view *start_of(const struct report *r, const struct report_view *tuned)
{
    for (int i = 0; i < r->view_count; i++) {
        const struct report_view *v = &r->views[i];
        if (v->training && v->step < 0 && v->role != ROLE_TUNED &&
            report_same_model(v->model, tuned->training->initial))
            return v;
    }
    return NULL;
}

void tuned_show(struct page *p, const struct report *r)
{
    bool begun = false;
    for (int i = 0; i < r->view_count; i++) {
        const struct report_view *v = &r->views[i];
        char number[40];
        if (v->role != ROLE_TUNED || !v->training || !is_first_of_model(r, i))
            continue;
        if (!begun) {
            page_table_begin(p,
                             "What was tuned. Tuning drops the output head: a tuned model predicts no next token any "
                             "more, so that it has no loss as a language model.",
                             "Model");
            page_column(p, "Started from", true);
            page_column(p, "Attention", true);
            page_column(p, "Objective", true);
            page_column(p, "Loss on held-out text before, nats a token", false);
            page_column(p, "after", false);
        }
        begun = true;
        const struct report_view *start = start_of(r, v);
        const cJSON *options = cJSON_GetObjectItemCaseSensitive(v->training->json, "options");
        const cJSON *objective = cJSON_GetObjectItemCaseSensitive(options, "objective");
        page_row(p, false, "%s", short_model(r, v));
        page_cell(p, "%s", start ? short_model(r, start) : v->training->initial);
        page_cell(p, "%s", v->training->attention);
        page_cell(p, "%s", cJSON_IsString(objective) ? objective->valuestring : "–");
        page_cell(p, "%s", format_number(number, start ? loss_of(start) : NAN, 3));
        page_cell(p, "no head");
    }
    if (begun)
        page_table_end(p);
}
