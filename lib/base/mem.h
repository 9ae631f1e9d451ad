/* mem.h: memory that is there or the program ends.
 *
 * The one place where running out of memory is handled: a line on standard error that names the
 * size and what it was for, then exit status 1. Sizes are count * size, checked for overflow.
 * Release with mem_free (aligned blocks too). */
#ifndef EMBEDLAB_BASE_MEM_H
#define EMBEDLAB_BASE_MEM_H

#include <stddef.h>

/* A zeroed block of count * size bytes; `what` names it in the message ("vocabulary", ...). */
void *mem_new(size_t count, size_t size, const char *what);

/* The same, aligned to 64 bytes and, when large, backed by huge pages where the system has them. */
void *mem_aligned(size_t count, size_t size, const char *what);

/* `old` (NULL allowed, not from mem_aligned) resized to count * size bytes; new bytes are not zeroed. */
void *mem_grow(void *old, size_t count, size_t size, const char *what);

/* Capacity to grow to when `needed` elements must fit and `capacity` do now: at least half more. */
size_t mem_capacity(size_t capacity, size_t needed);

/* Copies on the heap: a string, text[0..length) with a final NUL, a formatted string. */
char *mem_string(const char *text);
char *mem_string_n(const char *text, size_t length);
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

void mem_free(void *block);

/* Largest resident size of this process so far, in bytes. */
size_t mem_peak(void);

#endif
