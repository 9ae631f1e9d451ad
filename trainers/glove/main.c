/* glove: word vectors from co-occurrence counts (GloVe, Pennington et al. 2014): counting, shuffling and
 * training in one program. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "model/run_state.h"
#include "model/word_trainer.h"
#include "trainers/glove/count.h"
#include "trainers/glove/memory.h"
#include "trainers/glove/state.h"
#include "trainers/glove/train.h"

#define PROGRAM "glove"

struct arguments {
    struct word_trainer_files files;
    char *contexts;
    size_t memory;
    long dim, window, epochs, threads, seed, save_every;
    double x_max, alpha, rate;
    bool resume;
};

static const struct arguments defaults = {.files = WORD_TRAINER_DEFAULTS,
                                          .contexts = (char *)"both",
                                          .memory = (size_t)4 << 30,
                                          .dim = 100,
                                          .window = 15,
                                          .epochs = 25,
                                          .seed = 1,
                                          .x_max = 100,
                                          .alpha = 0.75,
                                          .rate = 0.1};

/* What a run makes, one after the other. */
struct work {
    const struct arguments *arguments;
    const struct option *options;
    int threads;
    struct vocab *vocab;
    struct word_corpus corpus;
    struct grid grid;
    struct cell_store cells;
    struct glove model;
    struct word_trainer_log log;
    char *state;               /* owned; path of the state */
    double counting, training; /* seconds */
};

/* ---- before training ---- */

/* Vocabulary and corpus, and how memory is shared out between them and the counts. */
static bool read_corpus(struct work *w, struct memory_plan *plan, struct error *err)
{
    const struct arguments *a = w->arguments;
    w->vocab = word_trainer_vocab(&a->files, err);
    if (!w->vocab)
        return false;
    int words = vocab_size(w->vocab);
    w->grid = grid_new(words, glove_bytes_per_word((int)a->dim), (uint64_t)a->seed);
    struct memory_needs needs = {words, w->grid.groups, (int)a->dim, w->threads, a->resume};
    size_t memory = memory_for_corpus(a->memory, &needs);
    return word_trainer_corpus(&a->files, w->vocab, memory, &w->corpus, err) &&
           memory_share(plan, a->memory, &needs, &w->corpus, err);
}

static void print_plan(const struct work *w, const struct memory_plan *plan)
{
    const struct word_corpus *c = &w->corpus;
    int slabs = count_slabs(c, plan->slab);
    fprintf(stderr, "%s: %" PRIu64 " words in %" PRIu64 " sentences, %" PRIu64 " not in the vocabulary of %d; ",
            PROGRAM, c->words, c->sentences, c->unknown, vocab_size(w->vocab));
    if (slabs > 1)
        fprintf(stderr, "counted in %d slabs on disk; ", slabs);
    fprintf(stderr, "%.0f MiB for counts in memory\n", (double)plan->cells / 1048576);
}

static void report_counting(double words, void *progress)
{
    progress_update(progress, words, "");
}

static bool count(struct work *w, const struct memory_plan *plan, struct error *err)
{
    const struct arguments *a = w->arguments;
    bool left = strcmp(a->contexts, "left") == 0;
    struct count_settings s = {(int)a->window, left, w->threads, plan->buffer, plan->slab, plan->streams};
    struct progress progress = progress_start("counting", "words", (double)w->corpus.words);
    print_plan(w, plan);
    w->cells = cell_store_new(&w->grid, plan->cells, a->files.output);
    if (!count_cooccurrences(&w->cells, &w->corpus, &s, report_counting, &progress, err))
        return false;
    w->counting = run_clock() - progress.start;
    progress_end(&progress, (double)w->corpus.words, "");
    word_corpus_release_words(&w->corpus); /* the counts say all that training needs */
    fprintf(stderr, "%s: %zu cells, %.0f MiB in memory, %.0f on disk\n", PROGRAM, cell_store_count(&w->cells),
            (double)w->cells.in_memory / 1048576, (double)w->cells.on_disk / 1048576);
    return true;
}

/* ---- training ---- */

static bool save(const struct work *w, struct error *err)
{
    cJSON *options = options_json(w->options);
    char corpus[9];
    word_corpus_checksum(&w->corpus, corpus);
    bool good = state_write(&w->model, w->state, options, corpus, err);
    cJSON_Delete(options);
    return good;
}

