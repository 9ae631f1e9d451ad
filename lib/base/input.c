#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"

#define BUFFER_SIZE ((size_t)1 << 18)

/* The file is read here, not by zlib's gzFile: only inflate itself tells a clean end from a cut or
 * corrupt one, and several gzip members one after another are one text. */
struct input {
    char *name;
    int descriptor; /* -1: the text is in `buffer` */
    bool gzip;
    bool member_open; /* inside a gzip member */
    bool file_ended;
    z_stream inflater;
    unsigned char *buffer; /* raw bytes of the file; borrowed where there is none (descriptor -1) */
    size_t begin, end;     /* the part of `buffer` not used yet */
    uint64_t raw_offset;   /* bytes taken from the file */
    uint64_t offset;       /* bytes of text delivered */
    uint32_t checksum;
};

/* Formats that people feed by mistake, by their first bytes. */
static const struct {
    const char *name, *remedy;
    unsigned char magic[6];
    size_t length;
} foreign_formats[] = {
    {"bzip2", "bunzip2 it first", {'B', 'Z', 'h'}, 3},
    {"xz", "unxz it first", {0xFD, '7', 'z', 'X', 'Z', 0}, 6},
    {"zstd", "unzstd it first", {0x28, 0xB5, 0x2F, 0xFD}, 4},
    {"zip", "unzip it first", {'P', 'K', 3, 4}, 4},
    {"PDF", "extract its text first (pdftotext)", {'%', 'P', 'D', 'F', '-'}, 5},
    {"7-Zip", "unpack it first", {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C}, 6},
};

/* Refills the empty buffer. Returns false and *err on a read error; at the end sets file_ended. */
static bool refill(struct input *in, struct error *err)
{
    ssize_t got;
    do
        got = read(in->descriptor, in->buffer + in->end, BUFFER_SIZE - in->end);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return error_set(err, "%s: offset %llu: cannot read: %s", in->name, (unsigned long long)in->raw_offset,
                         strerror(errno));
    in->file_ended = got == 0;
    in->end += (size_t)got;
    in->raw_offset += (uint64_t)got;
    return true;
}

static bool recognise(struct input *in, struct error *err)
{
    while (in->end < 6 && !in->file_ended) /* a pipe may give a few bytes at a time */
        if (!refill(in, err))
            return false;
    for (size_t f = 0; f < sizeof foreign_formats / sizeof *foreign_formats; f++)
        if (in->end >= foreign_formats[f].length &&
            memcmp(in->buffer, foreign_formats[f].magic, foreign_formats[f].length) == 0)
            return error_set(err, "%s: this is a %s file; only plain text and gzip are read: %s", in->name,
                             foreign_formats[f].name, foreign_formats[f].remedy);
    in->gzip = in->end >= 2 && in->buffer[0] == 0x1F && in->buffer[1] == 0x8B;
    if (in->gzip && inflateInit2(&in->inflater, 15 + 16) != Z_OK)
        return error_set(err, "%s: zlib cannot start", in->name);
    in->member_open = in->gzip;
    return true;
}

struct input *input_open(const char *path, struct error *err)
{
    bool standard = strcmp(path, "-") == 0;
    struct stat s;
    int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || fstat(descriptor, &s) != 0) {
        error_set(err, "%s: cannot open: %s", path, strerror(errno));
        return NULL;
    }
    struct input *in = mem_new(1, sizeof *in, "an input file");
    in->name = mem_string(standard ? "standard input" : path);
    in->descriptor = descriptor;
    in->buffer = mem_new(BUFFER_SIZE, 1, "a read buffer");
    bool ok = true;
    if (S_ISDIR(s.st_mode))
        ok = error_set(err, "%s: is a folder, expected a file", in->name);
    if (!ok || !recognise(in, err)) {
        input_close(in);
        return NULL;
    }
    return in;
}

struct input *input_open_text(const char *name, const char *text, size_t length)
{
    struct input *in = mem_new(1, sizeof *in, "an input text");
    in->name = mem_string(name);
    in->descriptor = -1;
    in->buffer = (unsigned char *)text; /* only read from: the file has ended */
    in->end = in->raw_offset = length;
    in->file_ended = true;
    return in;
}

static long read_plain(struct input *in, void *out, size_t size, struct error *err)
{
    if (in->begin == in->end) {
        in->begin = in->end = 0;
        if (!in->file_ended && !refill(in, err))
            return -1;
    }
    size_t n = in->end - in->begin;
    n = n < size ? n : size;
    memcpy(out, in->buffer + in->begin, n);
    in->begin += n;
    return (long)n;
}

/* Bytes after the last member that start no new one are padding if zero, else an error. */
static bool next_member(struct input *in, struct error *err)
{
    while (in->begin < in->end && in->buffer[in->begin] == 0)
        in->begin++;
    if (in->begin == in->end)
        return true;
    if (in->buffer[in->begin] != 0x1F)
        return error_set(err, "%s: offset %llu: bytes that are no gzip behind the end of the gzip data", in->name,
                         (unsigned long long)(in->raw_offset - (in->end - in->begin)));
    inflateReset(&in->inflater);
    in->member_open = true;
    return true;
}

static long read_gzip(struct input *in, void *out, size_t size, struct error *err)
{
    in->inflater.next_out = out;
    in->inflater.avail_out = (uInt)(size < (1u << 30) ? size : (1u << 30));
    uInt wanted = in->inflater.avail_out;
    while (in->inflater.avail_out == wanted) {
        if (in->begin == in->end) {
            in->begin = in->end = 0;
            if (!in->file_ended && !refill(in, err))
                return -1;
            if (in->begin == in->end) {
                if (!in->member_open)
                    return 0;
                error_set(err, "%s: offset %llu: the gzip data ends too early: the file is truncated, get it again",
                          in->name, (unsigned long long)in->raw_offset);
                return -1;
            }
        }
        if (!in->member_open) {
            if (!next_member(in, err))
                return -1;
            continue;
        }
        in->inflater.next_in = in->buffer + in->begin;
        in->inflater.avail_in = (uInt)(in->end - in->begin);
        int status = inflate(&in->inflater, Z_NO_FLUSH);
        in->begin = in->end - in->inflater.avail_in;
        if (status == Z_STREAM_END) {
            in->member_open = false;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            error_set(err, "%s: offset %llu: corrupt gzip data (%s): get the file again", in->name,
                      (unsigned long long)(in->raw_offset - (in->end - in->begin)),
                      in->inflater.msg ? in->inflater.msg : "inflate failed");
            return -1;
        }
    }
    return (long)(wanted - in->inflater.avail_out);
}

long input_read(struct input *in, void *buffer, size_t size, struct error *err)
{
    if (size == 0)
        return 0;
    long got = in->gzip ? read_gzip(in, buffer, size, err) : read_plain(in, buffer, size, err);
    if (got > 0) {
        in->offset += (uint64_t)got;
        in->checksum = (uint32_t)crc32_z(in->checksum, buffer, (size_t)got);
    }
    return got;
}

const char *input_name(const struct input *in)
{
    return in->name;
}

uint64_t input_offset(const struct input *in)
{
    return in->offset;
}

uint32_t input_checksum(const struct input *in)
{
    return in->checksum;
}

void input_close(struct input *in)
{
    if (!in)
        return;
    if (in->gzip)
        inflateEnd(&in->inflater);
    if (in->descriptor > STDIN_FILENO)
        close(in->descriptor);
    if (in->descriptor >= 0)
        mem_free(in->buffer);
    mem_free(in->name);
    mem_free(in);
}
