/* phrases_pairs.h: a hash table of pairs of words, with what stands between them, and a number for each.
 *
 * Open addressing, 16 bytes a slot. With a bound it does not grow beyond: then it is narrowed to a part of
 * all pairs, those whose hash ends in the same bits; the other parts have their turn later, each exactly. */
#ifndef EMBEDLAB_CORPORA_PHRASES_PAIRS_H
#define EMBEDLAB_CORPORA_PHRASES_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAIR_BETWEEN_BITS 20

struct pair {
    uint64_t words; /* first << 32 | second */
    uint64_t value; /* number << PAIR_BETWEEN_BITS | between; 0: an empty slot */
};

static inline struct pair pair_of(uint32_t first, uint32_t between, uint32_t second)
{
    return (struct pair){(uint64_t)first << 32 | second, between};
}

static inline uint32_t pair_between(const struct pair *p)
{
    return (uint32_t)p->value & ((1u << PAIR_BETWEEN_BITS) - 1);
}

static inline uint64_t pair_number(const struct pair *p)
{
    return p->value >> PAIR_BETWEEN_BITS;
}

/* The pairs whose hash ends in the `bits` bits of `value`; zero: all. */
struct pair_part {
    uint64_t value;
    int bits;
};

struct pair_table {
    struct pair *slots; /* owned */
    size_t size, used;  /* a power of two; at most two thirds used */
    int shift;          /* 64 - log2(size) */
    struct pair_part part;
};

/* Empty, for the pairs of `part`. */
void pair_table_init(struct pair_table *t, struct pair_part part);
void pair_table_release(struct pair_table *t);

/* Fetches the pair's slot into the cache. */
void pair_prefetch(const struct pair_table *t, const struct pair *p);

/* The slot of `p` (its number is not looked at) or NULL. */
struct pair *pair_find(const struct pair_table *t, const struct pair *p);

/* Adds `number` to that of `p`, which is entered if it is new. Pairs of other parts are ignored. False, and
 * nothing done, when the table is full and would grow beyond `memory` bytes. */
bool pair_add(struct pair_table *t, const struct pair *p, uint64_t number, size_t memory);

/* Halves the part: drops the pairs of the other half, which is returned. */
struct pair_part pair_table_narrow(struct pair_table *t);

#endif
