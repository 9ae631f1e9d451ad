#include "math/statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

struct item {
    double value;
    long index;
};

static int compare_items(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->value < y->value || x->value > y->value)
        return x->value < y->value ? -1 : 1;
    return (isnan(x->value) != 0) - (isnan(y->value) != 0);
}

void ranks(const double *x, long n, double *rank)
{
    struct item *items = mem_new(n, sizeof *items, "ranks");
    for (long i = 0; i < n; i++)
        items[i] = (struct item){x[i], i};
    qsort(items, n, sizeof *items, compare_items);
    for (long first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && items[end].value == items[first].value; end++)
            ;
        for (long i = first; i < end; i++)
            rank[items[i].index] = 0.5 * (first + 1 + end);
    }
    mem_free(items);
}

static bool constant(const double *x, long n)
{
    for (long i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

static double mean(const double *x, long n)
{
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += x[i];
    return sum / n;
}

double pearson(const double *x, const double *y, long n)
{
    if (n < 2 || constant(x, n) || constant(y, n))
        return NAN;
    double mx = mean(x, n), my = mean(y, n), xx = 0, yy = 0, xy = 0;
    for (long i = 0; i < n; i++) {
        double dx = x[i] - mx, dy = y[i] - my;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    double both = xx * yy; /* sqrt(both) is exact for y = x; far-out numbers need it in two parts */
    double r = xy / (isnormal(both) ? sqrt(both) : sqrt(xx) * sqrt(yy));
    return r > 1 ? 1 : r < -1 ? -1 : r; /* rounding; NaN passes */
}

double spearman(const double *x, const double *y, long n)
{
    for (long i = 0; i < n; i++)
        if (isnan(x[i]) || isnan(y[i]))
            return NAN;
    double *rank = mem_new(2 * (size_t)n, sizeof *rank, "ranks");
    ranks(x, n, rank);
    ranks(y, n, rank + n);
    double rho = pearson(rank, rank + n, n);
    mem_free(rank);
    return rho;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value below which `share` of sorted[0..n) lies, interpolated as NumPy does. */
static double percentile(const double *sorted, long n, double share)
{
    double place = share * (n - 1);
    long i = (long)place;
    return i + 1 < n ? sorted[i] + (place - i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

/* Sorts the statistics of the draws and takes the middle 95 %. Draws without a value (all the same
 * item) are left out. */
static struct interval middle(double *values, int draws)
{
    long n = 0;
    for (int i = 0; i < draws; i++)
        if (!isnan(values[i]))
            values[n++] = values[i];
    if (n == 0)
        return (struct interval){NAN, NAN};
    qsort(values, n, sizeof *values, compare_doubles);
    return (struct interval){percentile(values, n, 0.025), percentile(values, n, 0.975)};
}

/* Values as numbers of classes: equal values share one, the smallest value has class 0. */
struct classes {
    int *of;   /* owned; [n] */
    int count; /* classes in all */
};

static struct classes classes_new(const double *x, long n)
{
    struct item *items = mem_new(n, sizeof *items, "ranks");
    struct classes c = {mem_new(n, sizeof *c.of, "ranks"), 0};
    for (long i = 0; i < n; i++)
        items[i] = (struct item){x[i], i};
    qsort(items, n, sizeof *items, compare_items);
    for (long i = 0; i < n; i++) {
        c.count += i == 0 || items[i].value != items[i - 1].value;
        c.of[items[i].index] = c.count - 1;
    }
    mem_free(items);
    return c;
}

/* Ranks of the sample x[picks[0..n)] as ranks() gives them, without sorting: from how often each
 * class was picked. `shared` is scratch [c->count]. */
static void sample_ranks(const struct classes *c, const uint32_t *picks, long n, double *shared, double *rank)
{
    memset(shared, 0, c->count * sizeof *shared);
    for (long i = 0; i < n; i++)
        shared[c->of[picks[i]]]++;
    double below = 0;
    for (int k = 0; k < c->count; k++) {
        double picked = shared[k];
        shared[k] = below + 0.5 * (1 + picked);
        below += picked;
    }
    for (long i = 0; i < n; i++)
        rank[i] = shared[c->of[picks[i]]];
}

/* A draw's value: Spearman from the classes, which are made once, or any other statistic. */
struct resampling {
    double (*statistic)(const double *, const double *, long);
    const double *x, *y; /* borrowed; [n] */
    long n;
    struct classes x_classes, y_classes; /* of Spearman; else empty */
};

static double draw_value(const struct resampling *r, uint64_t seed, int draw, uint32_t *picks, double *sample,
                         double *shared)
{
    struct random random = random_at(seed, RANDOM_BOOTSTRAP, draw);
    for (long i = 0; i < r->n; i++)
        picks[i] = random_below(&random, (uint32_t)r->n);
    if (r->x_classes.of) {
        sample_ranks(&r->x_classes, picks, r->n, shared, sample);
        sample_ranks(&r->y_classes, picks, r->n, shared, sample + r->n);
        return pearson(sample, sample + r->n, r->n);
    }
    for (long i = 0; i < r->n; i++) {
        sample[i] = r->x[picks[i]];
        sample[r->n + i] = r->y[picks[i]];
    }
    return r->statistic(sample, sample + r->n, r->n);
}

static bool any_nan(const double *x, long n)
{
    for (long i = 0; i < n; i++)
        if (isnan(x[i]))
            return true;
    return false;
}

struct interval bootstrap_pairs(double (*statistic)(const double *, const double *, long), const double *x,
                                const double *y, long n, int draws, uint64_t seed)
{
    struct resampling r = {.statistic = statistic, .x = x, .y = y, .n = n};
    if (statistic == spearman && !any_nan(x, n) && !any_nan(y, n)) {
        r.x_classes = classes_new(x, n);
        r.y_classes = classes_new(y, n);
    }
    double *values = mem_new(draws, sizeof *values, "bootstrap");
#pragma omp parallel
    {
        uint32_t *picks = mem_new(n, sizeof *picks, "bootstrap");
        double *sample = mem_new(3 * (size_t)n, sizeof *sample, "bootstrap");
#pragma omp for schedule(static)
        for (int draw = 0; draw < draws; draw++)
            values[draw] = draw_value(&r, seed, draw, picks, sample, sample + 2 * n);
        mem_free(picks);
        mem_free(sample);
    }
    struct interval interval = middle(values, draws);
    mem_free(values);
    mem_free(r.x_classes.of);
    mem_free(r.y_classes.of);
    return interval;
}

struct interval bootstrap_mean(const double *x, long n, int draws, uint64_t seed)
{
    double *values = mem_new(draws, sizeof *values, "bootstrap");
#pragma omp parallel for schedule(static)
    for (int draw = 0; draw < draws; draw++) {
        struct random random = random_at(seed, RANDOM_BOOTSTRAP, draw);
        double sum = 0;
        for (long i = 0; i < n; i++)
            sum += x[random_below(&random, (uint32_t)n)];
        values[draw] = n > 0 ? sum / n : NAN;
    }
    struct interval interval = middle(values, draws);
    mem_free(values);
    return interval;
}
