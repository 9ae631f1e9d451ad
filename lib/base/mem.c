#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/file.h"

#define ALIGNMENT  64
#define HUGE_BLOCK ((size_t)2 << 20) /* from here on, huge pages save address translation */

static void out_of_memory(size_t count, size_t size, const char *what)
{
    fprintf(stderr, "out of memory: %.1f MiB for %s\n", (double)count * (double)size / 1048576.0, what);
    output_discard_all();
    exit(1);
}

static size_t checked_size(size_t count, size_t size, const char *what)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
        out_of_memory(count, size, what);
    return bytes ? bytes : 1;
}

void *mem_new(size_t count, size_t size, const char *what)
{
    checked_size(count, size, what);
    void *block = calloc(count ? count : 1, size ? size : 1);
    if (!block)
        out_of_memory(count, size, what);
    return block;
}

void *mem_aligned(size_t count, size_t size, const char *what)
{
    size_t bytes = checked_size(count, size, what);
    size_t alignment = bytes >= HUGE_BLOCK ? HUGE_BLOCK : ALIGNMENT;
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    void *block = NULL;
    if (posix_memalign(&block, alignment, bytes) != 0)
        out_of_memory(count, size, what);
#ifdef MADV_HUGEPAGE
    if (alignment == HUGE_BLOCK)
        madvise(block, bytes, MADV_HUGEPAGE);
#endif
    return memset(block, 0, bytes);
}

void *mem_grow(void *old, size_t count, size_t size, const char *what)
{
    void *block = realloc(old, checked_size(count, size, what));
    if (!block)
        out_of_memory(count, size, what);
    return block;
}

size_t mem_capacity(size_t capacity, size_t needed)
{
    size_t grown = capacity + capacity / 2 + 16;
    return grown > needed ? grown : needed;
}

char *mem_string(const char *text)
{
    return mem_string_n(text, strlen(text));
}

char *mem_string_n(const char *text, size_t length)
{
    char *copy = mem_new(length + 1, 1, "a string");
    memcpy(copy, text, length);
    return copy;
}

char *mem_format(const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = mem_new((size_t)(length < 0 ? 0 : length) + 1, 1, "a string");
    vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, again);
    va_end(again);
    return text;
}

void mem_free(void *block)
{
    free(block);
}

size_t mem_peak(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return (size_t)usage.ru_maxrss; /* bytes there, KiB elsewhere */
#else
    return (size_t)usage.ru_maxrss * 1024;
#endif
}
