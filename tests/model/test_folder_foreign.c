/* Folders as other programs write them: Llama's and BERT's names and settings, half precision, several files. */
#include "tiny.h"

#include <math.h>

#include "base/json.h"
#include "model/safetensors.h"

/* ---- helpers ---- */

static struct model *read_model(struct scratch *s)
{
    struct error err = {""};
    struct model *m = model_read(scratch_path(s, "m"), 16, 4, &err);
    if (!m)
        fail_msg("%s", err.message);
    return m;
}

static void assert_refused(struct scratch *s, const char *file, const char *message)
{
    struct error err = {""};
    struct model *m = model_read(scratch_path(s, "m"), 16, 4, &err);
    if (m)
        fail_msg("read although broken; expected: %s", message);
    assert_message(&err, file);
    assert_message(&err, message);
}

/* Reads m/ and compares it with the model that tiny_write_of wrote there. */
static void assert_unchanged(struct scratch *s, enum model_kind kind, enum transformer_style style, bool tied)
{
    struct model *m = read_model(s), *original = tiny_model_of(kind, style, tiny_tokenizer(), tied);
    int count, other;
    struct parameter *p = transformer_parameters(m->transformer, &count);
    struct parameter *q = transformer_parameters(original->transformer, &other);
    assert_int_equal(count, other);
    for (int i = 0; i < count; i++)
        assert_memory_equal(p[i].value, q[i].value, (size_t)p[i].size * sizeof(float));
    model_free(m);
    model_free(original);
}

static void set_field(struct scratch *s, const char *file, const char *name, const char *json)
{
    struct error err = {""};
    cJSON *object = cJSON_Parse(json);
    cJSON *all = json_read(scratch_path(s, file), &err);
    cJSON_DeleteItemFromObject(all, name);
    if (object)
        cJSON_AddItemToObject(all, name, object);
    assert_true(json_write(scratch_path(s, file), all, &err));
    cJSON_Delete(all);
}

/* The tensors of m/model.safetensors, to be renamed and added to. */
struct edit {
    struct safetensors *file;
    struct tensor all[64];
    char names[64][96];
    int count;
};

static struct edit *edit_new(struct scratch *s)
{
    struct error err = {""};
    struct edit *e = mem_new(1, sizeof *e, "tensors");
    e->file = safetensors_read(scratch_path(s, "m/model.safetensors"), &err);
    assert_non_null(e->file);
    for (; e->count < e->file->count; e->count++) {
        e->all[e->count] = e->file->tensors[e->count];
        snprintf(e->names[e->count], sizeof *e->names, "%s", e->all[e->count].name);
        e->all[e->count].name = e->names[e->count];
    }
    return e;
}

static void edit_add(struct edit *e, const char *name, int dimensions, long rows, long columns)
{
    static const float zeros[256];
    snprintf(e->names[e->count], sizeof *e->names, "%s", name);
    e->all[e->count] = (struct tensor){
        e->names[e->count], dimensions, {rows, columns}, dimensions == 1 ? rows : rows * columns, zeros};
    e->count++;
}

static void edit_rename(struct edit *e, int i, const char *before, const char *after)
{
    char *at = strstr(e->names[i], before), rest[96];
    if (!at)
        return;
    snprintf(rest, sizeof rest, "%s%s", after, at + strlen(before));
    snprintf(at, sizeof *e->names - (size_t)(at - e->names[i]), "%s", rest);
}

static void edit_write(struct edit *e, struct scratch *s)
{
    struct error err = {""};
    assert_true(safetensors_write(scratch_path(s, "m/model.safetensors"), e->all, e->count, NULL, &err));
}

static void edit_free(struct edit *e)
{
    safetensors_free(e->file);
    mem_free(e);
}

/* ---- names ---- */

static void assert_shape(const struct edit *e, const char *name, long rows, long columns)
{
    const struct tensor *t = safetensors_find(e->file, name);
    if (!t)
        fail_msg("%s is missing", name);
    assert_int_equal(t->shape[0], rows);
    assert_int_equal(t->dimensions, columns ? 2 : 1);
    assert_true(columns == 0 || t->shape[1] == columns);
}

