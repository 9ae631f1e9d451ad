/* embed_lines.c: lines of text to vectors. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "eval/embed.h"
#include "model/view_parts.h"
#include "text/reader.h"

#define BATCH 4096 /* lines */

struct lines {
    char **items; /* owned, each too */
    int count, capacity;
};

static void lines_release(struct lines *l)
{
    for (int i = 0; i < l->count; i++)
        mem_free(l->items[i]);
    mem_free(l->items);
}

static bool read_lines(struct lines *l, const char *path, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    const char *line;
    size_t length;
    while ((line = reader_line(in, &length))) {
        if (l->count == l->capacity) {
            l->capacity = (int)mem_capacity((size_t)l->capacity, (size_t)l->count + 1);
            l->items = mem_grow(l->items, (size_t)l->capacity, sizeof *l->items, "lines");
        }
        l->items[l->count++] = mem_string_n(line, length);
    }
    bool good = !reader_failed(in, err);
    if (good && l->count == 0)
        good = error_set(err, "%s: holds no line; expected one text a line", reader_name(in));
    reader_close(in);
    return good;
}

/* Vectors of the words; unknown ones are zero. */
static void words_to_vectors(struct view *view, char **words, int count, struct matrix *out, int *known)
{
    int *ids = mem_new((size_t)count, sizeof *ids, "word ids"), found = 0;
    for (int i = 0; i < count; i++) {
        ids[found] = view_lookup(view, words[i]);
        known[i] = ids[found] >= 0;
        found += known[i];
    }
    struct matrix vectors = matrix_new(found > 0 ? found : 1, view_dim(view), "word vectors");
    if (found > 0)
        view_words(view, ids, found, &vectors);
    for (int i = 0, at = 0; i < count; i++)
        if (known[i])
            memcpy(matrix_row(out, i), matrix_row(&vectors, at++), sizeof(float) * (size_t)view_dim(view));
        else
            memset(matrix_row(out, i), 0, sizeof(float) * (size_t)view_dim(view));
    matrix_release(&vectors);
    mem_free(ids);
}

/* Version 1.0 header: magic, its length, a Python dictionary padded so that the data start at a multiple of 64. */
static void write_npy_header(struct output *out, int rows, int columns)
{
    char header[128];
    int length =
        snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", rows, columns);
    int padded = (10 + length + 1 + 63) / 64 * 64 - 10;
    output_write(out, "\x93NUMPY\x01\x00", 8);
    unsigned char size[2] = {(unsigned char)(padded & 255), (unsigned char)(padded >> 8)};
    output_write(out, size, 2);
    output_print(out, "%s%*s\n", header, padded - length - 1, "");
}

static void write_jsonl(struct output *out, const char *text, int known, const float *vector, int dim)
{
    cJSON *string = cJSON_CreateString(text);
    char *quoted = cJSON_PrintUnformatted(string);
    output_print(out, "{\"text\": %s, \"known\": %d, \"vector\": [", quoted, known);
    for (int i = 0; i < dim; i++)
        output_print(out, "%s%.9g", i > 0 ? ", " : "", (double)vector[i]);
    output_print(out, "]}\n");
    cJSON_free(quoted);
    cJSON_Delete(string);
}

static void write_vectors(struct output *out, enum embed_format format, char **texts, const int *known,
                          const struct matrix *vectors, int count)
{
    for (int i = 0; i < count; i++) {
        const float *vector = matrix_row(vectors, i);
        if (format == EMBED_NPY)
            output_write(out, vector, sizeof *vector * (size_t)vectors->columns); /* x86 and ARM are little-endian */
        else if (format == EMBED_JSONL)
            write_jsonl(out, texts[i], known[i], vector, vectors->columns);
        else
            for (int j = 0; j < vectors->columns; j++)
                output_print(out, "%.9g%c", (double)vector[j], j + 1 < vectors->columns ? '\t' : '\n');
    }
}

/* Post-processing is fitted on the texts of a call, so that they then have to come in one. */
static int batch_size(const struct view *view, bool words, int count)
{
    return (!words && view->specification.post_count > 0) || count < BATCH ? count : BATCH;
}

bool embed_lines(struct view *view, const char *input, bool words, enum embed_format format, struct output *out,
                 struct error *err)
{
    struct lines lines = {0};
    if (!read_lines(&lines, input, err)) {
        lines_release(&lines);
        return false;
    }
    int size = batch_size(view, words, lines.count), unknown = 0;
    struct matrix vectors = matrix_new(size, view_dim(view), "vectors");
    int *known = mem_new((size_t)size, sizeof *known, "known tokens");
    if (format == EMBED_NPY)
        write_npy_header(out, lines.count, view_dim(view));
    for (int start = 0; start < lines.count; start += size) {
        int count = lines.count - start < size ? lines.count - start : size;
        char **texts = lines.items + start;
        if (words)
            words_to_vectors(view, texts, count, &vectors, known);
        else
            view_texts(view, (const char *const *)texts, count, &vectors, known);
        for (int i = 0; i < count; i++)
            unknown += known[i] == 0;
        write_vectors(out, format, texts, known, &vectors, count);
    }
    if (unknown > 0)
        fprintf(stderr, "embed: %d of %d lines hold nothing that %s knows; their vectors are zero\n", unknown,
                lines.count, view_name(view));
    matrix_release(&vectors);
    mem_free(known);
    lines_release(&lines);
    return true;
}
