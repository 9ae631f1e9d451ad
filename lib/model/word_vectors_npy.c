/* NumPy's .npy (numpy.lib.format): "\x93NUMPY", version, header length, a Python dict, the array. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/word_vectors_parts.h"
#include "text/reader.h"

#define HEADER_LIMIT 65535

/* NAME.npy -> NAME.ENDING, on the heap. */
static char *path_beside(const char *path, const char *new_ending)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *ending = strstr(name, ".npy");
    int stem = ending ? (int)(ending - path) : (int)strlen(path);
    return mem_format("%.*s.%s", stem, path, new_ending);
}

/* What stands behind 'key': in the header's dict, or NULL. */
static const char *field(const char *header, const char *key)
{
    const char *at = strstr(header, key);
    if (!at)
        return NULL;
    at += strlen(key);
    at += strspn(at, " ");
    if (*at != ':')
        return NULL;
    return at + 1 + strspn(at + 1, " ");
}

/* Type, order and shape; *width = bytes of an element. */
static bool parse_header(const char *header, const char *path, int *width, long *rows, long *columns, struct error *err)
{
    const char *type = field(header, "'descr'"), *order = field(header, "'fortran_order'"),
               *shape = field(header, "'shape'");
    if (!type || !order || !shape)
        return error_set(err, "%s: the .npy header lacks descr, fortran_order or shape: \"%.80s\"", path, header);
    *width = strncmp(type, "'<f4'", 5) == 0 ? 4 : strncmp(type, "'<f8'", 5) == 0 ? 8 : 0;
    if (*width == 0)
        return error_set(err, "%s: elements of type %.*s, expected '<f4' or '<f8': save x.astype('float32')", path,
                         (int)strcspn(type, ",}"), type);
    if (strncmp(order, "False", 5) != 0)
        return error_set(err, "%s: the array is stored by columns: save numpy.ascontiguousarray(x)", path);
    int length = 0;
    if (sscanf(shape, "( %9ld , %9ld %n", rows, columns, &length) != 2 || length == 0 || shape[length] != ')' ||
        *rows < 1 || *columns < 1 || *rows > WORD_VECTORS_ROW_LIMIT || *columns > WORD_VECTORS_DIM_LIMIT)
        return error_set(err, "%s: shape %.*s, expected (rows, dim), rows 1..%d, dim 1..%d", path,
                         (int)strcspn(shape, ")") + 1, shape, WORD_VECTORS_ROW_LIMIT, WORD_VECTORS_DIM_LIMIT);
    return true;
}

/* Leaves the source at the first element. */
static bool read_header(struct source *s, const char *path, int *width, long *rows, long *columns, struct error *err)
{
    long got = source_peek(s, 12, err);
    if (got < 0)
        return false;
    const unsigned char *start = (const unsigned char *)s->buffer + s->start;
    int version = got > 6 ? start[6] : 0;
    size_t prefix = version == 1 ? 10 : 12, length = 0;
    if (got == 12)
        length =
            start[8] | (size_t)start[9] << 8 | (version > 1 ? (size_t)start[10] << 16 | (size_t)start[11] << 24 : 0);
    if (got < 12 || version < 1 || version > 3 || length > HEADER_LIMIT)
        return error_set(err, "%s: not a .npy header (version 1 to 3, at most %d bytes)", path, HEADER_LIMIT);
    got = source_peek(s, prefix + length, err);
    if (got < 0)
        return false;
    if ((size_t)got < prefix + length)
        return error_set(err, "%s: ends within its header, at byte %ld of %zu", path, got, prefix + length);
    char *header = mem_string_n(s->buffer + s->start + prefix, length);
    bool good = parse_header(header, path, width, rows, columns, err);
    mem_free(header);
    source_skip(s, prefix + length);
    return good;
}

