#include "trainers/contrastive/session.h"

#include <math.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "trainers/contrastive/state.h"

/* ---- files ---- */

static char *state_path(const struct session *s)
{
    return path_join(s->settings->output, "state.safetensors");
}

/* The folder of tower i's model. */
static char *model_folder(const struct session *s, int i)
{
    static const char *const sides[TOWERS_MOST] = {"query", "document"};
    return s->training->tower_count == 1 ? mem_string(s->settings->output) : path_join(s->settings->output, sides[i]);
}

static bool write_models(const struct session *s, struct error *err)
{
    bool good = true;
    for (int i = 0; good && i < s->training->tower_count; i++) {
        char *folder = model_folder(s, i);
        good = model_write(s->training->towers[i].encoder->model, folder, err);
        mem_free(folder);
    }
    return good;
}

static bool write_records(const struct session *s, struct error *err)
{
    struct training_record record = {s->training, &s->log, options_json(s->options), s->settings->init, s->initialized,
                                     s->threads};
    cJSON *json = training_record(&record);
    bool good = true;
    for (int i = 0; good && i < s->training->tower_count; i++) {
        char *folder = model_folder(s, i), *path = path_join(folder, "training.json");
        good = json_write(path, json, err);
        mem_free(path);
        mem_free(folder);
    }
    cJSON_Delete(json);
    return good;
}

static bool save(const struct session *s, struct error *err)
{
    char *path = state_path(s);
    cJSON *options = options_json(s->options);
    bool good = folder_make(s->settings->output, err) && state_write(path, s->training, &s->log, options, err);
    cJSON_Delete(options);
    mem_free(path);
    return good;
}

/* An earlier run's state would pass for this one's. */
static void forget_state(const struct session *s)
{
    char *path = state_path(s);
    output_remove(path);
    mem_free(path);
}

bool session_resume(struct session *s, struct error *err)
{
    char *path = state_path(s);
    cJSON *options = options_json(s->options);
    bool good = state_read(path, s->training, &s->log, options, err);
    cJSON_Delete(options);
    mem_free(path);
    return good;
}

/* ---- the run ---- */

static bool not_finite(const struct session *s, const struct training_step *step, struct error *err)
{
    const char *what = isfinite(step->loss) ? "gradient" : "loss";
    const char *advice = "Try a smaller --lr, a longer --warmup or a larger --temperature";
    if (s->log.best.step >= 0)
        return error_set(err, "the %s is not finite at step %ld, learning rate %g; %s has the model of step %.0f. %s",
                         what, step->step, step->lr, s->settings->output, s->log.best.step, advice);
    return error_set(err, "the %s is not finite at step %ld, learning rate %g; no model is written. %s", what,
                     step->step, step->lr, advice);
}

static bool look_at_dev(struct session *s, struct error *err)
{
    struct training *t = s->training;
    return !training_log_dev(&s->log, t->step, training_dev_score(t)) || write_models(s, err);
}

static bool stop(const struct session *s, struct error *err)
{
    const struct training *t = s->training;
    bool model = s->log.best.step >= 0; /* the best one so far is there */
    if (!save(s, err) || (!model && !write_models(s, err)) || !write_records(s, err))
        return error_prefix(err, "stopped at step %ld of %ld and not saved", t->step, t->settings.steps);
    return error_set(err, "stopped at step %ld of %ld; the model so far is in %s; the same command with --resume goes "
                          "on", t->step, t->settings.steps, s->settings->output);
}

static bool run_steps(struct session *s, struct error *err)
{
    struct training *t = s->training;
    const struct settings *settings = s->settings;
    while (t->step < t->settings.steps) {
        struct training_step step = training_step(t);
        if (!isfinite(step.loss) || !isfinite(step.gradient_norm))
            return not_finite(s, &step, err);
        training_log_step(&s->log, &step);
        bool last = t->step == t->settings.steps;
        if (t->dev && (last || t->step % settings->dev_every == 0) && !look_at_dev(s, err))
            return false;
        if (run_interrupted() && !last)
            return stop(s, err);
        if (settings->save_every > 0 && t->step % settings->save_every == 0 && !last && !save(s, err))
            return false;
    }
    return true;
}

bool session_run(struct session *s, struct error *err)
{
    struct training *t = s->training;
    if (!s->settings->resume)
        forget_state(s);
    training_log_start(&s->log, t->settings.steps, t->settings.batch);
    if (!training_log_open(&s->log, s->settings->log, err))
        return false;
    bool good = run_steps(s, err);
    good = training_log_close(&s->log, t->step, good, &s->rate, err) && good;
    good = good && (t->dev || write_models(s, err)) && write_records(s, err);
    if (good)
        forget_state(s);
    return good;
}
