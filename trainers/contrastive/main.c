/* contrastive: sentence embeddings by contrastive learning (SimCSE, Gao et al. 2021). */
#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "math/gemm.h"
#include "nn/kernels.h"
#include "trainers/contrastive/record.h"

#define PROGRAM "contrastive"
#define BAG_LR  0.3 /* of the bag, when not given */

struct arguments {
    char *input, *output, *log, *objective, *encoder, *tokenizer, *pooling, *init_embeddings;
    long min_count, layers, heads, dim, context, batch, steps, epochs, warmup, min_words, max_sentences, threads, seed;
    double temperature, dropout, word_dropout, lr, weight_decay, clip;
};

static bool is_bag(const struct arguments *a)
{
    return strcmp(a->encoder, "bag") == 0;
}

/* ---- options ---- */

static int check_needless(const struct arguments *a, const struct option *options)
{
    static const char *const transformer_only[] = {"layers", "heads", "pooling"};
    for (int i = 0; is_bag(a) && i < 3; i++)
        if (options_given(options, transformer_only[i]))
            return options_usage_error(PROGRAM, "--%s has no effect with --encoder bag", transformer_only[i]);
    if (strncmp(a->tokenizer, "word:", 5) && options_given(options, "min-count"))
        return options_usage_error(PROGRAM, "--min-count has an effect with --tokenizer word:N only");
    if (options_given(options, "steps") && options_given(options, "epochs"))
        return options_usage_error(PROGRAM, "--steps and --epochs both say how long to train: give one");
    return 0;
}

/* What does not depend on one option alone. Returns 0, or 2 after a message. */
static int check_arguments(const struct arguments *a, const struct option *options, char **rest)
{
    if (rest[0])
        return options_usage_error(PROGRAM, "\"%s\" is no option; the corpus is given by --input FILE", rest[0]);
    if (!a->input)
        return options_usage_error(PROGRAM, "no corpus: give --input FILE");
    if (!a->output)
        return options_usage_error(PROGRAM, "nowhere to write: give --output FOLDER");
    if (!strcmp(a->input, "-") && (!strncmp(a->tokenizer, "word:", 5) || !strncmp(a->tokenizer, "bpe:", 4)))
        return options_usage_error(PROGRAM, "standard input can be read only once, and a new tokenizer needs the "
                                            "corpus twice: give a file, or --tokenizer FOLDER");
    if (!is_bag(a) && a->dim % a->heads)
        return options_usage_error(PROGRAM, "--dim %ld cannot be shared among --heads %ld", a->dim, a->heads);
    if (a->min_words >= a->context)
        return options_usage_error(PROGRAM, "--min-words %ld does not fit in --context %ld", a->min_words, a->context);
    if (a->steps && a->warmup > a->steps)
        return options_usage_error(PROGRAM, "--warmup %ld is longer than --steps %ld", a->warmup, a->steps);
    if (a->dropout == 0 && a->word_dropout == 0)
        return options_usage_error(PROGRAM, "without dropout both views of a sentence are the same: nothing to learn "
                                            "from; give --dropout");
    return check_needless(a, options);
}

/* The default that differs between the encoders. */
static void set_defaults(struct arguments *a, const struct option *options)
{
    if (is_bag(a) && !options_given(options, "lr"))
        a->lr = BAG_LR;
}

/* ---- the run ---- */

