/* foreign.h: model folders changed to what other programs write, and their reading. */
#ifndef EMBEDLAB_TESTS_MODEL_FOREIGN_H
#define EMBEDLAB_TESTS_MODEL_FOREIGN_H

#include "tiny.h"

#include "base/json.h"

static inline struct model *read_model(struct scratch *s)
{
    struct error err = {""};
    struct model *m = model_read(scratch_path(s, "m"), 16, 4, &err);
    if (!m)
        fail_msg("%s", err.message);
    return m;
}

static inline void assert_refused(struct scratch *s, const char *file, const char *message)
{
    struct error err = {""};
    struct model *m = model_read(scratch_path(s, "m"), 16, 4, &err);
    if (m)
        fail_msg("read although broken; expected: %s", message);
    assert_message(&err, file);
    assert_message(&err, message);
}

/* Reads m/ and compares it with the model that tiny_write_of wrote there. */
static inline void assert_unchanged(struct scratch *s, enum model_kind kind, enum transformer_style style, bool tied)
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

static inline void set_field(struct scratch *s, const char *file, const char *name, const char *json)
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

#endif
