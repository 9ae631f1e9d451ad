/* report_print.h: the sections of a report, in the order in which they stand on the page. */
#ifndef EMBEDLAB_EVAL_REPORT_PRINT_H
#define EMBEDLAB_EVAL_REPORT_PRINT_H

#include "eval/report_claims.h"
#include "eval/report_data.h"
#include "eval/report_layers.h"
#include "eval/report_map.h"
#include "eval/report_page.h"
#include "eval/report_senses.h"

/* What goes on a page. */
struct content {
    const struct report *report;
    const struct judgement *verdicts; /* [CLAIMS] */
    const struct map *map;            /* without models: none */
    const struct senses *senses;      /* without models: none */
};

/* The whole page: HTML without network and without scripts but those of the map; or Markdown. */
void report_print(const struct content *c, enum page_form form, struct output *out);

/* Every score on a line of its own, and every verdict. */
void report_csv(const struct content *c, struct output *out);

/* ---- sections ---- */

void section_verdicts(struct page *p, const struct content *c); /* all claims at a glance */
void section_models(struct page *p, const struct report *r);    /* what was compared, and what it cost */
void section_scores(struct page *p, const struct report *r);    /* a table per kind of task, a chart per task */
void section_claims(struct page *p, const struct content *c);
void section_layers(struct page *p, const struct report *r); /* language models, layer by layer */
void section_explanations(struct page *p);
void section_conditions(struct page *p, const struct report *r);

/* ---- shared ---- */

/* The page's style and script (report.css, report.js). */
extern const unsigned char report_style[], report_script[];
extern const size_t report_style_size, report_script_size;

/* A task's score by layer, of every model that has layers, with flat lines for the best of the others. */
void layers_chart(struct page *p, const struct report *r, int task);

/* Parts of the sections of claims C3 and C5: the token tables of language models; what was tuned. */
void arms_show(struct page *p, const struct report *r);
void tuned_show(struct page *p, const struct report *r);

/* Is view i the first of its model? */
bool is_first_of_model(const struct report *r, int i);

/* The name of a view, or of a model, without the folder that all share. */
static inline const char *short_view(const struct report *r, const struct report_view *v)
{
    return v->name + r->shared_folder;
}
static inline const char *short_model(const struct report *r, const struct report_view *v)
{
    return v->model + r->shared_folder;
}

/* What the numbers of a task are multiplied by on the page, and their decimals. */
static inline double task_scale(const struct report_task *t)
{
    return t->plain ? 1 : 100;
}
static inline int task_digits(const struct report_task *t)
{
    return t->plain ? 3 : 1;
}

#endif
