/* permutation.c: the paired permutation test, and Holm's correction. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "eval/resample.h"

/* How long a test goes on: permutations at most, exceedances that are enough, permutations between looks at them. */
struct effort {
    int most, enough, batch;
};
static const struct effort with_sums = {PERMUTATIONS, 200, 500}, without_sums = {100, 20, 20};

/* ---- what is exchanged ---- */

static void standardise(double *x, long n)
{
    double mean = 0, square = 0;
    for (long i = 0; i < n; i++)
        mean += x[i];
    mean /= (double)n;
    for (long i = 0; i < n; i++)
        square += (x[i] - mean) * (x[i] - mean);
    double scale = square > 0 ? sqrt((double)n / square) : 0;
    for (long i = 0; i < n; i++)
        x[i] = (x[i] - mean) * scale;
}

/* A copy of x[0..n) in which no view's own scale is left. */
static double *exchangeable(const double *x, long n, enum exchange exchange)
{
    double *y = mem_new((size_t)n, sizeof *y, "permutation test");
    if (exchange == EXCHANGE_RANKS)
        ranks(x, n, y);
    else
        memcpy(y, x, (size_t)n * sizeof *y);
    if (exchange == EXCHANGE_STANDARDISED)
        standardise(y, n);
    return y;
}

/* ---- one stratum ---- */

/* Means and correlations of the exchanged predictions follow from sums over the items that were exchanged: of the
 * difference a - b, of a a - b b, and of (a - b) times the centred gold. Four items' sums are had at once, from a
 * table of the 16 ways to exchange them. */
enum { SUM, SQUARE, PRODUCT, SUMS };

struct stratum {
    long n, groups;
    const struct statistic *statistic;
    double *a, *b, *gold; /* owned; [n] */
    int width;            /* sums kept: 1 of a mean, SUMS of a correlation, 0: the statistic is called */
    double *table;        /* owned; [groups, 16, width] */
    double of_a[SUMS], of_b[SUMS], gold_square;
};

static void item_sums(double x, double gold, double sums[SUMS])
{
    sums[SUM] = x;
    sums[SQUARE] = x * x;
    sums[PRODUCT] = x * gold;
}

static void make_table(struct stratum *s)
{
    s->table = mem_new((size_t)s->groups * 16 * (size_t)s->width, sizeof *s->table, "permutation test");
    for (long i = 0; i < s->n; i++) {
        double a[SUMS], b[SUMS], *group = s->table + i / 4 * 16 * s->width;
        item_sums(s->a[i], s->gold[i], a);
        item_sums(s->b[i], s->gold[i], b);
        for (int w = 0; w < s->width; w++) {
            s->of_a[w] += a[w];
            s->of_b[w] += b[w];
            for (int way = 0; way < 16; way++)
                if (way >> (i % 4) & 1)
                    group[way * s->width + w] += a[w] - b[w];
        }
        s->gold_square += s->gold[i] * s->gold[i];
    }
}

static struct stratum stratum_new(const struct sample *a, const struct sample *b, int k)
{
    long from = sample_start(a, k), n = sample_start(a, k + 1) - from;
    const struct statistic *statistic = a->statistic;
    bool correlation = statistic->value == spearman || statistic->value == pearson;
    struct stratum s = {.n = n, .groups = (n + 3) / 4, .statistic = statistic};
    s.a = exchangeable(a->predicted + from, n, statistic->exchange);
    s.b = exchangeable(b->predicted + from, n, statistic->exchange);
    s.gold = exchangeable(a->gold + from, n, statistic->value == spearman ? EXCHANGE_RANKS : EXCHANGE_VALUES);
    s.width = statistic->value == mean_of_predicted ? 1 : correlation ? SUMS : 0;
    if (correlation) { /* without their mean, which all share, sums of squares lose fewer digits */
        standardise(s.gold, n);
        for (long i = 0; i < n && statistic->value == spearman; i++)
            s.a[i] -= 0.5 * (double)(n + 1), s.b[i] -= 0.5 * (double)(n + 1);
    }
    if (s.width > 0)
        make_table(&s);
    return s;
}

static void stratum_release(struct stratum *s)
{
    mem_free(s->a);
    mem_free(s->b);
    mem_free(s->gold);
    mem_free(s->table);
}

/* The statistic from its sums. */
static double from_sums(const struct stratum *s, const double sums[SUMS])
{
    double n = (double)s->n;
    if (s->width == 1)
        return sums[SUM] / n;
    double square = sums[SQUARE] - sums[SUM] * sums[SUM] / n;
    return square > 0 && s->gold_square > 0 ? sums[PRODUCT] / sqrt(square * s->gold_square) : NAN;
}

