/* skipgram: word vectors by skip-gram or CBOW (Mikolov et al. 2013). */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "model/word_vectors.h"
#include "trainers/skipgram/record.h"
#include "trainers/skipgram/step.h"
#include "trainers/skipgram/train.h"

#define PROGRAM "skipgram"

struct arguments {
    char *input, *output, *read_vocab, *save_vocab, *log, *sentences, *model, *loss, *subwords, *format;
    long buckets, dim, window, negative, epochs, min_count, max_vocab, threads, seed;
    double sample, rate;
    bool deterministic;
};

static const struct arguments defaults = {.sentences = (char *)"line",
                                          .model = (char *)"skipgram",
                                          .loss = (char *)"ns",
                                          .buckets = 2000000,
                                          .dim = 100,
                                          .window = 5,
                                          .negative = 5,
                                          .epochs = 5,
                                          .min_count = 5,
                                          .seed = 1,
                                          .sample = 1e-3,
                                          .rate = 0.025};

/* word2vec takes 0.05 for CBOW, but gives each of the n contexts the whole gradient of their mean; with the
 * n-th part, which is the gradient (step.h), vectors as good need about three times the rate. */
#define CBOW_RATE 0.15

static bool hierarchical(const struct arguments *a)
{
    return strcmp(a->loss, "hs") == 0;
}

enum { NGRAM_LIMIT = 64 }; /* characters; longer ones are whole words */

/* "3:6"; false when it is something else. */
static bool parse_subwords(const char *text, struct subwords *s)
{
    char end;
    return sscanf(text, "%4d:%4d%c", &s->shortest, &s->longest, &end) == 2 && s->shortest >= 1 &&
           s->longest >= s->shortest && s->longest <= NGRAM_LIMIT;
}

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
    if (hierarchical(a) && options_given(options, "negative"))
        return options_usage_error(PROGRAM, "--negative has no effect with --loss hs, which draws none");
    struct subwords s;
    if (a->subwords && !parse_subwords(a->subwords, &s))
        return options_usage_error(PROGRAM, "--subwords %s: expected the least and the most characters, such as 3:6",
                                   a->subwords);
    if (!a->subwords && options_given(options, "buckets"))
        return options_usage_error(PROGRAM, "--buckets has no effect without --subwords");
    return 0;
}

static bool write_vectors(const struct arguments *a, const struct skipgram *m, struct error *err)
{
    if (word_vectors_is_fasttext(a->output, a->format, a->subwords != NULL)) {
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
                                      .min_count = a->min_count,
                                      .cbow = s->model == MODEL_CBOW,
                                      .hierarchical = s->loss == LOSS_HIERARCHICAL_SOFTMAX,
                                      .sample = s->sample};
        return fasttext_write(&file, a->output, err);
    }
    struct matrix vectors = skipgram_vectors(m);
    bool good = word_vectors_write(m->vocab, &vectors, a->output, a->format, err);
    matrix_release(&vectors);
    return good;
}

static bool write_results(const struct arguments *a, const struct option *options, const struct skipgram *m,
                          double seconds, struct error *err)
{
    if (!write_vectors(a, m, err))
        return false;
    char *path = mem_format("%s.training.json", a->output);
    cJSON *json = training_record(m, options_json(options), a->input, seconds);
    bool good = json_write(path, json, err);
    cJSON_Delete(json);
    mem_free(path);
    return good;
}

static bool train(const struct arguments *a, const struct option *options, struct skipgram *m, struct error *err)
{
    struct training_log log;
    if (!training_log_open(&log, a->log, err))
        return false;
    double words = (double)m->settings.epochs * (double)m->corpus->count, start = run_clock();
    training_log_start(&log, m, words);
    bool good = skipgram_train(m, training_log_report, &log, err);
    double seconds = run_clock() - start;
    good = training_log_close(&log, good, err) && good && write_results(a, options, m, seconds, err);
    if (good) {
        char rate[64];
        snprintf(rate, sizeof rate, "%.0f words/s", words / seconds);
        run_summary(PROGRAM, a->seed, m->settings.threads, m->kernels->name, rate);
    }
    return good;
}

