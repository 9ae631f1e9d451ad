/* chinese.c: benchmarks of Chinese words and sentences. */
#include "eval/benchmarks.h"

const struct benchmark suite_chinese[] = {
    {.name = NULL},
};
