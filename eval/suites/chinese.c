/* chinese.c: benchmarks of Chinese words and sentences.
 *
 * To text/words.h each Chinese character is a word, so that a model of such words knows 电脑 as two: a word that it
 * does not list is put together from its characters (.composed). Analogies look for a listed word and need a model that
 * lists words of several characters. */
#include "eval/benchmarks.h"
#include "eval/task.h"

static const struct columns word_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};
/* two words, the mean, 15 ratings */
static const struct columns cos960 = {.first = 0, .second = 1, .score = 2, .low = 18, .high = 18, .separator = ' '};
static const struct columns stsb = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3, .separator = ','};
static const struct columns sentence_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};

#define WORDS(NAME, TITLE, FILE, COLUMNS, HIGH, CITATION, ADDRESS, LICENCE)                                            \
    {.name = NAME, .title = TITLE, .suite = SUITE_CHINESE, .task = &task_word_similarity, .path = "zh/" FILE,          \
     .columns = &COLUMNS, .composed = true, .low = 0, .high = HIGH, .citation = CITATION, .address = ADDRESS,          \
     .licence = LICENCE}
#define ANALOGIES(NAME, TITLE, FILE, CITATION, LICENCE)                                                                \
    {.name = NAME, .title = TITLE, .suite = SUITE_CHINESE, .task = &task_analogy, .path = "zh/" FILE,                  \
     .citation = CITATION, .address = "https://github.com/Embedding/Chinese-Word-Vectors (testsets)",                  \
     .licence = LICENCE}
#define SENTENCES(NAME, TITLE, FILE, COLUMNS, CITATION, ADDRESS, LICENCE)                                              \
    {.name = NAME, .title = TITLE, .suite = SUITE_CHINESE, .task = &task_sts, .path = "zh/" FILE,                      \
     .columns = &COLUMNS, .low = 0, .high = 5, .citation = CITATION, .address = ADDRESS, .licence = LICENCE}

#define CWE   "https://github.com/Leonard-Xu/CWE (data)"
#define CSTS  "https://github.com/zejunwang1/CSTS (Chinese-STS-B)"
#define MULTI "https://github.com/PhilipMay/stsb-multi-mt (data)"

const struct benchmark suite_chinese[] = {
    WORDS("zh-wordsim240", "wordsim-240", "CWE/240.txt", word_pairs, 10, "Chen et al. 2015", CWE, "MIT"),
    WORDS("zh-wordsim297", "wordsim-297", "CWE/297.txt", word_pairs, 5, "Chen et al. 2015", CWE, "MIT"),
    WORDS("cos960", "COS960", "COS960/COS960_all.txt", cos960, 4, "Huang et al. 2019",
          "https://github.com/thunlp/COS960", "MIT"),
    ANALOGIES("ca8-morphological", "CA8, morphological", "CA8-morphological.txt", "Li et al. 2018", "Apache 2.0"),
    ANALOGIES("ca8-semantic", "CA8, semantic", "CA8-semantic.txt", "Li et al. 2018", "Apache 2.0"),
    ANALOGIES("zh-analogies", "Google analogies in Chinese", "ca_translated.txt", "Chen et al. 2015", "Apache 2.0"),
    SENTENCES("zh-stsb-test", "STS-B in Chinese, test", "stsb-zh-test.csv", stsb, "Cer et al. 2017", MULTI,
              "differs by part"),
    SENTENCES("zh-stsb-dev", "STS-B in Chinese, development", "stsb-zh-dev.csv", stsb, "Cer et al. 2017", MULTI,
              "differs by part"),
    SENTENCES("zh-csts-test", "STS-B in Chinese, whole scores, test", "Chinese-STS-B/sts-b-test.txt", sentence_pairs,
              "Cer et al. 2017", CSTS, "research"),
    {.name = NULL},
};
