/* folder_styles.c: the fields of config.json for GPT-2, Llama and BERT, as transformers names them. */
#include <string.h>

#include "base/json.h"
#include "model/folder_parts.h"

#define SIZE_LIMIT  (1 << 28) /* of any one size; the weights file bounds their products */
#define LAYER_LIMIT 1000
#define CONTEXT_LIMIT (1 << 16) /* of rotary positions, which no table in the file bounds */

/* ---- reading ---- */

static bool is_set(const cJSON *json, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    return item && !cJSON_IsNull(item);
}

static bool get_size(const cJSON *json, const char *path, const char *name, int limit, int *value, struct error *err)
{
    long long number;
    if (!json_get_integer(json, path, name, 1, limit, &number, err))
        return false;
    *value = (int)number;
    return true;
}

/* An absent or null field leaves the value as it is. */
static bool get_optional_size(const cJSON *json, const char *path, const char *name, int limit, int *value,
                              struct error *err)
{
    return !is_set(json, name) || get_size(json, path, name, limit, value, err);
}

static bool get_optional_number(const cJSON *json, const char *path, const char *name, double low, double high,
                                double *value, struct error *err)
{
    return !is_set(json, name) || json_get_number(json, path, name, low, high, value, err);
}

bool folder_flag_read(const cJSON *json, const char *path, const char *name, bool otherwise, bool *value,
                      struct error *err)
{
    *value = otherwise;
    return !is_set(json, name) || json_get_bool(json, path, name, value, err);
}

/* A field that must have this value if it is there. */
static bool expect_flag(const cJSON *json, const char *path, const char *name, bool expected, struct error *err)
{
    bool value;
    if (!folder_flag_read(json, path, name, expected, &value, err))
        return false;
    return value == expected || error_set(err, "%s: field \"%s\" is %s; only models with %s can be read", path, name,
                                          value ? "true" : "false", expected ? "true" : "false");
}

/* A field that must be absent or null, or an empty list or object. */
static bool expect_unset(const cJSON *json, const char *path, const char *name, struct error *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    bool empty = (cJSON_IsArray(item) || cJSON_IsObject(item)) && !item->child;
    return !is_set(json, name) || empty ||
           error_set(err, "%s: field \"%s\" is set; only models without it can be read", path, name);
}

static bool get_gelu(const cJSON *json, const char *path, const char *name, const char *otherwise, bool *exact,
                     struct error *err)
{
    const char *activation = is_set(json, name) ? json_get_string(json, path, name, err) : otherwise;
    if (!activation)
        return false;
    *exact = !strcmp(activation, "gelu");
    return *exact || !strcmp(activation, "gelu_new") || !strcmp(activation, "gelu_pytorch_tanh") ||
           error_set(err, "%s: field \"%s\" is \"%.40s\", expected \"gelu\" or \"gelu_new\"", path, name, activation);
}

static bool read_gpt2(struct transformer_config *t, const cJSON *json, const char *path, struct error *err)
{
    if (!get_size(json, path, "vocab_size", SIZE_LIMIT, &t->vocabulary, err) ||
        !get_size(json, path, "n_positions", SIZE_LIMIT, &t->context, err) ||
        !get_size(json, path, "n_layer", LAYER_LIMIT, &t->layers, err) ||
        !get_size(json, path, "n_head", SIZE_LIMIT, &t->heads, err) ||
        !get_size(json, path, "n_embd", SIZE_LIMIT / 4, &t->dim, err))
        return false;
    t->hidden = 4 * t->dim; /* what transformers takes for null */
    t->norm_epsilon = 1e-5;
    return get_optional_size(json, path, "n_inner", SIZE_LIMIT, &t->hidden, err) &&
           get_optional_number(json, path, "layer_norm_epsilon", 1e-20, 0.999, &t->norm_epsilon, err) &&
           get_optional_number(json, path, "resid_pdrop", 0, 0.999, &t->dropout, err) &&
           get_gelu(json, path, "activation_function", "gelu_new", &t->exact_gelu, err) &&
           expect_flag(json, path, "scale_attn_weights", true, err) &&
           expect_flag(json, path, "scale_attn_by_inverse_layer_idx", false, err) &&
           expect_flag(json, path, "add_cross_attention", false, err);
}

