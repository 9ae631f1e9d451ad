/* sums.h: the rows of a slab (count.h) on disk, until those of all slabs are added up.
 *
 * Each thread writes to a file of its own, whole groups of rows (grid.h) one after the other. A row is
 * its number of contexts, then of each the id and the sum. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_SUMS_H
#define EMBEDLAB_TRAINERS_GLOVE_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Where the rows of a group are. */
struct sum_place {
    int file;
    uint64_t start, end; /* bytes */
};

/* Writes to or reads from a file through a buffer. */
struct sum_stream {
    struct sum_place place; /* reading: `start` moves on; writing: `end` does */
    uint32_t *buffer;       /* owned; [capacity] */
    size_t next, count, capacity;
};

/* A stream with `bytes` of buffer, which begins where it is sent to. */
struct sum_stream sum_stream_new(size_t bytes);
void sum_stream_begin(struct sum_stream *s, struct sum_place place);
void sum_stream_release(struct sum_stream *s);

/* Writing a row: its number of contexts, then each. False and *err when the disk refuses. Flush when a
 * group ends. */
bool sum_write_count(struct sum_stream *s, uint32_t count, struct error *err);
bool sum_write(struct sum_stream *s, uint32_t context, uint64_t sum, struct error *err);
bool sum_flush(struct sum_stream *s, struct error *err);

/* Reading the same; false and *err when it cannot be read back. */
bool sum_read_count(struct sum_stream *s, uint32_t *count, struct error *err);
bool sum_read(struct sum_stream *s, uint32_t *context, uint64_t *sum, struct error *err);

#endif
