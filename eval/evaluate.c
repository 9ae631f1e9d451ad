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
#include "math/gemm.h"

#define USAGE "[--suite SUITE | --task NAME...] [--data FOLDER] [--json FILE] MODEL[@VIEW][+POST...]..."
#define ABOUT                                                                                                          \
    "Scores models on benchmarks, prints tables and writes results.json.\n\n"                                          \
    "  MODEL  a folder written by a trainer, or a word-vector file (.bin, .txt, .vec, .npy)\n"                         \
    "  VIEW   input | output | layer:K:POOL, K = 0, 1, ... or last, POOL = mean | last | cls | max | wmean\n"          \
    "  POST   center | abtt:D | whiten | zscore\n\n"                                                                   \
    "Without a view: word vectors as they are, an encoder's own pooling, a language model's last layer.\n\n"           \
    "Benchmarks, by suite:"

#define WIDTH 110 /* columns of the tables when standard output is no terminal */

struct settings {
    char *suite, **tasks, *data, *json, *case_policy, *oov;
    long restrict_vocab, bootstrap, seed, threads;
};

static const char *data_folder(const struct settings *s)
{
    const char *environment = getenv("EMBEDLAB_DATA");
    return s->data ? s->data : environment && *environment ? environment : "data";
}

/* ---- which benchmarks ---- */

static void explain_absence(const struct benchmark *b, const char *data)
{
    char *absent = benchmark_absent_file(b, data);
    if (b->suite == SUITE_WORLD)
        fprintf(stderr, "evaluate: %s is not there: %s; it comes with a world: corpus world --output %s\n", b->name,
                absent, data);
    else
        fprintf(stderr, "evaluate: %s is not there: %s; get it from %s and put it there, or give --data\n", b->name,
                absent, b->address);
    mem_free(absent);
}

static void sort_benchmark(struct evaluation *e, const struct benchmark *b)
{
    char *absent = benchmark_absent_file(b, e->data);
    if (!absent) {
        e->tasks[e->task_count++] = b;
    } else {
        e->missing[e->missing_count++] = b;
        explain_absence(b, e->data);
    }
    mem_free(absent);
}

/* Is b of the suite? "all" is every suite; the world's benchmarks count only where the data folder has them, since
 * they belong to a world and cannot be fetched. */
static bool in_suite(const struct benchmark *b, const char *suite, const char *data)
{
    if (strcmp(suite, "all") != 0)
        return strcmp(suite, suite_name(b->suite)) == 0;
    if (b->suite != SUITE_WORLD)
        return true;
    char *absent = benchmark_absent_file(b, data);
    bool there = !absent;
    mem_free(absent);
    return there;
}

/* Fills e->tasks with what was asked for and is there, e->missing with what is not. */
static bool select_benchmarks(struct evaluation *e, const struct settings *s, struct error *err)
{
    if (!path_is_folder(e->data))
        return error_set(err, "%s: no such folder; benchmarks are in --data, else in $EMBEDLAB_DATA, else in ./data",
                         e->data);
    int count = 0;
    while (benchmark_at(count))
        count++;
    e->tasks = mem_new((size_t)count, sizeof(struct benchmark *), "benchmarks");
    e->missing = mem_new((size_t)count, sizeof(struct benchmark *), "benchmarks");
    for (int i = 0; i < count; i++) {
        const struct benchmark *b = benchmark_at(i);
        bool named = false;
        for (char **name = s->tasks; name && *name; name++)
            named |= strcmp(*name, b->name) == 0;
        if (s->tasks ? named : in_suite(b, s->suite, e->data))
            sort_benchmark(e, b);
    }
    if (s->tasks && e->missing_count > 0)
        return error_set(err, "--task %s: not in %s", e->missing[0]->name, e->data);
    return e->task_count > 0 || error_set(err, "%s: holds none of the benchmarks asked for", e->data);
}

