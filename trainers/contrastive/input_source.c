/* input_source.c: lines, tables and parallel files as one stream of rows. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "text/reader.h"
#include "trainers/contrastive/input_rows.h"

char **input_split(const char *list, int *count)
{
    char **parts = NULL;
    *count = 0;
    for (const char *end; list; list = *end ? end + 1 : NULL) {
        end = list + strcspn(list, ",");
        parts = mem_grow(parts, (size_t)*count + 1, sizeof *parts, "a list");
        parts[(*count)++] = mem_string_n(list, (size_t)(end - list));
    }
    return parts;
}

void input_split_free(char **list, int count)
{
    for (int i = 0; i < count; i++)
        mem_free(list[i]);
    mem_free(list);
}

/* ---- columns ---- */

enum source_kind source_kind(const struct input_settings *s)
{
    if (s->parallel || (s->groups && !s->columns))
        return SOURCE_PARALLEL;
    return s->columns ? SOURCE_TABLE : SOURCE_LINES;
}

static void append_column(char **columns, const char *name)
{
    char *longer = *columns ? mem_format("%s,%s", *columns, name) : mem_string(name);
    mem_free(*columns);
    *columns = longer;
}

/* The place of one more cell, or -1 when no name is given. */
static int append_cell(struct source *s, const char *name, int *cells)
{
    if (!name)
        return -1;
    append_column(&s->columns, name);
    return (*cells)++;
}

/* "1,2,..." for the files whose lines are neither label nor score nor key. */
static char *other_files(const struct input_settings *s)
{
    char *columns = NULL;
    for (int i = 0; s->files[i]; i++) {
        char *number = mem_format("%d", i + 1);
        if ((!s->label || strcmp(s->label, number)) && (!s->score || strcmp(s->score, number)) &&
            (!s->group_by || strcmp(s->group_by, number)))
            append_column(&columns, number);
        mem_free(number);
    }
    return columns ? columns : mem_string("");
}

void source_init(struct source *s, const struct input_settings *settings)
{
    enum source_kind kind = source_kind(settings);
    *s = (struct source){.settings = settings, .sentences = 1, .label = -1, .score = -1, .key = -1,
                         .next_file = settings->files, .record = cJSON_CreateArray()};
    if (kind == SOURCE_LINES)
        return;
    s->columns = settings->columns ? mem_string(settings->columns) : other_files(settings);
    char **sentences = input_split(s->columns, &s->sentences);
    input_split_free(sentences, s->sentences);
    int cells = s->sentences;
    s->label = append_cell(s, settings->label, &cells);
    s->score = append_cell(s, settings->score, &cells);
    s->key = append_cell(s, settings->group_by, &cells);
    if (kind == SOURCE_PARALLEL) { /* input_check made sure that these are numbers of files */
        int count;
        char **numbers = input_split(s->columns, &count);
        for (int i = 0; i < count; i++)
            s->files[i] = atoi(numbers[i]) - 1;
        input_split_free(numbers, count);
    }
}

/* ---- files ---- */

static void record_file(struct source *s, const char *name, uint32_t checksum, uint64_t bytes)
{
    char text[9];
    snprintf(text, sizeof text, "%08x", (unsigned)checksum);
    cJSON *file = cJSON_CreateObject();
    cJSON_AddStringToObject(file, "name", name);
    cJSON_AddStringToObject(file, "crc32", text);
    cJSON_AddNumberToObject(file, "bytes", (double)bytes);
    cJSON_AddItemToArray(s->record, file);
    bool only = cJSON_GetArraySize(s->record) == 1; /* then its own checksum */
    s->checksum = only ? checksum : (uint32_t)crc32(s->checksum, (const Bytef *)&checksum, sizeof checksum);
    s->bytes += bytes;
}

static void close_files(struct source *s)
{
    if (s->table) {
        record_file(s, table_reader_name(s->table), table_reader_checksum(s->table), table_reader_bytes(s->table));
        s->blank += table_reader_blank(s->table);
        table_reader_close(s->table);
        s->table = NULL;
    }
    for (int i = 0; i < s->reader_count; i++) {
        const struct reader *in = s->readers[i];
        record_file(s, reader_name(in), reader_checksum(in), reader_bytes(in));
        reader_close(s->readers[i]);
    }
    s->reader_count = 0;
    s->row = NULL;
}

/* Opens the next file, or all of parallel ones. */
static bool open_files(struct source *s, struct error *err)
{
    const struct input_settings *set = s->settings;
    enum source_kind kind = source_kind(set);
    if (kind == SOURCE_TABLE) {
        enum table_format format = set->format ? table_format_parse(set->format) : TABLE_BY_NAME;
        s->table = table_reader_open(*s->next_file++, format, s->columns, err);
        return s->table != NULL;
    }
    do {
        struct reader *in = reader_open(*s->next_file++, err);
        if (!in)
            return false;
        s->readers = mem_grow(s->readers, (size_t)s->reader_count + 1, sizeof *s->readers, "files");
        s->readers[s->reader_count++] = in;
    } while (kind == SOURCE_PARALLEL && *s->next_file);
    return true;
}

void source_release(struct source *s)
{
    close_files(s);
    mem_free(s->readers);
    mem_free(s->columns);
    cJSON_Delete(s->record);
}

/* ---- rows ---- */

/* Line n of every open file; false at the end of all, or with *err. */
static bool read_lines(struct source *s, struct error *err)
{
    struct table_cell lines[TABLE_COLUMNS_LIMIT];
    int ended = 0, last = 0;
    for (int i = 0; i < s->reader_count; i++) {
        lines[i].text = reader_line(s->readers[i], &lines[i].length);
        if (!lines[i].text && reader_failed(s->readers[i], err))
            return false;
        ended += !lines[i].text;
        last = lines[i].text ? last : i;
    }
    if (ended > 0 && ended < s->reader_count) {
        const struct reader *longer = s->readers[0];
        for (int i = 0; i < s->reader_count; i++)
            longer = lines[i].text ? s->readers[i] : longer;
        return error_set(err, "%s ends after %ld lines, but %s goes on: parallel files must have the same number of "
                              "lines", reader_name(s->readers[last]), reader_line_number(s->readers[last]),
                         reader_name(longer));
    }
    int cells = s->sentences + (s->label >= 0) + (s->score >= 0) + (s->key >= 0);
    for (int i = 0; i < cells && !ended; i++)
        s->cells[i] = lines[s->files[i]];
    s->row = s->cells;
    return !ended;
}

bool source_row(struct source *s, struct error *err)
{
    for (;;) {
        int count;
        if (s->table && (s->row = table_reader_row(s->table, &count)))
            return true;
        if (s->table && table_reader_failed(s->table, err))
            return false;
        if (s->reader_count > 0 && read_lines(s, err))
            return true;
        if (err->message[0])
            return false;
        close_files(s);
        if (!*s->next_file || !open_files(s, err))
            return false;
    }
}

bool source_prefix(const struct source *s, struct error *err)
{
    if (s->table)
        return error_prefix(err, "%s: line %ld", table_reader_name(s->table), table_reader_line(s->table));
    return error_prefix(err, "%s: line %ld", reader_name(s->readers[0]), reader_line_number(s->readers[0]));
}
