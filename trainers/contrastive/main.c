/* contrastive: sentence embeddings by contrastive learning. */
#include <omp.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "math/gemm.h"
#include "nn/kernels.h"
#include "trainers/contrastive/session.h"

struct run {
    struct settings *settings;
    const struct option *options;
    struct model *init; /* owned; of --init, until its weights are taken */
    struct examples examples, dev; /* dev: with --dev */
    struct session session;
    int status; /* 0, or 2 after a message about options */
};

/* Fails early when DIR could not be written at the end; makes nothing. */
static bool check_output(const char *path, struct error *err)
{
    char *part = mem_string(path);
    while (!path_exists(part)) {
        char *slash = strrchr(part, '/');
        if (!slash || slash == part) {
            mem_free(part);
            part = mem_string(slash ? "/" : ".");
            break;
        }
        *slash = '\0';
    }
    bool good = path_is_folder(part) || error_set(err, "%s: expected a folder, but %s is a file", path, part);
    if (good && access(part, W_OK | X_OK))
        good = error_set(err, "%s: cannot write a model here", path);
    mem_free(part);
    return good;
}

/* ---- input ---- */

static bool read_init(struct run *r, struct error *err)
{
    struct settings *s = r->settings;
    if (!s->init)
        return true;
    r->init = model_read(s->init, 1, 1, err);
    if (!r->init)
        return false;
    r->status = settings_check_init(s, r->options, r->init);
    return r->status == 0;
}

static bool check_rows(const struct run *r, struct error *err)
{
    const struct objective_kind *k = objective_kind(r->settings->objective);
    int columns = r->examples.columns;
    if (r->examples.text_count < 2)
        return error_set(err, "all %u rows have the same sentence: there is nothing to tell apart", r->examples.count);
    if (columns >= k->columns_low && columns <= k->columns_high)
        return true;
    char range[32] = "";
    if (k->columns_high > k->columns_low)
        snprintf(range, sizeof range, " or %d", k->columns_high);
    return error_set(err, "--objective %s needs rows of %d%s sentence%s, but they have %d: see --columns", k->name,
                     k->columns_low, range, k->columns_high > 1 ? "s" : "", columns);
}

static bool is_bert(const struct run *r)
{
    const struct transformer *init = r->init ? r->init->transformer : NULL;
    return init ? transformer_configuration(init)->style == STYLE_BERT : !strcmp(r->settings->arch, "bert");
}

/* Rows and tokenizer; NULL and *err. */
static struct tokenizer *read_input(struct run *r, struct error *err)
{
    const struct settings *s = r->settings;
    struct input_rows *rows = input_rows_read(&s->input, err);
    struct tokenizer *t = NULL;
    if (rows && r->init) {
        t = r->init->tokenizer;
        r->init->tokenizer = NULL;
    } else if (rows) {
        t = input_tokenizer(rows, s->tokenizer, s->min_count, err);
    }
    /* a transformer sees <eos> first */
    struct input_encoding how = {.tokenizer = t, .longest = (int)s->context - 1, .keep_unknown = is_bert(r)};
    bool good = t && input_examples(&r->examples, rows, &how, (uint64_t)s->seed, err) && check_rows(r, err);
    if (rows)
        input_rows_free(rows);
    if (good && (!s->dev || input_scored(&r->dev, s->dev, &how, err)))
        return t;
    tokenizer_free(t);
    return NULL;
}

/* ---- what is trained ---- */

static struct training_settings plan(const struct run *r)
{
    const struct settings *s = r->settings;
    uint32_t count = r->examples.count;
    struct training_settings t = {.batch = (int)s->batch, .cache = (int)s->cache, .lr = s->lr, .head_lr = s->head_lr,
                                  .weight_decay = s->weight_decay, .clip = s->clip, .word_dropout = s->word_dropout,
                                  .same_dropout = s->same_dropout, .seed = (uint64_t)s->seed};
    if ((uint32_t)t.batch > count) {
        fprintf(stderr, "%s: only %u rows, so that a batch has %u instead of %ld\n", PROGRAM, count, count, s->batch);
        t.batch = (int)count;
    }
    t.steps = s->steps ? s->steps : s->epochs * examples_epoch_batches(&r->examples, t.batch);
    t.warmup = options_given(r->options, "warmup") ? s->warmup : t.steps / 20;
    return t;
}

