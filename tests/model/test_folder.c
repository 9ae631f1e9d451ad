/* Model folders: what is written is read back; foreign GPT-2 folders; every broken file is named. */
#include "tiny.h"

#include <math.h>

#include "base/json.h"
#include "model/safetensors.h"

static void assert_same_weights(struct model *a, struct model *b)
{
    int count, other;
    struct parameter *p = transformer_parameters(a->transformer, &count);
    struct parameter *q = transformer_parameters(b->transformer, &other);
    assert_int_equal(count, other);
    for (int i = 0; i < count; i++) {
        assert_string_equal(p[i].name, q[i].name);
        assert_memory_equal(p[i].value, q[i].value, (size_t)p[i].size * sizeof(float));
    }
}

static void round_trip(enum model_kind kind, enum transformer_style style, bool tied, enum pooling pooling)
{
    struct scratch s = scratch_new();
    struct error err = {0};
    struct model *m = tiny_model_of(kind, style, tiny_tokenizer(), tied);
    m->pooling = pooling;
    assert_true(model_write(m, scratch_path(&s, "deeper/model"), &err));
    struct model *r = model_read(s.path, 1, 4, &err);
    assert_string_equal(err.message, "");
    assert_non_null(r);
    assert_int_equal(r->kind, kind);
    assert_int_equal(r->pooling, pooling);
    assert_int_equal(tokenizer_size(r->tokenizer), 8);
    if (kind == MODEL_BAG) {
        assert_int_equal(r->table.columns, 4);
        for (long row = 0; row < 8; row++)
            assert_memory_equal(matrix_row(&r->table, row), matrix_row(&m->table, row), 4 * sizeof(float));
    } else {
        const struct transformer_config *a = transformer_configuration(r->transformer);
        const struct transformer_config *b = transformer_configuration(m->transformer);
        assert_true(a->vocabulary == b->vocabulary && a->context == b->context && a->layers == b->layers);
        assert_true(a->heads == b->heads && a->dim == b->dim && a->hidden == b->hidden && a->causal == b->causal);
        assert_true(a->tied == b->tied && a->has_head == b->has_head && a->dropout == b->dropout);
        assert_true(a->style == b->style && a->kv_heads == b->kv_heads && a->head_size == b->head_size);
        assert_true(a->norm_epsilon == b->norm_epsilon && a->rope_theta == b->rope_theta);
        assert_true(a->exact_gelu == b->exact_gelu && a->token_types == b->token_types);
        assert_same_weights(m, r);
    }
    model_free(r);
    model_free(m);
    scratch_remove(&s);
}

static void test_round_trips(void **state)
{
    (void)state;
    for (int tied = 0; tied < 2; tied++) {
        round_trip(MODEL_LANGUAGE, STYLE_GPT2, tied, POOLING_MEAN);
        round_trip(MODEL_LANGUAGE, STYLE_LLAMA, tied, POOLING_MEAN);
    }
    round_trip(MODEL_BAG, STYLE_GPT2, false, POOLING_MEAN);
    round_trip(MODEL_ENCODER, STYLE_LLAMA, false, POOLING_MEAN);
    round_trip(MODEL_ENCODER, STYLE_BERT, false, POOLING_CLS);
    for (int p = POOLING_MEAN; p <= POOLING_WEIGHTED_MEAN; p++)
        round_trip(MODEL_ENCODER, STYLE_GPT2, false, (enum pooling)p);
}

/* The names under which other programs look for the tensors. */
static void test_tensor_names(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "tied", MODEL_LANGUAGE, true);
    struct safetensors *t = safetensors_read(scratch_path(&s, "tied/model.safetensors"), &err);
    const struct tensor *c = safetensors_find(t, "h.1.attn.c_attn.weight");
    assert_int_equal(c->shape[0], 8);
    assert_int_equal(c->shape[1], 24);
    assert_non_null(safetensors_find(t, "wte.weight"));
    assert_null(safetensors_find(t, "lm_head.weight"));
    assert_string_equal(safetensors_metadata(t, "format"), "pt");
    safetensors_free(t);
    tiny_write(&s, "untied", MODEL_LANGUAGE, false);
    t = safetensors_read(scratch_path(&s, "untied/model.safetensors"), &err);
    assert_non_null(safetensors_find(t, "transformer.wte.weight"));
    assert_int_equal(safetensors_find(t, "lm_head.weight")->shape[0], 8);
    safetensors_free(t);
    scratch_remove(&s);
}

