/* report: results.json files to one HTML page, to Markdown and to CSV. */
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "base/run.h"
#include "eval/report_print.h"

#define USAGE "--output FILE.html [OPTION]... RESULTS.json..."
#define ABOUT                                                                                                          \
    "Puts results of `evaluate` together on one page: verdicts on the claims C1 to C8 with their rules, charts, maps " \
    "of words, tables, conditions."

struct settings {
    char *output, *markdown, *csv, *title, *senses, **trainings, **maps;
};

/* Writes all files whole, or leaves all as they were. */
static bool write_report(const struct content *c, const struct settings *s, struct error *err)
{
    char *const paths[] = {s->output, s->markdown, s->csv};
    struct output *outputs[3] = {NULL};
    bool good = true;
    for (int i = 0; i < 3 && good; i++)
        good = !paths[i] || (outputs[i] = output_open(paths[i], err)) != NULL;
    if (good) {
        report_print(c, PAGE_HTML, outputs[0]);
        if (outputs[1])
            report_print(c, PAGE_MARKDOWN, outputs[1]);
        if (outputs[2])
            report_csv(c, outputs[2]);
    }
    for (int i = 0; i < 3; i++) {
        if (good && outputs[i])
            good = output_commit(outputs[i], err);
        else
            output_discard(outputs[i]);
    }
    return good;
}

/* Names models as the rest of the page does, without the folder that all share. */
static void shorten_names(struct map *m, const struct report *r)
{
    for (int i = 0; i < m->model_count; i++)
        if (r->shared_folder > 0 && strncmp(m->models[i].name, r->views[0].model, (size_t)r->shared_folder) == 0)
            m->models[i].name += r->shared_folder;
}

static bool make_report(const struct settings *s, char **results, struct error *err)
{
    struct report r = {.title = s->title};
    struct map map = {.model_count = 0};
    struct judgement verdicts[CLAIMS] = {{.outcome = OUTCOME_NOT_TESTED}};
    struct senses senses = {.model_count = 0};
    struct content content = {&r, verdicts, &map, &senses};
    bool good = report_read(&r, results, s->trainings, err) && map_make(&map, s->maps, err) &&
                senses_make(&senses, &r, s->senses, err);
    if (good)
        shorten_names(&map, &r);
    for (int i = 0; i < CLAIMS && good; i++)
        claim_judge(&report_claims[i], &r, &verdicts[i]);
    good = good && write_report(&content, s, err);
    for (int i = 0; i < CLAIMS; i++)
        judgement_release(&verdicts[i]);
    map_release(&map);
    senses_release(&senses);
    report_release(&r);
    return good;
}

int main(int argc, char **argv)
{
    struct settings s = {.title = "Two kinds of embedding, compared"};
    struct option options[] = {
        {.type = OPTION_GROUP, .help = "The report"},
        {.type = OPTION_STRING, .name = "output", .value = &s.output, .argument = "FILE", .help = "the HTML page"},
        {.type = OPTION_STRING,
         .name = "markdown",
         .value = &s.markdown,
         .argument = "FILE",
         .help = "the same as Markdown, without charts"},
        {.type = OPTION_STRING, .name = "csv", .value = &s.csv, .argument = "FILE", .help = "every score on a line"},
        {.type = OPTION_STRING, .name = "title", .value = &s.title, .argument = "TEXT", .help = "its heading"},
        {.type = OPTION_LIST,
         .name = "training",
         .value = &s.trainings,
         .argument = "FILE",
         .help = "a training.json to list; those in or beside the models are found without it; may be repeated"},
        {.type = OPTION_LIST,
         .name = "map",
         .value = &s.maps,
         .argument = "MODEL[@VIEW]",
         .help = "a map of words of this view, beside the others; may be repeated"},
        {.type = OPTION_STRING,
         .name = "senses",
         .value = &s.senses,
         .argument = "FILE",
         .help =
             "word in context, table against states: pairs of sentences in the format of WiC, or \"bank\": an example "
             "that is built in"},
        OPTIONS_END};
    char **results;
    enum options_result parsed = options_parse(options, USAGE, ABOUT, argc, argv, &results);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    struct error err = {""};
    if (parsed == OPTIONS_RUN && !s.output)
        status = options_usage_error("report", "--output FILE is missing");
    else if (parsed == OPTIONS_RUN && !results[0])
        status = options_usage_error("report", "expected at least one results.json");
    else if (parsed == OPTIONS_RUN)
        status = make_report(&s, results, &err) ? 0 : run_fail("report", &err);
    options_release(options, results);
    return status;
}
