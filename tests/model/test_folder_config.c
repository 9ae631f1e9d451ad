/* config.json as other programs write it: fields that are read, and refused. */
#include "foreign.h"

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
        cmocka_unit_test(test_llama_fields),
        cmocka_unit_test(test_bert_fields),
        cmocka_unit_test(test_long_context),
        cmocka_unit_test(test_any_value),
        cmocka_unit_test(test_gpt2_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
