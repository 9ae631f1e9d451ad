/* table_reader_split.c: a row to cells. */
#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "text/table_reader_parts.h"

bool table_broken(struct table_reader *t, const char *format, ...)
{
    char what[sizeof t->error.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    error_set(&t->error, "%s", what);
    return error_prefix(&t->error, "%s: line %ld", reader_name(t->in), t->line);
}

/* ---- the text of a row ---- */

static void append(struct table_reader *t, const char *text, size_t length)
{
    if (t->used + length >= t->text_capacity) {
        t->text_capacity = mem_capacity(t->text_capacity, t->used + length + 1);
        t->text = mem_grow(t->text, t->text_capacity, 1, "a row");
    }
    memcpy(t->text + t->used, text, length);
    t->used += length;
}

static void end_cell(struct table_reader *t)
{
    append(t, "", 1);
    if (t->count + 2 > t->starts_capacity) {
        t->starts_capacity = mem_capacity(t->starts_capacity, t->count + 2);
        t->starts = mem_grow(t->starts, t->starts_capacity, sizeof *t->starts, "a row");
    }
    if (t->count == 0)
        t->starts[0] = 0;
    t->starts[++t->count] = t->used;
}

/* ---- TSV ---- */

static void split_tsv(struct table_reader *t, const char *line, size_t length)
{
    const char *end = line + length, *tab;
    for (; (tab = memchr(line, '\t', (size_t)(end - line))); line = tab + 1) {
        append(t, line, (size_t)(tab - line));
        end_cell(t);
    }
    append(t, line, (size_t)(end - line));
    end_cell(t);
}

/* ---- CSV ---- */

/* The rest of a cell whose opening quote is before *line; goes on over line ends. *line and *end: behind the
 * closing quote. */
static bool quoted_cell(struct table_reader *t, const char **line, const char **end)
{
    for (;;) {
        const char *quote = memchr(*line, '"', (size_t)(*end - *line));
        const char *stop = quote ? quote : *end;
        append(t, *line, (size_t)(stop - *line));
        *line = quote ? quote + 1 : stop;
        if (quote && (*line == *end || **line != '"'))
            return true;
        if (quote) {
            append(t, "\"", 1);
            ++*line;
            continue;
        }
        append(t, "\n", 1);
        size_t length = 0;
        const char *next = reader_line(t->in, &length);
        if (!next && reader_failed(t->in, &t->error))
            return false;
        if (!next || t->used + length > READER_LINE_LIMIT)
            return table_broken(t, "column %zu: a quote without the closing one%s; expected \" again, or \"\" for a "
                                   "quote in the text", t->count + 1, next ? " in 1 MiB" : "");
        *line = next;
        *end = next + length;
    }
}

static bool split_csv(struct table_reader *t, const char *line, size_t length)
{
    const char *end = line + length;
    for (;;) {
        if (line < end && *line == '"') {
            line++;
            if (!quoted_cell(t, &line, &end))
                return false;
            if (line < end && *line != ',')
                return table_broken(t, "column %zu: expected a comma behind the closing quote, found '%c'",
                                    t->count + 1, isprint((unsigned char)*line) ? *line : '?');
        } else {
            const char *comma = memchr(line, ',', (size_t)(end - line)), *stop = comma ? comma : end;
            append(t, line, (size_t)(stop - line));
            line = stop;
        }
        end_cell(t);
        if (line == end)
            return true;
        line++; /* the comma */
    }
}

/* ---- JSON lines ---- */

/* False for an object or an array. */
static bool append_json(struct table_reader *t, const cJSON *value)
{
    char number[64];
    if (cJSON_IsString(value)) {
        append(t, value->valuestring, strlen(value->valuestring));
    } else if (cJSON_IsBool(value)) {
        append(t, cJSON_IsTrue(value) ? "true" : "false", cJSON_IsTrue(value) ? 4 : 5);
    } else if (cJSON_IsNumber(value)) {
        snprintf(number, sizeof number, "%.15g", value->valuedouble);
        append(t, number, strlen(number));
    } else if (!cJSON_IsNull(value)) {
        return false;
    }
    end_cell(t);
    return true;
}

static bool pick_json(struct table_reader *t, const cJSON *row)
{
    for (int i = 0; i < t->chosen; i++) {
        const struct table_column *c = &t->columns[i];
        if (cJSON_IsArray(row) == c->named)
            return table_broken(t, "column %s: choose elements of an array by number, fields of an object by name",
                                c->title);
        const cJSON *value = c->named ? cJSON_GetObjectItemCaseSensitive(row, c->title)
                                      : cJSON_GetArrayItem(row, (int)c->number - 1);
        if (!value)
            return table_broken(t, "expected a column %s, found none", c->title);
        if (!append_json(t, value))
            return table_broken(t, "column \"%s\" is an object or array; expected a text or a number", c->title);
    }
    return true;
}

static bool split_json(struct table_reader *t, const char *line, size_t length)
{
    cJSON *row = cJSON_ParseWithLengthOpts(line, length + 1, NULL, true);
    bool good = cJSON_IsObject(row) || cJSON_IsArray(row) ||
                table_broken(t, "expected a JSON object or array in one line");
    if (good && t->names) {
        good = pick_json(t, row);
    } else if (good) {
        const cJSON *value;
        cJSON_ArrayForEach(value, row)
            append_json(t, value);
    }
    cJSON_Delete(row);
    return good;
}

/* ---- all ---- */

bool table_split(struct table_reader *t, const char *line, size_t length)
{
    t->used = t->count = 0;
    if (t->format == TABLE_CSV)
        return split_csv(t, line, length);
    if (t->format == TABLE_JSONL)
        return split_json(t, line, length);
    split_tsv(t, line, length);
    return true;
}
