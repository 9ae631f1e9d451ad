/* matrix.h: a matrix of floats whose rows start on cache lines. */
#ifndef EMBEDLAB_MATH_MATRIX_H
#define EMBEDLAB_MATH_MATRIX_H

#include <stdbool.h>

struct matrix {
    float *data; /* owned; [rows, stride], zero beyond `columns` */
    long rows;
    int columns;
    int stride; /* floats from row to row: columns rounded up to 16 */
};

/* A zeroed matrix; `what` names it in an out-of-memory message. */
struct matrix matrix_new(long rows, int columns, const char *what);
void matrix_release(struct matrix *m);

static inline float *matrix_row(const struct matrix *m, long row)
{
    return m->data + row * m->stride;
}

/* Scales each row to Euclidean length 1 (a zero row stays zero). */
void matrix_normalize_rows(struct matrix *m);

/* Does it hold neither infinite numbers nor NaN? */
bool matrix_is_finite(const struct matrix *m);

#endif
