/* embed: lines to vectors, and the neighbours of words. */
#include <omp.h>
#include <string.h>

#include "base/options.h"
#include "base/run.h"
#include "eval/embed.h"
#include "math/gemm.h"

#define USAGE                                                                                                          \
    "[--words] [--input FILE] [--output FILE] MODEL[@VIEW][+POST...]\n"                                                \
    "       embed --neighbors WORD | --analogy \"A B C\" [--top N] MODEL[@VIEW][+POST...]"
#define ABOUT "Turns lines of text into vectors, or prints the words nearest to a word or to an analogy's answer."

struct settings {
    char *input, *output, *format, *neighbors, *analogy;
    bool words;
    long top, threads;
};

/* What the options table cannot check. 0, or the exit status. */
static int check(const struct option *options, const struct settings *s, char **rest)
{
    static const char *const of_lines[] = {"input", "format", "words"};
    if (!rest[0] || rest[1])
        return options_usage_error("embed", "expected one MODEL[@VIEW][+POST...]");
    if (s->neighbors && s->analogy)
        return options_usage_error("embed", "--neighbors and --analogy exclude each other");
    bool search = s->neighbors || s->analogy;
    for (size_t i = 0; search && i < sizeof of_lines / sizeof *of_lines; i++)
        if (options_given(options, of_lines[i]))
            return options_usage_error("embed", "--%s has no effect with --%s", of_lines[i],
                                       s->neighbors ? "neighbors" : "analogy");
    if (!search && options_given(options, "top"))
        return options_usage_error("embed", "--top has no effect without --neighbors or --analogy");
    return 0;
}

static bool embed(struct view *view, const struct settings *s, struct output *out, struct error *err)
{
    if (s->neighbors)
        return embed_neighbors(view, s->neighbors, (int)s->top, out, err);
    if (s->analogy)
        return embed_analogy(view, s->analogy, (int)s->top, out, err);
    enum embed_format format = strcmp(s->format, "npy") == 0     ? EMBED_NPY
                               : strcmp(s->format, "jsonl") == 0 ? EMBED_JSONL
                                                                 : EMBED_TSV;
    return embed_lines(view, s->input, s->words, format, out, err);
}

static int run(const struct settings *s, const char *specification)
{
    omp_set_num_threads(run_threads(s->threads));
    gemm_start();
    struct error err = {""};
    struct view *view = view_open(specification, &err);
    if (view)
        view_compose_unseen(view);
    struct output *out = view ? output_open(s->output, &err) : NULL;
    bool good = out && embed(view, s, out, &err);
    if (good)
        good = output_commit(out, &err);
    else
        output_discard(out);
    view_free(view);
    return good ? 0 : run_fail("embed", &err);
}

int main(int argc, char **argv)
{
    struct settings s = {.input = "-", .output = "-", .format = "tsv", .top = 10};
    struct option options[] = {
        {.type = OPTION_GROUP, .help = "Lines to vectors"},
        {.type = OPTION_STRING, .name = "input", .value = &s.input, .argument = "FILE",
         .help = "one text a line; - is standard input"},
        {.type = OPTION_FLAG, .name = "words", .value = &s.words, .help = "each line is a word"},
        {.type = OPTION_CHOICE, .name = "format", .value = &s.format, .choices = "tsv|jsonl|npy",
         .help = "numbers only, JSON lines, NumPy"},
        {.type = OPTION_GROUP, .help = "Nearest words"},
        {.type = OPTION_STRING, .name = "neighbors", .value = &s.neighbors, .argument = "WORD",
         .help = "words nearest to this one by cosine"},
        {.type = OPTION_STRING, .name = "analogy", .value = &s.analogy, .argument = "\"A B C\"",
         .help = "a is to b as c is to ?"},
        {.type = OPTION_LONG, .name = "top", .value = &s.top, .argument = "N", .help = "how many", .low = 1,
         .high = 1e6},
        {.type = OPTION_GROUP, .help = "Both"},
        {.type = OPTION_STRING, .name = "output", .value = &s.output, .argument = "FILE",
         .help = "- is standard output"},
        {.type = OPTION_LONG, .name = "threads", .value = &s.threads, .argument = "N", .help = "0 = all cores",
         .low = 0, .high = 1024},
        OPTIONS_END};
    char **rest;
    enum options_result result = options_parse(options, USAGE, ABOUT, argc, argv, &rest);
    int status = result == OPTIONS_EXIT_OK ? 0 : 2;
    if (result == OPTIONS_RUN)
        status = check(options, &s, rest);
    if (result == OPTIONS_RUN && status == 0)
        status = run(&s, rest[0]);
    options_release(options, rest);
    return status;
}
