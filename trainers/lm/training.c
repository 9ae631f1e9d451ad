#include "trainers/lm/training.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/run.h"

/* What one step gave. */
struct step_result {
    double loss, norm, lr; /* nats a token; norm of the gradient before clipping */
};

/* ---- one step ---- */

static struct step_result train_step(struct training *t)
{
    const struct settings *s = t->settings;
    struct transformer *model = t->model.transformer;
    struct batch batch = data_batch(&t->data, t->step);
    struct step_result r;
    r.lr = s->lr * schedule_share(SCHEDULE_COSINE, t->step, t->steps, settings_warmup(s, t->steps), s->final_lr_fraction);
    transformer_zero_gradients(model);
    transformer_forward(model, &batch, true, (uint64_t)s->seed, (uint64_t)t->step);
    r.loss = transformer_cross_entropy(model, t->data.targets, true, 1);
    r.norm = gradients_norm(t->parameters, t->count);
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
                         t->step + 1, r->loss, r->norm, r->lr, advice);
    return error_set(err,
                     "step %ld: loss %g, gradient norm %g at learning rate %g; the last good checkpoint is %s (step "
                     "%ld); %s",
                     t->step + 1, r->loss, r->norm, r->lr, t->folder, t->saved, advice);
}

/* ---- validation ---- */

/* Mean loss on the held-out text, in nats a token. */
static double validation_loss(struct training *t)
{
    struct batch b;
    double sum = 0, tokens = 0;
    for (long i = 0; data_valid_batch(&t->data, i, &b); i++) {
        transformer_forward(t->model.transformer, &b, false, 0, 0);
        sum += (double)b.tokens * transformer_cross_entropy(t->model.transformer, t->data.targets, false, 1);
        tokens += (double)b.tokens;
    }
    return sum / tokens;
}

static void validate(struct training *t, FILE *log_file)
{
    double loss = validation_loss(t), bits = 0;
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddNumberToObject(entry, "step", (double)t->step);
    cJSON_AddNumberToObject(entry, "loss", loss);
    cJSON_AddNumberToObject(entry, "perplexity", exp(loss));
    if (t->data.valid_bytes > 0) {
        bits = loss * (double)(t->data.valid_count - 1) / log(2) / (double)t->data.valid_bytes;
        cJSON_AddNumberToObject(entry, "bits_per_byte", bits);
    }
    cJSON_AddItemToArray(t->validations, entry);
    fprintf(stderr, "step %ld: validation loss %.4f, perplexity %.2f", t->step, loss, exp(loss));
    if (bits > 0)
        fprintf(stderr, ", %.4f bits per byte", bits);
    fprintf(stderr, "\n");
    if (log_file) {
        char *line = cJSON_PrintUnformatted(entry);
        fprintf(log_file, "{\"validation\": %s}\n", line);
        cJSON_free(line);
    }
}

/* ---- the run ---- */

static long validation_interval(const struct training *t)
{
    if (t->settings->valid_every > 0)
        return t->settings->valid_every;
    return t->steps >= 5 ? t->steps / 5 : 1;
}

static bool due(long step, long every, long steps)
{
    return step == steps || (every > 0 && step % every == 0);
}

static void record_loss(struct training *t, const struct step_result *r)
{
    if (!due(t->step, t->steps >= 500 ? t->steps / 500 : 1, t->steps))
        return;
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddNumberToObject(entry, "step", (double)t->step);
    cJSON_AddNumberToObject(entry, "loss", r->loss);
    cJSON_AddNumberToObject(entry, "lr", r->lr);
    cJSON_AddItemToArray(t->losses, entry);
}

static bool run_steps(struct training *t, FILE *log, struct progress *progress, struct error *err)
{
    const double before = t->seconds, start = run_clock();
    const long first = t->step;
    double smooth = 0;
    char detail[96] = "";
    while (t->step < t->steps) {
        struct step_result r = train_step(t);
        double per_step = (double)t->data.starts[1] * t->data.batch, done = (double)(t->step - first) * per_step;
        if (!isfinite(r.loss) || !isfinite(r.norm))
            return not_finite(t, &r, err);
        t->seconds = before + run_clock() - start;
        smooth = t->step == first + 1 ? r.loss : 0.98 * smooth + 0.02 * r.loss;
        snprintf(detail, sizeof detail, "step %ld/%ld, loss %.4f, rate %.3g", t->step, t->steps, smooth, r.lr);
        progress_update(progress, done, detail);
        record_loss(t, &r);
        if (log)
            fprintf(log, "{\"step\": %ld, \"loss\": %.9g, \"lr\": %.9g, \"norm\": %.9g, \"seconds\": %.3f}\n", t->step,
                    r.loss, r.lr, r.norm, t->seconds);
        if (t->data.valid_count > 0 && due(t->step, validation_interval(t), t->steps))
            validate(t, log);
        if ((due(t->step, t->settings->save_every, t->steps) || run_interrupted()) && !checkpoint_write(t, err))
            return false;
        if (run_interrupted() && t->step < t->steps)
            return error_set(err, "stopped after step %ld of %ld; go on with --resume %s", t->step, t->steps,
                             t->folder);
    }
    progress_end(progress, (double)(t->step - first) * (double)t->settings->batch * (double)t->settings->context,
                 detail);
    return true;
}

bool training_run(struct training *t, struct error *err)
{
    const struct settings *s = t->settings;
    FILE *log;
    if (!run_log_open(&log, s->log, t->step > 0, err))
        return false;
    double tokens = (double)(t->steps - t->step) * (double)s->batch * (double)s->context;
    struct progress progress = progress_start("lm", "tokens", tokens);
    /* Nothing to train: the initial model, or a finished run whose last files may not have been written. */
    bool good = t->step < t->steps ? run_steps(t, log, &progress, err) : checkpoint_write(t, err);
    struct error unlogged;
    bool logged = run_log_close(log, s->log, &unlogged);
    if (good && !logged)
        *err = unlogged;
    return good && logged;
}
