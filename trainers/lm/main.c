/* lm: a next-token language model (GPT-2's architecture), from text to a model folder. */
#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "math/gemm.h"
#include "nn/kernels.h"
#include "trainers/lm/generate.h"
#include "trainers/lm/training.h"

static const double mebibyte = 1048576.0;

/* The plan, before anything runs. */
static void print_plan(const struct training *t)
{
    const struct data *d = &t->data;
    double weights = 0;
    for (int i = 0; i < t->count; i++)
        weights += (double)t->parameters[i].size;
    fprintf(stderr, "%s: %zu tokens for training, %zu held out, %ld (%.1f %%) not in the vocabulary of %d\n", PROGRAM,
            d->train, d->valid_count, d->corpus.unknown, 100 * (double)d->corpus.unknown / (double)d->corpus.count,
            tokenizer_size(t->model.tokenizer));
    fprintf(stderr,
            "%s: %.3g M weights; %.0f MiB of weights, gradients and activations, %.0f of AdamW's moments, %.0f of "
            "corpus; %ld steps of %ld x %ld tokens\n",
            PROGRAM, weights / 1e6, (double)transformer_memory(t->model.transformer) / mebibyte,
            2 * weights * sizeof(real) / mebibyte,
            (double)(d->corpus.count * sizeof *d->corpus.ids + d->corpus.lines * sizeof *d->corpus.starts) / mebibyte,
            t->steps, t->settings->batch, t->settings->context);
}

/* Everything that training needs, but for the weights' values. */
static bool prepare(struct training *t, const struct checkpoint *resumed, struct error *err)
{
    const struct settings *s = t->settings;
    t->model.kind = MODEL_LANGUAGE;
    t->model.tokenizer =
        resumed ? tokenizer_read(t->folder, err) : tokenizer_make(s->tokenizer, s->input, s->min_count, err);
    if (!t->model.tokenizer)
        return false;
    struct transformer_config config = settings_config(s, tokenizer_size(t->model.tokenizer));
    if (!(resumed ? checkpoint_fits(resumed, &config, err) : transformer_config_check(&config, err)) ||
        !data_read(&t->data, s->input, s->valid, s->valid_fraction, t->model.tokenizer, (int)s->context, (int)s->batch,
                   (uint64_t)s->seed, err))
        return false;
    t->steps = s->epochs > 0 ? data_steps(&t->data, s->epochs) : s->steps;
    t->model.transformer = transformer_new(&config, true, (int)(s->batch * s->context), (int)s->batch);
    t->parameters = transformer_parameters(t->model.transformer, &t->count);
    t->adam = adamw_new(t->parameters, t->count, (struct adamw_options){s->beta1, s->beta2, 1e-8, s->weight_decay});
    t->losses = cJSON_CreateArray();
    t->validations = cJSON_CreateArray();
    return true;
}

static void training_release(struct training *t)
{
    data_release(&t->data);
    adamw_release(&t->adam);
    cJSON_Delete(t->losses);
    cJSON_Delete(t->validations);
    transformer_free(t->model.transformer);
    tokenizer_free(t->model.tokenizer);
}

static void print_summary(const struct training *t, double tokens, double seconds)
{
    char kernels[64], rate[64];
    snprintf(kernels, sizeof kernels, "%s, %s", nn_kernels()->name, gemm_start());
    snprintf(rate, sizeof rate, "%.0f tokens/s", seconds > 0 ? tokens / seconds : 0);
    run_summary(PROGRAM, t->settings->seed, t->threads, kernels, rate);
}

static bool train(struct training *t, struct checkpoint *resumed, struct error *err)
{
    if (!prepare(t, resumed, err))
        return false;
    transformer_initialize(t->model.transformer, (uint64_t)t->settings->seed);
    if (resumed && !checkpoint_load(resumed, t, err))
        return false;
    if (resumed)
        checkpoint_close(resumed); /* its memory is needed no more */
    print_plan(t);
    if (resumed && t->step == t->steps)
        fprintf(stderr, "%s: %s has made all its %ld steps\n", PROGRAM, t->folder, t->steps);
    double before = t->seconds, first = (double)t->step;
    bool good = training_run(t, err);
    if (good)
        print_summary(t, ((double)t->step - first) * (double)t->settings->batch * (double)t->settings->context,
                      t->seconds - before);
    return good;
}

/* A new run in --output, which does not stay behind empty when nothing comes of it. */
static bool start(struct training *t, struct error *err)
{
    bool made = !path_exists(t->folder);
    if (!folder_make(t->folder, err))
        return false;
    bool good = train(t, NULL, err);
    if (!good && made)
        rmdir(t->folder); /* only succeeds when empty */
    return good;
}

static bool resume(struct training *t, struct settings *s, struct error *err)
{
    struct checkpoint c;
    bool good =
        checkpoint_open(&c, t->folder, err) &&
        (settings_restore(s, t->options, checkpoint_options(&c), c.path, err) || error_prefix(err, "cannot go on"));
    good = good && train(t, &c, err);
    checkpoint_close(&c);
    return good;
}

static bool run(struct settings *s, const struct option *options, struct error *err)
{
    struct training t = {.settings = s, .options = options, .saved = -1, .threads = run_threads(s->threads)};
    omp_set_num_threads(t.threads);
    gemm_start();
    run_catch_interrupt();
    if (s->generate)
        return generate_text(s, err);
    t.folder = s->resume ? s->resume : s->output;
    bool good = s->resume ? resume(&t, s, err) : start(&t, err);
    training_release(&t);
    return good;
}

int main(int argc, char **argv)
{
    struct settings s = settings_default;
    struct option *options = settings_options(&s);
    char **rest;
    enum options_result result = options_parse(
        options, "--input FILE --output DIR (--steps N | --epochs N) [OPTION]...",
        "Trains a language model (GPT-2's architecture) to predict the next token of a text, or generates\n"
        "text with one (--generate PROMPT --model DIR).",
        argc, argv, &rest);
    int status = result == OPTIONS_EXIT_OK ? 0 : 2;
    if (result == OPTIONS_RUN)
        status = settings_check(&s, options, rest);
    struct error err = {""};
    if (result == OPTIONS_RUN && status == 0 && !run(&s, options, &err))
        status = run_fail(PROGRAM, &err);
    options_release(options, rest);
    mem_free(options);
    return status;
}
