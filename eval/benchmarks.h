/* benchmarks.h: the benchmarks that embedlab knows, as one table of data.
 *
 * A benchmark is a file below the data folder in the layout in which its authors published it, the
 * task that scores it, and what a reader of the score must know: scale, citation, licence. A further
 * benchmark of a known format is one more row. */
#ifndef EMBEDLAB_EVAL_BENCHMARKS_H
#define EMBEDLAB_EVAL_BENCHMARKS_H

#include <stdbool.h>

struct task; /* eval/task.h */

enum suite { SUITE_WORDS, SUITE_SENTENCES, SUITE_WORLD };

/* Scored pairs, one a line, in columns separated by TAB, without quoting. */
struct columns {
    int first, second, score; /* columns of the two texts and of the gold score, from 0 */
    int low, high;            /* how many columns a line may have */
    const char *header;       /* the first line's beginning when it names the columns; else NULL */
};

struct benchmark {
    const char *name;  /* for --task */
    const char *title; /* for people */
    enum suite suite;
    const struct task *task;       /* how it is scored */
    const char *path;              /* below the data folder; "{}" stands for the name of a part */
    const char *gold;              /* SentEval layout: the file of gold scores, line by line; else NULL */
    const char *const *parts;      /* SentEval layout: the parts, NULL-ended; else NULL */
    const struct columns *columns; /* of `path`; NULL for analogies */
    double low, high;              /* scale of the gold scores */
    const char *citation, *address, *licence;
};

/* Row i of the table; NULL behind the last. */
const struct benchmark *benchmark_at(int i);

/* The benchmark of that name, or NULL. */
const struct benchmark *benchmark_find(const char *name);

const char *suite_name(enum suite s); /* "words", "sentences", "world" */

/* Path of part `part` (0 unless the benchmark has parts) of b's input, or of its gold scores, on the heap. */
char *benchmark_path(const struct benchmark *b, const char *data, int part);
char *benchmark_gold_path(const struct benchmark *b, const char *data, int part);

/* The first file of `b` that is not in the folder `data`, on the heap; NULL when all are there. */
char *benchmark_absent_file(const struct benchmark *b, const char *data);

#endif
