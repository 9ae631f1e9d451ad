/* transfer.c: benchmarks of classification of sentences by a classifier on top of their vectors. */
#include "eval/benchmarks.h"
#include "eval/task.h"
#include "eval/tasks/transfer.h"

static const struct transfer_layout folds = {.western = true}, folds_utf8 = {.split = false},
                                    trec = {.split = true, .label_end = ':', .spaces = true, .western = true},
                                    sst = {.split = true, .label_end = ' '};

#define SENTENCES(NAME, TITLE, LAYOUT, FILE, CITATION, ADDRESS, ...)                                                   \
    {.name = NAME, .title = TITLE, .suite = SUITE_TRANSFER, .task = &task_transfer, .path = "transfer/" FILE,          \
     .files = (const char *const[]){__VA_ARGS__, NULL}, .layout = &LAYOUT, .citation = CITATION, .address = ADDRESS,   \
     .licence = "research"}

#define CORNELL "http://www.cs.cornell.edu/people/pabo/movie-review-data/"

const struct benchmark suite_transfer[] = {
    SENTENCES("mr", "MR: film reviews", folds, "rt-polarity.pos", "Pang and Lee 2005", CORNELL,
              "transfer/rt-polarity.neg"),
    {.name = "cr", .title = "CR: product reviews", .suite = SUITE_TRANSFER, .task = &task_transfer,
     .path = "transfer/custrev.pos", .files = (const char *const[]){"transfer/custrev.neg", NULL}, .layout = &folds,
     .citation = "Hu and Liu 2004", .address = "https://github.com/facebookresearch/SentEval (CR/custrev.*)",
     .licence = "research", .by_hand = true},
    SENTENCES("subj", "SUBJ: told or felt", folds, "subj.subjective", "Pang and Lee 2004", CORNELL,
              "transfer/subj.objective"),
    SENTENCES("mpqa", "MPQA: polarity of phrases", folds_utf8, "mpqa.pos", "Wiebe et al. 2005",
              "http://mpqa.cs.pitt.edu", "transfer/mpqa.neg"),
    SENTENCES("sst2", "SST-2: films, good or bad", sst, "stsa.binary.test", "Socher et al. 2013",
              "https://nlp.stanford.edu/sentiment/", "transfer/stsa.binary.train", "transfer/stsa.binary.dev"),
    SENTENCES("sst5", "SST-5: films, five grades", sst, "stsa.fine.test", "Socher et al. 2013",
              "https://nlp.stanford.edu/sentiment/", "transfer/stsa.fine.train", "transfer/stsa.fine.dev"),
    SENTENCES("trec", "TREC: kinds of questions", trec, "TREC.test", "Li and Roth 2002",
              "https://cogcomp.seas.upenn.edu/Data/QA/QC/", "transfer/TREC.train"),
    {.name = NULL},
};
