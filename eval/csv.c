/* csv.c: an evaluation as one line per view and benchmark, for spreadsheets and data frames. */
#include <math.h>
#include <string.h>

#include "eval/evaluation.h"

static void print_text(struct output *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        output_print(out, "%s", text);
        return;
    }
    output_print(out, "\"");
    for (; *text != '\0'; text++)
        output_print(out, *text == '"' ? "\"\"" : "%c", *text);
    output_print(out, "\"");
}

/* An empty cell when there is no number. */
static void print_number(struct output *out, double x)
{
    if (isfinite(x))
        output_print(out, "%.9g", x);
}

static void print_score(struct output *out, const struct evaluation *e, int v, int t)
{
    const struct benchmark *b = e->tasks[t];
    const struct score *s = evaluation_score(e, v, t);
    const char *texts[] = {e->views[v].name, e->views[v].group ? e->views[v].group : "",
                           b->name,          suite_name(b->suite),
                           b->task->kind,    benchmark_metric(b)};
    const double numbers[] = {s->value,
                              s->interval.low,
                              s->interval.high,
                              (double)s->used,
                              (double)s->known,
                              (double)s->given,
                              s->unseen.asked ? (double)s->unseen.seen : NAN,
                              s->unseen.asked ? s->unseen.value : NAN};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        print_text(out, texts[i]);
        output_print(out, ",");
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        print_number(out, numbers[i]);
        output_print(out, ",");
    }
    print_text(out, s->reason ? s->reason : "");
    output_print(out, "\r\n");
}

void evaluation_csv(const struct evaluation *e, struct output *out)
{
    output_print(out, "view,group,task,suite,kind,metric,score,low,high,used,known,given,seen,score_unseen,reason\r\n");
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++)
            print_score(out, e, v, t);
}
