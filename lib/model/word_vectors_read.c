/* Reading word vectors: which format, then binary or text rows. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/word_vectors_parts.h"

/* ---- numbers in text ---- */

/* One finite or infinite number that fills field[0..length); false if it is none. */
static bool parse_number(const char *field, size_t length, float *value)
{
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11};
    /* Up to 15 digits with a point: both parts are exact in double, so one division rounds right. */
    const char *at = field, *end = field + length;
    bool negative = at < end && *at == '-';
    at += negative;
    long long digits = 0;
    int count = 0, behind = 0;
    bool point = false;
    for (; at < end && count < 16 && behind < 11 && (isdigit((unsigned char)*at) || (*at == '.' && !point)); at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        digits = 10 * digits + (*at - '0');
        count++;
        behind += point;
    }
    if (at == end && count > 0 && count < 16) {
        double x = (double)digits / powers[behind];
        *value = (float)(negative ? -x : x);
        return true;
    }
    char text[64], *stop;
    if (length == 0 || length >= sizeof text || isspace((unsigned char)*field))
        return false;
    memcpy(text, field, length);
    text[length] = 0;
    *value = strtof(text, &stop);
    return stop == text + length;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts the last field off line[0..*length): its place and size. False if there is none. */
static bool last_field(const char *line, size_t *length, const char **field, size_t *size)
{
    size_t end = *length;
    while (end > 0 && is_space(line[end - 1]))
        end--;
    size_t start = end;
    while (start > 0 && !is_space(line[start - 1]))
        start--;
    *field = line + start;
    *size = end - start;
    *length = start;
    return end > start;
}

int word_vectors_parse_row(const char *line, size_t length, int columns, float *row, size_t *word)
{
    const char *field;
    size_t size;
    for (int i = columns - 1; i >= 0; i--)
        if (!last_field(line, &length, &field, &size) || !parse_number(field, size, &row[i]))
            return columns - 1 - i;
    while (length > 0 && is_space(line[length - 1]))
        length--;
    *word = length;
    return columns;
}

/* Numbers in a row, from the first line: all fields but the word, which may hold spaces, or be a number
 * itself ("1984"). 0 if it is no row. */
static int count_columns(const char *line, size_t length)
{
    const char *field;
    size_t size;
    float value;
    for (int numbers = 0; numbers <= WORD_VECTORS_DIM_LIMIT; numbers++) {
        if (!last_field(line, &length, &field, &size))
            return numbers > 0 ? numbers - 1 : 0;
        if (!parse_number(field, size, &value))
            return numbers;
    }
    return 0;
}

/* Numbers in a line that holds nothing else, between tabs; 0 if it is not such a line. */
static int count_numbers(const char *line, size_t length)
{
    int numbers = 0;
    float value;
    for (size_t start = 0; start <= length; numbers++) {
        const char *tab = memchr(line + start, '\t', length - start);
        size_t end = tab ? (size_t)(tab - line) : length;
        if (!parse_number(line + start, end - start, &value) || numbers == WORD_VECTORS_DIM_LIMIT)
            return 0;
        start = end + 1;
    }
    return numbers;
}

/* ---- text ---- */

/* `rows` from the header, 0 = there is none; w->vectors.columns is set. */
static bool read_text(struct word_vectors *w, struct source *s, const char *path, long rows, struct error *err)
{
    int columns = w->vectors.columns, got;
    float *row = mem_new((size_t)columns, sizeof *row, "a row");
    size_t length, whole, word = 0;
    long count = 0;
    bool good = true;
    while (good && (got = source_line(s, WORD_VECTORS_LINE_LIMIT, &length, &whole, err)) > 0) {
        const char *line = s->buffer + s->start;
        count++;
        if (rows == 0 || count <= rows + 1) {
            int numbers = word_vectors_parse_row(line, length, columns, row, &word);
            if (numbers < columns) {
                good = error_set(err, "%s: row %ld: expected a word and %d numbers, found %d: \"%.*s\"", path, count,
                                 columns, numbers, length < 60 ? (int)length : 60, line);
                break;
            }
            float *place = word_vectors_append(w, line, word, path, count, err);
            if (place)
                memcpy(place, row, (size_t)columns * sizeof *row);
            good = place && word_vectors_check_row(w, path, count, err);
        }
        source_skip(s, whole);
    }
    mem_free(row);
    if (!good || got < 0)
        return false;
    /* GloVe's -write-header does not count the <unk> that it puts at the end. */
    if (rows == 0 || count == rows || (count == rows + 1 && vocab_lookup(w->words, "<unk>", 5) == rows))
        return true;
    return error_set(err, "%s: its first line says %ld rows, but there are %ld: truncated, or the first line is wrong",
                     path, rows, count);
}

