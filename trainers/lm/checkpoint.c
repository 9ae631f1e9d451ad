#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "math/gemm.h"
#include "nn/kernels.h"
#include "trainers/lm/training.h"

/* ---- training.json ---- */

static void add_corpus(cJSON *json, const struct training *t)
{
    cJSON *corpus = tokens_record(&t->data.corpus, t->settings->input);
    cJSON_AddItemToObject(json, "corpus", corpus);
    cJSON_AddNumberToObject(corpus, "tokens_for_training", (double)t->data.train);
    cJSON_AddNumberToObject(corpus, "tokens_held_out", (double)t->data.valid_count);
}

static double parameter_total(const struct training *t)
{
    double total = 0;
    for (int i = 0; i < t->count; i++)
        total += (double)t->parameters[i].size;
    return total;
}

static cJSON *training_record(const struct training *t)
{
    double tokens = (double)t->step * (double)t->settings->batch * (double)t->settings->context;
    char *kernels = mem_format("%s, %s", nn_kernels()->name, gemm_start());
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "program", PROGRAM);
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "objective", "cross-entropy of the next token");
    cJSON_AddItemToObject(json, "options", options_json(t->options));
    add_corpus(json, t);
    cJSON_AddNumberToObject(json, "vocabulary", tokenizer_size(t->model.tokenizer));
    cJSON_AddNumberToObject(json, "parameters", parameter_total(t));
    cJSON_AddNumberToObject(json, "threads", t->threads);
    cJSON_AddStringToObject(json, "kernels", kernels);
    cJSON_AddNumberToObject(json, "step", (double)t->step);
    cJSON_AddNumberToObject(json, "steps", (double)t->steps);
    cJSON_AddBoolToObject(json, "finished", t->step == t->steps);
    cJSON_AddNumberToObject(json, "seconds", t->seconds);
    cJSON_AddNumberToObject(json, "tokens_per_second", t->seconds > 0 ? tokens / t->seconds : 0);
    cJSON_AddItemToObject(json, "loss", cJSON_Duplicate(t->losses, true));
    cJSON_AddItemToObject(json, "validation", cJSON_Duplicate(t->validations, true));
    mem_free(kernels);
    return json;
}

/* ---- writing ---- */

static void describe(struct tensor *tensor, const char *prefix, const struct parameter *p, const real *data)
{
    *tensor = (struct tensor){.name = mem_format("%s%s", prefix, p->name),
                              .dimensions = p->dimensions,
                              .shape = {p->shape[0], p->shape[1]},
                              .size = p->size,
                              .data = data};
}

static bool write_state(const struct training *t, const char *record, struct error *err)
{
    struct tensor *tensors = mem_new((size_t)t->count * 3, sizeof *tensors, "list of tensors");
    char *path = path_join(t->folder, "state.safetensors"), *step = mem_format("%ld", t->step);
    const char *const metadata[] = {"step", step, "training", record, NULL};
    long offset = 0;
    for (int i = 0; i < t->count; i++) {
        describe(&tensors[3 * i], "", &t->parameters[i], t->parameters[i].value);
        describe(&tensors[3 * i + 1], "first.", &t->parameters[i], t->adam.first + offset);
        describe(&tensors[3 * i + 2], "second.", &t->parameters[i], t->adam.second + offset);
        offset += t->parameters[i].size;
    }
    bool good = safetensors_write(path, tensors, t->count * 3, metadata, err);
    for (int i = 0; i < t->count * 3; i++)
        mem_free(tensors[i].name);
    mem_free(tensors);
    mem_free(step);
    mem_free(path);
    return good;
}

bool checkpoint_write(struct training *t, struct error *err)
{
    cJSON *json = training_record(t);
    char *text = cJSON_PrintUnformatted(json), *path = path_join(t->folder, "training.json");
    bool good = write_state(t, text, err) && json_write(path, json, err) && model_write(&t->model, t->folder, err);
    if (good)
        t->saved = t->step;
    cJSON_free(text);
    cJSON_Delete(json);
    mem_free(path);
    return good;
}

/* ---- reading ---- */

