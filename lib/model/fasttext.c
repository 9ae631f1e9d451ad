/* The file of fasttext.h, all numbers little-endian:
 *
 *   i32 magic, i32 version, the i32 of `enum argument`, f64 subsampling threshold
 *   i32 entries, i32 words, i32 labels, i64 tokens, i64 pruned (-1: not pruned)
 *   for each entry: its bytes, NUL, i64 count, i8 type (0: word)
 *   u8 quantised, i64 rows, i64 dim, the rows: words, then buckets (input table)
 *   u8 quantised, i64 rows, i64 dim, the rows (output table)
 */
#include "model/fasttext.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "model/word_vectors_parts.h"

#define MAGIC   793712314
#define VERSION 12 /* 11 differs for supervised models only */

enum argument {
    DIM,
    WINDOW,
    EPOCHS,
    MIN_COUNT,
    NEGATIVE,
    WORD_NGRAMS,
    LOSS,
    MODEL,
    BUCKETS,
    SHORTEST,
    LONGEST,
    RATE_UPDATE,
    ARGUMENTS
};
enum { LOSS_HIERARCHICAL = 1, LOSS_NEGATIVE = 2 };
enum { MODEL_CBOW = 1, MODEL_SKIPGRAM = 2 };

/* ---- composing ---- */

void ngram_table_release(struct ngram_table *t)
{
    mem_free(t->rows);
    mem_free(t->vectors);
    *t = (struct ngram_table){0};
}

/* Adds the rows of the word's n-grams to sum[dim]; returns how many n-grams it has, *met of them with a row. */
static size_t add_ngrams(const struct ngram_table *t, const char *word, size_t length, float *sum, size_t *met)
{
    int32_t *buckets = mem_new(subwords_limit(&t->subwords, length), sizeof *buckets, "n-grams of a word");
    size_t count = subwords_of(&t->subwords, word, length, buckets);
    *met = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t row = t->rows[buckets[i]];
        if (row < 0)
            continue;
        const float *vector = t->vectors + (size_t)row * (size_t)t->dim;
        for (int c = 0; c < t->dim; c++)
            sum[c] += vector[c];
        ++*met;
    }
    mem_free(buckets);
    return count;
}

/* As fastText does it, for the same bits. */
static void divide(float *sum, int dim, size_t count)
{
    float scale = (float)(1.0 / (double)count);
    for (int c = 0; c < dim; c++)
        sum[c] *= scale;
}

bool ngram_table_compose(const struct ngram_table *t, const char *word, size_t length, float *vector)
{
    size_t met, count;
    memset(vector, 0, (size_t)t->dim * sizeof *vector);
    count = add_ngrams(t, word, length, vector, &met);
    if (met > 0)
        divide(vector, t->dim, count);
    return met > 0;
}

/* ---- reading ---- */

/* A file as it is read. */
struct reading {
    struct word_vectors *into;
    struct source *source;
    const char *path;
    int32_t arguments[ARGUMENTS];
};

/* The next `size` bytes. */
static bool take(struct reading *r, void *out, size_t size, struct error *err)
{
    long got = source_peek(r->source, size, err);
    if (got < 0)
        return false;
    if ((size_t)got < size)
        return error_set(err, "%s: ends at byte %llu, within a fastText model", r->path,
                         (unsigned long long)r->source->offset + (unsigned long long)got);
    memcpy(out, r->source->buffer + r->source->start, size);
    source_skip(r->source, size);
    return true;
}