/* ---- binary ---- */

/* Length of the word at the source, which a space ends; 0 and *err if there is none. */
static size_t find_word(struct source *s, const char *path, long row, long rows, struct error *err)
{
    long got = source_peek(s, 1, err);
    while (got > 0 && s->buffer[s->start] == '\n') { /* ends the row before */
        source_skip(s, 1);
        got = source_peek(s, 1, err);
    }
    if (got > 0)
        got = source_peek(s, WORD_VECTORS_WORD_LIMIT + 1, err);
    if (got < 0)
        return 0;
    if (got == 0) {
        error_set(err, "%s: its first line says %ld rows, but it ends after %ld, at byte %llu", path, rows, row - 1,
                  (unsigned long long)s->offset);
        return 0;
    }
    const char *space = memchr(s->buffer + s->start, ' ', (size_t)got);
    if (!space || space == s->buffer + s->start)
        error_set(err, "%s: row %ld of %ld: expected a word and a space at byte %llu: broken, or another dimension",
                  path, row, rows, (unsigned long long)s->offset);
    return space ? (size_t)(space - (s->buffer + s->start)) : 0;
}

static bool read_binary(struct word_vectors *w, struct source *s, const char *path, long rows, struct error *err)
{
    size_t bytes = (size_t)w->vectors.columns * sizeof(float);
    for (long i = 1; i <= rows; i++) {
        size_t length = find_word(s, path, i, rows, err);
        if (length == 0)
            return false;
        float *row = word_vectors_append(w, s->buffer + s->start, length, path, i, err);
        if (!row)
            return false;
        source_skip(s, length + 1);
        long got = source_peek(s, bytes, err);
        if (got < 0)
            return false;
        if ((size_t)got < bytes)
            return error_set(err, "%s: ends at byte %llu, within row %ld of %ld", path,
                             (unsigned long long)s->offset + (unsigned long long)got, i, rows);
        memcpy(row, s->buffer + s->start, bytes);
        source_skip(s, bytes);
        if (!word_vectors_check_row(w, path, i, err))
            return false;
    }
    long got = source_peek(s, 2, err);
    if (got < 0)
        return false;
    if (got > 1 || (got == 1 && s->buffer[s->start] != '\n'))
        return error_set(err, "%s: bytes behind row %ld, the last by its first line, at byte %llu", path, rows,
                         (unsigned long long)s->offset);
    return true;
}

/* ---- which format ---- */

/* "rows dim" and nothing else. */
static bool is_header(const char *line, size_t length, long *rows, long *columns)
{
    char text[64];
    int used = 0;
    if (length >= sizeof text)
        return false;
    memcpy(text, line, length);
    text[length] = 0;
    return isdigit((unsigned char)text[0]) && sscanf(text, "%18ld %18ld %n", rows, columns, &used) == 2 &&
           used == (int)length && strlen(text) == length;
}

/* Behind a header: rows of text, or of binary numbers? Those have control characters among them, or
 * bytes beyond ASCII behind the first word. 1 = text, 0 = binary, -1 = *err. */
static int is_text(struct source *s, struct error *err)
{
    long got = source_peek(s, 4096, err);
    if (got < 0)
        return -1;
    bool word = true, first_line = true;
    for (long i = 0; i < got; i++) {
        unsigned char c = (unsigned char)s->buffer[s->start + (size_t)i];
        if ((c < ' ' && !strchr("\t\r\n", c)) || c == 0 || (c >= 0x80 && first_line && !word))
            return 0;
        word &= c != ' ' && c != '\t';
        first_line &= c != '\n';
    }
    return 1;
}