static bool restore(struct work *w, struct error *err)
{
    cJSON *options = options_json(w->options);
    char corpus[9];
    word_corpus_checksum(&w->corpus, corpus);
    bool good = state_read(&w->model, w->state, options, corpus, err);
    cJSON_Delete(options);
    return good;
}

static bool start(struct work *w, struct error *err)
{
    const struct arguments *a = w->arguments;
    struct glove_settings s = {.dim = (int)a->dim,
                               .epochs = (int)a->epochs,
                               .threads = w->threads,
                               .rate = a->rate,
                               .alpha = a->alpha,
                               .x_max = a->x_max,
                               .seed = (uint64_t)a->seed};
    if (!glove_init(&w->model, &s, w->vocab, &w->cells, err))
        return false;
    if (a->resume || !a->files.init_vectors)
        return !a->resume || restore(w, err);
    long known = glove_start_from(&w->model, a->files.init_vectors, err);
    if (known > 0)
        fprintf(stderr, "%s: %ld of %d words start from %s\n", PROGRAM, known, vocab_size(w->vocab), a->files.init_vectors);
    return known > 0;
}

/* Until all epochs are done, with pauses to save; false and *err also at Ctrl-C. */
static bool train_epochs(struct work *w, struct error *err)
{
    struct glove *m = &w->model;
    int epochs = m->settings.epochs, every = (int)w->arguments->save_every;
    while (m->epoch < epochs) {
        int next = every > 0 && every < epochs - m->epoch ? m->epoch + every : epochs;
        if (!glove_train(m, next, word_trainer_report, &w->log, err))
            return false;
        if (m->epoch == epochs && every == 0)
            break;
        bool saved = save(w, err);
        if (run_interrupted() && m->epoch < epochs)
            return run_state_stopped(saved, m->epoch, epochs, err);
        if (!saved) /* the state before is still whole */
            fprintf(stderr, "%s%s: %s; training goes on\n", w->log.progress.terminal ? "\n" : "", PROGRAM,
                    err->message);
    }
    return true;
}

static bool train(struct work *w, struct error *err)
{
    if (!start(w, err))
        return false;
    const struct glove *m = &w->model;
    int epochs = m->settings.epochs;
    word_trainer_start(&w->log, "GloVe", "cells", epochs, epochs * (double)cell_store_count(&w->cells), m->epoch,
                       glove_cells_done(m));
    bool good = train_epochs(w, err);
    w->training = run_clock() - w->log.progress.start;
    return good;
}

/* ---- results ---- */

static bool write_vectors(const struct work *w, struct error *err)
{
    const struct arguments *a = w->arguments;
    struct matrix vectors = glove_vectors(&w->model);
    bool good = word_vectors_write(w->vocab, &vectors, a->files.output, a->files.format, err);
    matrix_release(&vectors);
    if (!good || !a->files.save_context)
        return good;
    vectors = glove_contexts(&w->model);
    good = word_vectors_write(w->vocab, &vectors, a->files.save_context, NULL, err);
    matrix_release(&vectors);
    return good;
}

/* training.json */
static cJSON *record(const struct work *w)
{
    const struct glove *m = &w->model;
    struct word_trainer_facts facts = {.program = PROGRAM,
                                       .objective = "GloVe: weighted least squares of log co-occurrence counts",
                                       .kernels = m->step.adagrad->name,
                                       .vocab = w->vocab,
                                       .corpus = &w->corpus,
                                       .losses = m->losses,
                                       .threads = w->threads,
                                       .seconds = w->training};
    cJSON *json = word_trainer_record(&facts, &w->log, options_json(w->options));
    cJSON_AddStringToObject(json, "vectors", "sum of word and context vectors");
    cJSON_AddNumberToObject(json, "cells", (double)cell_store_count(&w->cells));
    cJSON_AddNumberToObject(json, "cells_on_disk", (double)(w->cells.on_disk / sizeof(struct cell)));
    cJSON_AddNumberToObject(json, "seconds_counting", w->counting);
    return json;
}

/* A run that is done needs no state, save for more epochs later; one whose results cannot be written is not
 * lost. */
