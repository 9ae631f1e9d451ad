/* report_pairs.c: what results.json says of several views together: tested differences, spaces compared, seeds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"
#include "eval/report_data.h"

#define LARGE       1e15
#define COMPARISONS 20000 /* in one report, at most */

/* The views "a" and "b" of an element; both must be known. */
static bool read_views(const struct report *r, const cJSON *item, const char *place, int *a, int *b, struct error *err)
{
    const char *first = json_get_string(item, place, "a", err);
    const char *second = first ? json_get_string(item, place, "b", err) : NULL;
    if (!second)
        return false;
    *a = report_find_view(r, first);
    *b = report_find_view(r, second);
    if (*a < 0 || *b < 0)
        return error_set(err, "%s: field \"%s\" is \"%.100s\", which is not in the list \"views\" of the file", place,
                         *a < 0 ? "a" : "b", *a < 0 ? first : second);
    return true;
}

static bool add_difference(struct report *r, const cJSON *item, const char *place, struct error *err)
{
    struct report_difference d = {.task = -1};
    const char *task = json_get_string(item, place, "task", err);
    if (!task || !read_views(r, item, place, &d.a, &d.b, err))
        return false;
    d.task = report_find_task(r, task);
    if (d.task < 0)
        return error_set(err, "%s: field \"task\" is \"%.100s\", which is not in the list \"tasks\" of the file", place,
                         task);
    double most = r->tasks[d.task].plain ? LARGE : 2;
    if (!(report_number(item, place, "difference", -most, most, &d.difference, err) &&
          report_number(item, place, "low", -most, most, &d.low, err) &&
          report_number(item, place, "high", -most, most, &d.high, err) &&
          report_number(item, place, "p", 0, 1, &d.p, err) &&
          report_number(item, place, "p_holm", 0, 1, &d.p_holm, err) &&
          report_number(item, place, "items", 0, LARGE, &d.items, err)))
        return false;
    if (d.a > d.b) {
        int a = d.a;
        double low = d.low;
        d.a = d.b, d.b = a;
        d.difference = -d.difference, d.low = -d.high, d.high = -low;
    }
    d.order = r->difference_count;
    size_t n = (size_t)r->difference_count;
    if ((n & (n - 1)) == 0) /* full at every power of two */
        r->differences = mem_grow(r->differences, n ? 2 * n : 1, sizeof *r->differences, "differences");
    r->differences[r->difference_count++] = d;
    return true;
}

/* A 95 % interval of a mean of `items` shares as if they were independent: their variance is at most mean (1 - mean).
 */
static void bound_share(struct report_figure *f, double items)
{
    double half = 1.96 * sqrt(f->value * (1 - f->value) / items);
    f->low = fmax(0, f->value - half);
    f->high = fmin(1, f->value + half);
}

/* A figure and its interval, which files of earlier versions do not have. */
static bool read_figure(const cJSON *item, const char *place, const char *name, double low, double high,
                        struct report_figure *f, struct error *err)
{
    char bounds[2][40];
    snprintf(bounds[0], sizeof bounds[0], "%s_low", name);
    snprintf(bounds[1], sizeof bounds[1], "%s_high", name);
    return report_number(item, place, name, low, high, &f->value, err) &&
           report_number_if(item, place, bounds[0], -LARGE, LARGE, &f->low, err) &&
           report_number_if(item, place, bounds[1], -LARGE, LARGE, &f->high, err);
}

