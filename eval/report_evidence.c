/* report_evidence.c: picks views and tasks, takes differences. */
#include "eval/report_evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/report_layers.h"

/* ---- tasks ---- */

static bool holds(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

bool task_is_geometry(const struct report_task *t)
{
    return strcmp(t->kind, "geometry") == 0;
}

bool task_is_word_similarity(const struct report_task *t)
{
    return strcmp(t->kind, "word similarity") == 0;
}

bool task_is_of_the_future(const struct report_task *t)
{
    return holds(t->name, "probe-next") || holds(t->name, "next-sentence");
}

bool task_is_in_context(const struct report_task *t)
{
    return holds(t->name, "wic") || holds(t->name, "scws");
}

bool task_is_of_texts(const struct report_task *t)
{
    return !task_is_of_the_future(t) &&
           (strcmp(t->kind, "sentence similarity") == 0 || holds(t->kind, "retrieval") || holds(t->kind, "pair class"));
}

bool task_is_similarity(const struct report_task *t)
{
    return task_is_word_similarity(t) || task_is_of_texts(t) || holds(t->kind, "cluster") ||
           holds(t->kind, "categor") || holds(t->kind, "outlier");
}

bool task_is_of_quality(const struct report_task *t)
{
    return !task_is_geometry(t) && !t->no_better && !task_is_of_the_future(t) && !task_is_in_context(t) &&
           !holds(t->kind, "probe");
}

/* ---- views ---- */

bool view_is_raw(const struct report_view *v)
{
    return v->post[0] == '\0' && v->step < 0;
}

bool view_is_word_vectors(const struct report_view *v)
{
    return view_is_raw(v) && v->role == ROLE_WORD_VECTORS;
}

bool view_is_encoder(const struct report_view *v)
{
    return view_is_raw(v) && v->role == ROLE_ENCODER;
}

bool view_is_specialist(const struct report_view *v)
{
    return view_is_word_vectors(v) || view_is_encoder(v);
}

bool view_is_lm(const struct report_view *v)
{
    return v->step < 0 && v->role == ROLE_LM;
}

bool view_is_lm_table(const struct report_view *v)
{
    return view_is_raw(v) && v->role == ROLE_LM && strcmp(v->view, "input") == 0;
}

bool view_is_lm_state(const struct report_view *v)
{
    return view_is_raw(v) && v->role == ROLE_LM && (v->view[0] == '\0' || layer_number(v) >= 1);
}

bool view_is_static(const struct report_view *v)
{
    return view_is_word_vectors(v) || view_is_lm_table(v);
}

int best_view(const struct report *r, int task, view_test *wanted)
{
    double most = 0;
    int best = -1;
    for (int v = 0; v < r->view_count; v++)
        if (wanted(&r->views[v]) && report_scored(r, v, task))
            most = fmax(most, report_cell(r, v, task)->used);
    for (int v = 0; v < r->view_count; v++) {
        const struct report_cell *c = report_cell(r, v, task);
        if (wanted(&r->views[v]) && report_scored(r, v, task) && c->used >= most / 2 &&
            (best < 0 || c->score > report_cell(r, best, task)->score))
            best = v;
    }
    return best;
}

/* ---- differences ---- */

/* Of two independent scores with intervals (Zou 2007, equation 3: MOVER). Scores of the same items hang
 * together, as a rule upwards, so that the interval is wider than it need be. */
static bool from_intervals(struct finding *f, const struct report_cell *a, const struct report_cell *b)
{
    if (!isfinite(a->low) || !isfinite(a->high) || !isfinite(b->low) || !isfinite(b->high))
        return false;
    f->difference = a->score - b->score;
    f->low = f->difference - hypot(a->score - a->low, b->high - b->score);
    f->high = f->difference + hypot(a->high - a->score, b->score - b->low);
    f->p = NAN;
    f->items = fmin(a->used, b->used);
    return true;
}

static void push(struct findings *f, struct finding finding)
{
    f->list = mem_grow(f->list, (size_t)f->count + 1, sizeof *f->list, "findings");
    f->list[f->count++] = finding;
}

void findings_add(struct findings *f, const struct report *r, const char *sort, int task, int a, int b)
{
    struct finding finding = {.sort = sort, .task = task, .a = a, .b = b};
    struct report_difference d;
    if (a < 0 || b < 0 || a == b || !report_scored(r, a, task) || !report_scored(r, b, task))
        return;
    finding.paired = report_difference(r, task, a, b, &d) && isfinite(d.low) && isfinite(d.high);
    if (finding.paired) {
        finding.difference = d.difference, finding.low = d.low, finding.high = d.high;
        finding.p = d.p, finding.items = d.items;
        push(f, finding);
    } else if (from_intervals(&finding, report_cell(r, a, task), report_cell(r, b, task))) {
        push(f, finding);
    }
}

void findings_add_best(struct findings *f, const struct report *r, const char *sort, task_test *tasks, view_test *a,
                       view_test *b)
{
    for (int t = 0; t < r->task_count; t++)
        if (!r->tasks[t].missing && tasks(&r->tasks[t]))
            findings_add(f, r, sort, t, best_view(r, t, a), best_view(r, t, b));
}

struct summary findings_summary(const struct findings *f, const char *sort)
{
    struct summary s = {.paired = true, .mean = NAN, .low = NAN, .high = NAN};
    double sum = 0, below = 0, above = 0;
    for (int i = 0; i < f->count; i++) {
        const struct finding *one = &f->list[i];
        if (sort && strcmp(one->sort, sort) != 0)
            continue;
        s.count++;
        s.ahead += one->low > 0;
        s.behind += one->high < 0;
        s.paired &= one->paired;
        sum += one->difference;
        below += (one->difference - one->low) * (one->difference - one->low);
        above += (one->high - one->difference) * (one->high - one->difference);
    }
    if (s.count > 0) {
        s.mean = sum / s.count;
        s.low = s.mean - sqrt(below) / s.count;
        s.high = s.mean + sqrt(above) / s.count;
    }
    return s;
}

/* ---- intervals that the files do not have ---- */

void overlap_interval(const struct report_comparison *c, double *low, double *high)
{
    double half = 1.96 * sqrt(c->overlap * (1 - c->overlap) / c->items);
    *low = fmax(0, c->overlap - half);
    *high = fmin(1, c->overlap + half);
}

int part_pieces(const struct report_part *p)
{
    if (!strstr(p->name, "piece") || p->name[0] < '1' || p->name[0] > '9')
        return 0;
    return (int)strtol(p->name, NULL, 10);
}

void spearman_interval(double rho, double n, double *low, double *high)
{
    *low = *high = NAN;
    if (!isfinite(rho) || n < 10)
        return;
    double z = atanh(fmax(-0.9999, fmin(0.9999, rho))), half = 1.96 * sqrt(1.06 / (n - 3));
    *low = tanh(z - half);
    *high = tanh(z + half);
}
