/* Every reader of files from outside, for libFuzzer or mutate.c: whatever the bytes, an answer, soon, and no more
 * memory than a small multiple of theirs (the sanitizers and tests/fuzz/run watch that).
 *
 *   FUZZ_TARGET=NAME     which reader; without it their names are printed
 *   FUZZ_SCRATCH=FOLDER  where the input becomes files
 *   FUZZ_SEEDS=FOLDER    writes right files to start from, and stops
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static const struct fuzz_target *target;

void fuzz_check(bool good, const char *what)
{
    if (good)
        return;
    dprintf(STDERR_FILENO, "fuzz: %s\n", what);
    _exit(3);
}

void fuzz_put(const char *name, const void *data, size_t size)
{
    FILE *f = fopen(name, "wb");
    fuzz_check(f && fwrite(data, 1, size, f) == size && fclose(f) == 0, "FUZZ_SCRATCH: cannot be written to");
}

/* ---- an input as files ---- */

/* The files that an input holds, into the scratch folder. */
static void split(const uint8_t *data, size_t size)
{
    for (const char *const *file = target->files; *file; file++) {
        size_t part = size;
        if (file[1]) {
            part = size < 2 ? 0 : data[0] | (size_t)data[1] << 8;
            data += size < 2 ? size : 2;
            size -= size < 2 ? size : 2;
            part = part < size ? part : size;
        }
        if (part > 0 || !target->files[1])
            fuzz_put(*file, data, part);
        else
            unlink(*file);
        data += part;
        size -= part;
    }
}

/* ---- JSON with room in it: a longer value would push all that is behind it out of its place ---- */

enum { ROOM = 6 };

static bool is_number(char c)
{
    return c == '-' || (c >= '0' && c <= '9');
}

/* Is there a number at text + at, at > 1, that is not a part of a string (as far as one can see)? */
static bool starts_number(const char *text, size_t at)
{
    char before = text[at - 1];
    return is_number(text[at]) && (before == ':' ? text[at - 2] == '"' : strchr("[, \t", before) != NULL);
}

/* Puts spaces before every number of text[size]; returns the new size. `limit`: the most that fits. */
static size_t widen(char *text, size_t size, size_t limit)
{
    for (size_t i = 2; i < size && size + ROOM <= limit; i++)
        if (starts_number(text, i)) {
            memmove(text + i + ROOM, text + i, size - i);
            memset(text + i, ' ', ROOM);
            size += ROOM;
            while (i < size && (text[i] == ' ' || is_number(text[i]) || text[i] == '.' || text[i] == 'e'))
                i++;
        }
    return size;
}

/* The same for a file: JSON, or safetensors, whose checksum gets another name, since no change gets past it. */
static size_t widen_file(uint8_t *data, size_t size, size_t limit)
{
    static const char key[] = "embedlab_crc32";
    uint64_t header = 0;
    if (size > 0 && data[0] == '{')
        return widen((char *)data, size, limit);
    memcpy(&header, data, size < sizeof header ? 0 : sizeof header);
    if (header == 0 || header > size - sizeof header || data[sizeof header] != '{')
        return size;
    uint8_t *text = data + sizeof header, *checksum = memmem(text, header, key, sizeof key - 1);
    static uint8_t behind[FUZZ_SIZE_LIMIT];
    size_t rest = size - sizeof header - header;
    memcpy(behind, text + header, rest);
    if (checksum)
        *checksum = 'E';
    header = widen((char *)text, header, limit - sizeof header - rest);
    memcpy(data, &header, sizeof header);
    memcpy(text + header, behind, rest);
    return sizeof header + header + rest;
}

