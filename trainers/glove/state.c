#include "trainers/glove/state.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "model/safetensors.h"

/* The options on which the vectors depend beside corpus, vocabulary and epochs. */
static const char *const lasting[] = {"sentences", "window", "contexts", "dim", "x-max", "alpha", "lr", "seed"};
enum { LASTING = sizeof lasting / sizeof *lasting };

/* A number for the words and their order. */
static void vocabulary_checksum(const struct vocab *v, char text[17])
{
    uint64_t sum = 0;
    for (int i = 0; i < vocab_size(v); i++)
        sum = sum * 31 + random_position(vocab_word(v, i), strlen(vocab_word(v, i)));
    snprintf(text, 17, "%016" PRIx64, sum);
}

static struct tensor table(const char *name, const struct matrix *m)
{
    return (struct tensor){.name = (char *)name,
                           .dimensions = 2,
                           .shape = {m->rows, m->stride},
                           .size = m->rows * m->stride,
                           .data = m->data};
}

bool state_write(const struct glove *m, const char *path, const cJSON *options, const struct token_corpus *corpus,
                 struct error *err)
{
    char text[17];
    cJSON *run = cJSON_CreateObject();
    cJSON_AddItemToObject(run, "options", cJSON_Duplicate(options, true));
    tokens_checksum(corpus, text);
    cJSON_AddStringToObject(run, "corpus", text);
    vocabulary_checksum(m->vocab, text);
    cJSON_AddStringToObject(run, "vocabulary", text);
    cJSON_AddNumberToObject(run, "epoch", m->epoch);
    cJSON_AddNumberToObject(run, "diagonal", m->diagonal);
    cJSON_AddNumberToObject(run, "loss", m->loss);
    cJSON_AddItemToObject(run, "loss_per_epoch", cJSON_CreateDoubleArray(m->losses, m->epoch));
    char *json = cJSON_PrintUnformatted(run);
    const char *const metadata[] = {"program", "glove", "run", json, NULL};
    struct tensor tensors[] = {table("words", &m->words), table("contexts", &m->contexts)};
    bool good = safetensors_write(path, tensors, 2, metadata, err);
    cJSON_free(json);
    cJSON_Delete(run);
    return good;
}

/* ---- reading ---- */

static bool same_text(const cJSON *run, const char *path, const char *name, const char *now, struct error *err)
{
    const char *then = json_get_string(run, path, name, err);
    return then &&
           (strcmp(then, now) == 0 ||
            error_set(err, "%s: the run was started with another %s (checksum %s, now %s)", path, name, then, now));
}

static bool check_run(const struct glove *m, const char *path, const cJSON *run, const cJSON *options,
                      const struct token_corpus *corpus, struct error *err)
{
    char checksum[17];
    const cJSON *then = cJSON_GetObjectItemCaseSensitive(run, "options");
    for (int i = 0; i < LASTING; i++) {
        if (!cJSON_Compare(cJSON_GetObjectItemCaseSensitive(then, lasting[i]),
                           cJSON_GetObjectItemCaseSensitive(options, lasting[i]), true))
            return error_set(err, "%s: the run was started with another --%s; give the same to go on", path,
                             lasting[i]);
    }
    tokens_checksum(corpus, checksum);
    if (!same_text(run, path, "corpus", checksum, err))
        return false;
    vocabulary_checksum(m->vocab, checksum);
    return same_text(run, path, "vocabulary", checksum, err);
}

static bool read_position(struct glove *m, const char *path, const cJSON *run, struct error *err)
{
    long long epoch, diagonal;
    if (!json_get_integer(run, path, "epoch", 0, INT32_MAX, &epoch, err) ||
        !json_get_integer(run, path, "diagonal", 0, m->cells->grid->groups - 1, &diagonal, err) ||
        !json_get_number(run, path, "loss", 0, 1e300, &m->loss, err))
        return false;
    if (epoch + (diagonal > 0) > m->settings.epochs)
        return error_set(err, "%s: the run is in epoch %lld already; give --epochs %lld at least", path, epoch + 1,
                         epoch + (diagonal > 0));
    const cJSON *losses = cJSON_GetObjectItemCaseSensitive(run, "loss_per_epoch");
    if (!cJSON_IsArray(losses) || cJSON_GetArraySize(losses) != epoch)
        return error_set(err, "%s: loss_per_epoch must be an array of %lld numbers", path, epoch);
    int i = 0;
    for (const cJSON *loss = losses->child; loss; loss = loss->next)
        m->losses[i++] = loss->valuedouble;
    m->epoch = (int)epoch;
    m->diagonal = (int)diagonal;
    return true;
}

static bool read_table(struct matrix *m, const struct safetensors *file, const char *path, const char *name,
                       struct error *err)
{
    const struct tensor *t = safetensors_find(file, name);
    if (!t || t->dimensions != 2 || t->shape[0] != m->rows || t->shape[1] != m->stride)
        return error_set(err, "%s: expected a tensor %s of shape [%ld, %d]", path, name, m->rows, m->stride);
    for (long i = 0; i < t->size; i++)
        if (!isfinite(t->data[i]))
            return error_set(err, "%s: tensor %s: value %ld is not finite", path, name, i);
    memcpy(m->data, t->data, (size_t)t->size * sizeof *m->data);
    return true;
}

bool state_read(struct glove *m, const char *path, const cJSON *options, const struct token_corpus *corpus,
                struct error *err)
{
    struct safetensors *file = safetensors_read(path, err);
    if (!file)
        return false;
    const char *text = safetensors_metadata(file, "run"), *program = safetensors_metadata(file, "program");
    cJSON *run = text && program && strcmp(program, "glove") == 0 ? cJSON_Parse(text) : NULL;
    bool good = cJSON_IsObject(run) || error_set(err, "%s: expected the state of a run of glove", path);
    good = good && check_run(m, path, run, options, corpus, err) && read_position(m, path, run, err) &&
           read_table(&m->words, file, path, "words", err) && read_table(&m->contexts, file, path, "contexts", err);
    cJSON_Delete(run);
    safetensors_free(file);
    return good;
}
