/* world.c: benchmarks of a world that `corpus world` made. */
#include "eval/benchmarks.h"
#include "eval/task.h"

static const struct columns word_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};
static const struct columns sentence_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};

#define GENERATED "made by `corpus world`, not downloaded"

static const char *const wic_training[] = {"contexts/world-wic-train.tsv", NULL};

#define WIC                                                                                                            \
    .suite = SUITE_WORLD, .path = "contexts/world-wic.tsv", .files = wic_training, .citation = "embedlab",             \
    .address = GENERATED, .licence = "MIT"

const struct benchmark suite_world[] = {
    {.name = "world-similarity", .title = "World: word similarity", .suite = SUITE_WORLD,
     .task = &task_word_similarity, .path = "words/world-similarity.txt", .columns = &word_pairs, .low = 0, .high = 10,
     .citation = "embedlab", .address = GENERATED, .licence = "MIT"},
    {.name = "world-analogies", .title = "World: analogies", .suite = SUITE_WORLD, .task = &task_analogy,
     .path = "analogy/world-analogies.txt", .citation = "embedlab", .address = GENERATED, .licence = "MIT"},
    {.name = "world-categories", .title = "World: categories of words", .suite = SUITE_WORLD,
     .task = &task_categorization, .path = "words/categorization-world.csv", .citation = "embedlab",
     .address = GENERATED, .licence = "MIT"},
    {.name = "world-sts", .title = "World: sentence similarity", .suite = SUITE_WORLD, .task = &task_sts,
     .path = "sentences/world-sts.tsv", .columns = &sentence_pairs, .low = 0, .high = 5, .citation = "embedlab",
     .address = GENERATED, .licence = "MIT"},
    {.name = "world-wic", .title = "World: word in context", .task = &task_word_in_context, WIC},
    {.name = "world-wic-probe", .title = "World: word in context, by a learned distance", .task = &task_sense_probe,
     WIC},
    {.name = NULL},
};