/* Rotary positions as they are, without stretching. */
static bool read_rotary(struct transformer_config *t, const cJSON *json, const char *path, struct error *err)
{
    static const char *const fields[] = {"rope_scaling", "rope_parameters"};
    t->rope_theta = 10000;
    if (!get_optional_number(json, path, "rope_theta", 1, 1e12, &t->rope_theta, err))
        return false;
    for (int i = 0; i < 2; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, fields[i]);
        if (!is_set(json, fields[i]))
            continue;
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(item, "rope_type");
        if (!type)
            type = cJSON_GetObjectItemCaseSensitive(item, "type");
        if (!cJSON_IsString(type) || strcmp(type->valuestring, "default"))
            return error_set(err, "%s: field \"%s\" is set; only rotary positions of type \"default\" can be read",
                             path, fields[i]);
        if (!get_optional_number(item, path, "rope_theta", 1, 1e12, &t->rope_theta, err))
            return false;
    }
    double part = 1;
    if (!get_optional_number(json, path, "partial_rotary_factor", 0, 1, &part, err))
        return false;
    return part == 1 || error_set(err, "%s: field \"partial_rotary_factor\" is %g, expected 1", path, part);
}

static bool read_llama(struct transformer_config *t, const cJSON *json, const char *path, struct error *err)
{
    if (!get_size(json, path, "vocab_size", SIZE_LIMIT, &t->vocabulary, err) ||
        !get_size(json, path, "max_position_embeddings", SIZE_LIMIT, &t->context, err) ||
        !get_size(json, path, "num_hidden_layers", LAYER_LIMIT, &t->layers, err) ||
        !get_size(json, path, "num_attention_heads", SIZE_LIMIT, &t->heads, err) ||
        !get_optional_size(json, path, "num_key_value_heads", SIZE_LIMIT, &t->kv_heads, err) ||
        !get_optional_size(json, path, "head_dim", SIZE_LIMIT, &t->head_size, err) ||
        !get_size(json, path, "hidden_size", SIZE_LIMIT, &t->dim, err) ||
        !get_size(json, path, "intermediate_size", SIZE_LIMIT, &t->hidden, err))
        return false;
    if (t->context > CONTEXT_LIMIT)
        t->context = CONTEXT_LIMIT;
    t->norm_epsilon = 1e-6;
    const char *activation = is_set(json, "hidden_act") ? json_get_string(json, path, "hidden_act", err) : "silu";
    if (!activation)
        return false;
    if (strcmp(activation, "silu") && strcmp(activation, "swish"))
        return error_set(err, "%s: field \"hidden_act\" is \"%.40s\", expected \"silu\"", path, activation);
    return get_optional_number(json, path, "rms_norm_eps", 1e-20, 0.999, &t->norm_epsilon, err) &&
           get_optional_number(json, path, "attention_dropout", 0, 0.999, &t->dropout, err) &&
           folder_flag_read(json, path, "attention_bias", false, &t->attention_bias, err) &&
           folder_flag_read(json, path, "mlp_bias", false, &t->mlp_bias, err) && read_rotary(t, json, path, err) &&
           expect_unset(json, path, "sliding_window", err);
}

static bool read_bert(struct transformer_config *t, const cJSON *json, const char *path, struct error *err)
{
    if (!get_size(json, path, "vocab_size", SIZE_LIMIT, &t->vocabulary, err) ||
        !get_size(json, path, "max_position_embeddings", SIZE_LIMIT, &t->context, err) ||
        !get_size(json, path, "num_hidden_layers", LAYER_LIMIT, &t->layers, err) ||
        !get_size(json, path, "num_attention_heads", SIZE_LIMIT, &t->heads, err) ||
        !get_size(json, path, "hidden_size", SIZE_LIMIT, &t->dim, err) ||
        !get_size(json, path, "intermediate_size", SIZE_LIMIT, &t->hidden, err))
        return false;
    t->token_types = 2;
    t->norm_epsilon = 1e-12;
    const char *positions = is_set(json, "position_embedding_type")
                                ? json_get_string(json, path, "position_embedding_type", err)
                                : "absolute";
    if (!positions)
        return false;
    if (strcmp(positions, "absolute"))
        return error_set(err, "%s: field \"position_embedding_type\" is \"%.40s\", expected \"absolute\"", path,
                         positions);
    return get_optional_size(json, path, "type_vocab_size", SIZE_LIMIT, &t->token_types, err) &&
           get_optional_number(json, path, "layer_norm_eps", 1e-20, 0.999, &t->norm_epsilon, err) &&
           get_optional_number(json, path, "hidden_dropout_prob", 0, 0.999, &t->dropout, err) &&
           get_gelu(json, path, "hidden_act", "gelu", &t->exact_gelu, err) &&
           expect_flag(json, path, "is_decoder", false, err) &&
           expect_flag(json, path, "add_cross_attention", false, err) &&
           expect_unset(json, path, "pruned_heads", err);
}

