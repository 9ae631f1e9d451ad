/* glove: word vectors from co-occurrence counts (GloVe, Pennington et al. 2014): counting, shuffling and
 * training in one program. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "model/word_vectors.h"
#include "trainers/glove/count.h"
#include "trainers/glove/memory.h"
#include "trainers/glove/record.h"
#include "trainers/glove/state.h"
#include "trainers/glove/train.h"

#define PROGRAM "glove"

struct arguments {
    char *input, *output, *read_vocab, *save_vocab, *log, *sentences, *contexts, *format, *memory;
    long dim, window, epochs, min_count, max_vocab, threads, seed, save_every;
    double x_max, alpha, rate;
    bool resume;
};

static const struct arguments defaults = {.sentences = (char *)"line",
                                          .contexts = (char *)"both",
                                          .memory = (char *)"4G",
                                          .dim = 100,
                                          .window = 15,
                                          .epochs = 25,
                                          .min_count = 5,
                                          .seed = 1,
                                          .x_max = 100,
                                          .alpha = 0.75,
                                          .rate = 0.05};

/* What does not depend on one option alone. Returns 0, or 2 after a message. */
static int check_arguments(const struct arguments *a, const struct option *options, char **rest)
{
    if (rest[0])
        return options_usage_error(PROGRAM, "\"%s\" is no option; the corpus is given by --input FILE", rest[0]);
    bool limited = options_given(options, "min-count") || options_given(options, "max-vocab");
    struct error err;
    if (!word_vectors_check_files(a->input ? (char *[]){a->input, NULL} : NULL, a->output, a->format, a->read_vocab,
                                  a->save_vocab, limited, &err))
        return options_usage_error(PROGRAM, "%s", err.message);
    size_t bytes;
    if (!memory_parse(a->memory, &bytes))
        return options_usage_error(PROGRAM, "--memory %s: expected a size such as 512M or 4G", a->memory);
    return 0;
}

/* What a run makes, one after the other. */
struct work {
    const struct arguments *arguments;
    const struct option *options;
    int threads;
    struct vocab *vocab;
    struct token_corpus corpus;
    struct grid grid;
    struct cell_store cells;
    struct glove model;
    struct training_log log;
    char *state;               /* owned; path of the state */
    double counting, training; /* seconds */
};

static void report_counting(double words, void *progress)
{
    progress_update(progress, words, "");
}

static bool count(struct work *w, struct error *err)
{
    const struct arguments *a = w->arguments;
    int words = vocab_size(w->vocab);
    struct memory_plan plan;
    size_t memory = 0;
    memory_parse(a->memory, &memory);
    w->grid = grid_new(words, glove_bytes_per_word((int)a->dim), (uint64_t)a->seed);
    struct memory_needs needs = {w->corpus.count, w->corpus.lines, words,    w->grid.groups,
                                 (int)a->dim,     w->threads,      a->resume};
    if (!memory_share(&plan, memory, &needs, err))
        return false;
    fprintf(stderr, "%s: %zu words in %zu lines, %ld not in the vocabulary of %d; %.0f MiB for counts in memory\n",
            PROGRAM, w->corpus.count, w->corpus.lines, w->corpus.unknown, words, (double)plan.cells / 1048576);
    w->cells = cell_store_new(&w->grid, plan.cells, a->output);
    struct count_settings s = {(int)a->window, strcmp(a->contexts, "left") == 0, w->threads, plan.buffer};
    struct progress progress = progress_start("counting", "words", (double)w->corpus.count);
    bool good = count_cooccurrences(&w->cells, &w->corpus, &s, report_counting, &progress, err);
    w->counting = run_clock() - progress.start;
    if (!good)
        return false;
    progress_end(&progress, (double)w->corpus.count, "");
    mem_free(w->corpus.ids); /* the counts say all that training needs */
    w->corpus.ids = NULL;
    fprintf(stderr, "%s: %zu cells, %.0f MiB in memory, %.0f on disk\n", PROGRAM, cell_store_count(&w->cells),
            (double)w->cells.in_memory / 1048576, (double)w->cells.on_disk / 1048576);
    return true;
}

