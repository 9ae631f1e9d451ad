/* mteb.c: scores in the files that MTEB writes: FOLDER/MODEL/REVISION/TASK.json, beside them model_meta.json.
 *
 * Fields as in mteb 1.x and 2.x: dataset_revision, task_name, mteb_version, scores (split: a list with main_score,
 * hf_subset, languages and the metrics), evaluation_time, kg_co2_emissions. The benchmarks are local files, so that
 * dataset_revision says where they are from, and mteb_version which program computed the scores. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/run.h"
#include "eval/evaluation.h"

#define REVISION "no_revision_available" /* as MTEB names a model without one */

static void add_number(cJSON *object, const char *name, double value)
{
    if (isfinite(value))
        cJSON_AddNumberToObject(object, name, value);
}

/* A metric under MTEB's name: "ndcg@10" is ndcg_at_10, "average precision" is average_precision. */
static void add_metric(cJSON *scores, const char *name, double value)
{
    char field[80];
    size_t n = 0;
    for (; *name != '\0' && n + 5 < sizeof field; name++) {
        if (*name == '@') {
            memcpy(field + n, "_at_", 4);
            n += 4;
        } else {
            field[n++] = isalnum((unsigned char)*name) ? *name : '_';
        }
    }
    field[n] = '\0';
    add_number(scores, field, value);
}

static cJSON *scores_json(const struct benchmark *b, const struct score *s)
{
    cJSON *scores = cJSON_CreateObject();
    add_metric(scores, benchmark_metric(b), s->value);
    if (b->task == &task_sts) /* the view's own similarity is the cosine */
        add_number(scores, "cosine_spearman", s->value);
    for (int i = 0; i < s->metric_count; i++) {
        add_metric(scores, s->metrics[i].name, s->metrics[i].value);
        if (b->task == &task_sts && strcmp(s->metrics[i].name, "pearson") == 0)
            add_number(scores, "cosine_pearson", s->metrics[i].value);
    }
    add_number(scores, "main_score", s->value);
    cJSON_AddStringToObject(scores, "hf_subset", "default");
    cJSON *languages = cJSON_AddArrayToObject(scores, "languages");
    cJSON_AddItemToArray(languages, cJSON_CreateString(b->suite == SUITE_CHINESE ? "cmn-Hans" : "eng-Latn"));
    return scores;
}

static cJSON *result_json(const struct benchmark *b, const struct score *s, double seconds)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "dataset_revision", b->address);
    cJSON_AddStringToObject(json, "task_name", b->mteb);
    cJSON_AddStringToObject(json, "mteb_version", "embedlab " EMBEDLAB_VERSION);
    cJSON *splits = cJSON_AddObjectToObject(json, "scores");
    cJSON *split = cJSON_AddArrayToObject(splits, b->mteb_split ? b->mteb_split : "test");
    cJSON_AddItemToArray(split, scores_json(b, s));
    add_number(json, "evaluation_time", seconds);
    cJSON_AddNullToObject(json, "kg_co2_emissions");
    return json;
}

static cJSON *model_json(const struct evaluated_view *v)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "name", v->name);
    cJSON_AddStringToObject(json, "revision", REVISION);
    cJSON_AddNumberToObject(json, "n_parameters", v->parameters);
    cJSON_AddNumberToObject(json, "embed_dim", v->dim);
    cJSON_AddStringToObject(json, "similarity_fn_name", "cosine");
    return json;
}

/* Writes folder/NAME.json and deletes the tree. */
static bool write_file(const char *folder, const char *name, cJSON *json, struct error *err)
{
    char *path = mem_format("%s/%s.json", folder, name);
    bool good = json_write(path, json, err);
    cJSON_Delete(json);
    mem_free(path);
    return good;
}

/* Splits of one MTEB task go into one file: `b` writes it if it is the first of them, with the others' scores. */
static bool write_task(const struct evaluation *e, int v, int t, const char *folder, struct error *err)
{
    const struct benchmark *b = e->tasks[t];
    cJSON *json = NULL;
    for (int other = 0; other < e->task_count; other++) {
        const struct benchmark *o = e->tasks[other];
        const struct score *s = evaluation_score(e, v, other);
        if (!o->mteb || strcmp(o->mteb, b->mteb) != 0 || s->reason)
            continue;
        if (!json && other != t)
            return true; /* written with an earlier one */
        if (!json) {
            json = result_json(o, s, *evaluation_seconds(e, v, other));
            continue;
        }
        cJSON *split =
            cJSON_AddArrayToObject(cJSON_GetObjectItem(json, "scores"), o->mteb_split ? o->mteb_split : "test");
        cJSON_AddItemToArray(split, scores_json(o, s));
    }
    return !json || write_file(folder, b->mteb, json, err);
}

static bool write_view(const struct evaluation *e, int v, const char *folder, struct error *err)
{
    char *name = mem_format("%s/%s", folder, e->views[v].name), *model;
    for (char *c = name + strlen(folder) + 1; *c != '\0'; c++)
        if (*c == '/')
            *c = '_'; /* MTEB writes "org/model" as "org__model" */
    model = mem_format("%s/" REVISION, name);
    bool good = folder_make(name, err) && folder_make(model, err) &&
                write_file(model, "model_meta", model_json(&e->views[v]), err);
    for (int t = 0; good && t < e->task_count; t++)
        if (e->tasks[t]->mteb && !evaluation_score(e, v, t)->reason)
            good = write_task(e, v, t, model, err);
    mem_free(name);
    mem_free(model);
    return good;
}

bool evaluation_mteb(const struct evaluation *e, const char *folder, struct error *err)
{
    bool good = folder_make(folder, err);
    for (int v = 0; good && v < e->view_count; v++)
        good = write_view(e, v, folder, err);
    return good;
}
