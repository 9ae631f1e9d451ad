#include "trainers/glove/cells.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
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
        *good = kept || s->file >= 0 || (s->file = spill_open(s->beside, err)) >= 0;
        *(kept ? &s->in_memory : &s->on_disk) += size;
    }
    return kept;
}

static bool write_run(const struct cell_store *s, const struct cell_run *run, size_t count, struct error *err)
{
    return spill_write(s->file, run->cells, count * sizeof *run->cells, run->offset, err) ||
           error_prefix(err, "beside %s", s->beside);
}

bool cell_store_add(struct cell_store *s, int group, const struct cell *cells, const uint16_t *context_groups,
                    size_t count, struct error *err)
{
    struct cell_run run = sort_run(s->grid->groups, cells, context_groups, count);
    bool good;
    if (!take_room(s, count * sizeof *cells, &run.offset, &good, err)) {
        good = good && write_run(s, &run, count, err);
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
        else if (!spill_read(s->file, out + count, size * sizeof *out, run->offset + start * sizeof *out, err))
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
