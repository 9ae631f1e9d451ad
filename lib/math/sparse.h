/* sparse.h: vectors of which few entries are not zero. */
#ifndef EMBEDLAB_MATH_SPARSE_H
#define EMBEDLAB_MATH_SPARSE_H

#include <stddef.h>
#include <stdint.h>

struct sparse_rows {
    int32_t *columns; /* owned; row i's are columns[starts[i]..starts[i+1]), ascending */
    double *values;   /* owned; of the same places */
    size_t *starts;   /* owned; [count + 1] */
    double *squares;  /* owned; [count] squared length of each row */
    int count;
};

/* Row i is the sum of the entries (columns[k], values[k]), k from starts[i] to starts[i + 1] - 1, in any order and with
 * repetitions. */
struct sparse_rows sparse_rows_new(const int32_t *columns, const double *values, const size_t *starts, int count);
void sparse_rows_release(struct sparse_rows *m);

/* Cosine of rows a and b: exactly 1 for equal ones; 0 when either is zero. */
double sparse_cosine(const struct sparse_rows *m, int a, int b);

#endif
