/* sentences.c: benchmarks of semantic textual similarity. */
#include "eval/benchmarks.h"
#include "eval/task.h"

/* Layouts of scored pairs. */
/* genre, file, year, id, score, two sentences, and on some rows two columns about the licence */
static const struct columns stsb = {.first = 5, .second = 6, .score = 4, .low = 7, .high = 9};
static const struct columns sick = {.first = 1, .second = 2, .score = 3, .low = 5, .high = 5,
                                    .header = "pair_ID\tsentence_A\tsentence_B\trelatedness_score"};
/* the gold scores are in a file of their own */
static const struct columns senteval = {.first = 0, .second = 1, .score = -1, .low = 2, .high = 2};

static const char *const sts12_parts[] = {"MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews", NULL};
static const char *const sts13_parts[] = {"FNWN", "headlines", "OnWN", NULL};
static const char *const sts14_parts[] = {"deft-forum", "deft-news", "headlines", "images", "OnWN", "tweet-news", NULL};
static const char *const sts15_parts[] = {"answers-forums", "answers-students", "belief", "headlines", "images", NULL};
static const char *const sts16_parts[] = {"answer-answer", "headlines",         "plagiarism",
                                          "postediting",   "question-question", NULL};
static const char *const sick_parts[] = {"train", "trial", "test_annotated", NULL};

#define SENTEVAL(NAME, TITLE, FOLDER, PARTS, CITATION, ...)                                                            \
    {.name = NAME, .title = TITLE, .suite = SUITE_SENTENCES, .task = &task_sts,                                        \
     .path = "sentences/senteval-STS/" FOLDER "/STS.input.{}.txt",                                                     \
     .gold = "sentences/senteval-STS/" FOLDER "/STS.gs.{}.txt", .parts = PARTS, .columns = &senteval,                  \
     .low = 0, .high = 5, .citation = CITATION, .mteb = __VA_ARGS__,                                                   \
     .address = "https://github.com/facebookresearch/SentEval (data/downstream/get_transfer_data.bash)",               \
     .licence = "differs by part"}

const struct benchmark suite_sentences[] = {
    {.name = "stsb-test", .title = "STS Benchmark, test", .suite = SUITE_SENTENCES, .task = &task_sts,
     .mteb = "STSBenchmark", .path = "sentences/stsbenchmark/sts-test.csv", .columns = &stsb, .low = 0, .high = 5,
     .citation = "Cer et al. 2017", .address = "http://ixa2.si.ehu.eus/stswiki/index.php/STSbenchmark",
     .licence = "differs by part"},
    {.name = "stsb-dev", .title = "STS Benchmark, development", .suite = SUITE_SENTENCES, .task = &task_sts,
     .mteb = "STSBenchmark", .mteb_split = "validation", .path = "sentences/stsbenchmark/sts-dev.csv",
     .columns = &stsb, .low = 0, .high = 5, .citation = "Cer et al. 2017",
     .address = "http://ixa2.si.ehu.eus/stswiki/index.php/STSbenchmark", .licence = "differs by part"},
    {.name = "sick-r", .title = "SICK relatedness, test", .suite = SUITE_SENTENCES, .task = &task_sts,
     .path = "sentences/sick/SICK_test_annotated.txt", .columns = &sick, .low = 1, .high = 5,
     .citation = "Marelli et al. 2014", .address = "https://marcobaroni.org/composes/sick.html",
     .licence = "CC BY-NC-SA 3.0"},
    {.name = "sick-r-all", .title = "SICK relatedness, all of it, as in MTEB", .suite = SUITE_SENTENCES,
     .task = &task_sts, .mteb = "SICK-R", .path = "sentences/sick/SICK_{}.txt", .parts = sick_parts, .columns = &sick,
     .low = 1, .high = 5, .citation = "Marelli et al. 2014", .address = "https://marcobaroni.org/composes/sick.html",
     .licence = "CC BY-NC-SA 3.0"},
    SENTEVAL("sts12", "STS 2012", "STS12-en-test", sts12_parts, "Agirre et al. 2012", "STS12"),
    SENTEVAL("sts13", "STS 2013 (without SMT)", "STS13-en-test", sts13_parts, "Agirre et al. 2013", "STS13"),
    SENTEVAL("sts14", "STS 2014", "STS14-en-test", sts14_parts, "Agirre et al. 2014", "STS14"),
    SENTEVAL("sts15", "STS 2015", "STS15-en-test", sts15_parts, "Agirre et al. 2015", "STS15"),
    SENTEVAL("sts16", "STS 2016", "STS16-en-test", sts16_parts, "Agirre et al. 2016", "STS16", .by_hand = true),
    {.name = "stackoverflow", .title = "StackOverflow titles", .suite = SUITE_SENTENCES, .task = &task_text_clustering,
     .path = "transfer/StackOverflow/title_StackOverflow.txt", .gold = "transfer/StackOverflow/label_StackOverflow.txt",
     .citation = "Xu et al. 2015", .address = "https://github.com/jacoxu/StackOverflow", .licence = "research"},
    {.name = NULL},
};
