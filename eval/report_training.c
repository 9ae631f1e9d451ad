/* report_training.c: what a report takes from a trainer's training.json.
 *
 * Each trainer records what its objective needs; a report takes what it knows and skips the rest. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "eval/report_data.h"

static double number(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(item) && isfinite(item->valuedouble) ? item->valuedouble : NAN;
}

static const char *string(const cJSON *object, const char *name) /* "" unknown */
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

/* The last loss of a list of numbers, or of objects with a loss. */
static double last_loss(const cJSON *list)
{
    const cJSON *item;
    double loss = NAN;
    cJSON_ArrayForEach(item, list) loss = cJSON_IsNumber(item) ? item->valuedouble : number(item, "loss");
    return loss;
}

/* What went through training, all epochs together: trainers tell how much of it they did in a second. */
static void read_seen(struct report_training *t)
{
    static const char *const units[] = {"words", "tokens", "sentences"};
    t->seen = NAN;
    t->seen_unit = "";
    for (size_t i = 0; isnan(t->seen) && i < sizeof units / sizeof *units; i++) {
        char *rate = mem_format("%s_per_second", units[i]);
        t->seen = number(t->json, rate) * t->seconds;
        t->seen_unit = isnan(t->seen) ? "" : units[i];
        mem_free(rate);
    }
}

/* ---- what the model is for ---- */

const char *report_role_name(enum report_role role)
{
    static const char *const names[ROLES] = {"of unknown training",
                                             "word vectors",
                                             "sentence encoder",
                                             "language model, tuned contrastively",
                                             "language model",
                                             "language model, table frozen",
                                             "language model, table started from word vectors"};
    return names[role];
}

static void read_role(struct report_training *t)
{
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(t->json, "options");
    t->initial = string(options, "init-embeddings");
    t->attention = "";
    t->role = ROLE_UNKNOWN;
    if (strcmp(t->program, "skipgram") == 0 || strcmp(t->program, "glove") == 0) {
        t->role = ROLE_WORD_VECTORS;
    } else if (strcmp(t->program, "contrastive") == 0) {
        const char *model = string(options, "init");
        t->role = model[0] ? ROLE_TUNED : ROLE_ENCODER;
        if (model[0]) {
            t->initial = model;
            bool both = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(options, "bidirectional"));
            t->attention = both ? "bidirectional" : "causal";
        }
    } else if (strcmp(t->program, "lm") == 0) {
        bool frozen = strcmp(string(options, "embeddings"), "frozen") == 0;
        t->role = frozen ? ROLE_LM_FROZEN : t->initial[0] ? ROLE_LM_STARTED : ROLE_LM;
        t->tied = !cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(options, "untie"));
    }
    t->tokenizer = string(options, "tokenizer");
    t->seed = number(options, "seed");
}

static bool read_training(struct report_training *t, const char *path, struct error *err)
{
    static const char *const curves[] = {"loss", "loss_per_epoch", "curve"};
    memset(t, 0, sizeof *t);
    t->path = mem_string(path);
    t->json = json_read(path, err);
    if (!t->json)
        return false;
    t->program = json_get_string(t->json, path, "program", err);
    if (!t->program)
        return error_prefix(err, "not a training.json of a trainer");
    const cJSON *corpus = cJSON_GetObjectItemCaseSensitive(t->json, "corpus");
    t->corpus = string(corpus, "name");
    const char *slash = strrchr(t->corpus, '/');
    if (slash)
        t->corpus = slash + 1;
    t->seconds = number(t->json, "seconds");
    read_seen(t);
    read_role(t);
    t->loss = NAN;
    for (size_t i = 0; isnan(t->loss) && i < sizeof curves / sizeof *curves; i++)
        t->loss = last_loss(cJSON_GetObjectItemCaseSensitive(t->json, curves[i]));
    t->validation = last_loss(cJSON_GetObjectItemCaseSensitive(t->json, "validation"));
    return true;
}

