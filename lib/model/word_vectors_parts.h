/* word_vectors_parts.h: what the files of word_vectors share; not for other modules. */
#ifndef EMBEDLAB_MODEL_WORD_VECTORS_PARTS_H
#define EMBEDLAB_MODEL_WORD_VECTORS_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "model/word_vectors.h"

/* ---- bytes in, with a look ahead ---- */

struct source {
    struct input *in;
    char *buffer; /* owned; [capacity]; unread bytes are buffer[start .. end) */
    size_t capacity, start, end;
    uint64_t offset;      /* of buffer[start] in the (decompressed) text */
    long long plain_size; /* of the file; -1 when compressed or no regular file */
};

/* Opens; false and *err. */
bool source_open(struct source *s, const char *path, struct error *err);
void source_close(struct source *s);

/* Makes up to `size` bytes available at buffer + start; returns how many there are, fewer only at
 * the end, or -1 and *err on a read error. */
long source_peek(struct source *s, size_t size, struct error *err);
void source_skip(struct source *s, size_t size);

/* Makes a line of at most `limit` bytes available; *length without its end ("\n", "\r\n"), *whole with
 * it. 1: a line, 0: the end of the file, -1: *err. */
int source_line(struct source *s, size_t limit, size_t *length, size_t *whole, struct error *err);

/* ---- rows as they arrive ---- */

/* Appends word[0..length) with a zeroed row for the caller to fill. NULL and *err, which names `row`
 * (from 1), when the word is empty, holds a NUL, is too long or was there before. */
float *word_vectors_append(struct word_vectors *w, const char *word, size_t length, const char *file, long row,
                           struct error *err);

/* Makes room for rows. */
void word_vectors_reserve(struct word_vectors *w, long rows);

/* False and *err when a value of the last row is not finite. */
bool word_vectors_check_row(const struct word_vectors *w, const char *file, long row, struct error *err);

/* ---- formats ---- */

bool word_vectors_read_npy(struct word_vectors *w, struct source *s, const char *path, struct error *err);
bool word_vectors_write_npy(const struct vocab *words, const struct matrix *vectors, const char *path,
                            struct error *err);

#endif
