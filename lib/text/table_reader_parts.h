/* table_reader_parts.h: what the files of the table reader share. */
#ifndef EMBEDLAB_TEXT_TABLE_READER_PARTS_H
#define EMBEDLAB_TEXT_TABLE_READER_PARTS_H

#include "text/reader.h"
#include "text/table_reader.h"

struct table_column {
    const char *title; /* borrowed from `names`: as chosen */
    bool named;
    long number;      /* from 1; of a name once the row of names is read */
};

struct table_reader {
    struct reader *in;
    enum table_format format;
    char *names; /* owned; what `columns` borrow from; NULL: all cells */
    struct table_column columns[TABLE_COLUMNS_LIMIT];
    int chosen;
    const char *pending; /* the first line, read ahead; borrowed from `in` */
    size_t pending_length;

    /* The row: cell i is text[starts[i] .. starts[i + 1] - 1), a NUL behind it. */
    char *text; /* owned */
    size_t used, text_capacity;
    size_t *starts; /* owned */
    size_t count, starts_capacity;
    struct table_cell *cells; /* owned; what table_reader_row returns */
    size_t cells_capacity;
    long line, blank;
    struct error error; /* why reading stopped */
};

/* Stops reading: "file: line N: ...". Returns false. */
bool table_broken(struct table_reader *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The cells of the row that starts with this line, in the row's order; of JSON those chosen. False after
 * table_broken. */
bool table_split(struct table_reader *t, const char *line, size_t length);

#endif
