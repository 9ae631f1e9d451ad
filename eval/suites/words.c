/* words.c: benchmarks of words without a context. */
#include "eval/benchmarks.h"
#include "eval/task.h"

static const struct columns word_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};
static const struct columns men_natural = {
    .first = 0, .second = 1, .score = 2, .low = 3, .high = 3, .separator = ' '};
static const struct columns men_lemmas = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3, .separator = ' ',
                                          .tagged = true};
static const struct columns simlex = {.first = 0, .second = 1, .score = 3, .low = 10, .high = 10, .part = 2,
                                      .header = "word1\tword2\tPOS\tSimLex999"};
static const char *const simlex_parts[] = {"A", "N", "V", NULL}; /* adjectives, nouns, verbs */
static const struct columns semeval17 = {.first = 1, .second = 2, .score = 3, .low = 4, .high = 4, .separator = ',',
                                         .header = ",word1,word2,similarity"};
/* score, word, "--", word */
static const struct columns rel122 = {.first = 1, .second = 3, .score = 0, .low = 4, .high = 4, .separator = ' '};

#define WORD_PAIRS(NAME, TITLE, FILE, LOW, HIGH, CITATION, LICENCE)                                                   \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_word_similarity, .path = "words/" FILE,         \
     .columns = &word_pairs, .low = LOW, .high = HIGH, .citation = CITATION,                                           \
     .address = "https://github.com/mfaruqui/eval-word-vectors (data/word-sim/" FILE ")", .licence = LICENCE}

/* MEN as its authors have it; EN-MEN-TR-3k.txt holds the lemmas. */
#define MEN(NAME, TITLE, FILE, COLUMNS)                                                                                \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_word_similarity, .path = "words/MEN/" FILE,     \
     .columns = &COLUMNS, .low = 0, .high = 50, .citation = "Bruni et al. 2014",                                       \
     .address = "https://staff.fnwi.uva.nl/e.bruni/MEN", .licence = "CC BY"}

#define ANALOGIES(NAME, TITLE, FILE, CITATION, ADDRESS, LICENCE)                                                       \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_analogy, .path = "analogy/" FILE,               \
     .citation = CITATION, .address = ADDRESS, .licence = LICENCE}
#define VECTO "https://github.com/vecto-ai/word-benchmarks (word-analogy/monolingual/en)"

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
    {.name = "simlex999-pos", .title = "SimLex-999 by part of speech", .suite = SUITE_WORDS,
     .task = &task_word_similarity, .path = "words/SimLex-999/SimLex-999.txt", .parts = simlex_parts,
     .columns = &simlex, .low = 0, .high = 10, .citation = "Hill et al. 2015",
     .address = "https://fh295.github.io/simlex.html", .licence = "research"},
    MEN("men-natural", "MEN, words as in texts", "MEN_dataset_natural_form_full", men_natural),
    MEN("men-dev", "MEN, development", "MEN_dataset_lemma_form.dev", men_lemmas),
    MEN("men-test", "MEN, test", "MEN_dataset_lemma_form.test", men_lemmas),
    {.name = "semeval17", .title = "SemEval-2017 task 2", .suite = SUITE_WORDS, .task = &task_word_similarity,
     .path = "words/semeval17.csv", .columns = &semeval17, .composed = true, .low = 0, .high = 4,
     .citation = "Camacho-Collados et al. 2017", .address = "https://alt.qcri.org/semeval2017/task2/",
     .licence = "research"},
    {.name = "rel122", .title = "Rel-122", .suite = SUITE_WORDS, .task = &task_word_similarity,
     .path = "words/rel122-norms.txt", .columns = &rel122, .composed = true, .low = 0, .high = 4,
     .citation = "Szumlanski et al. 2013", .address = "http://www.cs.ucf.edu/~seansz/rel-122/", .licence = "research"},
    ANALOGIES("google-phrases", "Google phrase analogies", "questions-phrases.txt", "Mikolov et al. 2013",
              "https://github.com/tmikolov/word2vec (questions-phrases.txt)", "Apache 2.0"),
    ANALOGIES("msr", "MSR syntactic analogies", "msr.csv", "Mikolov et al. 2013", VECTO, "research"),
    ANALOGIES("jair", "JAIR mappings, as analogies", "jair.csv", "Turney 2008", VECTO, "research"),
    ANALOGIES("semeval12", "SemEval-2012 task 2, as analogies", "semeval2012-task2.csv", "Jurgens et al. 2012", VECTO,
              "CC BY-SA"),
    CATEGORIES("ap", "AP", "ap", "Almuhareb 2006"),
    CATEGORIES("battig", "Battig", "battig", "Battig and Montague 1969"),
    CATEGORIES("bless", "BLESS", "bless", "Baroni and Lenci 2011"),
    CATEGORIES("esslli-verbs", "ESSLLI 2008, verbs", "essli-2008", "Baroni et al. 2008"),
    OUTLIERS("outlier-888", "8-8-8 outliers", "8-8-8", "Camacho-Collados and Navigli 2016"),
    OUTLIERS("wikisem500", "WikiSem500 outliers", "wikisem500", "Blair et al. 2016"),
    {.name = NULL},
};
