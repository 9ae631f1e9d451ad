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

bool task_is_word_probe(const struct report_task *t)
{
    return strcmp(t->kind, "word probe") == 0;
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

bool view_is_random_table(const struct report_view *v)
{
    bool frozen = v->role == ROLE_LM_FROZEN && v->step < 0 && v->training && !v->training->initial[0];
    return v->post[0] == '\0' && strcmp(v->view, "input") == 0 && (frozen || (v->role == ROLE_LM && v->step == 0));
}

bool view_is_static(const struct report_view *v)
{
    return view_is_word_vectors(v) || view_is_lm_table(v);
}

/* Is a wanted view scored on the task with at least half as many items as the one that uses most? */
static bool is_able(const struct report *r, int task, const bool *wanted, int view)
{
    double most = 0;
    if (!wanted[view] || !report_scored(r, view, task))
        return false;
    for (int v = 0; v < r->view_count; v++)
        if (wanted[v] && report_scored(r, v, task))
            most = fmax(most, report_cell(r, v, task)->used);
    return report_cell(r, view, task)->used >= most / 2;
}

bool *views_that(const struct report *r, view_test *wanted)
{
    bool *views = mem_new((size_t)r->view_count + 1, sizeof *views, "views");
    for (int v = 0; v < r->view_count; v++)
        views[v] = wanted(&r->views[v]);
    return views;
}

int best_view(const struct report *r, int task, view_test *wanted)
{
    bool *views = views_that(r, wanted);
    int best = -1;
    for (int v = 0; v < r->view_count; v++)
        if (is_able(r, task, views, v) &&
            (best < 0 || report_cell(r, v, task)->score > report_cell(r, best, task)->score))
            best = v;
    mem_free(views);
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
    }
    if ((finding.paired || from_intervals(&finding, report_cell(r, a, task), report_cell(r, b, task))) &&
        finding.items >= FINDING_ITEMS)
        push(f, finding);
}

/* ---- one view for many tasks ---- */

double widening(int count)
{
    double low = 1.9, high = 9; /* around the quantile of the normal distribution */
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (erfc(middle / sqrt(2)) > 0.05 / count)
            low = middle;
        else
            high = middle;
    }
    return low / 1.959964;
}

/* The view with the best mean score over the tasks, among those that are able on at least half as many of them as
 * the one that is on most; the mean is over the tasks on which all of these are. *tried: how many they are. -1: none.
 */
static int chosen_view(const struct report *r, const bool *tasks, const bool *wanted, int *tried)
{
    int *able = mem_new((size_t)r->view_count + 1, sizeof *able, "tasks of a view"), most = 0, best = -1;
    double *sums = mem_new((size_t)r->view_count + 1, sizeof *sums, "sums of scores");
    for (int v = 0; v < r->view_count; v++) {
        for (int t = 0; t < r->task_count; t++)
            able[v] += tasks[t] && is_able(r, t, wanted, v);
        most = able[v] > most ? able[v] : most;
    }
    for (int t = 0; t < r->task_count; t++) {
        bool all = tasks[t];
        for (int v = 0; v < r->view_count && all; v++)
            all = able[v] == 0 || 2 * able[v] < most || is_able(r, t, wanted, v);
        for (int v = 0; v < r->view_count && all; v++)
            sums[v] += able[v] > 0 ? report_cell(r, v, t)->score : 0;
    }
    *tried = 0;
    for (int v = 0; v < r->view_count; v++) {
        if (able[v] == 0 || 2 * able[v] < most)
            continue;
        ++*tried;
        if (best < 0 || sums[v] > sums[best])
            best = v;
    }
    mem_free(able);
    mem_free(sums);
    return best;
}

void findings_add_chosen(struct findings *f, const struct report *r, const char *sort, task_test *tasks, const bool *a,
                         const bool *b)
{
    bool *group = mem_new((size_t)r->task_count + 1, sizeof *group, "tasks");
    for (int texts = 0; texts < 2; texts++) {
        for (int t = 0; t < r->task_count; t++)
            group[t] = !r->tasks[t].missing && tasks(&r->tasks[t]) && task_is_of_texts(&r->tasks[t]) == texts;
        int tried_a, tried_b, added = f->count;
        int first = chosen_view(r, group, a, &tried_a), second = chosen_view(r, group, b, &tried_b);
        for (int t = 0; t < r->task_count; t++)
            if (group[t])
                findings_add(f, r, sort, t, first, second);
        for (; added < f->count; added++) {
            struct finding *one = &f->list[added];
            one->low = one->difference - widening(tried_a * tried_b) * (one->difference - one->low);
            one->high = one->difference + widening(tried_a * tried_b) * (one->high - one->difference);
            if (isfinite(one->p))
                one->p = fmin(1, one->p * tried_a * tried_b);
        }
    }
    mem_free(group);
}

/* The mean of the differences of one sort on the task of finding i, and how far its interval reaches to both sides.
 * Models that answered the same items hang together: their intervals do not get narrower for being several. */
static void task_summary(const struct findings *f, const char *sort, int i, double *mean, double *below, double *above)
{
    int count = 0;
    *mean = *below = *above = 0;
    for (int k = i; k < f->count; k++) {
        const struct finding *one = &f->list[k];
        if (one->task != f->list[i].task || (sort && strcmp(one->sort, sort) != 0))
            continue;
        count++;
        *mean += (one->difference - *mean) / count;
        *below += (one->difference - one->low - *below) / count;
        *above += (one->high - one->difference - *above) / count;
    }
}

struct summary findings_summary(const struct findings *f, const char *sort)
{
    struct summary s = {.paired = true, .mean = NAN, .low = NAN, .high = NAN};
    double sum = 0, below = 0, above = 0;
    for (int i = 0; i < f->count; i++) {
        bool first = !sort || strcmp(f->list[i].sort, sort) == 0;
        if (!first)
            continue;
        s.paired &= f->list[i].paired;
        for (int k = 0; k < i && first; k++)
            first = f->list[k].task != f->list[i].task || (sort && strcmp(f->list[k].sort, sort) != 0);
        if (!first)
            continue;
        double mean, left, right;
        task_summary(f, sort, i, &mean, &left, &right);
        s.count++;
        s.ahead += mean - left > 0;
        s.behind += mean + right < 0;
        sum += mean;
        below += left * left;
        above += right * right;
    }
    if (s.count > 0) {
        s.mean = sum / s.count;
        s.low = s.mean - sqrt(below) / s.count;
        s.high = s.mean + sqrt(above) / s.count;
    }
    return s;
}

/* ---- intervals that the files do not have ---- */

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
