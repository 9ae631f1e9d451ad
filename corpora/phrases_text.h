/* phrases_text.h: a text as numbers of its words, to be gone through several times and rewritten.
 *
 * In memory or, beyond a bound, in a temporary file. TEXT_LINE_END stands behind the words of each
 * sentence; alone it is a blank line. */
#ifndef EMBEDLAB_CORPORA_PHRASES_TEXT_H
#define EMBEDLAB_CORPORA_PHRASES_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/file.h"
#include "text/string_table.h"

#define TEXT_LINE_END UINT32_MAX
#define TEXT_BLOCK    ((size_t)1 << 16) /* numbers read or written at a time */

struct phrase_text {
    struct string_table words; /* owned; a number is a word's index */
    uint64_t length;           /* numbers, ends of lines among them */
    uint32_t *ids;             /* owned; all of them, [capacity], or NULL: they are on disk */
    size_t capacity, limit;
    int file; /* then: the temporary file; else -1 */
    const char *beside;
};

/* Reads the NULL-ended list `paths` (plain or gzip), a blank line between them. A sentence is a line, or
 * with `paragraphs` all lines up to a blank one. Lines without a word vanish, blank ones stay. Beyond
 * `memory` bytes the numbers go to a file beside `beside`. False and *err on bad text, a full disk,
 * Ctrl-C, or when there is no word. */
bool phrase_text_read(struct phrase_text *t, char *const *paths, bool paragraphs, size_t memory, const char *beside,
                      struct error *err);
void phrase_text_release(struct phrase_text *t);

/* The numbers from `at` on, *count of them (0 at the end), in place or in buffer[TEXT_BLOCK]. NULL and
 * *err when they cannot be read back, or on Ctrl-C. */
const uint32_t *phrase_text_block(const struct phrase_text *t, uint64_t at, uint32_t *buffer, size_t *count,
                                  struct error *err);

/* Writes the text to `out`, one space between words. */
bool phrase_text_write(const struct phrase_text *t, struct output *out, struct error *err);

/* Writes the text anew from its start, or goes on at its end. What is written over must have been read. */
struct text_writer {
    struct phrase_text *text; /* borrowed */
    uint64_t at;
    size_t used;
    uint32_t *buffer; /* owned; [TEXT_BLOCK] */
};

struct text_writer text_writer_start(struct phrase_text *t, uint64_t at);
bool text_writer_flush(struct text_writer *w, struct error *err);

static inline bool text_writer_put(struct text_writer *w, uint32_t id, struct error *err)
{
    w->buffer[w->used++] = id;
    return w->used < TEXT_BLOCK || text_writer_flush(w, err);
}

/* Flushes; the text ends here. Releases in every case. */
bool text_writer_end(struct text_writer *w, struct error *err);

#endif
