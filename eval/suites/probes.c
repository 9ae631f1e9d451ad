/* probes.c: benchmarks of probes of what comes next in a text. */
#include "eval/benchmarks.h"

const struct benchmark suite_probes[] = {
    {.name = NULL},
};
