/* scoring.c: all views on all benchmarks. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"
#include "eval/evaluation.h"
#include "eval/leakage.h"

void evaluation_load(struct evaluation *e)
{
    e->items = mem_new((size_t)e->task_count + 1, sizeof *e->items, "benchmarks");
    e->broken = mem_new((size_t)e->task_count + 1, sizeof *e->broken, "benchmarks");
    for (int t = 0; t < e->task_count; t++) {
        struct error err = {""};
        e->items[t] = e->tasks[t]->task->load(e->tasks[t], e->data, &err);
        if (e->items[t])
            continue;
        e->broken[t] = mem_string(err.message);
        fprintf(stderr, "evaluate: %s is broken and not scored: %s\n", e->tasks[t]->name, err.message);
    }
}

/* ---- views ---- */

/* Why task t cannot score the view, or NULL. */
static const char *cannot_score(const struct evaluation *e, int t, const struct view *view)
{
    if (!e->items[t])
        return e->broken[t];
    if (!view_is_sparse(view))
        return NULL;
    if (!e->tasks[t]->task->sparse)
        return "tfidf has cosines of texts and nothing else";
    return e->policies.oov == OOV_MEAN ? "tfidf has no mean vector" : NULL;
}

static bool score_view(struct evaluation *e, int v, struct spaces *spaces, struct progress *progress, struct error *err)
{
    struct subject subject = {.view = view_open_any(e->views[v].name, err)};
    if (!subject.view)
        return false;
    if (e->policies.oov == OOV_SUBWORD)
        view_compose_unseen(subject.view);
    for (int t = 0; t < e->task_count && !run_interrupted(); t++) {
        double start = run_clock();
        struct score *s = evaluation_score(e, v, t);
        progress_update(progress, v * e->task_count + t, e->views[v].name);
        s->reason = cannot_score(e, t, subject.view);
        if (!s->reason)
            e->tasks[t]->task->score(e->items[t], &subject, &e->policies, s);
        *evaluation_seconds(e, v, t) = run_clock() - start;
    }
    if (spaces && !run_interrupted() && !view_is_sparse(subject.view))
        spaces_add(spaces, v, &subject, &e->policies);
    subject_release(&subject);
    view_free(subject.view);
    return !run_interrupted() || error_set(err, "interrupted; nothing written");
}

static bool score_views(struct evaluation *e, bool compare, struct error *err)
{
    struct progress progress = progress_start("evaluate", "scores", (double)e->view_count * e->task_count);
    struct spaces *spaces = compare && e->view_count > 1 ? spaces_new(e->view_count) : NULL;
    bool good = true;
    for (int v = 0; good && v < e->view_count; v++)
        good = score_view(e, v, spaces, &progress, err);
    if (good && spaces)
        e->comparison_count = spaces_compare(spaces, &e->policies, &e->comparisons);
    if (spaces)
        spaces_free(spaces);
    if (good)
        progress_end(&progress, (double)e->view_count * e->task_count, NULL);
    return good;
}

/* ---- the items that all views know ---- */

/* Takes out of the scores on task t what is not known to every view that has items there. */
static void share_items(struct evaluation *e, int t)
{
    long given = evaluation_score(e, 0, t)->given;
    int *knowing = mem_new((size_t)given + 1, sizeof *knowing, "shared items"), views = 0;
    bool *keep = mem_new((size_t)given + 1, sizeof *keep, "shared items");
    for (int v = 0; v < e->view_count; v++) {
        const struct score *s = evaluation_score(e, v, t);
        if (s->statistic == NULL || s->reason != NULL)
            continue;
        views++;
        for (long i = 0; i < s->items.count; i++)
            knowing[s->items.index[i]] += s->items.known[i];
    }
    for (long i = 0; i < given; i++)
        keep[i] = knowing[i] == views;
    for (int v = 0; v < e->view_count; v++)
        score_keep(evaluation_score(e, v, t), keep);
    mem_free(knowing);
    mem_free(keep);
}

/* ---- training texts ---- */

