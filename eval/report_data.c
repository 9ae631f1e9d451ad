/* report_data.c: reads results.json files and puts them together. */
#include "eval/report_data.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"

#define SCHEMA  "embedlab-results"
#define OLDEST  1 /* versions of the schema that are read */
#define NEWEST  2
#define LARGE   1e15 /* no count in the file is larger */
#define ROWS    2000 /* views in one report, at most */
#define COLUMNS 300  /* tasks */
#define PARTS   1000 /* of one score */

/* The array `name` of the file. */
static const cJSON *get_array(const cJSON *json, const char *path, const char *name, struct error *err)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(json, name);
    if (cJSON_IsArray(array))
        return array;
    error_set(err, "%s: field \"%s\" is %s, expected a list; is this a results.json of `evaluate`?", path, name,
              array ? "of another type" : "missing");
    return NULL;
}

/* A string field that must be there. The place in the file is file + "[index]" in the message. */
static bool get_string(const cJSON *object, const char *place, const char *name, const char **value, struct error *err)
{
    *value = json_get_string(object, place, name, err);
    return *value != NULL;
}

bool report_number(const cJSON *object, const char *place, const char *name, double low, double high, double *value,
                   struct error *err)
{
    *value = NAN;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNull(item) || json_get_number(object, place, name, low, high, value, err);
}

bool report_number_if(const cJSON *object, const char *place, const char *name, double low, double high, double *value,
                      struct error *err)
{
    *value = NAN;
    return !cJSON_HasObjectItem(object, name) || report_number(object, place, name, low, high, value, err);
}

/* True or false; as `otherwise` where the file does not say. */
static bool flag(const cJSON *object, const char *name, bool otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsBool(item) ? cJSON_IsTrue(item) : otherwise;
}

/* A string that need not be there; else empty. */
static const char *string_or_empty(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

/* ---- the parts of a file ---- */

int report_find_task(const struct report *r, const char *name)
{
    for (int i = 0; i < r->task_count; i++)
        if (strcmp(r->tasks[i].name, name) == 0)
            return i;
    return -1;
}

int report_find_view(const struct report *r, const char *name)
{
    for (int i = 0; i < r->view_count; i++)
        if (strcmp(r->views[i].name, name) == 0)
            return i;
    return -1;
}

/* The names of the metrics that get columns of their own. */
static bool read_further(struct report_task *t, const cJSON *item, const char *place, struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(item, "further"), *name;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > REPORT_FURTHER)
        return error_set(err, "%s: field \"further\" is no list of at most %d names", place, REPORT_FURTHER);
    cJSON_ArrayForEach(name, list)
    {
        if (!cJSON_IsString(name))
            return error_set(err, "%s: field \"further\" holds something that is no name", place);
        t->further[t->further_count++] = name->valuestring;
    }
    return true;
}

static bool add_task(struct report *r, const cJSON *item, const char *place, bool missing, struct error *err)
{
    struct report_task t = {.missing = missing};
    if (!(get_string(item, place, "name", &t.name, err) && get_string(item, place, "title", &t.title, err) &&
          get_string(item, place, "kind", &t.kind, err) && get_string(item, place, "metric", &t.metric, err) &&
          get_string(item, place, "unit", &t.unit, err) && get_string(item, place, "citation", &t.citation, err) &&
          get_string(item, place, "address", &t.address, err) && get_string(item, place, "licence", &t.licence, err) &&
          get_string(item, place, "heading", &t.heading, err) && get_string(item, place, "measure", &t.measure, err) &&
          read_further(&t, item, place, err)))
        return false;
    t.suite = string_or_empty(item, "suite");
    bool geometry = strcmp(t.kind, "geometry") == 0;
    t.plain = flag(item, "plain", geometry);
    t.no_better = flag(item, "no_better", geometry);
    int known = report_find_task(r, t.name);
    if (known >= 0) {
        r->tasks[known].missing &= missing;
        return true;
    }
    if (r->task_count == COLUMNS)
        return error_set(err, "%s: more than %d benchmarks are too many for a report", place, COLUMNS);
    r->tasks = mem_grow(r->tasks, (size_t)r->task_count + 1, sizeof *r->tasks, "tasks");
    r->tasks[r->task_count++] = t;
    return true;
}

static bool add_view(struct report *r, const cJSON *item, const char *place, struct error *err)
{
    struct report_view v = {.group = string_or_empty(item, "group"), .step = -1};
    if (!(get_string(item, place, "name", &v.name, err) && get_string(item, place, "model", &v.model, err) &&
          get_string(item, place, "view", &v.view, err) && get_string(item, place, "post", &v.post, err) &&
          get_string(item, place, "kind", &v.kind, err) && report_number(item, place, "dim", 1, LARGE, &v.dim, err) &&
          report_number(item, place, "vocabulary", 0, LARGE, &v.vocabulary, err) &&
          report_number(item, place, "parameters", 0, LARGE, &v.parameters, err)))
        return false;
    if (report_find_view(r, v.name) >= 0)
        return true;
    if (r->view_count == ROWS)
        return error_set(err, "%s: more than %d views are too many for a report", place, ROWS);
    r->views = mem_grow(r->views, (size_t)r->view_count + 1, sizeof *r->views, "views");
    r->views[r->view_count++] = v;
    return true;
}

