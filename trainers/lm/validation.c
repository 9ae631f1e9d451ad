/* validation.c: the loss on held-out text, and what follows from it. */
#include <math.h>
#include <stdio.h>

#include "trainers/lm/training.h"

bool validation_due(const struct training *t)
{
    long every = t->settings->valid_every > 0 ? t->settings->valid_every : t->steps >= 5 ? t->steps / 5 : 1;
    return t->data.valid_count > 0 && ((t->step > 0 && (t->step % every == 0 || t->step == t->steps)) ||
                                       settings_checkpoint_at(t->settings, t->step));
}

/* Sum of the losses of all held-out tokens, in nats. */
static double held_out_nats(struct training *t)
{
    struct batch b;
    double sum = 0;
    for (long i = 0; data_valid_batch(&t->data, i, &b); i++) {
        transformer_forward(t->model.transformer, &b, false, 0, 0);
        sum += (double)b.tokens * transformer_cross_entropy(t->model.transformer, t->data.targets, false, 1);
    }
    return sum;
}

double validation_run(struct training *t, FILE *log_file)
{
    double nats = held_out_nats(t), loss = nats / (double)t->data.valid_count;
    double bits = nats / log(2) / (double)t->data.valid_bytes;
    if (!isfinite(loss))
        return loss;
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddNumberToObject(entry, "step", (double)t->step);
    cJSON_AddNumberToObject(entry, "loss", loss);
    cJSON_AddNumberToObject(entry, "perplexity", exp(loss));
    cJSON_AddNumberToObject(entry, "bits_per_byte", bits);
    cJSON_AddItemToArray(t->validations, entry);
    fprintf(stderr, "step %ld: validation loss %.4f, perplexity %.2f, %.4f bits per byte\n", t->step, loss, exp(loss),
            bits);
    if (log_file) {
        char *line = cJSON_PrintUnformatted(entry);
        fprintf(log_file, "{\"validation\": %s}\n", line);
        cJSON_free(line);
    }
    return loss;
}

long validation_best(const struct training *t, long *since)
{
    const cJSON *entry;
    double lowest = INFINITY;
    long best = -1;
    *since = 0;
    cJSON_ArrayForEach(entry, t->validations)
    {
        double loss = cJSON_GetObjectItemCaseSensitive(entry, "loss")->valuedouble;
        ++*since;
        if (loss < lowest) {
            lowest = loss;
            best = (long)cJSON_GetObjectItemCaseSensitive(entry, "step")->valuedouble;
            *since = 0;
        }
    }
    return best;
}
