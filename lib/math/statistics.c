#include "math/statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

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
