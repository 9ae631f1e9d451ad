/* stream.h: bytes that arrive in pieces, written as whole UTF-8 characters.
 *
 * A byte-level token may end inside a character: its bytes wait for the next token. Bytes that are no part
 * of a character are written as U+FFFD, so that a terminal or a file always gets text. */
#ifndef EMBEDLAB_TRAINERS_LM_STREAM_H
#define EMBEDLAB_TRAINERS_LM_STREAM_H

#include <stddef.h>
#include <stdio.h>

struct stream {
    FILE *file;
    char held[4]; /* the start of a character */
    int count;
};

/* Writes what is whole, and flushes. */
void stream_write(struct stream *s, const char *bytes, size_t length);

/* Nothing comes any more: what waits is no character. */
void stream_end(struct stream *s);

#endif
