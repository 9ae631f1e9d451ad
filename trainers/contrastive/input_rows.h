/* input_rows.h: what the files of the input share: rows of sentences as text, before they become tokens. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_INPUT_ROWS_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_INPUT_ROWS_H

#include "text/table_reader.h"
#include "trainers/contrastive/input.h"

/* ---- rows of files ---- */

/* Where rows come from: lines of one file, a table's rows, or line n of several files. */
struct source {
    const struct input_settings *settings; /* borrowed */
    char *columns;         /* owned; those of the sentences, then label, score and key; NULL: one sentence a line */
    int sentences;         /* cells of a row that are sentences; behind them: */
    int label, score, key; /* the places of these cells; -1: none */

    char **next_file;               /* borrowed; files not opened yet */
    struct table_reader *table;     /* owned; the open table, or */
    struct reader **readers;        /* owned; [reader_count], the open files */
    int reader_count;
    int files[TABLE_COLUMNS_LIMIT]; /* with readers: whose line cell i is */
    struct table_cell cells[TABLE_COLUMNS_LIMIT];
    const struct table_cell *row;   /* the cells of the row at hand */
    cJSON *record;                  /* owned; array of {name, crc32, bytes}, one for each file read */
    uint32_t checksum;              /* of all files */
    uint64_t bytes;
    long blank; /* empty lines between the rows of tables */
};

enum source_kind { SOURCE_LINES, SOURCE_TABLE, SOURCE_PARALLEL };
enum source_kind source_kind(const struct input_settings *s);

void source_init(struct source *s, const struct input_settings *settings);
void source_release(struct source *s);

/* The next row; false at the end, or with *err->message not empty. */
bool source_row(struct source *s, struct error *err);

/* "file: line N: " before the message, for the row at hand. Returns false. */
bool source_prefix(const struct source *s, struct error *err);

/* ---- rows ---- */

struct input_rows {
    const struct input_settings *settings; /* borrowed */
    char *text; /* owned; all sentences, each with a line end behind it */
    size_t used, text_capacity;
    size_t *starts; /* owned; [text_count + 1] */
    size_t text_count, starts_capacity;

    uint32_t *texts;    /* owned; [row_starts[count]]: the rows' sentences */
    size_t *row_starts; /* owned; [count + 1] */
    size_t texts_capacity, count, rows_capacity;
    int32_t *labels; /* owned; [count]; NULL: none */
    double *scores;  /* owned; [count], 0..1; NULL: none */

    int columns; /* sentences that a batch takes of a row */
    bool groups;
    char **classes; /* owned; [class_count] */
    int class_count;

    cJSON *left_out; /* owned; {reason: rows} */
    cJSON *seen;     /* owned; array of {name, texts}: what of each file of --exclude-seen occurred */
    cJSON *files;    /* owned; what was read */
    uint32_t checksum;
    uint64_t bytes;
};

/* A row of the texts[count]; its label and score are the caller's to set. */
void input_rows_add(struct input_rows *r, const uint32_t *texts, size_t count);

static inline const char *input_rows_text(const struct input_rows *r, uint32_t text, size_t *length)
{
    *length = r->starts[text + 1] - r->starts[text] - 1;
    return r->text + r->starts[text];
}

/* The same as input_rows_read, with scores on any scale, as they are. */
struct input_rows *input_rows_read_any_score(const struct input_settings *s, struct error *err);

/* "LOW:HIGH"; false when it is nothing of the kind. */
bool input_score_range(const char *text, double *low, double *high);

/* More rows are left out, for this reason. */
void input_leave_out(cJSON *left_out, const char *reason, long rows);

/* "A,B,C" to strings, an array on the heap. */
char **input_split(const char *list, int *count);
void input_split_free(char **list, int count);

/* Which of the classes name[0..length) is, in upper or lower case; -1: none. */
int input_find_class(char *const *classes, int count, const char *name, size_t length);

/* ---- rows of rows ---- */

/* Makes one row of all rows with the same keys[row] < key_count, in the order of the first ones. */
void input_rows_join(struct input_rows *r, const int32_t *keys, int32_t key_count);

/* Makes triples of pairs with the classes `entailment` and `contradiction` whose first sentences are the same. */
void input_rows_triples(struct input_rows *r, int entailment, int contradiction);

/* Leaves out rows with a sentence that occurs in one of the files. */
bool input_rows_exclude(struct input_rows *r, char *const *files, struct error *err);

#endif
