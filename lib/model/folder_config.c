/* folder_config.c: config.json, the architecture, with the fields that transformers expects. */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/folder_parts.h"

#define SIZE_LIMIT  (1 << 28) /* of any one size; the weights file bounds their products */
#define LAYER_LIMIT 1000

static const char *const model_types[] = {"gpt2", "embedlab-encoder", "embedlab-bag"};
static const char *const architectures[] = {"GPT2LMHeadModel", "EmbedlabEncoder", "StaticEmbedding"};

/* ---- reading ---- */

static bool get_size(const cJSON *json, const char *path, const char *name, int limit, int *value, struct error *err)
{
    long long number;
    if (!json_get_integer(json, path, name, 1, limit, &number, err))
        return false;
    *value = (int)number;
    return true;
}

static bool is_set(const cJSON *json, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    return item && !cJSON_IsNull(item);
}

static bool get_flag(const cJSON *json, const char *path, const char *name, bool otherwise, bool *value,
                     struct error *err)
{
    *value = otherwise;
    return !is_set(json, name) || json_get_bool(json, path, name, value, err);
}

/* What a GPT-2 configuration may ask for and lib/nn does not do. */
static bool refuse_variants(const cJSON *json, const char *path, struct error *err)
{
    static const struct {
        const char *name;
        bool expected;
    } flags[] = {
        {"scale_attn_weights", true}, {"scale_attn_by_inverse_layer_idx", false}, {"add_cross_attention", false}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        bool value;
        if (!get_flag(json, path, flags[i].name, flags[i].expected, &value, err))
            return false;
        if (value != flags[i].expected)
            return error_set(err, "%s: field \"%s\" is %s; only models with %s can be read", path, flags[i].name,
                             value ? "true" : "false", value ? "false" : "true");
    }
    double epsilon;
    if (!json_get_number(json, path, "layer_norm_epsilon", 0, 1, &epsilon, err))
        return false;
    const char *activation = json_get_string(json, path, "activation_function", err);
    if (!activation)
        return false;
    if (strcmp(activation, "gelu_new") && strcmp(activation, "gelu_pytorch_tanh"))
        return error_set(err, "%s: field \"activation_function\" is \"%.40s\", expected \"gelu_new\"", path,
                         activation);
    if (epsilon < 0.99e-5 || epsilon > 1.01e-5)
        return error_set(err, "%s: field \"layer_norm_epsilon\" is %g, expected 1e-5", path, epsilon);
    return true;
}

static bool read_transformer(struct folder_config *c, const cJSON *json, const char *path, struct error *err)
{
    struct transformer_config *t = &c->transformer;
    if (!get_size(json, path, "vocab_size", SIZE_LIMIT, &t->vocabulary, err) ||
        !get_size(json, path, "n_positions", SIZE_LIMIT, &t->context, err) ||
        !get_size(json, path, "n_layer", LAYER_LIMIT, &t->layers, err) ||
        !get_size(json, path, "n_head", SIZE_LIMIT, &t->heads, err) ||
        !get_size(json, path, "n_embd", SIZE_LIMIT / 4, &t->dim, err) || !refuse_variants(json, path, err))
        return false;
    long long hidden = 4LL * t->dim; /* what transformers takes for null */
    if (is_set(json, "n_inner") && !json_get_integer(json, path, "n_inner", 1, SIZE_LIMIT, &hidden, err))
        return false;
    t->hidden = (int)hidden;
    t->causal = c->kind == MODEL_LANGUAGE;
    t->has_head = c->kind == MODEL_LANGUAGE;
    if (t->has_head && !get_flag(json, path, "tie_word_embeddings", true, &t->tied, err))
        return false;
    bool causal;
    if (!get_flag(json, path, "causal", t->causal, &causal, err))
        return false;
    if (causal != t->causal)
        return error_set(err, "%s: field \"causal\" does not go with model_type \"%s\"", path, model_types[c->kind]);
    if (is_set(json, "resid_pdrop") && !json_get_number(json, path, "resid_pdrop", 0, 0.999, &t->dropout, err))
        return false;
    return transformer_config_check(t, err) || error_prefix(err, "%s", path);
}

static bool read_fields(struct folder_config *c, const cJSON *json, const char *path, struct error *err)
{
    const char *type = json_get_string(json, path, "model_type", err);
    if (!type)
        return false;
    int kind = 0;
    while (kind < 3 && strcmp(type, model_types[kind]))
        kind++;
    if (kind == 3)
        return error_set(err, "%s: field \"model_type\" is \"%.40s\", expected \"gpt2\", \"embedlab-encoder\" or "
                              "\"embedlab-bag\"", path, type);
    c->kind = (enum model_kind)kind;
    if (c->kind != MODEL_BAG)
        return read_transformer(c, json, path, err);
    return get_size(json, path, "vocab_size", SIZE_LIMIT, &c->transformer.vocabulary, err) &&
           get_size(json, path, "hidden_size", SIZE_LIMIT, &c->transformer.dim, err);
}

bool folder_config_read(struct folder_config *c, const char *folder, struct error *err)
{
    memset(c, 0, sizeof *c);
    char *path = path_join(folder, "config.json");
    bool good = false;
    cJSON *json = NULL;
    if (!path_exists(path))
        error_set(err, "%s: there is no config.json in it, so this is no model folder (unfinished training?)", folder);
    else if ((json = json_read(path, err)))
        good = cJSON_IsObject(json) ? read_fields(c, json, path, err)
                                    : error_set(err, "%s: expected a JSON object", path);
    cJSON_Delete(json);
    mem_free(path);
    return good;
}

/* ---- writing ---- */

static void add_transformer(cJSON *json, const struct folder_config *c)
{
    const struct transformer_config *t = &c->transformer;
    cJSON_AddNumberToObject(json, "n_positions", t->context);
    cJSON_AddNumberToObject(json, "n_ctx", t->context);
    cJSON_AddNumberToObject(json, "n_embd", t->dim);
    cJSON_AddNumberToObject(json, "n_layer", t->layers);
    cJSON_AddNumberToObject(json, "n_head", t->heads);
    cJSON_AddNumberToObject(json, "n_inner", t->hidden);
    cJSON_AddStringToObject(json, "activation_function", "gelu_new");
    cJSON_AddNumberToObject(json, "layer_norm_epsilon", 1e-5);
    cJSON_AddNumberToObject(json, "embd_pdrop", t->dropout);
    cJSON_AddNumberToObject(json, "attn_pdrop", t->dropout);
    cJSON_AddNumberToObject(json, "resid_pdrop", t->dropout);
    cJSON_AddBoolToObject(json, "tie_word_embeddings", t->tied);
    if (!t->causal)
        cJSON_AddBoolToObject(json, "causal", false);
    cJSON_AddNumberToObject(json, "bos_token_id", c->end);
}

bool folder_config_write(const struct folder_config *c, const char *folder, struct error *err)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(json, "architectures");
    cJSON_AddItemToArray(list, cJSON_CreateString(architectures[c->kind]));
    cJSON_AddStringToObject(json, "model_type", model_types[c->kind]);
    cJSON_AddNumberToObject(json, "vocab_size", c->transformer.vocabulary);
    if (c->kind == MODEL_BAG)
        cJSON_AddNumberToObject(json, "hidden_size", c->transformer.dim);
    else
        add_transformer(json, c);
    cJSON_AddNumberToObject(json, "eos_token_id", c->end);
    cJSON_AddStringToObject(json, "torch_dtype", "float32");
    char *path = path_join(folder, "config.json");
    bool good = json_write(path, json, err);
    mem_free(path);
    cJSON_Delete(json);
    return good;
}