static void **load_benchmarks(const struct evaluation *e, struct error *err)
{
    void **items = mem_new((size_t)e->task_count, sizeof *items, "benchmarks");
    for (int t = 0; t < e->task_count; t++) {
        items[t] = e->tasks[t]->task->load(e->tasks[t], e->data, err);
        if (items[t])
            continue;
        while (t-- > 0)
            e->tasks[t]->task->release(items[t]);
        mem_free(items);
        return NULL;
    }
    return items;
}

/* ---- scoring ---- */

static bool score_view(struct evaluation *e, int v, void **items, struct progress *progress, struct error *err)
{
    struct subject subject = {.view = view_open(e->views[v].name, err)};
    if (!subject.view)
        return false;
    for (int t = 0; t < e->task_count && !run_interrupted(); t++) {
        double start = run_clock();
        progress_update(progress, v * e->task_count + t, e->views[v].name);
        e->tasks[t]->task->score(items[t], &subject, &e->policies, evaluation_score(e, v, t));
        score_finish(evaluation_score(e, v, t), &e->policies);
        e->seconds[(long)v * e->task_count + t] = run_clock() - start;
    }
    lookup_free(subject.lookup);
    view_free(subject.view);
    return !run_interrupted() || error_set(err, "interrupted; nothing written");
}

/* Opens every view once before the work begins: a wrong name at the end of a long list should not cost an hour. */
static bool describe_views(struct evaluation *e, char **specifications, struct error *err)
{
    for (int v = 0; specifications[v]; v++) {
        struct view *view = view_open(specifications[v], err);
        if (!view)
            return false;
        e->view_count = v + 1;
        bool good = evaluated_view_describe(&e->views[v], specifications[v], view, err);
        view_free(view);
        if (!good)
            return false;
    }
    return true;
}

static bool score_all(struct evaluation *e, void **items, struct error *err)
{
    struct progress progress = progress_start("evaluate", "scores", (double)e->view_count * e->task_count);
    for (int v = 0; v < e->view_count; v++)
        if (!score_view(e, v, items, &progress, err))
            return false;
    progress_end(&progress, (double)e->view_count * e->task_count, NULL);
    return true;
}

static int terminal_width(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
        return size.ws_col;
    return WIDTH;
}

/* The results to `json` (NULL: nowhere) and the tables to standard output. Closes `json`. */
static bool write_results(const struct evaluation *e, struct output *json, struct error *err)
{
    if (json) {
        cJSON *tree = evaluation_json(e);
        char *text = cJSON_Print(tree);
        output_print(json, "%s\n", text);
        cJSON_free(text);
        cJSON_Delete(tree);
        if (!output_commit(json, err))
            return false;
    }
    struct output *table = output_open("-", err);
    if (!table)
        return false;
    evaluation_print(e, table, terminal_width());
    return output_commit(table, err);
}

static bool evaluate(struct evaluation *e, const struct settings *s, char **specifications, struct error *err)
{
    size_t views = 0;
    while (specifications[views])
        views++;
    void **items = select_benchmarks(e, s, err) ? load_benchmarks(e, err) : NULL;
    if (!items)
        return false;
    e->views = mem_new(views, sizeof *e->views, "views");
    e->scores = mem_new(views * (size_t)e->task_count, sizeof *e->scores, "scores");
    e->seconds = mem_new(views * (size_t)e->task_count, sizeof *e->seconds, "scores");
    struct output *json = s->json ? output_open(s->json, err) : NULL;
    bool good = !s->json || json;
    if (good && describe_views(e, specifications, err) && score_all(e, items, err))
        good = write_results(e, json, err);
    else {
        output_discard(json);
        good = false;
    }
    for (int t = 0; t < e->task_count; t++)
        e->tasks[t]->task->release(items[t]);
    mem_free(items);
    return good;
}

/* ---- command line ---- */

