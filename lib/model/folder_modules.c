/* folder_modules.c: the files by which sentence-transformers opens a model, and tokenizer_config.json. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/folder_parts.h"

/* What stands for each pooling in 1_Pooling/config.json: a field that is true, or since version 5 of
 * sentence-transformers a name under "pooling_mode". It has none for first-last, and refuses a field that it does not
 * know: better than to pool otherwise. */
static const struct {
    const char *field, *name;
} pooling_modes[] = {
    [POOLING_MEAN] = {"pooling_mode_mean_tokens", "mean"},
    [POOLING_LAST] = {"pooling_mode_lasttoken", "lasttoken"},
    [POOLING_CLS] = {"pooling_mode_cls_token", "cls"},
    [POOLING_MAX] = {"pooling_mode_max_tokens", "max"},
    [POOLING_WEIGHTED_MEAN] = {"pooling_mode_weightedmean_tokens", "weightedmean"},
    [POOLING_FIRST_LAST] = {"pooling_mode_first_last", "first_last"},
};
#define POOLINGS ((int)(sizeof pooling_modes / sizeof *pooling_modes))

/* ---- reading ---- */

/* Refuses modules that would make other vectors of the same pooling: Dense, say. Normalize changes no cosine. */
static bool check_modules(const cJSON *modules, const char *file, struct error *err)
{
    static const char *const known[] = {"Transformer", "Pooling", "Normalize", "StaticEmbedding", "Dropout"};
    const cJSON *module;
    cJSON_ArrayForEach(module, modules) {
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(module, "type");
        const char *end = cJSON_IsString(type) ? strrchr(type->valuestring, '.') : NULL;
        bool found = !end; /* module_path says what is expected */
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found |= end && !strcmp(end + 1, known[i]);
        if (!found)
            return error_set(err, "%s: module %.80s is not supported; expected Transformer, Pooling, Normalize or "
                                  "StaticEmbedding", file, type->valuestring);
    }
    return true;
}

/* The path of the module whose type ends in ".NAME"; NULL and *err when there is none. */
static const char *module_path(const cJSON *modules, const char *file, const char *name, struct error *err)
{
    const cJSON *module;
    cJSON_ArrayForEach(module, modules) {
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(module, "type");
        const cJSON *path = cJSON_GetObjectItemCaseSensitive(module, "path");
        const char *end = cJSON_IsString(type) ? strrchr(type->valuestring, '.') : NULL;
        if (!end || strcmp(end + 1, name) || !cJSON_IsString(path))
            continue;
        if (path->valuestring[0] != '/' && !strstr(path->valuestring, ".."))
            return path->valuestring;
        error_set(err, "%s: module path \"%.80s\" leads out of the folder", file, path->valuestring);
        return NULL;
    }
    error_set(err, "%s: expected a list with a module of type sentence_transformers.models.%s and its path", file,
              name);
    return NULL;
}

static bool read_pooling(const char *path, enum pooling *pooling, struct error *err)
{
    cJSON *json = json_read(path, err);
    if (!json)
        return false;
    const cJSON *mode = cJSON_GetObjectItemCaseSensitive(json, "pooling_mode");
    if (cJSON_IsArray(mode) && cJSON_GetArraySize(mode) == 1)
        mode = cJSON_GetArrayItem(mode, 0);
    int chosen = 0;
    for (int i = 0; i < POOLINGS; i++)
        if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, pooling_modes[i].field)) ||
            (cJSON_IsString(mode) && !strcmp(mode->valuestring, pooling_modes[i].name))) {
            *pooling = (enum pooling)i;
            chosen++;
        }
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "pooling_mode_mean_sqrt_len_tokens")))
        chosen = 2;
    cJSON_Delete(json);
    return chosen == 1 || error_set(err, "%s: expected exactly one of the fields \"pooling_mode_...\" to be true: "
                                         "mean_tokens, lasttoken, cls_token, max_tokens, weightedmean_tokens", path);
}

bool folder_modules_read(const struct folder_config *c, const char *folder, enum pooling *pooling, struct error *err)
{
    enum model_kind kind = c->kind;
    *pooling = POOLING_MEAN;
    char *file = path_join(folder, "modules.json");
    bool needed = kind == MODEL_BAG || (kind == MODEL_ENCODER && c->transformer.style != STYLE_BERT);
    if (!needed && !path_exists(file)) {
        mem_free(file); /* a language model or a BERT that nobody has made a sentence encoder of */
        return true;
    }
    cJSON *modules = json_read(file, err);
    const char *type = kind == MODEL_BAG ? "StaticEmbedding" : "Pooling";
    const char *path = modules ? module_path(modules, file, type, err) : NULL;
    bool good = path && check_modules(modules, file, err);
    if (good && kind != MODEL_BAG) {
        char *module = path_join(folder, path), *config = path_join(module, "config.json");
        good = read_pooling(config, pooling, err);
        mem_free(config);
        mem_free(module);
    } else if (good && strcmp(path, ".") && strcmp(path, "")) {
        good = error_set(err, "%s: expected the module StaticEmbedding at path \".\", found \"%.80s\"", file, path);
    }
    cJSON_Delete(modules);
    mem_free(file);
    return good;
}