static void test_llama_names(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write_of(&s, "m", MODEL_LANGUAGE, STYLE_LLAMA, false);
    struct edit *e = edit_new(&s);
    assert_shape(e, "model.embed_tokens.weight", 8, 8);
    assert_shape(e, "model.layers.1.self_attn.q_proj.weight", 8, 8);
    assert_shape(e, "model.layers.1.self_attn.k_proj.weight", 4, 8);
    assert_shape(e, "model.layers.1.self_attn.v_proj.weight", 4, 8);
    assert_shape(e, "model.layers.1.self_attn.o_proj.weight", 8, 8);
    assert_shape(e, "model.layers.1.mlp.gate_proj.weight", 32, 8);
    assert_shape(e, "model.layers.1.mlp.up_proj.weight", 32, 8);
    assert_shape(e, "model.layers.1.mlp.down_proj.weight", 8, 32);
    assert_shape(e, "model.layers.1.input_layernorm.weight", 8, 0);
    assert_shape(e, "model.layers.1.post_attention_layernorm.weight", 8, 0);
    assert_shape(e, "model.norm.weight", 8, 0);
    assert_shape(e, "lm_head.weight", 8, 8);
    assert_int_equal(e->count, 2 * 9 + 3);

    edit_add(e, "model.layers.0.self_attn.rotary_emb.inv_freq", 1, 1, 0); /* a buffer of old versions */
    edit_write(e, &s);
    assert_unchanged(&s, MODEL_LANGUAGE, STYLE_LLAMA, false);
    edit_add(e, "model.layers.0.self_attn.q_proj.bias", 1, 8, 0);
    edit_write(e, &s);
    assert_refused(&s, "model.safetensors", "q_proj.bias\" has no place");
    edit_free(e);

    tiny_write_of(&s, "m", MODEL_LANGUAGE, STYLE_LLAMA, true);
    e = edit_new(&s);
    for (int i = 0; i < e->count; i++)
        edit_rename(e, i, "model.", "");
    edit_add(e, "lm_head.weight", 2, 8, 8); /* repeated although tied */
    edit_write(e, &s);
    assert_unchanged(&s, MODEL_LANGUAGE, STYLE_LLAMA, true);
    edit_add(e, "model.norm.weight", 1, 8, 0);
    edit_write(e, &s);
    assert_refused(&s, "model.safetensors", "\"model.norm.weight\" is there twice, also as \"norm.weight\"");
    edit_free(e);
    scratch_remove(&s);
}

static void test_bert_names(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write_of(&s, "m", MODEL_ENCODER, STYLE_BERT, false);
    struct edit *e = edit_new(&s);
    assert_shape(e, "embeddings.word_embeddings.weight", 8, 8);
    assert_shape(e, "embeddings.position_embeddings.weight", 6, 8);
    assert_shape(e, "embeddings.token_type_embeddings.weight", 3, 8);
    assert_shape(e, "embeddings.LayerNorm.bias", 8, 0);
    assert_shape(e, "encoder.layer.1.attention.self.query.weight", 8, 8);
    assert_shape(e, "encoder.layer.1.attention.self.key.bias", 8, 0);
    assert_shape(e, "encoder.layer.1.attention.self.value.weight", 8, 8);
    assert_shape(e, "encoder.layer.1.attention.output.dense.weight", 8, 8);
    assert_shape(e, "encoder.layer.1.attention.output.LayerNorm.weight", 8, 0);
    assert_shape(e, "encoder.layer.1.intermediate.dense.weight", 32, 8);
    assert_shape(e, "encoder.layer.1.output.dense.weight", 8, 32);
    assert_shape(e, "encoder.layer.1.output.LayerNorm.bias", 8, 0);
    assert_int_equal(e->count, 2 * 16 + 5);

    /* as in bert-base-uncased: a prefix, TensorFlow's names, the heads of pre-training; no modules.json */
    for (int i = 0; i < e->count; i++) {
        edit_rename(e, i, "LayerNorm.weight", "LayerNorm.gamma");
        edit_rename(e, i, "LayerNorm.bias", "LayerNorm.beta");
        edit_rename(e, i, e->names[i][1] == 'm' ? "embeddings." : "encoder.",
                    e->names[i][1] == 'm' ? "bert.embeddings." : "bert.encoder.");
    }
    edit_add(e, "bert.embeddings.position_ids", 2, 1, 6);
    edit_add(e, "bert.pooler.dense.weight", 2, 8, 8);
    edit_add(e, "cls.predictions.bias", 1, 8, 0);
    edit_write(e, &s);
    assert_int_equal(unlink(scratch_path(&s, "m/modules.json")), 0);
    assert_unchanged(&s, MODEL_ENCODER, STYLE_BERT, false);
    struct model *m = read_model(&s);
    assert_int_equal(m->pooling, POOLING_MEAN);
    model_free(m);
    edit_add(e, "classifier.weight", 2, 2, 8);
    edit_write(e, &s);
    assert_refused(&s, "model.safetensors", "\"classifier.weight\" has no place");
    edit_free(e);
    scratch_remove(&s);
}

