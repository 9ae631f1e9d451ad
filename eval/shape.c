#include "eval/shape.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/gemm.h"
#include "math/vector.h"

enum {
    PAIRS = 50000, /* whose cosines are compared */
    BLOCK = 1024 /* rows whose products are summed in single precision */
};
#define RANDOM_PLACE 1000000 /* of the pairs among the evaluator's draws */

/* ---- one space ---- */

/* Subtracts the mean row and scales the whole to length 1; false when nothing is left. */
static bool centre(struct matrix *m)
{
    double *mean = mem_new((size_t)m->columns, sizeof *mean, "mean vector"), square = 0;
    for (long i = 0; i < m->rows; i++)
        for (int j = 0; j < m->columns; j++)
            mean[j] += matrix_row(m, i)[j] / (double)m->rows;
    for (long i = 0; i < m->rows; i++)
        for (int j = 0; j < m->columns; j++) {
            double d = matrix_row(m, i)[j] - mean[j];
            square += d * d;
        }
    for (long i = 0; i < m->rows && square > 0; i++)
        for (int j = 0; j < m->columns; j++)
            matrix_row(m, i)[j] = (float)((matrix_row(m, i)[j] - mean[j]) / sqrt(square));
    mem_free(mean);
    return square > 0;
}

/* x' y [dim of x, dim of y]: blocks of rows in single precision, their sum in double. */
static double *cross_product(const struct matrix *x, const struct matrix *y)
{
    size_t size = (size_t)x->columns * (size_t)y->columns;
    double *sum = mem_new(size, sizeof *sum, "cross products");
    float *block = mem_aligned(size, sizeof *block, "cross products");
    for (long start = 0; start < x->rows; start += BLOCK) {
        long rows = x->rows - start < BLOCK ? x->rows - start : BLOCK;
        gemm(true, false, x->columns, y->columns, rows, 1, matrix_row(x, start), x->stride, matrix_row(y, start),
             y->stride, 0, block, y->columns);
        for (size_t i = 0; i < size; i++)
            sum[i] += block[i];
    }
    mem_free(block);
    return sum;
}

static double square_sum(const double *x, size_t size)
{
    double square = 0;
    for (size_t i = 0; i < size; i++)
        square += x[i] * x[i];
    return square;
}

/* The pairs of words, two of `items` each. */
static uint32_t *draw_pairs(long items, uint64_t seed)
{
    uint32_t *pairs = mem_new(2 * PAIRS, sizeof *pairs, "pairs of words");
    struct random random = random_at(seed, RANDOM_EVALUATION, RANDOM_PLACE);
    for (int i = 0; i < 2 * PAIRS; i += 2) {
        pairs[i] = random_below(&random, (uint32_t)items);
        pairs[i + 1] = random_below(&random, (uint32_t)items - 1);
        pairs[i + 1] += pairs[i + 1] >= pairs[i];
    }
    return pairs;
}

static double *rank_cosines(const struct matrix *m, uint64_t seed)
{
    uint32_t *pairs = draw_pairs(m->rows, seed);
    double *cosines = mem_new(2 * PAIRS, sizeof *cosines, "cosines"), *rank = cosines + PAIRS;
    for (int i = 0; i < PAIRS; i++)
        cosines[i] = vector_cosine(matrix_row(m, pairs[2 * i]), matrix_row(m, pairs[2 * i + 1]), m->columns);
    ranks(cosines, PAIRS, rank);
    memcpy(cosines, rank, PAIRS * sizeof *rank);
    mem_free(pairs);
    return cosines;
}

struct shape shape_new(struct matrix m, uint64_t seed)
{
    assert(m.rows >= SHAPE_LEAST);
    struct shape s = {.centred = m};
    if (!matrix_is_finite(&m))
        return s;
    s.near = mem_new((size_t)m.rows * NEIGHBORS, sizeof *s.near, "neighbors");
    nearest_rows(&m, s.near);
    s.ranks = rank_cosines(&m, seed);
    s.good = centre(&m);
    s.gram = cross_product(&m, &m);
    return s;
}

void shape_release(struct shape *s)
{
    matrix_release(&s->centred);
    mem_free(s->gram);
    mem_free(s->near);
    mem_free(s->ranks);
}

/* ---- intervals ---- */

/* `value` with its 95 % interval, from the sum of the squares of how much each word moves it. */
static struct figure figure_of(double value, double squares, double lowest)
{
    double half = 1.959963984540054 * sqrt(fmax(0, squares)); /* NaN stays NaN */
    if (isnan(squares))
        half = NAN;
    return (struct figure){value, {half > value - lowest ? lowest : value - half, half > 1 - value ? 1 : value + half}};
}

