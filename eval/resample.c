/* resample.c: bootstrap draws and intervals. */
#include "eval/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

#define NORMAL_975 1.959963984540054 /* the standard normal's 97.5th percentile */

/* ---- draws ---- */

/* Values as numbers of classes: equal values share one, the smallest value has class 0. Ranks of a draw can then be
 * counted rather than sorted. */
struct classes {
    int *of;   /* owned; [n] */
    int count; /* classes in all */
};

static struct classes classes_new(const double *x, long n)
{
    double *rank = mem_new((size_t)n, sizeof *rank, "ranks");
    int *number = mem_new((size_t)n * 2 + 2, sizeof *number, "ranks");
    struct classes c = {mem_new((size_t)n, sizeof *c.of, "ranks"), 0};
    ranks(x, n, rank); /* half numbers 1 .. n, so 2 x rank tells the class */
    for (long i = 0; i < n; i++)
        number[(long)(2 * rank[i])] = 1;
    for (long i = 0; i < 2 * n + 2; i++)
        number[i] = number[i] ? c.count++ : 0;
    for (long i = 0; i < n; i++)
        c.of[i] = number[(long)(2 * rank[i])];
    mem_free(rank);
    mem_free(number);
    return c;
}

/* Ranks of the draw x[picks[0..n)] as ranks() gives them, from how often each class was picked. `shared` is scratch
 * [c->count]. */
