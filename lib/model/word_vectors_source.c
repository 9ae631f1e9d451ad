/* The byte source of word_vectors_parts.h. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "model/word_vectors_parts.h"

bool source_open(struct source *s, const char *path, struct error *err)
{
    *s = (struct source){.in = input_open(path, err), .plain_size = -1};
    if (!s->in)
        return false;
    struct stat status;
    unsigned char magic[2] = {0};
    FILE *f = fopen(path, "rb");
    if (f) {
        size_t got = stat(path, &status) == 0 && S_ISREG(status.st_mode) ? fread(magic, 1, 2, f) : 0;
        if (got == 2 && !(magic[0] == 0x1f && magic[1] == 0x8b))
            s->plain_size = status.st_size;
        fclose(f);
    }
    return true;
}

void source_close(struct source *s)
{
    input_close(s->in);
    mem_free(s->buffer);
    *s = (struct source){0};
}

long source_peek(struct source *s, size_t size, struct error *err)
{
    while (s->end - s->start < size) {
        if (s->capacity - s->start < size) { /* to the front; a larger buffer if that is not enough */
            if (s->end > s->start)
                memmove(s->buffer, s->buffer + s->start, s->end - s->start);
            s->end -= s->start;
            s->start = 0;
            if (s->capacity < size) {
                s->capacity = size < 65536 ? 65536 : 2 * size;
                s->buffer = mem_grow(s->buffer, s->capacity, 1, "a file's bytes");
            }
        }
        long got = input_read(s->in, s->buffer + s->end, s->capacity - s->end, err);
        if (got < 0)
            return -1;
        if (got == 0)
            return (long)(s->end - s->start);
        s->end += (size_t)got;
    }
    return (long)size;
}

void source_skip(struct source *s, size_t size)
{
    s->start += size;
    s->offset += size;
}

int source_line(struct source *s, size_t limit, size_t *length, size_t *whole, struct error *err)
{
    size_t searched = 0;
    for (size_t want = 4096;; want *= 2) {
        long got = source_peek(s, want, err);
        if (got <= 0)
            return (int)got;
        const char *line = s->buffer + s->start, *end = memchr(line + searched, '\n', (size_t)got - searched);
        searched = (size_t)got;
        if (end || searched < want) { /* a whole line, or the last one without an end */
            *length = end ? (size_t)(end - line) : searched;
            *whole = *length + (end != NULL);
            if (*length > 0 && line[*length - 1] == '\r')
                --*length;
            return 1;
        }
        if (searched > limit) {
            error_set(err, "%s: the line at byte %llu is longer than %zu bytes: no word vectors", input_name(s->in),
                      (unsigned long long)s->offset, limit);
            return -1;
        }
    }
}
