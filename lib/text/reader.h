/* reader.h: a corpus as a stream of lines, checked while it streams.
 *
 * Text is UTF-8, plain or gzip, or standard input. What is no text is refused with file, line and
 * remedy: a NUL byte (binary), bytes that are not UTF-8, a line over READER_LINE_LIMIT (one endless
 * line), a truncated gzip. A BOM at the start is dropped; "\r\n" ends a line like "\n". */
#ifndef EMBEDLAB_TEXT_READER_H
#define EMBEDLAB_TEXT_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define READER_LINE_LIMIT ((size_t)1 << 20) /* bytes */

struct reader;

struct reader *reader_open(const char *path, struct error *err);

/* Reads text[0..length), which stays the caller's, instead of a file; `name` is for messages. */
struct reader *reader_open_text(const char *name, const char *text, size_t length);

/* The next line without its end, NUL-terminated, valid until the next call; *length in bytes.
 * NULL at the end or on an error: reader_failed tells which. */
const char *reader_line(struct reader *r, size_t *length);

/* After NULL: false at a clean end; true and *err when reading stopped on an error. */
bool reader_failed(const struct reader *r, struct error *err);

const char *reader_name(const struct reader *r);
long reader_line_number(const struct reader *r); /* of the line last returned, from 1 */
uint32_t reader_checksum(const struct reader *r);
uint64_t reader_bytes(const struct reader *r);
uint64_t reader_position(const struct reader *r); /* bytes of text before the next line */
void reader_close(struct reader *r);

#endif
