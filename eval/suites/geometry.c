/* geometry.c: figures of the geometry of a space. */
#include "eval/benchmarks.h"
#include "eval/task.h"
#include "eval/tasks/geometry.h"

static const struct columns stsb = {.first = 5, .second = 6, .score = 4, .low = 7, .high = 9};

#define WORDS(NAME, TITLE, FIGURE, METRIC, MEASURE, CITATION)                                                         \
    {.name = NAME, .title = TITLE, .suite = SUITE_GEOMETRY, .task = &task_geometry, .layout = &geometry_##FIGURE,      \
     .metric = METRIC, .measure = MEASURE " (the first 10,000 words)", .citation = CITATION,                           \
     .address = "computed from the model alone", .licence = "none"}

#define STSB_DEV                                                                                                       \
    .suite = SUITE_GEOMETRY, .path = "sentences/stsbenchmark/sts-dev.csv", .columns = &stsb, .low = 0, .high = 5,      \
    .address = "http://ixa2.si.ehu.eus/stswiki/index.php/STSbenchmark", .licence = "differs by part"

#define WIC                                                                                                            \
    .suite = SUITE_GEOMETRY, .path = "context/wic/validation.tsv", .citation = "Ethayarajh 2019",                      \
    .address = "https://pilehvar.github.io/wic/ (as tables: github.com/MJ-Jang/BECEL, data/wic)",                      \
    .licence = "CC BY-NC 4.0"

#define WORLD                                                                                                          \
    .suite = SUITE_WORLD, .path = "contexts/world-wic.tsv", .citation = "embedlab",                                    \
    .address = "made by `corpus world`, not downloaded", .licence = "MIT"

const struct benchmark suite_geometry[] = {
    WORDS("isotropy", "Mean cosine of random words", isotropy, "mean_cosine", "Mean cosine of random pairs of words",
          "Ethayarajh 2019"),
    WORDS("effective-dimension", "Effective dimension", dimension, "participation_ratio",
          "Participation ratio of the variances of the principal components", "Gao et al. 2017"),
    WORDS("uniformity", "Uniformity", uniformity, "log_mean_potential",
          "log of the mean of exp(-2 |u - v|^2) over random pairs of words", "Wang and Isola 2020"),
    WORDS("hubness", "Hubness", hubness, "skewness", "Skewness of how often a word is among another's 10 nearest",
          "Radovanovic et al. 2010"),
    WORDS("frequency-norm", "Length and frequency", frequency, "spearman",
          "Spearman's correlation of a vector's length with its word's frequency, by its place in the list",
          "Schakel and Wilson 2015"),
    {.name = "alignment", .title = "Alignment, STS-B development", .task = &task_alignment,
     .citation = "Wang and Isola 2020, Gao et al. 2021", STSB_DEV},
    {.name = "sentence-uniformity", .title = "Uniformity, STS-B development", .task = &task_sentence_uniformity,
     .citation = "Wang and Isola 2020, Gao et al. 2021", STSB_DEV},
    {.name = "self-similarity", .title = "Self-similarity in context", .task = &task_self_similarity, WIC},
    {.name = "context-isotropy", .title = "Mean cosine of words in context", .task = &task_context_isotropy, WIC},
    {.name = "world-self-similarity", .title = "World: self-similarity in context",
     .task = &task_self_similarity, WORLD},
    {.name = "world-context-isotropy", .title = "World: mean cosine of words in context",
     .task = &task_context_isotropy, WORLD},
    {.name = NULL},
};
