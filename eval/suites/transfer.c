/* transfer.c: benchmarks of classification of sentences by a classifier on top of their vectors. */
#include "eval/benchmarks.h"

const struct benchmark suite_transfer[] = {
    {.name = NULL},
};