/* Calls add_task or add_view for every element of the list `name`. */
static bool add_list(struct report *r, const struct report_source *s, const char *name, struct error *err)
{
    const cJSON *array = get_array(s->json, s->path, name, err), *item;
    int index = 0;
    if (!array)
        return false;
    cJSON_ArrayForEach(item, array)
    {
        char place[512];
        snprintf(place, sizeof place, "%s: %s[%d]", s->path, name, index++);
        if (strcmp(name, "views") == 0 ? !add_view(r, item, place, err)
                                       : !add_task(r, item, place, strcmp(name, "missing") == 0, err))
            return false;
    }
    return true;
}

/* The parts of a score, where it has any. */
static bool read_parts(struct report_cell *c, const cJSON *item, const char *place, struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(item, "parts"), *part;
    if (!list)
        return true;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > PARTS)
        return error_set(err, "%s: field \"parts\" is no list of at most %d parts", place, PARTS);
    c->parts = mem_new((size_t)cJSON_GetArraySize(list) + 1, sizeof *c->parts, "parts of a score");
    cJSON_ArrayForEach(part, list)
    {
        struct report_part *p = &c->parts[c->part_count];
        if (!get_string(part, place, "name", &p->name, err) ||
            !report_number(part, place, "score", -LARGE, LARGE, &p->score, err) ||
            !report_number(part, place, "used", 0, LARGE, &p->used, err))
            return false;
        c->part_count++;
    }
    return true;
}

/* What one score says; *task is where it belongs. */
static bool read_score(struct report_cell *c, const struct report_task *task, const cJSON *item, const char *place,
                       struct error *err)
{
    double most = task->plain ? LARGE : 1;
    if (!(report_number(item, place, "score", -most, most, &c->score, err) &&
          report_number(item, place, "low", -most, most, &c->low, err) &&
          report_number(item, place, "high", -most, most, &c->high, err) &&
          report_number(item, place, "used", 0, LARGE, &c->used, err) &&
          report_number(item, place, "given", 0, LARGE, &c->given, err) &&
          report_number_if(item, place, "seen", 0, LARGE, &c->seen, err) &&
          report_number_if(item, place, "score_unseen", -most, most, &c->score_unseen, err)))
        return false;
    const char *reason = string_or_empty(item, "reason");
    c->reason = reason[0] ? reason : NULL;
    const cJSON *metrics = cJSON_GetObjectItemCaseSensitive(item, "metrics");
    for (int i = 0; i < task->further_count; i++)
        if (!report_number_if(metrics, place, task->further[i], -LARGE, LARGE, &c->further[i], err))
            return false;
    return read_parts(c, item, place, err);
}

/* One score into its cell. */
static bool add_score(struct report *r, const struct report_source *s, const cJSON *item, const char *place,
                      struct error *err)
{
    const char *view, *task;
    if (!get_string(item, place, "view", &view, err) || !get_string(item, place, "task", &task, err))
        return false;
    int v = report_find_view(r, view), t = report_find_task(r, task);
    if (v < 0 || t < 0)
        return error_set(err, "%s: field \"%s\" is \"%.100s\", which is not in the list \"%s\" of the file", place,
                         v < 0 ? "view" : "task", v < 0 ? view : task, v < 0 ? "views" : "tasks");
    struct report_cell *c = report_cell(r, v, t);
    if (c->there)
        fprintf(stderr, "report: %s on %s is scored more than once; taking %s\n", view, task, s->path);
    mem_free(c->parts);
    *c = (struct report_cell){.there = true};
    return read_score(c, &r->tasks[t], item, place, err);
}

static bool read_source(struct report_source *s, const char *path, struct error *err)
{
    long long version;
    const char *schema;
    s->path = path;
    s->json = json_read(path, err);
    if (!s->json)
        return false;
    if (!get_string(s->json, path, "schema", &schema, err))
        return error_prefix(err, "not a results.json of `evaluate`");
    if (strcmp(schema, SCHEMA) != 0)
        return error_set(err, "%s: field \"schema\" is \"%.60s\", expected \"" SCHEMA "\"", path, schema);
    const cJSON *policies = cJSON_GetObjectItemCaseSensitive(s->json, "policies");
    char place[512];
    snprintf(place, sizeof place, "%s: policies", path);
    s->preset = string_or_empty(policies, "policy");
    s->aggregation = string_or_empty(policies, "aggregate");
    s->analogy = string_or_empty(policies, "analogy");
    s->shared_vocab = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(policies, "shared_vocab"));
    return json_get_integer(s->json, path, "schema_version", OLDEST, NEWEST, &version, err) &&
           get_string(s->json, path, "version", &s->version, err) && get_string(s->json, path, "date", &s->date, err) &&
           get_string(s->json, path, "data", &s->data, err) &&
           get_string(policies, place, "case", &s->case_policy, err) &&
           get_string(policies, place, "oov", &s->oov, err) &&
           report_number(policies, place, "restrict_vocab", 0, LARGE, &s->restrict_vocab, err) &&
           report_number(policies, place, "bootstrap", 0, LARGE, &s->bootstrap, err) &&
           report_number(policies, place, "seed", 0, 1e19, &s->seed, err);
}

