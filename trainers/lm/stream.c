#include "trainers/lm/stream.h"

#include <stdbool.h>
#include <string.h>

#include "text/utf8.h"

/* Bytes of the character that starts with `first`; 1 where none does. */
static int length_of(char first)
{
    unsigned char byte = (unsigned char)first;
    return byte < 0xC2 || byte > 0xF4 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* May held[0..count) become a character with more bytes? */
static bool is_start(const struct stream *s)
{
    if (s->count >= length_of(s->held[0]))
        return false;
    for (int i = 1; i < s->count; i++)
        if ((s->held[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* Writes the first character held, or U+FFFD for the first byte. */
static void write_first(struct stream *s)
{
    int size;
    if (utf8_decode(s->held, (size_t)s->count, &size) >= 0)
        fwrite(s->held, 1, (size_t)size, s->file);
    else
        fputs("\xEF\xBF\xBD", s->file);
    s->count -= size;
    memmove(s->held, s->held + size, (size_t)s->count);
}

void stream_write(struct stream *s, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        s->held[s->count++] = bytes[i];
        while (s->count > 0 && !is_start(s))
            write_first(s);
    }
    fflush(s->file);
}

void stream_end(struct stream *s)
{
    while (s->count > 0)
        write_first(s);
    fflush(s->file);
}