static bool add_comparison(struct report *r, const cJSON *item, const char *place, struct error *err)
{
    struct report_comparison c;
    if (!(read_views(r, item, place, &c.a, &c.b, err) && report_number(item, place, "items", 0, LARGE, &c.items, err) &&
          read_figure(item, place, "cka", -1.01, 1.01, &c.cka, err) &&
          read_figure(item, place, "overlap10", 0, 1, &c.overlap, err) &&
          read_figure(item, place, "cosine_spearman", -1.01, 1.01, &c.cosines, err) &&
          read_figure(item, place, "procrustes", -LARGE, LARGE, &c.procrustes, err)))
        return false;
    if (isnan(c.overlap.low) || isnan(c.overlap.high))
        bound_share(&c.overlap, c.items);
    for (int i = 0; i < r->comparison_count; i++) /* of a pair compared twice the last file counts */
        if ((r->comparisons[i].a == c.a && r->comparisons[i].b == c.b) ||
            (r->comparisons[i].a == c.b && r->comparisons[i].b == c.a)) {
            r->comparisons[i] = c;
            return true;
        }
    if (r->comparison_count == COMPARISONS)
        return error_set(err, "%s: more than %d comparisons are too many for a report", place, COMPARISONS);
    r->comparisons = mem_grow(r->comparisons, (size_t)r->comparison_count + 1, sizeof *r->comparisons, "comparisons");
    r->comparisons[r->comparison_count++] = c;
    return true;
}

static bool add_group(struct report *r, const cJSON *item, const char *place, struct error *err)
{
    struct report_group g;
    const char *task = json_get_string(item, place, "task", err);
    g.name = task ? json_get_string(item, place, "group", err) : NULL;
    if (!g.name)
        return false;
    g.task = report_find_task(r, task);
    if (g.task < 0)
        return error_set(err, "%s: field \"task\" is \"%.100s\", which is not in the list \"tasks\" of the file", place,
                         task);
    if (!(report_number(item, place, "mean", -LARGE, LARGE, &g.mean, err) &&
          report_number(item, place, "deviation", 0, LARGE, &g.deviation, err) &&
          report_number(item, place, "count", 0, LARGE, &g.count, err)))
        return false;
    r->groups = mem_grow(r->groups, (size_t)r->group_count + 1, sizeof *r->groups, "groups of seeds");
    r->groups[r->group_count++] = g;
    return true;
}

/* Calls add for every element of the list `name`, if the file has it. */
static bool add_all(struct report *r, const struct report_source *s, const char *name,
                    bool (*add)(struct report *, const cJSON *, const char *, struct error *), struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(s->json, name), *item;
    long index = 0;
    if (list && !cJSON_IsArray(list))
        return error_set(err, "%s: field \"%s\" is of another type, expected a list", s->path, name);
    cJSON_ArrayForEach(item, list)
    {
        char place[512];
        snprintf(place, sizeof place, "%s: %s[%ld]", s->path, name, index++);
        if (!add(r, item, place, err))
            return false;
    }
    return true;
}

bool report_read_pairs(struct report *r, const struct report_source *s, struct error *err)
{
    return add_all(r, s, "differences", add_difference, err) && add_all(r, s, "comparisons", add_comparison, err) &&
           add_all(r, s, "groups", add_group, err);
}

static int compare(const void *x, const void *y)
{
    const struct report_difference *a = x, *b = y;
    return a->task != b->task ? (a->task > b->task) - (a->task < b->task)
           : a->a != b->a     ? (a->a > b->a) - (a->a < b->a)
                              : (a->b > b->b) - (a->b < b->b);
}

static int compare_in_order(const void *x, const void *y)
{
    const struct report_difference *a = x, *b = y;
    int order = compare(x, y);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

void report_sort_pairs(struct report *r)
{
    long kept = 0;
    if (r->difference_count > 1)
        qsort(r->differences, (size_t)r->difference_count, sizeof *r->differences, compare_in_order);
    for (long i = 0; i < r->difference_count; i++) /* of a pair tested twice the last file counts */
        if (i == r->difference_count - 1 || compare(&r->differences[i], &r->differences[i + 1]) != 0)
            r->differences[kept++] = r->differences[i];
    r->difference_count = kept;
}

bool report_difference(const struct report *r, int task, int a, int b, struct report_difference *out)
{
    struct report_difference key = {.task = task, .a = a < b ? a : b, .b = a < b ? b : a};
    const struct report_difference *found =
        r->difference_count > 0
            ? bsearch(&key, r->differences, (size_t)r->difference_count, sizeof *r->differences, compare)
            : NULL;
    if (!found || !isfinite(found->difference))
        return false;
    *out = *found;
    if (a > b) {
        out->a = a, out->b = b;
        out->difference = -found->difference, out->low = -found->high, out->high = -found->low;
    }
    return true;
}