static bool read_scores(struct report *r, const struct report_source *s, struct error *err)
{
    const cJSON *array = get_array(s->json, s->path, "results", err), *item;
    int index = 0;
    if (!array)
        return false;
    cJSON_ArrayForEach(item, array)
    {
        char place[512];
        snprintf(place, sizeof place, "%s: results[%d]", s->path, index++);
        if (!add_score(r, s, item, place, err))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool same_policies(const struct report_source *a, const struct report_source *b)
{
    return strcmp(a->case_policy, b->case_policy) == 0 && strcmp(a->oov, b->oov) == 0 &&
           a->restrict_vocab == b->restrict_vocab && a->shared_vocab == b->shared_vocab &&
           strcmp(a->aggregation, b->aggregation) == 0 && strcmp(a->analogy, b->analogy) == 0;
}

/* Bytes of the folder that all models share, so that no table need repeat it. */
static int shared_folder(const struct report *r)
{
    if (r->view_count == 0)
        return 0;
    const char *first = r->views[0].model;
    size_t shared = strlen(first);
    for (int v = 0; v < r->view_count; v++) {
        size_t same = 0;
        while (same < shared && r->views[v].model[same] == first[same] && r->views[v].name[same] == first[same])
            same++;
        shared = same;
    }
    while (shared > 0 && first[shared - 1] != '/')
        shared--;
    return (int)shared;
}

static bool read_sources(struct report *r, char **paths, struct error *err)
{
    for (char **path = paths; *path; path++) {
        r->sources = mem_grow(r->sources, (size_t)r->source_count + 1, sizeof *r->sources, "results");
        struct report_source *s = &r->sources[r->source_count++];
        memset(s, 0, sizeof *s);
        if (!read_source(s, *path, err) || !add_list(r, s, "tasks", err) || !add_list(r, s, "missing", err) ||
            !add_list(r, s, "views", err))
            return false;
        r->mixed_policies |= !same_policies(&r->sources[0], s);
    }
    return true;
}

bool report_read(struct report *r, char **results, char **trainings, struct error *err)
{
    if (!read_sources(r, results, err))
        return false;
    r->cells = mem_new((size_t)r->view_count * (size_t)r->task_count + 1, sizeof *r->cells, "scores");
    for (int i = 0; i < r->source_count; i++)
        if (!read_scores(r, &r->sources[i], err) || !report_read_pairs(r, &r->sources[i], err))
            return false;
    report_sort_pairs(r);
    if (!report_find_trainings(r, trainings, err))
        return false;
    if (r->mixed_policies)
        fprintf(stderr,
                "report: the files were scored under different policies; their numbers may not be comparable\n");
    r->shared_folder = shared_folder(r);
    return true;
}

void report_release(struct report *r)
{
    for (int i = 0; i < r->source_count; i++)
        cJSON_Delete(r->sources[i].json);
    for (int i = 0; i < r->training_count; i++) {
        report_training_release(r->trainings[i]);
        mem_free(r->trainings[i]);
    }
    for (long i = 0; r->cells && i < (long)r->view_count * r->task_count; i++)
        mem_free(r->cells[i].parts);
    mem_free(r->sources);
    mem_free(r->trainings);
    mem_free(r->tasks);
    mem_free(r->views);
    mem_free(r->cells);
    mem_free(r->differences);
    mem_free(r->comparisons);
    mem_free(r->groups);
}

bool report_scored(const struct report *r, int view, int task)
{
    const struct report_cell *c = report_cell(r, view, task);
    return c->there && isfinite(c->score);
}

int report_best(const struct report *r, int task, const int *views, int count)
{
    double most = 0;
    int best = -1, compared = 0;
    if (r->tasks[task].no_better)
        return -1;
    if (!views)
        count = r->view_count;
    for (int i = 0; i < count; i++) {
        const struct report_cell *c = report_cell(r, views ? views[i] : i, task);
        if (c->there && isfinite(c->score) && c->used > most)
            most = c->used;
    }
    for (int i = 0; i < count; i++) {
        int view = views ? views[i] : i;
        const struct report_cell *c = report_cell(r, view, task);
        if (!c->there || !isfinite(c->score) || c->used < most / 2)
            continue;
        compared++;
        if (best < 0 || c->score > report_cell(r, best, task)->score)
            best = view;
    }
    if (compared < 2)
        return -1;
    const struct report_cell *c = report_cell(r, best, task);
    return (isfinite(c->low) ? c->low : c->score) > 0 ? best : -1;
}