/* ---- sentence-transformers ---- */

static void write_text(struct scratch *s, const char *name, const char *text)
{
    scratch_write(s, name, text, strlen(text));
}

/* The files as that library writes them, of both formats of the pooling. */
static void test_sentence_transformers(void **state)
{
    (void)state;
    static const char *const fields[] = {"mean_tokens", "lasttoken", "cls_token", "max_tokens", "weightedmean_tokens"};
    static const char *const names[] = {"mean", "lasttoken", "cls", "max", "weightedmean"};
    static const enum pooling poolings[] = {POOLING_MEAN, POOLING_LAST, POOLING_CLS, POOLING_MAX,
                                            POOLING_WEIGHTED_MEAN};
    struct scratch s = scratch_new();
    tiny_write_of(&s, "m", MODEL_ENCODER, STYLE_BERT, false);
    write_text(&s, "m/modules.json",
               "[{\"idx\": 0, \"name\": \"0\", \"path\": \"\",\n"
               "  \"type\": \"sentence_transformers.models.Transformer\"},\n"
               " {\"idx\": 1, \"name\": \"1\", \"path\": \"1_P\",\n"
               "  \"type\": \"sentence_transformers.models.Pooling\"},\n"
               " {\"idx\": 2, \"name\": \"2\", \"path\": \"2_N\",\n"
               "  \"type\": \"sentence_transformers.models.Normalize\"}]");
    struct error err;
    assert_true(folder_make(scratch_path(&s, "m/1_P"), &err));
    for (int i = 0; i < 10; i++) {
        char text[512], *end = text;
        end += sprintf(end, "{\"word_embedding_dimension\": 8, \"include_prompt\": true");
        for (int j = 0; j < 5 && i < 5; j++)
            end += sprintf(end, ", \"pooling_mode_%s\": %s", fields[j], i == j ? "true" : "false");
        if (i >= 5) /* of these the last two as a list */
            end += sprintf(end, i < 8 ? ", \"pooling_mode\": \"%s\"" : ", \"pooling_mode\": [\"%s\"]", names[i % 5]);
        strcpy(end, "}");
        write_text(&s, "m/1_P/config.json", text);
        struct model *m = read_model(&s);
        assert_int_equal(m->pooling, poolings[i % 5]);
        model_free(m);
    }
    write_text(&s, "m/1_P/config.json", "{\"pooling_mode\": [\"mean\", \"max\"]}");
    assert_refused(&s, "1_P/config.json", "exactly one");
    write_text(&s, "m/modules.json",
               "[{\"path\": \"\", \"type\": \"x.Transformer\"}, {\"path\": \"1_P\", \"type\": \"x.Pooling\"},"
               " {\"path\": \"2_Dense\", \"type\": \"sentence_transformers.models.Dense\"}]");
    assert_refused(&s, "modules.json", "module sentence_transformers.models.Dense is not supported");
    scratch_remove(&s);
}

