#include "trainers/glove/sums.h"

#include "base/file.h"
#include "base/mem.h"

struct sum_stream sum_stream_new(size_t bytes)
{
    struct sum_stream s = {.capacity = bytes / sizeof *s.buffer};
    s.buffer = mem_new(s.capacity, sizeof *s.buffer, "partial counts");
    return s;
}

void sum_stream_begin(struct sum_stream *s, struct sum_place place)
{
    s->place = place;
    s->next = s->count = 0;
}

void sum_stream_release(struct sum_stream *s)
{
    mem_free(s->buffer);
    *s = (struct sum_stream){0};
}

/* ---- writing ---- */

bool sum_flush(struct sum_stream *s, struct error *err)
{
    size_t bytes = s->count * sizeof *s->buffer;
    bool good = spill_write(s->place.file, s->buffer, bytes, s->place.end, err);
    s->place.end += bytes;
    s->count = 0;
    return good;
}

bool sum_write_count(struct sum_stream *s, uint32_t count, struct error *err)
{
    if (s->count == s->capacity && !sum_flush(s, err))
        return false;
    s->buffer[s->count++] = count;
    return true;
}

bool sum_write(struct sum_stream *s, uint32_t context, uint64_t sum, struct error *err)
{
    if (s->capacity - s->count < 3 && !sum_flush(s, err))
        return false;
    uint32_t *to = s->buffer + s->count;
    to[0] = context, to[1] = (uint32_t)sum, to[2] = (uint32_t)(sum >> 32);
    s->count += 3;
    return true;
}

/* ---- reading ---- */

/* Makes `wanted` numbers available. */
static bool refill(struct sum_stream *s, size_t wanted, struct error *err)
{
    size_t rest = s->count - s->next, left = (size_t)(s->place.end - s->place.start) / sizeof *s->buffer;
    for (size_t i = 0; i < rest; i++)
        s->buffer[i] = s->buffer[s->next + i];
    size_t size = left < s->capacity - rest ? left : s->capacity - rest;
    if (rest + size < wanted)
        return error_set(err, "the partial counts on disk were damaged: a row ends too early");
    if (!spill_read(s->place.file, s->buffer + rest, size * sizeof *s->buffer, s->place.start, err))
        return false;
    s->place.start += size * sizeof *s->buffer;
    s->next = 0;
    s->count = rest + size;
    return true;
}

bool sum_read_count(struct sum_stream *s, uint32_t *count, struct error *err)
{
    if (s->count == s->next && !refill(s, 1, err))
        return false;
    *count = s->buffer[s->next++];
    return true;
}

bool sum_read(struct sum_stream *s, uint32_t *context, uint64_t *sum, struct error *err)
{
    if (s->count - s->next < 3 && !refill(s, 3, err))
        return false;
    const uint32_t *from = s->buffer + s->next;
    *context = from[0];
    *sum = from[1] | (uint64_t)from[2] << 32;
    s->next += 3;
    return true;
}
