/* skipgram: word vectors by skip-gram or CBOW (Mikolov et al. 2013). */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "model/run_state.h"
#include "model/word_trainer.h"
#include "trainers/skipgram/state.h"
#include "trainers/skipgram/step.h"
#include "trainers/skipgram/train.h"

#define PROGRAM "skipgram"

struct arguments {
    struct word_trainer_files files;
    char *model, *loss, *subwords;
    size_t memory;
    long buckets, dim, window, negative, epochs, threads, seed;
    double sample, rate, save_every;
    bool deterministic, resume;
};

static const struct arguments defaults = {.files = WORD_TRAINER_DEFAULTS,
                                          .model = (char *)"skipgram",
                                          .loss = (char *)"ns",
                                          .buckets = 2000000,
                                          .dim = 100,
                                          .window = 5,
                                          .negative = 5,
                                          .epochs = 5,
                                          .seed = 1,
                                          .sample = 1e-3,
                                          .rate = 0.025};

/* word2vec takes 0.05 for CBOW, but gives each of the n contexts the whole gradient of their mean; with the
 * n-th part, which is the gradient (step.h), vectors as good need about three times the rate. */
#define CBOW_RATE 0.15

/* fastText's, for vectors composed of n-grams. */
#define SUBWORDS_RATE 0.05

static bool hierarchical(const struct arguments *a)
{
    return strcmp(a->loss, "hs") == 0;
}

/* "3:6"; false when it is something else. */
static bool parse_subwords(const char *text, struct subwords *s)
{
    char end;
    return sscanf(text, "%4d:%4d%c", &s->shortest, &s->longest, &end) == 2 && s->shortest >= 1 &&
           s->longest >= s->shortest && s->longest <= SUBWORDS_LIMIT;
}

/* What does not depend on one option alone. Returns 0, or 2 after a message. */
static int check_arguments(const struct arguments *a, const struct option *options, char **rest)
{
    int status = word_trainer_check(PROGRAM, &a->files, options, rest);
    if (status != 0)
        return status;
    if (hierarchical(a) && options_given(options, "negative"))
        return options_usage_error(PROGRAM, "--negative has no effect with --loss hs, which draws none");
    if (hierarchical(a) && a->files.save_context)
        return options_usage_error(PROGRAM, "--loss hs has no vectors of words as context for --save-context");
    struct subwords s;
    if (a->subwords && !parse_subwords(a->subwords, &s))
        return options_usage_error(PROGRAM, "--subwords %s: expected the least and the most characters, such as 3:6",
                                   a->subwords);
    if (!a->subwords && options_given(options, "buckets"))
        return options_usage_error(PROGRAM, "--buckets has no effect without --subwords");
    return 0;
}

/* What a run makes, one after the other. */
struct work {
    const struct arguments *arguments;
    const struct option *options;
    struct vocab *vocab;
    struct word_corpus corpus;
    struct skipgram model;
    struct word_trainer_log log;
    char *state;    /* owned; path of the state */
    double seconds; /* of training */
};

static struct skipgram_settings settings(const struct arguments *a)
{
    struct skipgram_settings s = {.model = strcmp(a->model, "cbow") == 0 ? MODEL_CBOW : MODEL_SKIPGRAM,
                                  .loss = hierarchical(a) ? LOSS_HIERARCHICAL_SOFTMAX : LOSS_NEGATIVE_SAMPLING,
                                  .dim = (int)a->dim,
                                  .window = (int)a->window,
                                  .negative = (int)a->negative,
                                  .epochs = (int)a->epochs,
                                  .threads = run_threads(a->threads),
                                  .sample = a->sample,
                                  .rate = a->rate,
                                  .seed = (uint64_t)a->seed,
                                  .deterministic = a->deterministic};
    if (a->subwords && parse_subwords(a->subwords, &s.subwords))
        s.subwords.buckets = (int32_t)a->buckets;
    return s;
}