/* As transformers' older versions wrote GPT-2: a prefix, buffers, and the tied head once more. */
static void test_foreign_names(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "m", MODEL_LANGUAGE, true);
    struct model *plain = model_read(scratch_path(&s, "m"), 16, 4, &err);
    struct safetensors *t = safetensors_read(scratch_path(&s, "m/model.safetensors"), &err);
    struct tensor all[64];
    char names[64][96];
    int count = 0;
    for (; count < t->count; count++) {
        all[count] = t->tensors[count];
        snprintf(names[count], sizeof names[count], "transformer.%s", t->tensors[count].name);
        all[count].name = names[count];
    }
    static const float mask[36];
    all[count++] = (struct tensor){"transformer.h.0.attn.bias", 4, {1, 1, 6, 6}, 36, mask};
    all[count++] = (struct tensor){"transformer.h.0.attn.masked_bias", 0, {0}, 1, mask};
    all[count++] = (struct tensor){"lm_head.weight", 2, {8, 8}, 36, mask};
    all[count - 1].size = 64;
    all[count - 1].data = safetensors_find(t, "wte.weight")->data;
    assert_true(safetensors_write(s.path, all, count, NULL, &err));
    struct model *prefixed = model_read(scratch_path(&s, "m"), 16, 4, &err);
    assert_string_equal(err.message, "");
    assert_same_weights(plain, prefixed);
    model_free(prefixed);

    all[count++] = (struct tensor){"transformer.h.2.ln_1.bias", 1, {8}, 8, mask};
    assert_true(safetensors_write(scratch_path(&s, "m/model.safetensors"), all, count, NULL, &err));
    assert_null(model_read(scratch_path(&s, "m"), 16, 4, &err));
    assert_message(&err, "h.2.ln_1.bias");
    safetensors_free(t);
    model_free(plain);
    scratch_remove(&s);
}

/* ---- broken folders ---- */

static void assert_refused(struct scratch *s, const char *file, const char *message)
{
    struct error err = {0};
    struct model *m = model_read(scratch_path(s, "m"), 16, 4, &err);
    if (m)
        fail_msg("read although broken; expected: %s", message);
    assert_message(&err, file);
    assert_message(&err, message);
}

static char *read_file(struct scratch *s, const char *name, size_t *size)
{
    struct error err = {0};
    char *data = file_read(scratch_path(s, name), 1 << 24, size, &err);
    assert_non_null(data);
    return data;
}

/* Each file missing; each file cut in half. */
static void test_missing_and_truncated(void **state)
{
    (void)state;
    static const char *const files[] = {"m/config.json", "m/tokenizer.json", "m/model.safetensors", "m/modules.json",
                                        "m/1_Pooling/config.json"};
    struct scratch s = scratch_new();
    tiny_write(&s, "m", MODEL_ENCODER, false);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t size;
        char *kept = read_file(&s, files[i], &size);
        assert_int_equal(unlink(scratch_path(&s, files[i])), 0);
        assert_refused(&s, i == 0 ? "no config.json" : files[i], "");
        scratch_write(&s, files[i], kept, size / 2);
        assert_refused(&s, files[i], "");
        scratch_write(&s, files[i], "", 0);
        assert_refused(&s, files[i], "");
        scratch_write(&s, files[i], kept, size);
        mem_free(kept);
    }
    struct error err = {0};
    model_free(model_read(scratch_path(&s, "m"), 16, 4, &err));
    assert_string_equal(err.message, "");
    scratch_remove(&s);
}

static void set_field(struct scratch *s, const char *file, const char *name, cJSON *value)
{
    struct error err = {0};
    cJSON *json = json_read(scratch_path(s, file), &err);
    cJSON_DeleteItemFromObject(json, name);
    if (value)
        cJSON_AddItemToObject(json, name, value);
    assert_true(json_write(scratch_path(s, file), json, &err));
    cJSON_Delete(json);
}

