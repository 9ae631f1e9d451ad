/* results_write.c: an evaluation as JSON. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/run.h"
#include "eval/evaluation.h"

static void add_number(cJSON *object, const char *name, double value)
{
    if (isfinite(value))
        cJSON_AddNumberToObject(object, name, value);
    else
        cJSON_AddNullToObject(object, name);
}

static cJSON *policies_json(const struct policies *p)
{
    cJSON *json = cJSON_CreateObject();
    if (p->preset)
        cJSON_AddStringToObject(json, "policy", p->preset);
    cJSON_AddStringToObject(json, "case", case_policy_name(p->case_policy));
    cJSON_AddStringToObject(json, "oov", oov_policy_name(p->oov));
    cJSON_AddNumberToObject(json, "restrict_vocab", (double)p->restrict_vocab);
    cJSON_AddNumberToObject(json, "known_vocab", (double)p->known_vocab);
    cJSON_AddBoolToObject(json, "shared_vocab", p->shared_vocab);
    cJSON_AddStringToObject(json, "aggregate", aggregation_name(p->aggregate));
    cJSON_AddStringToObject(json, "similarity", similarity_name(p->similarity));
    cJSON_AddStringToObject(json, "analogy", analogy_method_name(p->analogy));
    cJSON_AddNumberToObject(json, "bootstrap", p->bootstrap);
    cJSON_AddNumberToObject(json, "seed", (double)p->seed);
    cJSON_AddNumberToObject(json, "interval", 0.95);
    return json;
}

static cJSON *task_json(const struct benchmark *b, const char *broken)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", b->name);
    cJSON_AddStringToObject(json, "title", b->title);
    cJSON_AddStringToObject(json, "suite", suite_name(b->suite));
    cJSON_AddStringToObject(json, "kind", b->task->kind);
    cJSON_AddStringToObject(json, "metric", benchmark_metric(b));
    cJSON_AddStringToObject(json, "unit", b->task->unit);
    cJSON_AddStringToObject(json, "heading", b->task->heading);
    cJSON_AddStringToObject(json, "measure", benchmark_measure(b));
    cJSON_AddBoolToObject(json, "plain", b->task->plain);
    cJSON_AddBoolToObject(json, "no_better", b->task->no_better);
    cJSON *further = cJSON_AddArrayToObject(json, "further");
    for (const char *const *metric = b->task->further; *metric; metric++)
        cJSON_AddItemToArray(further, cJSON_CreateString(*metric));
    if (b->path)
        cJSON_AddStringToObject(json, "file", b->path);
    if (b->composed)
        cJSON_AddTrueToObject(json, "composed");
    if (b->mteb)
        cJSON_AddStringToObject(json, "mteb", b->mteb);
    if (broken)
        cJSON_AddStringToObject(json, "broken", broken);
    cJSON_AddStringToObject(json, "citation", b->citation);
    cJSON_AddStringToObject(json, "address", b->address);
    cJSON_AddStringToObject(json, "licence", b->licence);
    return json;
}

static cJSON *view_json(const struct evaluated_view *v)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", v->name);
    cJSON_AddStringToObject(json, "model", v->model);
    cJSON_AddStringToObject(json, "view", v->view);
    cJSON_AddStringToObject(json, "post", v->post);
    cJSON_AddStringToObject(json, "kind", v->kind);
    cJSON_AddNumberToObject(json, "dim", v->dim);
    cJSON_AddNumberToObject(json, "vocabulary", v->vocabulary);
    cJSON_AddNumberToObject(json, "parameters", v->parameters);
    if (v->layers >= 0)
        cJSON_AddNumberToObject(json, "layers", v->layers);
    if (v->layer >= 0)
        cJSON_AddNumberToObject(json, "layer", v->layer);
    if (v->group)
        cJSON_AddStringToObject(json, "group", v->group);
    cJSON *texts = v->trained_on ? cJSON_AddArrayToObject(json, "trained_on") : NULL;
    for (char **text = v->trained_on; text && *text; text++) {
        const char *slash = strrchr(*text, '/');
        cJSON_AddItemToArray(texts, cJSON_CreateString(slash ? slash + 1 : *text));
    }
    return json;
}

static void add_unseen(cJSON *json, const struct unseen *u)
{
    cJSON_AddNumberToObject(json, "seen", (double)u->seen);
    add_number(json, "score_unseen", u->value);
    add_number(json, "low_unseen", u->interval.low);
    add_number(json, "high_unseen", u->interval.high);
}

static cJSON *score_json(const struct evaluation *e, int view, int task)
{
    const struct score *s = evaluation_score(e, view, task);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "view", e->views[view].name);
    cJSON_AddStringToObject(json, "task", e->tasks[task]->name);
    add_number(json, "score", s->value);
    add_number(json, "low", s->interval.low);
    add_number(json, "high", s->interval.high);
    if (s->reason)
        cJSON_AddStringToObject(json, "reason", s->reason);
    cJSON_AddNumberToObject(json, "used", (double)s->used);
    cJSON_AddNumberToObject(json, "known", (double)s->known);
    cJSON_AddNumberToObject(json, "given", (double)s->given);
    if (s->unseen.asked)
        add_unseen(json, &s->unseen);
    add_number(json, "seconds", *evaluation_seconds(e, view, task));
    cJSON *metrics = cJSON_AddObjectToObject(json, "metrics");
    for (int i = 0; i < s->metric_count; i++)
        add_number(metrics, s->metrics[i].name, s->metrics[i].value);
    for (const char *const *name = e->tasks[task]->task->further; *name; name++)
        if (!cJSON_HasObjectItem(metrics, *name)) /* a group of which the benchmark has no part */
            cJSON_AddNullToObject(metrics, *name);
    if (s->part_count == 0)
        return json;
    cJSON *parts = cJSON_AddArrayToObject(json, "parts");
    for (int i = 0; i < s->part_count; i++) {
        cJSON *part = cJSON_CreateObject();
        cJSON_AddStringToObject(part, "name", s->parts[i].name);
        add_number(part, "score", s->parts[i].value);
        cJSON_AddNumberToObject(part, "used", (double)s->parts[i].used);
        cJSON_AddNumberToObject(part, "given", (double)s->parts[i].given);
        cJSON_AddItemToArray(parts, part);
    }
    return json;
}

