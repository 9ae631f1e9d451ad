/* corpus tokenize: a text as the tokens that a model sees, line by line: their ids, or the pieces themselves. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"
#include "text/reader.h"
#include "text/tokenizer.h"

/* A piece as the tokenizer holds it. Byte-level pieces keep the space before them, shown as the visible "_". */
static void print_piece(const struct tokenizer *t, int id, struct output *out)
{
    size_t length;
    const char *piece = tokenizer_token(t, id, &length);
    if (length > 0 && piece[0] == ' ') {
        output_write(out, "_", 1);
        piece++;
        length--;
    }
    output_write(out, piece, length);
}

static bool tokenize(struct tokenizer *t, const char *input, const char *output, bool pieces, struct error *err)
{
    struct reader *in = reader_open(input, err);
    if (!in)
        return false;
    struct output *out = output_open(output, err);
    struct token_list tokens = {0};
    const char *line;
    size_t length;
    while (out && (line = reader_line(in, &length))) {
        tokens.count = 0;
        tokenizer_encode(t, line, length, &tokens);
        for (size_t i = 0; i < tokens.count; i++) {
            if (i > 0)
                output_write(out, " ", 1);
            if (pieces)
                print_piece(t, tokens.ids[i], out);
            else
                output_print(out, "%d", tokens.ids[i]);
        }
        output_write(out, "\n", 1);
    }
    bool good = out && !reader_failed(in, err);
    if (good)
        good = output_commit(out, err);
    else if (out)
        output_discard(out);
    token_list_release(&tokens);
    reader_close(in);
    return good;
}

int corpus_tokenize(int argc, char **argv)
{
    char *input = NULL, *output = NULL, *folder = NULL, **rest;
    bool pieces = false;
    struct option options[] = {
        {OPTION_STRING, "input", &input, "FILE", "text, plain or gzip, - for standard input"},
        {OPTION_STRING, "output", &output, "FILE", "a line of tokens for every line of text; without: standard output"},
        {OPTION_STRING, "tokenizer", &folder, "FOLDER", "the tokenizer, or the model that has it"},
        {OPTION_FLAG, "pieces", &pieces, NULL, "the tokens themselves instead of their ids; _ stands for a space"},
        OPTIONS_END};
    enum options_result parsed = options_parse(options, "--input FILE --tokenizer FOLDER [OPTION]...",
                                               "Shows a text as the tokens that a model sees.", argc, argv, &rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN) {
        struct tokenizer *tokenizer = NULL;
        struct error err = {0};
        if (rest && rest[0])
            options_usage_error(argv[0], "%s: unexpected argument", rest[0]);
        else if (!input || !folder)
            options_usage_error(argv[0], "--%s is missing", input ? "tokenizer" : "input");
        else if (!(tokenizer = tokenizer_read(folder, &err)) ||
                 !tokenize(tokenizer, input, output ? output : "-", pieces, &err))
            status = run_fail(argv[0], &err);
        else
            status = 0;
        tokenizer_free(tokenizer);
    }
    options_release(options, rest);
    return status;
}
