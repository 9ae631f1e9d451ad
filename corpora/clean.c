/* corpus clean: text to text, one line in memory at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"
#include "text/reader.h"
#include "text/sentences.h"
#include "text/utf8.h"
#include "text/words.h"

/* Joined lines without the end of a sentence are cut here (bytes). */
#define JOIN_LIMIT ((size_t)1 << 13)

struct buffer {
    char *bytes; /* owned */
    size_t length, capacity;
};

struct cleaner {
    bool lowercase, letters_only, sentences, join_lines, words;
    struct output *out;
    struct word_splitter *splitter;
    struct buffer line, letters, folded; /* what is written; steps before it */
    struct buffer pending;               /* join_lines: text whose sentence is not over */
    bool last_blank;
};

static char *room(struct buffer *b, size_t more)
{
    if (b->length + more > b->capacity) {
        b->capacity = mem_capacity(b->capacity, b->length + more);
        b->bytes = mem_grow(b->bytes, b->capacity, 1, "line");
    }
    return b->bytes + b->length;
}

static void append(struct buffer *b, const char *bytes, size_t length)
{
    memcpy(room(b, length), bytes, length);
    b->length += length;
}

/* Unicode case folding, nothing else: no normalisation. */
static void fold_case(struct buffer *to, const char *text, size_t length)
{
    to->length = 0;
    for (size_t at = 0; at < length;) {
        unsigned char byte = (unsigned char)text[at];
        if (byte < 0x80) {
            *room(to, 1) = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
            to->length++;
            at++;
            continue;
        }
        int size, boundary = 0;
        int32_t c = utf8_decode(text + at, length - at, &size), folded[4];
        long count = utf8proc_decompose_char(c, folded, 4, UTF8PROC_CASEFOLD, &boundary);
        for (long i = 0; i < count; i++)
            to->length += (size_t)utf8proc_encode_char(folded[i], (utf8proc_uint8_t *)room(to, 4));
        at += (size_t)size;
    }
}

/* Letters, with the marks behind them; everything between becomes one space. */
static void keep_letters(struct buffer *to, const char *text, size_t length)
{
    to->length = 0;
    bool in_word = false;
    for (size_t at = 0; at < length;) {
        unsigned char byte = (unsigned char)text[at] | 0x20;
        int size = 1;
        bool letter = byte >= 'a' && byte <= 'z';
        if (byte >= 0x80) {
            int32_t c = utf8_decode(text + at, length - at, &size);
            letter = utf8_is_letter(c) || (in_word && utf8_is_mark(c));
        }
        if (letter)
            append(to, text + at, (size_t)size);
        else if (to->length == 0 || to->bytes[to->length - 1] != ' ')
            append(to, " ", 1);
        in_word = letter;
        at += (size_t)size;
    }
}

static void split_words(struct cleaner *c, const char *text, size_t length)
{
    const char *word;
    size_t n;
    word_splitter_start(c->splitter, text, length);
    while ((word = word_splitter_next(c->splitter, &n))) {
        if (c->line.length > 0)
            append(&c->line, " ", 1);
        append(&c->line, word, n);
    }
}

/* Writes one line or sentence. One of which nothing is left vanishes (a blank line would end the
 * document), save in --letters-only alone, which keeps every line. */
static void write_text(struct cleaner *c, const char *text, size_t length)
{
    if (c->lowercase) {
        fold_case(&c->folded, text, length);
        text = c->folded.bytes, length = c->folded.length;
    }
    if (c->letters_only) {
        keep_letters(&c->letters, text, length);
        text = c->letters.bytes, length = c->letters.length;
    }
    c->line.length = 0;
    if (c->words)
        split_words(c, text, length);
    else
        append(&c->line, text, length);
    if (c->sentences)
        while (c->line.length > 0 && strchr(" \t\v\f\r", c->line.bytes[c->line.length - 1]))
            c->line.length--;
    if (c->line.length == 0 || (c->sentences && strspn(c->line.bytes, " ") >= c->line.length))
        return;
    append(&c->line, "\n", 1);
    output_write(c->out, c->line.bytes, c->line.length);
    c->last_blank = false;
}

/* Writes the sentences of text[0..length) that are surely over; returns how much that was. With
 * `all` everything goes. */
static size_t write_sentences(struct cleaner *c, const char *text, size_t length, bool all)
{
    size_t at = 0, n;
    while ((n = sentence_length(text + at, length - at)) > 0 && (all || at + n < length)) {
        write_text(c, text + at, n);
        at += n;
    }
    return at;
}

static void end_paragraph(struct cleaner *c)
{
    write_sentences(c, c->pending.bytes, c->pending.length, true);
    c->pending.length = 0;
}

