#include "trainers/glove/record.h"

bool training_log_open(struct training_log *l, const char *path, bool append, struct error *err)
{
    *l = (struct training_log){.path = path};
    return run_log_open(&l->file, path, append, err);
}

void training_log_start(struct training_log *l, const struct glove *m)
{
    l->epochs = m->settings.epochs;
    l->cells = l->epochs * (double)cell_store_count(m->cells);
    l->before = glove_cells_done(m);
    l->last = (struct glove_state){m->epoch, l->before, 0};
    l->progress = progress_start("GloVe", "cells", l->cells - l->before);
}

double training_log_cells(const struct training_log *l)
{
    return l->last.cells - l->before;
}

static const char *detail(const struct training_log *l, char *text, size_t size)
{
    snprintf(text, size, "epoch %d/%d, loss %.5f", l->last.epoch + 1, l->epochs, l->last.loss);
    return text;
}

static bool new_percent(const struct training_log *l, const struct glove_state *state)
{
    return (int)(100 * state->cells / l->cells) != (int)(100 * l->last.cells / l->cells);
}

void training_log_report(const struct glove_state *state, void *context)
{
    struct training_log *l = context;
    bool log = l->file && new_percent(l, state);
    l->last = *state;
    char text[128];
    progress_update(&l->progress, training_log_cells(l), detail(l, text, sizeof text));
    if (log)
        fprintf(l->file, "{\"epoch\": %d, \"cells\": %.0f, \"loss\": %.6f, \"seconds\": %.3f}\n", state->epoch + 1,
                state->cells, state->loss, run_clock() - l->progress.start);
}

bool training_log_close(struct training_log *l, bool finished, struct error *err)
{
    char text[128];
    if (l->cells > 0 && (finished || l->progress.terminal))
        progress_end(&l->progress, training_log_cells(l), detail(l, text, sizeof text));
    struct error unlogged; /* of a run that failed the first reason is kept */
    bool logged = run_log_close(l->file, l->path, finished ? err : &unlogged);
    return logged || !finished;
}

cJSON *training_record(const struct glove *m, cJSON *options, const struct word_corpus *c, double counting,
                       double training, double trained)
{
    double cells = (double)cell_store_count(m->cells);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "program", "glove");
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "objective", "GloVe: weighted least squares of log co-occurrence counts");
    cJSON_AddStringToObject(json, "vectors", "sum of word and context vectors");
    cJSON_AddItemToObject(json, "options", options);
    cJSON_AddItemToObject(json, "corpus", word_corpus_record(c));
    cJSON_AddNumberToObject(json, "vocabulary", vocab_size(m->vocab));
    cJSON_AddNumberToObject(json, "cells", cells);
    cJSON_AddNumberToObject(json, "cells_on_disk", (double)(m->cells->on_disk / sizeof(struct cell)));
    cJSON_AddNumberToObject(json, "threads", m->settings.threads);
    cJSON_AddBoolToObject(json, "hogwild", false);
    cJSON_AddStringToObject(json, "kernels", m->step.adagrad->name);
    cJSON_AddItemToObject(json, "loss_per_epoch", cJSON_CreateDoubleArray(m->losses, m->settings.epochs));
    cJSON_AddNumberToObject(json, "seconds_counting", counting);
    cJSON_AddNumberToObject(json, "seconds", training);
    cJSON_AddNumberToObject(json, "cells_per_second", training > 0 ? trained / training : 0);
    return json;
}
