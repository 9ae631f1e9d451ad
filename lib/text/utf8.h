/* utf8.h: UTF-8 and the few classes of characters that cutting text needs. */
#ifndef EMBEDLAB_TEXT_UTF8_H
#define EMBEDLAB_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the longest well-formed prefix of text[0..length) (Unicode 15, table 3-7: no overlong
 * forms, no surrogates, nothing over U+10FFFF). Runs of ASCII take a fast path. */
size_t utf8_valid_prefix(const char *text, size_t length);

/* The character at text[0..length), length > 0, and its *size in bytes; -1 and *size = 1 where the
 * bytes are ill-formed. */
int32_t utf8_decode(const char *text, size_t length, int *size);

/* Start of the character before text[position], position > 0. Ill-formed bytes count one by one. */
size_t utf8_previous(const char *text, size_t position);

/* The classes of character; code point -1 (ill-formed) is none of them. */
bool utf8_is_letter(int32_t c); /* L* */
bool utf8_is_mark(int32_t c);   /* M* */
bool utf8_is_number(int32_t c); /* N* */
bool utf8_is_space(int32_t c);  /* White_Space */
bool utf8_is_han(int32_t c);    /* a Chinese character */

#endif
