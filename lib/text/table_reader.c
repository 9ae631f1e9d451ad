#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "text/table_reader_parts.h"

#define NAMES_SHOWN 400 /* bytes of the names of columns in a message */

static const char *cell_text(const struct table_reader *t, size_t i)
{
    return t->text + t->starts[i];
}

static size_t cell_length(const struct table_reader *t, size_t i)
{
    return t->starts[i + 1] - t->starts[i] - 1;
}

/* ---- rows ---- */

/* The cells of the next row that is no empty line; false at the end and on errors. */
static bool next_row(struct table_reader *t)
{
    const char *line;
    size_t length;
    do {
        if (t->error.message[0])
            return false;
        line = t->pending;
        length = t->pending_length;
        t->pending = NULL;
        if (!line && !(line = reader_line(t->in, &length))) {
            reader_failed(t->in, &t->error);
            return false;
        }
        t->line = reader_line_number(t->in);
        t->blank += length == 0;
    } while (length == 0);
    return table_split(t, line, length);
}

static const char *separator(const struct table_reader *t)
{
    return t->format == TABLE_CSV ? "commas" : "TABs";
}

const struct table_cell *table_reader_row(struct table_reader *t, int *count)
{
    if (!next_row(t))
        return NULL;
    bool pick = t->chosen > 0 && t->format != TABLE_JSONL;
    size_t cells = pick ? (size_t)t->chosen : t->count;
    if (cells + 1 > t->cells_capacity) { /* never NULL, though a row of JSON may have no cells */
        t->cells_capacity = mem_capacity(t->cells_capacity, cells + 1);
        t->cells = mem_grow(t->cells, t->cells_capacity, sizeof *t->cells, "a row");
    }
    for (size_t i = 0; i < cells; i++) {
        size_t from = pick ? (size_t)t->columns[i].number - 1 : i;
        if (from >= t->count) {
            table_broken(t, "expected at least %ld columns separated by %s, found %zu", t->columns[i].number,
                         separator(t), t->count);
            return NULL;
        }
        t->cells[i] = (struct table_cell){cell_text(t, from), cell_length(t, from)};
    }
    *count = (int)cells;
    return t->cells;
}

/* ---- choosing columns ---- */

/* Splits "A,B,..." into t->columns. */
static bool choose(struct table_reader *t, const char *columns, struct error *err)
{
    t->names = mem_string(columns);
    for (char *name = t->names, *comma; name; name = comma ? comma + 1 : NULL) {
        comma = strchr(name, ',');
        if (comma)
            *comma = '\0';
        if (t->chosen == TABLE_COLUMNS_LIMIT)
            return error_set(err, "more than %d columns are chosen", TABLE_COLUMNS_LIMIT);
        if (!*name)
            return error_set(err, "columns \"%s\": a name or number is missing; expected for example s1,s2", columns);
        struct table_column *c = &t->columns[t->chosen++];
        bool number = strspn(name, "0123456789") == strlen(name) && strlen(name) < 10;
        *c = (struct table_column){.title = name, .named = !number, .number = number ? atol(name) : 0};
        if (number && c->number == 0)
            return error_set(err, "columns \"%s\": columns are numbered from 1", columns);
    }
    return true;
}

