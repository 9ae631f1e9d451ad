/* corpus world: a small corpus whose meanings are known by construction, and its benchmarks. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "corpora/commands.h"
#include "corpora/world/gold.h"
#include "corpora/world/readme.h"
#include "corpora/world/story.h"

#define SIZE_MINIMUM 1000L
#define SIZE_MAXIMUM (1L << 40)

/* "500000", "500K", "4M", "1G" (powers of 1000). */
static bool read_size(const char *text, long *size)
{
    char *end;
    errno = 0;
    *size = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || errno)
        return false;
    long factor = *end == 'K' ? 1000 : *end == 'M' ? 1000000 : *end == 'G' ? 1000000000 : 1;
    end += factor > 1;
    if (*end || *size > SIZE_MAXIMUM / factor)
        return false;
    *size *= factor;
    return *size >= SIZE_MINIMUM && *size <= SIZE_MAXIMUM;
}

/* All of the corpus but what benchmarks hold out. */
static bool write_corpus(const struct world *w, long size, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "", "corpus.txt", err);
    if (!out)
        return false;
    long bytes = 0;
    char sentence[SENTENCE_LIMIT];
    for (uint64_t document = 0; bytes < size; document++) {
        struct story s = story_new(&w->grammar, world_random(w, STREAM_CORPUS, document));
        if (document > 0)
            output_write(out, "\n", 1), bytes++;
        for (size_t length; (length = story_next_new(&s, &w->held, sentence)) > 0; bytes += (long)length + 1) {
            sentence[length] = '\n';
            output_write(out, sentence, length + 1);
        }
        if (run_interrupted()) {
            output_discard(out);
            return error_set(err, "interrupted");
        }
    }
    return output_commit(out, err);
}

/* Single words of the lexicon, and those of them with two meanings. */
static int count_words(const struct lexicon *l, bool ambiguous)
{
    int count = 0;
    for (int i = 0; i < l->count; i++)
        for (int k = 0; k < l->concepts[i].lemma_count; k++)
            count += !strchr(l->concepts[i].lemmas[k].forms[FORM_BASE].text, ' ') &&
                     (!ambiguous || (l->concepts[i].ambiguous[k] && l->concepts[i].part <= NAME));
    return count;
}

static bool write_readme(const struct world *w, long size, const char *folder, struct error *err)
{
    struct output *out = gold_open(folder, "", "README.txt", err);
    if (!out)
        return false;
    const struct lexicon *l = &w->grammar.lexicon;
    output_print(out,
                 "A world made by embedlab %s: corpus world --size %ld --seed %llu\n"
                 "The same options give the same bytes everywhere.\n\n"
                 "%d words for %d meanings (%d of these are of words that have several);\n"
                 "%d kinds of scenes in %d topics.\n",
                 EMBEDLAB_VERSION, size, (unsigned long long)w->seed, count_words(l, false), l->count,
                 count_words(l, true), w->grammar.script_count, w->grammar.topic_count);
    for (const char *const *line = world_readme; *line; line++)
        output_print(out, "%s\n", *line);
    return output_commit(out, err);
}

static bool make_world(const char *folder, uint64_t seed, long size, struct error *err)
{
    if (!folder_make(folder, err))
        return false;
    struct world w = {.grammar = grammar_new(), .seed = seed};
    /* The corpus comes behind all that is held out. */
    bool good = gold_write_sentences(&w, folder, err) && gold_write_contexts(&w, folder, err) &&
                gold_write_texts(&w, folder, err) && gold_write_words(&w, folder, err) &&
                gold_write_pairs(&w, folder, err) && write_corpus(&w, size, folder, err) &&
                write_readme(&w, size, folder, err);
    grammar_release(&w.grammar);
    held_out_release(&w.held);
    return good;
}

int corpus_world(int argc, char **argv)
{
    char *output = NULL, *size_text = "4M", **rest;
    long seed = 1, size = 0;
    struct option options[] = {
        {OPTION_STRING, "output", &output, "DIR", "folder for the corpus, its benchmarks and README.txt"},
        {OPTION_STRING, "size", &size_text, "BYTES", "size of corpus.txt; K, M, G for thousands and so on"},
        {OPTION_LONG, "seed", &seed, "N", "another number, another corpus of the same world", 0, 1e15},
        OPTIONS_END};
    enum options_result parsed = options_parse(
        options, "--output DIR [OPTION]...",
        "Writes an English-like corpus whose meanings are known by construction, with the benchmarks that follow:\n"
        "similar words, analogies, categories, words in context, graded sentences, next sentences, search.",
        argc, argv, &rest);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN) {
        struct error err = {0};
        if (rest && rest[0])
            options_usage_error(argv[0], "%s: unexpected argument", rest[0]);
        else if (!output)
            options_usage_error(argv[0], "--output is missing");
        else if (!read_size(size_text, &size))
            options_usage_error(argv[0], "--size %s: expected bytes from 1000, like 500K or 4M", size_text);
        else {
            run_catch_interrupt();
            status = make_world(output, (uint64_t)seed, size, &err) ? 0 : run_fail(argv[0], &err);
            if (status == 0)
                run_summary(argv[0], seed, 1, NULL, NULL);
        }
    }
    options_release(options, rest);
    return status;
}
