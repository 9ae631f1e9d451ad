/* evaluate: scores views of models on benchmarks. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/run.h"
#include "eval/evaluation.h"
#include "eval/selection.h"
#include "math/gemm.h"

#define USAGE "[--suite SUITE | --task NAME...] [--data FOLDER] [--json FILE] MODEL[@VIEW][+POST...]..."
#define ABOUT                                                                                                          \
    "Scores models on benchmarks, compares them, prints tables and writes results.json.\n\n"                           \
    "  MODEL  a folder written by a trainer, or a word-vector file (.bin, .txt, .vec, .npy)\n"                         \
    "  VIEW   input | output | layer:K:POOL, K = 0, 1, ... or last, POOL = mean | last | cls | max | wmean\n"          \
    "         tfidf, the baseline of texts without training: of MODEL only the words count (`corpus count`)\n"         \
    "  POST   sif | idf first, center | abtt:D | whiten | zscore\n\n"                                                  \
    "Without a view: word vectors as they are, an encoder's own pooling, a language model's last layer.\n"             \
    "Exit status: 0 done; 1 failed, or, after everything else was scored and written, a benchmark is broken\n"         \
    "or a view has no score at all; 2 bad usage.\n\n"                                                                  \
    "Policies that reproduce other tools (--policy): word2vec (compute-accuracy), gensim (evaluate_word_pairs,\n"      \
    "evaluate_word_analogies), web (word-embeddings-benchmarks), senteval, simcse.\n\n"                                \
    "Benchmarks, by suite:"

#define WIDTH 110 /* columns of the tables when standard output is no terminal */

struct settings {
    char *suite, **tasks, *data, *json, *csv, *markdown, *mteb, **seen, **groups;
    char *policy, *case_policy, *oov, *aggregate, *similarity, *analogy;
    long restrict_vocab, known_vocab, bootstrap, seed, threads;
    bool shared_vocab, seen_own, list;
};

static const char *data_folder(const struct settings *s)
{
    const char *environment = getenv("EMBEDLAB_DATA");
    return s->data ? s->data : environment && *environment ? environment : "data";
}

/* ---- the views, and which are seeds of one configuration ---- */

/* Number of the view `name`, which is added when it is new. */
static int find_view(struct evaluation *e, const char *name, size_t length)
{
    for (int v = 0; v < e->view_count; v++)
        if (strlen(e->views[v].name) == length && strncmp(e->views[v].name, name, length) == 0)
            return v;
    e->views = mem_grow(e->views, (size_t)e->view_count + 1, sizeof *e->views, "views");
    e->views[e->view_count] = (struct evaluated_view){.name = mem_string_n(name, length)};
    return e->view_count++;
}

/* NAME=VIEW,VIEW... */
static bool add_group(struct evaluation *e, const char *group, struct error *err)
{
    size_t name = strcspn(group, "=");
    int count = 0;
    for (const char *view = group + name; *view != '\0'; view += strcspn(view, ",")) {
        size_t length = strcspn(++view, ",");
        if (length == 0)
            continue;
        int number = find_view(e, view, length);
        struct evaluated_view *v = &e->views[number];
        if (v->group)
            return error_set(err, "--group %s: %s is in a group already", group, v->name);
        v->group = mem_string_n(group, name);
        count++;
    }
    return (name > 0 && count >= 2) || error_set(err, "--group %s: expected NAME=VIEW,VIEW...", group);
}

static bool collect_views(struct evaluation *e, const struct settings *s, char **specifications, struct error *err)
{
    for (char **name = specifications; *name; name++)
        find_view(e, *name, strlen(*name));
    for (char **group = s->groups; group && *group; group++)
        if (!add_group(e, *group, err))
            return false;
    return true;
}

/* ---- what comes out ---- */

/* The files asked for are opened before the work begins. */
struct outputs {
    struct output *json, *csv, *markdown;
};

static bool open_outputs(struct outputs *o, const struct settings *s, struct error *err)
{
    return (!s->json || (o->json = output_open(s->json, err)) != NULL) &&
           (!s->csv || (o->csv = output_open(s->csv, err)) != NULL) &&
           (!s->markdown || (o->markdown = output_open(s->markdown, err)) != NULL);
}

