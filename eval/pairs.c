/* pairs.c: readers of scored pairs. */
#include "eval/pairs.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define COLUMNS_LIMIT 16

struct field {
    const char *text;
    size_t length;
};

static bool broken(const struct reader *in, struct error *err, const char *what)
{
    return error_set(err, "%s: line %ld: %s", reader_name(in), reader_line_number(in), what);
}

/* Splits line[0..length) at TABs. Returns how many columns there are; those up to COLUMNS_LIMIT are in field. */
static int split(const char *line, size_t length, struct field field[COLUMNS_LIMIT])
{
    int count = 0;
    const char *end = line + length;
    for (const char *start = line;; start++) {
        const char *tab = memchr(start, '\t', (size_t)(end - start));
        const char *stop = tab != NULL ? tab : end;
        if (count < COLUMNS_LIMIT)
            field[count] = (struct field){start, (size_t)(stop - start)};
        count++;
        if (!tab)
            return count;
        start = tab;
    }
}

/* The gold score in text[0..length): a finite number on the benchmark's scale. (The programs keep the C locale.) */
static bool parse_gold(const struct benchmark *b, const struct reader *in, struct field f, double *gold,
                       struct error *err)
{
    char number[64], *end = number;
    while (f.length > 0 && f.text[f.length - 1] == ' ')
        f.length--;
    if (f.length > 0 && f.length < sizeof number) {
        memcpy(number, f.text, f.length);
        number[f.length] = '\0';
        if (strchr("+-.0123456789", number[0]) != NULL)
            *gold = strtod(number, &end);
    }
    if (end == number || *end != '\0' || strpbrk(number, "xX") != NULL)
        return error_set(err, "%s: line %ld: expected a score from %g to %g, found \"%.*s\"", reader_name(in),
                         reader_line_number(in), b->low, b->high, f.length > 40 ? 40 : (int)f.length, f.text);
    if (!(*gold >= b->low && *gold <= b->high))
        return error_set(err, "%s: line %ld: the score %s is off the scale of %s, %g to %g", reader_name(in),
                         reader_line_number(in), number, b->title, b->low, b->high);
    return true;
}

/* Id of a text in p->texts, where it is added when new; -1 for an empty one. */
static int intern(struct pairs *p, struct field f)
{
    while (f.length > 0 && isspace((unsigned char)f.text[0]))
        f.text++, f.length--;
    while (f.length > 0 && isspace((unsigned char)f.text[f.length - 1]))
        f.length--;
    if (f.length == 0)
        return -1;
    vocab_append(p->texts, f.text, f.length, 1);
    return vocab_lookup(p->texts, f.text, f.length);
}

/* One line of the input. The gold score comes from `gold`, the line of the gold file, when there is one; an empty
 * one means that the pair has none. */
static bool add_pair(struct pairs *p, const struct reader *in, const char *line, size_t length,
                     const struct reader *gold, struct field gold_line, int part, struct error *err)
{
    const struct columns *c = p->benchmark->columns;
    struct field field[COLUMNS_LIMIT];
    int count = split(line, length, field);
    if (count < c->low || count > c->high) {
        char range[32] = "";
        if (c->high > c->low)
            snprintf(range, sizeof range, " to %d", c->high);
        return error_set(err, "%s: line %ld: expected %d%s columns separated by TAB, found %d", reader_name(in),
                         reader_line_number(in), c->low, range, count);
    }
    struct pair pair = {.part = part};
    if (gold != NULL && gold_line.length == 0)
        return true;
    if (gold != NULL ? !parse_gold(p->benchmark, gold, gold_line, &pair.gold, err)
                     : !parse_gold(p->benchmark, in, field[c->score], &pair.gold, err))
        return false;
    pair.first = intern(p, field[c->first]);
    pair.second = intern(p, field[c->second]);
    if (pair.first < 0 || pair.second < 0)
        return broken(in, err, "expected a text in both columns, found an empty one");
    if (p->count == p->capacity) {
        p->capacity = (long)mem_capacity((size_t)p->capacity, (size_t)p->count + 1);
        p->items = mem_grow(p->items, (size_t)p->capacity, sizeof *p->items, "benchmark");
    }
    p->items[p->count++] = pair;
    return true;
}

/* All lines of `in`, beside them those of `gold` if not NULL. */
static bool read_lines(struct pairs *p, struct reader *in, struct reader *gold, int part, struct error *err)
{
    const struct columns *c = p->benchmark->columns;
    const char *line;
    size_t length;
    while ((line = reader_line(in, &length)) != NULL) {
        if (c->header != NULL && reader_line_number(in) == 1) {
            if (strncmp(line, c->header, strlen(c->header)) != 0)
                return broken(in, err, "expected the names of the columns (pair_ID, sentence_A, ...)");
            continue;
        }
        struct field gold_line = {NULL, 0};
        if (gold != NULL && (gold_line.text = reader_line(gold, &gold_line.length)) == NULL)
            return !reader_failed(gold, err) &&
                   error_set(err, "%s ends after %ld lines, but %s goes on: they must have the same number of lines",
                             reader_name(gold), reader_line_number(gold), reader_name(in));
        if (!add_pair(p, in, line, length, gold, gold_line, part, err))
            return false;
    }
    if (reader_failed(in, err))
        return false;
    if (gold != NULL && reader_line(gold, &length) != NULL)
        return error_set(err, "%s ends after %ld lines, but %s goes on: they must have the same number of lines",
                         reader_name(in), reader_line_number(in), reader_name(gold));
    return gold == NULL || !reader_failed(gold, err);
}

static bool read_part(struct pairs *p, const char *data, int part, struct error *err)
{
    const struct benchmark *b = p->benchmark;
    char *path = benchmark_path(b, data, part);
    char *gold_path = b->gold != NULL ? benchmark_gold_path(b, data, part) : NULL;
    struct reader *in = reader_open(path, err);
    struct reader *gold = in != NULL && gold_path != NULL ? reader_open(gold_path, err) : NULL;
    bool good = in != NULL && (gold_path == NULL || gold != NULL) && read_lines(p, in, gold, part, err);
    if (in)
        reader_close(in);
    if (gold)
        reader_close(gold);
    mem_free(path);
    mem_free(gold_path);
    return good;
}

struct pairs *pairs_read(const struct benchmark *b, const char *data, struct error *err)
{
    struct pairs *p = mem_new(1, sizeof *p, "benchmark");
    p->benchmark = b;
    p->texts = vocab_new();
    bool good = true;
    for (int part = 0; good && (part == 0 || (b->parts != NULL && b->parts[part] != NULL)); part++)
        good = read_part(p, data, part, err);
    if (good && p->count == 0) {
        char *path = benchmark_path(b, data, 0);
        good = error_set(err, "%s: holds no scored pair; get %s again from %s", path, b->title, b->address);
        mem_free(path);
    }
    if (good)
        return p;
    pairs_free(p);
    return NULL;
}

void pairs_free(struct pairs *p)
{
    if (!p)
        return;
    vocab_free(p->texts);
    mem_free(p->items);
    mem_free(p);
}
