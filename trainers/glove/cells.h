/* cells.h: the co-occurrence counts, block by block (grid.h), in memory and, beyond a bound, on disk.
 *
 * Cells arrive in runs, each of one group of words; a run is kept sorted by block, in memory while
 * there is room, else in a temporary file. A block is what its runs hold for it, one after another:
 * the same cells in the same order wherever the runs were cut and wherever they are. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_CELLS_H
#define EMBEDLAB_TRAINERS_GLOVE_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "trainers/glove/grid.h"

struct cell {
    uint16_t word, context; /* indices within their groups */
    float log_count;        /* natural logarithm of the weighted count */
};

struct cell_run {
    struct cell *cells; /* owned; NULL: on disk */
    uint64_t offset;    /* then: where in the file, bytes */
    uint32_t *starts;   /* owned; [groups + 1]: where the cells of each group of contexts begin */
};

struct cell_store {
    const struct grid *grid; /* borrowed */
    struct cell_strip {
        struct cell_run *runs; /* owned */
        int count, capacity;
    } * strips;                /* owned; [groups]: the runs of each group of words */
    size_t memory;             /* bytes that cells may take */
    size_t in_memory, on_disk; /* bytes they take */
    char *beside;              /* owned; the temporary file lies beside this one */
    int file; /* -1: none was needed. It has no name any more, so that nothing of it can stay behind. */
};

struct cell_store cell_store_new(const struct grid *g, size_t memory, const char *beside);
void cell_store_release(struct cell_store *s);

/* Adds a run: cells[count] of words of group `group`; cell i has its context in context_groups[i].
 * Threads may add at the same time to different groups. False and *err when the disk refuses. */
bool cell_store_add(struct cell_store *s, int group, const struct cell *cells, const uint16_t *context_groups,
                    size_t count, struct error *err);

/* Cells of a block, and in all; the largest block. */
size_t cell_store_block(const struct cell_store *s, int word_group, int context_group);
size_t cell_store_count(const struct cell_store *s);
size_t cell_store_largest(const struct cell_store *s);

/* Copies a block into out[cell_store_block()]. False and *err when it cannot be read or a cell is
 * outside of the vocabulary. Threads may read at the same time. */
bool cell_store_read(const struct cell_store *s, int word_group, int context_group, struct cell *out,
                     struct error *err);

#endif