/* The values of both sides after exchanging what `random` says (NULL: nothing). `scratch` is [2 n]. */
static void exchanged_values(const struct stratum *s, struct random *random, double *scratch, double *a, double *b)
{
    uint32_t bits = 0;
    if (s->width > 0) {
        double moved[SUMS] = {0, 0, 0}, left[SUMS], right[SUMS];
        for (long g = 0; g < s->groups; g++) {
            if (g % 8 == 0)
                bits = random ? random_u32(random) : 0;
            const double *sums = s->table + (g * 16 + (bits & 15)) * s->width;
            for (int w = 0; w < s->width; w++)
                moved[w] += sums[w];
            bits >>= 4;
        }
        for (int w = 0; w < SUMS; w++) {
            left[w] = s->of_a[w] - moved[w];
            right[w] = s->of_b[w] + moved[w];
        }
        *a = from_sums(s, left);
        *b = from_sums(s, right);
        return;
    }
    for (long i = 0; i < s->n; i++) {
        if (i % 32 == 0)
            bits = random ? random_u32(random) : 0;
        bool swap = bits & 1;
        scratch[i] = swap ? s->b[i] : s->a[i];
        scratch[s->n + i] = swap ? s->a[i] : s->b[i];
        bits >>= 1;
    }
    *a = s->statistic->value(scratch, s->gold, s->n);
    *b = s->statistic->value(scratch + s->n, s->gold, s->n);
}

/* ---- the test ---- */

struct permutation_test {
    const struct sample *sample; /* how strata become one value */
    struct stratum *strata;
    double *scratch, *of_a, *of_b;
    uint64_t seed;
};

/* The difference of the values in permutation r; what was seen for r < 0. */
static double difference(const struct permutation_test *t, int r)
{
    struct random random = random_at(t->seed, RANDOM_PERMUTATION, (uint64_t)r);
    for (int k = 0; k < sample_strata(t->sample); k++) {
        t->of_a[k] = t->of_b[k] = NAN;
        if (t->strata[k].n > 0)
            exchanged_values(&t->strata[k], r < 0 ? NULL : &random, t->scratch, &t->of_a[k], &t->of_b[k]);
    }
    return sample_aggregate(t->sample, t->of_a) - sample_aggregate(t->sample, t->of_b);
}

static double p_value(const struct permutation_test *t, bool sums)
{
    const struct effort *effort = sums ? &with_sums : &without_sums;
    double seen = fabs(difference(t, -1)), square = 0;
    if (isnan(seen))
        return NAN;
    int done = 0, exceeded = 0;
    while (done < effort->most && exceeded < effort->enough) {
        int end = done + effort->batch < effort->most ? done + effort->batch : effort->most;
        for (; done < end; done++) {
            double d = difference(t, done);
            square += isnan(d) ? 0 : d * d;
            exceeded += isnan(d) || fabs(d) >= seen - 1e-12; /* the same sums in another sequence are no less */
        }
    }
    if (!sums && exceeded < effort->enough && square > 0)
        return erfc(seen / sqrt(2 * square / done));
    return (exceeded + 1.0) / (done + 1.0);
}

double permutation_test(const struct sample *a, const struct sample *b, uint64_t seed)
{
    assert(a->count == b->count && a->parts == b->parts && a->statistic == b->statistic);
    if (a->statistic->exchange == EXCHANGE_NEVER || a->count == 0)
        return NAN;
    int strata = sample_strata(a);
    struct permutation_test t = {.sample = a, .seed = seed};
    t.strata = mem_new((size_t)strata, sizeof *t.strata, "permutation test");
    t.scratch = mem_new((size_t)a->count * 2, sizeof *t.scratch, "permutation test");
    t.of_a = mem_new((size_t)strata * 2, sizeof *t.of_a, "permutation test");
    t.of_b = t.of_a + strata;
    for (int k = 0; k < strata; k++)
        t.strata[k] = stratum_new(a, b, k);
    double p = p_value(&t, t.strata[0].width > 0);
    for (int k = 0; k < strata; k++)
        stratum_release(&t.strata[k]);
    mem_free(t.strata);
    mem_free(t.scratch);
    mem_free(t.of_a);
    return p;
}

/* ---- many tests ---- */

struct tested {
    double p;
    int index;
};

static int compare_tested(const void *a, const void *b)
{
    const struct tested *x = a, *y = b;
    return x->p != y->p ? (x->p > y->p) - (x->p < y->p) : x->index - y->index;
}

void holm(const double *p, int n, double *adjusted)
{
    struct tested *tests = mem_new((size_t)n, sizeof *tests, "Holm's correction");
    int count = 0;
    for (int i = 0; i < n; i++) {
        adjusted[i] = NAN;
        if (!isnan(p[i]))
            tests[count++] = (struct tested){p[i], i};
    }
    qsort(tests, (size_t)count, sizeof *tests, compare_tested);
    double highest = 0;
    for (int i = 0; i < count; i++) {
        highest = fmax(highest, fmin(1, (count - i) * tests[i].p));
        adjusted[tests[i].index] = highest;
    }
    mem_free(tests);
}
