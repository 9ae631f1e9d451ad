#include "trainers/skipgram/record.h"

#include <string.h>

bool training_log_open(struct training_log *l, const char *path, bool append, struct error *err)
{
    *l = (struct training_log){.path = path};
    return run_log_open(&l->file, path, append, err);
}

void training_log_start(struct training_log *l, const struct skipgram *m)
{
    l->epochs = m->settings.epochs;
    l->words = l->epochs * (double)m->corpus->words;
    l->before = skipgram_words_done(m);
    l->last = (struct skipgram_state){.epoch = m->epoch, .words = l->before};
    l->progress = progress_start(m->settings.model == MODEL_CBOW ? "CBOW" : "skip-gram", "words", l->words - l->before);
}

double training_log_words(const struct training_log *l)
{
    return l->last.words - l->before;
}

static const char *detail(const struct training_log *l, char *text, size_t size)
{
    snprintf(text, size, "epoch %d/%d, loss %.4f, rate %.5f", l->last.epoch + 1, l->epochs, l->last.loss, l->last.rate);
    return text;
}

static bool new_percent(const struct training_log *l, const struct skipgram_state *state)
{
    return (int)(100 * state->words / l->words) != (int)(100 * l->last.words / l->words);
}

void training_log_report(const struct skipgram_state *state, void *context)
{
    struct training_log *l = context;
    bool log = l->file && new_percent(l, state);
    l->last = *state;
    char text[128];
    progress_update(&l->progress, training_log_words(l), detail(l, text, sizeof text));
    if (log)
        fprintf(l->file, "{\"epoch\": %d, \"words\": %.0f, \"loss\": %.6f, \"rate\": %.6g, \"seconds\": %.3f}\n",
                state->epoch + 1, state->words, state->loss, state->rate, run_clock() - l->progress.start);
}

bool training_log_close(struct training_log *l, bool finished, struct error *err)
{
    char text[128];
    if (l->words > 0 && (finished || l->progress.terminal))
        progress_end(&l->progress, training_log_words(l), detail(l, text, sizeof text));
    struct error unlogged; /* of a run that failed the first reason is kept */
    bool logged = run_log_close(l->file, l->path, finished ? err : &unlogged);
    return logged || !finished;
}

static const char *objective(const struct skipgram_settings *s)
{
    if (s->loss == LOSS_HIERARCHICAL_SOFTMAX)
        return s->model == MODEL_CBOW ? "CBOW, mean of the contexts, hierarchical softmax"
                                      : "skip-gram, hierarchical softmax";
    return s->model == MODEL_CBOW ? "CBOW, mean of the contexts, negative sampling"
                                  : "skip-gram, negative sampling, negatives shared by a word's contexts";
}

cJSON *training_record(const struct skipgram *m, cJSON *options, double seconds, double trained)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "program", "skipgram");
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "objective", objective(&m->settings));
    cJSON_AddItemToObject(json, "options", options);
    cJSON_AddItemToObject(json, "corpus", word_corpus_record(m->corpus));
    cJSON_AddNumberToObject(json, "vocabulary", vocab_size(m->vocab));
    if (m->ngrams.count > 0)
        cJSON_AddNumberToObject(json, "ngram_rows", m->ngrams.count);

    cJSON_AddNumberToObject(json, "threads", m->settings.threads);
    cJSON_AddBoolToObject(json, "hogwild", m->settings.threads > 1 && !m->settings.deterministic);
    cJSON_AddBoolToObject(json, "deterministic", m->settings.deterministic);
    cJSON_AddStringToObject(json, "kernels", m->kernels->name);
    cJSON_AddItemToObject(json, "loss_per_epoch", cJSON_CreateDoubleArray(m->losses, m->settings.epochs));
    cJSON_AddNumberToObject(json, "seconds", seconds);
    cJSON_AddNumberToObject(json, "words_per_second", seconds > 0 ? trained / seconds : 0);
    return json;
}