static void draw_ranks(const struct classes *c, const uint32_t *picks, long n, double *shared, double *rank)
{
    memset(shared, 0, (size_t)c->count * sizeof *shared);
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

struct placed {
    double value;
    long place;
};

static int compare_placed(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return x->value != y->value ? (x->value < y->value) - (x->value > y->value)
                                : (x->place > y->place) - (x->place < y->place);
}

/* The places of x[0..n) from the highest value to the lowest. */
static void sort_places(const double *x, long n, long *order)
{
    struct placed *placed = mem_new((size_t)n, sizeof *placed, "bootstrap");
    for (long i = 0; i < n; i++)
        placed[i] = (struct placed){x[i], i};
    qsort(placed, (size_t)n, sizeof *placed, compare_placed);
    for (long i = 0; i < n; i++)
        order[i] = placed[i].place;
    mem_free(placed);
}

struct resampling {
    const struct sample *sample;
    struct classes *predicted, *gold; /* owned; [strata] for Spearman; else NULL */
    long *order; /* owned; [count] each stratum's items, the highest predicted first; NULL for Spearman and means */
};

static struct resampling resampling_new(const struct sample *s)
{
    struct resampling r = {.sample = s};
    int strata = sample_strata(s);
    if (s->statistic->value == mean_of_predicted)
        return r;
    if (s->statistic->value != spearman) {
        r.order = mem_new((size_t)s->count, sizeof *r.order, "bootstrap");
        for (int k = 0; k < strata; k++) {
            long from = sample_start(s, k);
            sort_places(s->predicted + from, sample_start(s, k + 1) - from, r.order + from);
        }
        return r;
    }
    r.predicted = mem_new((size_t)strata, sizeof *r.predicted, "ranks");
    r.gold = mem_new((size_t)strata, sizeof *r.gold, "ranks");
    for (int k = 0; k < strata; k++) {
        long from = sample_start(s, k), n = sample_start(s, k + 1) - from;
        r.predicted[k] = classes_new(s->predicted + from, n);
        r.gold[k] = classes_new(s->gold + from, n);
    }
    return r;
}

static void resampling_release(struct resampling *r)
{
    for (int k = 0; r->predicted != NULL && k < sample_strata(r->sample); k++) {
        mem_free(r->predicted[k].of);
        mem_free(r->gold[k].of);
    }
    mem_free(r->predicted);
    mem_free(r->gold);
    mem_free(r->order);
}

/* The value of one stratum's items picks[0..n). `scratch` is [3 n]. */
static double stratum_value(const struct resampling *r, int k, const uint32_t *picks, long n, double *scratch)
{
    const struct sample *s = r->sample;
    const double *predicted = s->predicted + sample_start(s, k), *gold = s->gold + sample_start(s, k);
    double *x = scratch, *y = scratch + n;
    if (s->statistic->value == mean_of_predicted) {
        double sum = 0;
        for (long i = 0; i < n; i++)
            sum += predicted[picks[i]];
        return sum / (double)n;
    }
    if (r->predicted != NULL) {
        draw_ranks(&r->predicted[k], picks, n, scratch + 2 * n, x);
        draw_ranks(&r->gold[k], picks, n, scratch + 2 * n, y);
        return pearson(x, y, n);
    }
    /* A statistic that sorts finds the draw sorted, without a sort for each. */
    double *times = scratch + 2 * n;
    memset(times, 0, (size_t)n * sizeof *times);
    for (long i = 0; i < n; i++)
        times[picks[i]]++;
    const long *order = r->order + sample_start(s, k);
    for (long i = 0, next = 0; i < n; i++)
        for (double left = times[order[i]]; left > 0; left--) {
            x[next] = predicted[order[i]];
            y[next++] = gold[order[i]];
        }
    return s->statistic->value(x, y, n);
}

static double draw_value(const struct resampling *r, uint64_t seed, int draw, uint32_t *picks, double *scratch,
                         double *values)
{
    const struct sample *s = r->sample;
    struct random random = random_at(seed, RANDOM_BOOTSTRAP, (uint64_t)draw);
    for (int k = 0; k < sample_strata(s); k++) {
        long n = sample_start(s, k + 1) - sample_start(s, k);
        for (long i = 0; i < n; i++)
            picks[i] = random_below(&random, (uint32_t)n);
        values[k] = n > 0 ? stratum_value(r, k, picks, n, scratch) : NAN;
    }
    return sample_aggregate(s, values);
}

void bootstrap_draws(const struct sample *s, int draws, uint64_t seed, double *values)
{
    struct resampling r = resampling_new(s);
#pragma omp parallel
    {
        uint32_t *picks = mem_new((size_t)s->count, sizeof *picks, "bootstrap");
        double *scratch = mem_new((size_t)s->count * 3, sizeof *scratch, "bootstrap");
        double *parts = mem_new((size_t)s->parts, sizeof *parts, "bootstrap");
#pragma omp for schedule(static)
        for (int draw = 0; draw < draws; draw++)
            values[draw] = draw_value(&r, seed, draw, picks, scratch, parts);
        mem_free(picks);
        mem_free(scratch);
        mem_free(parts);
    }
    resampling_release(&r);
}

/* ---- intervals ---- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value below which `share` of sorted[0..n) lies, interpolated as NumPy does. */
static double percentile(const double *sorted, long n, double share)
{
    double place = share * (double)(n - 1);
    long i = (long)place;
    return i + 1 < n ? sorted[i] + (place - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

/* Student's 97.5th percentile with `degrees` degrees of freedom (Abramowitz and Stegun 26.7.5; within 0.01 from 4). */
static double student_975(double degrees)
{
    double z = NORMAL_975, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    return z + (z3 + z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees * degrees) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees * degrees * degrees);
}

struct interval bootstrap_interval(double *values, int draws, long count)
{
    long n = 0;
    for (int i = 0; i < draws; i++)
        if (!isnan(values[i]))
            values[n++] = values[i];
    if (n == 0 || count < 2)
        return (struct interval){NAN, NAN};
    qsort(values, (size_t)n, sizeof *values, compare_doubles);
    double outward = sqrt((double)count / (double)(count - 1)) * student_975((double)(count - 1));
    double tail = 0.5 * erfc(outward / sqrt(2)); /* the standard normal's share below -outward */
    return (struct interval){percentile(values, n, tail), percentile(values, n, 1 - tail)};
}

struct interval correlation_interval(double value, double *values, int draws, long count)
{
    double sum = 0, square = 0, n = 0;
    for (int i = 0; i < draws; i++) {
        if (isnan(values[i]))
            continue;
        if (fabs(values[i]) > 1 - 1e-9 || fabs(value) > 1 - 1e-9)
            return bootstrap_interval(values, draws, count);
        double z = atanh(values[i]);
        sum += z, square += z * z, n++;
    }
    if (n < 2)
        return (struct interval){NAN, NAN};
    double half = NORMAL_975 * sqrt(fmax(0, square - sum * sum / n) / (n - 1));
    return (struct interval){tanh(atanh(value) - half), tanh(atanh(value) + half)};
}

struct interval wilson_interval(double share, long n)
{
    if (n == 0 || isnan(share))
        return (struct interval){NAN, NAN};
    double z2 = NORMAL_975 * NORMAL_975, items = (double)n;
    double middle = (share + z2 / (2 * items)) / (1 + z2 / items);
    double half = NORMAL_975 / (1 + z2 / items) * sqrt(share * (1 - share) / items + z2 / (4 * items * items));
    return (struct interval){fmax(0, middle - half), fmin(1, middle + half)};
}

/* Is the value the share of items that are right? */
static bool is_share(const struct sample *s)
{
    bool share = s->statistic->value == mean_of_predicted && sample_strata(s) == 1;
    for (long i = 0; share && i < s->count; i++)
        share = s->predicted[i] == 0 || s->predicted[i] == 1;
    return share;
}

struct interval sample_interval(const struct sample *s, int draws, uint64_t seed)
{
    if (draws == 0)
        return (struct interval){NAN, NAN};
    if (is_share(s))
        return wilson_interval(sample_value(s), s->count);
    double *values = mem_new((size_t)draws, sizeof *values, "bootstrap");
    bootstrap_draws(s, draws, seed, values);
    struct interval interval = s->statistic->value == spearman || s->statistic->value == pearson
                                   ? correlation_interval(sample_value(s), values, draws, s->count)
                                   : bootstrap_interval(values, draws, s->count);
    mem_free(values);
    return interval;
}