/* A language model with a pooling beside it (SGPT) is pooled so. */
static void test_pooled_language_model(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "m", MODEL_LANGUAGE, true);
    write_text(&s, "m/modules.json",
               "[{\"path\": \"\", \"type\": \"x.Transformer\"}, {\"path\": \"\", \"type\": \"x.Pooling\"}]");
    set_field(&s, "m/config.json", "pooling_mode_weightedmean_tokens", "true");
    struct model *m = read_model(&s);
    assert_int_equal(m->kind, MODEL_LANGUAGE);
    assert_int_equal(m->pooling, POOLING_WEIGHTED_MEAN);
    model_free(m);
    scratch_remove(&s);
}

/* What is written: every field that their loaders ask for. */
static void test_written_modules(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {""};
    tiny_write(&s, "m", MODEL_ENCODER, false);
    cJSON *modules = json_read(scratch_path(&s, "m/modules.json"), &err);
    assert_int_equal(cJSON_GetArraySize(modules), 2);
    for (int i = 0; i < 2; i++) {
        const cJSON *module = cJSON_GetArrayItem(modules, i);
        const char *name = json_get_string(module, "", "name", &err), *path = json_get_string(module, "", "path", &err);
        assert_int_equal(cJSON_GetObjectItem(module, "idx")->valueint, i);
        assert_string_equal(name, i ? "1" : "0");
        assert_string_equal(path, i ? "1_Pooling" : "");
        assert_string_equal(json_get_string(module, "", "type", &err),
                            i ? "sentence_transformers.models.Pooling" : "sentence_transformers.models.Transformer");
    }
    cJSON_Delete(modules);
    cJSON *pooling = json_read(scratch_path(&s, "m/1_Pooling/config.json"), &err);
    assert_int_equal(cJSON_GetArraySize(pooling), 8);
    assert_int_equal(cJSON_GetObjectItem(pooling, "word_embedding_dimension")->valueint, 8);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(pooling, "pooling_mode_mean_tokens")));
    cJSON_Delete(pooling);
    cJSON *limits = json_read(scratch_path(&s, "m/sentence_bert_config.json"), &err);
    assert_int_equal(cJSON_GetObjectItem(limits, "max_seq_length")->valueint, 6);
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(limits, "do_lower_case")));
    cJSON_Delete(limits);
    scratch_remove(&s);
}

/* ---- half precision ---- */

/* m/model.safetensors again with 2-byte numbers; `bits` gives those of a float. */
static void write_halves(struct scratch *s, const char *dtype, uint16_t (*bits)(float))
{
    struct edit *e = edit_new(s);
    char *header = mem_new(1 << 16, 1, "header");
    uint16_t *data = mem_new(1 << 16, sizeof *data, "data");
    long used = 0, at = 0;
    for (int i = 0; i < e->count; i++) {
        const struct tensor *t = &e->all[i];
        used += sprintf(header + used, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":[%ld%s%.0ld],\"data_offsets\":[%ld,%ld]}",
                        i ? "," : "{", t->name, dtype, t->shape[0], t->dimensions > 1 ? "," : "",
                        t->dimensions > 1 ? t->shape[1] : 0L, 2 * at, 2 * (at + t->size));
        for (long j = 0; j < t->size; j++)
            data[at++] = bits(t->data[j]);
    }
    used += sprintf(header + used, "}");
    FILE *file = fopen(scratch_path(s, "m/model.safetensors"), "wb");
    uint64_t length = (uint64_t)used;
    assert_true(fwrite(&length, 8, 1, file) == 1 && fwrite(header, (size_t)used, 1, file) == 1);
    assert_true(fwrite(data, 2, (size_t)at, file) == (size_t)at && fclose(file) == 0);
    mem_free(header);
    mem_free(data);
    edit_free(e);
}

static uint16_t bf16(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return (uint16_t)(bits >> 16); /* cut */
}

static uint16_t f16(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 23 & 255) - 112;
    return (uint16_t)(bits >> 16 & 0x8000) | (exponent > 0 ? (uint16_t)(exponent << 10 | (bits >> 13 & 0x3ff)) : 0);
}