/* ---- before training ---- */

static bool read_corpus(struct work *w, struct error *err)
{
    const struct arguments *a = w->arguments;
    w->vocab = word_trainer_vocab(&a->files, err);
    return w->vocab && word_trainer_corpus(&a->files, w->vocab, a->memory, &w->corpus, err);
}

/* Known words start from vectors that there are. */
static bool initialize(struct work *w, struct error *err)
{
    const char *path = w->arguments->files.init_vectors;
    long known = word_vectors_initialize(&w->model.words, w->model.settings.dim, w->vocab, NULL, path, err);
    if (known >= 0)
        fprintf(stderr, "%s: %ld of %d words start from %s\n", PROGRAM, known, vocab_size(w->vocab), path);
    return known >= 0;
}

static bool make_model(struct work *w, struct error *err)
{
    struct skipgram_settings s = settings(w->arguments);
    if (!skipgram_init(&w->model, &s, w->vocab, &w->corpus, err))
        return false;
    if (w->arguments->resume) {
        cJSON *options = options_json(w->options);
        bool good = state_read(&w->model, w->state, options, err);
        cJSON_Delete(options);
        return good;
    }
    return !w->arguments->files.init_vectors || initialize(w, err);
}

static double table_mebibytes(const struct matrix *m)
{
    return (double)m->rows * m->stride * sizeof(float) / 1048576;
}

static void print_sizes(const struct work *w)
{
    const struct word_corpus *c = &w->corpus;
    fprintf(stderr,
            "%s: %" PRIu64 " words in %" PRIu64 " sentences, %" PRIu64 " not in the vocabulary of %d; "
            "%.0f MiB of vectors, %.0f of corpus %s\n",
            PROGRAM, c->words, c->sentences, c->unknown, vocab_size(w->vocab),
            table_mebibytes(&w->model.words) + table_mebibytes(&w->model.targets),
            (double)c->words * sizeof(uint32_t) / 1048576, c->ids ? "in memory" : "streamed from disk");
}

/* ---- training ---- */

static bool save(const struct work *w, struct error *err)
{
    cJSON *options = options_json(w->options);
    bool good = state_write(&w->model, w->state, options, err);
    cJSON_Delete(options);
    return good;
}

/* Until all epochs are done, with pauses to save; false and *err also at Ctrl-C. */
static bool train_epochs(struct work *w, struct error *err)
{
    struct skipgram *m = &w->model;
    double seconds = w->arguments->save_every > 0 ? 60 * w->arguments->save_every : INFINITY;
    while (m->epoch < m->settings.epochs) {
        if (!skipgram_train(m, seconds, word_trainer_report, &w->log, err))
            return false;
        if (m->epoch == m->settings.epochs)
            break;
        bool saved = save(w, err);
        if (run_interrupted())
            return run_state_stopped(saved, m->epoch, m->settings.epochs, err);
        if (!saved) /* the state before is still whole */
            fprintf(stderr, "%s%s: %s; training goes on\n", w->log.progress.terminal ? "\n" : "", PROGRAM,
                    err->message);
    }
    return true;
}

static bool train(struct work *w, struct error *err)
{
    const struct skipgram *m = &w->model;
    int epochs = m->settings.epochs;
    word_trainer_start(&w->log, m->settings.model == MODEL_CBOW ? "CBOW" : "skip-gram", "words", epochs,
                       epochs * (double)w->corpus.words, m->epoch, skipgram_words_done(m));
    bool good = train_epochs(w, err);
    w->seconds = run_clock() - w->log.progress.start;
    return good;
}

/* ---- results ---- */

