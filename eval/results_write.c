/* results_write.c: an evaluation as JSON. */
#include <math.h>
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
    cJSON_AddStringToObject(json, "case", case_policy_name(p->case_policy));
    cJSON_AddStringToObject(json, "oov", oov_policy_name(p->oov));
    cJSON_AddNumberToObject(json, "restrict_vocab", (double)p->restrict_vocab);
    cJSON_AddNumberToObject(json, "bootstrap", p->bootstrap);
    cJSON_AddNumberToObject(json, "seed", (double)p->seed);
    cJSON_AddNumberToObject(json, "interval", 0.95);
    cJSON_AddStringToObject(json, "similarity", "cosine");
    cJSON_AddStringToObject(json, "analogy", "3CosAdd, without the three words of the question");
    cJSON_AddStringToObject(json, "sts_aggregation", "all");
    return json;
}

static cJSON *task_json(const struct benchmark *b)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", b->name);
    cJSON_AddStringToObject(json, "title", b->title);
    cJSON_AddStringToObject(json, "suite", suite_name(b->suite));
    cJSON_AddStringToObject(json, "kind", b->task->kind);
    cJSON_AddStringToObject(json, "metric", b->metric ? b->metric : b->task->metric);
    cJSON_AddStringToObject(json, "unit", b->task->unit);
    cJSON_AddStringToObject(json, "heading", b->task->heading);
    cJSON_AddStringToObject(json, "measure", b->measure ? b->measure : b->task->measure);
    cJSON_AddBoolToObject(json, "plain", b->task->plain);
    cJSON_AddBoolToObject(json, "no_better", b->task->no_better);
    cJSON *further = cJSON_AddArrayToObject(json, "further");
    for (const char *const *metric = b->task->further; *metric; metric++)
        cJSON_AddItemToArray(further, cJSON_CreateString(*metric));
    if (b->path)
        cJSON_AddStringToObject(json, "file", b->path);
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
    return json;
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
    add_number(json, "seconds", e->seconds[(long)view * e->task_count + task]);
    cJSON *metrics = cJSON_AddObjectToObject(json, "metrics");
    for (int i = 0; i < s->metric_count; i++)
        add_number(metrics, s->metrics[i].name, s->metrics[i].value);
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
        cJSON_AddItemToArray(missing, task_json(e->missing[i]));
    cJSON *tasks = cJSON_AddArrayToObject(json, "tasks");
    for (int i = 0; i < e->task_count; i++)
        cJSON_AddItemToArray(tasks, task_json(e->tasks[i]));
    cJSON *views = cJSON_AddArrayToObject(json, "views");
    for (int i = 0; i < e->view_count; i++)
        cJSON_AddItemToArray(views, view_json(&e->views[i]));
    cJSON *results = cJSON_AddArrayToObject(json, "results");
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++)
            cJSON_AddItemToArray(results, score_json(e, v, t));
    return json;
}
