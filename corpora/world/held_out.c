#include "corpora/world/held_out.h"

#include "base/mem.h"

/* FNV-1a of the words, each with a blank before it; never 0. */
static uint64_t hash(const char *sentence)
{
    uint64_t value = 0xCBF29CE484222325u;
    bool inside = false;
    for (const char *at = sentence; *at; at++) {
        unsigned char c = (unsigned char)*at;
        unsigned char lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
        bool letter = (lower >= 'a' && lower <= 'z') || lower >= 128;
        if (letter && !inside)
            value = (value ^ ' ') * 0x100000001B3u;
        if (letter)
            value = (value ^ lower) * 0x100000001B3u;
        inside = letter;
    }
    return value ? value : 1;
}

static size_t slot_of(const struct held_out *h, uint64_t value)
{
    size_t slot = (size_t)(value * 0x9E3779B97F4A7C15u >> 32) & (h->size - 1);
    while (h->hashes[slot] && h->hashes[slot] != value)
        slot = (slot + 1) & (h->size - 1);
    return slot;
}

static void grow(struct held_out *h)
{
    struct held_out larger = {.size = h->size ? 2 * h->size : 1024, .count = h->count};
    larger.hashes = mem_new(larger.size, sizeof(*larger.hashes), "held-out sentences");
    for (size_t i = 0; i < h->size; i++)
        if (h->hashes[i])
            larger.hashes[slot_of(&larger, h->hashes[i])] = h->hashes[i];
    mem_free(h->hashes);
    *h = larger;
}

bool held_out_add(struct held_out *h, const char *sentence)
{
    if (2 * h->count >= h->size)
        grow(h);
    uint64_t value = hash(sentence);
    size_t slot = slot_of(h, value);
    if (h->hashes[slot])
        return false;
    h->hashes[slot] = value;
    h->count++;
    return true;
}

bool held_out_has(const struct held_out *h, const char *sentence)
{
    return h->count > 0 && h->hashes[slot_of(h, hash(sentence))] != 0;
}

void held_out_release(struct held_out *h)
{
    mem_free(h->hashes);
    *h = (struct held_out){0};
}
