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

/* The cells of a line. */
struct cells {
    struct field field[COLUMNS_LIMIT]; /* the first ones */
    int count;                         /* in all */
};

static void add_cell(struct cells *c, const char *text, size_t length)
{
    if (c->count < COLUMNS_LIMIT)
        c->field[c->count] = (struct field){text, length};
    c->count++;
}

static void split_at_tabs(struct cells *c, const char *line, size_t length)
{
    const char *end = line + length, *tab;
    for (; (tab = memchr(line, '\t', (size_t)(end - line))) != NULL; line = tab + 1)
        add_cell(c, line, (size_t)(tab - line));
    add_cell(c, line, (size_t)(end - line));
}

static void split_at_blanks(struct cells *c, const char *line)
{
    for (line += strspn(line, " \t"); *line; line += strspn(line, " \t")) {
        size_t length = strcspn(line, " \t");
        add_cell(c, line, length);
        line += length;
    }
}

/* RFC 4180; quoted cells are put together in the line, which is overwritten. False when a quote is not closed. */
static bool split_csv(struct cells *c, char *line)
{
    for (;; line++) {
        char *text = line, *to = line;
        bool quoted = *line == '"';
        for (line += quoted; *line && (quoted || *line != ','); line++) {
            if (quoted && *line == '"' && *++line != '"')
                quoted = false;
            if (!quoted && (*line == ',' || !*line))
                break;
            *to++ = *line;
        }
        if (quoted)
            return false;
        add_cell(c, text, (size_t)(to - text));
        if (!*line)
            return true;
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
    if (p->benchmark->columns->tagged && f.length > 2 && f.text[f.length - 2] == '-')
        f.length -= 2;
    while (f.length > 0 && isspace((unsigned char)f.text[0]))
        f.text++, f.length--;
    while (f.length > 0 && isspace((unsigned char)f.text[f.length - 1]))
        f.length--;
    if (f.length == 0)
        return -1;
    vocab_append(p->texts, f.text, f.length, 1);
    return vocab_lookup(p->texts, f.text, f.length);
}

/* The part that the pair says it belongs to, among those of the benchmark; -1: none of them. */
static int find_part(const struct benchmark *b, struct field name)
{
    for (int i = 0; b->parts[i] != NULL; i++)
        if (strlen(b->parts[i]) == name.length && memcmp(b->parts[i], name.text, name.length) == 0)
            return i;
    return -1;
}

static void append(struct pairs *p, struct pair pair)
{
    if (p->count == p->capacity) {
        p->capacity = (long)mem_capacity((size_t)p->capacity, (size_t)p->count + 1);
        p->items = mem_grow(p->items, (size_t)p->capacity, sizeof *p->items, "benchmark");
    }
    p->items[p->count++] = pair;
}

/* The pair in a line's cells. The gold score comes from `gold`, the line of the gold file, when there is one; an empty
 * one means that the pair has none. */
static bool add_pair(struct pairs *p, const struct reader *in, const struct cells *cells, const struct reader *gold,
                     struct field gold_line, int part, struct error *err)
{
    const struct columns *c = p->benchmark->columns;
    if (cells->count < c->low || cells->count > c->high) {
        char range[32] = "";
        if (c->high > c->low)
            snprintf(range, sizeof range, " to %d", c->high);
        return error_set(err, "%s: line %ld: expected %d%s columns separated by %s, found %d", reader_name(in),
                         reader_line_number(in), c->low, range,
                         c->separator == ','   ? "commas"
                         : c->separator == ' ' ? "spaces"
                                               : "TAB",
                         cells->count);
    }
    struct pair pair = {.part = c->part > 0 ? find_part(p->benchmark, cells->field[c->part]) : part};
    if (pair.part < 0)
        return broken(in, err, "expected the name of a part of the benchmark, found another");
    if (gold != NULL && gold_line.length == 0)
        return true;
    if (gold != NULL ? !parse_gold(p->benchmark, gold, gold_line, &pair.gold, err)
                     : !parse_gold(p->benchmark, in, cells->field[c->score], &pair.gold, err))
        return false;
    pair.first = intern(p, cells->field[c->first]);
    pair.second = intern(p, cells->field[c->second]);
    if (pair.first < 0 || pair.second < 0)
        return broken(in, err, "expected a text in both columns, found an empty one");
    append(p, pair);
    return true;
}

/* One line of the input. */
static bool read_line(struct pairs *p, const struct reader *in, const char *line, size_t length,
                      const struct reader *gold, struct field gold_line, int part, struct error *err)
{
    struct cells cells = {.count = 0};
    char separator = p->benchmark->columns->separator, *copy = separator == ',' ? mem_string_n(line, length) : NULL;
    bool good = true;
    if (separator == ',')
        good = split_csv(&cells, copy) || broken(in, err, "expected a \" that closes the quoted cell");
    else if (separator == ' ')
        split_at_blanks(&cells, line);
    else
        split_at_tabs(&cells, line, length);
    good = good && add_pair(p, in, &cells, gold, gold_line, part, err);
    mem_free(copy);
    return good;
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
                return broken(in, err, "expected the names of the columns");
            continue;
        }
        struct field gold_line = {NULL, 0};
        if (gold != NULL && (gold_line.text = reader_line(gold, &gold_line.length)) == NULL)
            return !reader_failed(gold, err) &&
                   error_set(err, "%s ends after %ld lines, but %s goes on: they must have the same number of lines",
                             reader_name(gold), reader_line_number(gold), reader_name(in));
        if (!read_line(p, in, line, length, gold, gold_line, part, err))
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
    bool good = read_part(p, data, 0, err), more = b->parts != NULL && strstr(b->path, "{}") != NULL;
    for (int part = 1; good && more && b->parts[part] != NULL; part++)
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
