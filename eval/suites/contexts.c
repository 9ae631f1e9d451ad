/* contexts.c: benchmarks of words in context. */
#include "eval/benchmarks.h"

const struct benchmark suite_contexts[] = {
    {.name = NULL},
};
