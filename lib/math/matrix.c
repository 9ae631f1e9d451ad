#include "math/matrix.h"

#include <assert.h>
#include <math.h>

#include "base/mem.h"

struct matrix matrix_new(long rows, int columns, const char *what)
{
    assert(rows >= 0 && columns >= 0);
    int stride = (columns + 15) / 16 * 16;
    struct matrix m = {mem_aligned((size_t)rows, (size_t)stride * sizeof(float), what), rows, columns, stride};
    return m;
}

void matrix_release(struct matrix *m)
{
    mem_free(m->data);
    *m = (struct matrix){0};
}

void matrix_normalize_rows(struct matrix *m)
{
    for (long i = 0; i < m->rows; i++) {
        float *row = matrix_row(m, i);
        double square = 0;
        for (int j = 0; j < m->columns; j++)
            square += (double)row[j] * row[j];
        if (square > 0) {
            double scale = 1 / sqrt(square);
            for (int j = 0; j < m->columns; j++)
                row[j] = (float)(row[j] * scale);
        }
    }
}

bool matrix_is_finite(const struct matrix *m)
{
    for (long i = 0; i < m->rows; i++)
        for (int j = 0; j < m->columns; j++)
            if (!isfinite(matrix_row(m, i)[j]))
                return false;
    return true;
}