/* out[i] = x_i' m y_i, m [dim of x, dim of y] times `scale`, which brings it near 1 for single precision. */
static double *forms(const struct matrix *x, const double *m, double scale, const struct matrix *y)
{
    size_t size = (size_t)x->columns * (size_t)y->columns;
    float *single = mem_aligned(size, sizeof *single, "cross products");
    struct matrix product = matrix_new(BLOCK, y->columns, "products");
    double *out = mem_new((size_t)x->rows, sizeof *out, "forms");
    for (size_t i = 0; i < size; i++)
        single[i] = (float)(m[i] * scale);
    for (long start = 0; start < x->rows; start += BLOCK) {
        long rows = x->rows - start < BLOCK ? x->rows - start : BLOCK;
        gemm(false, false, rows, y->columns, x->columns, 1, matrix_row(x, start), x->stride, single, y->columns, 0,
             product.data, product.stride);
        for (long i = 0; i < rows; i++)
            for (int j = 0; j < y->columns; j++)
                out[start + i] += (double)matrix_row(&product, i)[j] * matrix_row(y, start + i)[j];
    }
    mem_free(single);
    matrix_release(&product);
    return out;
}

/* ---- figures of the cross products ---- */

/* CKA = |x'y|^2 / (|x'x| |y'y|); by the weight of word i its logarithm moves by twice x_i'(x'y)y_i / |x'y|^2, less
 * x_i'(x'x)x_i / |x'x|^2, less the same of y. */
static struct figure cka(const struct shape *a, const struct shape *b, const double *cross, bool intervals)
{
    const struct matrix *x = &a->centred, *y = &b->centred;
    double xy = square_sum(cross, (size_t)x->columns * (size_t)y->columns);
    double xx = square_sum(a->gram, (size_t)x->columns * (size_t)x->columns);
    double yy = square_sum(b->gram, (size_t)y->columns * (size_t)y->columns);
    double value = xy / sqrt(xx * yy), squares = 0;
    if (!intervals)
        return figure_of(value, NAN, 0);
    double *of_xy = forms(x, cross, 1 / sqrt(xy), y), *of_x = forms(x, a->gram, 1 / sqrt(xx), x),
           *of_y = forms(y, b->gram, 1 / sqrt(yy), y);
    for (long i = 0; i < x->rows && xy > 0; i++) {
        double moved = 2 * of_xy[i] / sqrt(xy) - of_x[i] / sqrt(xx) - of_y[i] / sqrt(yy);
        squares += value * value * moved * moved;
    }
    mem_free(of_xy);
    mem_free(of_x);
    mem_free(of_y);
    return figure_of(value, squares, 0);
}

/* Sum of the singular values of x [rows, columns], which is overwritten with the rotation that belongs to it: left
 * times right singular vectors, of those values that are not rounding. */
static double nuclear_norm(double *x, int rows, int columns)
{
    int count = rows < columns ? rows : columns;
    double *values = mem_new((size_t)count, sizeof *values, "singular values"), sum = 0;
    double *left = mem_new((size_t)rows * (size_t)count, sizeof *left, "singular vectors");
    double *right = mem_new((size_t)count * (size_t)columns, sizeof *right, "singular vectors");
    /* By columns it is the transpose, whose left vectors are our right ones. */
    int failed = LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'S', columns, rows, x, columns, values, right, columns, left, count);
    assert(failed == 0);
    (void)failed;
    for (int i = 0; i < count; i++) {
        sum += values[i];
        if (values[i] <= 1e-6 * values[0])
            memset(right + (size_t)i * (size_t)columns, 0, (size_t)columns * sizeof *right);
    }
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, columns, count, 1, left, count, right, columns, 0, x,
                columns);
    mem_free(values);
    mem_free(left);
    mem_free(right);
    return sum;
}

/* Both have length 1, so after the best rotation r and scaling 1 - t^2 is left, t = sum of singular values. By the
 * weight of word i t moves by x_i' r y_i - t |x_i|^2 / 2 - t |y_i|^2 / 2. Overwrites the cross product. */
static struct figure procrustes(const struct shape *a, const struct shape *b, double *cross, bool intervals)
{
    const struct matrix *x = &a->centred, *y = &b->centred;
    double t = nuclear_norm(cross, x->columns, y->columns), value = t < 1 ? 1 - t * t : 0, squares = 0;
    if (!intervals)
        return figure_of(value, NAN, 0);
    double *turned = forms(x, cross, 1, y);
    for (long i = 0; i < x->rows; i++) {
        double lengths = 0;
        for (int j = 0; j < x->columns; j++)
            lengths += (double)matrix_row(x, i)[j] * matrix_row(x, i)[j];
        for (int j = 0; j < y->columns; j++)
            lengths += (double)matrix_row(y, i)[j] * matrix_row(y, i)[j];
        double moved = 2 * t * (turned[i] - t * lengths / 2);
        squares += moved * moved;
    }
    mem_free(turned);
    return figure_of(value, squares, 0);
}

/* ---- neighbours ---- */

