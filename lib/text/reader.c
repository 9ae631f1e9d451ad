#include "text/reader.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "text/utf8.h"

#define CHUNK ((size_t)1 << 17)
/* Room for a line at the limit with its "\r\n", and a chunk. */
#define BUFFER (READER_LINE_LIMIT + 2 + CHUNK)

struct reader {
    struct input *in;
    char *buffer;      /* owned; [BUFFER + 1], the last byte for a NUL */
    size_t start, end; /* what is read but not returned: buffer[start..end) */
    size_t searched;   /* buffer[start..searched) holds no line end */
    long line;
    bool at_end;
    struct error error; /* why reading stopped */
};

static struct reader *reader_new(struct input *in)
{
    struct reader *r = mem_new(1, sizeof(*r), "reader");
    r->in = in;
    r->buffer = mem_new(BUFFER + 1, 1, "reader");
    return r;
}

struct reader *reader_open(const char *path, struct error *err)
{
    struct input *in = input_open(path, err);
    return in ? reader_new(in) : NULL;
}

struct reader *reader_open_text(const char *name, const char *text, size_t length)
{
    return reader_new(input_open_text(name, text, length));
}

/* Moves the rest to the front and reads behind it; false at the end and on errors. */
static bool refill(struct reader *r)
{
    if (r->at_end)
        return false;
    memmove(r->buffer, r->buffer + r->start, r->end - r->start);
    r->end -= r->start;
    r->searched -= r->start;
    r->start = 0;
    bool first = input_offset(r->in) == 0;
    size_t room = BUFFER - r->end;
    long got = input_read(r->in, r->buffer + r->end, room < CHUNK ? room : CHUNK, &r->error);
    if (got <= 0) {
        r->at_end = true;
        return false;
    }
    r->end += (size_t)got;
    if (first) {
        /* A pipe may deliver the mark in parts. */
        while (r->end < 3 && (got = input_read(r->in, r->buffer + r->end, 3 - r->end, &r->error)) > 0)
            r->end += (size_t)got;
        if (r->end >= 3 && memcmp(r->buffer, "\xEF\xBB\xBF", 3) == 0)
            r->start = r->searched = 3;
    }
    return true;
}

/* Refuses what is no text in line[0..length). */
static bool check_line(struct reader *r, const char *line, size_t length)
{
    const char *name = input_name(r->in);
    const unsigned char *bytes = (const unsigned char *)line;
    if (r->line == 1 && length >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        return error_set(&r->error, "%s: this is UTF-16, expected UTF-8; convert it first: iconv -f UTF-16 -t UTF-8",
                         name);
    const char *nul = memchr(line, 0, length);
    if (nul)
        return error_set(&r->error, "%s: line %ld, byte %zu: a NUL byte; expected text, this looks like binary data",
                         name, r->line, (size_t)(nul - line) + 1);
    if (length > READER_LINE_LIMIT)
        return error_set(&r->error,
                         "%s: line %ld is longer than %zu bytes; text needs line ends: break it first, for example "
                         "with fold -s -w 10000",
                         name, r->line, READER_LINE_LIMIT);
    size_t valid = utf8_valid_prefix(line, length);
    if (valid < length)
        return error_set(&r->error,
                         "%s: line %ld, byte %zu: 0x%02x is not UTF-8; convert the text first, for example with "
                         "iconv -f LATIN1 -t UTF-8",
                         name, r->line, valid + 1, bytes[valid]);
    return true;
}

const char *reader_line(struct reader *r, size_t *length)
{
    if (r->error.message[0])
        return NULL;
    char *newline;
    while (!(newline = memchr(r->buffer + r->searched, '\n', r->end - r->searched))) {
        r->searched = r->end;
        if (r->end - r->start > READER_LINE_LIMIT + 1 || !refill(r))
            break;
    }
    if (r->error.message[0] || (!newline && r->start == r->end))
        return NULL;
    r->line++;
    char *line = r->buffer + r->start, *stop = newline ? newline : r->buffer + r->end;
    if (stop > line && stop[-1] == '\r' && (newline || r->at_end))
        stop--;
    if (!check_line(r, line, (size_t)(stop - line)))
        return NULL;
    r->start = r->searched = newline ? (size_t)(newline - r->buffer) + 1 : r->end;
    *stop = '\0';
    *length = (size_t)(stop - line);
    return line;
}

bool reader_failed(const struct reader *r, struct error *err)
{
    if (!r->error.message[0])
        return false;
    *err = r->error;
    return true;
}

const char *reader_name(const struct reader *r)
{
    return input_name(r->in);
}

long reader_line_number(const struct reader *r)
{
    return r->line;
}

uint32_t reader_checksum(const struct reader *r)
{
    return input_checksum(r->in);
}

uint64_t reader_bytes(const struct reader *r)
{
    return input_offset(r->in);
}

uint64_t reader_position(const struct reader *r)
{
    return input_offset(r->in) - (r->end - r->start);
}

void reader_close(struct reader *r)
{
    if (!r)
        return;
    input_close(r->in);
    mem_free(r->buffer);
    mem_free(r);
}