/* Reads view v's own training texts and those given by name; their numbers into files, *count of them. */
static bool read_training_texts(const struct evaluation *e, int v, char **seen, bool own, struct leakage *l,
                                int **files, int *count, struct error *err)
{
    *files = NULL;
    *count = 0;
    for (int pass = 0; pass < 2; pass++)
        for (char **path = pass == 0 ? seen : own ? e->views[v].trained_on : NULL; path && *path; path++) {
            if (pass == 1 && !path_exists(*path)) {
                fprintf(stderr, "evaluate: %s was trained on %s, which is not there: not looked for in it\n",
                        e->views[v].name, *path);
                continue;
            }
            int file = leakage_read(l, *path, err);
            if (file < 0)
                return false;
            *files = mem_grow(*files, (size_t)*count + 1, sizeof **files, "training texts");
            (*files)[(*count)++] = file;
        }
    return true;
}

static void score_without_seen(struct evaluation *e, int v, const struct leakage *l, const int *files, int count)
{
    for (int t = 0; t < e->task_count; t++) {
        struct score *s = evaluation_score(e, v, t);
        const struct task *task = e->tasks[t]->task;
        if (!e->items[t] || !task->text || s->statistic == NULL)
            continue;
        bool *held = mem_new((size_t)s->given + 1, sizeof *held, "items");
        leakage_seen(l, task, e->items[t], s->given, files, count, held);
        score_finish_unseen(s, held, &e->policies);
        mem_free(held);
    }
}

static bool find_seen(struct evaluation *e, char **seen, bool own, struct error *err)
{
    struct leakage *l = leakage_new();
    for (int t = 0; t < e->task_count; t++)
        if (e->items[t])
            leakage_add_items(l, e->tasks[t]->task, e->items[t], evaluation_score(e, 0, t)->given);
    bool good = true;
    for (int v = 0; good && v < e->view_count; v++) {
        int *files, count;
        good = read_training_texts(e, v, seen, own, l, &files, &count, err);
        if (good && count > 0)
            score_without_seen(e, v, l, files, count);
        mem_free(files);
    }
    leakage_free(l);
    return good;
}

/* ---- groups ---- */

static struct group_score group_score(const struct evaluation *e, const char *group, int t)
{
    struct group_score g = {.group = group, .task = t, .deviation = NAN};
    double sum = 0, square = 0;
    for (int v = 0; v < e->view_count; v++) {
        double value = evaluation_score(e, v, t)->value;
        if (e->views[v].group && strcmp(e->views[v].group, group) == 0 && !isnan(value))
            sum += value, g.count++;
    }
    g.mean = g.count > 0 ? sum / g.count : NAN;
    for (int v = 0; v < e->view_count; v++) {
        double value = evaluation_score(e, v, t)->value;
        if (e->views[v].group && strcmp(e->views[v].group, group) == 0 && !isnan(value))
            square += (value - g.mean) * (value - g.mean);
    }
    if (g.count > 1)
        g.deviation = sqrt(square / (g.count - 1));
    return g;
}

static void score_groups(struct evaluation *e)
{
    e->groups = mem_new((size_t)e->view_count * (size_t)e->task_count + 1, sizeof *e->groups, "groups");
    for (int v = 0; v < e->view_count; v++) {
        bool first = e->views[v].group != NULL;
        for (int earlier = 0; first && earlier < v; earlier++)
            first = !e->views[earlier].group || strcmp(e->views[earlier].group, e->views[v].group) != 0;
        for (int t = 0; first && t < e->task_count; t++)
            e->groups[e->group_count++] = group_score(e, e->views[v].group, t);
    }
}

/* ---- the whole ---- */

bool evaluation_run(struct evaluation *e, char **seen, bool own, bool spaces, struct error *err)
{
    size_t cells = (size_t)e->view_count * (size_t)e->task_count;
    e->scores = mem_new(cells, sizeof *e->scores, "scores");
    e->seconds = mem_new(cells, sizeof *e->seconds, "scores");
    if (!score_views(e, spaces, err))
        return false;
    for (int t = 0; t < e->task_count && e->policies.shared_vocab; t++)
        share_items(e, t);
    for (size_t i = 0; i < cells; i++)
        score_finish(&e->scores[i], &e->policies);
    for (int v = 0; v < e->view_count; v++)
        for (int t = 0; t < e->task_count; t++)
            e->views[v].scored |= evaluation_score(e, v, t)->reason == NULL;
    if ((seen || own) && !find_seen(e, seen, own, err))
        return false;
    score_groups(e);
    return true;
}
