/* report: results.json files to one HTML page, and to Markdown. */
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "base/run.h"
#include "eval/report_print.h"

#define USAGE "--output FILE.html [--markdown FILE.md] [--title TEXT] [--training FILE]... RESULTS.json..."
#define ABOUT "Puts results of `evaluate` together on one page: tables, language models by layer, how to read it."

struct settings {
    char *output, *markdown, *title, **trainings;
};

/* Writes both files whole, or leaves both as they were. */
static bool write_report(const struct report *r, const struct settings *s, struct error *err)
{
    struct output *html = output_open(s->output, err);
    struct output *markdown = html && s->markdown ? output_open(s->markdown, err) : NULL;
    if (!html || (s->markdown && !markdown)) {
        output_discard(html);
        return false;
    }
    report_html(r, html);
    if (markdown)
        report_markdown(r, markdown);
    if (!output_commit(html, err)) {
        output_discard(markdown);
        return false;
    }
    return !markdown || output_commit(markdown, err);
}

int main(int argc, char **argv)
{
    struct settings s = {.title = "Two kinds of embedding, compared"};
    struct option options[] = {
        {.type = OPTION_GROUP, .help = "The report"},
        {.type = OPTION_STRING, .name = "output", .value = &s.output, .argument = "FILE", .help = "the HTML page"},
        {.type = OPTION_STRING, .name = "markdown", .value = &s.markdown, .argument = "FILE",
         .help = "the same as Markdown"},
        {.type = OPTION_STRING, .name = "title", .value = &s.title, .argument = "TEXT", .help = "its heading"},
        {.type = OPTION_LIST, .name = "training", .value = &s.trainings, .argument = "FILE",
         .help = "a model's training.json; may be repeated"},
        OPTIONS_END};
    char **results;
    enum options_result parsed = options_parse(options, USAGE, ABOUT, argc, argv, &results);
    int status = parsed == OPTIONS_EXIT_OK ? 0 : 2;
    if (parsed == OPTIONS_RUN && !s.output)
        status = options_usage_error("report", "--output FILE is missing");
    else if (parsed == OPTIONS_RUN && !results[0])
        status = options_usage_error("report", "expected at least one results.json");
    else if (parsed == OPTIONS_RUN) {
        struct report r = {.title = s.title};
        struct error err = {""};
        bool good = report_read(&r, results, s.trainings, &err) && write_report(&r, &s, &err);
        status = good ? 0 : run_fail("report", &err);
        report_release(&r);
    }
    options_release(options, results);
    return status;
}