/* The next row of the array. */
static bool read_row(struct source *s, const char *path, int width, int columns, float *row, struct error *err)
{
    size_t bytes = (size_t)columns * (size_t)width;
    long got = source_peek(s, bytes, err);
    if (got < 0)
        return false;
    if ((size_t)got < bytes)
        return error_set(err, "%s: ends at byte %llu, within the array", path, (unsigned long long)s->offset + got);
    const char *from = s->buffer + s->start;
    for (int i = 0; i < columns; i++) {
        double wide;
        if (width == 4)
            memcpy(&row[i], from + 4 * i, 4);
        else
            memcpy(&wide, from + 8 * i, 8), row[i] = (float)wide;
    }
    source_skip(s, bytes);
    return true;
}

size_t word_vectors_text(const char *text, size_t length, char *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        bool space = strchr(" \t\r\n\f\v", text[i]) != NULL && text[i] != '\0';
        if (!space)
            out[kept++] = text[i];
        else if (kept > 0 && out[kept - 1] != ' ')
            out[kept++] = ' ';
    }
    return kept - (kept > 0 && out[kept - 1] == ' ');
}

/* The lines of `path`, each once, as the words of a vocabulary. */
static struct vocab *read_lines(const char *path, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return NULL;
    struct vocab *v = vocab_new();
    const char *line;
    size_t length;
    bool good = true;
    while (good && (line = reader_line(in, &length)) != NULL) {
        char *text = mem_new(length + 1, 1, "a text");
        good = vocab_append(v, text, word_vectors_text(line, length, text), 0) ||
               error_set(err, "%s: line %ld: the same text was there before; give each one once", path,
                         reader_line_number(in));
        mem_free(text);
    }
    good = good && !reader_failed(in, err);
    reader_close(in);
    if (good)
        return v;
    vocab_free(v);
    return NULL;
}

bool word_vectors_read_npy(struct word_vectors *w, struct source *s, const char *path, struct error *err)
{
    int width = 0;
    long rows, columns;
    if (!read_header(s, path, &width, &rows, &columns, err))
        return false;
    char *words = path_beside(path, "lines.txt");
    w->whole_texts = path_exists(words);
    if (!w->whole_texts) {
        mem_free(words);
        words = path_beside(path, "vocab.txt");
    }
    struct vocab *v = w->whole_texts ? read_lines(words, err) : vocab_read(words, err);
    bool good = v || error_prefix(err, "the words of %s", path);
    if (good && vocab_size(v) != rows)
        good = error_set(err, "%s has %d words, %s has %ld rows: expected one word for each", words, vocab_size(v),
                         path, rows);
    if (good) {
        vocab_free(w->words);
        w->words = v;
        v = NULL;
    }
    w->vectors.columns = (int)columns;
    for (long row = 1; good && row <= rows; row++)
        good = read_row(s, path, width, (int)columns, word_vectors_row(w, row), err) &&
               word_vectors_check_row(w, path, row, err);
    if (good && source_peek(s, 1, err) != 0)
        good = error_set(err, "%s: bytes behind the array's end at %llu: shape (%ld, %ld) does not fit", path,
                         (unsigned long long)s->offset, rows, columns);
    vocab_free(v);
    mem_free(words);
    return good;
}

bool word_vectors_write_npy(const struct vocab *words, const struct matrix *vectors, const char *path,
                            struct error *err)
{
    char *names = path_beside(path, "vocab.txt"), header[128];
    bool good = vocab_write(words, names, err);
    mem_free(names);
    struct output *out = good ? output_open(path, err) : NULL;
    if (!out)
        return false;
    int length = snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
                          vocab_size(words), vectors->columns);
    int total = (10 + length + 1 + 63) / 64 * 64; /* the array starts at a multiple of 64 */
    output_write(out, "\x93NUMPY\x01\x00", 8);
    output_write(out, (unsigned char[]){(unsigned char)(total - 10), 0}, 2);
    output_print(out, "%-*s\n", total - 11, header);
    for (int id = 0; id < vocab_size(words); id++)
        output_write(out, matrix_row(vectors, id), (size_t)vectors->columns * sizeof(float));
    return output_commit(out, err);
}
