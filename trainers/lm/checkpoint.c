#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "trainers/lm/training.h"

/* ---- training.json ---- */

static void add_texts(cJSON *json, const struct training *t)
{
    const struct data *d = &t->data;
    const struct settings *s = t->settings;
    cJSON *corpus = tokens_record(&d->corpus, s->input), *held_out = corpus;
    cJSON_AddItemToObject(json, "corpus", corpus);
    cJSON_AddNumberToObject(corpus, "tokens_for_training", (double)d->train);
    if (s->valid)
        cJSON_AddItemToObject(json, "held_out", held_out = tokens_record(&d->held_out, s->valid));
    cJSON_AddNumberToObject(held_out, "tokens_held_out", (double)d->valid_count);
    cJSON_AddNumberToObject(held_out, "bytes_held_out", (double)d->valid_bytes);
    cJSON_AddNumberToObject(held_out, "out_of_vocabulary_held_out", (double)d->valid_unknown);
}

static double parameter_total(const struct training *t)
{
    double total = 0;
    for (int i = 0; i < t->count; i++)
        total += (double)t->parameters[i].size;
    return total;
}

static cJSON *losses_json(const struct training *t)
{
    cJSON *list = cJSON_CreateArray();
    for (int i = 0; i < t->loss_count; i++) {
        cJSON *entry = cJSON_CreateObject();
        cJSON_AddNumberToObject(entry, "step", (double)t->losses[i].step);
        cJSON_AddNumberToObject(entry, "loss", t->losses[i].loss);
        cJSON_AddNumberToObject(entry, "lr", t->losses[i].lr);
        cJSON_AddItemToArray(list, entry);
    }
    return list;
}

static cJSON *training_record(const struct training *t)
{
    const struct settings *s = t->settings;
    double tokens = (double)t->step * (double)(s->batch * s->accumulate) * (double)s->context;
    char *kernels = training_kernels(t);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "program", PROGRAM);
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "objective", "cross-entropy of the next token");
    cJSON_AddItemToObject(json, "options", options_json(t->options));
    add_texts(json, t);
    cJSON_AddNumberToObject(json, "vocabulary", tokenizer_size(t->model.tokenizer));
    cJSON_AddNumberToObject(json, "parameters", parameter_total(t));
    cJSON_AddNumberToObject(json, "threads", t->threads);
    cJSON_AddStringToObject(json, "kernels", kernels);
    cJSON_AddNumberToObject(json, "step", (double)t->step);
    cJSON_AddNumberToObject(json, "steps", (double)t->steps);
    cJSON_AddBoolToObject(json, "finished", training_finished(t));
    cJSON_AddNumberToObject(json, "seconds", t->seconds);
    cJSON_AddNumberToObject(json, "tokens_per_second", t->seconds > 0 ? tokens / t->seconds : 0);
    cJSON_AddItemToObject(json, "loss", losses_json(t));
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
    int count = 0;
    struct tensor *tensors =
        mem_new((size_t)t->count + 2 * (size_t)t->learned_count, sizeof *tensors, "list of tensors");
    char *path = path_join(t->folder, "state.safetensors"), *step = mem_format("%ld", t->step);
    const char *const metadata[] = {"step", step, "training", record, NULL};
    long offset = 0;
    for (int i = 0; i < t->count; i++)
        describe(&tensors[count++], "", &t->parameters[i], t->parameters[i].value);
    for (int i = 0; i < t->learned_count; i++) {
        describe(&tensors[count++], "first.", &t->learned[i], t->adam.first + offset);
        describe(&tensors[count++], "second.", &t->learned[i], t->adam.second + offset);
        offset += t->learned[i].size;
    }
    bool good = safetensors_write(path, tensors, count, metadata, err);
    for (int i = 0; i < count; i++)
        mem_free(tensors[i].name);
    mem_free(tensors);
    mem_free(step);
    mem_free(path);
    return good;
}

/* Is the model as it is now the one to keep in the folder? */
static bool is_the_product(const struct training *t)
{
    long since, best = validation_best(t, &since);
    return t->settings->patience == 0 || best < 0 || best == t->step;
}

static bool write_record(const cJSON *record, const char *folder, struct error *err)
{
    char *path = path_join(folder, "training.json");
    bool good = json_write(path, record, err);
    mem_free(path);
    return good;
}

bool checkpoint_write(struct training *t, struct error *err)
{
    cJSON *record = training_record(t);
    char *text = cJSON_PrintUnformatted(record);
    bool good = (t->saved >= 0 || tokenizer_write(t->model.tokenizer, t->folder, err)) && write_state(t, text, err) &&
                write_record(record, t->folder, err) && (!is_the_product(t) || model_write(&t->model, t->folder, err));
    if (good)
        t->saved = t->step;
    cJSON_free(text);
    cJSON_Delete(record);
    return good;
}