static bool save(const struct work *w, struct error *err)
{
    cJSON *options = options_json(w->options);
    char corpus[9];
    tokens_checksum(&w->corpus, corpus);
    bool good = state_write(&w->model, w->state, options, corpus, err);
    cJSON_Delete(options);
    return good;
}

static bool restore(struct work *w, struct error *err)
{
    cJSON *options = options_json(w->options);
    char corpus[9];
    tokens_checksum(&w->corpus, corpus);
    bool good = state_read(&w->model, w->state, options, corpus, err);
    cJSON_Delete(options);
    return good;
}

/* Trains until the next state is due, again and again. */
static bool train_epochs(struct work *w, struct error *err)
{
    int epochs = w->model.settings.epochs, every = (int)w->arguments->save_every;
    bool good = true;
    while (good && w->model.epoch < epochs) {
        int next = every > 0 && every < epochs - w->model.epoch ? w->model.epoch + every : epochs;
        good = glove_train(&w->model, next, training_log_report, &w->log, err);
        if (good && every > 0)
            good = save(w, err);
    }
    if (!good && run_interrupted() && save(w, err))
        error_set(err, "stopped in epoch %d of %d; the same command with --resume goes on", w->model.epoch + 1, epochs);
    return good;
}

static bool train(struct work *w, struct error *err)
{
    const struct arguments *a = w->arguments;
    struct glove_settings s = {.dim = (int)a->dim,
                               .epochs = (int)a->epochs,
                               .threads = w->threads,
                               .rate = a->rate,
                               .alpha = a->alpha,
                               .x_max = a->x_max,
                               .seed = (uint64_t)a->seed};
    if (!glove_init(&w->model, &s, w->vocab, &w->cells, err) || (a->resume && !restore(w, err)))
        return false;
    training_log_start(&w->log, &w->model);
    bool good = train_epochs(w, err);
    w->training = run_clock() - w->log.progress.start;
    return good;
}

static bool write_results(const struct work *w, struct error *err)
{
    const struct arguments *a = w->arguments;
    struct matrix vectors = glove_vectors(&w->model);
    bool good = word_vectors_write(w->vocab, &vectors, a->output, a->format, err);
    matrix_release(&vectors);
    if (!good)
        return false;
    char *path = mem_format("%s.training.json", a->output);
    cJSON *json = training_record(&w->model, options_json(w->options), &w->corpus, a->input, w->counting, w->training,
                                  training_log_cells(&w->log));
    good = json_write(path, json, err);
    cJSON_Delete(json);
    mem_free(path);
    return good;
}

/* Everything behind the options; false and *err. */
static bool run(const struct arguments *a, const struct option *options, struct error *err)
{
    struct work w = {.arguments = a, .options = options, .threads = run_threads(a->threads)};
    w.state = mem_format("%s.state.safetensors", a->output);
    run_catch_interrupt();
    bool good = word_vectors_can_write(a->output, err);
    if (good && a->resume && !path_exists(w.state))
        good = error_set(err, "%s is not there: --resume needs what Ctrl-C or --save-every left", w.state);
    good = good && training_log_open(&w.log, a->log, a->resume, err);
    if (good) {
        good =
            (w.vocab = vocab_for_training(a->read_vocab, (char *[]){a->input, NULL}, a->min_count, a->max_vocab,
                                        a->save_vocab, err)) &&
            tokens_read_words(&w.corpus, a->input, w.vocab, strcmp(a->sentences, "paragraph") == 0, err) &&
            count(&w, err) && train(&w, err);
        good = training_log_close(&w.log, good, err) && good && write_results(&w, err);
    }
    if (good) {
        char rate[64];
        snprintf(rate, sizeof rate, "%.0f cells/s", w.training > 0 ? training_log_cells(&w.log) / w.training : 0);
        run_summary(PROGRAM, a->seed, w.threads, w.model.step.adagrad->name, rate);
    }
    glove_release(&w.model);
    cell_store_release(&w.cells);
    grid_release(&w.grid);
    tokens_release(&w.corpus);
    vocab_free(w.vocab);
    mem_free(w.state);
    return good;
}

