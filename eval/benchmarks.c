/* benchmarks.c: the table of benchmarks. */
#include "eval/benchmarks.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/task.h"

/* Layouts of scored pairs. */
static const struct columns word_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};
static const struct columns sentence_pairs = {.first = 0, .second = 1, .score = 2, .low = 3, .high = 3};
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

#define WORD_PAIRS(NAME, TITLE, FILE, LOW, HIGH, CITATION, LICENCE)                                                   \
    {.name = NAME, .title = TITLE, .suite = SUITE_WORDS, .task = &task_word_similarity, .path = "words/" FILE,         \
     .columns = &word_pairs, .low = LOW, .high = HIGH, .citation = CITATION,                                           \
     .address = "https://github.com/mfaruqui/eval-word-vectors (data/word-sim/" FILE ")", .licence = LICENCE}

#define SENTEVAL(NAME, TITLE, FOLDER, PARTS, CITATION)                                                                \
    {.name = NAME, .title = TITLE, .suite = SUITE_SENTENCES, .task = &task_sts,                                        \
     .path = "sentences/senteval-STS/" FOLDER "/STS.input.{}.txt",                                                     \
     .gold = "sentences/senteval-STS/" FOLDER "/STS.gs.{}.txt", .parts = PARTS, .columns = &senteval,                  \
     .low = 0, .high = 5, .citation = CITATION,                                                                        \
     .address = "https://github.com/facebookresearch/SentEval (data/downstream/get_transfer_data.bash)",               \
     .licence = "differs by part"}

#define GENERATED "made by `corpus world`, not downloaded"

static const struct benchmark table[] = {
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
    {.name = "stsb-test", .title = "STS Benchmark, test", .suite = SUITE_SENTENCES, .task = &task_sts,
     .path = "sentences/stsbenchmark/sts-test.csv", .columns = &stsb, .low = 0, .high = 5,
     .citation = "Cer et al. 2017", .address = "http://ixa2.si.ehu.eus/stswiki/index.php/STSbenchmark",
     .licence = "differs by part"},
    {.name = "stsb-dev", .title = "STS Benchmark, development", .suite = SUITE_SENTENCES, .task = &task_sts,
     .path = "sentences/stsbenchmark/sts-dev.csv", .columns = &stsb, .low = 0, .high = 5,
     .citation = "Cer et al. 2017", .address = "http://ixa2.si.ehu.eus/stswiki/index.php/STSbenchmark",
     .licence = "differs by part"},
    {.name = "sick-r", .title = "SICK relatedness, test", .suite = SUITE_SENTENCES, .task = &task_sts,
     .path = "sentences/sick/SICK_test_annotated.txt", .columns = &sick, .low = 1, .high = 5,
     .citation = "Marelli et al. 2014", .address = "https://marcobaroni.org/composes/sick.html",
     .licence = "CC BY-NC-SA 3.0"},
    SENTEVAL("sts12", "STS 2012", "STS12-en-test", sts12_parts, "Agirre et al. 2012"),
    SENTEVAL("sts13", "STS 2013 (without SMT)", "STS13-en-test", sts13_parts, "Agirre et al. 2013"),
    SENTEVAL("sts14", "STS 2014", "STS14-en-test", sts14_parts, "Agirre et al. 2014"),
    SENTEVAL("sts15", "STS 2015", "STS15-en-test", sts15_parts, "Agirre et al. 2015"),
    {.name = "world-similarity", .title = "World: word similarity", .suite = SUITE_WORLD,
     .task = &task_word_similarity, .path = "words/world-similarity.txt", .columns = &word_pairs, .low = 0, .high = 10,
     .citation = "embedlab", .address = GENERATED, .licence = "MIT"},
    {.name = "world-analogies", .title = "World: analogies", .suite = SUITE_WORLD, .task = &task_analogy,
     .path = "analogy/world-analogies.txt", .citation = "embedlab", .address = GENERATED, .licence = "MIT"},
    {.name = "world-sts", .title = "World: sentence similarity", .suite = SUITE_WORLD, .task = &task_sts,
     .path = "sentences/world-sts.tsv", .columns = &sentence_pairs, .low = 0, .high = 5, .citation = "embedlab",
     .address = GENERATED, .licence = "MIT"},
};

const struct benchmark *benchmark_at(int i)
{
    return i >= 0 && i < (int)(sizeof table / sizeof *table) ? &table[i] : NULL;
}

const struct benchmark *benchmark_find(const char *name)
{
    for (int i = 0; benchmark_at(i) != NULL; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

const char *suite_name(enum suite s)
{
    return s == SUITE_WORDS ? "words" : s == SUITE_SENTENCES ? "sentences" : "world";
}

/* data/path with "{}" replaced by the name of the part. */
static char *part_path(const struct benchmark *b, const char *data, const char *path, int part)
{
    const char *hole = strstr(path, "{}");
    if (!hole)
        return path_join(data, path);
    char *name = mem_format("%.*s%s%s", (int)(hole - path), path, b->parts[part], hole + 2);
    char *joined = path_join(data, name);
    mem_free(name);
    return joined;
}

char *benchmark_path(const struct benchmark *b, const char *data, int part)
{
    return part_path(b, data, b->path, part);
}

char *benchmark_gold_path(const struct benchmark *b, const char *data, int part)
{
    return part_path(b, data, b->gold, part);
}

char *benchmark_absent_file(const struct benchmark *b, const char *data)
{
    for (int part = 0; part == 0 || (b->parts != NULL && b->parts[part] != NULL); part++) {
        char *path = benchmark_path(b, data, part);
        if (!path_exists(path))
            return path;
        mem_free(path);
        if (b->gold == NULL)
            continue;
        path = benchmark_gold_path(b, data, part);
        if (!path_exists(path))
            return path;
        mem_free(path);
    }
    return NULL;
}
