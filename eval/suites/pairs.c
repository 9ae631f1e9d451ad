/* pairs.c: benchmarks of classification of sentence pairs. */
#include "eval/benchmarks.h"
#include "eval/task.h"
#include "eval/tasks/pair_classification.h"

static const struct pair_layout mrpc = {"#1 String,#2 String,Quality", "1", NULL, "sentences/mrpc/msr-para-train.tsv"};
static const struct pair_layout snli = {NULL, "entailment", NULL, "dev"};
static const struct pair_layout afqmc = {"1,2,3", "1", "0", NULL};
static const struct pair_layout lcqmc = {"1,2,3", "1", "0", "zh/LCQMC/dev.txt"};
static const struct pair_layout paws = {"sentence1,sentence2,label", "1", "0", "zh/PAWS-X/dev_2k.tsv"};
static const struct pair_layout nli = {"1,2,3", "entailment", "contradiction", NULL};

static const char *const snli_files[] = {"pairs/snli/s2.test", "pairs/snli/labels.test", "pairs/snli/s1.dev",
                                         "pairs/snli/s2.dev", "pairs/snli/labels.dev", NULL};

#define CHINESE(NAME, TITLE, FILE, LAYOUT, MTEB, SPLIT, CITATION, ADDRESS, LICENCE)                                    \
    {.name = NAME, .title = TITLE, .suite = SUITE_CHINESE, .task = &task_pair_classification, .path = "zh/" FILE,      \
     .layout = &LAYOUT, .mteb = MTEB, .mteb_split = SPLIT, .citation = CITATION, .address = ADDRESS,                   \
     .licence = LICENCE}

const struct benchmark suite_pairs[] = {
    {.name = "mrpc", .title = "MRPC: paraphrases in the news", .suite = SUITE_SENTENCES,
     .task = &task_pair_classification, .path = "sentences/mrpc/msr-para-test.tsv",
     .files = (const char *const[]){"sentences/mrpc/msr-para-train.tsv", NULL}, .layout = &mrpc,
     .citation = "Dolan et al. 2004", .address = "https://www.microsoft.com/en-us/download/details.aspx?id=52398",
     .licence = "MSR Shared Source"},
    {.name = "snli-entailment", .title = "SNLI: entailed or not", .suite = SUITE_SENTENCES,
     .task = &task_pair_classification, .path = "pairs/snli/s1.test", .files = snli_files, .layout = &snli,
     .citation = "Bowman et al. 2015", .address = "https://nlp.stanford.edu/projects/snli/",
     .licence = "CC BY-SA 4.0"},
    CHINESE("afqmc", "AFQMC: questions to a bank, development", "AFQMC/dev.txt", afqmc, NULL, NULL, "Xu et al. 2020",
            "https://github.com/CLUEbenchmark/CLUE", "research"),
    CHINESE("lcqmc", "LCQMC: questions, test", "LCQMC/test.txt", lcqmc, NULL, NULL, "Liu et al. 2018",
            "http://icrc.hitsz.edu.cn/info/1037/1146.htm", "research"),
    CHINESE("paws-x-zh", "PAWS-X in Chinese, test", "PAWS-X/test_2k.tsv", paws, NULL, NULL, "Yang et al. 2019",
            "https://github.com/google-research-datasets/paws", "free use"),
    CHINESE("ocnli", "OCNLI: entailed or contradicted, development", "OCNLI/dev.txt", nli, "Ocnli", "validation",
            "Hu et al. 2020", "https://github.com/CLUEbenchmark/OCNLI", "CC BY-NC 2.0"),
    CHINESE("zh-mnli", "MNLI in Chinese: entailed or contradicted, development", "Chinese-MNLI/dev.txt.gz", nli, NULL,
            NULL, "Williams et al. 2018", "https://github.com/pluto-junzeng/CNSD", "research"),
    CHINESE("zh-snli", "SNLI in Chinese: entailed or contradicted, test", "Chinese-SNLI/test.txt.gz", nli, NULL, NULL,
            "Bowman et al. 2015", "https://github.com/pluto-junzeng/CNSD", "research"),
    {.name = NULL},
};
