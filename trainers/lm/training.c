#include "trainers/lm/training.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"
#include "math/gemm.h"
#include "nn/kernels.h"

enum { LOSSES = 500 }; /* recorded of a run */

/* ---- memory ---- */

/* Steps between recorded losses. */
static long loss_interval(const struct training *t)
{
    return t->steps >= LOSSES ? t->steps / LOSSES : 1;
}

void training_prepare(struct training *t, const struct transformer_config *config)
{
    const struct settings *s = t->settings;
    t->model.kind = MODEL_LANGUAGE;
    t->model.transformer = transformer_new(config, true, (int)(s->batch * s->context), (int)s->batch);
    t->parameters = transformer_parameters(t->model.transformer, &t->count);
    const struct parameter *table = transformer_token_table(t->model.transformer);
    t->learned = mem_new((size_t)t->count, sizeof *t->learned, "list of parameters");
    int table_index = -1;
    for (int i = 0; i < t->count; i++) {
        bool is_table = &t->parameters[i] == table;
        if (is_table && settings_frozen(s))
            continue;
        if (is_table)
            table_index = t->learned_count;
        t->learned[t->learned_count++] = t->parameters[i];
    }
    struct adamw_options options = {s->beta1, s->beta2, 1e-8, s->weight_decay};
    t->adam = adamw_new(t->learned, t->learned_count, options);
    if (table_index >= 0 && s->embedding_lr > 0)
        t->adam.rates[table_index] = s->embedding_lr / s->lr;
    t->losses = mem_new((size_t)(t->steps / loss_interval(t) + 1), sizeof *t->losses, "losses");
    t->validations = cJSON_CreateArray();
}

void training_release(struct training *t)
{
    data_release(&t->data);
    adamw_release(&t->adam);
    mem_free(t->learned);
    mem_free(t->losses);
    cJSON_Delete(t->validations);
    transformer_free(t->model.transformer);
    tokenizer_free(t->model.tokenizer);
}

size_t training_moments_memory(const struct training *t)
{
    size_t size = 0;
    for (int i = 0; i < t->learned_count; i++)
        size += (size_t)t->learned[i].size;
    return 2 * size * sizeof(real);
}

char *training_kernels(const struct training *t)
{
    enum precision p = transformer_configuration(t->model.transformer)->precision;
    return mem_format("%s, %s%s", nn_kernels()->name, gemm_start(),
                      gemm_is_emulated(p)   ? ", bf16 emulated"
                      : p == PRECISION_BF16 ? ", bf16"
                                            : "");
}

/* ---- one step ---- */

struct step_result training_step(struct training *t)
{
    const struct settings *s = t->settings;
    struct transformer *model = t->model.transformer;
    struct step_result r = {.step = t->step + 1, .lr = s->lr * settings_schedule(s, t->step, t->steps)};
    const double tokens = (double)data_step_tokens(&t->data, t->step);
    struct batch batch;
    transformer_zero_gradients(model);
    for (long i = 0; data_batch(&t->data, t->step, i, &batch); i++) {
        double share = batch.tokens / tokens;
        transformer_forward(model, &batch, true, (uint64_t)s->seed, (uint64_t)(t->step * s->accumulate + i));
        r.loss += share * transformer_cross_entropy(model, t->data.targets, true, share);
    }
    r.norm = gradients_norm(t->learned, t->learned_count);
    if (isfinite(r.loss) && isfinite(r.norm)) {
        adamw_update(&t->adam, r.lr, s->clip > 0 && r.norm > s->clip ? s->clip / r.norm : 1);
        t->step++;
    }
    return r;
}

static bool not_finite(const struct training *t, const struct step_result *r, struct error *err)
{
    const char *advice = "try a smaller --lr, a longer --warmup or a smaller --clip";
    if (t->saved < 0)
        return error_set(err,
                         "step %ld: loss %g, gradient norm %g at learning rate %g; no checkpoint was saved before; %s",
                         r->step, r->loss, r->norm, r->lr, advice);
    return error_set(err,
                     "step %ld: loss %g, gradient norm %g at learning rate %g; the last good checkpoint is %s (step "
                     "%ld); %s",
                     r->step, r->loss, r->norm, r->lr, t->folder, t->saved, advice);
}