static void discard_outputs(struct outputs *o)
{
    output_discard(o->json);
    output_discard(o->csv);
    output_discard(o->markdown);
    *o = (struct outputs){NULL, NULL, NULL};
}

/* Completes one of the outputs. */
static bool commit(struct output **out, struct error *err)
{
    struct output *done = *out;
    *out = NULL;
    return !done || output_commit(done, err);
}

static int terminal_width(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
        return size.ws_col;
    return WIDTH;
}

static bool write_results(const struct evaluation *e, const struct settings *s, struct outputs *o, struct error *err)
{
    if (o->json) {
        cJSON *tree = evaluation_json(e);
        char *text = cJSON_Print(tree);
        output_print(o->json, "%s\n", text);
        cJSON_free(text);
        cJSON_Delete(tree);
    }
    if (o->csv)
        evaluation_csv(e, o->csv);
    if (o->markdown)
        evaluation_markdown(e, o->markdown);
    if (!commit(&o->json, err) || !commit(&o->csv, err) || !commit(&o->markdown, err))
        return false;
    if (s->mteb && !evaluation_mteb(e, s->mteb, err))
        return false;
    struct output *table = output_open("-", err);
    if (!table)
        return false;
    evaluation_print(e, table, terminal_width());
    return output_commit(table, err);
}

/* ---- the work ---- */

static bool evaluate(struct evaluation *e, const struct settings *s, char **specifications, struct error *err)
{
    struct outputs o = {NULL, NULL, NULL};
    if (!collect_views(e, s, specifications, err) || !evaluation_select(e, s->suite, s->tasks, err))
        return false;
    evaluation_load(e);
    bool spaces = !s->tasks && (strcmp(s->suite, "all") == 0 || strcmp(s->suite, suite_name(SUITE_GEOMETRY)) == 0);
    bool good = open_outputs(&o, s, err) && evaluation_describe(e, err) &&
                evaluation_run(e, s->seen, s->seen_own, spaces, err);
    if (good)
        evaluation_compare(e);
    good = good && write_results(e, s, &o, err);
    discard_outputs(&o);
    return good;
}

/* What was scored and written but is not as it should be; 0, or the exit status. */
static int shortcomings(const struct evaluation *e)
{
    int status = 0;
    for (int t = 0; t < e->task_count; t++)
        status |= e->broken[t] != NULL;
    for (int v = 0; v < e->view_count; v++)
        if (!e->views[v].scored) {
            fprintf(stderr, "evaluate: %s has no score at all\n", e->views[v].name);
            status = 1;
        }
    return status;
}

/* ---- command line ---- */

static int list(const struct settings *s)
{
    struct error err = {""};
    struct output *out = output_open("-", &err);
    if (out)
        evaluation_list(s->suite, data_folder(s), out);
    return out && output_commit(out, &err) ? 0 : run_fail("evaluate", &err);
}

/* What the options table cannot check. 0, or the exit status. */
static int check(const struct option *options, const struct settings *s, char **specifications)
{
    static const char *const of_policy[] = {"case",      "oov",        "restrict-vocab", "known-vocab",
                                            "aggregate", "similarity", "analogy"};
    if (!specifications[0] && !s->groups)
        return options_usage_error("evaluate", "expected at least one MODEL[@VIEW][+POST...]");
    for (char **a = specifications; *a; a++)
        for (char **b = a + 1; *b; b++)
            if (strcmp(*a, *b) == 0)
                return options_usage_error("evaluate", "%s is given twice", *a);
    if (s->tasks && options_given(options, "suite"))
        return options_usage_error("evaluate", "--suite has no effect beside --task");
    for (char **name = s->tasks; name && *name; name++)
        if (!benchmark_find(*name))
            return options_usage_error("evaluate", "--task %s: no such benchmark", *name);
    for (size_t i = 0; s->policy && i < sizeof of_policy / sizeof *of_policy; i++)
        if (options_given(options, of_policy[i]))
            return options_usage_error("evaluate", "--%s has no effect beside --policy, which sets it", of_policy[i]);
    if (s->bootstrap > 0 && s->bootstrap < 100)
        return options_usage_error("evaluate", "--bootstrap %ld: expected 0 or at least 100 draws", s->bootstrap);
    if (s->shared_vocab && specifications[0] && !specifications[1] && !s->groups)
        return options_usage_error("evaluate", "--shared-vocab has no effect on one view");
    const char *const files[] = {s->json, s->csv, s->markdown};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i] && strcmp(files[i], "-") == 0)
            return options_usage_error("evaluate", "standard output carries the tables; name a file instead of -");
    return 0;
}

