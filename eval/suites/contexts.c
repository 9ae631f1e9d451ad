/* contexts.c: benchmarks of words in context. */
#include "eval/benchmarks.h"
#include "eval/task.h"

static const char *const wic_training[] = {"context/wic/train.tsv", NULL};

#define WIC                                                                                                            \
    .suite = SUITE_CONTEXTS, .path = "context/wic/validation.tsv", .files = wic_training,                              \
    .citation = "Pilehvar and Camacho-Collados 2019",                                                                  \
    .address = "https://pilehvar.github.io/wic/ (as tables: github.com/MJ-Jang/BECEL, data/wic)",                      \
    .licence = "CC BY-NC 4.0"

const struct benchmark suite_contexts[] = {
    {.name = "wic", .title = "Word in Context, validation", .task = &task_word_in_context, WIC},
    {.name = "wic-probe", .title = "Word in Context, by a learned distance", .task = &task_sense_probe, WIC},
    {.name = "scws", .title = "SCWS", .suite = SUITE_CONTEXTS, .task = &task_contextual_similarity,
     .path = "context/scws/ratings.txt", .low = 0, .high = 10, .citation = "Huang et al. 2012",
     .address = "https://ai.stanford.edu/~ehhuang/", .licence = "research"},
    {.name = NULL},
};