bool fuzz_change_value(uint8_t *data, size_t size, struct random *r)
{
    static const char *const values[] = {"0",    "1",    "2",          "7",    "-1",   "99",  "1000", "70000", "1e6",
                                         "1e9",  "1e99", "-1e9",       "0.5",  "1e-9", "{}",  "[]",   "true",  "null",
                                         "[[]]", "[1]",  "2147483647", "false"};
    static const char position[] = "position\\\":"; /* of a state, most of which must stay as it is */
    const uint8_t *found = size > 0 ? memmem(data, size, position, sizeof position - 1) : NULL;
    size_t at = found && random_below(r, 2) == 0 ? (size_t)(found - data) + random_below(r, 300)
                : size > 0                       ? random_below(r, (uint32_t)size)
                                                 : 0;
    while (at < size && !memchr(":[,", data[at], 3))
        at++;
    size_t start = at + 1, end = start;
    while (end < size && !memchr(",}]\n", data[end], 4))
        end++;
    if (end >= size || memchr(data + start, '"', end - start)) /* none, or a name */
        return false;
    const char *other = values[random_below(r, sizeof values / sizeof *values)];
    size_t length = strlen(other);
    if (length > end - start)
        return false;
    memset(data + start, ' ', end - start);
    memcpy(data + start, other, length);
    return true;
}

/* ---- seeds ---- */

static void save(int which, const char *more, const void *data, size_t size)
{
    char *name = mem_format("%s/%s-%d%s", getenv("FUZZ_SEEDS"), target->name, which, more);
    fuzz_put(name, data, size);
    mem_free(name);
}

/* The files as an input, into FUZZ_SEEDS. */
static void join(int which, bool wide)
{
    static uint8_t data[FUZZ_SIZE_LIMIT];
    size_t size = 0;
    for (const char *const *file = target->files; *file; file++) {
        uint8_t *start = data + size;
        FILE *f = fopen(*file, "rb");
        size += file[1] ? 2 : 0;
        size_t part = f ? fread(data + size, 1, sizeof data - size, f) : 0;
        fuzz_check(part > 0 || file[1], "a seed is not there");
        fuzz_check(size + part < sizeof data, "a seed is too large");
        if (wide)
            part = widen_file(data + size, part, sizeof data - size);
        size += part;
        if (file[1])
            start[0] = (uint8_t)part, start[1] = (uint8_t)(part >> 8);
        if (f)
            fclose(f);
    }
    save(which, wide ? "-wide" : "", data, size);
}

static void write_seeds(void)
{
    for (int which = 0; which < target->seeds; which++) {
        target->write(target, which);
        join(which, false);
        join(which, true);
        for (const char *const *file = target->files; *file; file++)
            unlink(*file);
    }
}

/* ---- the engine's calls ---- */

static void choose_target(void)
{
    static const struct fuzz_target *const tables[] = {fuzz_readers, fuzz_models, fuzz_programs};
    const char *name = getenv("FUZZ_TARGET");
    for (int i = 0; i < 3; i++)
        for (const struct fuzz_target *t = tables[i]; t->name; t++) {
            if (!name)
                printf("%s\n", t->name);
            else if (strcmp(t->name, name) == 0)
                target = t;
        }
    fflush(stdout);
    if (!target)
        _exit(name != NULL);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    choose_target();
    fuzz_check(getenv("FUZZ_SCRATCH") && chdir(getenv("FUZZ_SCRATCH")) == 0, "FUZZ_SCRATCH is no folder");
#ifdef __GLIBC__
    stderr = fopen("/dev/null", "w"); /* of what the readers say; the sanitizers write to the descriptor */
#endif
    if (target->start)
        target->start(target);
    if (!getenv("FUZZ_SEEDS"))
        return 0;
    write_seeds();
    _exit(0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    split(data, size);
    target->read(target);
    return 0;
}

__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t limit); /* libFuzzer's */

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t limit, unsigned seed)
{
    struct random r = random_at(seed, RANDOM_TEST, size);
    if (random_below(&r, 2) == 0 && fuzz_change_value(data, size, &r))
        return size;
    return LLVMFuzzerMutate(data, size, limit);
}
