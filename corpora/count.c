/* corpus count and corpus bpe: a text's tokenizer, made once for all trainers. */
#include <stdio.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"
#include "text/tokenizer.h"
#include "text/vocab.h"

/* What both check after parsing; prints the mistake. */
static bool has_files(const char *program, const char *input, const char *output, char **rest)
{
    if (rest && rest[0])
        options_usage_error(program, "%s: unexpected argument", rest[0]);
    else if (!input)
        options_usage_error(program, "--input is missing");
    else if (!output)
        options_usage_error(program, "--output is missing");
    else
        return true;
    return false;
}

static int count(const char *input, const char *output, long min_count, long max_vocab)
{
    struct error err = {0};
    struct reader *in = reader_open(input, &err);
    struct vocab *v = in ? vocab_count_words(in, min_count, max_vocab, &err) : NULL;
    bool good = v != NULL;
    if (good) {
        struct tokenizer *t = tokenizer_from_vocab(v);
        good = tokenizer_write(t, output, &err);
        tokenizer_free(t);
    }
    if (good)
        printf("%d words, %ld occurrences: %s/vocab.txt, %s/tokenizer.json\n", vocab_size(v), vocab_total(v), output,
               output);
    vocab_free(v);
    reader_close(in);
    if (!good)
        return run_fail("corpus count", &err);
    run_summary("corpus count", -1, 1, NULL, NULL);
    return 0;
}

int corpus_count(int argc, char **argv)
{
    char *input = NULL, *output = NULL, **rest;
    long min_count = 5, max_vocab = 0;
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &input, "FILE", "text, plain or gzip, - for standard input"},
        {OPTION_STRING, "output", &output, "DIR", "folder for vocab.txt and tokenizer.json"},
        {OPTION_GROUP, .help = "Vocabulary"},
        {OPTION_LONG, "min-count", &min_count, "N", "leave out words seen less often", 1, 1e9},
        {OPTION_LONG, "max-vocab", &max_vocab, "N", "keep the N most frequent words, 0 = all", 0, 1e9},
        OPTIONS_END};
    enum options_result parsed = options_parse(
        options, "--input FILE --output DIR [OPTION]...",
        "Counts the words of a text. vocab.txt holds \"word count\" lines, most frequent first; tokenizer.json the\n"
        "same words as a tokenizer, so that all trainers can share one vocabulary.",
        argc, argv, &rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN && has_files(argv[0], input, output, rest))
        status = count(input, output, min_count, max_vocab);
    options_release(options, rest);
    return status;
}

static int train_bpe(const char *input, const char *output, long size)
{
    struct error err = {0};
    char *description = mem_format("bpe:%ld", size);
    struct tokenizer *t = tokenizer_make(description, input, 1, &err);
    mem_free(description);
    bool good = t && tokenizer_write(t, output, &err);
    if (good) {
        printf("%d tokens: %s/tokenizer.json\n", tokenizer_size(t), output);
        if (tokenizer_size(t) < size)
            fprintf(stderr, "corpus bpe: the text has no more pairs that occur twice: %d tokens instead of %ld\n",
                    tokenizer_size(t), size);
    }
    tokenizer_free(t);
    if (!good)
        return run_fail("corpus bpe", &err);
    run_summary("corpus bpe", -1, 1, NULL, NULL);
    return 0;
}

int corpus_bpe(int argc, char **argv)
{
    char *input = NULL, *output = NULL, **rest;
    long size = 8192;
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &input, "FILE", "text, plain or gzip, - for standard input"},
        {OPTION_STRING, "output", &output, "DIR", "folder for tokenizer.json"},
        {OPTION_GROUP, .help = "Tokenizer"},
        {OPTION_LONG, "size", &size, "N", "tokens in all: 256 bytes, the merges, the end of text", 258, 1e6},
        OPTIONS_END};
    enum options_result parsed =
        options_parse(options, "--input FILE --output DIR [OPTION]...",
                      "Trains a byte-level byte-pair tokenizer, pieces cut as GPT-2 does.", argc, argv, &rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN && has_files(argv[0], input, output, rest))
        status = train_bpe(input, output, size);
    options_release(options, rest);
    return status;
}
