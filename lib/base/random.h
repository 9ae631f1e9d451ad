/* random.h: random numbers that depend on what they are for, not on who asks first.
 *
 * Philox 4x32-10 (Salmon et al. 2011): a keyed function of a 128-bit counter. A draw is named by
 * (seed, purpose, position), so any thread can compute it, in any order, and gets the same value. */
#ifndef EMBEDLAB_BASE_RANDOM_H
#define EMBEDLAB_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

enum random_purpose {
    RANDOM_INITIAL_WEIGHTS = 1,
    RANDOM_DROPOUT,
    RANDOM_SHUFFLE,
    RANDOM_NEGATIVE,
    RANDOM_WINDOW,
    RANDOM_SUBSAMPLE,
    RANDOM_BATCH,
    RANDOM_BOOTSTRAP,
    RANDOM_GENERATE,
    RANDOM_WORLD,
    RANDOM_TEST,
    RANDOM_EVALUATION,  /* what tasks of the evaluator draw: starts of k-means, folds */
    RANDOM_PERMUTATION /* of the permutation tests */
};

/* The four 32-bit words that Philox gives for a counter and a key. */
static inline void random_philox(const uint32_t counter[4], uint64_t key, uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* A sequence of draws: (seed, purpose, position) names it, draws follow one another within it. */
struct random {
    uint64_t seed;
    uint32_t counter[4]; /* draw block, purpose, position low, position high */
    uint32_t block[4];
    int left; /* words of `block` not yet handed out */
};

static inline struct random random_at(uint64_t seed, enum random_purpose purpose, uint64_t position)
{
    struct random r = {seed, {0, (uint32_t)purpose, (uint32_t)position, (uint32_t)(position >> 32)}, {0}, 0};
    return r;
}

static inline uint32_t random_u32(struct random *r)
{
    if (r->left == 0) {
        random_philox(r->counter, r->seed, r->block);
        r->counter[0]++;
        r->left = 4;
    }
    return r->block[--r->left];
}

/* Uniform in [0, 1), 24 bits. */
static inline float random_uniform(struct random *r)
{
    return (float)(random_u32(r) >> 8) * 0x1p-24f;
}

/* Uniform in 0..n-1, n > 0 (multiply-shift, bias below 2^-32 * n). */
static inline uint32_t random_below(struct random *r, uint32_t n)
{
    return (uint32_t)(((uint64_t)random_u32(r) * n) >> 32);
}

/* The position under which a named thing, a word say, has its draws: FNV-1a of its bytes. */
uint64_t random_position(const char *name, size_t length);

/* Standard normal (Box-Muller; two uniforms a draw). */
double random_normal(struct random *r);

/* A permutation of 0..n-1 in `order` (Fisher-Yates). */
void random_permutation(struct random *r, uint32_t *order, uint32_t n);

#endif