/* ---- the log ---- */

static void log_step(FILE *log, const struct step_result *r, double seconds)
{
    if (log)
        fprintf(log, "{\"step\": %ld, \"loss\": %.9g, \"lr\": %.9g, \"norm\": %.9g, \"seconds\": %.3f}\n", r->step,
                r->loss, r->lr, r->norm, seconds);
}

/* ---- the run ---- */

bool training_finished(const struct training *t)
{
    long since;
    validation_best(t, &since);
    return t->step == t->steps || (t->settings->patience > 0 && since >= t->settings->patience);
}

/* What is due after a step. */
static bool after_step(struct training *t, struct step_result *r, FILE *log, struct error *err)
{
    const struct settings *s = t->settings;
    if (validation_due(t)) {
        double loss = validation_run(t, log);
        if (!isfinite(loss)) {
            r->loss = loss;
            return not_finite(t, r, err);
        }
    }
    long since;
    bool improved = validation_best(t, &since) == t->step;
    bool save = (s->save_every > 0 && t->step % s->save_every == 0) || training_finished(t) || run_interrupted() ||
                (s->patience > 0 && improved);
    if ((save && !checkpoint_write(t, err)) || (settings_checkpoint_at(s, t->step) && !checkpoint_keep(t, err)))
        return false;
    return !run_interrupted() || training_finished(t) ||
           error_set(err, "stopped after step %ld of %ld; go on with --resume %s", t->step, t->steps, t->folder);
}

static bool run_steps(struct training *t, FILE *log, struct progress *progress, struct error *err)
{
    const double before = t->seconds, start = run_clock();
    double done = 0, smooth = 0;
    char detail[96] = "";
    while (!training_finished(t)) {
        double tokens = (double)data_step_tokens(&t->data, t->step);
        struct step_result r = training_step(t);
        if (!isfinite(r.loss) || !isfinite(r.norm))
            return not_finite(t, &r, err);
        t->seconds = before + run_clock() - start;
        smooth = done == 0 ? r.loss : 0.98 * smooth + 0.02 * r.loss;
        done += tokens;
        snprintf(detail, sizeof detail, "step %ld/%ld, loss %.4f, rate %.3g", t->step, t->steps, smooth, r.lr);
        progress_update(progress, done, detail);
        if (t->step % loss_interval(t) == 0 || t->step == t->steps)
            t->losses[t->loss_count++] = r;
        log_step(log, &r, t->seconds);
        if (!after_step(t, &r, log, err))
            return false;
    }
    progress_end(progress, done, detail);
    return true;
}

/* What belongs to the state from which training starts: it may be all there will be, or a kill came between two
 * files of it. */
static bool begin(struct training *t, FILE *log, struct error *err)
{
    const struct settings *s = t->settings;
    bool resumed = t->saved >= 0, initial = !resumed && validation_due(t);
    if (!resumed)
        checkpoint_forget(t);
    if (initial && !isfinite(validation_run(t, log)))
        return error_set(err,
                         "the loss of the initial model is not finite; are the numbers of --init-embeddings huge?");
    bool write = resumed || t->steps == 0 || (initial && s->patience > 0);
    return (!write || checkpoint_write(t, err)) && (!settings_checkpoint_at(s, t->step) || checkpoint_keep(t, err));
}

bool training_run(struct training *t, struct error *err)
{
    const struct settings *s = t->settings;
    FILE *log;
    bool resumed = t->saved >= 0;
    if ((resumed && !run_log_cut(s->log, "validation", t->step, err)) || !run_log_open(&log, s->log, resumed, err))
        return false;
    double tokens = (double)(t->steps - t->step) * (double)(s->batch * s->accumulate) * (double)s->context;
    struct progress progress = progress_start("lm", "tokens", tokens);
    bool good = begin(t, log, err) && (training_finished(t) || run_steps(t, log, &progress, err));
    struct error unlogged;
    bool logged = run_log_close(log, s->log, &unlogged);
    if (good && !logged)
        *err = unlogged;
    return good && logged;
}