void checkpoint_forget(const struct training *t)
{
    char *path = path_join(t->folder, "state.safetensors");
    output_remove(path);
    mem_free(path);
}

bool checkpoint_keep(const struct training *t, struct error *err)
{
    cJSON *record = training_record(t);
    char *folder = mem_format("%s/checkpoints/%ld", t->folder, t->step);
    bool good = folder_make(folder, err) && write_record(record, folder, err) && model_write(&t->model, folder, err);
    cJSON_Delete(record);
    mem_free(folder);
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
    if (!transformer_config_check(config, err))
        return error_prefix(err, "%s", c->path);
    char last[64];
    if (config->style == STYLE_LLAMA) {
        snprintf(last, sizeof last, "layers.%d.mlp.up_proj.weight", config->layers - 1);
        return find(c, "embed_tokens.weight", config->vocabulary, config->dim, err) &&
               find(c, last, config->hidden, config->dim, err);
    }
    snprintf(last, sizeof last, "h.%d.mlp.c_fc.weight", config->layers - 1);
    return find(c, "wte.weight", config->vocabulary, config->dim, err) &&
           find(c, "wpe.weight", config->context, config->dim, err) && find(c, last, config->dim, config->hidden, err);
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

/* Is `corpus`, now read from `path`, the text recorded as `name`? */
static bool same_text(const struct checkpoint *c, const char *name, const struct token_corpus *corpus, const char *path,
                      struct error *err)
{
    cJSON *recorded = cJSON_GetObjectItemCaseSensitive(c->record, name);
    const char *wanted = json_get_string(recorded, c->path, "crc32", err);
    char checksum[9];
    tokens_checksum(corpus, checksum);
    return wanted && (!strcmp(wanted, checksum) ||
                      error_set(err,
                                "%s: this is not the text that the run was started with (CRC-32 %s, then %s); give "
                                "that one by --%s",
                                path, checksum, wanted, !strcmp(name, "corpus") ? "input" : "valid"));
}

static bool load_losses(const struct checkpoint *c, struct training *t, struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(c->record, "loss"), *entry;
    cJSON_ArrayForEach(entry, list)
    {
        long long step;
        struct step_result *r = &t->losses[t->loss_count];
        long after = t->loss_count > 0 ? r[-1].step : 0;
        if (!json_get_integer(entry, c->path, "step", after + 1, c->step, &step, err) ||
            !json_get_number(entry, c->path, "loss", 0, 1e300, &r->loss, err) ||
            !json_get_number(entry, c->path, "lr", 0, 1e300, &r->lr, err))
            return error_prefix(err, "loss %d", t->loss_count);
        r->step = (long)step;
        t->loss_count++;
    }
    return true;
}

static bool load_validations(const struct checkpoint *c, struct training *t, struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(c->record, "validation"), *entry;
    cJSON_ArrayForEach(entry, list)
    {
        long long step;
        double loss;
        if (!json_get_integer(entry, c->path, "step", 0, c->step, &step, err) ||
            !json_get_number(entry, c->path, "loss", 0, 1e300, &loss, err))
            return error_prefix(err, "validation");
    }
    cJSON_Delete(t->validations);
    t->validations = cJSON_Duplicate(list, true);
    return true;
}

bool checkpoint_load(const struct checkpoint *c, struct training *t, struct error *err)
{
    const struct settings *s = t->settings;
    if (c->step > t->steps)
        return error_set(err, "%s: step %ld of a run of %ld", c->path, c->step, t->steps);
    if (!same_text(c, "corpus", &t->data.corpus, s->input, err) ||
        (s->valid && !same_text(c, "held_out", &t->data.held_out, s->valid, err)) ||
        !json_get_number(c->record, c->path, "seconds", 0, 1e12, &t->seconds, err) || !load_losses(c, t, err) ||
        !load_validations(c, t, err))
        return false;
    for (int i = 0; i < t->count; i++)
        if (!load_parameter(c, "", &t->parameters[i], t->parameters[i].value, err))
            return false;
    long offset = 0;
    for (int i = 0; i < t->learned_count; i++) {
        const struct parameter *p = &t->learned[i];
        if (!load_parameter(c, "first.", p, t->adam.first + offset, err) ||
            !load_parameter(c, "second.", p, t->adam.second + offset, err))
            return false;
        offset += p->size;
    }
    t->step = t->saved = t->adam.step = c->step;
    return true;
}