static bool read_arguments(struct reading *r, struct error *err)
{
    int32_t start[2], *a = r->arguments;
    double sample;
    if (!take(r, start, sizeof start, err))
        return false;
    if (start[1] != VERSION && start[1] != VERSION - 1)
        return error_set(err, "%s: a fastText model of version %d, expected %d", r->path, start[1], VERSION);
    if (!take(r, a, sizeof r->arguments, err) || !take(r, &sample, sizeof sample, err))
        return false;
    if (a[MODEL] != MODEL_CBOW && a[MODEL] != MODEL_SKIPGRAM)
        return error_set(err, "%s: a supervised fastText model; expected word vectors (skipgram or cbow)", r->path);
    if (a[DIM] < 1 || a[DIM] > WORD_VECTORS_DIM_LIMIT || a[BUCKETS] < 0 || a[LONGEST] < 0 || a[SHORTEST] < 0 ||
        a[LONGEST] > SUBWORDS_LIMIT || (a[LONGEST] > 0 && a[BUCKETS] == 0))
        return error_set(err,
                         "%s: a fastText model of dim %d, n-grams %d to %d in %d buckets; expected dim 1..%d, "
                         "n-grams up to %d",
                         r->path, a[DIM], a[SHORTEST], a[LONGEST], a[BUCKETS], WORD_VECTORS_DIM_LIMIT, SUBWORDS_LIMIT);
    if (a[LONGEST] > 0 && a[SHORTEST] <= a[LONGEST])
        r->into->ngrams.subwords = (struct subwords){a[SHORTEST] > 0 ? a[SHORTEST] : 1, a[LONGEST], a[BUCKETS]};
    r->into->ngrams.dim = r->into->vectors.columns = a[DIM];
    return true;
}

/* One word with its count. */
static bool read_entry(struct reading *r, long row, struct error *err)
{
    struct source *s = r->source;
    long got = source_peek(s, WORD_VECTORS_WORD_LIMIT + 1, err);
    if (got < 0)
        return false;
    const char *end = memchr(s->buffer + s->start, 0, (size_t)got);
    if (!end)
        return error_set(err, "%s: word %ld at byte %llu has no end within %d bytes", r->path, row,
                         (unsigned long long)s->offset, WORD_VECTORS_WORD_LIMIT);
    size_t length = (size_t)(end - (s->buffer + s->start));
    char tail[9] = {0};
    int64_t count;
    got = source_peek(s, length + 1 + sizeof tail, err);
    if (got < 0)
        return false;
    if ((size_t)got == length + 1 + sizeof tail) {
        memcpy(&count, s->buffer + s->start + length + 1, sizeof count);
        if (!word_vectors_append_word(r->into, s->buffer + s->start, length, count, r->path, row, err))
            return false;
        source_skip(s, length + 1);
    }
    if (!take(r, tail, sizeof tail, err))
        return false;
    return tail[8] == 0 || error_set(err, "%s: word %ld is a label, expected words only", r->path, row);
}

static bool read_words(struct reading *r, struct error *err)
{
    int32_t sizes[3];   /* entries, words, labels */
    int64_t numbers[2]; /* tokens, pruned */
    if (!take(r, sizes, sizeof sizes, err) || !take(r, numbers, sizeof numbers, err))
        return false;
    if (sizes[2] != 0 || sizes[0] != sizes[1])
        return error_set(err, "%s: a fastText model of %d words and %d labels; expected words only", r->path, sizes[1],
                         sizes[2]);
    if (sizes[0] < 1 || sizes[0] > WORD_VECTORS_ROW_LIMIT)
        return error_set(err, "%s: a fastText model of %d words, expected 1..%d", r->path, sizes[0],
                         WORD_VECTORS_ROW_LIMIT);
    if (numbers[1] >= 0)
        return error_set(err, "%s: a pruned fastText model (.ftz); expected the model before `quantize`", r->path);
    for (long row = 1; row <= sizes[0]; row++)
        if (!read_entry(r, row, err))
            return false;
    return true;
}

/* What stands before a table; false also when a plain file is too small for the rows. */
static bool read_table_start(struct reading *r, const char *name, int64_t *rows, struct error *err)
{
    unsigned char quantised = 0;
    int64_t shape[2];
    if (!take(r, &quantised, 1, err))
        return false;
    if (quantised)
        return error_set(err, "%s: a quantised fastText model (.ftz); expected the model before `quantize`", r->path);
    if (!take(r, shape, sizeof shape, err))
        return false;
    const struct source *s = r->source;
    long long limit = 2LL * INT32_MAX, left = s->plain_size < 0 ? INT64_MAX : s->plain_size - (long long)s->offset;
    if (shape[0] < 0 || shape[0] > limit || shape[1] != r->arguments[DIM] || shape[0] * shape[1] * 4 > left)
        return error_set(err,
                         "%s: at byte %llu its %s table says %lld rows of %lld, expected rows of %d, as many as "
                         "the file holds: truncated?",
                         r->path, (unsigned long long)s->offset, name, (long long)shape[0], (long long)shape[1],
                         r->arguments[DIM]);
    *rows = shape[0];
    return true;
}

