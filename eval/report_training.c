/* report_training.c: what a report takes from a trainer's training.json.
 *
 * Each trainer records what its objective needs; a report takes what it knows and skips the rest. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "eval/report_data.h"

/* The first of the names (NULL-ended) that is a finite number in `object`; else NaN. */
static double first_number(const cJSON *object, const char *const *names)
{
    for (; *names; names++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, *names);
        if (cJSON_IsNumber(item) && isfinite(item->valuedouble))
            return item->valuedouble;
    }
    return NAN;
}

static double number(const cJSON *object, const char *name)
{
    return first_number(object, (const char *const[]){name, NULL});
}

static const char *string(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

/* The last loss of a list of numbers, or of objects with a loss. */
static double last_loss(const cJSON *list)
{
    const cJSON *item;
    double loss = NAN;
    cJSON_ArrayForEach(item, list)
        loss = cJSON_IsNumber(item) ? item->valuedouble : number(item, "loss");
    return loss;
}

/* Words or tokens that went through training, all epochs together. */
static void read_seen(struct report_training *t, const cJSON *corpus, const cJSON *options)
{
    double tokens = first_number(t->json, (const char *const[]){"tokens_seen", "tokens", NULL});
    t->seen_unit = isnan(tokens) ? "words" : "tokens";
    t->seen = tokens;
    if (isnan(t->seen))
        t->seen = number(t->json, "words_seen");
    if (isnan(t->seen))
        t->seen = number(corpus, "words") * number(options, "epochs");
}

bool report_training_read(struct report_training *t, const char *path, struct error *err)
{
    t->path = path;
    t->json = json_read(path, err);
    if (!t->json)
        return false;
    t->program = json_get_string(t->json, path, "program", err);
    if (!t->program)
        return error_prefix(err, "not a training.json of a trainer");
    const cJSON *corpus = cJSON_GetObjectItemCaseSensitive(t->json, "corpus");
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(t->json, "options");
    t->corpus = cJSON_IsString(corpus) ? corpus->valuestring : string(corpus, "name");
    t->dim = number(options, "dim");
    t->parameters = number(t->json, "parameters");
    t->seconds = number(t->json, "seconds");
    read_seen(t, corpus, options);
    t->loss = first_number(t->json, (const char *const[]){"loss", "final_loss", NULL});
    static const char *const curves[] = {"loss_per_epoch", "loss_curve", "losses"};
    for (size_t i = 0; isnan(t->loss) && i < sizeof curves / sizeof *curves; i++)
        t->loss = last_loss(cJSON_GetObjectItemCaseSensitive(t->json, curves[i]));
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
