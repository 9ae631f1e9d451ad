#include "trainers/glove/memory.h"

#include <stdint.h>

#include "trainers/glove/count.h"
#include "trainers/glove/train.h"

enum {
    LEAST_CELLS = 64,      /* of a run, for each group of contexts: keeps the tables of runs small */
    MOST_BUFFER = 1 << 20, /* a longer buffer gains nothing */
    MOST_SLABS = 256,      /* keeps the buffers for their partial sums large enough */
    STREAMS = 1 << 20,     /* bytes of those buffers */
    PROGRAM = 8 << 20,     /* the program itself and its libraries, bytes */
    VOCABULARY = 64        /* of a word in the vocabulary and the grid, bytes */
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Always there; the least buffers twice, for cells in memory too. */
static size_t base_memory(const struct memory_needs *n)
{
    return PROGRAM + VOCABULARY * (size_t)n->words +
           2 * (size_t)n->threads * count_buffer_memory(LEAST_CELLS * (size_t)n->groups);
}

static size_t training_memory(const struct memory_needs *n)
{
    size_t tables = (size_t)n->words * glove_bytes_per_word(n->dim);
    size_t sums = (size_t)n->words * sizeof(float) * (size_t)n->dim;
    return tables + (n->resume ? tables : sums);
}

size_t memory_for_corpus(size_t memory, const struct memory_needs *n)
{
    size_t fixed = base_memory(n) + count_row_memory(n->words, n->threads);
    return memory > fixed ? (memory - fixed) / count_slab_memory(1) * sizeof(uint32_t) : 0;
}

bool memory_share(struct memory_plan *plan, size_t memory, const struct memory_needs *n, const struct word_corpus *c,
                  struct error *err)
{
    size_t threads = (size_t)n->threads, base = base_memory(n), training = training_memory(n);
    size_t rows = count_row_memory(n->words, n->threads), counting = rows + count_slab_memory(c->words);
    bool whole = base + counting <= memory;
    if (!whole) {
        rows += threads * STREAMS;
        counting = rows + count_slab_memory(larger(c->largest, c->words / MOST_SLABS));
    }
    size_t needed = base + larger(counting, training);
    if (memory < needed)
        return error_set(err, "--memory is too little: %.0f MiB for %s; give %zuM at least",
                         (double)larger(counting, training) / 1048576,
                         counting > training ? "the corpus and its counts" : "the vectors", (needed >> 20) + 1);
    plan->slab = whole ? c->words : (memory - base - rows) / count_slab_memory(1);
    plan->streams = whole ? 0 : STREAMS;
    /* Of several slabs nothing is in memory any more when cells come. */
    size_t fixed = base + larger(whole ? counting : rows, training);
    size_t least = LEAST_CELLS * (size_t)n->groups, left = memory - fixed + 2 * threads * count_buffer_memory(least);
    plan->buffer = left / 4 / threads / count_buffer_memory(1);
    plan->buffer = plan->buffer > MOST_BUFFER ? MOST_BUFFER : larger(plan->buffer, least);
    plan->cells = left - threads * count_buffer_memory(plan->buffer);
    return true;
}
