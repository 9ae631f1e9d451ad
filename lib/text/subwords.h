/* subwords.h: the character n-grams of a word, hashed to buckets (Bojanowski et al. 2017, section 3.2).
 *
 * A word stands between '<' and '>'; its n-grams are the runs of `shortest` to `longest` characters of
 * that, in order of their start, the marks alone left out. Characters are UTF-8 code points (a byte and
 * the continuation bytes behind it). fastText's mark of a line's end, "</s>", has none. The bucket is
 * FNV-1a (32 bit; bytes taken as signed, as fastText does) modulo `buckets`, so that a table trained here
 * or by fastText means the same to both. */
#ifndef EMBEDLAB_TEXT_SUBWORDS_H
#define EMBEDLAB_TEXT_SUBWORDS_H

#include <stddef.h>
#include <stdint.h>

#define SUBWORDS_LIMIT 64 /* characters; longer runs are whole words */

struct subwords {
    int shortest, longest; /* characters, 1 <= shortest <= longest <= SUBWORDS_LIMIT; longest 0: none */
    int32_t buckets;       /* 1.. */
};

/* Most n-grams that a word of `length` bytes has. */
size_t subwords_limit(const struct subwords *s, size_t length);

/* Writes the buckets of the n-grams of word[0..length) to out[subwords_limit()] and returns how many; the
 * same n-gram twice counts twice. */
size_t subwords_of(const struct subwords *s, const char *word, size_t length, int32_t *out);

#endif