/* What the options table cannot check. 0, or the exit status. */
static int check(const struct option *options, const struct settings *s, char **specifications)
{
    if (!specifications[0])
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
    if (s->json && strcmp(s->json, "-") == 0)
        return options_usage_error("evaluate", "--json -: standard output carries the tables; name a file");
    return 0;
}

static int run(const struct settings *s, char **specifications)
{
    int threads = run_threads(s->threads);
    omp_set_num_threads(threads);
    const char *kernels = gemm_start();
    run_catch_interrupt();
    struct evaluation e = {
        .data = data_folder(s),
        .policies = {.case_policy = strcmp(s->case_policy, "fold") == 0 ? CASE_FOLD : CASE_EXACT,
                     .oov = strcmp(s->oov, "skip") == 0 ? OOV_SKIP : strcmp(s->oov, "zero") == 0 ? OOV_ZERO : OOV_MEAN,
                     .restrict_vocab = s->restrict_vocab,
                     .bootstrap = (int)s->bootstrap,
                     .seed = (uint64_t)s->seed}};
    struct error err = {""};
    bool good = evaluate(&e, s, specifications, &err);
    evaluation_release(&e);
    if (!good)
        return run_fail("evaluate", &err);
    run_summary("evaluate", s->seed, threads, kernels, NULL);
    return 0;
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
    struct settings s = {.suite = "all", .case_policy = "fold", .oov = "skip", .restrict_vocab = 30000,
                         .bootstrap = 1000, .seed = 1};
    struct option options[] = {
        {.type = OPTION_GROUP, .help = "What is scored"},
        {.type = OPTION_CHOICE, .name = "suite", .value = &s.suite, .choices = "words|sentences|retrieval|transfer|contexts|probes|geometry|chinese|world|all",
         .help = "which benchmarks; all: the world's only where the data folder has them"},
        {.type = OPTION_LIST, .name = "task", .value = &s.tasks, .argument = "NAME",
         .help = "this benchmark only; may be repeated"},
        {.type = OPTION_STRING, .name = "data", .value = &s.data, .argument = "FOLDER",
         .help = "where the benchmarks are; else $EMBEDLAB_DATA, else ./data"},
        {.type = OPTION_STRING, .name = "json", .value = &s.json, .argument = "FILE",
         .help = "write the results here, for `report`"},
        {.type = OPTION_GROUP, .help = "Policies"},
        {.type = OPTION_CHOICE, .name = "case", .value = &s.case_policy, .choices = "fold|exact",
         .help = "how words are looked up"},
        {.type = OPTION_CHOICE, .name = "oov", .value = &s.oov, .choices = "skip|zero|mean",
         .help = "what becomes of items that the model does not know: left out; zero or mean vector"},
        {.type = OPTION_LONG, .name = "restrict-vocab", .value = &s.restrict_vocab, .argument = "N",
         .help = "analogies over the first N words; 0 = all", .low = 0, .high = 1e9},
        {.type = OPTION_LONG, .name = "bootstrap", .value = &s.bootstrap, .argument = "N",
         .help = "draws for the 95 % intervals", .low = 100, .high = 1e6},
        {.type = OPTION_LONG, .name = "seed", .value = &s.seed, .argument = "N", .help = "of the bootstrap",
         .low = 0, .high = 1e15},
        {.type = OPTION_GROUP, .help = "Machine"},
        {.type = OPTION_LONG, .name = "threads", .value = &s.threads, .argument = "N", .help = "0 = all cores",
         .low = 0, .high = 1024},
        OPTIONS_END};
    char **specifications, *introduction = about();
    enum options_result result = options_parse(options, USAGE, introduction, argc, argv, &specifications);
    mem_free(introduction);
    int status = result == OPTIONS_EXIT_OK ? 0 : 2;
    if (result == OPTIONS_RUN)
        status = check(options, &s, specifications);
    if (result == OPTIONS_RUN && status == 0)
        status = run(&s, specifications);
    options_release(options, specifications);
    return status;
}
