/* corpus: text in, the files that training needs out. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"

static const struct command {
    const char *name, *help;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"clean", "text to text: case, letters only, one sentence per line, words", corpus_clean},
    {"count", "the vocabulary of a text: vocab.txt and a word tokenizer", corpus_count},
    {"bpe", "train a byte-pair tokenizer on a text", corpus_bpe},
    {"phrases", "text to text: words that belong together become one (new_york)", corpus_phrases},
    {"stats", "lines, words, sentences and the most frequent words of a text", corpus_stats},
    {"tokenize", "text to the tokens that a model sees", corpus_tokenize},
    {"world", "write a small corpus whose meanings are known, with its benchmarks", corpus_world},
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))
#define NAMES    "clean, count, bpe, phrases, stats, tokenize or world"

static void print_help(void)
{
    printf("Usage: corpus COMMAND [OPTION]...\n\nPrepares text for training.\n\nCommands\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-10s%s\n", commands[i].name, commands[i].help);
    printf("\ncorpus COMMAND --help shows the options of a command; --version shows the version.\n"
           "Text is UTF-8, plain or gzip; - is standard input or output.\n");
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return options_usage_error(argv[0], "expected a command: " NAMES);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help();
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("corpus (embedlab) %s\n", EMBEDLAB_VERSION);
        return 0;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        char *name = mem_format("corpus %s", argv[1]);
        argv[1] = name;
        int status = commands[i].run(argc - 1, argv + 1);
        mem_free(name);
        return status;
    }
    return options_usage_error(argv[0], "%s: no such command; expected " NAMES, argv[1]);
}
