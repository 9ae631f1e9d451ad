#include "corpora/phrases_pairs.h"

#include "base/mem.h"

enum { LEAST_BITS = 12 }; /* of the number of slots */

/* Multiply and fold, twice (splitmix64's finish). The slot comes from the high bits, the part from the low. */
static uint64_t hash_pair(const struct pair *p)
{
    uint64_t h = p->words + pair_between(p) * 0x9E3779B97F4A7C15u;
    h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9u;
    h = (h ^ (h >> 27)) * 0x94D049BB133111EBu;
    return h ^ (h >> 31);
}

static bool in_part(const struct pair_part *part, uint64_t hash)
{
    return (hash & (((uint64_t)1 << part->bits) - 1)) == part->value;
}

/* The slot of `p`, or the empty one where it belongs. */
static struct pair *probe(const struct pair_table *t, const struct pair *p, uint64_t hash)
{
    for (size_t i = hash >> t->shift;; i = (i + 1) & (t->size - 1)) {
        struct pair *slot = &t->slots[i];
        if (slot->value == 0 || (slot->words == p->words && pair_between(slot) == pair_between(p)))
            return slot;
    }
}

void pair_table_init(struct pair_table *t, struct pair_part part)
{
    *t = (struct pair_table){.size = (size_t)1 << LEAST_BITS, .shift = 64 - LEAST_BITS, .part = part};
    t->slots = mem_aligned(t->size, sizeof(*t->slots), "pairs of words");
}

void pair_table_release(struct pair_table *t)
{
    mem_free(t->slots);
}

void pair_prefetch(const struct pair_table *t, const struct pair *p)
{
    __builtin_prefetch(&t->slots[hash_pair(p) >> t->shift], 1);
}

struct pair *pair_find(const struct pair_table *t, const struct pair *p)
{
    struct pair *slot = probe(t, p, hash_pair(p));
    return slot->value ? slot : NULL;
}

/* All pairs of the part move to a table of 1 << bits slots. */
static void resize(struct pair_table *t, int bits)
{
    struct pair_table old = *t;
    t->size = (size_t)1 << bits;
    t->shift = 64 - bits;
    t->used = 0;
    t->slots = mem_aligned(t->size, sizeof(*t->slots), "pairs of words");
    for (size_t i = 0; i < old.size; i++) {
        uint64_t hash = hash_pair(&old.slots[i]);
        if (old.slots[i].value && in_part(&t->part, hash)) {
            *probe(t, &old.slots[i], hash) = old.slots[i];
            t->used++;
        }
    }
    mem_free(old.slots);
}

bool pair_add(struct pair_table *t, const struct pair *p, uint64_t number, size_t memory)
{
    uint64_t hash = hash_pair(p);
    if (!in_part(&t->part, hash))
        return true;
    struct pair *slot = probe(t, p, hash);
    if (!slot->value) {
        if (3 * (t->used + 1) > 2 * t->size) {
            /* The old and the new table are there at once; narrowing takes twice this one. */
            if (4 * t->size * sizeof(*t->slots) > memory)
                return false;
            resize(t, 64 - t->shift + 1);
            slot = probe(t, p, hash);
        }
        t->used++;
        slot->words = p->words;
        slot->value = pair_between(p);
    }
    slot->value += number << PAIR_BETWEEN_BITS;
    return true;
}

struct pair_part pair_table_narrow(struct pair_table *t)
{
    struct pair_part other = {t->part.value | (uint64_t)1 << t->part.bits, t->part.bits + 1};
    t->part.bits++;
    resize(t, 64 - t->shift);
    return other;
}
