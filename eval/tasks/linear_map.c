/* linear_map.c: normal equations in double, by Cholesky. */
#include "eval/tasks/linear_map.h"

#include <assert.h>
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

/* Rows rows[count] of m in double, and their mean, which is taken off them. */
static double *centred(const struct matrix *m, const int *rows, int count, double *mean)
{
    int dim = m->columns;
    double *x = mem_new((size_t)count * (size_t)dim, sizeof *x, "vectors of a linear map");
    memset(mean, 0, (size_t)dim * sizeof *mean);
    for (int i = 0; i < count; i++)
        for (int c = 0; c < dim; c++)
            mean[c] += x[(long)i * dim + c] = matrix_row(m, rows[i])[c];
    for (int c = 0; c < dim; c++)
        mean[c] /= count;
    for (int i = 0; i < count; i++)
        for (int c = 0; c < dim; c++)
            x[(long)i * dim + c] -= mean[c];
    return x;
}

/* The products of a set of pairs, of which the map for any ridge follows. */
struct products {
    double *xx, *xy; /* owned; x'x [from, from], x'y [from, to] */
    double variance; /* mean over the columns of x, times pairs */
};

static struct products products_new(struct linear_map *m, const struct matrix *from, const int *first,
                                    const struct matrix *to, const int *second, int count)
{
    double *x = centred(from, first, count, m->mean_x), *y = centred(to, second, count, m->mean_y);
    size_t d = (size_t)m->from, e = (size_t)m->to;
    struct products p = {.xx = mem_new(d * d, sizeof *p.xx, "linear map"),
                         .xy = mem_new(d * e, sizeof *p.xy, "linear map")};
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, m->from, count, 1, x, m->from, 0, p.xx, m->from);
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m->from, m->to, count, 1, x, m->from, y, m->to, 0, p.xy,
                m->to);
    for (size_t c = 0; c < d; c++)
        p.variance += p.xx[c * d + c] / (double)d;
    mem_free(x);
    mem_free(y);
    return p;
}

static void products_release(struct products *p)
{
    mem_free(p->xx);
    mem_free(p->xy);
}

static void solve(struct linear_map *m, const struct products *p, double ridge)
{
    size_t d = (size_t)m->from, e = (size_t)m->to;
    double *xx = mem_new(d * d, sizeof *xx, "linear map");
    memcpy(xx, p->xx, d * d * sizeof *xx);
    memcpy(m->map, p->xy, d * e * sizeof *m->map);
    double added = p->variance > 0 ? ridge * p->variance : 1; /* constant vectors: any, the map is 0 */
    for (size_t c = 0; c < d; c++)
        xx[c * d + c] += added;
    int failed = LAPACKE_dposv(LAPACK_ROW_MAJOR, 'U', m->from, m->to, xx, m->from, m->map, m->to);
    assert(failed == 0); /* the ridge makes it positive definite */
    (void)failed;
    m->ridge = ridge;
    mem_free(xx);
}

static double squared_error(const struct linear_map *m, const struct matrix *from, const int *first,
                            const struct matrix *to, const int *second, int count)
{
    float *y = mem_new((size_t)m->to, sizeof *y, "vector");
    double error = 0;
    for (int i = 0; i < count; i++) {
        linear_map_apply(m, matrix_row(from, first[i]), y);
        for (int c = 0; c < m->to; c++) {
            double d = matrix_row(to, second[i])[c] - m->mean_y[c] - y[c];
            error += d * d;
        }
    }
    mem_free(y);
    return error;
}

struct linear_map linear_map_fit(const struct matrix *from, const int *first, const struct matrix *to,
                                 const int *second, int count)
{
    static const double ridges[] = {10, 1, 1e-1, 1e-2, 1e-3, 1e-4};
    size_t d = (size_t)from->columns, e = (size_t)to->columns;
    struct linear_map m = {.from = from->columns,
                           .to = to->columns,
                           .mean_x = mem_new(d, sizeof *m.mean_x, "linear map"),
                           .mean_y = mem_new(e, sizeof *m.mean_y, "linear map"),
                           .map = mem_new(d * e, sizeof *m.map, "linear map")};
    int held = count / 10, rest = count - held;
    assert(held > 0);
    struct products p = products_new(&m, from, first, to, second, rest);
    double least = INFINITY, best = ridges[0];
    for (size_t i = 0; i < sizeof ridges / sizeof *ridges; i++) {
        solve(&m, &p, ridges[i]);
        double error = squared_error(&m, from, first + rest, to, second + rest, held);
        if (error < least)
            least = error, best = ridges[i];
    }
    products_release(&p);
    p = products_new(&m, from, first, to, second, count);
    solve(&m, &p, best);
    products_release(&p);
    return m;
}

void linear_map_release(struct linear_map *m)
{
    mem_free(m->mean_x);
    mem_free(m->mean_y);
    mem_free(m->map);
}

void linear_map_apply(const struct linear_map *m, const float *x, float *y)
{
    double *sum = mem_new((size_t)m->to, sizeof *sum, "vector");
    for (int r = 0; r < m->from; r++) {
        double value = x[r] - m->mean_x[r];
        for (int c = 0; c < m->to; c++)
            sum[c] += value * m->map[(long)r * m->to + c];
    }
    for (int c = 0; c < m->to; c++)
        y[c] = (float)sum[c];
    mem_free(sum);
}
