#include "model/word_trainer.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"

/* ---- files ---- */

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool check_input(const struct word_trainer_files *f, const char *input, struct error *err)
{
    bool standard = strcmp(input, "-") == 0;
    if (standard && f->inputs[1])
        return error_set(err, "standard input must be the only --input");
    if (standard && !f->read_vocab)
        return error_set(err, "standard input can be read only once, and without a vocabulary the corpus is read "
                              "twice: give a file, or --read-vocab FILE");
    if (same_file(input, f->output))
        return error_set(err, "--output would overwrite the corpus %s", input);
    if (f->save_vocab && same_file(input, f->save_vocab))
        return error_set(err, "--save-vocab would overwrite the corpus %s", input);
    return true;
}

static bool check_output(const char *option, const char *path, const char *format, struct error *err)
{
    return word_vectors_check_format(path, format, err) || error_prefix(err, "%s", option);
}

/* `limited`: the vocabulary's size was given. */
static bool check_files(const struct word_trainer_files *f, bool limited, struct error *err)
{
    if (!f->inputs)
        return error_set(err, "no corpus: give --input FILE");
    if (!f->output)
        return error_set(err, "nowhere to write: give --output FILE");
    if (!check_output("--output", f->output, f->format, err) ||
        (f->save_context && !check_output("--save-context", f->save_context, NULL, err)))
        return false;
    if (f->save_context && strcmp(f->save_context, f->output) == 0)
        return error_set(err, "--save-context would overwrite --output");
    if (f->read_vocab && limited)
        return error_set(err, "--min-count and --max-vocab have no effect with --read-vocab");
    if (f->read_vocab && f->save_vocab)
        return error_set(err, "--save-vocab would only copy what --read-vocab reads");
    for (char **input = f->inputs; *input; input++) {
        if (!check_input(f, *input, err))
            return false;
    }
    return true;
}

int word_trainer_check(const char *program, const struct word_trainer_files *f, const struct option *options,
                       char **rest)
{
    struct error err;
    bool limited = options_given(options, "min-count") || options_given(options, "max-vocab");
    if (rest[0])
        return options_usage_error(program, "\"%s\" is no option; the corpus is given by --input FILE", rest[0]);
    return check_files(f, limited, &err) ? 0 : options_usage_error(program, "%s", err.message);
}

struct vocab *word_trainer_vocab(const struct word_trainer_files *f, struct error *err)
{
    return vocab_for_training(f->read_vocab, f->inputs, f->min_count, f->max_vocab, f->save_vocab, err);
}

bool word_trainer_corpus(const struct word_trainer_files *f, const struct vocab *vocab, size_t memory,
                         struct word_corpus *corpus, struct error *err)
{
    bool paragraphs = strcmp(f->sentences, "paragraph") == 0;
    return word_corpus_read(corpus, f->inputs, vocab, paragraphs, memory, f->output, err);
}

/* ---- progress and log ---- */

bool word_trainer_open(struct word_trainer_log *l, const struct word_trainer_files *f, bool resume, const char *state,
                       struct error *err)
{
    *l = (struct word_trainer_log){.path = f->log};
    if (!word_vectors_can_write(f->output, err) || (f->save_context && !word_vectors_can_write(f->save_context, err)))
        return false;
    if (resume && !path_exists(state))
        return error_set(err, "%s is not there: --resume needs what Ctrl-C or --save-every left", state);
    return run_log_open(&l->file, f->log, resume, err);
}

void word_trainer_start(struct word_trainer_log *l, const char *label, const char *unit, int epochs, double total,
                        int epoch, double before)
{
    l->epochs = epochs;
    l->total = total;
    l->before = before;
    l->last = (struct word_trainer_state){.epoch = epoch, .done = before};
    l->progress = progress_start(label, unit, total - before);
}

/* What this run did, in units. */
static double units_done(const struct word_trainer_log *l)
{
    return l->last.done - l->before;
}

static double speed(const struct word_trainer_log *l, double seconds)
{
    return seconds > 0 ? units_done(l) / seconds : 0;
}

void word_trainer_speed(const struct word_trainer_log *l, double seconds, char *text, size_t size)
{
    snprintf(text, size, "%.0f %s/s", speed(l, seconds), l->progress.unit);
}

static const char *detail(const struct word_trainer_log *l, char *text, size_t size)
{
    int used = snprintf(text, size, "epoch %d/%d, loss %.4f", l->last.epoch + 1, l->epochs, l->last.loss);
    if (l->last.rate > 0)
        snprintf(text + used, size - (size_t)used, ", rate %.5f", l->last.rate);
    return text;
}

static bool new_percent(const struct word_trainer_log *l, const struct word_trainer_state *state)
{
    return (int)(100 * state->done / l->total) != (int)(100 * l->last.done / l->total);
}

static void write_line(const struct word_trainer_log *l)
{
    fprintf(l->file, "{\"epoch\": %d, \"%s\": %.0f, \"loss\": %.6f, ", l->last.epoch + 1, l->progress.unit,
            l->last.done, l->last.loss);
    if (l->last.rate > 0)
        fprintf(l->file, "\"rate\": %.6g, ", l->last.rate);
    fprintf(l->file, "\"seconds\": %.3f}\n", run_clock() - l->progress.start);
}

void word_trainer_report(const struct word_trainer_state *state, void *log)
{
    struct word_trainer_log *l = log;
    bool write = l->file && new_percent(l, state);
    l->last = *state;
    char text[128];
    progress_update(&l->progress, units_done(l), detail(l, text, sizeof text));
    if (write)
        write_line(l);
}

bool word_trainer_close(struct word_trainer_log *l, bool finished, struct error *err)
{
    char text[128];
    if (l->total > 0 && (finished || l->progress.terminal))
        progress_end(&l->progress, units_done(l), detail(l, text, sizeof text));
    struct error unlogged; /* of a run that failed the first reason is kept */
    bool logged = run_log_close(l->file, l->path, finished ? err : &unlogged);
    return logged || !finished;
}

/* ---- training.json ---- */

cJSON *word_trainer_record(const struct word_trainer_facts *facts, const struct word_trainer_log *l, cJSON *options)
{
    cJSON *json = cJSON_CreateObject();
    char *rate = mem_format("%s_per_second", l->progress.unit);
    cJSON_AddStringToObject(json, "program", facts->program);
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "objective", facts->objective);
    cJSON_AddItemToObject(json, "options", options);
    cJSON_AddItemToObject(json, "corpus", word_corpus_record(facts->corpus));
    cJSON_AddNumberToObject(json, "vocabulary", vocab_size(facts->vocab));
    cJSON_AddNumberToObject(json, "threads", facts->threads);
    cJSON_AddBoolToObject(json, "hogwild", facts->hogwild);
    cJSON_AddStringToObject(json, "kernels", facts->kernels);
    cJSON_AddItemToObject(json, "loss_per_epoch", cJSON_CreateDoubleArray(facts->losses, l->epochs));
    cJSON_AddNumberToObject(json, "seconds", facts->seconds);
    cJSON_AddNumberToObject(json, rate, speed(l, facts->seconds));
    mem_free(rate);
    return json;
}