static void clean_line(struct cleaner *c, const char *line, size_t length)
{
    bool blank = strspn(line, " \t\v\f\r") == length;
    if (blank && (length == 0 || c->sentences || c->words)) {
        end_paragraph(c);
        output_write(c->out, "\n", 1);
        c->last_blank = true;
    } else if (!c->sentences) {
        write_text(c, line, length);
    } else if (!c->join_lines) {
        write_sentences(c, line, length, true);
    } else {
        if (c->pending.length > 0)
            append(&c->pending, " ", 1);
        append(&c->pending, line, length);
        size_t done = write_sentences(c, c->pending.bytes, c->pending.length, c->pending.length > JOIN_LIMIT);
        c->pending.length -= done;
        memmove(c->pending.bytes, c->pending.bytes + done, c->pending.length);
    }
}

/* Cleans all inputs, a blank line between them. */
static bool clean_all(struct cleaner *c, char **inputs, struct error *err)
{
    uint64_t bytes = 0;
    struct progress progress = progress_start("cleaning", "bytes", 0);
    for (char **path = inputs; *path; path++) {
        struct reader *in = reader_open(*path, err);
        if (!in)
            return false;
        if (path != inputs && !c->last_blank) {
            output_write(c->out, "\n", 1);
            c->last_blank = true;
        }
        const char *line;
        size_t length;
        while (!run_interrupted() && (line = reader_line(in, &length))) {
            clean_line(c, line, length);
            if (reader_line_number(in) % 4096 == 0)
                progress_update(&progress, (double)(bytes + reader_bytes(in)), "");
        }
        end_paragraph(c);
        bytes += reader_bytes(in);
        bool failed = reader_failed(in, err);
        reader_close(in);
        if (failed)
            return false;
        if (run_interrupted())
            return error_set(err, "interrupted");
    }
    progress_end(&progress, (double)bytes, "");
    if (bytes == 0)
        return error_set(err, "%s: empty; expected text", strcmp(inputs[0], "-") == 0 ? "standard input" : inputs[0]);
    return true;
}

/* The values of --input and what stands behind the options. */
static char **all_inputs(char **given, char **rest)
{
    size_t count = 0, more = 0;
    while (given && given[count])
        count++;
    while (rest && rest[more])
        more++;
    char **all = mem_new(count + more + 1, sizeof(*all), "inputs");
    for (size_t i = 0; i < count + more; i++)
        all[i] = i < count ? given[i] : rest[i - count];
    return all;
}

static int clean(struct cleaner *c, char **inputs, const char *output)
{
    struct error err = {0};
    run_catch_interrupt();
    c->out = output_open(output, &err);
    if (!c->out)
        return run_fail("corpus clean", &err);
    c->splitter = word_splitter_new();
    c->last_blank = true;
    bool good = clean_all(c, inputs, &err);
    if (good)
        good = output_commit(c->out, &err);
    else
        output_discard(c->out);
    word_splitter_free(c->splitter);
    mem_free(c->line.bytes);
    mem_free(c->letters.bytes);
    mem_free(c->folded.bytes);
    mem_free(c->pending.bytes);
    if (!good)
        return run_fail("corpus clean", &err);
    run_summary("corpus clean", -1, 1, NULL, NULL);
    return 0;
}

int corpus_clean(int argc, char **argv)
{
    struct cleaner c = {0};
    char **given = NULL, **rest, *output = NULL;
    struct option options[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_LIST, "input", &given, "FILE", "text, plain or gzip, - for standard input; more files may follow"},
        {OPTION_STRING, "output", &output, "FILE", "where the text goes, - for standard output, FILE.gz is compressed"},
        {OPTION_GROUP, .help = "Lines"},
        {OPTION_FLAG, "sentences", &c.sentences, NULL, "one sentence per line; blank lines (ends of documents) stay"},
        {OPTION_FLAG, "join-lines", &c.join_lines, NULL,
         "sentences go on across line ends: for text broken at page width"},
        {OPTION_GROUP, .help = "Words"},
        {OPTION_FLAG, "lowercase", &c.lowercase, NULL, "Unicode case folding"},
        {OPTION_FLAG, "letters-only", &c.letters_only, NULL, "everything but letters and line ends becomes one space"},
        {OPTION_FLAG, "words", &c.words, NULL, "the words as the trainers see them (folded), one space between them"},
        OPTIONS_END};
    enum options_result parsed =
        options_parse(options, "--input FILE... --output FILE [OPTION]...",
                      "Streams text to text. A byte order mark is dropped and line ends become \\n; text that is not\n"
                      "UTF-8, binary or cut off is refused.",
                      argc, argv, &rest);
    char **inputs = all_inputs(given, rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN) {
        if (!inputs[0])
            options_usage_error(argv[0], "--input is missing");
        else if (!output)
            options_usage_error(argv[0], "--output is missing");
        else if (c.join_lines && !c.sentences)
            options_usage_error(argv[0], "--join-lines has no effect without --sentences");
        else if (c.lowercase && c.words)
            options_usage_error(argv[0], "--lowercase has no effect with --words, which are folded anyway");
        else
            status = clean(&c, inputs, output);
    }
    mem_free(inputs);
    options_release(options, rest);
    return status;
}
