/* file.h: files in (plain or gzip, or standard input), out (whole or not at all), and for a while. */
#ifndef EMBEDLAB_BASE_FILE_H
#define EMBEDLAB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* ---- input: a stream of bytes ---- */

struct input;

/* Opens `path` ("-" = standard input). Gzip is recognised by its first bytes; other compressed
 * formats (bzip2, xz, zstd, zip, ...) are refused by name. NULL and *err if it cannot be read. */
struct input *input_open(const char *path, struct error *err);

/* The same over text[0..length), which stays the caller's and must outlive it; `name` is for messages. */
struct input *input_open_text(const char *name, const char *text, size_t length);

/* Reads up to `size` bytes. Returns the number read, 0 at the end, -1 and *err on a read error or
 * on a truncated or corrupt gzip. */
long input_read(struct input *in, void *buffer, size_t size, struct error *err);

/* The name for messages: the path, or "standard input". */
const char *input_name(const struct input *in);

/* Bytes of text delivered so far (after decompression). */
uint64_t input_offset(const struct input *in);

/* CRC-32 (zlib) of the text delivered so far: the corpus checksum of training.json. */
uint32_t input_checksum(const struct input *in);

void input_close(struct input *in);

/* The whole of `path` (plain or gzip) in memory, with a NUL behind it; *size excludes the NUL.
 * NULL and *err when it cannot be read or holds more than `limit` bytes. Free with mem_free. */
char *file_read(const char *path, size_t limit, size_t *size, struct error *err);

/* ---- output: a temporary file in the same folder, renamed when complete ---- */

struct output;

/* Opens `path` for writing ("-" = standard output, written as it comes; a name ending in .gz is
 * compressed). Fails at once if the folder is missing or not writable. Removes temporary files of
 * `path` that were left by processes which were killed. */
struct output *output_open(const char *path, struct error *err);

/* Writes; a failure is remembered and reported by output_commit. */
void output_write(struct output *out, const void *data, size_t size);
void output_print(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Flushes to disk and renames into place. False and *err if any write failed; then nothing is
 * left behind. Frees `out` in every case. */
bool output_commit(struct output *out, struct error *err);

/* Removes the temporary file. Frees `out`. NULL is allowed. */
void output_discard(struct output *out);

/* Removes every temporary file still open: for the way out on a second Ctrl-C or out of memory. */
void output_discard_all(void);

/* Removes `path`, if it is there, and such temporary files of it. */
void output_remove(const char *path);

/* ---- spill: a file for what exceeds --memory ---- */

/* A new file beside `beside`, which has no name any more, so that nothing of it can stay behind, however
 * the program ends. Returns its descriptor, to be closed by the caller; -1 and *err. */
int spill_open(const char *beside, struct error *err);

/* Writes or reads back all of data[size] at `offset` bytes; several threads may at the same time. False
 * and *err when the disk is full or fails. */
bool spill_write(int file, const void *data, size_t size, uint64_t offset, struct error *err);
bool spill_read(int file, void *data, size_t size, uint64_t offset, struct error *err);

/* ---- paths ---- */

/* folder/name on the heap. */
char *path_join(const char *folder, const char *name);

/* Does `path` exist; is it a folder? */
bool path_exists(const char *path);
bool path_is_folder(const char *path);

/* Does `path` end in `suffix`? */
bool path_ends_with(const char *path, const char *suffix);

/* Creates `path` and the folders above it where missing. */
bool folder_make(const char *path, struct error *err);

#endif