static cJSON *difference_json(const struct evaluation *e, const struct difference *d)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "task", e->tasks[d->task]->name);
    cJSON_AddStringToObject(json, "a", e->views[d->a].name);
    cJSON_AddStringToObject(json, "b", e->views[d->b].name);
    add_number(json, "difference", d->value);
    add_number(json, "low", d->interval.low);
    add_number(json, "high", d->interval.high);
    add_number(json, "p", d->p);
    add_number(json, "p_holm", d->p_holm);
    cJSON_AddNumberToObject(json, "items", (double)d->items);
    return json;
}

static cJSON *group_json(const struct evaluation *e, const struct group_score *g)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "group", g->group);
    cJSON_AddStringToObject(json, "task", e->tasks[g->task]->name);
    cJSON *views = cJSON_AddArrayToObject(json, "views");
    for (int v = 0; v < e->view_count; v++)
        if (e->views[v].group && strcmp(e->views[v].group, g->group) == 0)
            cJSON_AddItemToArray(views, cJSON_CreateString(e->views[v].name));
    add_number(json, "mean", g->mean);
    add_number(json, "deviation", g->deviation);
    cJSON_AddNumberToObject(json, "count", g->count);
    return json;
}

static void add_figure(cJSON *json, const char *name, const struct figure *f)
{
    const double values[] = {f->value, f->interval.low, f->interval.high};
    const char *const suffixes[] = {"", "_low", "_high"};
    for (int i = 0; i < 3; i++) {
        char *key = mem_format("%s%s", name, suffixes[i]);
        add_number(json, key, values[i]);
        mem_free(key);
    }
}

static cJSON *comparison_json(const struct evaluation *e, const struct comparison *c)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "a", e->views[c->a].name);
    cJSON_AddStringToObject(json, "b", e->views[c->b].name);
    cJSON_AddNumberToObject(json, "items", (double)c->items);
    add_figure(json, "cka", &c->cka);
    add_figure(json, "overlap10", &c->overlap10);
    add_figure(json, "cosine_spearman", &c->cosine_spearman);
    add_figure(json, "procrustes", &c->procrustes);
    return json;
}

cJSON *evaluation_json(const struct evaluation *e)
{
    char date[32];
    time_t now = time(NULL);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "schema", RESULTS_SCHEMA);
    cJSON_AddNumberToObject(json, "schema_version", RESULTS_VERSION);
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "date", date);
    cJSON_AddStringToObject(json, "data", e->data);
    cJSON_AddItemToObject(json, "policies", policies_json(&e->policies));
    cJSON *missing = cJSON_AddArrayToObject(json, "missing");
    for (int i = 0; i < e->missing_count; i++)
        cJSON_AddItemToArray(missing, task_json(e->missing[i], NULL));
    cJSON *tasks = cJSON_AddArrayToObject(json, "tasks");
    for (int t = 0; t < e->task_count; t++)
        cJSON_AddItemToArray(tasks, task_json(e->tasks[t], e->broken[t]));
    cJSON *views = cJSON_AddArrayToObject(json, "views");
    for (int v = 0; v < e->view_count; v++)
        cJSON_AddItemToArray(views, view_json(&e->views[v]));
    cJSON *results = cJSON_AddArrayToObject(json, "results");
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++)
            cJSON_AddItemToArray(results, score_json(e, v, t));
    cJSON *differences = cJSON_AddArrayToObject(json, "differences");
    for (int i = 0; i < e->difference_count; i++)
        cJSON_AddItemToArray(differences, difference_json(e, &e->differences[i]));
    cJSON *groups = cJSON_AddArrayToObject(json, "groups");
    for (int i = 0; i < e->group_count; i++)
        cJSON_AddItemToArray(groups, group_json(e, &e->groups[i]));
    cJSON *comparisons = cJSON_AddArrayToObject(json, "comparisons");
    for (int i = 0; i < e->comparison_count; i++)
        cJSON_AddItemToArray(comparisons, comparison_json(e, &e->comparisons[i]));
    return json;
}