static void test_wrong_fields(void **state)
{
    (void)state;
    static const struct {
        const char *name, *json, *message;
    } cases[] = {
        {"model_type", "\"mistral\"", "mistral"},
        {"model_type", NULL, "missing"},
        {"vocab_size", "9", "8 tokens"},
        {"vocab_size", "-1", "vocab_size"},
        {"vocab_size", "2.5", "vocab_size"},
        {"n_positions", "7", "wpe.weight"},
        {"n_positions", "1e300", "n_positions"},
        {"n_embd", "16", "wte.weight"},
        {"n_embd", "\"8\"", "n_embd"},
        {"n_layer", "3", "h.2."},
        {"n_layer", "1", "no place"},
        {"n_layer", "1000", "h.2."},
        {"n_head", "3", "config.json"},
        {"n_inner", "16", "c_fc"},
        {"n_inner", "0", "n_inner"},
        {"activation_function", "\"relu\"", "relu"},
        {"layer_norm_epsilon", "-1e-12", "layer_norm_epsilon"},
        {"layer_norm_epsilon", "\"small\"", "layer_norm_epsilon"},
        {"add_cross_attention", "true", "add_cross_attention"},
        {"quantization_config", "{\"bits\": 4}", "quantization_config"},
        {"scale_attn_weights", "false", "scale_attn_weights"},
        {"tie_word_embeddings", "false", "lm_head.weight"},
        {"tie_word_embeddings", "3", "tie_word_embeddings"},
        {"causal", "false", "causal"},
        {"resid_pdrop", "1", "resid_pdrop"},
    };
    struct scratch s = scratch_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tiny_write(&s, "m", MODEL_LANGUAGE, true);
        set_field(&s, "m/config.json", cases[i].name, cases[i].json ? cJSON_Parse(cases[i].json) : NULL);
        assert_refused(&s, s.folder, cases[i].message);
    }
    scratch_remove(&s);
}

static void test_wrong_modules(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write(&s, "m", MODEL_ENCODER, false);
    set_field(&s, "m/1_Pooling/config.json", "pooling_mode_max_tokens", cJSON_CreateTrue());
    assert_refused(&s, "1_Pooling/config.json", "exactly one");
    set_field(&s, "m/1_Pooling/config.json", "pooling_mode_max_tokens", NULL);
    set_field(&s, "m/1_Pooling/config.json", "pooling_mode_mean_tokens", NULL);
    assert_refused(&s, "1_Pooling/config.json", "exactly one");
    const char *modules[] = {"{}", "[]", "[{\"type\":\"x.Pooling\",\"path\":\"../y\"}]", "[1]",
                             "[{\"type\":\"x.Pooling\"}]"};
    for (int i = 0; i < 5; i++) {
        scratch_write(&s, "m/modules.json", modules[i], strlen(modules[i]));
        assert_refused(&s, "modules.json", i == 2 ? "out of the folder" : "Pooling");
    }
    scratch_write(&s, "m/config.json", "[1, 2]", 6);
    assert_refused(&s, "config.json", "JSON object");
    scratch_remove(&s);
}

static void test_wrong_weights(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "m", MODEL_BAG, false);
    static float table[32];
    struct tensor t = {"embedding.weight", 2, {8, 4}, 32, table};
    table[9] = NAN;
    assert_true(safetensors_write(scratch_path(&s, "m/model.safetensors"), &t, 1, NULL, &err));
    assert_refused(&s, "model.safetensors", "element 9 is not a finite number");
    table[9] = 0;
    t.dimensions = 1, t.shape[0] = 32;
    assert_true(safetensors_write(scratch_path(&s, "m/model.safetensors"), &t, 1, NULL, &err));
    assert_refused(&s, "model.safetensors", "shape [32]");
    t.name = "embeddings";
    assert_true(safetensors_write(scratch_path(&s, "m/model.safetensors"), &t, 1, NULL, &err));
    assert_refused(&s, "model.safetensors", "\"embeddings\" has no place");
    assert_true(safetensors_write(scratch_path(&s, "m/model.safetensors"), &t, 0, NULL, &err));
    assert_refused(&s, "model.safetensors", "\"embedding.weight\" is missing");

    tiny_write(&s, "m", MODEL_LANGUAGE, true);
    struct model *m = model_read(scratch_path(&s, "m"), 16, 4, &err);
    transformer_parameter(m->transformer, "h.1.mlp.c_proj.bias")->value[3] = INFINITY;
    assert_true(model_write(m, scratch_path(&s, "m"), &err));
    model_free(m);
    assert_refused(&s, "model.safetensors", "\"h.1.mlp.c_proj.bias\": element 3");
    scratch_remove(&s);
}