static bool lists(const int *list, int word)
{
    for (int k = 0; k < NEIGHBORS; k++)
        if (list[k] == word)
            return true;
    return false;
}

/* The variance is the sum over pairs of words of the products of their shares' deviations, weighted by |U and V| /
 * sqrt(|U| |V|), where U and V are the neighbours of the one and of the other in either space; or, the same in one
 * pass, the sum over all words of the square of what those whose neighbour it is bring to it. */
static struct figure overlap(const struct shape *a, const struct shape *b, bool intervals)
{
    long n = a->centred.rows, all = 0;
    int *common = mem_new((size_t)n, sizeof *common, "neighbors");
    for (long i = 0; i < n; i++) {
        for (int j = 0; j < NEIGHBORS; j++)
            common[i] += lists(b->near + i * NEIGHBORS, a->near[i * NEIGHBORS + j]);
        all += common[i];
    }
    double value = (double)all / (double)(n * NEIGHBORS), squares = intervals ? 0 : NAN;
    double *brought = mem_new((size_t)n, sizeof *brought, "neighbors");
    for (long i = 0; i < n; i++) {
        const int *x = a->near + i * NEIGHBORS, *y = b->near + i * NEIGHBORS;
        double deviation = (double)common[i] / NEIGHBORS - value, different = 2 * NEIGHBORS - common[i];
        for (int j = 0; j < NEIGHBORS; j++) {
            brought[x[j]] += deviation / sqrt(different);
            if (!lists(x, y[j]))
                brought[y[j]] += deviation / sqrt(different);
        }
    }
    for (long i = 0; i < n && intervals; i++)
        squares += brought[i] * brought[i] / ((double)n * (double)n);
    mem_free(common);
    mem_free(brought);
    return figure_of(value, squares, 0);
}

/* ---- cosines ---- */

/* above[p] = mean over the pairs q of value[q] where q ranks above p; where they are tied half of it. */
static void sum_above(const double *rank, const double *value, double *above)
{
    double *sums = mem_new(2 * PAIRS + 2, sizeof *sums, "cosines"), total = 0; /* by rank, halves included */
    for (int p = 0; p < PAIRS; p++)
        sums[(int)(2 * rank[p])] += value[p] / PAIRS;
    for (int r = 2 * PAIRS + 1; r >= 0; r--) {
        double here = sums[r];
        sums[r] = total + here / 2;
        total += here;
    }
    for (int p = 0; p < PAIRS; p++)
        above[p] = sums[(int)(2 * rank[p])];
    mem_free(sums);
}

/* Spearman's rho is 12 times the mean of F G, less 3, where F and G are the shares of pairs that rank below. A pair
 * adds its own F G, and to the F and the G of those above it. */
static struct figure cosine_spearman(const struct shape *a, const struct shape *b, uint64_t seed, bool intervals)
{
    double value = pearson(a->ranks, b->ranks, PAIRS), mean = 0, squares = 0;
    if (!intervals || isnan(value))
        return figure_of(value, NAN, -1);
    long n = a->centred.rows;
    uint32_t *pairs = draw_pairs(n, seed);
    double *moved = mem_new(4 * PAIRS + (size_t)n, sizeof *moved, "cosines"), *shares = moved + PAIRS,
           *above = shares + 2 * PAIRS, *words = above + PAIRS;
    for (int p = 0; p < PAIRS; p++) {
        shares[p] = (a->ranks[p] - 0.5) / PAIRS;
        shares[PAIRS + p] = (b->ranks[p] - 0.5) / PAIRS;
        moved[p] = shares[p] * shares[PAIRS + p];
    }
    for (int side = 0; side < 2; side++) {
        sum_above(side == 0 ? a->ranks : b->ranks, shares + (side == 0 ? PAIRS : 0), above);
        for (int p = 0; p < PAIRS; p++)
            moved[p] += above[p];
    }
    for (int p = 0; p < PAIRS; p++)
        mean += moved[p] / PAIRS;
    for (int p = 0; p < PAIRS; p++) {
        double m = 12 * (moved[p] - mean) / PAIRS;
        words[pairs[2 * p]] += m;
        words[pairs[2 * p + 1]] += m;
        squares -= m * m; /* a pair is in the sums of both its words, but with itself only once */
    }
    for (long i = 0; i < n; i++)
        squares += words[i] * words[i];
    mem_free(moved);
    mem_free(pairs);
    return figure_of(value, squares, -1);
}

/* ---- all of them ---- */

void shape_compare(struct comparison *c, const struct shape *a, const struct shape *b, uint64_t seed, bool intervals)
{
    if (!a->good || !b->good)
        return;
    double *cross = cross_product(&a->centred, &b->centred);
    c->cka = cka(a, b, cross, intervals);
    c->procrustes = procrustes(a, b, cross, intervals);
    c->overlap10 = overlap(a, b, intervals);
    c->cosine_spearman = cosine_spearman(a, b, seed, intervals);
    mem_free(cross);
}