static void test_half_precision(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        struct scratch s = scratch_new();
        tiny_write_of(&s, "m", MODEL_LANGUAGE, STYLE_LLAMA, false);
        struct model *before = read_model(&s);
        write_halves(&s, k ? "F16" : "BF16", k ? f16 : bf16);
        struct model *after = read_model(&s);
        int count;
        struct parameter *p = transformer_parameters(before->transformer, &count);
        struct parameter *q = transformer_parameters(after->transformer, &count);
        for (int i = 0; i < count; i++)
            for (long j = 0; j < p[i].size; j++) { /* cut, not rounded: off by less than one bit */
                float exact = p[i].value[j], got = q[i].value[j];
                assert_true(fabsf(got - exact) <= fabsf(exact) * (k ? 0x1p-10f : 0x1p-7f) + (k ? 6.2e-5f : 0));
                assert_true(k || bf16(exact) == bf16(got));
            }
        model_free(before);
        model_free(after);
        scratch_remove(&s);
    }
}

/* ---- several files ---- */

#define INDEX  "m/model.safetensors.index.json"
#define FIRST  "model-00001-of-00002.safetensors"
#define SECOND "model-00002-of-00002.safetensors"

static void write_shard(struct scratch *s, const char *name, const struct tensor *tensors, int count)
{
    struct error err = {""};
    char path[128];
    snprintf(path, sizeof path, "m/%s", name);
    assert_true(safetensors_write(scratch_path(s, path), tensors, count, NULL, &err));
}

/* Cuts m/ into two files with an index. */
static struct edit *cut(struct scratch *s)
{
    struct error err = {""};
    struct edit *e = edit_new(s);
    cJSON *index = cJSON_CreateObject(), *map = cJSON_AddObjectToObject(index, "weight_map");
    for (int i = 0; i < e->count; i++)
        cJSON_AddStringToObject(map, e->names[i], i < 7 ? FIRST : SECOND);
    assert_true(json_write(scratch_path(s, INDEX), index, &err));
    cJSON_Delete(index);
    write_shard(s, FIRST, e->all, 7);
    write_shard(s, SECOND, e->all + 7, e->count - 7);
    assert_int_equal(unlink(scratch_path(s, "m/model.safetensors")), 0);
    return e;
}

static void set_place(struct scratch *s, const char *tensor, const char *json)
{
    struct error err = {""};
    cJSON *index = json_read(scratch_path(s, INDEX), &err), *map = cJSON_GetObjectItem(index, "weight_map");
    cJSON_DeleteItemFromObjectCaseSensitive(map, tensor);
    if (json)
        cJSON_AddItemToObject(map, tensor, cJSON_Parse(json));
    assert_true(json_write(scratch_path(s, INDEX), index, &err));
    cJSON_Delete(index);
}

static void test_shards(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write_of(&s, "m", MODEL_LANGUAGE, STYLE_LLAMA, false);
    struct edit *e = cut(&s);
    const int rest = e->count - 7;
    assert_unchanged(&s, MODEL_LANGUAGE, STYLE_LLAMA, false);

    write_shard(&s, SECOND, e->all + 7, rest - 1);
    assert_refused(&s, SECOND, "\"lm_head.weight\" is missing");
    write_shard(&s, SECOND, e->all + 6, rest + 1); /* one tensor in both */
    assert_refused(&s, SECOND, "for another file, " FIRST);
    edit_add(e, "surplus", 1, 8, 0);
    write_shard(&s, SECOND, e->all + 7, rest + 1);
    assert_refused(&s, SECOND, "lists tensor \"surplus\" for no file");
    assert_int_equal(unlink(scratch_path(&s, "m/" SECOND)), 0);
    assert_refused(&s, SECOND, "cannot open");
    scratch_write(&s, "m/" SECOND, "short", 5);
    assert_refused(&s, SECOND, "");

    write_shard(&s, SECOND, e->all + 7, rest);
    const char *places[] = {"\"../" SECOND "\"", "\".hidden\"", "\"\"", "7"};
    for (int i = 0; i < 4; i++) {
        set_place(&s, "lm_head.weight", places[i]);
        assert_refused(&s, "index.json", "\"lm_head.weight\": expected the name of a file");
    }
    set_place(&s, "lm_head.weight", NULL);
    assert_refused(&s, SECOND, "\"lm_head.weight\" for no file");
    set_field(&s, INDEX, "weight_map", "{}");
    assert_refused(&s, "index.json", "weight_map");
    scratch_write(&s, INDEX, "{", 1);
    assert_refused(&s, "index.json", "");

    write_shard(&s, "model.safetensors", e->all, e->count - 1); /* the one file goes before the index */
    assert_unchanged(&s, MODEL_LANGUAGE, STYLE_LLAMA, false);
    edit_free(e);
    scratch_remove(&s);
}