static bool write_results(const struct work *w, struct error *err)
{
    char *path = mem_format("%s.training.json", w->arguments->files.output);
    cJSON *json = record(w);
    bool good = write_vectors(w, err) && json_write(path, json, err);
    cJSON_Delete(json);
    mem_free(path);
    struct error why = *err, unsaved;
    if (good && w->arguments->save_every == 0)
        output_remove(w->state);
    else if (!good && save(w, &unsaved))
        error_set(err, "%s; training is saved, the same command with --resume writes its results", why.message);
    return good;
}

/* Everything behind the options; false and *err. */
static bool run(const struct arguments *a, const struct option *options, struct error *err)
{
    struct work w = {.arguments = a, .options = options, .threads = run_threads(a->threads)};
    struct memory_plan plan;
    w.state = mem_format("%s.state.safetensors", a->files.output);
    run_catch_interrupt();
    bool good = word_trainer_open(&w.log, &a->files, a->resume, w.state, err);
    if (good) {
        good = read_corpus(&w, &plan, err) && count(&w, &plan, err) && train(&w, err) && write_results(&w, err);
        good = word_trainer_close(&w.log, good, err) && good;
    }
    if (good) {
        char rate[64];
        word_trainer_speed(&w.log, w.training, rate, sizeof rate);
        run_summary(PROGRAM, a->seed, w.threads, w.model.step.adagrad->name, rate);
    }
    glove_release(&w.model);
    cell_store_release(&w.cells);
    grid_release(&w.grid);
    word_corpus_release(&w.corpus);
    vocab_free(w.vocab);
    mem_free(w.state);
    return good;
}

int main(int argc, char **argv)
{
    struct arguments a = defaults;
    struct option options[] = {
        WORD_TRAINER_OPTIONS(a.files, ".bin .txt .vec (word2vec), .glove.txt, .npy or .tsv",
                             " (the output is the sum of both)"),
        {OPTION_GROUP, .help = "Counting"},
        {OPTION_LONG, "window", &a.window, "N", "most words to a side that count as context, at distance d as 1/d", 1,
         1000},
        {OPTION_CHOICE, "contexts", &a.contexts, "SIDE", "words on both sides, or only those before the word",
         .choices = "both|left"},
        {OPTION_SIZE, "memory", &a.memory, "SIZE",
         "bound for corpus, counts and vectors, such as 512M; what exceeds it goes to disk beside the output"},
        {OPTION_GROUP, .help = "Training"},
        {OPTION_LONG, "dim", &a.dim, "N", "dimensions of a vector", 1, 4096},
        {OPTION_LONG, "epochs", &a.epochs, "N", "passes over the counts", 1, 1e6},
        {OPTION_NUMBER, "x-max", &a.x_max, "X", "count from which on all weigh the same", 1e-6, 1e15},
        {OPTION_NUMBER, "alpha", &a.alpha, "X", "smaller counts weigh (count / x-max)^alpha", 0, 10},
        {OPTION_NUMBER, "lr", &a.rate, "X", "learning rate at the start, before AdaGrad lowers it", 1e-9, 1e9},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "threads", &a.threads, "N", "0 = all processors; the same bits with any number", 0, 1024},
        {OPTION_LONG, "save-every", &a.save_every, "N",
         "epochs between writing OUTPUT.state.safetensors, the last of which stays, for more --epochs later; 0 = only "
         "at Ctrl-C",
         0, 1e6},
        {OPTION_FLAG, "resume", &a.resume, NULL, "go on from there, as if the run had never stopped"},
        {OPTION_LONG, "seed", &a.seed, "N", "of all random draws", 0, 9007199254740991.0},
        OPTIONS_END};
    char **rest;
    enum options_result result = options_parse(
        options, "--input FILE --output FILE [OPTION]...",
        "Trains word vectors on co-occurrence counts (GloVe, Pennington et al. 2014).", argc, argv, &rest);
    int status = result == OPTIONS_EXIT_USAGE ? 2 : 0;
    if (result == OPTIONS_RUN)
        status = word_trainer_check(PROGRAM, &a.files, options, rest);
    struct error err = {""};
    if (result == OPTIONS_RUN && status == 0 && !run(&a, options, &err))
        status = run_fail(PROGRAM, &err);
    options_release(options, rest);
    return status;
}