/* The cells of the row of names, for a message. */
static bool no_such_column(struct table_reader *t, const char *name)
{
    char names[NAMES_SHOWN] = "";
    size_t used = 0;
    for (size_t i = 0; i < t->count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", cell_text(t, i));
    return table_broken(t, "no column \"%s\"; separated by %s, they are called: %s%s", name, separator(t), names,
                  used < sizeof names ? "" : "...");
}

static bool read_names(struct table_reader *t)
{
    bool named = false;
    for (int i = 0; i < t->chosen; i++)
        named |= t->columns[i].named;
    if (!named || t->format == TABLE_JSONL)
        return true;
    if (!next_row(t))
        return !t->error.message[0] &&
               error_set(&t->error, "%s: no rows; expected the names of the columns first", reader_name(t->in));
    for (int i = 0; i < t->chosen; i++) {
        struct table_column *c = &t->columns[i];
        for (size_t j = 0; c->named && j < t->count; j++) {
            if (strcmp(cell_text(t, j), c->title))
                continue;
            if (c->number)
                return table_broken(t, "two columns are called \"%s\"", c->title);
            c->number = (long)j + 1;
        }
        if (!c->number)
            return no_such_column(t, c->title);
    }
    return true;
}

/* ---- opening ---- */

enum table_format table_format_parse(const char *text)
{
    return strcmp(text, "csv") == 0 ? TABLE_CSV : strcmp(text, "jsonl") == 0 ? TABLE_JSONL : TABLE_TSV;
}

static bool has_extension(const char *path, const char *extension)
{
    size_t length = strlen(path), size = strlen(extension);
    if (length > 3 && strcasecmp(path + length - 3, ".gz") == 0)
        length -= 3;
    return length > size && strncasecmp(path + length - size, extension, size) == 0;
}

static enum table_format format_of(const struct table_reader *t, const char *path)
{
    if (has_extension(path, ".csv"))
        return t->pending && memchr(t->pending, '\t', t->pending_length) ? TABLE_TSV : TABLE_CSV;
    bool json = has_extension(path, ".jsonl") || has_extension(path, ".json") || has_extension(path, ".ndjson");
    return json ? TABLE_JSONL : TABLE_TSV;
}

/* Takes over `in`, which may be NULL. */
static struct table_reader *start(struct reader *in, const char *path, enum table_format format, const char *columns,
                                  struct error *err)
{
    if (!in)
        return NULL;
    struct table_reader *t = mem_new(1, sizeof *t, "table reader");
    t->in = in;
    bool good = !columns || choose(t, columns, err) || error_prefix(err, "%s", path);
    if (good) {
        t->pending = reader_line(in, &t->pending_length);
        t->format = format == TABLE_BY_NAME ? format_of(t, path) : format;
        good = (t->pending || !reader_failed(in, &t->error)) && read_names(t);
        if (!good)
            *err = t->error;
    }
    if (good)
        return t;
    table_reader_close(t);
    return NULL;
}

struct table_reader *table_reader_open(const char *path, enum table_format format, const char *columns,
                                       struct error *err)
{
    return start(reader_open(path, err), path, format, columns, err);
}

struct table_reader *table_reader_open_text(const char *name, const char *text, size_t length, enum table_format format,
                                            const char *columns, struct error *err)
{
    return start(reader_open_text(name, text, length), name, format, columns, err);
}

bool table_reader_failed(const struct table_reader *t, struct error *err)
{
    if (!t->error.message[0])
        return false;
    *err = t->error;
    return true;
}

const char *table_reader_name(const struct table_reader *t)
{
    return reader_name(t->in);
}

long table_reader_line(const struct table_reader *t)
{
    return t->line;
}

long table_reader_blank(const struct table_reader *t)
{
    return t->blank;
}

uint32_t table_reader_checksum(const struct table_reader *t)
{
    return reader_checksum(t->in);
}

uint64_t table_reader_bytes(const struct table_reader *t)
{
    return reader_bytes(t->in);
}

void table_reader_close(struct table_reader *t)
{
    if (!t)
        return;
    reader_close(t->in);
    mem_free(t->names);
    mem_free(t->text);
    mem_free(t->starts);
    mem_free(t->cells);
    mem_free(t);
}

bool table_cell_number(struct table_cell cell, double *number)
{
    const char *text = cell.text + strspn(cell.text, " \t");
    size_t length = strspn(text, "+-.0123456789eE");
    if (!isdigit((unsigned char)text[strspn(text, "+-.")]) || text[length + strspn(text + length, " \t\r\n")])
        return false;
    char *end;
    double value = strtod(text, &end);
    if (end != text + length || !isfinite(value))
        return false;
    *number = value;
    return true;
}
