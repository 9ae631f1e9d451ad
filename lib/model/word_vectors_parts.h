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

/* ---- rows as they arrive, counted from 1 ---- */

/* Makes room for rows. */
void word_vectors_reserve(struct word_vectors *w, long rows);

/* A row, zeroed when it is new; room grows with the last one. */
float *word_vectors_row(struct word_vectors *w, long row);

/* Appends word[0..length) as the word of `row`. False and *err when it is empty, holds a NUL, is too long or
 * was there before, or when the count cannot be. */
bool word_vectors_append_word(struct word_vectors *w, const char *word, size_t length, long count, const char *file,
                              long row, struct error *err);

/* Both: the row for the caller to fill, or NULL and *err. */
float *word_vectors_append(struct word_vectors *w, const char *word, size_t length, const char *file, long row,
                           struct error *err);

/* False and *err when a value of the row is not finite. */
bool word_vectors_check_row(const struct word_vectors *w, const char *file, long row, struct error *err);

/* ---- formats ---- */

/* A text as it is kept and looked up: runs of white space are one space, none at the ends. out [length]; returns
 * its length. */
size_t word_vectors_text(const char *text, size_t length, char *out);

bool word_vectors_read_npy(struct word_vectors *w, struct source *s, const char *path, struct error *err);
bool word_vectors_write_npy(const struct vocab *words, const struct matrix *vectors, const char *path,
                            struct error *err);

/* Does the file start as fastText's models do? */
bool fasttext_is(const char *bytes, size_t size);
bool fasttext_read(struct word_vectors *w, struct source *s, const char *path, struct error *err);

/* Path of the words that belong to a projector's file of numbers, on the heap; NULL if none is there. */
char *projector_words(const char *path);
bool word_vectors_read_projector(struct word_vectors *w, struct source *s, const char *path, const char *words,
                                 struct error *err);
bool word_vectors_write_projector(const struct vocab *words, const struct matrix *vectors, const char *path,
                                  struct error *err);

/* ---- lines of numbers (word_vectors_read.c) ---- */

/* Longest line of text: room for the longest word and, per number, 40 characters. */
#define WORD_VECTORS_LINE_LIMIT ((size_t)WORD_VECTORS_WORD_LIMIT + 40 * (size_t)WORD_VECTORS_DIM_LIMIT)

/* A line's last `columns` fields as numbers into row; *word = length of what stands before them, which
 * may hold spaces. Returns how many fields from the right were numbers: `columns` if all is well. */
int word_vectors_parse_row(const char *line, size_t length, int columns, float *row, size_t *word);

#endif
