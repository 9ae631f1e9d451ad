/* probes.c: what linear maps read off: words to come and the next sentence off states, frequency and class off words. */
#include "eval/benchmarks.h"
#include "eval/task.h"

static const int next_1 = 1, next_2 = 2, next_3 = 3;

#define WIKITEXT                                                                                                       \
    .suite = SUITE_PROBES, .citation = "Merity et al. 2017",                                                           \
    .address = "https://huggingface.co/datasets/Salesforce/wikitext (wikitext-2-v1: valid.txt, test.txt)",             \
    .licence = "CC BY-SA 3.0"
#define GENERATED                                                                                                      \
    .suite = SUITE_WORLD, .citation = "embedlab", .address = "made by `corpus world`, not downloaded", .licence = "MIT"

#define PROBE(NAME, TITLE, AHEAD, FIT, SCORED)                                                                         \
    .name = NAME, .title = TITLE, .task = &task_probe, .path = FIT, .files = (const char *const[]){SCORED, NULL},      \
    .layout = &AHEAD
#define WIKITEXT_PROBE(K, AHEAD)                                                                                       \
    {PROBE("probe-next-" K, "WikiText-2: word t + " K, AHEAD, "corpora/wikitext-2/valid.txt",                          \
           "corpora/wikitext-2/test.txt"), WIKITEXT}
#define WORLD_PROBE(K, AHEAD)                                                                                          \
    {PROBE("world-probe-next-" K, "World: word t + " K, AHEAD, "probes/world-train.txt", "probes/world-test.txt"),     \
     GENERATED}

const struct benchmark suite_probes[] = {
    WIKITEXT_PROBE("1", next_1), WIKITEXT_PROBE("2", next_2), WIKITEXT_PROBE("3", next_3),
    WORLD_PROBE("1", next_1),    WORLD_PROBE("2", next_2),    WORLD_PROBE("3", next_3),
    {.name = "next-sentence", .title = "WikiText-2: next sentence", .task = &task_next_sentence,
     .path = "corpora/wikitext-2/valid.txt", .files = (const char *const[]){"corpora/wikitext-2/test.txt", NULL},
     WIKITEXT},
    {.name = "world-next-sentence", .title = "World: next sentence", .task = &task_next_sentence,
     .path = "probes/world-next-train.tsv", .files = (const char *const[]){"probes/world-next-test.tsv", NULL},
     GENERATED},
    {.name = "probe-frequency", .title = "Frequency of a word", .suite = SUITE_PROBES, .task = &task_probe_frequency,
     .citation = "Schakel and Wilson 2015", .address = "computed from the model alone", .licence = "none"},
    {.name = "probe-class", .title = "SimLex-999: adjective, noun or verb", .suite = SUITE_PROBES,
     .task = &task_probe_class, .path = "words/SimLex-999/SimLex-999.txt", .layout = "word1,word2,POS",
     .citation = "Hill et al. 2015", .address = "https://fh295.github.io/simlex.html", .licence = "research"},
    {.name = "world-probe-class", .title = "World: class and form of a word", .task = &task_probe_class,
     .path = "words/world-classes.tsv", .layout = "word,class", GENERATED},
    {.name = NULL},
};
