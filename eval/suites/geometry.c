/* geometry.c: benchmarks of the geometry of a space. */
#include "eval/benchmarks.h"

const struct benchmark suite_geometry[] = {
    {.name = NULL},
};
