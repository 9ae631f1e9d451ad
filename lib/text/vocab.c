#include "text/vocab.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "text/string_table.h"
#include "text/words.h"

/* Counts of a file are held to this, so that sums stay far from overflow. */
#define COUNT_LIMIT ((long)1 << 50)

struct vocab {
    struct string_table words; /* index = id once finished */
    long *counts;              /* owned; [capacity] */
    size_t capacity;
    long total;
};

struct vocab *vocab_new(void)
{
    return mem_new(1, sizeof(struct vocab), "vocabulary");
}

void vocab_free(struct vocab *v)
{
    if (!v)
        return;
    string_table_release(&v->words);
    mem_free(v->counts);
    mem_free(v);
}

static int32_t add_word(struct vocab *v, const char *word, size_t length, bool *added)
{
    int32_t id = string_table_add(&v->words, word, length, added);
    if ((size_t)id >= v->capacity) {
        v->capacity = mem_capacity(v->capacity, (size_t)id + 1);
        v->counts = mem_grow(v->counts, v->capacity, sizeof(*v->counts), "vocabulary");
    }
    if (*added)
        v->counts[id] = 0;
    return id;
}

void vocab_add(struct vocab *v, const char *word, size_t length, long times)
{
    bool added;
    int32_t id = add_word(v, word, length, &added);
    v->counts[id] += times;
    v->total += times;
}

bool vocab_append(struct vocab *v, const char *word, size_t length, long count)
{
    bool added;
    int32_t id = add_word(v, word, length, &added);
    if (!added)
        return false;
    v->counts[id] = count;
    v->total += count;
    return true;
}

