/* simulation_spaces.h: two made-up spaces, to see whether the intervals of their figures keep what they promise: for
 * test_spaces.c, and longer for bench_statistics.c. */
#ifndef EMBEDLAB_TESTS_EVAL_SIMULATION_SPACES_H
#define EMBEDLAB_TESTS_EVAL_SIMULATION_SPACES_H

#include "base/random.h"
#include "eval/shape.h"

#define SIMULATED_DIM 8

/* Words have normal vectors, whose dimensions are of different weight, and the other space's are those with as much
 * noise. Another `draw` has other words; word `without` is left out (-1: none). */
static inline struct comparison simulated_spaces(int words, uint64_t draw, int without)
{
    struct random random = random_at(2, RANDOM_TEST, draw);
    int rows = without >= 0 ? words - 1 : words;
    struct matrix x = matrix_new(rows, SIMULATED_DIM, "a simulation"), y = matrix_new(rows, SIMULATED_DIM, "the same");
    for (int i = 0, row = 0; i < words; i++) {
        for (int j = 0; j < SIMULATED_DIM; j++) {
            double value = random_normal(&random), noise = random_normal(&random);
            if (i == without)
                continue;
            matrix_row(&x, row)[j] = (float)(value / (1 + j));
            matrix_row(&y, row)[j] = (float)(value / (1 + j) + 0.3 * noise);
        }
        row += i != without;
    }
    struct shape a = shape_new(x, 1), b = shape_new(y, 1);
    struct comparison c = {0};
    shape_compare(&c, &a, &b, 1, true);
    shape_release(&a);
    shape_release(&b);
    return c;
}

#endif
