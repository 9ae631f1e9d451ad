/* folder_weights.c: the tensors of a model folder under the names that transformers gives them.
 *
 * lib/nn names a parameter as in the model without its head. With the head transformers puts "transformer.",
 * "model." or "bert." before it; it opens an untied GPT2LMHeadModel only so. Tied GPT-2 models are written
 * without, like OpenAI's. Both are read. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "model/folder_parts.h"

static const char *const prefixes[] = {
    [STYLE_GPT2] = "transformer.", [STYLE_LLAMA] = "model.", [STYLE_BERT] = "bert."};

#define HEAD "lm_head.weight"

struct folder_weights {
    struct folder_shards shards;
    struct parameter *parameters; /* owned; what config.json asks for: [count] names and shapes */
    const struct tensor **found;  /* owned; [count] the tensor of each */
    int count;
};

/* ---- reading ---- */

static bool starts_with(const char *text, const char *start)
{
    return !strncmp(text, start, strlen(start));
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

/* Writes the name that lib/nn has for a tensor. */
static void plain_name(const struct folder_config *c, const char *name, char *plain, size_t size)
{
    const char *prefix = c->kind == MODEL_BAG ? "" : prefixes[c->transformer.style];
    snprintf(plain, size, "%s", starts_with(name, prefix) ? name + strlen(prefix) : name);
    if (c->kind == MODEL_BAG || c->transformer.style != STYLE_BERT)
        return;
    /* the names of TensorFlow's LayerNorm, which the first BERT models have kept */
    static const char *const old[] = {"LayerNorm.gamma", "LayerNorm.beta"}, *const new[] = {"weight", "bias"};
    for (int i = 0; i < 2; i++)
        if (ends_with(plain, old[i])) {
            char *last = strrchr(plain, '.') + 1;
            snprintf(last, size - (size_t)(last - plain), "%s", new[i]);
        }
}

/* Buffers that transformers keeps beside the weights, the head that a tied model repeats, and the parts of BERT
 * above its states. */
static bool is_ignored(const struct folder_config *c, const char *plain)
{
    if (c->kind == MODEL_BAG)
        return false;
    switch (c->transformer.style) {
    case STYLE_GPT2:
        return ends_with(plain, ".attn.bias") || ends_with(plain, ".attn.masked_bias") ||
               (c->transformer.tied && !strcmp(plain, HEAD));
    case STYLE_LLAMA:
        return ends_with(plain, ".rotary_emb.inv_freq") || (c->transformer.tied && !strcmp(plain, HEAD));
    case STYLE_BERT:
        return !strcmp(plain, "embeddings.position_ids") || starts_with(plain, "pooler.") || starts_with(plain, "cls.");
    }
    return false;
}

static bool check_shape(const struct tensor *t, const char *path, const struct parameter *p, struct error *err)
{
    if (t->dimensions == p->dimensions && t->shape[0] == p->shape[0] &&
        (p->dimensions == 1 || t->shape[1] == p->shape[1]))
        return true;
    char expected[64], is[64] = "";
    snprintf(expected, sizeof expected, p->dimensions == 1 ? "[%ld]" : "[%ld, %ld]", p->shape[0], p->shape[1]);
    for (int d = 0, used = 0; d < t->dimensions && used < (int)sizeof is - 24; d++)
        used += snprintf(is + used, sizeof is - (size_t)used, d ? ", %ld" : "%ld", t->shape[d]);
    return error_set(err, "%s: tensor \"%s\" has shape [%s], but by config.json it is %s", path, t->name, is, expected);
}

static bool check_finite(const struct tensor *t, const char *path, struct error *err)
{
    for (long i = 0; i < t->size; i++)
        if (!isfinite(t->data[i]))
            return error_set(err, "%s: tensor \"%s\": element %ld is not a finite number; the training went wrong or "
                                  "the file is damaged", path, t->name, i);
    return true;
}

/* Finds the parameter of a tensor and checks that they fit. */
static bool place(struct folder_weights *w, const struct folder_config *c, const struct tensor *t, const char *path,
                  struct error *err)
{
    char plain[sizeof w->parameters->name + 64];
    plain_name(c, t->name, plain, sizeof plain);
    if (is_ignored(c, plain))
        return true;
    int i = 0;
    while (i < w->count && strcmp(w->parameters[i].name, plain))
        i++;
    if (i == w->count)
        return error_set(err, "%s: tensor \"%.100s\" has no place in the model that config.json describes, whose "
                              "tensors go from \"%s\" to \"%s\"", path, t->name, w->parameters[0].name,
                         w->parameters[w->count - 1].name);
    if (w->found[i])
        return error_set(err, "%s: tensor \"%.100s\" is there twice, also as \"%.100s\"", path, t->name,
                         w->found[i]->name);
    w->found[i] = t;
    return check_shape(t, path, &w->parameters[i], err) && check_finite(t, path, err);
}

static bool place_all(struct folder_weights *w, const struct folder_config *c, struct error *err)
{
    for (int s = 0; s < w->shards.count; s++) {
        const struct shard *shard = &w->shards.shards[s];
        for (int i = 0; i < shard->file->count; i++)
            if (!place(w, c, &shard->file->tensors[i], shard->path, err))
                return false;
    }
    for (int i = 0; i < w->count; i++)
        if (!w->found[i])
            return error_set(err, "%s: tensor \"%s\" is missing%s", w->shards.path, w->parameters[i].name,
                             strcmp(w->parameters[i].name, HEAD) ? ""
                                                                 : "; by config.json (tie_word_embeddings) it is not "
                                                                   "the token table");
    return true;
}

/* The only parameter of a bag. */
static struct parameter *bag_parameter(const struct transformer_config *c)
{
    struct parameter *p = mem_new(1, sizeof *p, "list of parameters");
    *p = (struct parameter){.name = "embedding.weight", .dimensions = 2, .shape = {c->vocabulary, c->dim}};
    return p;
}

struct folder_weights *folder_weights_read(const char *folder, const struct folder_config *c, struct error *err)
{
    struct folder_weights *w = mem_new(1, sizeof *w, "weights in files");
    w->count = 1;
    w->parameters = c->kind == MODEL_BAG ? bag_parameter(&c->transformer)
                                         : transformer_parameter_plan(&c->transformer, &w->count);
    w->found = mem_new((size_t)w->count, sizeof *w->found, "list of tensors");
    if (folder_shards_read(&w->shards, folder, err) && place_all(w, c, err))
        return w;
    folder_weights_free(w);
    return NULL;
}

void folder_weights_free(struct folder_weights *w)
{
    if (!w)
        return;
    folder_shards_release(&w->shards);
    mem_free(w->parameters);
    mem_free(w->found);
    mem_free(w);
}

void folder_weights_load(const struct folder_weights *w, struct model *m)
{
    if (m->kind == MODEL_BAG) {
        const struct tensor *t = w->found[0];
        m->table = matrix_new(t->shape[0], (int)t->shape[1], "token embeddings");
        for (long row = 0; row < m->table.rows; row++)
            memcpy(matrix_row(&m->table, row), t->data + row * m->table.columns,
                   (size_t)m->table.columns * sizeof(float));
        return;
    }
    int count;
    struct parameter *parameters = transformer_parameters(m->transformer, &count);
    for (int i = 0; i < count; i++)
        memcpy(parameters[i].value, w->found[i]->data, (size_t)parameters[i].size * sizeof *parameters[i].value);
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
    bool prefixed = c->has_head && (c->style == STYLE_LLAMA || !c->tied);
    int count;
    struct parameter *parameters = transformer_parameters(m->transformer, &count);
    struct tensor *tensors = mem_new((size_t)count, sizeof *tensors, "tensor table");
    for (int i = 0; i < count; i++) {
        const struct parameter *p = &parameters[i];
        bool head = !strcmp(p->name, HEAD);
        tensors[i] = (struct tensor){.name = mem_format("%s%s", prefixed && !head ? prefixes[c->style] : "", p->name),
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