/* Refuses at once what cannot be: a plain file smaller than its header's rows (a byte of word, a
 * space, and 4 or at least 2 bytes for each number). */
static bool check_size(const struct source *s, const char *path, long rows, long columns, bool text, struct error *err)
{
    long long size = s->plain_size, least = rows * (2 + columns * (text ? 2 : 4)) - 1;
    if (size >= 0 && size < least)
        return error_set(err,
                         "%s: its first line says %ld rows of %ld, which need %lld bytes or more, but it has %lld: "
                         "truncated, or no word vectors",
                         path, rows, columns, least, size);
    return true;
}

static bool read_with_header(struct word_vectors *w, struct source *s, const char *path, long rows, long columns,
                             struct error *err)
{
    if (rows < 1 || columns < 1 || rows > WORD_VECTORS_ROW_LIMIT || columns > WORD_VECTORS_DIM_LIMIT)
        return error_set(err, "%s: its first line says %ld rows of %ld, expected rows 1..%d, numbers 1..%d", path, rows,
                         columns, WORD_VECTORS_ROW_LIMIT, WORD_VECTORS_DIM_LIMIT);
    int text = is_text(s, err);
    if (text < 0 || !check_size(s, path, rows, columns, text, err))
        return false;
    w->vectors.columns = (int)columns;
    if (s->plain_size >= 0)
        word_vectors_reserve(w, rows); /* the file has as many bytes */
    return text ? read_text(w, s, path, rows, err) : read_binary(w, s, path, rows, err);
}

/* 1: read as a projector's, whose words are beside it; 0: it is none; -1: *err. */
static int read_projector(struct word_vectors *w, struct source *s, const char *path, size_t length, struct error *err)
{
    int numbers = count_numbers(s->buffer + s->start, length);
    char *words = numbers > 0 ? projector_words(path) : NULL;
    if (!words && numbers > 0 && (path_ends_with(path, ".tsv") || path_ends_with(path, ".tsv.gz"))) {
        error_set(err, "%s: numbers only: their words are expected in NAME.metadata.tsv beside it", path);
        return -1;
    }
    if (!words)
        return 0;
    w->vectors.columns = numbers;
    bool good = word_vectors_read_projector(w, s, path, words, err);
    mem_free(words);
    return good ? 1 : -1;
}

static bool read_lines(struct word_vectors *w, struct source *s, const char *path, struct error *err)
{
    size_t length, whole;
    long rows, columns;
    if (source_line(s, WORD_VECTORS_LINE_LIMIT, &length, &whole, err) < 0)
        return false;
    int projector = read_projector(w, s, path, length, err);
    if (projector)
        return projector > 0;
    if (is_header(s->buffer + s->start, length, &rows, &columns)) {
        source_skip(s, whole);
        return read_with_header(w, s, path, rows, columns, err);
    }
    w->vectors.columns = count_columns(s->buffer + s->start, length);
    if (w->vectors.columns == 0)
        return error_set(err,
                         "%s: no word vectors: its first line is neither \"rows dim\" nor a word and numbers: "
                         "\"%.*s\"",
                         path, length < 60 ? (int)length : 60, s->buffer + s->start);
    return read_text(w, s, path, 0, err);
}

static bool read_any(struct word_vectors *w, struct source *s, const char *path, struct error *err)
{
    long got = source_peek(s, 6, err);
    if (got < 0)
        return false;
    if (got == 0)
        return error_set(err, "%s: empty, expected word vectors", path);
    if (got == 6 && memcmp(s->buffer + s->start, "\x93NUMPY", 6) == 0)
        return word_vectors_read_npy(w, s, path, err);
    if (fasttext_is(s->buffer + s->start, (size_t)got))
        return fasttext_read(w, s, path, err);
    return read_lines(w, s, path, err);
}

bool word_vectors_read(struct word_vectors *w, const char *path, struct error *err)
{
    *w = (struct word_vectors){.words = vocab_new()};
    struct source s;
    bool good = source_open(&s, path, err);
    if (good) {
        good = read_any(w, &s, path, err);
        source_close(&s);
    }
    if (good)
        w->vectors.rows = vocab_size(w->words); /* what was reserved beyond stays unused */
    else
        word_vectors_release(w);
    return good;
}
