/* Writing word vectors: which format, then binary or text rows. */
#include <string.h>

#include "model/word_vectors_parts.h"

enum format { FORMAT_BINARY, FORMAT_TEXT, FORMAT_GLOVE, FORMAT_NPY, FORMAT_PROJECTOR, FORMAT_FASTTEXT };

struct format_row {
    const char *name, *ending;
    enum format format;
    const char *never; /* characters that a word cannot hold there */
};

/* The first whose ending fits counts. The names are those of WORD_VECTORS_FORMATS. */
static const struct format_row formats[] = {
    {"word2vec-bin", ".bin", FORMAT_BINARY, " \t\r\n"},
    {"glove", ".glove.txt", FORMAT_GLOVE, "\r\n"},
    {"word2vec-txt", ".txt", FORMAT_TEXT, "\r\n"},
    {"fasttext-vec", ".vec", FORMAT_TEXT, "\r\n"},
    {"npy", ".npy", FORMAT_NPY, " \t\r\n"},
    {"projector", ".tsv", FORMAT_PROJECTOR, "\t\r\n"},
    {"fasttext-bin", ".bin", FORMAT_FASTTEXT, ""},
};

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path) - (path_ends_with(path, ".gz") ? 3 : 0), n = strlen(ending);
    return length > n && strncmp(path + length - n, ending, n) == 0;
}

static const struct format_row *find_format(const char *path, const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (name ? strcmp(name, formats[i].name) == 0 : has_ending(path, formats[i].ending))
            return &formats[i];
    return NULL;
}

bool word_vectors_check_format(const char *path, const char *format, struct error *err)
{
    if (strcmp(path, "-") == 0)
        return error_set(err, "word vectors are written to a file, not to standard output");
    if (find_format(path, format))
        return true;
    if (format)
        return error_set(err, "format %s: expected one of " WORD_VECTORS_FORMATS, format);
    return error_set(err, "%s: the name tells no format: end it with .bin, .txt, .vec, .glove.txt, .npy or .tsv", path);
}

bool word_vectors_is_fasttext(const char *path, const char *format, bool ngrams)
{
    return format ? strcmp(format, "fasttext-bin") == 0 : ngrams && has_ending(path, ".bin");
}

static void write_row(struct output *out, enum format format, const char *word, const float *row, int columns)
{
    output_write(out, word, strlen(word));
    if (format == FORMAT_BINARY) {
        output_write(out, " ", 1);
        output_write(out, row, (size_t)columns * sizeof *row);
    } else {
        for (int i = 0; i < columns; i++)
            output_print(out, " %.9g", row[i]);
    }
    output_write(out, "\n", 1);
}

/* The formats that are one file of a word and its numbers, again and again. */
static bool write_rows(const struct vocab *words, const struct matrix *vectors, const char *path, enum format format,
                       struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    if (format != FORMAT_GLOVE)
        output_print(out, "%d %d\n", vocab_size(words), vectors->columns);
    for (int id = 0; id < vocab_size(words); id++)
        write_row(out, format, vocab_word(words, id), matrix_row(vectors, id), vectors->columns);
    return output_commit(out, err);
}

bool word_vectors_write(const struct vocab *words, const struct matrix *vectors, const char *path, const char *format,
                        struct error *err)
{
    if (!word_vectors_check_format(path, format, err))
        return false;
    const struct format_row *f = find_format(path, format);
    for (int id = 0; id < vocab_size(words); id++)
        if (strpbrk(vocab_word(words, id), f->never))
            return error_set(err, "%s: the word \"%.60s\" holds white space, which the format %s cannot: use .txt",
                             path, vocab_word(words, id), f->name);
    switch (f->format) {
    case FORMAT_NPY:
        return word_vectors_write_npy(words, vectors, path, err);
    case FORMAT_PROJECTOR:
        return word_vectors_write_projector(words, vectors, path, err);
    case FORMAT_FASTTEXT:
        return fasttext_write(&(struct fasttext_model){.words = words, .inputs = vectors}, path, err);
    default:
        return write_rows(words, vectors, path, f->format, err);
    }
}
