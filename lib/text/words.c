#include "text/words.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "text/utf8.h"

/* A run of letters is looked at up to this many bytes; folded, WORD_LIMIT bytes of it are kept. */
#define RUN_LIMIT 1024
/* Code points that fold a run: decomposition and case folding give at most 4 per character, and
 * at most 3 per 2-byte character. */
#define FOLD_LIMIT (2 * RUN_LIMIT)

/* NFC of the case folding; soft hyphens, joiners and variation selectors vanish. */
#define FOLDING (UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

struct word_splitter {
    const char *next, *end;                       /* borrowed text */
    char word[WORD_LIMIT + sizeof(uint64_t) + 1]; /* eight bytes are written at a time */
    char run[RUN_LIMIT];
    int32_t folded[FOLD_LIMIT + 1];
};

/* ASCII: the lower-case letter or digit; a space for all that separates words. */
static const char ascii_fold[] = "                                "
                                 "                0123456789      "
                                 " abcdefghijklmnopqrstuvwxyz     "
                                 " abcdefghijklmnopqrstuvwxyz     ";

#define NOT_ASCII '\1'

static char fold(char c)
{
    return (unsigned char)c < 0x80 ? ascii_fold[(unsigned char)c] : NOT_ASCII;
}

struct word_splitter *word_splitter_new(void)
{
    return mem_new(1, sizeof(struct word_splitter), "word splitter");
}

void word_splitter_free(struct word_splitter *s)
{
    mem_free(s);
}

void word_splitter_start(struct word_splitter *s, const char *text, size_t length)
{
    s->next = text;
    s->end = text + length;
}

/* What a character is to words. */
enum word_class { SEPARATES, LETTER, HAN, EXTENDS /* no word by itself */, APOSTROPHE, UNDERSCORE };

static enum word_class classify(int32_t c)
{
    if (c < 0)
        return SEPARATES;
    if (c == '\'' || c == 0x2019)
        return APOSTROPHE;
    if (c == '_')
        return UNDERSCORE;
    if (utf8_is_han(c))
        return HAN;
    /* Soft hyphen, zero-width joiners, the fillers of Hangul: invisible inside words. */
    if (utf8_is_mark(c) || c == 0xAD || c == 0x200C || c == 0x200D || c == 0x115F || c == 0x1160 || c == 0x3164 ||
        c == 0xFFA0)
        return EXTENDS;
    if (utf8_is_letter(c) || utf8_is_number(c))
        return LETTER;
    return SEPARATES;
}

/* The class of the character at p and its size. */
static enum word_class class_at(const char *p, const char *end, int *size)
{
    if (p == end) {
        *size = 0;
        return SEPARATES;
    }
    return classify(utf8_decode(p, (size_t)(end - p), size));
}

/* May what follows an apostrophe or underscore stand behind it in a word? */
static bool continues(enum word_class joint, enum word_class following)
{
    return following == LETTER || (joint == UNDERSCORE && following == HAN);
}

/* Length of the word without the apostrophe or underscore at which it was cut. */
static size_t without_joint(const char *word, size_t size)
{
    while (size > 0 && (word[size - 1] == '\'' || word[size - 1] == '_'))
        size--;
    return size;
}

/* Cuts the word to WORD_LIMIT bytes between characters; ends it with a NUL. */
static const char *finish_word(struct word_splitter *s, const char *folded, size_t size, size_t *length)
{
    if (size > WORD_LIMIT) {
        size = WORD_LIMIT;
        while (((unsigned char)folded[size] & 0xC0) == 0x80)
            size--;
    }
    size = without_joint(folded, size);
    memmove(s->word, folded, size);
    s->word[size] = '\0';
    *length = size;
    return s->word;
}