/* Everything behind the options; false and *err. */
static bool run(const struct arguments *a, const struct option *options, struct error *err)
{
    struct vocab *v = NULL;
    struct token_corpus corpus = {0};
    struct skipgram m = {0};
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
    run_catch_interrupt();
    bool good = word_vectors_can_write(a->output, err) &&
                (v = vocab_for_training(a->read_vocab, (char *[]){a->input, NULL}, a->min_count, a->max_vocab,
                                        a->save_vocab, err)) &&
                tokens_read_words(&corpus, a->input, v, strcmp(a->sentences, "paragraph") == 0, err) &&
                skipgram_init(&m, &s, v, &corpus, err);
    if (good) {
        fprintf(stderr,
                "%s: %zu words in %zu lines, %ld not in the vocabulary of %d; %.0f MiB of vectors, %.0f of corpus\n",
                PROGRAM, corpus.count, corpus.lines, corpus.unknown, vocab_size(v),
                2.0 * (double)m.words.rows * m.words.stride * sizeof(float) / 1048576,
                (double)(corpus.count * sizeof(int32_t) + corpus.lines * sizeof(size_t)) / 1048576);
        good = train(a, options, &m, err);
    }
    skipgram_release(&m);
    tokens_release(&corpus);
    vocab_free(v);
    return good;
}

int main(int argc, char **argv)
{
    struct arguments a = defaults;
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &a.input, "FILE", "corpus: text, plain or gzip"},
        {OPTION_STRING, "output", &a.output, "FILE",
         "word vectors; by ending .bin (word2vec's; fastText's with --subwords), .txt, .vec, .glove.txt, .npy, .tsv"},
        {OPTION_CHOICE, "format", &a.format, "FORMAT", "of the output, whatever its ending",
         .choices = WORD_VECTORS_FORMATS},
        {OPTION_STRING, "read-vocab", &a.read_vocab, "FILE", "take the vocabulary from \"word count\" lines"},
        {OPTION_STRING, "save-vocab", &a.save_vocab, "FILE", "write the vocabulary as \"word count\" lines"},
        {OPTION_STRING, "log", &a.log, "FILE", "progress as JSON lines, written as training goes"},
        {OPTION_CHOICE, "sentences", &a.sentences, "UNIT",
         "no window crosses its end: a line, or (text broken at page width) lines up to a blank one",
         .choices = "line|paragraph"},
        {OPTION_GROUP, .help = "Vocabulary"},
        {OPTION_LONG, "min-count", &a.min_count, "N", "leave out words seen less often", 1, 1e9},
        {OPTION_LONG, "max-vocab", &a.max_vocab, "N", "keep only the N most frequent words; 0 = all", 0, 1e9},
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
         "learning rate at the start (unless given, 0.15 for cbow); falls linearly to 1e-4 of it", 1e-9, 1e9},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "threads", &a.threads, "N",
         "0 = all processors; the same bits again only with 1 or --deterministic", 0, 1024},
        {OPTION_FLAG, "deterministic", &a.deterministic, NULL,
         "the same bits for any number of threads, of which at most 8 work at a time"},
        {OPTION_LONG, "seed", &a.seed, "N", "of all random draws", 0, 9007199254740991.0},
        OPTIONS_END};
    char **rest;
    enum options_result result =
        options_parse(options, "--input FILE --output FILE [OPTION]...",
                      "Trains word vectors by skip-gram or CBOW (Mikolov et al. 2013).", argc, argv, &rest);
    int status = result == OPTIONS_EXIT_USAGE ? 2 : 0;
    if (result == OPTIONS_RUN) {
        status = check_arguments(&a, options, rest);
        if (strcmp(a.model, "cbow") == 0 && !options_given(options, "lr"))
            a.rate = CBOW_RATE;
        if (hierarchical(&a))
            a.negative = 0;
    }
    struct error err = {""};
    if (result == OPTIONS_RUN && status == 0 && !run(&a, options, &err))
        status = run_fail(PROGRAM, &err);
    options_release(options, rest);
    return status;
}
