#include "math/clusters.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/gemm.h"
#include "math/vector.h"

enum { BLOCK = 16384 }; /* rows whose distances are computed at a time */

/* One run of k-means. */
struct run {
    const struct matrix *m; /* borrowed; [n, dim] */
    double *norms;          /* borrowed; [n] squared lengths of the rows */
    int k;
    struct matrix centres; /* owned; [k, dim] */
    int *cluster;          /* owned; [n] */
    double *distance;      /* owned; [n] squared distance of each row to its centre */
    double *sums;          /* owned; [k, dim] */
    long *sizes;           /* owned; [k] */
    float *products;       /* owned; [BLOCK or n, k] */
};

static double squared_length(const float *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (double)x[i] * x[i];
    return sum;
}

static double squared_distance(const float *x, const float *y, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        double d = (double)x[i] - y[i];
        sum += d * d;
    }
    return sum;
}

static void set_centre(struct run *r, int c, long row)
{
    memcpy(matrix_row(&r->centres, c), matrix_row(r->m, row), (size_t)r->m->columns * sizeof(float));
}

/* A row drawn in proportion to its squared distance to the nearest centre so far. */
static long draw_far(const struct run *r, struct random *random)
{
    double total = 0, sum = 0;
    for (long i = 0; i < r->m->rows; i++)
        total += r->distance[i];
    double place = (random_u32(random) + 0.5) * 0x1p-32 * total;
    for (long i = 0; i < r->m->rows; i++) {
        sum += r->distance[i];
        if (sum > place)
            return i;
    }
    return random_below(random, (uint32_t)r->m->rows); /* all rows are centres already */
}

static void start_centres(struct run *r, struct random *random)
{
    long first = random_below(random, (uint32_t)r->m->rows);
    for (long i = 0; i < r->m->rows; i++)
        r->distance[i] = DBL_MAX;
    for (int c = 0; c < r->k; c++) {
        set_centre(r, c, c == 0 ? first : draw_far(r, random));
        for (long i = 0; i < r->m->rows; i++) {
            double d = squared_distance(matrix_row(r->m, i), matrix_row(&r->centres, c), r->m->columns);
            r->distance[i] = d < r->distance[i] ? d : r->distance[i];
        }
    }
}

/* The centre nearest to a row, the first of equals; *distance: the squared distance. */
static int nearest_exactly(const struct run *r, long row, double *distance)
{
    int nearest = 0;
    *distance = DBL_MAX;
    for (int c = 0; c < r->k; c++) {
        double d = squared_distance(matrix_row(r->m, row), matrix_row(&r->centres, c), r->m->columns);
        if (d < *distance)
            *distance = d, nearest = c;
    }
    return nearest;
}

/* The same from the single-precision products of the row with the centres, of squared length lengths[k]; in double
 * only where these leave a doubt. */
static int nearest_centre(const struct run *r, long row, const float *products, const double *lengths, double *distance)
{
    int nearest = 0;
    double least = DBL_MAX, second = DBL_MAX;
    for (int c = 0; c < r->k; c++) {
        double d = lengths[c] - 2.0 * products[c];
        if (d < least)
            second = least, least = d, nearest = c;
        else if (d < second)
            second = d;
    }
    if (second - least < 1e-5 * (r->norms[row] + lengths[nearest]))
        return nearest_exactly(r, row, distance);
    least += r->norms[row];
    *distance = least > 0 ? least : 0;
    return nearest;
}

/* Gives each row the nearest centre. Returns whether any row changed its cluster. */
static bool assign(struct run *r)
{
    bool changed = false;
    long n = r->m->rows;
    double *lengths = mem_new((size_t)r->k, sizeof *lengths, "lengths of centres");
    for (int c = 0; c < r->k; c++)
        lengths[c] = squared_length(matrix_row(&r->centres, c), r->m->columns);
    for (long start = 0; start < n; start += BLOCK) {
        long rows = n - start < BLOCK ? n - start : BLOCK;
        gemm(false, true, rows, r->k, r->m->columns, 1, matrix_row(r->m, start), r->m->stride, r->centres.data,
             r->centres.stride, 0, r->products, r->k);
        for (long row = start; row < start + rows; row++) {
            int nearest = nearest_centre(r, row, r->products + (row - start) * r->k, lengths, &r->distance[row]);
            changed |= r->cluster[row] != nearest;
            r->cluster[row] = nearest;
        }
    }
    mem_free(lengths);
    return changed;
}

/* An empty cluster takes the row that is farthest from its centre and not alone there. */
static void fill_cluster(struct run *r, int empty)
{
    long farthest = -1;
    for (long i = 0; i < r->m->rows; i++)
        if (r->sizes[r->cluster[i]] > 1 && (farthest < 0 || r->distance[i] > r->distance[farthest]))
            farthest = i;
    r->sizes[r->cluster[farthest]]--;
    r->sizes[empty] = 1;
    r->cluster[farthest] = empty;
    r->distance[farthest] = 0;
}

static void move_centres(struct run *r)
{
    int dim = r->m->columns;
    memset(r->sizes, 0, (size_t)r->k * sizeof *r->sizes);
    memset(r->sums, 0, (size_t)r->k * (size_t)dim * sizeof *r->sums);
    for (long i = 0; i < r->m->rows; i++)
        r->sizes[r->cluster[i]]++;
    for (int c = 0; c < r->k; c++)
        if (r->sizes[c] == 0)
            fill_cluster(r, c);
    for (long i = 0; i < r->m->rows; i++) {
        double *sum = r->sums + (long)r->cluster[i] * dim;
        for (int j = 0; j < dim; j++)
            sum[j] += matrix_row(r->m, i)[j];
    }
    for (int c = 0; c < r->k; c++)
        for (int j = 0; j < dim; j++)
            matrix_row(&r->centres, c)[j] = (float)(r->sums[(long)c * dim + j] / (double)r->sizes[c]);
}

