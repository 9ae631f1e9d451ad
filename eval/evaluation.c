/* evaluation.c: the models of an evaluation, and its end. */
#include "eval/evaluation.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "model/safetensors.h"
#include "model/view_parts.h"

/* Splits MODEL[@VIEW][+POST...], which view_open has accepted. */
static bool split_specification(struct evaluated_view *v, struct error *err)
{
    struct view_specification parts;
    bool good = view_specification_parse(&parts, v->name, err);
    if (good) {
        const char *rest = v->name + strlen(parts.model);
        size_t view = strcspn(rest, "+");
        v->view = rest[0] == '@' ? mem_string_n(rest + 1, view - 1) : mem_string("");
        v->post = mem_string(rest[view] == '+' ? rest + view + 1 : "");
        v->model = mem_string(parts.model);
        v->layer = parts.kind == VIEW_LAYER ? parts.layer : -1;
    }
    mem_free(parts.model);
    return good;
}

/* Kind and size of a model folder, and which of its layers the view is: an LM's own view is its last. */
static bool describe_folder(struct evaluated_view *v, struct error *err)
{
    char *path = path_join(v->model, "config.json");
    cJSON *config = json_read(path, err);
    const char *kind = config ? json_get_string(config, path, "model_type", err) : NULL;
    v->kind = kind ? mem_string(kind) : NULL;
    const cJSON *layers = cJSON_GetObjectItemCaseSensitive(config, "n_layer");
    if (layers == NULL)
        layers = cJSON_GetObjectItemCaseSensitive(config, "num_hidden_layers");
    if (cJSON_IsNumber(layers))
        v->layers = layers->valueint;
    if (strncmp(v->view, "layer:last:", 11) == 0)
        v->layer = v->layers;
    cJSON_Delete(config);
    mem_free(path);
    if (!kind)
        return false;
    path = path_join(v->model, "model.safetensors");
    struct safetensors *weights = safetensors_read(path, err);
    mem_free(path);
    if (!weights)
        return false;
    for (int i = 0; i < weights->count; i++)
        v->parameters += (double)weights->tensors[i].size;
    safetensors_free(weights);
    return true;
}

/* The texts that the model was trained on, if its training.json is there and names them. */
static void find_training_texts(struct evaluated_view *v)
{
    char *path =
        path_is_folder(v->model) ? path_join(v->model, "training.json") : mem_format("%s.training.json", v->model);
    struct error ignored;
    cJSON *training = path_exists(path) ? json_read(path, &ignored) : NULL;
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(training, "options");
    const cJSON *input = cJSON_GetObjectItemCaseSensitive(options, "input"), *text;
    int count = 0;
    if (cJSON_IsString(input)) {
        v->trained_on = mem_new(2, sizeof *v->trained_on, "training texts");
        v->trained_on[0] = mem_string(input->valuestring);
    } else if (cJSON_IsArray(input)) {
        v->trained_on = mem_new((size_t)cJSON_GetArraySize(input) + 1, sizeof *v->trained_on, "training texts");
        cJSON_ArrayForEach(text, input) if (cJSON_IsString(text)) v->trained_on[count++] =
            mem_string(text->valuestring);
    }
    cJSON_Delete(training);
    mem_free(path);
}

static bool describe(struct evaluated_view *v, struct error *err)
{
    struct view *view = view_open_any(v->name, err);
    if (!view)
        return false;
    bool sparse = view_is_sparse(view);
    v->layers = -1;
    v->dim = view_dim(view);
    v->vocabulary = view_vocabulary_size(view);
    view_free(view);
    if (!split_specification(v, err))
        return false;
    find_training_texts(v);
    if (path_is_folder(v->model) && !sparse)
        return describe_folder(v, err);
    v->kind = mem_string(sparse ? "tf-idf" : "word vectors");
    if (!sparse)
        v->parameters = (double)v->dim * v->vocabulary;
    return true;
}

bool evaluation_describe(struct evaluation *e, struct error *err)
{
    for (int v = 0; v < e->view_count; v++)
        if (!describe(&e->views[v], err))
            return false;
    return true;
}

static void release_view(struct evaluated_view *v)
{
    mem_free(v->name);
    mem_free(v->model);
    mem_free(v->view);
    mem_free(v->post);
    mem_free(v->kind);
    mem_free(v->group);
    for (char **text = v->trained_on; text && *text; text++)
        mem_free(*text);
    mem_free(v->trained_on);
}

void evaluation_release(struct evaluation *e)
{
    for (int v = 0; v < e->view_count; v++) {
        release_view(&e->views[v]);
        for (int t = 0; e->scores && t < e->task_count; t++)
            score_release(evaluation_score(e, v, t));
    }
    for (int t = 0; t < e->task_count; t++) {
        if (e->items && e->items[t])
            e->tasks[t]->task->release(e->items[t]);
        if (e->broken)
            mem_free(e->broken[t]);
    }
    mem_free(e->tasks);
    mem_free(e->items);
    mem_free(e->broken);
    mem_free(e->missing);
    mem_free(e->views);
    mem_free(e->scores);
    mem_free(e->seconds);
    mem_free(e->differences);
    mem_free(e->groups);
    mem_free(e->comparisons);
}
