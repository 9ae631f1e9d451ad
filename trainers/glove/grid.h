/* grid.h: the co-occurrence matrix cut into blocks, so that threads never meet.
 *
 * The words are dealt at random (by seed) into groups of equal size, and the cell (word, context) lies
 * in the block (group of the word, group of the context). Blocks of which no two share a row or a
 * column of the grid touch no common vector: a whole diagonal of blocks can be trained at once, each
 * block by one thread in a fixed order, with the same bits for any number of threads and nothing lost
 * (Gemulla et al. 2011). Groups are small enough for the vectors of a block to stay in the cache, which
 * makes this faster than letting threads race over all of memory. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_GRID_H
#define EMBEDLAB_TRAINERS_GLOVE_GRID_H

#include <stddef.h>
#include <stdint.h>

struct place {
    uint16_t group, index; /* index within the group */
};

struct grid {
    int words, groups;
    int group_size;       /* words in each group; the last may have fewer */
    struct place *places; /* owned; [words] */
    int32_t *order;       /* owned; [words]: the word at group * group_size + index */
};

/* For `words` words whose rows of both tables, word's and context's, take `bytes_per_word`. */
struct grid grid_new(int words, size_t bytes_per_word, uint64_t seed);
void grid_release(struct grid *g);

/* Words in group `group`, and the place of its first in `order`. */
int grid_group_words(const struct grid *g, int group);
static inline int grid_first(const struct grid *g, int group)
{
    return group * g->group_size;
}

#endif