static struct transformer_config encoder_shape(const struct run *r, const struct tokenizer *t)
{
    const struct settings *s = r->settings;
    struct transformer_config c = {.vocabulary = tokenizer_size(t), .context = (int)s->context,
                                   .layers = (int)s->layers, .heads = (int)s->heads, .dim = (int)s->dim,
                                   .hidden = 4 * (int)s->dim};
    if (is_bert(r))
        c.style = STYLE_BERT, c.exact_gelu = true; /* as in Devlin et al. 2019 */
    if (r->init && r->init->transformer) {
        c = *transformer_configuration(r->init->transformer);
        c.has_head = c.tied = false;
        c.causal = c.causal && !s->bidirectional;
    }
    c.dropout = s->dropout;
    c.precision = !strcmp(s->precision, "bf16") ? PRECISION_BF16 : PRECISION_FP32;
    return c;
}

/* Takes over the tokenizer, unless it fails. */
static bool make_tower(struct run *r, const struct training_settings *plan, int i, int count, struct tokenizer *t,
                       struct tower *tower, struct error *err)
{
    const struct settings *s = r->settings;
    int views = r->examples.columns == 1 ? 2 : r->examples.columns, longest = r->examples.longest;
    if (r->dev.longest > longest)
        longest = r->dev.longest;
    int sequences = training_capacity(plan, views, count, i);
    struct encoder_settings e = {.shape = encoder_shape(r, t), .weight_decay = s->weight_decay,
                                 .seed = (uint64_t)s->seed, .max_tokens = sequences * (longest + 1),
                                 .max_sequences = sequences};
    pooling_parse(s->pooling, &e.pooling);
    if (!settings_is_bag(s) && !transformer_config_check(&e.shape, err))
        return false;
    if ((long)sequences * (longest + 1) > 1 << 24)
        return error_set(err, "a batch of %d sentences of %d tokens is too large: give a smaller --batch, or --cache N",
                         sequences, longest + 1);
    *tower = (struct tower){.encoder = settings_is_bag(s) ? encoder_bag_new(&e, t) : encoder_transformer_new(&e, t)};
    if (s->mlp)
        tower->head = head_new(count == 1 ? "mlp" : i == 0 ? "query.mlp" : "document.mlp", tower->encoder->dim, e.seed);
    if (r->init)
        encoder_take_weights(tower->encoder, r->init);
    return !s->init_embeddings ||
           encoder_initialize_embeddings(tower->encoder, s->init_embeddings, &r->session.initialized, err);
}

static struct objective_settings objective_settings(const struct run *r)
{
    const struct settings *s = r->settings;
    struct objective_settings o = {.temperature = s->temperature, .margin = s->margin, .symmetric = s->symmetric,
                                   .classes = r->examples.classes, .prefix_count = s->prefix_count,
                                   .seed = (uint64_t)s->seed};
    memcpy(o.prefixes, s->prefixes, sizeof o.prefixes);
    return o;
}

/* Takes over the tokenizer. */
static bool make_training(struct run *r, struct tokenizer *t, struct error *err)
{
    struct training_settings settings = plan(r);
    struct objective_settings objective = objective_settings(r);
    struct tower towers[TOWERS_MOST] = {0};
    int count = settings_is_separate(r->settings) ? 2 : 1;
    bool good = true;
    for (int i = 0; good && i < count; i++)
        good = make_tower(r, &settings, i, count, t, &towers[i], err);
    if (!good && !towers[0].encoder)
        tokenizer_free(t);
    if (good)
        r->session.training = training_new(&settings, objective_kind(r->settings->objective), &objective, &r->examples,
                                           r->settings->dev ? &r->dev : NULL, towers, count);
    else
        towers_release(towers, count);
    model_free(r->init);
    r->init = NULL;
    return good;
}