/* ---- writing ---- */

static bool write_json(const char *folder, const char *name, cJSON *json, struct error *err)
{
    char *path = path_join(folder, name);
    bool good = json_write(path, json, err);
    mem_free(path);
    cJSON_Delete(json);
    return good;
}

static void add_module(cJSON *modules, const char *path, const char *type)
{
    cJSON *module = cJSON_CreateObject();
    int index = cJSON_GetArraySize(modules);
    char name[16], full[80];
    snprintf(name, sizeof name, "%d", index);
    snprintf(full, sizeof full, "sentence_transformers.models.%s", type);
    cJSON_AddNumberToObject(module, "idx", index);
    cJSON_AddStringToObject(module, "name", name);
    cJSON_AddStringToObject(module, "path", path);
    cJSON_AddStringToObject(module, "type", full);
    cJSON_AddItemToArray(modules, module);
}

static bool write_pooling(enum pooling pooling, int dim, const char *folder, struct error *err)
{
    char *path = path_join(folder, "1_Pooling");
    bool good = folder_make(path, err);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "word_embedding_dimension", dim);
    for (int i = 0; i < POOLINGS; i++)
        if (i != POOLING_FIRST_LAST || pooling == POOLING_FIRST_LAST)
            cJSON_AddBoolToObject(json, pooling_modes[i].field, i == (int)pooling);
    cJSON_AddBoolToObject(json, "pooling_mode_mean_sqrt_len_tokens", false);
    cJSON_AddBoolToObject(json, "include_prompt", true);
    if (good)
        good = write_json(path, "config.json", json, err);
    else
        cJSON_Delete(json);
    mem_free(path);
    return good;
}

/* Tokens of a text that are used, and whether the tokenizer needs its text in lower case (ours do that themselves). */
static bool write_limits(int context, const char *folder, struct error *err)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "max_seq_length", context);
    cJSON_AddBoolToObject(json, "do_lower_case", false);
    return write_json(folder, "sentence_bert_config.json", json, err);
}

bool folder_modules_write(const struct model *m, int dim, const char *folder, struct error *err)
{
    if (m->kind == MODEL_LANGUAGE) { /* a sentence encoder's, that was here before */
        char *old = path_join(folder, "modules.json");
        remove(old);
        mem_free(old);
        return true;
    }
    cJSON *modules = cJSON_CreateArray();
    if (m->kind == MODEL_BAG) {
        add_module(modules, ".", "StaticEmbedding");
    } else {
        add_module(modules, "", "Transformer");
        add_module(modules, "1_Pooling", "Pooling");
    }
    cJSON *config = cJSON_CreateObject();
    cJSON_AddObjectToObject(config, "prompts");
    cJSON_AddNullToObject(config, "default_prompt_name");
    cJSON_AddStringToObject(config, "similarity_fn_name", "cosine");
    bool good = write_json(folder, "config_sentence_transformers.json", config, err);
    if (m->kind == MODEL_ENCODER)
        good = good && write_pooling(m->pooling, dim, folder, err) &&
               write_limits(transformer_configuration(m->transformer)->context, folder, err);
    return write_json(folder, "modules.json", modules, err) && good;
}

/* Without a token for padding there are no batches; and unless their tokenizer says otherwise, transformers gives every
 * model token types, for which a GPT-2 adds the embedding of token 0 to all tokens, and which a Llama refuses. */
bool folder_tokenizer_config_write(const struct model *m, const char *folder, struct error *err)
{
    cJSON *json = cJSON_CreateObject();
    const int end = tokenizer_end(m->tokenizer), unknown = tokenizer_unknown(m->tokenizer);
    const int ids[] = {end, end, unknown, m->transformer ? end : -1};
    static const char *const names[] = {"bos_token", "eos_token", "unk_token", "pad_token"};
    for (int i = 0; i < 4; i++) {
        if (ids[i] < 0)
            continue;
        size_t length;
        const char *token = tokenizer_token(m->tokenizer, ids[i], &length);
        char *text = mem_string_n(token, length);
        cJSON_AddStringToObject(json, names[i], text);
        mem_free(text);
    }
    if (m->transformer) {
        static const char *const inputs[] = {"input_ids", "attention_mask"};
        cJSON_AddNumberToObject(json, "model_max_length", transformer_configuration(m->transformer)->context);
        cJSON_AddItemToObject(json, "model_input_names", cJSON_CreateStringArray(inputs, 2));
    }
    cJSON_AddStringToObject(json, "tokenizer_class", "PreTrainedTokenizerFast");
    return write_json(folder, "tokenizer_config.json", json, err);
}