/* Rows of buckets: those that are not zero into the table. */
static bool read_buckets(struct reading *r, struct error *err)
{
    struct ngram_table *t = &r->into->ngrams;
    size_t dim = (size_t)t->dim, used = 0, capacity = 0, room = 0;
    float *vector = mem_new(dim, sizeof *vector, "a row");
    bool good = true;
    for (int32_t bucket = 0; good && bucket < r->arguments[BUCKETS]; bucket++) {
        good = take(r, vector, dim * sizeof *vector, err);
        bool zero = true, finite = true;
        for (size_t c = 0; good && c < dim; c++) {
            zero &= vector[c] == 0;
            finite &= isfinite(vector[c]) != 0;
        }
        if (good && !finite)
            good = error_set(err, "%s: the row of bucket %d is not finite", r->path, bucket);
        if (!good || t->subwords.longest == 0)
            continue;
        if ((size_t)bucket >= room) {
            room = mem_capacity(room, (size_t)bucket + 1);
            t->rows = mem_grow(t->rows, room, sizeof *t->rows, "buckets of n-grams");
        }
        t->rows[bucket] = zero ? -1 : (int32_t)used;
        if (zero)
            continue;
        if (used == capacity) {
            capacity = mem_capacity(capacity, used + 1);
            t->vectors = mem_grow(t->vectors, capacity, dim * sizeof *vector, "rows of n-grams");
        }
        memcpy(t->vectors + dim * used++, vector, dim * sizeof *vector);
    }
    mem_free(vector);
    return good;
}

/* The words' own rows, then those of the buckets. */
static bool read_inputs(struct reading *r, struct error *err)
{
    struct word_vectors *w = r->into;
    int64_t rows, words = vocab_size(w->words);
    if (!read_table_start(r, "input", &rows, err))
        return false;
    if (rows != words + r->arguments[BUCKETS])
        return error_set(err, "%s: its input table has %lld rows, expected %lld words + %d buckets", r->path,
                         (long long)rows, (long long)words, r->arguments[BUCKETS]);
    if (r->source->plain_size >= 0)
        word_vectors_reserve(w, words); /* the file has as many bytes */
    for (long row = 1; row <= words; row++)
        if (!take(r, word_vectors_row(w, row), (size_t)w->vectors.columns * sizeof(float), err) ||
            !word_vectors_check_row(w, r->path, row, err))
            return false;
    return read_buckets(r, err);
}

/* The output table is of no use here, but has to be whole. */
static bool pass_outputs(struct reading *r, struct error *err)
{
    int64_t rows;
    char row[WORD_VECTORS_DIM_LIMIT * sizeof(float)];
    if (!read_table_start(r, "output", &rows, err))
        return false;
    for (int64_t i = 0; i < rows; i++)
        if (!take(r, row, (size_t)r->arguments[DIM] * sizeof(float), err))
            return false;
    long got = source_peek(r->source, 1, err);
    if (got > 0)
        return error_set(err, "%s: bytes behind the output table, at byte %llu", r->path,
                         (unsigned long long)r->source->offset);
    return got == 0;
}

bool fasttext_read(struct word_vectors *w, struct source *s, const char *path, struct error *err)
{
    struct reading r = {w, s, path, {0}};
    if (!read_arguments(&r, err) || !read_words(&r, err) || !read_inputs(&r, err) || !pass_outputs(&r, err))
        return false;
    for (int id = 0; id < vocab_size(w->words) && w->ngrams.subwords.longest > 0; id++) {
        float *row = matrix_row(&w->vectors, id);
        const char *word = vocab_word(w->words, id);
        size_t met, ngrams = add_ngrams(&w->ngrams, word, strlen(word), row, &met);
        divide(row, w->vectors.columns, 1 + ngrams);
    }
    return true;
}

