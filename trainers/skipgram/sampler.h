/* sampler.h: which occurrences are kept, and which words serve as negatives.
 *
 * Both are decided by one 32-bit draw against tables made once from the word counts. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_SAMPLER_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_SAMPLER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/random.h"
#include "text/vocab.h"

/* One cell of the alias table (Walker 1977, built as Vose 1991): the word itself with probability
 * threshold / 2^32, else the alias. */
struct noise_cell {
    uint32_t threshold;
    int32_t alias;
};

struct sampler {
    int size;                 /* words */
    struct noise_cell *noise; /* owned; [size]; draws follow count^0.75 (Mikolov et al. 2013) */
    uint32_t *keep;           /* owned; [size]; keep an occurrence when a draw is <= this */
};

/* `sample` is the subsampling threshold, 0 = keep all. Words without a count are drawn as seen once. */
struct sampler sampler_new(const struct vocab *v, double sample);
void sampler_release(struct sampler *s);

static inline bool sampler_keeps(const struct sampler *s, int word, struct random *r)
{
    return s->keep[word] == UINT32_MAX || random_u32(r) <= s->keep[word];
}

/* One draw does both: its high part chooses the cell, what is left below decides within it, by a mask: a branch would
 * be foretold wrongly half of the time. */
static inline int sampler_negative(const struct sampler *s, struct random *r)
{
    uint64_t product = (uint64_t)random_u32(r) * (uint32_t)s->size;
    int32_t cell = (int32_t)(product >> 32), alias = s->noise[cell].alias;
    int32_t own = -(int32_t)((uint32_t)product < s->noise[cell].threshold);
    return (cell & own) | (alias & ~own);
}

#endif
