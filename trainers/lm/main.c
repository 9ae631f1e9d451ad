/* lm: a next-token language model (GPT-2's or Llama's architecture), from text to a model folder. */
#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "math/gemm.h"
#include "trainers/lm/embeddings.h"
#include "trainers/lm/generate.h"
#include "trainers/lm/training.h"

/* The plan, before anything runs. */
static void print_plan(const struct training *t)
{
    static const double mebibyte = 1048576.0;
    const struct settings *s = t->settings;
    const struct data *d = &t->data;
    double weights = 0, learned = 0;
    for (int i = 0; i < t->count; i++)
        weights += (double)t->parameters[i].size;
    for (int i = 0; i < t->learned_count; i++)
        learned += (double)t->learned[i].size;
    long asked = 0;
    if (sscanf(s->tokenizer, "word:%ld", &asked) == 1)
        asked += 2; /* <unk> and <eos> */
    else
        sscanf(s->tokenizer, "bpe:%ld", &asked);
    if (tokenizer_size(t->model.tokenizer) < asked)
        fprintf(stderr, "%s: the corpus is too small for --tokenizer %s: it gives %d tokens\n", PROGRAM, s->tokenizer,
                tokenizer_size(t->model.tokenizer));
    fprintf(stderr, "%s: vocabulary of %d; %zu tokens for training, %ld (%.1f %%) of all out of vocabulary\n", PROGRAM,
            tokenizer_size(t->model.tokenizer), d->train, d->corpus.unknown,
            100 * (double)d->corpus.unknown / (double)d->corpus.count);
    if (d->valid_count > 0)
        fprintf(stderr, "%s: held out: %zu tokens, %llu bytes; %zu out of vocabulary%s\n", PROGRAM, d->valid_count,
                (unsigned long long)d->valid_bytes, d->valid_unknown,
                d->valid_unknown ? ", of which only <unk> is predicted, not the spelling" : "");
    fprintf(stderr, "%s: %.3g M weights, %.3g M of them learn; %ld steps of %ld x %ld tokens\n", PROGRAM, weights / 1e6,
            learned / 1e6, t->steps, s->batch * s->accumulate, s->context);
    double model = (double)transformer_memory(t->model.transformer), moments = (double)training_moments_memory(t);
    fprintf(stderr, "%s: memory %.0f MiB: weights, gradients and activations %.0f, AdamW's moments %.0f, corpus %.0f\n",
            PROGRAM, (model + moments + (double)data_memory(d)) / mebibyte, model / mebibyte, moments / mebibyte,
            (double)data_memory(d) / mebibyte);
    if (gemm_is_emulated(transformer_configuration(t->model.transformer)->precision))
        fprintf(stderr, "%s: this processor has no bf16 instructions: they are emulated, slower than fp32\n", PROGRAM);
}

/* The first values of the weights: random, then what --init-embeddings gives. */
static bool initialize(struct training *t, const struct word_vectors *vectors, struct error *err)
{
    const char *file = t->settings->init_embeddings;
    transformer_initialize(t->model.transformer, (uint64_t)t->settings->seed);
    if (!file)
        return true;
    int size = tokenizer_size(t->model.tokenizer);
    int found = embeddings_place(vectors, t->model.tokenizer, transformer_token_table(t->model.transformer));
    fprintf(stderr, "%s: %d of %d tokens start as vectors of %s\n", PROGRAM, found, size, file);
    return found > 0 || error_set(err, "%s: none of its words is a token", file);
}

/* Everything that training needs; the weights as they are before the first step, unless `resumed`. */
static bool prepare(struct training *t, const struct checkpoint *resumed, struct error *err)
{
    const struct settings *s = t->settings;
    struct word_vectors vectors = {0};
    if (!resumed && s->init_embeddings && !embeddings_read(&vectors, s->init_embeddings, (int)s->dim, err))
        return false;
    t->model.tokenizer =
        resumed ? tokenizer_read(t->folder, err) : tokenizer_make(s->tokenizer, s->input, s->min_count, err);
    struct transformer_config config = settings_config(s, t->model.tokenizer ? tokenizer_size(t->model.tokenizer) : 0);
    struct data_settings data = {(int)s->context, (int)s->batch, (int)s->accumulate, (uint64_t)s->seed};
    bool good = t->model.tokenizer &&
                (resumed ? checkpoint_fits(resumed, &config, err) : transformer_config_check(&config, err)) &&
                data_read(&t->data, s->input, s->valid, s->valid_fraction, t->model.tokenizer, &data, err);
    if (good) {
        t->steps = s->epochs > 0 ? data_steps(&t->data, s->epochs) : s->steps;
        good = settings_last_checkpoint(s) <= t->steps ||
               error_set(err, "--checkpoints-at %s: the run ends at step %ld", s->checkpoints_at, t->steps);
    }
    if (good) {
        training_prepare(t, &config);
        good = resumed ? checkpoint_load(resumed, t, err) : initialize(t, &vectors, err);
    }
    word_vectors_release(&vectors);
    return good;
}

static void print_summary(const struct training *t, double tokens, double seconds)
{
    char *kernels = training_kernels(t), rate[64];
    snprintf(rate, sizeof rate, "%.0f tokens/s", seconds > 0 ? tokens / seconds : 0);
    run_summary(PROGRAM, t->settings->seed, t->threads, kernels, rate);
    mem_free(kernels);
}

/* What --patience made of the run. */
static void print_end(const struct training *t)
{
    long since, best = validation_best(t, &since);
    if (t->settings->patience > 0)
        fprintf(stderr, "%s: %sthe lowest validation loss was at step %ld; that model is in %s\n", PROGRAM,
                t->step < t->steps ? "stopped early: " : "", best, t->folder);
}

static bool train(struct training *t, struct checkpoint *resumed, struct error *err)
{
    if (!prepare(t, resumed, err))
        return false;
    if (resumed)
        checkpoint_close(resumed); /* its memory is needed no more */
    print_plan(t);
    if (resumed && training_finished(t))
        fprintf(stderr, "%s: %s has made all its steps, %ld of %ld\n", PROGRAM, t->folder, t->step, t->steps);
    double before = t->seconds, first = (double)t->step;
    if (!training_run(t, err))
        return false;
    print_end(t);
    const struct settings *s = t->settings;
    print_summary(t, ((double)t->step - first) * (double)(s->batch * s->accumulate) * (double)s->context,
                  t->seconds - before);
    return true;
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
        "Trains a language model (GPT-2's or Llama's architecture) to predict the next token of a text, or\n"
        "generates text with one (--generate PROMPT --model DIR).",
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
