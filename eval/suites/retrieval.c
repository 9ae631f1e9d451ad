/* retrieval.c: benchmarks of search. */
#include "eval/benchmarks.h"

const struct benchmark suite_retrieval[] = {
    {.name = NULL},
};
