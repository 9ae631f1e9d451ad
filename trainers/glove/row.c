#include "trainers/glove/row.h"

#include <math.h>

#include "base/mem.h"
#include "text/word_corpus.h"

struct places places_new(const uint32_t *ids, size_t count, int words)
{
    struct places p = {ids, mem_new((size_t)words + 2, sizeof *p.starts, "places of words"),
                       mem_new(count, sizeof *p.places, "places of words")};
    uint32_t *next = p.starts + 1;
    for (size_t i = 0; i < count; i++)
        next[SENTENCE_WORD(ids[i]) + 1]++;
    for (int w = 0; w < words; w++)
        next[w + 1] += next[w];
    for (size_t i = 0; i < count; i++)
        p.places[next[SENTENCE_WORD(ids[i])]++] = (uint32_t)i;
    return p; /* each next[w] has come to where w + 1 starts */
}

void places_release(struct places *p)
{
    mem_free(p->starts);
    mem_free(p->places);
    *p = (struct places){0};
}

struct row row_new(int words, size_t capacity)
{
    return (struct row){.sums = mem_new((size_t)words, sizeof(uint64_t), "counts of a row"),
                        .touched = mem_new((size_t)words + 1, sizeof(uint32_t), "contexts of a row"),
                        .cells = mem_new(capacity, sizeof(struct cell), "co-occurrence counts"),
                        .groups = mem_new(capacity, sizeof(uint16_t), "co-occurrence counts"),
                        .capacity = capacity};
}

void row_release(struct row *r)
{
    mem_free(r->sums);
    mem_free(r->touched);
    mem_free(r->cells);
    mem_free(r->groups);
}

static void count_place(struct row *r, const uint32_t *ids, uint32_t place, const uint64_t *weights, int window,
                        bool left)
{
    const uint32_t *here = ids + place;
    int before = place < (uint32_t)window ? (int)place : window;
    for (int d = 1; d <= before && !(here[-d] & SENTENCE_END); d++)
        row_add(r, here[-d], weights[d]);
    for (int d = 1; d <= window && !left && !(here[d - 1] & SENTENCE_END); d++)
        row_add(r, (uint32_t)SENTENCE_WORD(here[d]), weights[d]);
}

void row_count(struct row *r, const struct places *p, int word, const uint64_t *weights, int window, bool left)
{
    enum { AHEAD = 8 };
    for (uint32_t i = p->starts[word], end = p->starts[word + 1]; i < end; i++) {
        if (i + AHEAD < end)
            __builtin_prefetch(p->ids + p->places[i + AHEAD]);
        count_place(r, p->ids, p->places[i], weights, window, left);
    }
}

bool row_flush(struct row *r, struct cell_store *store, int group, struct error *err)
{
    bool good = r->count == 0 || cell_store_add(store, group, r->cells, r->groups, r->count, err);
    r->count = 0;
    return good;
}

bool row_to_cells(struct row *r, struct cell_store *store, int word, double unit, struct error *err)
{
    const struct place *where = store->grid->places;
    for (size_t i = 0; i < r->contexts; i++) {
        uint32_t id = r->touched[i];
        if (r->count == r->capacity && !row_flush(r, store, where[word].group, err))
            return false;
        r->groups[r->count] = where[id].group;
        r->cells[r->count++] =
            (struct cell){where[word].index, where[id].index, logf((float)((double)r->sums[id] / unit))};
        r->sums[id] = 0;
    }
    r->contexts = 0;
    return true;
}
