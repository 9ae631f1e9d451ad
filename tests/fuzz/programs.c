/* Whole programs: the states from which trainers go on, the results of which report makes a page. */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "tests/fuzz/fuzz.h"

/* main of each, which the Makefile names so. */
int lm_main(int argc, char **argv);
int skipgram_main(int argc, char **argv);
int glove_main(int argc, char **argv);
int contrastive_main(int argc, char **argv);
int report_main(int argc, char **argv);

/* Runs a command line, words with one space between them. */
static void run(const char *command, const char *more)
{
    static const struct {
        const char *name;
        int (*main)(int argc, char **argv);
    } programs[] = {{"lm", lm_main},
                    {"skipgram", skipgram_main},
                    {"glove", glove_main},
                    {"contrastive", contrastive_main},
                    {"report", report_main}};
    enum { PROGRAMS = sizeof programs / sizeof *programs };
    char *line = mem_format("%s%s", command, more), *arguments[64];
    int count = 0, i = 0;
    for (char *word = strtok(line, " "); word && count < 63; word = strtok(NULL, " "))
        arguments[count++] = word;
    arguments[count] = NULL;
    while (i < PROGRAMS && strcmp(programs[i].name, arguments[0]) != 0)
        i++;
    fuzz_check(i < PROGRAMS, "no such program");
    programs[i].main(count, arguments);
    mem_free(line);
}

/* ---- trainers ---- */

#define LINES "the cat sat on the mat\nthe dog sat on the cat\na cat and a dog sat\nthe mat is on the dog\n"

static void write_corpus(void)
{
    static const char corpus[] = LINES LINES LINES,
                      pairs[] = "s1\ts2\tscore\nthe cat\tthe dog\t4\nthe mat\ta dog\t1\nsat\ton\t2\n";
    fuzz_put("corpus.txt", corpus, sizeof corpus - 1);
    fuzz_put("dev.tsv", pairs, sizeof pairs - 1);
}

/* The state of a run at its last step stays because training.json cannot be written: there is a folder of that name.
 * It is what the command itself left before, when it is resumed. */
static void write_state(const struct fuzz_target *t, int which)
{
    (void)which;
    run(t->what, "");
}

static void start(const struct fuzz_target *t)
{
    (void)t;
    write_corpus();
    mkdir("training.json", 0777);
    mkdir("v.txt.training.json", 0777);
}

static void resume(const struct fuzz_target *t)
{
    run(t->what, " --resume");
}

/* Glove may go on for more epochs than it was started for. */
static void resume_for_longer(const struct fuzz_target *t)
{
    run(t->what, " --resume --epochs 2");
}

#define LM "lm --threads 1 --input corpus.txt"

/* A run of lm goes on with the options that its state has, for a billion steps maybe: Ctrl-C comes before the first. */
static void start_lm(const struct fuzz_target *t)
{
    write_corpus();
    run(t->what, "");
    run_catch_interrupt();
    raise(SIGINT);
}

static void keep(const struct fuzz_target *t, int which)
{
    (void)t, (void)which;
}

static void resume_lm(const struct fuzz_target *t)
{
    (void)t;
    run(LM " --resume .", "");
}

/* ---- report ---- */

static const char training[] =
    "{\"program\": \"lm\", \"options\": {\"seed\": 1, \"embeddings\": \"learned\", \"untie\": true}, \"corpus\": "
    "{\"name\": \"a/b.txt\"}, \"seconds\": 75, \"tokens_per_second\": 1e6, \"loss\": [{\"step\": 1, \"loss\": 3}], "
    "\"step\": 9, \"validation\": [{\"step\": 0, \"loss\": 4}, {\"step\": 9, \"loss\": 2.75}]}";

#define TASK(name, kind)                                                                                               \
    "{\"name\": \"" name "\", \"title\": \"T\", \"kind\": \"" kind "\", \"metric\": \"m\", \"unit\": \"items\", "      \
    "\"heading\": \"h\", \"measure\": \"x\", \"suite\": \"world\", \"further\": [\"f\"], \"citation\": \"c\", "        \
    "\"address\": \"http://a\", \"licence\": \"MIT\"}"
#define VIEW(name, model, view, kind)                                                                                  \
    "{\"name\": \"" name "\", \"model\": \"" model "\", \"view\": \"" view "\", \"post\": \"\", \"kind\": \"" kind     \
    "\", \"group\": \"g\", \"dim\": 4, \"vocabulary\": 9, \"parameters\": null}"
#define SCORE(view, task, score)                                                                                       \
    "{\"view\": \"" view "\", \"task\": \"" task "\", \"score\": " score ", \"low\": 0.1, \"high\": 0.9, \"used\": 8"  \
    ", \"given\": 9, \"seen\": 1, \"score_unseen\": 0.2, \"metrics\": {\"f\": 0.5}, \"parts\": [{\"name\": "           \
    "\"1 piece\", \"score\": null, \"used\": 3}]}"
