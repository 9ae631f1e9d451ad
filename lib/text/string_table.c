#include "text/string_table.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

/* All of text[0..length), length < 8, in one number. */
static inline uint64_t short_string(const char *text, size_t length)
{
    if (length >= 4) {
        uint32_t first, last;
        memcpy(&first, text, 4);
        memcpy(&last, text + length - 4, 4);
        return first | (uint64_t)last << 32;
    }
    const unsigned char *bytes = (const unsigned char *)text;
    return length ? bytes[0] | bytes[length / 2] << 8 | bytes[length - 1] << 16 : 0;
}

/* Eight bytes at a time, multiply and fold. */
static inline uint32_t hash_bytes(const char *text, size_t length)
{
    const uint64_t factor = 0x9E3779B97F4A7C15u;
    uint64_t h = length * factor, w;
    for (; length >= 8; text += 8, length -= 8) {
        memcpy(&w, text, 8);
        h = (h ^ w) * factor;
        h ^= h >> 32;
    }
    h = (h ^ short_string(text, length)) * factor;
    h ^= h >> 32;
    h *= factor;
    return (uint32_t)(h >> 32);
}

/* memcmp without a call, which for words takes longer than the work. */
static inline bool same_bytes(const char *a, const char *b, size_t length)
{
    for (; length >= 8; a += 8, b += 8, length -= 8) {
        uint64_t x, y;
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        if (x != y)
            return false;
    }
    return short_string(a, length) == short_string(b, length);
}

/* The slot of the string, or the empty one where it belongs. */
static size_t probe(const struct string_table *t, const char *text, size_t length, uint32_t hash)
{
    size_t mask = t->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const struct string_slot *slot = &t->slots[i];
        if (slot->index < 0)
            return i;
        if (slot->hash != hash)
            continue;
        size_t found_length;
        const char *found = string_table_get(t, slot->index, &found_length);
        if (found_length == length && same_bytes(found, text, length))
            return i;
    }
}

static void grow_slots(struct string_table *t)
{
    struct string_slot *old = t->slots;
    size_t old_count = t->slot_count;
    t->slot_count = old_count ? 2 * old_count : 1024;
    t->slots = mem_new(t->slot_count, sizeof(*t->slots), "string table");
    for (size_t i = 0; i < t->slot_count; i++)
        t->slots[i].index = -1;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].index < 0)
            continue;
        size_t to = old[i].hash & (t->slot_count - 1);
        while (t->slots[to].index >= 0)
            to = (to + 1) & (t->slot_count - 1);
        t->slots[to] = old[i];
    }
    mem_free(old);
}

int32_t string_table_find(const struct string_table *t, const char *text, size_t length)
{
    if (t->count == 0)
        return -1;
    return t->slots[probe(t, text, length, hash_bytes(text, length))].index;
}

int32_t string_table_add(struct string_table *t, const char *text, size_t length, bool *added)
{
    if (2 * (t->count + 1) > t->slot_count)
        grow_slots(t);
    uint32_t hash = hash_bytes(text, length);
    struct string_slot *slot = &t->slots[probe(t, text, length, hash)];
    if (added)
        *added = slot->index < 0;
    if (slot->index >= 0)
        return slot->index;
    assert(t->count < INT32_MAX);
    if (t->count + 2 > t->capacity) {
        t->capacity = mem_capacity(t->capacity, t->count + 2);
        t->offsets = mem_grow(t->offsets, t->capacity, sizeof(*t->offsets), "string table");
        t->offsets[0] = 0;
    }
    if (t->used + length + 1 > t->arena_capacity) {
        t->arena_capacity = mem_capacity(t->arena_capacity, t->used + length + 1);
        t->arena = mem_grow(t->arena, t->arena_capacity, 1, "string table");
    }
    memcpy(t->arena + t->used, text, length);
    t->arena[t->used + length] = '\0';
    t->used += length + 1;
    slot->hash = hash;
    slot->index = (int32_t)t->count++;
    t->offsets[t->count] = t->used;
    return slot->index;
}

void string_table_release(struct string_table *t)
{
    mem_free(t->arena);
    mem_free(t->offsets);
    mem_free(t->slots);
    memset(t, 0, sizeof(*t));
}
