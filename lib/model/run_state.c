#include "model/run_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "model/safetensors.h"

/* A number for the words, or tokens, and their order. */
static void vocabulary_checksum(const struct run_identity *id, char text[17])
{
    uint64_t sum = 0;
    for (int i = 0; id->vocab && i < vocab_size(id->vocab); i++)
        sum = sum * 31 + random_position(vocab_word(id->vocab, i), strlen(vocab_word(id->vocab, i)));
    for (int i = 0; !id->vocab && i < tokenizer_size(id->tokenizer); i++) {
        size_t length;
        const char *token = tokenizer_token(id->tokenizer, i, &length);
        sum = sum * 31 + random_position(token, length);
    }
    snprintf(text, 17, "%016" PRIx64, sum);
}

bool run_state_write(const char *path, const struct run_identity *id, const struct run_table *tables, int count,
                     cJSON *position, struct error *err)
{
    char vocabulary[17];
    vocabulary_checksum(id, vocabulary);
    cJSON *run = cJSON_CreateObject();
    cJSON_AddItemToObject(run, "options", cJSON_Duplicate(id->options, true));
    cJSON_AddStringToObject(run, "corpus", id->corpus);
    cJSON_AddStringToObject(run, "vocabulary", vocabulary);
    cJSON_AddItemToObject(run, "position", position);
    char *json = cJSON_PrintUnformatted(run);
    const char *const metadata[] = {"program", id->program, "run", json, NULL};
    struct tensor *tensors = mem_new((size_t)count, sizeof *tensors, "state");
    for (int i = 0; i < count; i++) {
        const struct matrix *m = &tables[i].matrix;
        tensors[i] = (struct tensor){.name = (char *)tables[i].name,
                                     .dimensions = 2,
                                     .shape = {m->rows, m->stride},
                                     .size = m->rows * m->stride,
                                     .data = m->data};
    }
    bool good = safetensors_write(path, tensors, count, metadata, err);
    mem_free(tensors);
    cJSON_free(json);
    cJSON_Delete(run);
    return good;
}

/* ---- reading ---- */

static bool is_loose(const struct run_identity *id, const char *name)
{
    const char *const *at = id->loose;
    while (*at && strcmp(*at, name) != 0)
        at++;
    return *at != NULL;
}

static bool check_options(const char *path, const cJSON *run, const struct run_identity *id, struct error *err)
{
    const cJSON *then = cJSON_GetObjectItemCaseSensitive(run, "options");
    for (const cJSON *now = id->options->child; now; now = now->next) {
        if (!is_loose(id, now->string) &&
            !cJSON_Compare(cJSON_GetObjectItemCaseSensitive(then, now->string), now, true))
            return error_set(err, "%s: the run was started with another --%s; give the same to go on", path,
                             now->string);
    }
    return true;
}

static bool check_checksum(const char *path, const cJSON *run, const char *name, const char *now, struct error *err)
{
    const char *then = json_get_string(run, path, name, err);
    return then &&
           (strcmp(then, now) == 0 ||
            error_set(err, "%s: the run was started with another %s (checksum %s, now %s)", path, name, then, now));
}

static bool read_table(const struct run_table *table, const struct safetensors *file, const char *path,
                       struct error *err)
{
    const struct matrix *m = &table->matrix;
    const struct tensor *t = safetensors_find(file, table->name);
    if (!t || t->dimensions != 2 || t->shape[0] != m->rows || t->shape[1] != m->stride)
        return error_set(err, "%s: expected a tensor %s of shape [%ld, %d]", path, table->name, m->rows, m->stride);
    for (long i = 0; i < t->size; i++)
        if (!isfinite(t->data[i]))
            return error_set(err, "%s: tensor %s: value %ld is not finite", path, table->name, i);
    memcpy(m->data, t->data, (size_t)t->size * sizeof *m->data);
    return true;
}

cJSON *run_state_read(const char *path, const struct run_identity *id, const struct run_table *tables, int count,
                      struct error *err)
{
    struct safetensors *file = safetensors_read(path, err);
    if (!file)
        return NULL;
    char vocabulary[17];
    vocabulary_checksum(id, vocabulary);
    const char *text = safetensors_metadata(file, "run"), *program = safetensors_metadata(file, "program");
    cJSON *run = text && program && strcmp(program, id->program) == 0 ? cJSON_Parse(text) : NULL;
    bool good = cJSON_IsObject(run) || error_set(err, "%s: expected the state of a run of %s", path, id->program);
    good = good && check_options(path, run, id, err) && check_checksum(path, run, "corpus", id->corpus, err) &&
           check_checksum(path, run, "vocabulary", vocabulary, err);
    for (int i = 0; good && i < count; i++)
        good = read_table(&tables[i], file, path, err);
    cJSON *position = good ? cJSON_DetachItemFromObjectCaseSensitive(run, "position") : NULL;
    if (good && !cJSON_IsObject(position)) {
        error_set(err, "%s: expected an object \"position\"", path);
        cJSON_Delete(position);
        position = NULL;
    }
    cJSON_Delete(run);
    safetensors_free(file);
    return position;
}

/* ---- positions ---- */

cJSON *run_position_number(double value)
{
    if (!isfinite(value))
        return cJSON_CreateNull();
    char text[32];
    snprintf(text, sizeof text, "%.17g", value);
    return cJSON_CreateRaw(text);
}

void run_position_put_number(cJSON *position, const char *name, double value)
{
    cJSON_AddItemToObject(position, name, run_position_number(value));
}

void run_position_put(cJSON *position, int epoch, const double *losses)
{
    cJSON_AddNumberToObject(position, "epoch", epoch);
    cJSON *array = cJSON_AddArrayToObject(position, "loss_per_epoch");
    for (int i = 0; i < epoch; i++)
        cJSON_AddItemToArray(array, run_position_number(losses[i]));
}

bool run_position_get(const cJSON *position, const char *path, int limit, bool within, int *epoch, double *losses,
                      struct error *err)
{
    long long done;
    if (!json_get_integer(position, path, "epoch", 0, INT32_MAX, &done, err))
        return false;
    if (done + within > limit)
        return error_set(err, "%s: the run has begun %lld epochs; give --epochs %lld at least", path, done + within,
                         done + within);
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(position, "loss_per_epoch");
    if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) != done)
        return error_set(err, "%s: loss_per_epoch must be an array of %lld numbers", path, done);
    for (const cJSON *loss = array->child; loss; loss = loss->next)
        *losses++ = loss->valuedouble;
    *epoch = (int)done;
    return true;
}

bool run_state_stopped(bool saved, int epoch, int epochs, struct error *err)
{
    if (saved)
        return error_set(err, "stopped in epoch %d of %d; the same command with --resume goes on", epoch + 1, epochs);
    return error_prefix(err, "stopped in epoch %d of %d and not saved", epoch + 1, epochs);
}
