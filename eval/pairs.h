/* pairs.h: pairs of words or of sentences with a gold score, read from a benchmark.
 *
 * The texts are kept once each, however often they occur: a contextual model encodes a text only
 * once. Files are UTF-8, lines end in LF or CRLF; their columns are those of struct columns. */
#ifndef EMBEDLAB_EVAL_PAIRS_H
#define EMBEDLAB_EVAL_PAIRS_H

#include "base/error.h"
#include "eval/benchmarks.h"
#include "text/vocab.h"

struct pair {
    int first, second; /* ids in `texts` */
    int part;          /* index into the benchmark's parts; 0 without */
    double gold;
};

struct pairs {
    const struct benchmark *benchmark; /* borrowed */
    struct vocab *texts;               /* owned; the distinct texts, in order of appearance */
    struct pair *items;                /* owned; [count] */
    long count, capacity;
};

/* NULL and *err (file, line, what was expected) for a line with a column missing or too many, an
 * empty text, or a score that is no number or off the scale; for a gold file of another length than
 * its input; for a file without pairs. Pairs whose line in a gold file is empty are unscored and
 * left out. */
struct pairs *pairs_read(const struct benchmark *b, const char *data, struct error *err);
void pairs_free(struct pairs *p);

#endif
