#include "eval/uses.h"

#include <string.h>

#include "base/mem.h"
#include "text/table_reader.h"
#include "text/utf8.h"

/* A text (owned) and a piece of it, in bytes. */
struct use {
    char *text;
    size_t begin, end;
};

/* Takes over the texts. */
static void add_pair(struct uses *u, const struct use pair[2], double gold)
{
    if (u->pairs == u->capacity) {
        u->capacity = (long)mem_capacity((size_t)u->capacity, (size_t)u->pairs + 1);
        size_t uses = 2 * (size_t)u->capacity;
        u->texts = mem_grow(u->texts, uses, sizeof *u->texts, "sentences");
        u->begin = mem_grow(u->begin, uses, sizeof *u->begin, "sentences");
        u->end = mem_grow(u->end, uses, sizeof *u->end, "sentences");
        u->gold = mem_grow(u->gold, (size_t)u->capacity, sizeof *u->gold, "sentences");
    }
    for (int i = 0; i < 2; i++) {
        u->texts[2 * u->pairs + i] = pair[i].text;
        u->begin[2 * u->pairs + i] = pair[i].begin;
        u->end[2 * u->pairs + i] = pair[i].end;
    }
    u->gold[u->pairs++] = gold;
}

void uses_release(struct uses *u)
{
    for (long i = 0; i < 2 * u->pairs; i++)
        mem_free(u->texts[i]);
    mem_free(u->texts);
    mem_free(u->begin);
    mem_free(u->end);
    mem_free(u->gold);
    *u = (struct uses){0};
}

static bool broken(const struct table_reader *in, struct error *err, const char *what)
{
    return error_set(err, "%s: line %ld: %s", table_reader_name(in), table_reader_line(in), what);
}

/* All rows through `add`. */
static bool read_rows(struct uses *u, struct table_reader *in,
                      bool (*add)(struct uses *, const struct table_reader *, const struct table_cell *,
                                  struct error *),
                      struct error *err)
{
    int count;
    long before = u->pairs;
    for (const struct table_cell *cell; (cell = table_reader_row(in, &count)) != NULL;)
        if (!add(u, in, cell, err))
            return false;
    if (table_reader_failed(in, err))
        return false;
    return u->pairs > before || error_set(err, "%s: holds no pair", table_reader_name(in));
}

/* ---- WiC ---- */

/* The text of a cell on the heap; what is in quotes as a whole loses them. */
static char *unquoted(struct table_cell cell)
{
    char *text = mem_string_n(cell.text, cell.length), *to = text;
    if (cell.length < 2 || text[0] != '"' || text[cell.length - 1] != '"')
        return text;
    for (size_t i = 1; i + 1 < cell.length; i++) {
        bool doubled = text[i] == '"' && i + 2 < cell.length && text[i + 1] == '"';
        if (text[i] == '"' && !doubled) { /* a quotation, not a quoted cell */
            mem_free(text);
            return mem_string_n(cell.text, cell.length);
        }
        *to++ = text[i];
        i += doubled;
    }
    *to = '\0';
    return text;
}

/* Byte offset of character number `characters`; one more than the length if there are not as many. */
static size_t byte_offset(const char *text, double characters)
{
    size_t length = strlen(text), at = 0;
    double passed = 0;
    for (int size; passed < characters && at < length; at += (size_t)size, passed++)
        utf8_decode(text + at, length - at, &size);
    return passed == characters ? at : length + 1;
}

/* cell: sentence1, sentence2, start1, start2, end1, end2, label */
static bool add_wic(struct uses *u, const struct table_reader *in, const struct table_cell *cell, struct error *err)
{
    struct use pair[2];
    bool good = true;
    for (int i = 0; i < 2; i++) {
        double start, end;
        bool numbers = table_cell_number(cell[2 + i], &start) && table_cell_number(cell[4 + i], &end);
        pair[i].text = unquoted(cell[i]);
        pair[i].begin = numbers ? byte_offset(pair[i].text, start) : 0;
        pair[i].end = numbers ? byte_offset(pair[i].text, end) : 0;
        good &= pair[i].begin < pair[i].end && pair[i].end <= strlen(pair[i].text);
    }
    const char *label = cell[6].text;
    bool same = strcmp(label, "1") == 0 || strcmp(label, "T") == 0;
    bool labelled = same || strcmp(label, "0") == 0 || strcmp(label, "F") == 0;
    if (good && labelled) {
        add_pair(u, pair, same);
        return true;
    }
    mem_free(pair[0].text);
    mem_free(pair[1].text);
    return broken(in, err,
                  good ? "expected a label, 0 or 1 (F or T)"
                       : "expected where the word starts and ends in its sentence, in characters");
}

bool uses_read_wic(struct uses *u, const char *path, struct error *err)
{
    struct table_reader *in =
        table_reader_open(path, TABLE_TSV, "sentence1,sentence2,start1,start2,end1,end2,label", err);
    bool good = in && read_rows(u, in, add_wic, err);
    if (in)
        table_reader_close(in);
    return good;
}

/* ---- SCWS ---- */

/* The text without the marks around its word; false if there is not one word marked. */
static bool parse_marked(struct table_cell cell, struct use *use)
{
    const char *open = strstr(cell.text, "<b>"), *close = open ? strstr(open, "</b>") : NULL;
    if (!close || strstr(open + 3, "<b>") || strstr(close + 4, "</b>"))
        return false;
    const char *begin = open + 3 + strspn(open + 3, " "), *end = close;
    while (end > begin && end[-1] == ' ')
        end--;
    if (begin >= end)
        return false;
    use->text = mem_format("%.*s%.*s%s", (int)(open - cell.text), cell.text, (int)(end - begin), begin, close + 4);
    use->begin = (size_t)(open - cell.text);
    use->end = use->begin + (size_t)(end - begin);
    return true;
}

/* cell: text 1, text 2, rating */
static bool add_scws(struct uses *u, const struct table_reader *in, const struct table_cell *cell, struct error *err)
{
    struct use pair[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    double rating;
    bool good = parse_marked(cell[0], &pair[0]) && parse_marked(cell[1], &pair[1]);
    bool rated = table_cell_number(cell[2], &rating) && rating >= 0 && rating <= 10;
    if (good && rated) {
        add_pair(u, pair, rating);
        return true;
    }
    mem_free(pair[0].text);
    mem_free(pair[1].text);
    return broken(in, err,
                  good ? "expected a rating from 0 to 10 in column 8"
                       : "expected texts with one word each between <b> and </b> in columns 6 and 7");
}

bool uses_read_scws(struct uses *u, const char *path, struct error *err)
{
    struct table_reader *in = table_reader_open(path, TABLE_TSV, "6,7,8", err);
    bool good = in && read_rows(u, in, add_scws, err);
    if (in)
        table_reader_close(in);
    return good;
}
