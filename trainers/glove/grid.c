#include "trainers/glove/grid.h"

#include "base/mem.h"
#include "base/random.h"

enum {
    BLOCK_BYTES = 1 << 20, /* of vectors in use at a time: what a core has for itself */
    LEAST_GROUPS = 16,     /* so that several threads have work with few words too */
    MOST_GROUPS = 1024     /* more would leave too few cells in a block */
};

/* Groups for `words` words, such that an index in a group fits into 16 bits. */
static int choose_groups(int words, size_t bytes_per_word)
{
    size_t groups = (size_t)words * bytes_per_word / BLOCK_BYTES + 1;
    groups = groups > MOST_GROUPS ? MOST_GROUPS : groups < LEAST_GROUPS ? LEAST_GROUPS : groups;
    size_t least = ((size_t)words + UINT16_MAX) / (UINT16_MAX + 1);
    groups = groups < least ? least : groups;
    return groups > (size_t)words ? words : (int)groups;
}

struct grid grid_new(int words, size_t bytes_per_word, uint64_t seed)
{
    struct grid g = {.words = words};
    int groups = choose_groups(words, bytes_per_word);
    g.group_size = (words + groups - 1) / groups;
    g.groups = (words + g.group_size - 1) / g.group_size;
    g.places = mem_new((size_t)words, sizeof *g.places, "grid");
    g.order = mem_new((size_t)words, sizeof *g.order, "grid");
    struct random r = random_at(seed, RANDOM_SHUFFLE, 0);
    random_permutation(&r, (uint32_t *)g.order, (uint32_t)words);
    for (int i = 0; i < words; i++)
        g.places[g.order[i]] = (struct place){(uint16_t)(i / g.group_size), (uint16_t)(i % g.group_size)};
    return g;
}

void grid_release(struct grid *g)
{
    mem_free(g->places);
    mem_free(g->order);
    *g = (struct grid){0};
}

int grid_group_words(const struct grid *g, int group)
{
    int left = g->words - grid_first(g, group);
    return left < g->group_size ? left : g->group_size;
}
