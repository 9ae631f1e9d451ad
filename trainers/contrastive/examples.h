/* examples.h: what to train on: rows of sentences, tokenised once, and batches of rows.
 *
 * A row has 1 sentence, 2 (an anchor and its positive; or a pair with a label or a score), or 3 (anchor,
 * positive, hard negative); or it is a group of 2 or more paraphrases, of which each epoch draws two, in
 * either order. Everything drawn depends on (seed, epoch or step, position) alone, so that a resumed run sees
 * what an uninterrupted one sees. input.h makes them of files. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_EXAMPLES_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_EXAMPLES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "nn/transformer.h"

struct examples {
    int32_t *ids;   /* owned; tokens of all texts, one after another, each text cut to the longest allowed */
    size_t *starts; /* owned; [text_count + 1] */
    uint32_t text_count; /* each distinct token sequence once */

    uint32_t *texts;      /* owned; [row_starts[count]]: the rows' texts, one row after another */
    uint32_t *row_starts; /* owned; [count + 1] */
    uint32_t count;       /* rows */
    int columns;          /* sentences that a batch takes of a row: 1, 2 or 3; of groups 2 */
    bool groups;          /* rows may have more texts than columns */

    int32_t *labels; /* owned; [count], 0 .. classes - 1; NULL: none */
    int classes;
    char **label_names; /* owned; [classes] */
    double *scores;     /* owned; [count], scaled to 0..1; NULL: none */

    int longest; /* tokens of the longest text */
    uint64_t seed;
    cJSON *record; /* owned; the "corpus" of training.json: name, checksum, sizes, what was left out and why */
    uint32_t checksum; /* of all that was read: a resumed run must have the same */

    uint32_t *order; /* owned; [count]: the rows in the order of `epoch` */
    long epoch;      /* -1: none yet */
};

void examples_release(struct examples *e);

/* ---- batches ---- */

struct batch_settings {
    int rows;            /* of a batch, at most e->count */
    int views;           /* sequences a row: e->columns; or with 1 column 2: the sentence twice */
    double word_dropout; /* each sequence leaves out every token with this probability, but never all */
    bool same_draws;     /* ... the same ones in all sequences of the same row */
    int32_t first;       /* id put before every sequence; -1: none */
};

struct example_batch {
    struct batch_settings settings;
    struct batch packed;   /* sequence v * rows + i is view v of row i: all anchors, then all positives, ... */
    int32_t *group;        /* owned; [views * rows]: the same for sequences of the same text, the first one's index */
    int32_t *labels;       /* owned; [rows]; NULL: none */
    double *scores;        /* owned; [rows]; NULL: none */
    int32_t *ids, *starts; /* owned; of `packed` */
    uint32_t *texts;       /* owned; [views * rows] */
    int32_t *first;        /* owned; [text_count]: -1, while a batch is filled the first sequence of the text */
};

/* Memory for every step is taken here; no batch has more than views * rows * (e->longest + 1) tokens. */
struct example_batch example_batch_new(const struct examples *e, const struct batch_settings *s);
void example_batch_release(struct example_batch *b);

/* Batches in an epoch: the rest of the rows is left for another epoch's order. */
long examples_epoch_batches(const struct examples *e, int rows);

/* Batch `step` (from 0) of a run: an epoch is a random order of all rows, cut into batches. */
void example_batch_fill(struct example_batch *b, struct examples *e, long step);

/* Rows [start, start + rows) of `e` as they stand, first `views` texts of each: for the dev set. */
void example_batch_take(struct example_batch *b, const struct examples *e, uint32_t start, int rows);

#endif
