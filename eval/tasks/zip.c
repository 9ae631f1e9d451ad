/* zip.c: the central directory at the archive's end, then the member (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16). */
#include "eval/tasks/zip.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "base/mem.h"

#define MOST_DEFLATED 1100 /* bytes that a deflated one can stand for, and a little more */

enum { END = 22, ENTRY = 46, LOCAL = 30 }; /* sizes of the records without their names */

static uint64_t number(const unsigned char *at, int bytes)
{
    uint64_t value = 0;
    for (int i = bytes; i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

static unsigned char *read_archive(const char *path, size_t limit, size_t *size, struct error *err)
{
    FILE *file = fopen(path, "rb");
    long length = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    unsigned char *all = NULL;
    if (length >= 0 && (size_t)length <= limit) {
        rewind(file);
        all = mem_new((size_t)length + 1, 1, "an archive");
        *size = fread(all, 1, (size_t)length, file);
    }
    if (file)
        fclose(file);
    if (!all)
        error_set(err, "%s: cannot be read, or is larger than %zu bytes", path, limit);
    return all;
}

/* The member's entry in the central directory; NULL: there is none, or the directory is broken. */
static const unsigned char *find_entry(const unsigned char *all, size_t size, const char *name)
{
    size_t end = size < END ? 0 : size - END + 1, length = strlen(name);
    while (end > 0 && memcmp(all + end - 1, "PK\5\6", 4) != 0)
        end--;
    if (end == 0)
        return NULL;
    size_t at = number(all + end - 1 + 16, 4);
    for (uint64_t left = number(all + end - 1 + 10, 2); left > 0 && at + ENTRY <= size; left--) {
        const unsigned char *entry = all + at;
        size_t bytes = number(entry + 28, 2);
        if (memcmp(entry, "PK\1\2", 4) != 0 || at + ENTRY + bytes > size)
            return NULL;
        if (bytes == length && memcmp(entry + ENTRY, name, length) == 0)
            return entry;
        at += ENTRY + bytes + number(entry + 30, 2) + number(entry + 32, 2);
    }
    return NULL;
}

/* Sizes of the member of an entry that ends before `end`: of those that are all ones the field with id 1 has 8 bytes
 * each, the unpacked one first (4.5.3). */
static void read_sizes(const unsigned char *entry, const unsigned char *end, size_t *packed, size_t *size)
{
    *packed = number(entry + 20, 4);
    *size = number(entry + 24, 4);
    const unsigned char *at = entry + ENTRY + number(entry + 28, 2), *stop = at + number(entry + 30, 2);
    for (; stop <= end && at + 4 <= stop && number(at, 2) != 1; at += 4 + number(at + 2, 2))
        ;
    if (stop > end || at + 4 > stop)
        return;
    at += 4;
    if (*size == UINT32_MAX && at + 8 <= stop)
        *size = number(at, 8), at += 8;
    if (*packed == UINT32_MAX && at + 8 <= stop)
        *packed = number(at, 8);
}

/* packed[from] to out[size] by raw inflate; false: it is no such stream, or has another size. */
static bool unpack(const unsigned char *packed, size_t from, char *out, size_t size)
{
    z_stream z = {.next_in = (Bytef *)packed, .avail_in = (uInt)from};
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)size;
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return false;
    int status = inflate(&z, Z_FINISH);
    bool whole = status == Z_STREAM_END && z.total_out == size;
    inflateEnd(&z);
    return whole;
}

/* The member of an entry in all[whole], on the heap; NULL: it is broken or longer than `limit`. */
static char *read_member(const unsigned char *all, size_t whole, const unsigned char *entry, size_t limit, size_t *size)
{
    size_t packed, at = number(entry + 42, 4);
    uint64_t method = number(entry + 10, 2), encrypted = number(entry + 8, 2) & 1;
    read_sizes(entry, all + whole, &packed, size);
    if (at + LOCAL <= whole && memcmp(all + at, "PK\3\4", 4) == 0)
        at += LOCAL + number(all + at + 26, 2) + number(all + at + 28, 2);
    if (encrypted || at > whole || packed > whole - at || *size > limit || *size / MOST_DEFLATED > packed)
        return NULL;
    char *out = mem_new(*size + 1, 1, "a member of an archive");
    bool good = method == 8 ? unpack(all + at, packed, out, *size) : method == 0 && packed == *size;
    if (good && method == 0)
        memcpy(out, all + at, packed);
    if (good && crc32(0, (Bytef *)out, (uInt)*size) == number(entry + 16, 4))
        return out;
    mem_free(out);
    return NULL;
}

char *zip_member(const char *path, const char *name, size_t limit, size_t *size, struct error *err)
{
    size_t whole;
    unsigned char *all = read_archive(path, limit, &whole, err);
    if (!all)
        return NULL;
    const unsigned char *entry = find_entry(all, whole, name);
    char *out = entry ? read_member(all, whole, entry, limit, size) : NULL;
    mem_free(all);
    if (!out)
        error_set(err, "%s: expected a zip archive with a whole file %s", path, name);
    return out;
}
