/* benchmarks.h: the benchmarks that embedlab knows, as tables of data, one a suite (eval/suites).
 *
 * A benchmark is one file or several below the data folder in the layout in which their authors
 * published them, the task that scores it, and what a reader of the score must know: scale, citation,
 * licence. A further benchmark of a known format is one more row. */
#ifndef EMBEDLAB_EVAL_BENCHMARKS_H
#define EMBEDLAB_EVAL_BENCHMARKS_H

#include <stdbool.h>
#include <stddef.h>

struct task; /* eval/task.h */

enum suite {
    SUITE_WORDS,     /* suites/words.c */
    SUITE_SENTENCES, /* suites/sentences.c: STS; suites/pairs.c: classification of pairs */
    SUITE_RETRIEVAL, /* suites/retrieval.c */
    SUITE_TRANSFER,  /* suites/transfer.c */
    SUITE_CONTEXTS,  /* suites/contexts.c: words in context */
    SUITE_PROBES,    /* suites/probes.c: the future of a text */
    SUITE_GEOMETRY,  /* suites/geometry.c: of the space itself, mostly without files */
    SUITE_CHINESE,   /* suites/chinese.c */
    SUITE_WORLD,     /* suites/world.c: of a world made by `corpus world` */
    SUITES
};
const char *suite_name(enum suite s); /* "words", "sentences", ... */

/* Scored pairs, one a line. */
struct columns {
    int first, second, score; /* columns of the two texts and of the gold score, from 0 */
    int low, high;            /* how many columns a line may have */
    const char *header;       /* the first line's beginning when it names the columns; else NULL */
    char separator;           /* 0: TAB, without quoting; ' ': any blanks; ',': CSV, a pair in one line */
    int part;                 /* column of the name of the pair's part; 0: none */
    bool tagged;              /* words end in their part of speech, -n, -v or -j, which is cut off */
};

struct benchmark {
    const char *name;  /* for --task */
    const char *title; /* for people */
    enum suite suite;
    const struct task *task;       /* how it is scored */
    const char *path;              /* below the data folder; "{}" stands for the name of a part; NULL: no file */
    const char *gold;              /* SentEval layout: the file of gold scores, line by line; else NULL */
    const char *const *files;      /* further files that must be there, NULL-ended; else NULL */
    const char *const *parts;      /* the parts, NULL-ended; else NULL */
    const struct columns *columns; /* of `path`, for scored pairs; else NULL */
    const void *layout;            /* what else the task must know of this benchmark; its type is the task's */
    bool by_hand;                  /* its files are not in the catalogue of scripts/fetch-data */
    bool composed;                 /* words that a view does not list are put together from their parts */
    double low, high;              /* scale of the gold scores */
    const char *metric, *measure;  /* instead of the task's, where not NULL */
    const char *mteb;              /* name of the same task in MTEB; NULL: none */
    const char *mteb_split;        /* which part of it; NULL: "test" */
    const char *citation, *address, *licence;
};

/* The tables; each ends with a row without a name. */
extern const struct benchmark suite_words[], suite_sentences[], suite_pairs[], suite_retrieval[], suite_transfer[],
    suite_contexts[], suite_probes[], suite_geometry[], suite_chinese[], suite_world[];

/* Row i of all tables; NULL behind the last. */
const struct benchmark *benchmark_at(int i);

/* The benchmark of that name, or NULL. */
const struct benchmark *benchmark_find(const char *name);

/* Path of part `part` (0 unless the benchmark has parts) of b's input, or of its gold scores, on the heap. */
char *benchmark_path(const struct benchmark *b, const char *data, int part);
char *benchmark_gold_path(const struct benchmark *b, const char *data, int part);

/* The i-th file of `b` that is not in the folder `data`, on the heap; NULL when no more are missing. */
char *benchmark_absent_file(const struct benchmark *b, const char *data, int i);

#endif
