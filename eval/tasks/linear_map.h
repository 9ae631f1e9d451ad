/* linear_map.h: ridge regression from one set of vectors to another. */
#ifndef EMBEDLAB_EVAL_TASKS_LINEAR_MAP_H
#define EMBEDLAB_EVAL_TASKS_LINEAR_MAP_H

#include "math/matrix.h"

/* y - mean of y = (x - mean of x) map, with the map that minimises the sum of squared errors over the pairs it was
 * fitted on + ridge * (mean variance of a column of x) * pairs * |map|^2. */
struct linear_map {
    int from, to;
    double *mean_x, *mean_y; /* owned; [from], [to] */
    double *map;             /* owned; [from, to] */
    double ridge;
};

/* Fits row first[i] of `from` to row second[i] of `to`, count pairs, of which the last tenth choose among ridges 10,
 * 1, ... 1e-4 (least squared error) before all are used. Vectors are finite; count >= 20. */
struct linear_map linear_map_fit(const struct matrix *from, const int *first, const struct matrix *to,
                                 const int *second, int count);
void linear_map_release(struct linear_map *m);

/* (x - mean of x) map; to compare with y - mean_y. */
void linear_map_apply(const struct linear_map *m, const float *x, float *y);

#endif