/* ---- the run ---- */

static void announce(const struct run *r)
{
    const struct settings *s = r->settings;
    const struct training *t = r->session.training;
    double memory = 0;
    for (int i = 0; i < t->tower_count; i++)
        memory += (double)t->towers[i].encoder->memory / 1048576;
    input_print(&r->examples, PROGRAM, stderr);
    if (s->dev)
        input_print(&r->dev, PROGRAM ": --dev", stderr);
    fprintf(stderr, "%s: %d tokens in the vocabulary; %ld steps of %d rows; %.0f MiB of encoder\n", PROGRAM,
            tokenizer_size(t->towers[0].encoder->model->tokenizer), t->settings.steps, t->settings.batch, memory);
    if (s->init_embeddings)
        fprintf(stderr, "%s: %ld embeddings start from %s\n", PROGRAM, r->session.initialized, s->init_embeddings);
    if (!strcmp(s->objective, "simcse") && (s->same_dropout || (s->dropout == 0 && s->word_dropout == 0)))
        fprintf(stderr, "%s: both views of a sentence are the same; only other sentences teach\n", PROGRAM);
}

static void summarize(const struct run *r)
{
    const struct training *t = r->session.training;
    char rate[80], kernels[64];
    const struct transformer *transformer = t->towers[0].encoder->model->transformer;
    enum precision p = transformer ? transformer_configuration(transformer)->precision : PRECISION_FP32;
    snprintf(rate, sizeof rate, "%.0f rows/s, %.0f tokens/s", r->session.rate,
             t->tokens / training_log_seconds(&r->session.log));
    snprintf(kernels, sizeof kernels, "%s, %s%s", nn_kernels()->name, gemm_start(),
             gemm_is_emulated(p)   ? ", bf16 emulated"
             : p == PRECISION_BF16 ? ", bf16"
                                   : "");
    run_summary(PROGRAM, r->settings->seed, r->session.threads, kernels, rate);
}

/* Everything behind the options; false with *err, or with r->status. */
static bool run(struct run *r, struct error *err)
{
    struct settings *s = r->settings;
    gemm_start();
    r->session = (struct session){.settings = s, .options = r->options, .log.best.step = -1,
                                  .threads = run_threads(s->threads)};
    omp_set_num_threads(r->session.threads);
    run_catch_interrupt();
    if (!check_output(s->output, err) || !read_init(r, err))
        return false;
    struct tokenizer *t = read_input(r, err);
    if (!t || !make_training(r, t, err) || (s->resume && !session_resume(&r->session, err)))
        return false;
    announce(r);
    if (!session_run(&r->session, err))
        return false;
    summarize(r);
    return true;
}

static void release(struct run *r)
{
    training_free(r->session.training);
    training_log_release(&r->session.log);
    model_free(r->init);
    examples_release(&r->examples);
    examples_release(&r->dev);
}

int main(int argc, char **argv)
{
    struct settings settings = settings_default;
    struct option *options = settings_options(&settings);
    char **rest;
    const char *about = "Trains sentence embeddings by contrastive learning.";
    enum options_result result = options_parse(options, "--input FILE --output FOLDER [OPTION]...", about, argc, argv,
                                               &rest);
    int status = result == OPTIONS_EXIT_OK ? 0 : 2;
    if (result == OPTIONS_RUN && (status = settings_check(&settings, options, rest)) == 0) {
        struct error err = {""};
        struct run r = {.settings = &settings, .options = options};
        if (!run(&r, &err))
            status = r.status ? r.status : run_fail(PROGRAM, &err);
        release(&r);
    }
    options_release(options, rest);
    mem_free(options);
    return status;
}
