/* benchmarks.c: the suites' tables as one. */
#include "eval/benchmarks.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"

static const struct benchmark *const tables[] = {suite_words,    suite_sentences, suite_pairs,  suite_retrieval,
                                                 suite_transfer, suite_contexts,  suite_probes, suite_geometry,
                                                 suite_chinese,  suite_world};

const struct benchmark *benchmark_at(int i)
{
    for (size_t table = 0; i >= 0 && table < sizeof tables / sizeof *tables; table++)
        for (const struct benchmark *b = tables[table]; b->name != NULL; b++)
            if (i-- == 0)
                return b;
    return NULL;
}

const struct benchmark *benchmark_find(const char *name)
{
    const struct benchmark *b;
    for (int i = 0; (b = benchmark_at(i)) != NULL; i++)
        if (strcmp(b->name, name) == 0)
            return b;
    return NULL;
}

const char *suite_name(enum suite s)
{
    static const char *const names[SUITES] = {"words",    "sentences", "retrieval", "transfer", "contexts",
                                              "probes",   "geometry",  "chinese",   "world"};
    return names[s];
}

/* data/path with "{}" replaced by the name of the part. */
static char *part_path(const struct benchmark *b, const char *data, const char *path, int part)
{
    const char *hole = strstr(path, "{}");
    if (!hole)
        return path_join(data, path);
    char *name = mem_format("%.*s%s%s", (int)(hole - path), path, b->parts[part], hole + 2);
    char *joined = path_join(data, name);
    mem_free(name);
    return joined;
}

char *benchmark_path(const struct benchmark *b, const char *data, int part)
{
    return part_path(b, data, b->path, part);
}

char *benchmark_gold_path(const struct benchmark *b, const char *data, int part)
{
    return part_path(b, data, b->gold, part);
}

/* File i of the benchmark, on the heap; NULL behind the last. */
static char *file_at(const struct benchmark *b, const char *data, int i)
{
    for (int part = 0; part == 0 || (b->parts != NULL && b->parts[part] != NULL); part++) {
        if (b->path != NULL && i-- == 0)
            return benchmark_path(b, data, part);
        if (b->gold != NULL && i-- == 0)
            return benchmark_gold_path(b, data, part);
    }
    for (const char *const *file = b->files; file != NULL && *file != NULL; file++)
        if (i-- == 0)
            return path_join(data, *file);
    return NULL;
}

char *benchmark_absent_file(const struct benchmark *b, const char *data, int i)
{
    char *path;
    for (int file = 0; (path = file_at(b, data, file)) != NULL; file++) {
        if (!path_exists(path) && i-- == 0)
            return path;
        mem_free(path);
    }
    return NULL;
}
