/* replica.h: training whose bits do not depend on the number of threads (--deterministic).
 *
 * The text is dealt to a fixed number of shards. In each round every shard trains a stretch of its text,
 * word by word as one thread would, but on a replica: the rows it meets are copied at first use, and
 * what others move meanwhile it does not see. Then the replicas are merged into the model row by row,
 * shard after shard. Which thread does a shard or a row decides nothing.
 *
 * Merging. A row that one shard used takes that shard's value. Of several, each has the difference d_s
 * from the row's old value; added up they would overshoot where each has gone all the way to the same
 * place, and averaged they would crawl where each has only begun. Near an optimum x* a gradient step with
 * rate r and curvature a leaves the share 1 - r a of the distance, n_s steps about q_s = 1 / (1 + r a n_s):
 * d_s = (1 - q_s) (x* - x), whereas the steps of all shards, one after the other, would have made it
 * (1 - prod q_s) (x* - x). Hence
 *
 *     x += (1 - prod q_s) / sum (1 - q_s) * sum d_s
 *
 * which is the sum after few steps and the mean after many. n_s counts the gradients of single scores. For
 * the formula is rough, stretches are short, and shorter with a small vocabulary, all of whose words are
 * frequent. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_REPLICA_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_REPLICA_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "math/matrix.h"

enum {
    /* No more threads than this work at a time. With 8, twice as many copies pass through the caches from merge to
     * merge: training took 1.27 times as long, 1.4 times with n-grams. */
    SHARDS = 4,
    STRETCH_WORDS = 256, /* most centre words of a shard from merge to merge */
    REPLICA_ROWS = 4096  /* rows of a replica, when one centre word needs no more */
};

/* What stands for the curvature a: about the mean over scores of sigma' times the squared length of the
 * vector on the other side. From 0.1 to 0.4 the vectors' scores changed little. */
#define REPLICA_CURVATURE 0.2

struct replica {
    const struct matrix *words, *targets; /* borrowed: the model's */
    int32_t *slots;                       /* owned; [words + targets]: where a row's copy is, or -1 */
    int32_t *rows;                        /* owned; [SHARDS, capacity]: the rows copied, by the part that merges them */
    int counts[SHARDS];                   /* of them */
    float *uses;                          /* owned; [capacity]: gradients of scores that moved them */
    float *values;                        /* owned; [capacity, stride] */
    int count, capacity, stride;
};

/* Brings a row into the cache. The empty asm is there for gcc, which takes a function that does nothing but this for
 * one without effect, and leaves its calls out. */
static inline void fetch_row(const float *row, int columns)
{
    for (int i = 0; i < columns; i += 16)
        __builtin_prefetch(row + i);
    __asm__ volatile("");
}

/* `need`: the most rows that one centre word meets. */
struct replica replica_new(const struct matrix *words, const struct matrix *targets, int need);
void replica_release(struct replica *r);

/* Which of SHARDS parts merges a row: frequent words are neighbours, and are spread over all. */
static inline int replica_part(long row)
{
    return (int)((uint64_t)((uint32_t)row * 2654435761u) * SHARDS >> 32);
}

/* Is there no room for `more` rows? */
static inline bool replica_full(const struct replica *r, int more)
{
    return r->count + more > r->capacity;
}

/* Brings what tells where a row is into the cache. */
static inline void replica_fetch(const struct replica *r, long row)
{
    __builtin_prefetch(r->slots + row);
    __asm__ volatile("");
}

/* Where a row is now: its copy, or else the original in the model. */
static inline const float *replica_find(const struct replica *r, long row, const float *original)
{
    int32_t slot = r->slots[row];
    return slot < 0 ? original : r->values + (long)slot * r->stride;
}

/* The copy of a row, `row` counted over both tables and `original` in the model. */
static inline float *replica_row(struct replica *r, long row, const float *original, float uses)
{
    int32_t slot = r->slots[row];
    if (slot < 0) {
        int part = replica_part(row);
        slot = r->slots[row] = r->count++;
        r->rows[(long)part * r->capacity + r->counts[part]++] = (int32_t)row;
        r->uses[slot] = 0;
        memcpy(r->values + (long)slot * r->stride, original, (size_t)r->stride * sizeof(float));
    }
    r->uses[slot] += uses;
    return r->values + (long)slot * r->stride;
}

static inline float *replica_word(struct replica *r, long word, float uses)
{
    return replica_row(r, word, matrix_row(r->words, word), uses);
}

static inline float *replica_target(struct replica *r, long target, float uses)
{
    return replica_row(r, r->words->rows + target, matrix_row(r->targets, target), uses);
}

/* Merges part `part` of SHARDS of the rows into the model and takes them out of the replicas. Parts may be merged
 * at the same time. */
void replicas_merge(struct replica replicas[SHARDS], int part, double rate);

/* Empties it, before the first stretch or after all parts. */
void replica_clear(struct replica *r);

#endif
