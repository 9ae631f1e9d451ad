/* folder_config.c: config.json, the architecture, with the fields that transformers expects. */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/folder_parts.h"

#define SIZE_LIMIT (1 << 28) /* of a bag; the weights file bounds the product */

/* What a folder may hold. An encoder of ours has the fields of its style ("style": "gpt2" or "llama"). */
static const struct type {
    const char *name, *architecture; /* fields "model_type" and "architectures" */
    enum model_kind kind;
    enum transformer_style style;
} types[] = {
    {"gpt2", "GPT2LMHeadModel", MODEL_LANGUAGE, STYLE_GPT2},
    {"llama", "LlamaForCausalLM", MODEL_LANGUAGE, STYLE_LLAMA},
    {"bert", "BertModel", MODEL_ENCODER, STYLE_BERT},
    {"embedlab-encoder", "EmbedlabEncoder", MODEL_ENCODER, STYLE_GPT2},
    {"embedlab-encoder", "EmbedlabEncoder", MODEL_ENCODER, STYLE_LLAMA},
    {"embedlab-bag", "StaticEmbedding", MODEL_BAG, STYLE_GPT2},
};
enum { TYPES = sizeof types / sizeof *types };

static bool is_own_encoder(const struct folder_config *c)
{
    return c->kind == MODEL_ENCODER && c->transformer.style != STYLE_BERT;
}

/* ---- reading ---- */

/* The style of an encoder of ours. */
static bool read_style(struct transformer_config *t, const cJSON *json, const char *path, struct error *err)
{
    if (!cJSON_GetObjectItemCaseSensitive(json, "style"))
        return true;
    const char *style = json_get_string(json, path, "style", err);
    if (!style)
        return false;
    t->style = strcmp(style, "llama") ? STYLE_GPT2 : STYLE_LLAMA;
    return t->style == STYLE_LLAMA || !strcmp(style, "gpt2") ||
           error_set(err, "%s: field \"style\" is \"%.40s\", expected \"gpt2\" or \"llama\"", path, style);
}

static bool read_transformer(struct folder_config *c, const cJSON *json, const char *path, struct error *err)
{
    struct transformer_config *t = &c->transformer;
    bool language = c->kind == MODEL_LANGUAGE;
    if ((is_own_encoder(c) && !read_style(t, json, path, err)) || !folder_style_read(t, json, path, err))
        return false;
    t->has_head = language;
    if (language && !folder_flag_read(json, path, "tie_word_embeddings", t->style == STYLE_GPT2, &t->tied, err))
        return false;
    if (!folder_flag_read(json, path, "causal", language, &t->causal, err))
        return false;
    if (t->causal != language && !is_own_encoder(c))
        return error_set(err, "%s: field \"causal\" does not go with this model_type", path);
    return transformer_config_check(t, err) || error_prefix(err, "%s", path);
}

static bool read_fields(struct folder_config *c, const cJSON *json, const char *path, struct error *err)
{
    const char *name = json_get_string(json, path, "model_type", err);
    if (!name)
        return false;
    int i = 0;
    while (i < TYPES && strcmp(name, types[i].name))
        i++;
    if (i == TYPES)
        return error_set(err, "%s: field \"model_type\" is \"%.40s\", expected \"gpt2\", \"llama\", \"bert\", "
                              "\"embedlab-encoder\" or \"embedlab-bag\"", path, name);
    c->kind = types[i].kind;
    c->transformer.style = types[i].style;
    if (c->kind != MODEL_BAG)
        return read_transformer(c, json, path, err);
    long long vocabulary, dim;
    if (!json_get_integer(json, path, "vocab_size", 1, SIZE_LIMIT, &vocabulary, err) ||
        !json_get_integer(json, path, "hidden_size", 1, SIZE_LIMIT, &dim, err))
        return false;
    c->transformer.vocabulary = (int)vocabulary;
    c->transformer.dim = (int)dim;
    return true;
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

static const struct type *type_of(const struct folder_config *c)
{
    int i = 0;
    while (types[i].kind != c->kind || types[i].style != c->transformer.style)
        i++; /* found: a language model with an output head is no BERT */
    return &types[i];
}

bool folder_config_write(const struct folder_config *c, const char *folder, struct error *err)
{
    const struct type *type = type_of(c);
    const struct transformer_config *t = &c->transformer;
    cJSON *json = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(json, "architectures");
    cJSON_AddItemToArray(list, cJSON_CreateString(type->architecture));
    cJSON_AddStringToObject(json, "model_type", type->name);
    cJSON_AddNumberToObject(json, "vocab_size", t->vocabulary);
    if (c->kind == MODEL_BAG) {
        cJSON_AddNumberToObject(json, "hidden_size", t->dim);
    } else {
        folder_style_write(t, json);
        cJSON_AddBoolToObject(json, "tie_word_embeddings", t->tied);
        if (is_own_encoder(c)) {
            cJSON_AddStringToObject(json, "style", t->style == STYLE_LLAMA ? "llama" : "gpt2");
            cJSON_AddBoolToObject(json, "causal", t->causal);
        }
        cJSON_AddNumberToObject(json, "bos_token_id", c->end);
        if (t->style == STYLE_BERT)
            cJSON_AddNullToObject(json, "pad_token_id"); /* BertModel's default, 0, is a word's or <unk>'s row */
    }
    cJSON_AddNumberToObject(json, "eos_token_id", c->end);
    cJSON_AddStringToObject(json, "torch_dtype", "float32");
    char *path = path_join(folder, "config.json");
    bool good = json_write(path, json, err);
    mem_free(path);
    cJSON_Delete(json);
    return good;
}