struct run {
    const struct arguments *arguments;
    const struct option *options;
    struct token_corpus corpus;
    struct sentences sentences;
    struct encoder *encoder;
    struct training_settings settings;
    struct training_log log;
    long initialized; /* embeddings taken from word vectors */
    int threads;
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

static bool read_corpus(struct run *r, struct tokenizer *t, struct error *err)
{
    const struct arguments *a = r->arguments;
    if (!tokens_read(&r->corpus, a->input, t, TOKENS_LINES, err))
        return false;
    int cut = (int)a->context - 1; /* a transformer sees <eos> first */
    return sentences_init(&r->sentences, &r->corpus, a->min_words, a->max_sentences, cut, (uint64_t)a->seed, err) ||
           error_prefix(err, "%s", a->input);
}

static void plan_steps(struct run *r)
{
    const struct arguments *a = r->arguments;
    uint32_t count = r->sentences.count;
    struct training_settings *s = &r->settings;
    *s = (struct training_settings){
        .batch = (int)a->batch, .temperature = a->temperature, .word_dropout = a->word_dropout, .lr = a->lr};
    if ((uint32_t)s->batch > count) {
        fprintf(stderr, "%s: only %u sentences, so that a batch has %u instead of %ld\n", PROGRAM, count, count,
                a->batch);
        s->batch = (int)count;
    }
    s->steps = a->steps ? a->steps : a->epochs * (long)(count / (uint32_t)s->batch);
    s->warmup = options_given(r->options, "warmup") ? a->warmup : s->steps / 20;
}

static bool make_encoder(struct run *r, struct tokenizer *t, struct error *err)
{
    const struct arguments *a = r->arguments;
    struct encoder_settings s = {
        .shape = {.vocabulary = tokenizer_size(t), .context = (int)a->context, .layers = (int)a->layers,
                  .heads = (int)a->heads, .dim = (int)a->dim, .hidden = 4 * (int)a->dim, .dropout = a->dropout},
        .weight_decay = a->weight_decay,
        .clip = a->clip,
        .seed = (uint64_t)a->seed,
        .max_tokens = 2 * r->settings.batch * (r->sentences.longest + 1),
        .max_sequences = 2 * r->settings.batch,
    };
    pooling_parse(a->pooling, &s.pooling);
    if (!is_bag(a) && !transformer_config_check(&s.shape, err)) {
        tokenizer_free(t);
        return false;
    }
    r->encoder = is_bag(a) ? encoder_bag_new(&s, t) : encoder_transformer_new(&s, t);
    return !a->init_embeddings || encoder_initialize_embeddings(r->encoder, a->init_embeddings, &r->initialized, err);
}

static void announce(const struct run *r)
{
    const struct sentences *s = &r->sentences;
    fprintf(stderr, "%s: %u sentences of at most %d tokens (%ld lines too short, %ld words not in the vocabulary of "
                    "%d); %ld steps of %d; %.0f MiB of encoder\n", PROGRAM, s->count, s->longest, s->too_short,
            r->corpus.unknown, tokenizer_size(r->encoder->model->tokenizer), r->settings.steps, r->settings.batch,
            (double)r->encoder->memory / 1048576);
    if (r->arguments->init_embeddings)
        fprintf(stderr, "%s: %ld embeddings start from %s\n", PROGRAM, r->initialized, r->arguments->init_embeddings);
}

static bool write_results(struct run *r, double seconds, struct error *err)
{
    const struct arguments *a = r->arguments;
    if (!model_write(r->encoder->model, a->output, err))
        return false;
    char *path = path_join(a->output, "training.json");
    cJSON *json = training_record(&r->log, options_json(r->options), &r->sentences, a->input, r->encoder,
                                  r->initialized, r->threads, seconds);
    bool good = json_write(path, json, err);
    cJSON_Delete(json);
    mem_free(path);
    return good;
}

static bool train_and_write(struct run *r, struct error *err)
{
    const struct arguments *a = r->arguments;
    double start = run_clock(), rate = 0;
    if (!training_log_open(&r->log, a->log, err))
        return false;
    training_log_start(&r->log, r->settings.steps, r->settings.batch);
    bool good = train(r->encoder, &r->sentences, &r->settings, training_log_report, &r->log, err);
    double seconds = run_clock() - start;
    good = training_log_close(&r->log, good, &rate, err) && good && write_results(r, seconds, err);
    if (!good)
        return false;
    if (r->log.interrupted)
        fprintf(stderr, "%s: interrupted at step %ld of %ld; the model so far is in %s\n", PROGRAM, r->log.done,
                r->log.steps, a->output);
    char text[64], kernels[64];
    snprintf(text, sizeof text, "%.0f sentences/s", rate);
    snprintf(kernels, sizeof kernels, "%s, %s", nn_kernels()->name, gemm_start());
    run_summary(PROGRAM, a->seed, r->threads, kernels, text);
    return true;
}

/* Everything behind the options; false and *err. */
static bool run(const struct arguments *a, const struct option *options, struct error *err)
{
    struct run r = {.arguments = a, .options = options, .threads = run_threads(a->threads)};
    gemm_start();
    omp_set_num_threads(r.threads);
    run_catch_interrupt();
    bool good = check_output(a->output, err);
    struct tokenizer *t = good ? tokenizer_make(a->tokenizer, a->input, a->min_count, err) : NULL;
    good = t && read_corpus(&r, t, err);
    if (good) {
        plan_steps(&r);
        good = make_encoder(&r, t, err);
    } else if (t) {
        tokenizer_free(t);
    }
    if (good) {
        announce(&r);
        good = train_and_write(&r, err);
    }
    if (r.encoder)
        r.encoder->free(r.encoder);
    sentences_release(&r.sentences);
    tokens_release(&r.corpus);
    return good;
}

int main(int argc, char **argv)
{
    struct arguments a = {
        .objective = (char *)"simcse", .encoder = (char *)"transformer", .tokenizer = (char *)"word:30000",
        .pooling = (char *)"mean", .min_count = 5, .layers = 2, .heads = 4, .dim = 128, .context = 32,
        .temperature = 0.05, .dropout = 0.1, .batch = 128, .epochs = 1, .min_words = 4,
        .lr = 1e-3, .weight_decay = 0.01, .clip = 1, .seed = 1};
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &a.input, "FILE", "corpus: text, plain or gzip, one sentence a line"},
        {OPTION_STRING, "output", &a.output, "FOLDER", "the model, in the Hugging Face layout"},
        {OPTION_STRING, "log", &a.log, "FILE", "every step as a JSON line, written as training goes"},
        {OPTION_GROUP, .help = "Model"},
        {OPTION_CHOICE, "encoder", &a.encoder, NULL, "mean of embeddings, or bidirectional transformer",
         .choices = "bag|transformer"},
        {OPTION_STRING, "tokenizer", &a.tokenizer, "WHAT",
         "word:N or bpe:N made from the corpus, or a folder to take it from"},
        {OPTION_LONG, "min-count", &a.min_count, "N", "word:N: leave out words seen less often", 1, 1e9},
        {OPTION_LONG, "layers", &a.layers, "N", "transformer: blocks", 1, 1000},
        {OPTION_LONG, "heads", &a.heads, "N", "transformer: attention heads", 1, 1024},
        {OPTION_LONG, "dim", &a.dim, "N", "dimensions of embeddings and of sentence vectors", 1, 4096},
        {OPTION_LONG, "context", &a.context, "N",
         "longest sentence in tokens, the <eos> before it counted; the rest is cut", 2, 4096},
        {OPTION_CHOICE, "pooling", &a.pooling, NULL, "transformer: one vector from the states",
         .choices = "mean|last|cls|max|wmean"},
        {OPTION_STRING, "init-embeddings", &a.init_embeddings, "FILE", "start embeddings from word vectors, by word"},
        {OPTION_GROUP, .help = "Objective"},
        {OPTION_CHOICE, "objective", &a.objective, NULL, "two dropout views, in-batch negatives", .choices = "simcse"},
        {OPTION_NUMBER, "temperature", &a.temperature, "X", "of the softmax over cosines", 1e-4, 1e4},
        {OPTION_NUMBER, "dropout", &a.dropout, "P", "of activations; of embeddings in a bag", 0, 0.9},
        {OPTION_NUMBER, "word-dropout", &a.word_dropout, "P",
         "of whole words: each view leaves out others; 0 = SimCSE as published;\n"
         "                              without pretrained weights 0.7 did better by far", 0, 0.9},
        {OPTION_GROUP, .help = "Training"},
        {OPTION_LONG, "batch", &a.batch, "N", "sentences a step; each is the negative of the others", 2, 65536},
        {OPTION_LONG, "steps", &a.steps, "N", "how long to train; 0 = as --epochs says", 0, 1e9},
        {OPTION_LONG, "epochs", &a.epochs, "N", "the same in passes over the sentences", 1, 1e6},
        {OPTION_LONG, "min-words", &a.min_words, "N", "leave out lines with fewer known words", 1, 4096},
        {OPTION_LONG, "max-sentences", &a.max_sentences, "N", "draw so many lines from the corpus; 0 = all", 0, 4e9},
        {OPTION_NUMBER, "lr", &a.lr, "X", "highest learning rate; falls linearly to 0 (bag: 0.3)", 1e-9, 1e9},
        {OPTION_LONG, "warmup", &a.warmup, "N", "steps in which it rises; without: a twentieth of all", 0, 1e9},
        {OPTION_NUMBER, "weight-decay", &a.weight_decay, "X", "decoupled; in a bag on the rows of the batch", 0, 10},
        {OPTION_NUMBER, "clip", &a.clip, "X", "largest norm of the gradient; 0 = no limit", 0, 1e9},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "threads", &a.threads, "N", "0 = all processors; the same bits with any number", 0, 1024},
        {OPTION_LONG, "seed", &a.seed, "N", "of all random draws", 0, 9007199254740991.0},
        OPTIONS_END};
    char **rest;
    enum options_result result = options_parse(options, "--input FILE --output FOLDER [OPTION]...",
                                               "Trains sentence embeddings by unsupervised SimCSE (Gao et al. 2021).",
                                               argc, argv, &rest);
    int status = result == OPTIONS_EXIT_OK ? 0 : 2;
    if (result == OPTIONS_RUN && (status = check_arguments(&a, options, rest)) == 0) {
        struct error err = {""};
        set_defaults(&a, options);
        if (!run(&a, options, &err))
            status = run_fail(PROGRAM, &err);
    }
    options_release(options, rest);
    return status;
}
