/* report_layers.c: sorts the views of language models into curves. */
#include "eval/report_layers.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LAST_LAYER 1000000

/* Height of a view in its model: input below layer 0, output above all. -2: none of a language model's. */
static int height(const struct report_view *v)
{
    if (strcmp(v->view, "input") == 0)
        return -1;
    if (strcmp(v->view, "output") == 0)
        return INT_MAX;
    if (strncmp(v->view, "layer:", 6) != 0)
        return -2;
    return strncmp(v->view + 6, "last:", 5) == 0 ? LAST_LAYER : (int)strtol(v->view + 6, NULL, 10);
}

static bool is_layer(const struct report_view *v)
{
    return height(v) >= 0 && height(v) < INT_MAX;
}

int layer_number(const struct report_view *v)
{
    return is_layer(v) ? height(v) : -1;
}

/* What stands behind "layer:K:". */
static const char *pooling_of(const struct report_view *v)
{
    const char *colon = strchr(v->view + 6, ':');
    return colon ? colon + 1 : "";
}

static void insert(const struct report *r, struct layer_curve *c, int view)
{
    int at = c->count++;
    for (; at > 0 && height(&r->views[c->views[at - 1]]) > height(&r->views[view]); at--)
        c->views[at] = c->views[at - 1];
    c->views[at] = view;
}

/* All views of the curve that begins with the layer view `first`. */
static struct layer_curve curve_of(const struct report *r, int first)
{
    const struct report_view *v = &r->views[first];
    struct layer_curve c = {.model = v->model, .pooling = pooling_of(v), .post = v->post};
    c.views = mem_new((size_t)r->view_count, sizeof *c.views, "layers");
    for (int i = 0; i < r->view_count; i++) {
        const struct report_view *other = &r->views[i];
        if (strcmp(other->model, c.model) == 0 && strcmp(other->post, c.post) == 0 && height(other) > -2 &&
            (!is_layer(other) || strcmp(pooling_of(other), c.pooling) == 0))
            insert(r, &c, i);
    }
    return c;
}

static bool has_view(const struct layer_curve *c, int view)
{
    for (int i = 0; i < c->count; i++)
        if (c->views[i] == view)
            return true;
    return false;
}

int layer_curves(const struct report *r, struct layer_curve **curves)
{
    int count = 0;
    *curves = mem_new((size_t)r->view_count + 1, sizeof **curves, "layers");
    for (int i = 0; i < r->view_count; i++) {
        bool known = !is_layer(&r->views[i]);
        for (int k = 0; !known && k < count; k++)
            known = has_view(&(*curves)[k], i);
        if (known)
            continue;
        struct layer_curve c = curve_of(r, i);
        int layers = 0;
        for (int k = 0; k < c.count; k++)
            layers += is_layer(&r->views[c.views[k]]);
        if (layers >= 2)
            (*curves)[count++] = c;
        else
            mem_free(c.views);
    }
    return count;
}

void layer_curves_free(struct layer_curve *curves, int count)
{
    for (int i = 0; i < count; i++)
        mem_free(curves[i].views);
    mem_free(curves);
}

char *layer_label(const struct report_view *v)
{
    if (!is_layer(v))
        return mem_string(v->view);
    if (height(v) == LAST_LAYER)
        return mem_string("last layer");
    return mem_format("layer %d", height(v));
}

static int scores_of(const struct report *r, const struct layer_curve *c, int task)
{
    int count = 0;
    for (int i = 0; i < c->count; i++) {
        const struct report_cell *cell = report_cell(r, c->views[i], task);
        count += cell->there && isfinite(cell->score);
    }
    return count;
}

bool layer_curve_has(const struct report *r, const struct layer_curve *c, int task)
{
    return scores_of(r, c, task) > 0;
}

int layer_curve_tasks(const struct report *r, const struct layer_curve *c, int *tasks, int limit)
{
    static const char *const telling[] = {"simlex999",       "men",      "google", "stsb-test", "world-similarity",
                                          "world-analogies", "world-sts"};
    int count = 0;
    for (size_t k = 0; k < sizeof telling / sizeof *telling; k++)
        for (int t = 0; t < r->task_count && count < limit; t++)
            if (strcmp(r->tasks[t].name, telling[k]) == 0 && scores_of(r, c, t) >= 2)
                tasks[count++] = t;
    for (int t = 0; t < r->task_count && count == 0; t++)
        if (scores_of(r, c, t) >= 2)
            tasks[count++] = t;
    return count;
}
