/* pairs.c: benchmarks of classification of sentence pairs. */
#include "eval/benchmarks.h"

const struct benchmark suite_pairs[] = {
    {.name = NULL},
};