static bool write_vectors(const struct arguments *a, const struct skipgram *m, struct error *err)
{
    if (word_vectors_is_fasttext(a->files.output, a->files.format, a->subwords != NULL)) {
        const struct skipgram_settings *s = &m->settings;
        struct fasttext_model file = {.words = m->vocab,
                                      .subwords = s->subwords,
                                      .inputs = &m->words,
                                      .buckets = m->ngrams.buckets,
                                      .ngrams = m->ngrams.count,
                                      .outputs = &m->targets,
                                      .window = s->window,
                                      .epochs = s->epochs,
                                      .negative = s->negative,
                                      .min_count = a->files.min_count,
                                      .cbow = s->model == MODEL_CBOW,
                                      .hierarchical = s->loss == LOSS_HIERARCHICAL_SOFTMAX,
                                      .sample = s->sample};
        return fasttext_write(&file, a->files.output, err);
    }
    struct matrix vectors = skipgram_vectors(m);
    bool good = word_vectors_write(m->vocab, &vectors, a->files.output, a->files.format, err);
    matrix_release(&vectors);
    return good;
}

static const char *objective(const struct skipgram_settings *s)
{
    if (s->loss == LOSS_HIERARCHICAL_SOFTMAX)
        return s->model == MODEL_CBOW ? "CBOW, mean of the contexts, hierarchical softmax"
                                      : "skip-gram, hierarchical softmax";
    return s->model == MODEL_CBOW ? "CBOW, mean of the contexts, negative sampling"
                                  : "skip-gram, negative sampling, negatives shared by a word's contexts";
}

/* training.json */
static cJSON *record(const struct work *w)
{
    const struct skipgram *m = &w->model;
    const struct skipgram_settings *s = &m->settings;
    struct word_trainer_facts facts = {.program = PROGRAM,
                                       .objective = objective(s),
                                       .kernels = m->kernels->name,
                                       .vocab = w->vocab,
                                       .corpus = &w->corpus,
                                       .losses = m->losses,
                                       .threads = s->threads,
                                       .hogwild = s->threads > 1 && !s->deterministic,
                                       .seconds = w->seconds};
    cJSON *json = word_trainer_record(&facts, &w->log, options_json(w->options));
    cJSON_AddBoolToObject(json, "deterministic", s->deterministic);
    if (m->ngrams.count > 0)
        cJSON_AddNumberToObject(json, "ngram_rows", m->ngrams.count);
    return json;
}

/* A run that is done needs no state; one whose results cannot be written is not lost. */
static bool write_results(const struct work *w, struct error *err)
{
    char *path = mem_format("%s.training.json", w->arguments->files.output);
    cJSON *json = record(w);
    const char *context = w->arguments->files.save_context;
    bool good = write_vectors(w->arguments, &w->model, err) &&
                (!context || word_vectors_write(w->vocab, &w->model.targets, context, NULL, err)) &&
                json_write(path, json, err);
    cJSON_Delete(json);
    mem_free(path);
    struct error why = *err, unsaved;
    if (good)
        output_remove(w->state);
    else if (save(w, &unsaved))
        error_set(err, "%s; training is saved, the same command with --resume writes its results", why.message);
    return good;
}

/* Everything behind the options; false and *err. */
static bool run(const struct arguments *a, const struct option *options, struct error *err)
{
    struct work w = {.arguments = a, .options = options};
    w.state = mem_format("%s.state.safetensors", a->files.output);
    run_catch_interrupt();
    bool good = word_trainer_open(&w.log, &a->files, a->resume, w.state, err);
    if (good) {
        good = read_corpus(&w, err) && make_model(&w, err);
        if (good) {
            print_sizes(&w);
            good = train(&w, err) && write_results(&w, err);
        }
        good = word_trainer_close(&w.log, good, err) && good;
    }
    if (good) {
        char rate[64];
        word_trainer_speed(&w.log, w.seconds, rate, sizeof rate);
        run_summary(PROGRAM, a->seed, w.model.settings.threads, w.model.kernels->name, rate);
    }
    skipgram_release(&w.model);
    word_corpus_release(&w.corpus);
    vocab_free(w.vocab);
    mem_free(w.state);
    return good;
}