/* A tokenizer of another model. */
static void test_other_tokenizer(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    tiny_write(&s, "m", MODEL_BAG, false);
    struct vocab *v = vocab_new();
    vocab_add(v, "one", 3, 1);
    vocab_finish(v, 1, 0);
    struct tokenizer *t = tokenizer_from_vocab(v);
    assert_true(tokenizer_write(t, scratch_path(&s, "m"), &err));
    assert_refused(&s, "tokenizer.json", "3 tokens");
    tokenizer_free(t);
    vocab_free(v);
    scratch_remove(&s);
}

static cJSON *read_json(struct scratch *s, const char *name)
{
    struct error err = {""};
    cJSON *json = json_read(scratch_path(s, name), &err);
    if (!json)
        fail_msg("%s", err.message);
    return json;
}

static cJSON *field(const cJSON *json, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(json, name);
}

static void assert_field(const cJSON *json, const char *name, const char *expected)
{
    assert_string_equal(cJSON_GetStringValue(field(json, name)), expected);
}

#define EOS        "{\"SpecialToken\":{\"id\":\"<eos>\",\"type_id\":0}}"
#define TEXT(name) "{\"Sequence\":{\"id\":\"" name "\",\"type_id\":0}}"

/* What transformers needs to make batches of texts, without token types, and to put <eos> before a BERT's. */
static void test_tokenizer_for_others(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    tiny_write_of(&s, "bert", MODEL_ENCODER, STYLE_BERT, false);
    tiny_write(&s, "gpt2", MODEL_ENCODER, false);
    cJSON *json = read_json(&s, "bert/tokenizer.json"), *template = field(json, "post_processor");
    char *text = cJSON_PrintUnformatted(template);
    assert_string_equal(text, "{\"type\":\"TemplateProcessing\",\"single\":[" EOS "," TEXT("A") "],\"pair\":[" EOS
                              "," TEXT("A") "," EOS "," TEXT("B") "],\"special_tokens\":{\"<eos>\":{\"id\":\"<eos>\","
                              "\"ids\":[1],\"tokens\":[\"<eos>\"]}}}");
    cJSON_free(text);
    cJSON_Delete(json);
    json = read_json(&s, "bert/config.json");
    assert_field(json, "model_type", "bert");
    assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(field(json, "architectures"), 0)), "BertModel");
    assert_true(cJSON_IsNull(field(json, "pad_token_id")));
    cJSON_Delete(json);
    json = read_json(&s, "gpt2/tokenizer.json");
    assert_true(cJSON_IsNull(field(json, "post_processor")));
    cJSON_Delete(json);
    for (int i = 0; i < 2; i++) {
        json = read_json(&s, i ? "bert/tokenizer_config.json" : "gpt2/tokenizer_config.json");
        assert_field(json, "pad_token", "<eos>");
        assert_field(json, "tokenizer_class", "PreTrainedTokenizerFast");
        text = cJSON_PrintUnformatted(field(json, "model_input_names"));
        assert_string_equal(text, "[\"input_ids\",\"attention_mask\"]");
        cJSON_free(text);
        cJSON_Delete(json);
    }
    scratch_remove(&s);
}

static void test_unwritable(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    scratch_write(&s, "file", "x", 1);
    struct model *m = tiny_model(MODEL_BAG, tiny_tokenizer(), false);
    assert_false(model_write(m, scratch_path(&s, "file/model"), &err));
    assert_message(&err, "file");
    model_free(m);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trips),      cmocka_unit_test(test_tensor_names),
        cmocka_unit_test(test_foreign_names),    cmocka_unit_test(test_missing_and_truncated),
        cmocka_unit_test(test_wrong_fields),     cmocka_unit_test(test_wrong_modules),
        cmocka_unit_test(test_wrong_weights),    cmocka_unit_test(test_other_tokenizer),
        cmocka_unit_test(test_tokenizer_for_others), cmocka_unit_test(test_unwritable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