/* The policies of the command line. */
static struct policies policies_of(const struct settings *s)
{
    static const char *const oov[] = {"skip", "zero", "mean", "subword"}, *const aggregate[] = {"all", "mean", "wmean"};
    struct policies p = {.case_policy = strcmp(s->case_policy, "fold") == 0 ? CASE_FOLD : CASE_EXACT,
                         .restrict_vocab = s->restrict_vocab,
                         .known_vocab = s->known_vocab,
                         .similarity = strcmp(s->similarity, "cosine") == 0 ? SIMILARITY_COSINE : SIMILARITY_DOT,
                         .analogy = strcmp(s->analogy, "3cosadd") == 0 ? ANALOGY_3COSADD : ANALOGY_3COSMUL,
                         .bootstrap = (int)s->bootstrap,
                         .seed = (uint64_t)s->seed};
    while (strcmp(s->oov, oov[p.oov]) != 0)
        p.oov++;
    while (strcmp(s->aggregate, aggregate[p.aggregate]) != 0)
        p.aggregate++;
    if (s->policy)
        policies_preset(s->policy, &p);
    p.shared_vocab = s->shared_vocab;
    return p;
}

static int run(const struct settings *s, char **specifications)
{
    int threads = run_threads(s->threads);
    omp_set_num_threads(threads);
    const char *kernels = gemm_start();
    run_catch_interrupt();
    struct evaluation e = {.data = data_folder(s), .policies = policies_of(s)};
    struct error err = {""};
    bool good = evaluate(&e, s, specifications, &err);
    int status = good ? shortcomings(&e) : run_fail("evaluate", &err);
    evaluation_release(&e);
    if (good)
        run_summary("evaluate", s->seed, threads, kernels, NULL);
    return status;
}

/* ABOUT and the names of all benchmarks; on the heap. */
static char *about(void)
{
    char *text = mem_string(ABOUT);
    for (enum suite suite = SUITE_WORDS; suite < SUITES; suite++) {
        char *longer = mem_format("%s\n  %-10s", text, suite_name(suite));
        mem_free(text);
        text = longer;
        for (int i = 0; benchmark_at(i); i++) {
            if (benchmark_at(i)->suite != suite)
                continue;
            longer = mem_format("%s %s", text, benchmark_at(i)->name);
            mem_free(text);
            text = longer;
        }
    }
    return text;
}