static double inertia(const struct run *r)
{
    double sum = 0;
    for (long i = 0; i < r->m->rows; i++)
        sum += squared_distance(matrix_row(r->m, i), matrix_row(&r->centres, r->cluster[i]), r->m->columns);
    return sum;
}

static double run_once(struct run *r, struct random random)
{
    start_centres(r, &random);
    memset(r->cluster, -1, (size_t)r->m->rows * sizeof *r->cluster);
    for (int i = 0; i < KMEANS_ITERATIONS && assign(r); i++)
        move_centres(r);
    return inertia(r);
}

double kmeans(const struct matrix *m, int k, int restarts, uint64_t seed, int *cluster)
{
    assert(k > 0 && restarts > 0);
    size_t n = (size_t)m->rows;
    for (long i = 0; i < m->rows; i++)
        cluster[i] = (int)i;
    if (m->rows <= k)
        return 0;
    struct run r = {.m = m,
                    .norms = mem_new(n, sizeof *r.norms, "k-means"),
                    .k = k,
                    .centres = matrix_new(k, m->columns, "k-means"),
                    .cluster = mem_new(n, sizeof *r.cluster, "k-means"),
                    .distance = mem_new(n, sizeof *r.distance, "k-means"),
                    .sums = mem_new((size_t)k * (size_t)m->columns, sizeof *r.sums, "k-means"),
                    .sizes = mem_new((size_t)k, sizeof *r.sizes, "k-means"),
                    .products = mem_aligned((n < BLOCK ? n : BLOCK) * (size_t)k, sizeof *r.products, "k-means")};
    double best = INFINITY;
    for (long i = 0; i < m->rows; i++)
        r.norms[i] = squared_length(matrix_row(m, i), m->columns);
    for (int start = 0; start < restarts; start++) {
        double found = run_once(&r, random_at(seed, RANDOM_EVALUATION, (uint64_t)start));
        if (found < best) {
            best = found;
            memcpy(cluster, r.cluster, n * sizeof *cluster);
        }
    }
    mem_free(r.norms);
    matrix_release(&r.centres);
    mem_free(r.cluster);
    mem_free(r.distance);
    mem_free(r.sums);
    mem_free(r.sizes);
    mem_free(r.products);
    return best;
}

/* ---- clusters against classes ---- */

/* How many items there are of each pair of cluster and class. */
struct contingency {
    int clusters, classes;
    long *counts; /* owned; [clusters, classes] */
};

static struct contingency contingency_new(const int *cluster, const int *class, long n)
{
    struct contingency t = {0, 0, NULL};
    for (long i = 0; i < n; i++) {
        t.clusters = cluster[i] >= t.clusters ? cluster[i] + 1 : t.clusters;
        t.classes = class[i] >= t.classes ? class[i] + 1 : t.classes;
    }
    t.counts = mem_new((size_t)t.clusters * (size_t)t.classes, sizeof *t.counts, "counts of clusters and classes");
    for (long i = 0; i < n; i++)
        t.counts[(long)cluster[i] * t.classes + class[i]]++;
    return t;
}

void cluster_majorities(const int *cluster, const int *class, long n, double *majority)
{
    struct contingency t = contingency_new(cluster, class, n);
    int *largest = mem_new((size_t)t.clusters, sizeof *largest, "majorities");
    for (int k = 0; k < t.clusters; k++) {
        const long *row = t.counts + (long)k * t.classes;
        for (int c = 1; c < t.classes; c++)
            largest[k] = row[c] > row[largest[k]] ? c : largest[k];
    }
    for (long i = 0; i < n; i++)
        majority[i] = largest[cluster[i]] == class[i];
    mem_free(largest);
    mem_free(t.counts);
}

/* n log n; 0 for n = 0 */
static double n_log_n(double n)
{
    return n > 0 ? n * log(n) : 0;
}

double v_measure(const double *cluster, const double *class, long n)
{
    if (n == 0)
        return NAN;
    int *numbers = mem_new(2 * (size_t)n, sizeof *numbers, "clusters and classes");
    for (long i = 0; i < n; i++) {
        numbers[i] = (int)cluster[i];
        numbers[n + i] = (int)class[i];
    }
    struct contingency t = contingency_new(numbers, numbers + n, n);
    double *sums = mem_new((size_t)t.clusters + (size_t)t.classes, sizeof *sums, "counts");
    double cells = 0, clusters = 0, classes = 0, all = n_log_n((double)n);
    for (int k = 0; k < t.clusters; k++)
        for (int c = 0; c < t.classes; c++) {
            double count = (double)t.counts[(long)k * t.classes + c];
            sums[k] += count;
            sums[t.clusters + c] += count;
            cells += n_log_n(count);
        }
    for (int k = 0; k < t.clusters; k++)
        clusters += n_log_n(sums[k]);
    for (int c = 0; c < t.classes; c++)
        classes += n_log_n(sums[t.clusters + c]);
    mem_free(numbers);
    mem_free(sums);
    mem_free(t.counts);
    /* n times the entropies: H(class) n = all - classes, H(class | cluster) n = clusters - cells, ... */
    double homogeneity = all > classes ? 1 - (clusters - cells) / (all - classes) : 1;
    double completeness = all > clusters ? 1 - (classes - cells) / (all - clusters) : 1;
    return homogeneity + completeness > 0 ? 2 * homogeneity * completeness / (homogeneity + completeness) : 0;
}