void report_training_release(struct report_training *t)
{
    cJSON_Delete(t->json);
    mem_free(t->path);
}

double report_training_loss_at(const struct report_training *t, long step)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(t->json, "validation"), *item;
    cJSON_ArrayForEach(item, list)
    {
        if (number(item, "step") == (double)step)
            return number(item, "loss");
    }
    return NAN;
}

/* ---- where it is ---- */

/* Length of a path without slashes at its end. */
static size_t path_length(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return length;
}

/* Length of RUN in RUN/checkpoints/STEP, and *step; 0: no checkpoint. */
static size_t run_of_checkpoint(const char *model, long *step)
{
    static const char middle[] = "/checkpoints/";
    const char *found = NULL;
    for (const char *at = strstr(model, middle); at; at = strstr(at + 1, middle))
        found = at;
    char *end;
    if (!found || found[sizeof middle - 1] < '0' || found[sizeof middle - 1] > '9')
        return 0;
    long value = strtol(found + sizeof middle - 1, &end, 10);
    if (end != model + path_length(model))
        return 0;
    *step = value;
    return (size_t)(found - model);
}

/* Path of the training.json that belongs to a model: in its folder or beside it (MODEL.training.json),
 * if it is there, or in the folder of the run whose checkpoint it is. On the heap; NULL: none. *step: of
 * a checkpoint, else -1. */
static char *training_path(const char *model, long *step)
{
    *step = -1;
    size_t run = run_of_checkpoint(model, step), length = run ? run : path_length(model);
    char *path = mem_format("%.*s/training.json", (int)length, model);
    if (run || path_exists(path))
        return path;
    mem_free(path);
    path = mem_format("%.*s.training.json", (int)length, model);
    if (path_exists(path))
        return path;
    mem_free(path);
    return NULL;
}

bool report_same_model(const char *path, const char *other)
{
    size_t a = path_length(path), b = path_length(other);
    if (a < b)
        return report_same_model(other, path);
    return memcmp(path + a - b, other, b) == 0 && (a == b || (b > 0 && path[a - b - 1] == '/' && other[0] != '/'));
}

/* ---- the trainings of a report ---- */

static bool add_training(struct report *r, const char *path, struct error *err)
{
    for (int i = 0; i < r->training_count; i++)
        if (strcmp(r->trainings[i]->path, path) == 0)
            return true;
    r->trainings = mem_grow(r->trainings, (size_t)r->training_count + 1, sizeof *r->trainings, "trainings");
    struct report_training *t = mem_new(1, sizeof *t, "training");
    r->trainings[r->training_count++] = t;
    return read_training(t, path, err);
}

/* A model without a training.json is what its own files say it is. */
static enum report_role role_of_kind(const char *kind)
{
    if (strcmp(kind, "word vectors") == 0)
        return ROLE_WORD_VECTORS;
    if (strcmp(kind, "embedlab-encoder") == 0 || strcmp(kind, "embedlab-bag") == 0)
        return ROLE_ENCODER;
    return strcmp(kind, "gpt2") == 0 || strcmp(kind, "llama") == 0 ? ROLE_LM : ROLE_UNKNOWN;
}

bool report_find_trainings(struct report *r, char **given, struct error *err)
{
    for (char **path = given; path && *path; path++)
        if (!add_training(r, *path, err))
            return false;
    for (int i = 0; i < r->view_count; i++) {
        struct report_view *v = &r->views[i];
        char *path = training_path(v->model, &v->step);
        v->role = role_of_kind(v->kind);
        bool good = !path || !path_exists(path) || add_training(r, path, err);
        for (int k = 0; good && path && k < r->training_count; k++)
            if (strcmp(r->trainings[k]->path, path) == 0)
                v->training = r->trainings[k];
        mem_free(path);
        if (!good)
            return false;
        if (v->training)
            v->role = v->training->role;
    }
    return true;
}
