/* string_table.h: distinct byte strings numbered 0, 1, 2, ... in the order they come.
 *
 * Open addressing over one arena; what a vocabulary, BPE's tokens and its cache of pieces share. */
#ifndef EMBEDLAB_TEXT_STRING_TABLE_H
#define EMBEDLAB_TEXT_STRING_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialise; release with string_table_release. */
struct string_table {
    char *arena; /* owned; each string with a NUL behind it */
    size_t used, arena_capacity;
    size_t *offsets; /* owned; [count + 1]: where string i starts in the arena */
    size_t count, capacity;
    struct string_slot {
        uint32_t hash;
        int32_t index; /* -1: empty */
    } * slots;         /* owned; [slot_count], a power of two */
    size_t slot_count;
};

/* Index of text[0..length), or -1. */
int32_t string_table_find(const struct string_table *t, const char *text, size_t length);

/* Index of text[0..length), which is added when it is new; *added (NULL allowed) tells. */
int32_t string_table_add(struct string_table *t, const char *text, size_t length, bool *added);

/* String `index`, NUL-terminated; valid until the next one is added. */
static inline const char *string_table_get(const struct string_table *t, int32_t index, size_t *length)
{
    *length = t->offsets[index + 1] - t->offsets[index] - 1;
    return t->arena + t->offsets[index];
}

void string_table_release(struct string_table *t);

#endif
