/* corpus stats: what a text is made of. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"
#include "text/reader.h"
#include "text/sentences.h"
#include "text/vocab.h"
#include "text/words.h"

struct statistics {
    long lines, documents, sentences, words, once;
    size_t longest_line; /* bytes */
    uint64_t bytes;
    uint32_t checksum;
    struct vocab *vocab; /* owned */
};

static void count_line(struct statistics *s, struct word_splitter *splitter, const char *line, size_t length)
{
    const char *word;
    size_t n, size;
    for (size_t at = 0; (n = sentence_length(line + at, length - at)) > 0; at += n) {
        long words = 0;
        word_splitter_start(splitter, line + at, n);
        for (; (word = word_splitter_next(splitter, &size)); words++)
            vocab_add(s->vocab, word, size, 1);
        s->words += words;
        s->sentences += words > 0;
    }
}

static bool count_text(struct statistics *s, const char *path, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    s->vocab = vocab_new();
    struct word_splitter *splitter = word_splitter_new();
    const char *line;
    size_t length;
    bool in_document = false;
    while ((line = reader_line(in, &length))) {
        s->lines++;
        s->longest_line = length > s->longest_line ? length : s->longest_line;
        bool blank = strspn(line, " \t\v\f\r") == length;
        s->documents += !blank && !in_document;
        in_document = !blank;
        count_line(s, splitter, line, length);
    }
    bool failed = reader_failed(in, err);
    s->bytes = reader_bytes(in);
    s->checksum = reader_checksum(in);
    word_splitter_free(splitter);
    reader_close(in);
    if (failed)
        return false;
    vocab_finish(s->vocab, 1, 0);
    if (vocab_size(s->vocab) == 0)
        return error_set(err, "%s: no words; expected text", path);
    for (int id = 0; id < vocab_size(s->vocab); id++)
        s->once += vocab_frequency(s->vocab, id) == 1;
    return true;
}

static void print_statistics(const struct statistics *s, long top)
{
    printf("bytes           %" PRIu64 "\n", s->bytes);
    printf("checksum        crc32 %08" PRIx32 "\n", s->checksum);
    printf("lines           %ld, the longest of %zu bytes\n", s->lines, s->longest_line);
    printf("documents       %ld (separated by blank lines)\n", s->documents);
    printf("sentences       %ld, %.1f words each\n", s->sentences, (double)s->words / (double)s->sentences);
    printf("words           %ld\n", s->words);
    printf("distinct words  %d, %ld of them once\n", vocab_size(s->vocab), s->once);
    for (int id = 0; id < vocab_size(s->vocab) && id < top; id++)
        printf("%s%-20s %10ld %6.2f%%\n", id == 0 ? "\n" : "", vocab_word(s->vocab, id), vocab_frequency(s->vocab, id),
               100 * (double)vocab_frequency(s->vocab, id) / (double)s->words);
}

int corpus_stats(int argc, char **argv)
{
    char *input = NULL, **rest;
    long top = 20;
    struct option options[] = {{OPTION_STRING, "input", &input, "FILE", "text, plain or gzip, - for standard input"},
                               {OPTION_LONG, "top", &top, "N", "most frequent words to show", 0, 1e9},
                               OPTIONS_END};
    enum options_result parsed =
        options_parse(options, "--input FILE [--top N]", "Says what a text is made of.", argc, argv, &rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN) {
        struct statistics s = {0};
        struct error err = {0};
        if (rest && rest[0])
            options_usage_error(argv[0], "%s: unexpected argument", rest[0]);
        else if (!input)
            options_usage_error(argv[0], "--input is missing");
        else if (!count_text(&s, input, &err))
            status = run_fail(argv[0], &err);
        else {
            print_statistics(&s, top);
            status = 0;
        }
        vocab_free(s.vocab);
    }
    options_release(options, rest);
    return status;
}
