/* The n-grams of text/subwords.h. */
#include "text/subwords.h"

#include <stdbool.h>
#include <string.h>

#define FNV_START 2166136261u
#define FNV_PRIME 16777619u

size_t subwords_limit(const struct subwords *s, size_t length)
{
    return s->longest == 0 ? 0 : (length + 2) * (size_t)(s->longest - s->shortest + 1);
}

/* Byte `at` of '<' + word + '>'. */
static unsigned char marked_byte(const char *word, size_t length, size_t at)
{
    return at == 0 ? '<' : at == length + 1 ? '>' : (unsigned char)word[at - 1];
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

size_t subwords_of(const struct subwords *s, const char *word, size_t length, int32_t *out)
{
    size_t count = 0, end = length + 2;
    if (length == 4 && memcmp(word, "</s>", 4) == 0)
        return 0;
    for (size_t start = 0; start < end && s->longest > 0; start++) {
        if (is_continuation(marked_byte(word, length, start)))
            continue;
        /* The hash of a run is the hash of the run before it, one character on. */
        uint32_t hash = FNV_START;
        size_t at = start;
        for (int characters = 1; characters <= s->longest && at < end; characters++) {
            do {
                hash = (hash ^ (uint32_t)(int8_t)marked_byte(word, length, at)) * FNV_PRIME;
                at++;
            } while (at < end && is_continuation(marked_byte(word, length, at)));
            bool mark_alone = characters == 1 && (start == 0 || at == end);
            if (characters >= s->shortest && !mark_alone)
                out[count++] = (int32_t)(hash % (uint32_t)s->buckets);
        }
    }
    return count;
}