int main(int argc, char **argv)
{
    struct arguments a = defaults;
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &a.input, "FILE", "corpus: text, plain or gzip"},
        {OPTION_STRING, "output", &a.output, "FILE",
         "word vectors; by ending .bin .txt .vec (word2vec), .glove.txt, .npy or .tsv"},
        {OPTION_CHOICE, "format", &a.format, "FORMAT", "of the output, whatever its ending",
         .choices = WORD_VECTORS_FORMATS},
        {OPTION_STRING, "read-vocab", &a.read_vocab, "FILE", "take the vocabulary from \"word count\" lines"},
        {OPTION_STRING, "save-vocab", &a.save_vocab, "FILE", "write the vocabulary as \"word count\" lines"},
        {OPTION_STRING, "log", &a.log, "FILE",
         "progress as JSON lines, written as training goes; a resumed run appends"},
        {OPTION_CHOICE, "sentences", &a.sentences, "UNIT",
         "no window crosses its end: a line, or (text broken at page width) lines up to a blank one",
         .choices = "line|paragraph"},
        {OPTION_GROUP, .help = "Vocabulary"},
        {OPTION_LONG, "min-count", &a.min_count, "N", "leave out words seen less often", 1, 1e9},
        {OPTION_LONG, "max-vocab", &a.max_vocab, "N", "keep only the N most frequent words; 0 = all", 0, 1e9},
        {OPTION_GROUP, .help = "Counting"},
        {OPTION_LONG, "window", &a.window, "N", "most words to a side that count as context, at distance d as 1/d", 1,
         1000},
        {OPTION_CHOICE, "contexts", &a.contexts, "SIDE", "words on both sides, or only those before the word",
         .choices = "both|left"},
        {OPTION_STRING, "memory", &a.memory, "SIZE",
         "bound for corpus, counts and vectors, such as 512M; counts beyond it go to disk beside the output"},
        {OPTION_GROUP, .help = "Training"},
        {OPTION_LONG, "dim", &a.dim, "N", "dimensions of a vector", 1, 4096},
        {OPTION_LONG, "epochs", &a.epochs, "N", "passes over the counts", 1, 1e6},
        {OPTION_NUMBER, "x-max", &a.x_max, "X", "count from which on all weigh the same", 1e-6, 1e15},
        {OPTION_NUMBER, "alpha", &a.alpha, "X", "smaller counts weigh (count / x-max)^alpha", 0, 10},
        {OPTION_NUMBER, "lr", &a.rate, "X", "learning rate at the start, before AdaGrad lowers it", 1e-9, 1e9},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "threads", &a.threads, "N", "0 = all processors; the same bits with any number", 0, 1024},
        {OPTION_LONG, "save-every", &a.save_every, "N",
         "epochs between writing OUTPUT.state.safetensors; 0 = only at Ctrl-C", 0, 1e6},
        {OPTION_FLAG, "resume", &a.resume, NULL, "go on from there, as if the run had never stopped"},
        {OPTION_LONG, "seed", &a.seed, "N", "of all random draws", 0, 9007199254740991.0},
        OPTIONS_END};
    char **rest;
    enum options_result result = options_parse(
        options, "--input FILE --output FILE [OPTION]...",
        "Trains word vectors on co-occurrence counts (GloVe, Pennington et al. 2014).", argc, argv, &rest);
    int status = result == OPTIONS_EXIT_USAGE ? 2 : 0;
    if (result == OPTIONS_RUN)
        status = check_arguments(&a, options, rest);
    struct error err = {""};
    if (result == OPTIONS_RUN && status == 0 && !run(&a, options, &err))
        status = run_fail(PROGRAM, &err);
    options_release(options, rest);
    return status;
}
