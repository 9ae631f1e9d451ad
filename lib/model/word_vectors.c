#include "model/word_vectors.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "model/word_vectors_parts.h"

/* ---- rows as they arrive ---- */

void word_vectors_reserve(struct word_vectors *w, long rows)
{
    if (rows <= w->vectors.rows)
        return;
    struct matrix larger = matrix_new(rows, w->vectors.columns, "word vectors");
    if (w->vectors.data)
        memcpy(larger.data, w->vectors.data, (size_t)w->vectors.rows * (size_t)larger.stride * sizeof(float));
    matrix_release(&w->vectors);
    w->vectors = larger;
}

/* False and *err if a word cannot be one. */
static bool check_word(const char *word, size_t length, const char *file, long row, struct error *err)
{
    if (length == 0)
        return error_set(err, "%s: row %ld: the word is missing", file, row);
    if (memchr(word, 0, length))
        return error_set(err, "%s: row %ld: a NUL byte in the word", file, row);
    if (length > WORD_VECTORS_WORD_LIMIT)
        return error_set(err, "%s: row %ld: the word is longer than %d bytes", file, row, WORD_VECTORS_WORD_LIMIT);
    return true;
}

float *word_vectors_append(struct word_vectors *w, const char *word, size_t length, const char *file, long row,
                           struct error *err)
{
    int count = vocab_size(w->words);
    if (!check_word(word, length, file, row, err))
        return NULL;
    if (count >= WORD_VECTORS_ROW_LIMIT) {
        error_set(err, "%s: more than %d rows", file, WORD_VECTORS_ROW_LIMIT);
        return NULL;
    }
    if (!vocab_append(w->words, word, length, 0)) {
        error_set(err, "%s: row %ld: the word \"%.*s\" was there before (row %d)", file, row,
                  length < 60 ? (int)length : 60, word, vocab_lookup(w->words, word, length) + 1);
        return NULL;
    }
    if (count == w->vectors.rows)
        word_vectors_reserve(w, count < 1024 ? 1024 : count + count / 2L);
    return matrix_row(&w->vectors, count);
}

bool word_vectors_check_row(const struct word_vectors *w, const char *file, long row, struct error *err)
{
    int last = vocab_size(w->words) - 1;
    const float *x = matrix_row(&w->vectors, last);
    for (int i = 0; i < w->vectors.columns; i++)
        if (!isfinite(x[i]))
            return error_set(err, "%s: row %ld (\"%.60s\"): value %d is %f, expected finite numbers", file, row,
                             vocab_word(w->words, last), i + 1, x[i]);
    return true;
}

void word_vectors_release(struct word_vectors *w)
{
    vocab_free(w->words);
    matrix_release(&w->vectors);
    *w = (struct word_vectors){0};
}

/* ---- writing ---- */

enum format { FORMAT_UNKNOWN, FORMAT_BINARY, FORMAT_TEXT, FORMAT_GLOVE, FORMAT_NPY };

static enum format format_of(const char *path)
{
    static const struct {
        const char *ending;
        enum format format;
    } endings[] = {{".bin", FORMAT_BINARY},
                   {".glove.txt", FORMAT_GLOVE}, /* before .txt */
                   {".txt", FORMAT_TEXT},
                   {".vec", FORMAT_TEXT},
                   {".npy", FORMAT_NPY}};
    size_t length = strlen(path) - (path_ends_with(path, ".gz") ? 3 : 0);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i].ending);
        if (length > n && strncmp(path + length - n, endings[i].ending, n) == 0)
            return endings[i].format;
    }
    return FORMAT_UNKNOWN;
}

bool word_vectors_check_name(const char *path, struct error *err)
{
    return format_of(path) != FORMAT_UNKNOWN ||
           error_set(err, "%s: the name tells no format: end it with .bin, .txt, .vec, .glove.txt or .npy", path);
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* `save_vocab` may be NULL. */
static bool check_input(const char *input, const char *output, const char *save_vocab, struct error *err)
{
    if (same_file(input, output))
        return error_set(err, "--output would overwrite the corpus %s", input);
    if (save_vocab && same_file(input, save_vocab))
        return error_set(err, "--save-vocab would overwrite the corpus %s", input);
    return true;
}

bool word_vectors_check_files(char *const *inputs, const char *output, const char *read_vocab, const char *save_vocab,
                              bool limited, struct error *err)
{
    if (!inputs)
        return error_set(err, "no corpus: give --input FILE");
    if (!output)
        return error_set(err, "nowhere to write: give --output FILE");
    if (!word_vectors_check_name(output, err))
        return error_prefix(err, "--output");
    if (read_vocab && limited)
        return error_set(err, "--min-count and --max-vocab have no effect with --read-vocab");
    if (read_vocab && save_vocab)
        return error_set(err, "--save-vocab would only copy what --read-vocab reads");
    for (char *const *input = inputs; *input; input++) {
        if (strcmp(*input, "-") == 0 && inputs[1])
            return error_set(err, "standard input must be the only --input");
        if (strcmp(*input, "-") == 0 && !read_vocab)
            return error_set(err, "standard input can be read only once, and without a vocabulary the corpus is read "
                                  "twice: give a file, or --read-vocab FILE");
        if (!check_input(*input, output, save_vocab, err))
            return false;
    }
    return true;
}

bool word_vectors_can_write(const char *path, struct error *err)
{
    if (!word_vectors_check_name(path, err))
        return false;
    struct output *out = output_open(path, err);
    output_discard(out);
    return out != NULL;
}

bool word_vectors_write(const struct vocab *words, const struct matrix *vectors, const char *path, struct error *err)
{
    enum format format = format_of(path);
    if (!word_vectors_check_name(path, err))
        return false;
    for (int id = 0; id < vocab_size(words) && (format == FORMAT_BINARY || format == FORMAT_NPY); id++)
        if (strpbrk(vocab_word(words, id), " \t\r\n"))
            return error_set(err, "%s: the word \"%.60s\" holds white space, which this format cannot: use .txt", path,
                             vocab_word(words, id));
    if (format == FORMAT_NPY)
        return word_vectors_write_npy(words, vectors, path, err);
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    if (format != FORMAT_GLOVE)
        output_print(out, "%d %d\n", vocab_size(words), vectors->columns);
    for (int id = 0; id < vocab_size(words); id++) {
        const float *row = matrix_row(vectors, id);
        const char *word = vocab_word(words, id);
        output_write(out, word, strlen(word));
        if (format == FORMAT_BINARY) {
            output_write(out, " ", 1);
            output_write(out, row, (size_t)vectors->columns * sizeof *row);
        } else {
            for (int i = 0; i < vectors->columns; i++)
                output_print(out, " %.9g", row[i]);
        }
        output_write(out, "\n", 1);
    }
    return output_commit(out, err);
}
