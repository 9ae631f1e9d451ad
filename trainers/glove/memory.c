#include "trainers/glove/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "trainers/glove/count.h"
#include "trainers/glove/train.h"

enum {
    LEAST_CELLS = 64,      /* of a run, for each group of contexts: keeps the tables of runs small */
    MOST_BUFFER = 1 << 20, /* a longer buffer gains nothing */
    PROGRAM = 8 << 20,     /* the program itself and its libraries, bytes */
    VOCABULARY = 64        /* of a word in the vocabulary and the grid, bytes */
};

bool memory_parse(const char *text, size_t *bytes)
{
    static const char units[] = "KMGT";
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    unsigned long long number = strtoull(text, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if ((*end && !unit) || (unit && end[1]) || number == 0 || number > (SIZE_MAX >> 1) >> shift)
        return false;
    *bytes = (size_t)number << shift;
    return true;
}

bool memory_share(struct memory_plan *plan, size_t memory, const struct memory_needs *n, struct error *err)
{
    size_t words = (size_t)n->words, threads = (size_t)n->threads;
    size_t counting = count_fixed_memory(n->tokens, n->words, n->threads) + n->lines * sizeof(size_t);
    size_t tables = words * glove_bytes_per_word(n->dim), sums = words * sizeof(float) * (size_t)n->dim;
    size_t training = tables + (n->resume ? tables : sums);
    size_t fixed = (counting > training ? counting : training) + PROGRAM + VOCABULARY * words;
    size_t least = LEAST_CELLS * (size_t)n->groups;
    size_t needed = fixed + 2 * threads * count_buffer_memory(least);
    if (memory < needed)
        return error_set(err, "--memory is too little: %.0f MiB for %s; give %zuM at least", (double)fixed / 1048576,
                         counting > training ? "the corpus and its counts" : "the vectors", (needed >> 20) + 1);
    plan->buffer = (memory - fixed) / 4 / threads / count_buffer_memory(1);
    plan->buffer = plan->buffer > MOST_BUFFER ? MOST_BUFFER : plan->buffer < least ? least : plan->buffer;
    plan->cells = memory - fixed - threads * count_buffer_memory(plan->buffer);
    return true;
}
