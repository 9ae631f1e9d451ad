#include "eval/neighbors.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "math/gemm.h"
#include "math/topk.h"
#include "math/vector.h"

enum {
    BLOCK = 128,                /* rows whose neighbors are looked for at a time */
    CANDIDATES = NEIGHBORS + 11 /* single precision may confuse neighbors by some ranks, not by ten */
};

struct candidate {
    double cosine;
    int row;
};

/* Nearest first, by insertion: there are few, and they come almost in order. */
static void order(struct candidate *c, int count)
{
    for (int i = 1; i < count; i++) {
        struct candidate x = c[i];
        int j = i;
        for (; j > 0 && (c[j - 1].cosine < x.cosine || (c[j - 1].cosine == x.cosine && c[j - 1].row > x.row)); j--)
            c[j] = c[j - 1];
        c[j] = x;
    }
}

/* From the single-precision cosines of row `row` with all rows. */
static void select_nearest(const struct matrix *m, long row, float *cosines, int *near)
{
    long ids[CANDIDATES];
    struct candidate candidates[CANDIDATES];
    cosines[row] = -INFINITY;
    int found = topk(cosines, m->rows, CANDIDATES, ids), count = 0;
    for (int i = 0; i < found; i++)
        if (ids[i] != row)
            candidates[count++] =
                (struct candidate){vector_cosine(matrix_row(m, row), matrix_row(m, ids[i]), m->columns), (int)ids[i]};
    order(candidates, count);
    for (int i = 0; i < NEIGHBORS; i++)
        near[i] = candidates[i].row;
}

void nearest_rows(const struct matrix *m, int *near)
{
    long n = m->rows;
    assert(n > NEIGHBORS);
    struct matrix unit = matrix_new(n, m->columns, "unit vectors");
    memcpy(unit.data, m->data, (size_t)n * (size_t)m->stride * sizeof(float));
    matrix_normalize_rows(&unit);
    float *cosines = mem_aligned((size_t)BLOCK * (size_t)n, sizeof *cosines, "cosines");
    for (long start = 0; start < n; start += BLOCK) {
        long rows = n - start < BLOCK ? n - start : BLOCK;
        gemm(false, true, rows, n, m->columns, 1, matrix_row(&unit, start), unit.stride, unit.data, unit.stride, 0,
             cosines, n);
#pragma omp parallel for schedule(static)
        for (long i = 0; i < rows; i++)
            select_nearest(m, start + i, cosines + i * n, near + (start + i) * NEIGHBORS);
    }
    mem_free(cosines);
    matrix_release(&unit);
}