/* The word that starts with the letter at s->next, by the rules of Unicode. */
static const char *unicode_word(struct word_splitter *s, size_t *length)
{
    size_t used = 0;
    int size, after;
    enum word_class last = SEPARATES, class;
    for (; (class = class_at(s->next, s->end, &size)) != SEPARATES; last = class) {
        if (class == APOSTROPHE || class == UNDERSCORE) {
            if ((class == APOSTROPHE && last == HAN) || !continues(class, class_at(s->next + size, s->end, &after)))
                break;
        } else if (last == HAN || (class == HAN && last != SEPARATES && last != UNDERSCORE)) {
            break;
        }
        if (class == APOSTROPHE && used + 1 <= sizeof(s->run)) {
            s->run[used++] = '\'';
        } else if (used + (size_t)size <= sizeof(s->run)) {
            memcpy(s->run + used, s->next, (size_t)size);
            used += (size_t)size;
        }
        s->next += size;
    }
    int32_t first = utf8_decode(s->run, used, &size);
    if (used == (size_t)size && utf8_is_han(first) && first < 0xF900) /* folds to itself */
        return finish_word(s, s->run, used, length);
    long count = utf8proc_decompose((const utf8proc_uint8_t *)s->run, (long)used, s->folded, FOLD_LIMIT, FOLDING);
    assert(count >= 0 && count <= FOLD_LIMIT);
    long bytes = utf8proc_reencode(s->folded, count, FOLDING);
    assert(bytes >= 0);
    return finish_word(s, (const char *)s->folded, (size_t)bytes, length);
}

/* The eight bytes at p; zeros behind the end. */
static uint64_t eight_bytes(const char *p, const char *end)
{
    uint64_t text = 0;
    if (end - p >= (long)sizeof(text))
        memcpy(&text, p, sizeof(text));
    else
        memcpy(&text, p, (size_t)(end - p));
    return text;
}

/* How many of the eight bytes, in memory's order, are ASCII letters or digits before the first that is not.
 * Adding 0x80 - c to a byte below 0x80 carries into its highest bit when the byte is c or more. */
static int word_bytes(uint64_t text)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x80 * ones;
    uint64_t plain = text & ~high, lower = plain | 0x20 * ones;
    uint64_t letter = (lower + (0x80 - 'a') * ones) & ~(lower + (0x80 - 'z' - 1) * ones);
    uint64_t digit = (plain + (0x80 - '0') * ones) & ~(plain + (0x80 - '9' - 1) * ones);
    uint64_t others = (~(letter | digit) | text) & high;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    others = __builtin_bswap64(others);
#endif
    return others ? __builtin_ctzll(others) / 8 : 8;
}

/* The word that starts with the ASCII letter or digit at s->next. */
static const char *ascii_word(struct word_splitter *s, size_t *length)
{
    const char *p = s->next, *end = s->end;
    size_t used = 0;
    for (;;) {
        uint64_t text = eight_bytes(p, end), lower = text | 0x2020202020202020u; /* digits have that bit */
        int count = word_bytes(text);
        memcpy(s->word + used, &lower, sizeof(lower));
        used = used + (size_t)count < WORD_LIMIT ? used + (size_t)count : WORD_LIMIT;
        p += count;
        if (count == 8)
            continue;
        bool joint = p + 1 < end && (*p == '\'' || *p == '_');
        if (p == end || (fold(*p) == ' ' && (!joint || fold(p[1]) == ' ')))
            break;
        if (!joint || fold(p[1]) == NOT_ASCII)
            return unicode_word(s, length); /* again from s->next */
        s->word[used] = *p++;
        used += used < WORD_LIMIT;
    }
    s->next = p;
    used = without_joint(s->word, used);
    s->word[used] = '\0';
    *length = used;
    return s->word;
}

const char *word_splitter_next(struct word_splitter *s, size_t *length)
{
    const char *p = s->next, *end = s->end;
    for (;;) {
        while (p < end && fold(*p) == ' ')
            p++;
        if (p == end) {
            s->next = end;
            return NULL;
        }
        if ((unsigned char)*p < 0x80)
            break;
        int size;
        enum word_class class = class_at(p, end, &size);
        if (class == LETTER || class == HAN) {
            s->next = p;
            return unicode_word(s, length);
        }
        p += size;
    }
    s->next = p;
    return ascii_word(s, length);
}

char *word_fold(const char *word)
{
    size_t length = strlen(word);
    char *plain = mem_string(word), *to = plain;
    for (size_t i = 0; i < length;) {
        int size;
        int32_t c = utf8_decode(word + i, length - i, &size);
        if (c == 0x2019) {
            *to++ = '\'';
        } else {
            memcpy(to, word + i, (size_t)size);
            to += size;
        }
        i += (size_t)size;
    }
    *to = '\0';
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)plain, to - plain, &mapped, FOLDING);
    if (size < 0) { /* ill-formed UTF-8: as it is */
        free(mapped);
        return plain;
    }
    mem_free(plain);
    char *folded = mem_string_n((const char *)mapped, (size_t)size);
    free(mapped);
    return folded;
}