struct ranked {
    long count;
    const char *word; /* borrowed from the arena */
    size_t length;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    size_t shorter = x->length < y->length ? x->length : y->length;
    int order = memcmp(x->word, y->word, shorter);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

void vocab_finish(struct vocab *v, long min_count, long max_size)
{
    struct ranked *ranked = mem_new(v->words.count + 1, sizeof(*ranked), "vocabulary");
    size_t kept = 0;
    for (size_t i = 0; i < v->words.count; i++) {
        if (v->counts[i] < min_count)
            continue;
        struct ranked *r = &ranked[kept++];
        r->count = v->counts[i];
        r->word = string_table_get(&v->words, (int32_t)i, &r->length);
    }
    qsort(ranked, kept, sizeof(*ranked), compare_ranked);
    if (max_size > 0 && kept > (size_t)max_size)
        kept = (size_t)max_size;
    struct vocab finished = {0};
    for (size_t i = 0; i < kept; i++)
        vocab_append(&finished, ranked[i].word, ranked[i].length, ranked[i].count);
    mem_free(ranked);
    string_table_release(&v->words);
    mem_free(v->counts);
    *v = finished;
}

/* Adds the words of `in`. */
static bool count_text(struct vocab *v, struct reader *in, struct error *err)
{
    struct word_splitter *splitter = word_splitter_new();
    const char *line, *word;
    size_t line_length, length;
    bool good = true;
    while (good && (line = reader_line(in, &line_length))) {
        if (run_interrupted())
            good = error_set(err, "interrupted while counting the words of %s", reader_name(in));
        word_splitter_start(splitter, line, line_length);
        while ((word = word_splitter_next(splitter, &length)))
            vocab_add(v, word, length, 1);
    }
    word_splitter_free(splitter);
    return good && !reader_failed(in, err);
}

/* Applies the limits; false and *err when no word is left. */
static bool finish_count(struct vocab *v, long min_count, long max_size, struct error *err)
{
    size_t types = v->words.count;
    vocab_finish(v, min_count, max_size);
    if (v->words.count > 0)
        return true;
    return types == 0 ? error_set(err, "no words; expected text")
                      : error_set(err, "none of its %zu words occurs %ld times; lower --min-count or give more text",
                                  types, min_count);
}

struct vocab *vocab_count_words(struct reader *in, long min_count, long max_size, struct error *err)
{
    struct vocab *v = vocab_new();
    if (count_text(v, in, err)) {
        if (finish_count(v, min_count, max_size, err))
            return v;
        error_prefix(err, "%s", reader_name(in));
    }
    vocab_free(v);
    return NULL;
}

/* The same over a NULL-ended list of files. */
static struct vocab *count_files(char *const *paths, long min_count, long max_size, struct error *err)
{
    struct vocab *v = vocab_new();
    bool good = true;
    for (char *const *path = paths; good && *path; path++) {
        struct reader *in = reader_open(*path, err);
        good = in && count_text(v, in, err);
        reader_close(in);
    }
    if (good && !finish_count(v, min_count, max_size, err))
        good = error_prefix(err, "%s%s", paths[0], paths[1] ? " and the other files" : "");
    if (good)
        return v;
    vocab_free(v);
    return NULL;
}

int vocab_size(const struct vocab *v)
{
    return (int)v->words.count;
}

int vocab_lookup(const struct vocab *v, const char *word, size_t length)
{
    return string_table_find(&v->words, word, length);
}

const char *vocab_word(const struct vocab *v, int id)
{
    assert(id >= 0 && (size_t)id < v->words.count);
    size_t length;
    return string_table_get(&v->words, id, &length);
}

long vocab_frequency(const struct vocab *v, int id)
{
    assert(id >= 0 && (size_t)id < v->words.count);
    return v->counts[id];
}

long vocab_total(const struct vocab *v)
{
    return v->total;
}

double vocab_keep_probability(const struct vocab *v, int id, double sample)
{
    long count = vocab_frequency(v, id);
    if (sample <= 0 || count == 0)
        return 1;
    double f = (double)count / (double)v->total;
    double keep = (sqrt(f / sample) + 1) * sample / f;
    return keep < 1 ? keep : 1;
}

bool vocab_write(const struct vocab *v, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    for (int id = 0; id < vocab_size(v); id++)
        output_print(out, "%s %ld\n", vocab_word(v, id), v->counts[id]);
    return output_commit(out, err);
}

/* "word count"; the word may hold anything but white space. */
static bool read_entry(struct vocab *v, const char *line, size_t length, const char *file, long number,
                       struct error *err)
{
    size_t word = strcspn(line, " \t");
    const char *digits = line + word + (word < length);
    size_t count_length = strspn(digits, "0123456789");
    if (word == 0 || count_length == 0 || count_length > 18 || digits + count_length != line + length)
        return error_set(err, "%s: line %ld: expected \"word count\", found \"%.60s\"", file, number, line);
    long count = strtol(digits, NULL, 10);
    if (count > COUNT_LIMIT || v->total > INT64_MAX - COUNT_LIMIT)
        return error_set(err, "%s: line %ld: the count %ld is too large", file, number, count);
    if (!vocab_append(v, line, word, count))
        return error_set(err, "%s: line %ld: the word \"%.*s\" is there twice", file, number, (int)word, line);
    return true;
}

struct vocab *vocab_read(const char *path, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return NULL;
    struct vocab *v = vocab_new();
    const char *line;
    size_t length;
    bool good = true;
    while (good && (line = reader_line(in, &length)))
        good = read_entry(v, line, length, reader_name(in), reader_line_number(in), err);
    if (good)
        good = !reader_failed(in, err);
    if (good && v->words.count == 0)
        good = error_set(err, "%s: empty; expected lines of \"word count\"", reader_name(in));
    reader_close(in);
    if (good)
        return v;
    vocab_free(v);
    return NULL;
}

struct vocab *vocab_for_training(const char *read_from, char *const *inputs, long min_count, long max_size,
                                 const char *save_to, struct error *err)
{
    struct vocab *v = read_from ? vocab_read(read_from, err) : count_files(inputs, min_count, max_size, err);
    if (v && save_to && !vocab_write(v, save_to, err)) {
        vocab_free(v);
        return NULL;
    }
    return v;
}