bool checkpoint_open(struct checkpoint *c, const char *folder, struct error *err)
{
    *c = (struct checkpoint){.path = path_join(folder, "state.safetensors")};
    c->state = safetensors_read(c->path, err);
    if (!c->state)
        return false;
    const char *step = safetensors_metadata(c->state, "step"), *record = safetensors_metadata(c->state, "training");
    if (!step || !record)
        return error_set(err,
                         "%s: its metadata must have \"step\" and \"training\"; is this the state of a language model "
                         "in training?",
                         c->path);
    char *end;
    c->step = strtol(step, &end, 10);
    if (end == step || *end || c->step < 0)
        return error_set(err, "%s: the step in its metadata is \"%s\"; expected a whole number", c->path, step);
    c->record = cJSON_Parse(record);
    if (!cJSON_IsObject(checkpoint_options(c)) || !cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(c->record, "loss")) ||
        !cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(c->record, "validation")))
        return error_set(err, "%s: \"training\" in its metadata must be JSON with options, loss and validation",
                         c->path);
    return true;
}

void checkpoint_close(struct checkpoint *c)
{
    safetensors_free(c->state);
    cJSON_Delete(c->record);
    mem_free(c->path);
    *c = (struct checkpoint){0};
}

const cJSON *checkpoint_options(const struct checkpoint *c)
{
    return cJSON_GetObjectItemCaseSensitive(c->record, "options");
}

static const struct tensor *find(const struct checkpoint *c, const char *name, long rows, long columns,
                                 struct error *err)
{
    const struct tensor *tensor = safetensors_find(c->state, name);
    if (!tensor) {
        error_set(err, "%s: the tensor %s is missing", c->path, name);
        return NULL;
    }
    bool fits = tensor->dimensions == (columns ? 2 : 1) && tensor->shape[0] == rows &&
                (columns == 0 || tensor->shape[1] == columns);
    if (!fits)
        error_set(err, "%s: the tensor %s does not have the shape [%ld, %ld] that the options ask for", c->path, name,
                  rows, columns);
    return fits ? tensor : NULL;
}

bool checkpoint_fits(const struct checkpoint *c, const struct transformer_config *config, struct error *err)
{
    char last[64];
    snprintf(last, sizeof last, "h.%d.mlp.c_fc.weight", config->layers - 1);
    return transformer_config_check(config, err) ? find(c, "wte.weight", config->vocabulary, config->dim, err) &&
                                                       find(c, "wpe.weight", config->context, config->dim, err) &&
                                                       find(c, last, config->dim, config->hidden, err)
                                                 : error_prefix(err, "%s", c->path);
}

static bool load_parameter(const struct checkpoint *c, const char *prefix, const struct parameter *p, real *to,
                           struct error *err)
{
    char name[96];
    snprintf(name, sizeof name, "%s%s", prefix, p->name);
    const struct tensor *tensor = find(c, name, p->shape[0], p->shape[1], err);
    if (tensor)
        memcpy(to, tensor->data, (size_t)p->size * sizeof *to);
    return tensor != NULL;
}

static bool same_corpus(const struct checkpoint *c, const struct training *t, struct error *err)
{
    cJSON *corpus = cJSON_GetObjectItemCaseSensitive(c->record, "corpus");
    const char *wanted = json_get_string(corpus, c->path, "crc32", err);
    char checksum[9];
    tokens_checksum(&t->data.corpus, checksum);
    return wanted && (!strcmp(wanted, checksum) ||
                      error_set(err,
                                "%s: this is not the text that the run was started with (CRC-32 %s, then %s); give "
                                "that one by --input",
                                t->settings->input, checksum, wanted));
}

bool checkpoint_load(const struct checkpoint *c, struct training *t, struct error *err)
{
    if (!same_corpus(c, t, err) || !json_get_number(c->record, c->path, "seconds", 0, 1e12, &t->seconds, err))
        return false;
    if (c->step > t->steps)
        return error_set(err, "%s: step %ld of a run of %ld", c->path, c->step, t->steps);
    long offset = 0;
    for (int i = 0; i < t->count; i++) {
        const struct parameter *p = &t->parameters[i];
        if (!load_parameter(c, "", p, p->value, err) || !load_parameter(c, "first.", p, t->adam.first + offset, err) ||
            !load_parameter(c, "second.", p, t->adam.second + offset, err))
            return false;
        offset += p->size;
    }
    t->step = t->saved = t->adam.step = c->step;
    cJSON_Delete(t->losses);
    cJSON_Delete(t->validations);
    t->losses = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(c->record, "loss"), true);
    t->validations = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(c->record, "validation"), true);
    return true;
}
