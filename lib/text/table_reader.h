/* table_reader.h: a table as a stream of rows: TSV, CSV or JSON lines, plain or gzip.
 *
 * Lines come through text/reader.h: UTF-8, BOM and CRLF accepted, what is no text refused by file and line.
 *
 *   TSV    cells between TABs, never quoted, as STS-B, SICK, MRPC and WiC have it: a " is a "
 *   CSV    RFC 4180: cells between commas, "quoted" where they hold a comma, a line end or a "" for one ";
 *          a line end inside quotes becomes \n
 *   JSONL  one object a line, its fields by name, or one array, its elements by number; strings, numbers and
 *          booleans as text, null as an empty cell
 *
 * Empty lines between rows are passed over and counted. A row longer than READER_LINE_LIMIT is refused. */
#ifndef EMBEDLAB_TEXT_TABLE_READER_H
#define EMBEDLAB_TEXT_TABLE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define TABLE_COLUMNS_LIMIT 64 /* columns that can be chosen */

enum table_format {
    TABLE_BY_NAME, /* .csv is CSV, unless there is a TAB in its first line (STS-B); .jsonl, .json and .ndjson are
                      JSONL; everything else is TSV; a .gz behind counts for nothing */
    TABLE_TSV,
    TABLE_CSV,
    TABLE_JSONL
};

/* From the option's text, one of TABLE_FORMATS. */
#define TABLE_FORMATS "tsv|csv|jsonl"
enum table_format table_format_parse(const char *text);

struct table_cell {
    const char *text; /* borrowed from the reader; NUL-terminated */
    size_t length;
};

struct table_reader;

/* Opens `path` for the columns "A,B,...": names or numbers from 1. With a name among them the first row of a TSV
 * or CSV holds the names; with numbers alone it is a row like any other. NULL: all cells, however many a row has,
 * and no row of names (of JSON whatever is neither object nor array). NULL and *err when it cannot be read, or a
 * name is not there or there twice. */
struct table_reader *table_reader_open(const char *path, enum table_format format, const char *columns,
                                       struct error *err);

/* The same over text[0..length) in memory, which stays until the reader is closed; `name` is for messages. */
struct table_reader *table_reader_open_text(const char *name, const char *text, size_t length, enum table_format format,
                                            const char *columns, struct error *err);

/* The next row: the chosen cells in the order in which they were chosen, valid until the next call; *count of them.
 * NULL at the end or on an error (a column missing in a row, broken quoting or JSON, ...): table_reader_failed
 * tells which. */
const struct table_cell *table_reader_row(struct table_reader *t, int *count);

/* After NULL: false at a clean end; true and *err when reading stopped on an error. */
bool table_reader_failed(const struct table_reader *t, struct error *err);

const char *table_reader_name(const struct table_reader *t);
long table_reader_line(const struct table_reader *t);  /* where the row last returned starts, from 1 */
long table_reader_blank(const struct table_reader *t); /* empty lines passed over so far */
uint32_t table_reader_checksum(const struct table_reader *t);
uint64_t table_reader_bytes(const struct table_reader *t);
void table_reader_close(struct table_reader *t);

/* The finite decimal number that the cell holds, white space around it allowed; false when it holds anything else. */
bool table_cell_number(struct table_cell cell, double *number);

#endif