/* ---- config.json ---- */

struct field {
    const char *name, *json, *message; /* message NULL: is read */
};

static void try_fields(enum model_kind kind, enum transformer_style style, const struct field *fields, size_t count)
{
    struct scratch s = scratch_new();
    for (size_t i = 0; i < count; i++) {
        tiny_write_of(&s, "m", kind, style, false);
        set_field(&s, "m/config.json", fields[i].name, fields[i].json);
        if (fields[i].message)
            assert_refused(&s, s.folder, fields[i].message);
        else
            model_free(read_model(&s));
    }
    scratch_remove(&s);
}

static void test_llama_fields(void **state)
{
    (void)state;
    static const struct field fields[] = {
        {"rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 8}", "rope_scaling"},
        {"rope_scaling", "{\"type\": \"linear\"}", "rope_scaling"},
        {"rope_scaling", "{\"type\": \"default\"}", NULL},
        {"rope_parameters", "{\"rope_type\": \"yarn\"}", "rope_parameters"},
        {"rope_parameters", "{\"rope_type\": \"default\", \"rope_theta\": 500}", NULL},
        {"rope_parameters", "5", "rope_parameters"},
        {"rope_theta", "0", "rope_theta"},
        {"rope_theta", NULL, NULL},
        {"partial_rotary_factor", "0.5", "partial_rotary_factor"},
        {"sliding_window", "4096", "sliding_window"},
        {"sliding_window", "null", NULL},
        {"quantization_config", "{\"bits\": 4}", "quantization_config"},
        {"hidden_act", "\"gelu\"", "hidden_act"},
        {"hidden_act", "7", "hidden_act"},
        {"attention_bias", "true", "q_proj.bias"},
        {"mlp_bias", "true", "gate_proj.bias"},
        {"mlp_bias", "2", "mlp_bias"},
        {"num_key_value_heads", NULL, "k_proj"}, /* then as many as heads */
        {"num_key_value_heads", "3", "share 3"},
        {"num_key_value_heads", "1", "k_proj"},
        {"head_dim", NULL, NULL},
        {"head_dim", "4", "q_proj"},
        {"head_dim", "3", "even"},
        {"head_dim", "268435456", "head size"},
        {"intermediate_size", "16", "gate_proj"},
        {"hidden_size", "16", "embed_tokens"},
        {"num_hidden_layers", "1000", "layers.2."},
        {"num_hidden_layers", "1", "no place"},
        {"num_attention_heads", "268435456", "number of heads"},
        {"tie_word_embeddings", "true", NULL}, /* the head is then a copy */
        {"tie_word_embeddings", NULL, NULL},
        {"rms_norm_eps", "1", "rms_norm_eps"},
        {"causal", "false", "causal"},
        {"style", "\"gpt2\"", NULL}, /* has no meaning here */
    };
    try_fields(MODEL_LANGUAGE, STYLE_LLAMA, fields, sizeof fields / sizeof *fields);
    static const struct field encoder[] = {{"style", "\"bert\"", "style"}, {"style", "\"gpt2\"", "n_positions"},
                                           {"causal", "true", NULL},       {"causal", "1", "causal"}};
    try_fields(MODEL_ENCODER, STYLE_LLAMA, encoder, sizeof encoder / sizeof *encoder);
}

