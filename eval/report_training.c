/* report_training.c: what a report takes from a trainer's training.json.
 *
 * Each trainer records what its objective needs; a report takes what it knows and skips the rest. */
#include <math.h>
#include <string.h>

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

bool report_training_read(struct report_training *t, const char *path, struct error *err)
{
    static const char *const curves[] = {"loss", "loss_per_epoch", "curve"};
    t->path = path;
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
    t->loss = NAN;
    for (size_t i = 0; isnan(t->loss) && i < sizeof curves / sizeof *curves; i++)
        t->loss = last_loss(cJSON_GetObjectItemCaseSensitive(t->json, curves[i]));
    t->validation = last_loss(cJSON_GetObjectItemCaseSensitive(t->json, "validation"));
    return true;
}

const struct report_training *report_training_of(const struct report *r, const char *model)
{
    const struct report_training *found = NULL;
    char *inside = mem_format("%s%straining.json", model, model[0] && model[strlen(model) - 1] == '/' ? "" : "/");
    char *beside = mem_format("%s.training.json", model);
    for (int i = 0; i < r->training_count; i++)
        if (strcmp(r->trainings[i].path, inside) == 0 || strcmp(r->trainings[i].path, beside) == 0)
            found = &r->trainings[i];
    mem_free(inside);
    mem_free(beside);
    return found;
}
