/* evaluation.c: the description of the models in an evaluation. */
#include "eval/evaluation.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "model/safetensors.h"
#include "model/view_parts.h"

/* Splits MODEL[@VIEW][+POST...], which view_open has accepted. */
static bool split_specification(struct evaluated_view *out, const char *specification, struct error *err)
{
    struct view_specification parts;
    bool good = view_specification_parse(&parts, specification, err);
    if (good) {
        const char *rest = specification + strlen(parts.model);
        size_t view = strcspn(rest, "+");
        out->view = rest[0] == '@' ? mem_string_n(rest + 1, view - 1) : mem_string("");
        out->post = mem_string(rest[view] == '+' ? rest + view + 1 : "");
        out->model = mem_string(parts.model);
    }
    mem_free(parts.model);
    return good;
}

/* Kind and size of a model folder. */
static bool describe_folder(struct evaluated_view *out, struct error *err)
{
    char *path = path_join(out->model, "config.json");
    cJSON *config = json_read(path, err);
    const char *kind = config ? json_get_string(config, path, "model_type", err) : NULL;
    out->kind = kind ? mem_string(kind) : NULL;
    cJSON_Delete(config);
    mem_free(path);
    if (!kind)
        return false;
    path = path_join(out->model, "model.safetensors");
    struct safetensors *weights = safetensors_read(path, err);
    mem_free(path);
    if (!weights)
        return false;
    for (int i = 0; i < weights->count; i++)
        out->parameters += (double)weights->tensors[i].size;
    safetensors_free(weights);
    return true;
}

bool evaluated_view_describe(struct evaluated_view *out, const char *specification, const struct view *view,
                             struct error *err)
{
    out->name = specification;
    if (!split_specification(out, specification, err))
        return false;
    out->dim = view_dim(view);
    out->vocabulary = view_vocabulary_size(view);
    if (path_is_folder(out->model))
        return describe_folder(out, err);
    out->kind = mem_string("word vectors");
    out->parameters = (double)out->dim * out->vocabulary;
    return true;
}

void evaluation_release(struct evaluation *e)
{
    for (int v = 0; v < e->view_count; v++) {
        mem_free(e->views[v].model);
        mem_free(e->views[v].view);
        mem_free(e->views[v].post);
        mem_free(e->views[v].kind);
        for (int t = 0; t < e->task_count; t++)
            score_release(evaluation_score(e, v, t));
    }
    mem_free(e->tasks);
    mem_free(e->missing);
    mem_free(e->views);
    mem_free(e->scores);
    mem_free(e->seconds);
}
