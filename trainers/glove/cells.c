#include "trainers/glove/cells.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct cell_store cell_store_new(const struct grid *g, size_t memory, const char *beside)
{
    struct cell_store s = {.grid = g, .memory = memory, .beside = mem_string(beside), .file = -1};
    s.strips = mem_new((size_t)g->groups, sizeof *s.strips, "co-occurrence counts");
    return s;
}

void cell_store_release(struct cell_store *s)
{
    if (!s->strips)
        return;
    for (int group = 0; group < s->grid->groups; group++) {
        struct cell_strip *strip = &s->strips[group];
        for (int i = 0; i < strip->count; i++) {
            mem_free(strip->runs[i].cells);
            mem_free(strip->runs[i].starts);
        }
        mem_free(strip->runs);
    }
    mem_free(s->strips);
    mem_free(s->beside);
    if (s->file >= 0)
        close(s->file);
    *s = (struct cell_store){.file = -1};
}

/* ---- the temporary file ---- */

/* Its name goes at once; the space is given back when the program ends, however it ends. */
static bool open_file(struct cell_store *s, struct error *err)
{
    if (s->file >= 0)
        return true;
    char *path = mem_format("%s.tmp-%ld-cells", s->beside, (long)getpid());
    s->file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (s->file < 0)
        error_set(err, "%s: cannot write here what exceeds --memory: %s", path, strerror(errno));
    else
        unlink(path);
    mem_free(path);
    return s->file >= 0;
}

static bool write_at(const struct cell_store *s, const void *data, size_t size, uint64_t offset, struct error *err)
{
    for (const char *from = data; size > 0;) {
        ssize_t written = pwrite(s->file, from, size, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set(err,
                             "cannot write %.0f MiB that exceed --memory beside %s: %s; raise --memory or free disk",
                             (double)(offset + size) / 1048576, s->beside, strerror(written < 0 ? errno : ENOSPC));
        from += written, size -= (size_t)written, offset += (uint64_t)written;
    }
    return true;
}

static bool read_at(const struct cell_store *s, void *data, size_t size, uint64_t offset, struct error *err)
{
    for (char *to = data; size > 0;) {
        ssize_t got = pread(s->file, to, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return error_set(err, "cannot read back the counts on disk beside %s: %s", s->beside,
                             got < 0 ? strerror(errno) : "they end too early");
        to += got, size -= (size_t)got, offset += (uint64_t)got;
    }
    return true;
}

/* ---- runs ---- */

/* A run in memory, sorted by block, the order within a block kept. */
static struct cell_run sort_run(int groups, const struct cell *cells, const uint16_t *context_groups, size_t count)
{
    assert(count <= UINT32_MAX);
    struct cell_run run = {mem_new(count, sizeof *run.cells, "co-occurrence counts"), 0,
                           mem_new((size_t)groups + 2, sizeof *run.starts, "co-occurrence counts")};
    uint32_t *next = run.starts + 1; /* next[g]: first the number of cells before g, then where the next one goes */
    for (size_t i = 0; i < count; i++)
        next[context_groups[i] + 1]++;
    for (int g = 0; g < groups; g++)
        next[g + 1] += next[g];
    for (size_t i = 0; i < count; i++)
        run.cells[next[context_groups[i]]++] = cells[i];
    return run; /* each next[g] has come to where g + 1 starts */
}

/* Says where the next `size` bytes go: true and they are counted as kept, or a place in the file. */
static bool take_room(struct cell_store *s, size_t size, uint64_t *offset, bool *good, struct error *err)
{
    bool kept;
#pragma omp critical(cell_store_room)
    {
        kept = s->in_memory + size <= s->memory;
        *offset = s->on_disk;
        *good = kept || open_file(s, err);
        *(kept ? &s->in_memory : &s->on_disk) += size;
    }
    return kept;
}

bool cell_store_add(struct cell_store *s, int group, const struct cell *cells, const uint16_t *context_groups,
                    size_t count, struct error *err)
{
    struct cell_run run = sort_run(s->grid->groups, cells, context_groups, count);
    bool good;
    if (!take_room(s, count * sizeof *cells, &run.offset, &good, err)) {
        good = good && write_at(s, run.cells, count * sizeof *cells, run.offset, err);
        mem_free(run.cells);
        run.cells = NULL;
    }
    struct cell_strip *strip = &s->strips[group];
    if (strip->count == strip->capacity) {
        strip->capacity = (int)mem_capacity((size_t)strip->capacity, (size_t)strip->count + 1);
        strip->runs = mem_grow(strip->runs, (size_t)strip->capacity, sizeof *strip->runs, "co-occurrence counts");
    }
    strip->runs[strip->count++] = run;
    return good;
}

/* ---- blocks ---- */

size_t cell_store_block(const struct cell_store *s, int word_group, int context_group)
{
    size_t count = 0;
    const struct cell_strip *strip = &s->strips[word_group];
    for (int i = 0; i < strip->count; i++)
        count += strip->runs[i].starts[context_group + 1] - strip->runs[i].starts[context_group];
    return count;
}

size_t cell_store_count(const struct cell_store *s)
{
    return (s->in_memory + s->on_disk) / sizeof(struct cell);
}

size_t cell_store_largest(const struct cell_store *s)
{
    size_t largest = 0;
    for (int word = 0; word < s->grid->groups; word++) {
        for (int context = 0; context < s->grid->groups; context++) {
            size_t count = cell_store_block(s, word, context);
            largest = count > largest ? count : largest;
        }
    }
    return largest;
}

bool cell_store_read(const struct cell_store *s, int word_group, int context_group, struct cell *out, struct error *err)
{
    const struct cell_strip *strip = &s->strips[word_group];
    size_t count = 0;
    for (int i = 0; i < strip->count; i++) {
        const struct cell_run *run = &strip->runs[i];
        uint32_t start = run->starts[context_group], size = run->starts[context_group + 1] - start;
        if (run->cells)
            memcpy(out + count, run->cells + start, size * sizeof *out);
        else if (!read_at(s, out + count, size * sizeof *out, run->offset + start * sizeof *out, err))
            return false;
        count += size;
    }
    int words = grid_group_words(s->grid, word_group), contexts = grid_group_words(s->grid, context_group);
    bool inside = true;
    for (size_t i = 0; i < count; i++)
        inside &= out[i].word < words && out[i].context < contexts;
    return inside ||
           error_set(err, "the counts on disk beside %s were damaged: a word outside of the vocabulary", s->beside);
}
