#include "text/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* Length of the leading run of ASCII. */
static size_t ascii_prefix(const char *text, size_t length)
{
    size_t i = 0;
    for (; i + 32 <= length; i += 32) {
        uint64_t w[4];
        memcpy(w, text + i, sizeof(w));
        if ((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u)
            break;
    }
    while (i < length && (unsigned char)text[i] < 0x80)
        i++;
    return i;
}

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

int32_t utf8_decode(const char *text, size_t length, int *size)
{
    const unsigned char *s = (const unsigned char *)text;
    *size = 1;
    if (s[0] < 0x80)
        return s[0];
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return -1;
    if (length < 2 || !is_continuation(s[1]))
        return -1;
    if (s[0] < 0xE0) {
        *size = 2;
        return (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (length < 3 || !is_continuation(s[2]))
        return -1;
    if (s[0] < 0xF0) {
        int32_t c = (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))
            return -1;
        *size = 3;
        return c;
    }
    if (length < 4 || !is_continuation(s[3]))
        return -1;
    int32_t c = (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 | (s[3] & 0x3F);
    if (c < 0x10000 || c > 0x10FFFF)
        return -1;
    *size = 4;
    return c;
}

size_t utf8_valid_prefix(const char *text, size_t length)
{
    size_t i = ascii_prefix(text, length);
    while (i < length) {
        int size;
        if (utf8_decode(text + i, length - i, &size) < 0)
            return i;
        i += (size_t)size;
        if (i < length && (unsigned char)text[i] < 0x80)
            i += ascii_prefix(text + i, length - i);
    }
    return i;
}

size_t utf8_previous(const char *text, size_t position)
{
    for (size_t back = 1; back <= 4 && back <= position; back++) {
        int size;
        if (utf8_decode(text + position - back, back, &size) >= 0)
            return (size_t)size == back ? position - back : position - 1;
    }
    return position - 1;
}

bool utf8_is_letter(int32_t c)
{
    if (c < 0)
        return false;
    utf8proc_category_t category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_mark(int32_t c)
{
    if (c < 0x300)
        return false;
    utf8proc_category_t category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool utf8_is_number(int32_t c)
{
    if (c < 0)
        return false;
    utf8proc_category_t category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
}

bool utf8_is_space(int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool utf8_is_han(int32_t c)
{
    return c >= 0x3005 && (c == 0x3005 || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
                           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF));
}