/* Half of the machine's memory, in whole mebibytes. */
static size_t half_of_memory(void)
{
    return (size_t)sysconf(_SC_PHYS_PAGES) / 2 * (size_t)sysconf(_SC_PAGESIZE) >> 20 << 20;
}

int main(int argc, char **argv)
{
    struct arguments a = defaults;
    a.memory = half_of_memory();
    struct option options[] = {
        WORD_TRAINER_OPTIONS(
            a.files, ".bin (word2vec's; fastText's with --subwords), .txt, .vec, .glove.txt, .npy, .tsv", ""),
        {OPTION_GROUP, .help = "Training"},
        {OPTION_CHOICE, "model", &a.model, "MODEL", "each context predicts the word, or their mean does (CBOW)",
         .choices = "skipgram|cbow"},
        {OPTION_CHOICE, "loss", &a.loss, "LOSS", "negative sampling, or hierarchical softmax over a Huffman tree",
         .choices = "ns|hs"},
        {OPTION_STRING, "subwords", &a.subwords, "M:N",
         "compose words of their n-grams of M to N characters (Bojanowski et al. 2017)"},
        {OPTION_LONG, "buckets", &a.buckets, "N", "numbers to which n-grams are hashed", 1, 1e9},
        {OPTION_LONG, "dim", &a.dim, "N", "dimensions of a vector", 1, 4096},
        {OPTION_LONG, "window", &a.window, "N", "most words to each side that count as context", 1, WINDOW_LIMIT},
        {OPTION_LONG, "negative", &a.negative, "N", "negatives, shared by the contexts of a word", 1, NEGATIVE_LIMIT},
        {OPTION_LONG, "epochs", &a.epochs, "N", "passes over the corpus", 1, 1e6},
        {OPTION_NUMBER, "sample", &a.sample, "X", "threshold of subsampling frequent words; 0 = none", 0, 1},
        {OPTION_NUMBER, "lr", &a.rate, "X",
         "learning rate at the start (unless given, 0.15 for cbow, else 0.05 with --subwords); falls linearly to "
         "1e-4 of it",
         1e-9, 1e9},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "threads", &a.threads, "N",
         "0 = all processors; the same bits again only with 1 or --deterministic", 0, 1024},
        {OPTION_FLAG, "deterministic", &a.deterministic, NULL,
         "the same bits for any number of threads, of which at most 4 work at a time"},
        {OPTION_SIZE, "memory", &a.memory, "SIZE",
         "most of the corpus's words held in memory (4 bytes each); beyond it they are read from disk beside the "
         "output as training goes; unless given, half of this machine's memory"},
        {OPTION_NUMBER, "save-every", &a.save_every, "MINUTES",
         "between writing OUTPUT.state.safetensors, which a run that is done removes; 0 = only at Ctrl-C", 0, 1e6},
        {OPTION_FLAG, "resume", &a.resume, NULL, "go on from there, as if the run had never stopped"},
        {OPTION_LONG, "seed", &a.seed, "N", "of all random draws", 0, 9007199254740991.0},
        OPTIONS_END};
    char **rest;
    enum options_result result =
        options_parse(options, "--input FILE --output FILE [OPTION]...",
                      "Trains word vectors by skip-gram or CBOW (Mikolov et al. 2013).", argc, argv, &rest);
    int status = result == OPTIONS_EXIT_USAGE ? 2 : 0;
    if (result == OPTIONS_RUN) {
        status = check_arguments(&a, options, rest);
        if (!options_given(options, "lr"))
            a.rate = strcmp(a.model, "cbow") == 0 ? CBOW_RATE : a.subwords ? SUBWORDS_RATE : a.rate;
        if (hierarchical(&a))
            a.negative = 0;
    }
    struct error err = {""};
    if (result == OPTIONS_RUN && status == 0 && !run(&a, options, &err))
        status = run_fail(PROGRAM, &err);
    options_release(options, rest);
    return status;
}
