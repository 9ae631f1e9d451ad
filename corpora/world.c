/* corpus world: a small corpus whose meanings are known by construction, and its benchmarks. */
#include <assert.h>
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
#include "corpora/world/grammar.h"

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

static const struct scene *draw_scene(struct random *r)
{
    int total = 0, at = 0;
    for (int i = 0; i < world_scene_count(); i++)
        total += world_scenes[i].weight;
    int drawn = (int)random_below(r, (uint32_t)total);
    while (drawn >= world_scenes[at].weight)
        drawn -= world_scenes[at++].weight;
    return &world_scenes[at];
}

#define PATTERN_LIMIT 32

/* Document `index`: a scene, its cast, 8 to 16 sentences, each pattern once before any comes again. */
static long write_document(struct output *out, const struct lexicon *l, uint64_t seed, uint64_t index)
{
    struct speaker s = {.lexicon = l, .random = random_at(seed, RANDOM_WORLD, index), .swap_synonyms = true};
    const struct scene *scene = draw_scene(&s.random);
    speaker_cast(&s, scene->cast);
    uint32_t patterns = 0, order[PATTERN_LIMIT];
    while (scene->patterns[patterns])
        patterns++;
    assert(patterns <= PATTERN_LIMIT);
    random_permutation(&s.random, order, patterns);
    uint32_t sentences = 8 + random_below(&s.random, 9);
    long bytes = 0;
    for (uint32_t i = 0; i < sentences; i++) {
        char sentence[SENTENCE_LIMIT];
        speaker_say(&s, scene->patterns[order[i % patterns]], sentence);
        output_print(out, "%s\n", sentence);
        bytes += (long)strlen(sentence) + 1;
    }
    return bytes;
}

static bool write_corpus(const struct lexicon *l, uint64_t seed, long size, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    long bytes = 0;
    for (uint64_t index = 0; bytes < size; index++) {
        if (index > 0)
            output_write(out, "\n", 1), bytes++;
        bytes += write_document(out, l, seed, index);
        if (run_interrupted()) {
            output_discard(out);
            return error_set(err, "interrupted");
        }
    }
    return output_commit(out, err);
}

static bool write_readme(const struct lexicon *l, uint64_t seed, long size, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    output_print(
        out,
        "A world made by embedlab %s: corpus world --size %ld --seed %llu\n"
        "\n"
        "corpus.txt: documents separated by blank lines, one sentence per line. Each document is about one scene (a\n"
        "farm animal and its young, a country and its capital, a profession, what people do, ...) and keeps its cast.\n"
        "The same options give the same bytes everywhere.\n"
        "\n"
        "What is true in it (%d words of the lexicon, %d pairs of synonyms):\n"
        "- A word belongs to a category and, within it, to a group: horse is an animal of the farm. Words of a group\n"
        "  turn up in the same patterns, so they are alike.\n"
        "- Synonyms stand for one another anywhere, half of the time each.\n"
        "- Every animal has its own home, food, sound, gift and young; every country its capital, people, water and\n"
        "  products; every profession its place and tools; every verb its objects and places; every quality its\n"
        "  bearers. What is said of them in one role (the capital, the young, the past) differs from the other role\n"
        "  in the same way for all of them: this is what makes analogies solvable.\n"
        "\n"
        "words/world-similarity.txt: word1 TAB word2 TAB score. 10 synonyms; 8 same category and group; 7 one names "
        "the\n"
        "  other (young, female, capital, place, opposite); 6 same category; 4 a word and what goes with it (cow,\n"
        "  grass); 2 same realm (animals, people, things, ...); 0 nothing of this.\n"
        "analogy/world-analogies.txt: a is to b as c is to d, in sections; \"gram-\" marks those of grammar.\n"
        "sentences/world-sts.tsv: sentence1 TAB sentence2 TAB score. 5 the same in other words and another order; 4 "
        "the\n"
        "  place left out; 3.5 done by somebody alike; 3 who and whom change places (the same words!); 2 the same one\n"
        "  does another thing of the same kind; 1 only the topic is the same; 0 nothing is.\n",
        EMBEDLAB_VERSION, size, (unsigned long long)seed, l->count, lexicon_synonym_count());
    return output_commit(out, err);
}

/* Makes folder/name and returns folder/name/file; NULL and *err if it cannot. */
static char *path_within(const char *folder, const char *name, const char *file, struct error *err)
{
    char *inner = path_join(folder, name), *path = NULL;
    if (folder_make(inner, err))
        path = path_join(inner, file);
    mem_free(inner);
    return path;
}

static bool make_world(const char *folder, uint64_t seed, long size, struct error *err)
{
    typedef bool write_gold(const struct lexicon *, uint64_t, const char *, struct error *);
    static const struct {
        const char *folder, *file;
        write_gold *write;
    } golds[] = {
        {"words", "world-similarity.txt", gold_write_similarity},
        {"analogy", "world-analogies.txt", gold_write_analogies},
        {"sentences", "world-sts.tsv", gold_write_sentences},
    };
    if (!folder_make(folder, err))
        return false;
    struct lexicon l = lexicon_new();
    bool good = true;
    for (size_t i = 0; good && i < sizeof(golds) / sizeof(*golds); i++) {
        char *path = path_within(folder, golds[i].folder, golds[i].file, err);
        good = path && golds[i].write(&l, seed, path, err);
        mem_free(path);
    }
    char *corpus = path_join(folder, "corpus.txt"), *readme = path_join(folder, "README.txt");
    good = good && write_corpus(&l, seed, size, corpus, err) && write_readme(&l, seed, size, readme, err);
    mem_free(corpus);
    mem_free(readme);
    lexicon_release(&l);
    return good;
}

int corpus_world(int argc, char **argv)
{
    char *output = NULL, *size_text = "4M", **rest;
    long seed = 1, size = 0;
    struct option options[] = {
        {OPTION_STRING, "output", &output, "DIR", "folder for corpus.txt, its benchmarks and README.txt"},
        {OPTION_STRING, "size", &size_text, "BYTES", "size of corpus.txt; K, M, G for thousands and so on"},
        {OPTION_LONG, "seed", &seed, "N", "another number, another corpus of the same world", 0, 1e15},
        OPTIONS_END};
    enum options_result parsed = options_parse(
        options, "--output DIR [OPTION]...",
        "Writes a small English-like corpus whose meanings are known by construction, with the similarities,\n"
        "analogies and sentence pairs that follow from them.",
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