#define SCORES(view, a, b) SCORE(view, "sim", a) ", " SCORE(view, "sts", b) ", " SCORE(view, "probe-next-1", a)
#define DIFFERENCE(task, difference)                                                                                   \
    "{\"task\": \"" task "\", \"a\": \"v.txt\", \"b\": \"lm@input\", \"difference\": " difference                      \
    ", \"low\": -0.2, \"high\": 0.1, \"p\": 0.3, \"p_holm\": 0.01, \"items\": 600}"

static const char *const results[] = {
    "{\"schema\": \"embedlab-results\", \"schema_version\": 2, \"version\": \"0.1.0\", \"date\": \"today\", \"data\": "
    "\"d\", \"policies\": {\"policy\": \"\", \"aggregate\": \"all\", \"analogy\": \"add\", \"case\": \"fold\", "
    "\"oov\": \"skip\", \"shared_vocab\": false, \"restrict_vocab\": null, \"bootstrap\": 100, \"seed\": 1},\n",
    "\"tasks\": [" TASK("sim", "word similarity") ", " TASK("sts", "sentence similarity") ", ",
    TASK("probe-next-1", "word probe") ", " TASK("iso", "geometry") "],\n",
    "\"missing\": [" TASK("wic", "word in context") "],\n\"views\": [",
    VIEW("lm@input", "lm", "input", "gpt2") ", ",
    VIEW("lm@layer:0:mean", "lm", "layer:0:mean", "gpt2") ", ",
    VIEW("lm@layer:1:mean", "lm", "layer:1:mean", "gpt2") ", ",
    VIEW("v.txt", "v.txt", "", "word vectors") "],\n\"results\": [",
    SCORES("lm@input", "0.4", "0.2") ", ",
    SCORES("lm@layer:0:mean", "0.5", "0.2") ", ",
    SCORES("lm@layer:1:mean", "0.6", "0.3") ", ",
    SCORES("v.txt", "0.55", "0.35") ", ",
    SCORE("lm@layer:1:mean", "iso", "-3") "],\n\"differences\": [",
    DIFFERENCE("sim", "-0.05") ", " DIFFERENCE("sts", "0.05") ", " DIFFERENCE("probe-next-1", "0.05") "],\n",
    "\"comparisons\": [{\"a\": \"lm@input\", \"b\": \"v.txt\", \"items\": 9, \"cka\": 0.4, \"overlap10\": 0.3, ",
    "\"cosine_spearman\": 0.2, \"procrustes\": null}],\n\"groups\": [",
    "{\"task\": \"sim\", \"group\": \"g\", \"mean\": 0.5, \"deviation\": 0.1, \"count\": 2}]}"};

static void make_folder(const struct fuzz_target *t)
{
    (void)t;
    mkdir("lm", 0777); /* the model whose training.json is read with the results */
}

static void write_results(const struct fuzz_target *t, int which)
{
    (void)which;
    struct error err = {""};
    fuzz_put(t->files[0], training, sizeof training - 1);
    struct output *out = output_open(t->files[1], &err);
    fuzz_check(out != NULL, err.message);
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        output_write(out, results[i], strlen(results[i]));
    fuzz_check(output_commit(out, &err), err.message);
}

static void make_report(const struct fuzz_target *t)
{
    run(t->what, "");
}

const struct fuzz_target fuzz_programs[] = {
    {"lm-state", resume_lm, keep, 1, {"state.safetensors"},
     LM " --output . --tokenizer word:20 --min-count 1 --layers 1 --heads 1 --dim 2 --hidden 2 --context 2 --batch 2 "
        "--steps 2 --save-every 1",
     start_lm},
    {"skipgram-state", resume, write_state, 1, {"v.txt.state.safetensors"},
     "skipgram --threads 1 --input corpus.txt --output v.txt --dim 2 --min-count 1 --epochs 2 --deterministic", start},
    {"glove-state", resume_for_longer, write_state, 1, {"v.txt.state.safetensors"},
     "glove --threads 1 --input corpus.txt --output v.txt --dim 2 --min-count 1 --epochs 1 --memory 10M", start},
    {"contrastive-state", resume, write_state, 1, {"state.safetensors"},
     "contrastive --threads 1 --input corpus.txt --output . --tokenizer word:20 --min-count 1 --min-words 1 --layers 1 "
     "--heads 1 --dim 2 --context 4 --batch 2 --steps 2 --save-every 1 --dev dev.tsv --dev-every 1", start},
    {"report", make_report, write_results, 1, {"lm/training.json", "results.json"},
     "report --output page.html --markdown page.md --csv page.csv results.json", make_folder},
    {NULL},
};
