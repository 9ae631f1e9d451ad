/* Folders as sentence-transformers writes them, and ours as it reads them: modules and pooling. */
#include "foreign.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence_transformers),
        cmocka_unit_test(test_pooled_language_model),
        cmocka_unit_test(test_written_modules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