static void test_bert_fields(void **state)
{
    (void)state;
    static const struct field fields[] = {
        {"position_embedding_type", "\"relative_key\"", "relative_key"},
        {"position_embedding_type", NULL, NULL},
        {"is_decoder", "true", "is_decoder"},
        {"add_cross_attention", "true", "add_cross_attention"},
        {"hidden_act", "\"relu\"", "relu"},
        {"hidden_act", "\"gelu_new\"", NULL},
        {"hidden_act", NULL, NULL},
        {"pruned_heads", "{\"0\": [1]}", "pruned_heads"},
        {"pruned_heads", "{}", NULL},
        {"type_vocab_size", NULL, "token_type_embeddings"}, /* then 2, but there are 3 */
        {"max_position_embeddings", "5", "position_embeddings"},
        {"num_attention_heads", "3", "heads"},
        {"causal", "true", "causal"},
        {"layer_norm_eps", "null", NULL},
    };
    try_fields(MODEL_ENCODER, STYLE_BERT, fields, sizeof fields / sizeof *fields);
}

/* No table bounds the context of rotary positions: it does not bound the memory either. */
static void test_long_context(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {""};
    tiny_write_of(&s, "m", MODEL_LANGUAGE, STYLE_LLAMA, false);
    set_field(&s, "m/config.json", "max_position_embeddings", "268435456");
    struct model *m = read_model(&s);
    assert_int_equal(transformer_configuration(m->transformer)->context, MODEL_ROTARY_CONTEXT);
    model_free(m);
    m = model_read(scratch_path(&s, "m"), 5000, 4, &err);
    assert_int_equal(transformer_configuration(m->transformer)->context, 5000);
    model_free(m);
    scratch_remove(&s);
}

/* Whatever a number of config.json is: the model is read or refused, and takes no memory that the file does not
 * account for. */
static void test_any_value(void **state)
{
    (void)state;
    static const char *const values[] = {"0", "-1", "1", "3", "5", "16", "1000", "65536", "268435456", "1e300", "-0.5",
                                         "\"x\"", "true", "null", "[1]", "{\"a\": 1}"};
    struct scratch s = scratch_new();
    for (int style = STYLE_GPT2; style <= STYLE_BERT; style++) {
        struct error err = {""};
        enum model_kind kind = style == STYLE_BERT ? MODEL_ENCODER : MODEL_LANGUAGE;
        tiny_write_of(&s, "m", kind, (enum transformer_style)style, false);
        cJSON *config = json_read(scratch_path(&s, "m/config.json"), &err);
        for (const cJSON *field = config->child; field; field = field->next)
            for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
                cJSON *changed = cJSON_Duplicate(config, true);
                cJSON_ReplaceItemInObject(changed, field->string, cJSON_Parse(values[i]));
                assert_true(json_write(scratch_path(&s, "m/config.json"), changed, &err));
                struct model *m = model_read(scratch_path(&s, "m"), 16, 4, &err);
                if (m)
                    assert_in_range(transformer_memory(m->transformer), 1, 64 << 20);
                else
                    assert_message(&err, s.folder);
                model_free(m);
                cJSON_Delete(changed);
            }
        cJSON_Delete(config);
    }
    scratch_remove(&s);
}

/* GPT-2 with the activation and epsilon of other makers. */
static void test_gpt2_fields(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "m", MODEL_LANGUAGE, true);
    set_field(&s, "m/config.json", "activation_function", "\"gelu\"");
    set_field(&s, "m/config.json", "layer_norm_epsilon", "1e-6");
    set_field(&s, "m/config.json", "n_inner", "null"); /* then 4 * 8 */
    struct model *m = read_model(&s);
    const struct transformer_config *c = transformer_configuration(m->transformer);
    assert_true(c->exact_gelu && c->norm_epsilon == 1e-6 && c->hidden == 32);
    model_free(m);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_llama_names),    cmocka_unit_test(test_bert_names),
        cmocka_unit_test(test_half_precision), cmocka_unit_test(test_shards),
        cmocka_unit_test(test_sentence_transformers),
        cmocka_unit_test(test_pooled_language_model),
        cmocka_unit_test(test_written_modules),
        cmocka_unit_test(test_llama_fields),   cmocka_unit_test(test_bert_fields),
        cmocka_unit_test(test_gpt2_fields),    cmocka_unit_test(test_long_context),
        cmocka_unit_test(test_any_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
