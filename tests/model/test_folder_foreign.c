/* Folders as other programs write them: Llama's and BERT's names, half precision, several files. */
#include "foreign.h"

#include <math.h>

#include "model/safetensors.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_llama_names),
        cmocka_unit_test(test_bert_names),
        cmocka_unit_test(test_half_precision),
        cmocka_unit_test(test_shards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