bool folder_style_read(struct transformer_config *t, const cJSON *json, const char *path, struct error *err)
{
    static bool (*const read[])(struct transformer_config *, const cJSON *, const char *, struct error *) = {
        [STYLE_GPT2] = read_gpt2, [STYLE_LLAMA] = read_llama, [STYLE_BERT] = read_bert};
    return read[t->style](t, json, path, err) && expect_unset(json, path, "quantization_config", err);
}

/* ---- writing ---- */

static void write_gpt2(const struct transformer_config *t, cJSON *json)
{
    cJSON_AddNumberToObject(json, "n_positions", t->context);
    cJSON_AddNumberToObject(json, "n_ctx", t->context);
    cJSON_AddNumberToObject(json, "n_embd", t->dim);
    cJSON_AddNumberToObject(json, "n_layer", t->layers);
    cJSON_AddNumberToObject(json, "n_head", t->heads);
    cJSON_AddNumberToObject(json, "n_inner", t->hidden);
    cJSON_AddStringToObject(json, "activation_function", t->exact_gelu ? "gelu" : "gelu_new");
    cJSON_AddNumberToObject(json, "layer_norm_epsilon", t->norm_epsilon);
    cJSON_AddNumberToObject(json, "embd_pdrop", t->dropout);
    cJSON_AddNumberToObject(json, "attn_pdrop", t->dropout);
    cJSON_AddNumberToObject(json, "resid_pdrop", t->dropout);
}

/* The sizes that Llama and BERT name alike. */
static void write_sizes(const struct transformer_config *t, cJSON *json)
{
    cJSON_AddNumberToObject(json, "max_position_embeddings", t->context);
    cJSON_AddNumberToObject(json, "hidden_size", t->dim);
    cJSON_AddNumberToObject(json, "intermediate_size", t->hidden);
    cJSON_AddNumberToObject(json, "num_hidden_layers", t->layers);
    cJSON_AddNumberToObject(json, "num_attention_heads", t->heads);
}

static void write_llama(const struct transformer_config *t, cJSON *json)
{
    write_sizes(t, json);
    cJSON_AddNumberToObject(json, "num_key_value_heads", t->kv_heads);
    cJSON_AddNumberToObject(json, "head_dim", t->head_size);
    cJSON_AddStringToObject(json, "hidden_act", "silu");
    cJSON_AddNumberToObject(json, "rms_norm_eps", t->norm_epsilon);
    cJSON_AddNumberToObject(json, "rope_theta", t->rope_theta);
    cJSON_AddNullToObject(json, "rope_scaling");
    cJSON_AddBoolToObject(json, "attention_bias", t->attention_bias);
    cJSON_AddBoolToObject(json, "mlp_bias", t->mlp_bias);
    cJSON_AddNumberToObject(json, "attention_dropout", t->dropout);
}

static void write_bert(const struct transformer_config *t, cJSON *json)
{
    write_sizes(t, json);
    cJSON_AddNumberToObject(json, "type_vocab_size", t->token_types);
    cJSON_AddStringToObject(json, "hidden_act", t->exact_gelu ? "gelu" : "gelu_new");
    cJSON_AddNumberToObject(json, "layer_norm_eps", t->norm_epsilon);
    cJSON_AddNumberToObject(json, "hidden_dropout_prob", t->dropout);
    cJSON_AddNumberToObject(json, "attention_probs_dropout_prob", t->dropout);
    cJSON_AddStringToObject(json, "position_embedding_type", "absolute");
}

void folder_style_write(const struct transformer_config *t, cJSON *json)
{
    static void (*const write[])(const struct transformer_config *, cJSON *) = {
        [STYLE_GPT2] = write_gpt2, [STYLE_LLAMA] = write_llama, [STYLE_BERT] = write_bert};
    write[t->style](t, json);
}
