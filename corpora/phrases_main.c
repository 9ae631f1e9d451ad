/* corpus phrases: joins words that belong together. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"
#include "corpora/phrases.h"

#define LEAST_MEMORY ((size_t)1 << 20)

/* gensim's ENGLISH_CONNECTOR_WORDS: articles, prepositions, conjunctions. */
#define ENGLISH_CONNECTORS "a an the for of with without at from to in on by and or"

struct arguments {
    char **inputs, *output, *list, *scoring, *connectors, *sentences;
    double threshold;
    long min_count, passes;
    size_t memory;
};

/* One pass: finds, joins, reports. */
static bool pass(const struct arguments *a, long number, struct phrase_text *t, struct output *list_out,
                 struct error *err)
{
    const char *connectors = a->connectors ? a->connectors : "";
    struct phrase_settings settings = {
        .scoring = strcmp(a->scoring, "npmi") == 0 ? PHRASE_NPMI : PHRASE_MIKOLOV,
        .threshold = a->threshold,
        .min_count = (uint64_t)a->min_count,
        .connectors = strcmp(connectors, "english") == 0 ? ENGLISH_CONNECTORS : connectors,
        .memory = a->memory / 2,
    };
    struct phrase_list list;
    bool good = phrases_find(&list, t, &settings, err) && phrases_join(&list, t, err);
    if (good) {
        uint64_t joined = 0;
        for (size_t i = 0; i < list.count; i++)
            joined += list.phrases[i].joined;
        fprintf(stderr, "corpus phrases: pass %ld: %zu phrases, joined %" PRIu64 " times in %" PRIu64 " words\n",
                number, list.count, joined, list.words);
        if (list_out)
            phrases_write(&list, t, list_out);
    }
    phrases_release(&list);
    return good;
}

static bool write_all(const struct arguments *a, struct output *out, struct output *list_out, struct error *err)
{
    const char *place = a->output && strcmp(a->output, "-") ? a->output : "corpus-phrases";
    struct phrase_text t;
    bool good = phrase_text_read(&t, a->inputs, strcmp(a->sentences, "paragraph") == 0, a->memory / 2, place, err);
    for (long number = 1; good && number <= a->passes; number++)
        good = pass(a, number, &t, list_out, err);
    if (good && out)
        good = phrase_text_write(&t, out, err);
    phrase_text_release(&t);
    return good;
}

static int phrases(const struct arguments *a)
{
    struct error err = {0};
    struct output *out = NULL, *list_out = NULL;
    run_catch_interrupt();
    bool good = !a->output || (out = output_open(a->output, &err));
    good = good && (!a->list || (list_out = output_open(a->list, &err)));
    if (list_out)
        output_print(list_out, "phrase\tscore\tcount\tfirst\tsecond\tjoined\n");
    good = good && write_all(a, out, list_out, &err);
    if (!good) {
        output_discard(out);
        output_discard(list_out);
        return run_fail("corpus phrases", &err);
    }
    if (out && !output_commit(out, &err)) {
        output_discard(list_out);
        return run_fail("corpus phrases", &err);
    }
    if (list_out && !output_commit(list_out, &err))
        return run_fail("corpus phrases", &err);
    run_summary("corpus phrases", -1, 1, NULL, NULL);
    return 0;
}

/* What the table cannot check; prints the mistake. */
static bool check(const char *program, struct arguments *a, const struct option *options, char **rest)
{
    bool npmi = strcmp(a->scoring, "npmi") == 0;
    if (npmi && !options_given(options, "threshold"))
        a->threshold = 0.5;
    if (rest && rest[0])
        options_usage_error(program, "%s: unexpected argument; texts are given by --input FILE", rest[0]);
    else if (!a->inputs)
        options_usage_error(program, "--input is missing");
    else if (!a->output && !a->list)
        options_usage_error(program, "--output is missing");
    else if (a->output && a->list && strcmp(a->output, a->list) == 0)
        options_usage_error(program, "--output and --list are both %s", a->output);
    else if (!npmi && a->threshold <= 0)
        options_usage_error(program, "--threshold %g: expected more than 0 for --score mikolov", a->threshold);
    else if (npmi && a->threshold > 1)
        options_usage_error(program, "--threshold %g: expected -1 to 1 for --score npmi", a->threshold);
    else if (a->memory < LEAST_MEMORY)
        options_usage_error(program, "--memory: expected at least 1M");
    else
        return true;
    return false;
}

int corpus_phrases(int argc, char **argv)
{
    struct arguments a = {.scoring = (char *)"mikolov",
                          .sentences = (char *)"line",
                          .threshold = 100,
                          .min_count = 5,
                          .passes = 1,
                          .memory = (size_t)1 << 30};
    char **rest;
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_LIST, "input", &a.inputs, "FILE",
         "text, plain or gzip, - for standard input; may be given several times"},
        {OPTION_STRING, "output", &a.output, "FILE",
         "the text with its phrases joined; - for standard output, FILE.gz is compressed"},
        {OPTION_STRING, "list", &a.list, "FILE",
         "the phrases, tab-separated: score, times side by side, times of the first and second word, times joined"},
        {OPTION_CHOICE, "sentences", &a.sentences, "UNIT",
         "no phrase crosses its end: a line, or (text broken at page width) lines up to a blank one, which become one",
         .choices = "line|paragraph"},
        {OPTION_GROUP, .help = "Phrases"},
        {OPTION_CHOICE, "score", &a.scoring, "SCORE",
         "mikolov: (ab - min-count) / (a * b) * words, as word2phrase; npmi: ln(p(ab) / (p(a) p(b))) / -ln p(ab)",
         .choices = "mikolov|npmi"},
        {OPTION_NUMBER, "threshold", &a.threshold, "X",
         "pairs with a higher score are phrases; for npmi 0.5 if not given", -1, 1e18},
        {OPTION_LONG, "min-count", &a.min_count, "N", "pairs seen less often are no phrases", 1, 1e9},
        {OPTION_STRING, "connectors", &a.connectors, "WORDS",
         "words that may stand within a phrase, such as \"of the\" (bank_of_america), or: english"},
        {OPTION_LONG, "passes", &a.passes, "N", "each joins what the one before left: phrases of up to 2^N words", 1,
         16},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_SIZE, "memory", &a.memory, "SIZE",
         "bound beside the different words; beyond it the text goes to disk beside the output and pairs are counted "
         "in several turns, with the same result"},
        OPTIONS_END};
    enum options_result parsed = options_parse(
        options, "--input FILE --output FILE [OPTION]...",
        "Finds words that belong together and joins them: new_york. All programs here read such a phrase\n"
        "as one word.",
        argc, argv, &rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN && check(argv[0], &a, options, rest))
        status = phrases(&a);
    options_release(options, rest);
    return status;
}
