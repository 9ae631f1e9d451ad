/* row.h: a row of co-occurrence counts, one word with all its contexts: what a thread counts with.
 *
 * The row is counted at once from a list of the places where the word stands: its sums stay in the cache,
 * no table of pairs is needed and no partial counts have to be merged. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_ROW_H
#define EMBEDLAB_TRAINERS_GLOVE_ROW_H

#include "trainers/glove/cells.h"

/* Where each word stands in ids[count] (word_corpus.h). */
struct places {
    const uint32_t *ids; /* borrowed */
    uint32_t *starts;    /* owned; [words + 1] */
    uint32_t *places;    /* owned; [count]: word w stands at places[starts[w] .. starts[w + 1]) of ids */
};

struct places places_new(const uint32_t *ids, size_t count, int words);
void places_release(struct places *p);

struct row {
    uint64_t *sums;     /* owned; [words]: the row; zero between rows */
    uint32_t *touched;  /* owned; [words + 1]: its contexts, in the order in which they came */
    size_t contexts;    /* their number */
    struct cell *cells; /* owned; [capacity]: rows of one group, collected to a run */
    uint16_t *groups;   /* owned; [capacity]: of the cells' contexts */
    size_t count, capacity;
};

struct row row_new(int words, size_t capacity);
void row_release(struct row *r);

/* Adds to the sum of a context, which becomes one of the row's. */
static inline void row_add(struct row *r, uint32_t context, uint64_t sum)
{
    r->touched[r->contexts] = context;
    r->contexts += r->sums[context] == 0;
    r->sums[context] += sum;
}

/* Adds what stands around all places of `word`, at distance d with weights[d], d = 1..window; `left`: only
 * before it. */
void row_count(struct row *r, const struct places *p, int word, const uint64_t *weights, int window, bool left);

/* Puts the row of `word`, whose sums are in units of 1/`unit`, into the cells and ends it. */
bool row_to_cells(struct row *r, struct cell_store *store, int word, double unit, struct error *err);

/* Adds the cells to the store, as a run of group `group`. */
bool row_flush(struct row *r, struct cell_store *store, int group, struct error *err);

#endif
