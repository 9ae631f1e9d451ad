#include "math/sparse.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct entry {
    int32_t column;
    double value;
};

/* By column; of one column by value, so that entries in another order have the same sum. */
static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->column != y->column ? (x->column > y->column) - (x->column < y->column)
                                  : (x->value > y->value) - (x->value < y->value);
}

static double dot(const struct sparse_rows *m, int a, int b)
{
    size_t i = m->starts[a], j = m->starts[b];
    double sum = 0;
    while (i < m->starts[a + 1] && j < m->starts[b + 1]) {
        int32_t x = m->columns[i], y = m->columns[j];
        if (x == y)
            sum += m->values[i] * m->values[j];
        i += x <= y;
        j += y <= x;
    }
    return sum;
}

struct sparse_rows sparse_rows_new(const int32_t *columns, const double *values, const size_t *starts, int count)
{
    size_t all = starts[count], used = 0;
    struct sparse_rows m = {.columns = mem_new(all + 1, sizeof *m.columns, "sparse vectors"),
                            .values = mem_new(all + 1, sizeof *m.values, "sparse vectors"),
                            .starts = mem_new((size_t)count + 1, sizeof *m.starts, "sparse vectors"),
                            .squares = mem_new((size_t)count + 1, sizeof *m.squares, "sparse vectors"),
                            .count = count};
    struct entry *entries = mem_new(all + 1, sizeof *entries, "sparse vectors");
    for (size_t k = 0; k < all; k++)
        entries[k] = (struct entry){columns[k], values[k]};
    for (int i = 0; i < count; i++) {
        qsort(entries + starts[i], starts[i + 1] - starts[i], sizeof *entries, compare_entries);
        for (size_t k = starts[i]; k < starts[i + 1]; k++) {
            if (used == m.starts[i] || m.columns[used - 1] != entries[k].column)
                m.columns[used++] = entries[k].column;
            m.values[used - 1] += entries[k].value;
        }
        m.starts[i + 1] = used;
        m.squares[i] = dot(&m, i, i);
    }
    mem_free(entries);
    return m;
}

void sparse_rows_release(struct sparse_rows *m)
{
    mem_free(m->columns);
    mem_free(m->values);
    mem_free(m->starts);
    mem_free(m->squares);
}

double sparse_cosine(const struct sparse_rows *m, int a, int b)
{
    double squares = m->squares[a] * m->squares[b];
    return squares > 0 ? dot(m, a, b) / sqrt(squares) : 0;
}