bool fasttext_is(const char *bytes, size_t size)
{
    int32_t magic;
    if (size < sizeof magic)
        return false;
    memcpy(&magic, bytes, sizeof magic);
    return magic == MAGIC;
}

/* ---- writing ---- */

static void write_arguments(struct output *out, const struct fasttext_model *m)
{
    bool ngrams = m->subwords.longest > 0;
    int32_t start[2 + ARGUMENTS] = {MAGIC, VERSION}, *a = start + 2;
    double sample = m->sample > 0 ? m->sample : 1e-4;
    a[DIM] = m->inputs->columns;
    a[WINDOW] = m->window > 0 ? m->window : 5;
    a[EPOCHS] = m->epochs > 0 ? m->epochs : 5;
    a[MIN_COUNT] = m->min_count > 0 && m->min_count <= INT32_MAX ? (int32_t)m->min_count : 1;
    a[NEGATIVE] = m->negative > 0 ? m->negative : 5;
    a[WORD_NGRAMS] = 1;
    a[LOSS] = m->hierarchical ? LOSS_HIERARCHICAL : LOSS_NEGATIVE;
    a[MODEL] = m->cbow ? MODEL_CBOW : MODEL_SKIPGRAM;
    a[BUCKETS] = ngrams ? m->subwords.buckets : 0;
    a[SHORTEST] = ngrams ? m->subwords.shortest : 0;
    a[LONGEST] = ngrams ? m->subwords.longest : 0;
    a[RATE_UPDATE] = 100;
    output_write(out, start, sizeof start);
    output_write(out, &sample, sizeof sample);
}

static void write_words(struct output *out, const struct vocab *v)
{
    int32_t count = vocab_size(v), sizes[3] = {count, count, 0};
    int64_t numbers[2] = {vocab_total(v), -1};
    output_write(out, sizes, sizeof sizes);
    output_write(out, numbers, sizeof numbers);
    for (int id = 0; id < count; id++) {
        int64_t frequency = vocab_frequency(v, id);
        output_write(out, vocab_word(v, id), strlen(vocab_word(v, id)) + 1);
        output_write(out, &frequency, sizeof frequency);
        output_write(out, "", 1);
    }
}

static void write_table_start(struct output *out, int64_t rows, int64_t dim)
{
    output_write(out, "", 1);
    output_write(out, (int64_t[]){rows, dim}, 2 * sizeof(int64_t));
}

bool fasttext_write(const struct fasttext_model *m, const char *path, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    int32_t words = vocab_size(m->words), buckets = m->subwords.longest > 0 ? m->subwords.buckets : 0;
    size_t dim = (size_t)m->inputs->columns, bytes = dim * sizeof(float);
    float *zero = mem_new(dim, sizeof *zero, "a row");
    const float **rows = mem_new((size_t)buckets, sizeof *rows, "rows of n-grams");
    for (long i = 0; i < m->ngrams; i++)
        rows[m->buckets[i]] = matrix_row(m->inputs, words + i);
    write_arguments(out, m);
    write_words(out, m->words);
    write_table_start(out, (int64_t)words + buckets, (int64_t)dim);
    for (int32_t id = 0; id < words; id++)
        output_write(out, matrix_row(m->inputs, id), bytes);
    for (int32_t bucket = 0; bucket < buckets; bucket++)
        output_write(out, rows[bucket] ? rows[bucket] : zero, bytes);
    write_table_start(out, words, (int64_t)dim);
    for (int32_t id = 0; id < words; id++)
        output_write(out, m->outputs && id < m->outputs->rows ? matrix_row(m->outputs, id) : zero, bytes);
    mem_free(rows);
    mem_free(zero);
    return output_commit(out, err);
}
