/* The files of TensorBoard's embedding projector: lines of numbers between tabs, and beside them the words,
 * one a line; with a second column (here their counts) there is a first line of names, and only then. */
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "model/word_vectors_parts.h"

/* ---- where the words are ---- */

/* `path` without .gz and then without `ending`; with `rest` behind it, on the heap. NULL without that ending. */
static char *replace_ending(const char *path, const char *ending, const char *rest)
{
    size_t length = strlen(path) - (path_ends_with(path, ".gz") ? 3 : 0), n = strlen(ending);
    if (length < n || strncmp(path + length - n, ending, n) != 0)
        return NULL;
    return mem_format("%.*s%s", (int)(length - n), path, rest);
}

/* NAME.metadata.tsv for NAME.tsv, or for a NAME without that ending. */
static char *metadata_path(const char *path)
{
    char *name = replace_ending(path, ".tsv", ".metadata.tsv");
    return name ? name : replace_ending(path, "", ".metadata.tsv");
}

char *projector_words(const char *path)
{
    char *names[] = {metadata_path(path), replace_ending(path, "_tensor.tsv", "_metadata.tsv"), /* gensim's script */
                     replace_ending(path, "vectors.tsv", "metadata.tsv")};                      /* TensorFlow's guide */
    char *found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i] && !found && path_exists(names[i]))
            found = names[i];
        else
            mem_free(names[i]);
    }
    return found;
}

/* ---- reading ---- */

/* A count of digits only; -1 if it is none. */
static long parse_count(const char *text, size_t length)
{
    long count = 0;
    if (length == 0 || length > 18)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        count = 10 * count + (text[i] - '0');
    }
    return count;
}

/* Is the second column of a line of names, which starts at `names`, one of counts? */
static bool names_counts(const char *names, size_t length)
{
    size_t field = 0;
    while (field < length && names[field] != '\t')
        field++;
    return (field == 5 && strncasecmp(names, "count", 5) == 0) ||
           (field == 9 && strncasecmp(names, "frequency", 9) == 0);
}

/* The words, and their counts if the second column is called so, into w->words. */
static bool read_lines(struct word_vectors *w, struct source *s, const char *path, struct error *err)
{
    size_t length, whole;
    bool names = false, counts = false;
    int got;
    for (long line = 1; (got = source_line(s, WORD_VECTORS_LINE_LIMIT, &length, &whole, err)) > 0; line++) {
        const char *text = s->buffer + s->start, *tab = memchr(text, '\t', length), *end = text + length;
        size_t word = tab ? (size_t)(tab - text) : length;
        if (line == 1 && tab) {
            names = true;
            counts = names_counts(tab + 1, (size_t)(end - tab - 1));
        } else {
            long count = counts && tab ? parse_count(tab + 1, (size_t)(end - tab - 1)) : 0;
            if (!word_vectors_append_word(w, text, word, count, path, line - names, err))
                return false;
        }
        source_skip(s, whole);
    }
    return got == 0;
}

static bool read_words(struct word_vectors *w, const char *path, struct error *err)
{
    struct source s;
    if (!source_open(&s, path, err))
        return false;
    bool good = read_lines(w, &s, path, err);
    source_close(&s);
    return good;
}

bool word_vectors_read_projector(struct word_vectors *w, struct source *s, const char *path, const char *words,
                                 struct error *err)
{
    if (!read_words(w, words, err))
        return false;
    size_t length, whole, rest = 0;
    int columns = w->vectors.columns, count = vocab_size(w->words), got;
    long row = 0;
    while ((got = source_line(s, WORD_VECTORS_LINE_LIMIT, &length, &whole, err)) > 0) {
        if (++row > count)
            return error_set(err, "%s has %d words, %s has more rows: expected one word for each", words, count, path);
        const char *line = s->buffer + s->start;
        int numbers = word_vectors_parse_row(line, length, columns, word_vectors_row(w, row), &rest);
        if (numbers < columns || rest > 0)
            return error_set(err, "%s: row %ld: expected %d numbers, found %s%d", path, row, columns,
                             rest > 0 ? "more than " : "", numbers);
        if (!word_vectors_check_row(w, path, row, err))
            return false;
        source_skip(s, whole);
    }
    if (got == 0 && row < count)
        return error_set(err, "%s has %d words, %s has %ld rows: expected one word for each", words, count, path, row);
    return got == 0;
}

/* ---- writing ---- */

static bool write_words(const struct vocab *words, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    bool counts = vocab_total(words) > 0;
    if (counts)
        output_print(out, "word\tcount\n");
    for (int id = 0; id < vocab_size(words); id++)
        if (counts)
            output_print(out, "%s\t%ld\n", vocab_word(words, id), vocab_frequency(words, id));
        else
            output_print(out, "%s\n", vocab_word(words, id));
    return output_commit(out, err);
}

bool word_vectors_write_projector(const struct vocab *words, const struct matrix *vectors, const char *path,
                                  struct error *err)
{
    char *names = metadata_path(path);
    bool good = write_words(words, names, err);
    mem_free(names);
    struct output *out = good ? output_open(path, err) : NULL;
    if (!out)
        return false;
    for (int id = 0; id < vocab_size(words); id++) {
        const float *row = matrix_row(vectors, id);
        for (int i = 0; i < vectors->columns; i++)
            output_print(out, "%.9g%c", row[i], i + 1 < vectors->columns ? '\t' : '\n');
    }
    return output_commit(out, err);
}
