/* folder_weights.c: model.safetensors, GPT-2's tensor names, and the table of a bag.
 *
 * transformers opens an untied GPT2LMHeadModel only when the names of the blocks have the prefix
 * "transformer." beside lm_head.weight; tied ones are written without, like OpenAI's GPT-2. Both
 * are read. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "model/folder_parts.h"

#define PREFIX "transformer."

/* ---- reading ---- */

static const char *without_prefix(const char *name)
{
    return strncmp(name, PREFIX, strlen(PREFIX)) ? name : name + strlen(PREFIX);
}

/* With or without the prefix. */
static const struct tensor *find(const struct safetensors *s, const char *name)
{
    char prefixed[128];
    snprintf(prefixed, sizeof prefixed, PREFIX "%s", name);
    const struct tensor *t = safetensors_find(s, name);
    return t ? t : safetensors_find(s, prefixed);
}

static bool check_shape(const struct safetensors *s, const char *path, const char *name, int dimensions, long rows,
                        long columns, const struct tensor **found, struct error *err)
{
    const struct tensor *t = *found = find(s, name);
    if (!t)
        return error_set(err, "%s: tensor \"%s\" is missing", path, name);
    if (t->dimensions == dimensions && t->shape[0] == rows && (dimensions == 1 || t->shape[1] == columns))
        return true;
    char expected[64], is[64] = "";
    snprintf(expected, sizeof expected, dimensions == 1 ? "[%ld]" : "[%ld, %ld]", rows, columns);
    for (int d = 0, used = 0; d < t->dimensions && used < (int)sizeof is - 24; d++)
        used += snprintf(is + used, sizeof is - (size_t)used, d ? ", %ld" : "%ld", t->shape[d]);
    return error_set(err, "%s: tensor \"%s\" has shape [%s], but by config.json it is %s", path, name, is, expected);
}

bool folder_weights_check(const struct safetensors *s, const char *path, const struct folder_config *c,
                          struct error *err)
{
    const struct transformer_config *t = &c->transformer;
    const struct tensor *found;
    if (c->kind == MODEL_BAG)
        return check_shape(s, path, "embedding.weight", 2, t->vocabulary, t->dim, &found, err);
    bool good = check_shape(s, path, "wte.weight", 2, t->vocabulary, t->dim, &found, err) &&
                check_shape(s, path, "wpe.weight", 2, t->context, t->dim, &found, err);
    for (int layer = 0; good && layer < t->layers; layer++) {
        char name[64];
        snprintf(name, sizeof name, "h.%d.mlp.c_fc.weight", layer);
        good = check_shape(s, path, name, 2, t->dim, t->hidden, &found, err);
    }
    return good;
}

static bool check_finite(const struct tensor *t, const char *path, struct error *err)
{
    for (long i = 0; i < t->size; i++)
        if (!isfinite(t->data[i]))
            return error_set(err, "%s: tensor \"%s\": element %ld is not a finite number; the training went wrong or "
                                  "the file is damaged", path, t->name, i);
    return true;
}

/* Buffers that transformers keeps beside the weights, and the head that a tied model repeats. */
static bool is_ignored(const char *name, bool tied)
{
    size_t length = strlen(name);
    static const char *const buffers[] = {".attn.bias", ".attn.masked_bias"};
    for (int i = 0; i < 2; i++)
        if (length > strlen(buffers[i]) && !strcmp(name + length - strlen(buffers[i]), buffers[i]))
            return true;
    return tied && !strcmp(name, "lm_head.weight");
}

static bool nothing_left_over(struct transformer *t, const struct safetensors *s, const char *path, struct error *err)
{
    for (int i = 0; i < s->count; i++) {
        const char *name = without_prefix(s->tensors[i].name);
        if (!is_ignored(name, transformer_configuration(t)->tied) && !transformer_parameter(t, name))
            return error_set(err, "%s: tensor \"%.100s\" has no place in the model of %d layers that config.json "
                                  "describes", path, s->tensors[i].name, transformer_configuration(t)->layers);
    }
    return true;
}

static bool load_table(struct model *m, const struct safetensors *s, const char *path, struct error *err)
{
    const struct tensor *t = safetensors_find(s, "embedding.weight");
    if (!check_finite(t, path, err))
        return false;
    m->table = matrix_new(t->shape[0], (int)t->shape[1], "token embeddings");
    for (long row = 0; row < m->table.rows; row++)
        memcpy(matrix_row(&m->table, row), t->data + row * m->table.columns, (size_t)m->table.columns * sizeof(float));
    return true;
}

bool folder_weights_load(struct model *m, const struct safetensors *s, const char *path, struct error *err)
{
    if (m->kind == MODEL_BAG)
        return load_table(m, s, path, err);
    int count;
    struct parameter *parameters = transformer_parameters(m->transformer, &count);
    for (int i = 0; i < count; i++) {
        struct parameter *p = &parameters[i];
        const struct tensor *t;
        if (!check_shape(s, path, p->name, p->dimensions, p->shape[0], p->dimensions > 1 ? p->shape[1] : 1, &t, err) ||
            !check_finite(t, path, err))
            return false;
        memcpy(p->value, t->data, (size_t)p->size * sizeof *p->value);
    }
    return nothing_left_over(m->transformer, s, path, err);
}

/* ---- writing ---- */

static const char *const metadata[] = {"format", "pt", NULL};

static bool write_table(const struct matrix *table, const char *path, struct error *err)
{
    struct tensor t = {"embedding.weight", 2, {table->rows, table->columns}, table->rows * table->columns, NULL};
    float *data = mem_new((size_t)t.size, sizeof *data, "token embeddings without padding");
    for (long row = 0; row < table->rows; row++)
        memcpy(data + row * table->columns, matrix_row(table, row), (size_t)table->columns * sizeof *data);
    t.data = data;
    bool good = safetensors_write(path, &t, 1, metadata, err);
    mem_free(data);
    return good;
}

bool folder_weights_write(const struct model *m, const char *path, struct error *err)
{
    if (m->kind == MODEL_BAG)
        return write_table(&m->table, path, err);
    const struct transformer_config *c = transformer_configuration(m->transformer);
    bool prefixed = c->has_head && !c->tied;
    int count;
    struct parameter *parameters = transformer_parameters(m->transformer, &count);
    struct tensor *tensors = mem_new((size_t)count, sizeof *tensors, "tensor table");
    for (int i = 0; i < count; i++) {
        const struct parameter *p = &parameters[i];
        bool head = !strcmp(p->name, "lm_head.weight");
        tensors[i] = (struct tensor){.name = mem_format("%s%s", prefixed && !head ? PREFIX : "", p->name),
                                     .dimensions = p->dimensions,
                                     .shape = {p->shape[0], p->dimensions > 1 ? p->shape[1] : 0},
                                     .size = p->size,
                                     .data = p->value};
    }
    bool good = safetensors_write(path, tensors, count, metadata, err);
    for (int i = 0; i < count; i++)
        mem_free(tensors[i].name);
    mem_free(tensors);
    return good;
}