int main(int argc, char **argv)
{
    struct settings s = {.suite = "all", .case_policy = "fold", .oov = "skip", .aggregate = "all",
                         .similarity = "cosine", .analogy = "3cosadd", .restrict_vocab = 30000, .bootstrap = 1000,
                         .seed = 1};
    struct option options[] = {
        {.type = OPTION_GROUP, .help = "What is scored"},
        {.type = OPTION_CHOICE, .name = "suite", .value = &s.suite, .choices = SUITE_CHOICES,
         .help = "which benchmarks; all: the world's only where the data folder has them; all and geometry: the spaces "
                 "of every two views are compared, too"},
        {.type = OPTION_LIST, .name = "task", .value = &s.tasks, .argument = "NAME",
         .help = "this benchmark only; may be repeated"},
        {.type = OPTION_FLAG, .name = "list", .value = &s.list,
         .help = "list the benchmarks of the suite, and whether they are there; no model is needed"},
        {.type = OPTION_STRING, .name = "data", .value = &s.data, .argument = "FOLDER",
         .help = "where the benchmarks are; else $EMBEDLAB_DATA, else ./data"},
        {.type = OPTION_LIST, .name = "group", .value = &s.groups, .argument = "NAME=VIEW,VIEW...",
         .help = "views that are seeds of one configuration: their mean and spread, too; may be repeated"},
        {.type = OPTION_GROUP, .help = "Policies"},
        {.type = OPTION_CHOICE, .name = "policy", .value = &s.policy, .choices = POLICY_PRESETS,
         .help = "all of the following, but for --shared-vocab, as another tool has them"},
        {.type = OPTION_CHOICE, .name = "case", .value = &s.case_policy, .choices = "fold|exact",
         .help = "how words are looked up"},
        {.type = OPTION_CHOICE, .name = "oov", .value = &s.oov, .choices = "skip|zero|mean|subword",
         .help = "what becomes of items that the model does not know: left out; zero or mean vector; "
                 "composed of the model's n-grams or of listed words (new-york), else left out"},
        {.type = OPTION_LONG, .name = "restrict-vocab", .value = &s.restrict_vocab, .argument = "N",
         .help = "analogies over the first N words; 0 = all", .low = 0, .high = 1e9},
        {.type = OPTION_LONG, .name = "known-vocab", .value = &s.known_vocab, .argument = "N",
         .help = "benchmarks of words: all but the first N words are unknown; 0 = none", .low = 0, .high = 1e9},
        {.type = OPTION_CHOICE, .name = "aggregate", .value = &s.aggregate, .choices = "all|mean|wmean",
         .help = "benchmarks with parts: all items as one list, the mean of the parts, or weighted by their items"},
        {.type = OPTION_CHOICE, .name = "similarity", .value = &s.similarity, .choices = "cosine|dot",
         .help = "of words, of texts, and in analogies"},
        {.type = OPTION_CHOICE, .name = "analogy", .value = &s.analogy, .choices = "3cosadd|3cosmul",
         .help = "how analogies are solved"},
        {.type = OPTION_FLAG, .name = "shared-vocab", .value = &s.shared_vocab,
         .help = "score all views only on the items that all of them know"},
        {.type = OPTION_GROUP, .help = "Trust"},
        {.type = OPTION_LONG, .name = "bootstrap", .value = &s.bootstrap, .argument = "N",
         .help = "draws for the 95 % intervals; 0 = no intervals and no tests", .low = 0, .high = 1e6},
        {.type = OPTION_LONG, .name = "seed", .value = &s.seed, .argument = "N",
         .help = "of the bootstrap, the tests and what tasks draw", .low = 0, .high = 1e15},
        {.type = OPTION_LIST, .name = "seen", .value = &s.seen, .argument = "FILE",
         .help = "a training text: items whose sentences it holds are counted, and the score is given without them, "
                 "too; may be repeated"},
        {.type = OPTION_FLAG, .name = "seen-own", .value = &s.seen_own,
         .help = "the same with the texts that each model's training.json names, as far as they are there"},
        {.type = OPTION_GROUP, .help = "Results"},
        {.type = OPTION_STRING, .name = "json", .value = &s.json, .argument = "FILE",
         .help = "write all that was found here, for `report`"},
        {.type = OPTION_STRING, .name = "csv", .value = &s.csv, .argument = "FILE", .help = "a line for every score"},
        {.type = OPTION_STRING, .name = "markdown", .value = &s.markdown, .argument = "FILE", .help = "the tables"},
        {.type = OPTION_STRING, .name = "mteb", .value = &s.mteb, .argument = "FOLDER",
         .help = "a file as MTEB writes it for every view and task that MTEB has"},
        {.type = OPTION_GROUP, .help = "Machine"},
        {.type = OPTION_LONG, .name = "threads", .value = &s.threads, .argument = "N", .help = "0 = all cores",
         .low = 0, .high = 1024},
        OPTIONS_END};
    char **specifications, *introduction = about();
    enum options_result result = options_parse(options, USAGE, introduction, argc, argv, &specifications);
    mem_free(introduction);
    int status = result == OPTIONS_EXIT_OK ? 0 : 2;
    if (result == OPTIONS_RUN && s.list && (specifications[0] || s.groups || s.tasks))
        status = options_usage_error("evaluate", "--list takes no model, group or task");
    else if (result == OPTIONS_RUN && s.list)
        status = list(&s);
    else if (result == OPTIONS_RUN && (status = check(options, &s, specifications)) == 0)
        status = run(&s, specifications);
    options_release(options, specifications);
    return status;
}
