#include "text/sentences.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "text/utf8.h"

/* ---- characters ---- */

static bool is_one_of(int32_t c, const int32_t *set)
{
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

static bool is_chinese_stop(int32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

static bool is_stop(int32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || is_chinese_stop(c);
}

/* Quotes and brackets that close after a stop. */
static bool is_closer(int32_t c)
{
    static const int32_t set[] = {'"',    '\'',   ')',    ']',    '}',    0x2019, 0x201D, 0xBB,
                                  0x203A, 0x300D, 0x300F, 0xFF09, 0x3011, 0x300B, 0};
    return is_one_of(c, set);
}

/* Quotes, brackets and dashes that may stand before a sentence. */
static bool is_opener(int32_t c)
{
    static const int32_t set[] = {'"',    '\'',   '(',    '[',    '{',    '*',    '_',    '-',
                                  0x2018, 0x201C, 0x201E, 0xAB,   0x2039, 0x300C, 0x300E, 0xFF08,
                                  0x3010, 0x300A, 0x2013, 0x2014, 0xBF,   0xA1,   0};
    return is_one_of(c, set);
}

static bool is_upper(int32_t c)
{
    if (c < 0)
        return false;
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

static bool is_lower(int32_t c)
{
    return c >= 0 && utf8proc_category(c) == UTF8PROC_CATEGORY_LL;
}

static bool is_digit(int32_t c)
{
    return c >= '0' && c <= '9';
}

/* The character at text[at], 0 at the end. */
static int32_t peek(const char *text, size_t at, size_t length, int *size)
{
    *size = 0;
    return at < length ? utf8_decode(text + at, length - at, size) : 0;
}

/* ---- words around the stop ---- */

static bool in_list(const char *list, const char *word, size_t length)
{
    for (const char *p = list; *p; p += strcspn(p, " "), p += *p == ' ')
        if (strcspn(p, " ") == length && strncasecmp(p, word, length) == 0)
            return true;
    return false;
}

/* Never the end of a sentence: a name or more of the sentence follows. */
static const char titles[] = "mr mrs ms messrs mme mlle dr prof st mt gen col capt lt sgt maj cmdr adm rev hon sen rep "
                             "gov pres pvt cpl brig fr ft e.g i.e a.k.a cf viz vs ca approx esp al";
/* Not the end when a number follows. */
static const char counted[] =
    "no nos vol vols fig figs p pp ch sec art eq op est jan feb mar apr jun jul aug sep sept oct "
    "nov dec";
/* The end when the next word is one that starts sentences. */
static const char both[] =
    "etc inc ltd co corp jr sr bros a.m p.m u.s u.k u.n e.u ph.d m.d b.a m.a d.c b.c a.d dept univ "
    "assn ave blvd rd";
static const char starters[] =
    "a after all although an and as at both but by during even every for from he her his how "
    "however i if in it its many most my no not of on one our she since so some such that the "
    "their then there these they this those to two under until we what when where while who "
    "why with you your";

/* Does the text at `at` start with one of the words that start sentences? */
static bool starts_sentence(const char *text, size_t at, size_t length)
{
    size_t end = at;
    while (end < length && (((unsigned char)text[end] | 0x20) >= 'a' && ((unsigned char)text[end] | 0x20) <= 'z'))
        end++;
    return end > at && in_list(starters, text + at, end - at);
}

/* Start of the word that ends at text[stop): letters, digits and inner full stops. */
static size_t word_start(const char *text, size_t stop)
{
    size_t at = stop;
    while (at > 0) {
        size_t before = utf8_previous(text, at);
        int size;
        int32_t c = utf8_decode(text + before, at - before, &size);
        if (c != '.' && !utf8_is_letter(c) && !utf8_is_number(c) && !utf8_is_mark(c))
            break;
        at = before;
    }
    return at;
}

/* The initial before the one at text[at): "J. " or "J.". */
static bool follows_initial(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] == ' ')
        at--;
    if (at < 2 || text[at - 1] != '.')
        return false;
    size_t letter = utf8_previous(text, at - 1);
    int size;
    if (!is_upper(utf8_decode(text + letter, at - letter, &size)))
        return false;
    return letter == 0 || !utf8_is_letter((unsigned char)text[letter - 1]);
}

/* Is the single full stop at text[stop] part of an abbreviation? The next word is at text[next]. */
static bool is_abbreviation(const char *text, size_t stop, size_t next, size_t length)
{
    size_t start = word_start(text, stop), size = stop - start;
    const char *word = text + start;
    int bytes, next_bytes;
    int32_t first = peek(text, start, stop, &bytes), following = peek(text, next, length, &next_bytes);
    if (size == 0)
        return false;
    if (size == (size_t)bytes && (is_upper(first) || is_lower(first))) /* "J. Smith", "c. 1850"; but "so did I. He" */
        return first != 'I' || start == 0 || follows_initial(text, start);
    if (in_list(titles, word, size))
        return true;
    if (in_list(counted, word, size))
        return is_digit(following);
    bool acronym = size >= 3 && memchr(word, '.', size) && is_upper(first); /* U.S., J.R.R. */
    if (in_list(both, word, size) || acronym)
        return !starts_sentence(text, next, length);
    /* "1. Introduction": a number that opens the sentence counts items. */
    return strspn(text, " \t") >= start && size <= 3 && strspn(word, "0123456789") >= size;
}

/* ---- the splitter ---- */

/* Past the white space at `at`; *blank: it holds a blank line. */
static size_t skip_space(const char *text, size_t at, size_t length, bool *blank)
{
    int size, newlines = 0;
    int32_t c;
    while ((c = peek(text, at, length, &size)) > 0 && utf8_is_space(c)) {
        newlines += c == '\n';
        at += (size_t)size;
    }
    *blank = newlines >= 2;
    return at;
}

/* Past closing quotes and brackets; French has a space before the closing quote. */
static size_t skip_closers(const char *text, size_t at, size_t length)
{
    int size, quote_size, following_size;
    int32_t c;
    while ((c = peek(text, at, length, &size)) > 0 && is_closer(c))
        at += (size_t)size;
    if (c == ' ' || c == 0xA0 || c == 0x202F) {
        size_t quote = at + (size_t)size;
        c = peek(text, quote, length, &quote_size);
        if ((c == 0xBB || c == 0x203A) &&
            (quote + (size_t)quote_size == length ||
             utf8_is_space(peek(text, quote + (size_t)quote_size, length, &following_size))))
            return quote + (size_t)quote_size;
    }
    return at;
}

/* Can a sentence start at text[at]? */
static bool can_start(const char *text, size_t at, size_t length, size_t *word)
{
    int size;
    int32_t c;
    while ((c = peek(text, at, length, &size)) > 0 && (is_opener(c) || utf8_is_space(c)))
        at += (size_t)size;
    *word = at;
    return at < length && !is_lower(c) && c != ',' && c != ';' && c != ':' && c != '.' && c != '?' && c != '!';
}

size_t sentence_length(const char *text, size_t length)
{
    int size;
    for (size_t at = 0; at < length; at += (size_t)size) {
        unsigned char byte = (unsigned char)text[at];
        if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') { /* the fast path */
            size = 1;
            continue;
        }
        int32_t c = peek(text, at, length, &size);
        bool blank;
        if (c == '\n') {
            size_t next = skip_space(text, at, length, &blank);
            if (blank)
                return next;
        }
        if (!is_stop(c))
            continue;
        size_t stop = at, after = at, stops = 0;
        bool chinese = false;
        for (; (c = peek(text, after, length, &size)) > 0 && is_stop(c); after += (size_t)size, stops++)
            chinese |= is_chinese_stop(c);
        bool full_stop = stops == 1 && text[stop] == '.';
        after = skip_closers(text, after, length);
        size_t word, next = skip_space(text, after, length, &blank);
        if (next == length || blank || chinese)
            return next;
        if (next > after && can_start(text, next, length, &word) &&
            !(full_stop && is_abbreviation(text, stop, word, length)))
            return next;
        at = after;
        size = 0;
    }
    return length;
}
