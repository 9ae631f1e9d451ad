/* words.c: benchmarks of words without a context. */
#include "eval/benchmarks.h"
#include "eval/task.h"

static const struct columns word_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};

#define WORD_PAIRS(NAME, TITLE, FILE, LOW, HIGH, CITATION, LICENCE)                                                   \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_word_similarity, .path = "words/" FILE,         \
     .columns = &word_pairs, .low = LOW, .high = HIGH, .citation = CITATION,                                           \
     .address = "https://github.com/mfaruqui/eval-word-vectors (data/word-sim/" FILE ")", .licence = LICENCE}

#define CATEGORIES(NAME, TITLE, FILE, CITATION)                                                                       \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_categorization,                                 \
     .path = "words/categorization-" FILE ".csv", .citation = CITATION,                                                \
     .address = "https://github.com/vecto-ai/word-benchmarks (word-categorization/monolingual/en/" FILE ".csv)",      \
     .licence = "research"}

#define OUTLIERS(NAME, TITLE, FILE, CITATION)                                                                         \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_outlier, .path = "words/outlier-" FILE ".csv",  \
     .citation = CITATION, .composed = true,                                                                           \
     .address = "https://github.com/vecto-ai/word-benchmarks (outlier-detection/monolingual/en/" FILE ".csv)",         \
     .licence = "research"}

const struct benchmark suite_words[] = {
    WORD_PAIRS("ws353", "WordSim-353", "EN-WS-353-ALL.txt", 0, 10, "Finkelstein et al. 2002", "CC BY 4.0"),
    WORD_PAIRS("ws353-sim", "WordSim-353, similarity", "EN-WS-353-SIM.txt", 0, 10, "Agirre et al. 2009", "CC BY 4.0"),
    WORD_PAIRS("ws353-rel", "WordSim-353, relatedness", "EN-WS-353-REL.txt", 0, 10, "Agirre et al. 2009", "CC BY 4.0"),
    WORD_PAIRS("simlex999", "SimLex-999", "EN-SIMLEX-999.txt", 0, 10, "Hill et al. 2015", "research"),
    WORD_PAIRS("men", "MEN", "EN-MEN-TR-3k.txt", 0, 50, "Bruni et al. 2014", "CC BY"),
    WORD_PAIRS("rw", "Rare Words", "EN-RW-STANFORD.txt", 0, 10, "Luong et al. 2013", "research"),
    WORD_PAIRS("rg65", "RG-65", "EN-RG-65.txt", 0, 4, "Rubenstein and Goodenough 1965", "research"),
    WORD_PAIRS("mc30", "MC-30", "EN-MC-30.txt", 0, 4, "Miller and Charles 1991", "research"),
    WORD_PAIRS("yp130", "YP-130 (verbs)", "EN-YP-130.txt", 0, 4, "Yang and Powers 2006", "research"),
    WORD_PAIRS("mturk287", "MTurk-287", "EN-MTurk-287.txt", 1, 5, "Radinsky et al. 2011", "research"),
    WORD_PAIRS("verb143", "VERB-143", "EN-VERB-143.txt", 0, 1, "Baker et al. 2014", "research"),
    {.name = "google", .title = "Google analogies", .suite = SUITE_WORDS, .task = &task_analogy,
     .path = "analogy/questions-words.txt", .citation = "Mikolov et al. 2013",
     .address = "https://github.com/tmikolov/word2vec (questions-words.txt)", .licence = "Apache 2.0"},
    CATEGORIES("ap", "AP", "ap", "Almuhareb 2006"),
    CATEGORIES("battig", "Battig", "battig", "Battig and Montague 1969"),
    CATEGORIES("bless", "BLESS", "bless", "Baroni and Lenci 2011"),
    CATEGORIES("esslli-verbs", "ESSLLI 2008, verbs", "essli-2008", "Baroni et al. 2008"),
    OUTLIERS("outlier-888", "8-8-8 outliers", "8-8-8", "Camacho-Collados and Navigli 2016"),
    OUTLIERS("wikisem500", "WikiSem500 outliers", "wikisem500", "Blair et al. 2016"),
    {.name = NULL},
};
