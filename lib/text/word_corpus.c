#include "text/word_corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "text/reader.h"
#include "text/words.h"

enum {
    CHUNK_WORDS = 10000,
    LEAST_CHUNKS = 256,   /* in a small corpus, so that several threads have work */
    MOST_CHUNKS = 4096,   /* of fewer words: a vocabulary may come from a smaller corpus */
    LEAST_BUFFER = 1024,  /* words */
    MOST_BUFFER = 1 << 20 /* words written to disk at a time; more gains nothing */
};

struct builder {
    struct word_corpus *corpus;
    const struct vocab *vocab;
    struct word_splitter *splitter; /* owned */
    const char *beside;
    uint32_t *ids; /* owned; [capacity], at most [limit]: the `count` words after those on disk */
    size_t count, capacity, limit;
    uint64_t written;               /* words on disk */
    uint64_t sentence;              /* number of its first word */
    uint64_t chunk, chunk_sentence; /* numbers of the chunk's first word and sentence */
    size_t chunk_capacity;
};

/* ---- words ---- */

/* Writes the buffer to disk save its last `keep` words. */
static bool spill(struct builder *b, size_t keep, struct error *err)
{
    struct word_corpus *c = b->corpus;
    if (c->file < 0 && (c->file = spill_open(b->beside, err)) < 0)
        return false;
    size_t size = b->count - keep;
    if (!spill_write(c->file, b->ids, size * sizeof *b->ids, b->written * sizeof *b->ids, err))
        return error_prefix(err, "beside %s", b->beside);
    memmove(b->ids, b->ids + size, keep * sizeof *b->ids);
    b->written += size;
    b->count = keep;
    if (b->limit > MOST_BUFFER) {
        b->limit = b->capacity = MOST_BUFFER;
        b->ids = mem_grow(b->ids, b->capacity, sizeof *b->ids, "corpus");
    }
    return true;
}

/* Makes room for a word. The last one may still become the end of its sentence: it does not go to disk. */
static bool make_room(struct builder *b, struct error *err)
{
    if (b->capacity == b->limit)
        return spill(b, 1, err);
    b->capacity = mem_capacity(b->capacity, LEAST_BUFFER);
    b->capacity = b->capacity > b->limit ? b->limit : b->capacity;
    b->ids = mem_grow(b->ids, b->capacity, sizeof *b->ids, "corpus");
    return true;
}

/* ---- sentences and chunks ---- */

static void end_chunk(struct builder *b)
{
    struct word_corpus *c = b->corpus;
    if ((size_t)c->chunk_count == b->chunk_capacity) {
        b->chunk_capacity = mem_capacity(b->chunk_capacity, (size_t)c->chunk_count + 1);
        c->chunks = mem_grow(c->chunks, b->chunk_capacity, sizeof *c->chunks, "corpus");
    }
    uint32_t words = (uint32_t)(c->words - b->chunk);
    c->chunks[c->chunk_count++] = (struct word_chunk){b->chunk, b->chunk_sentence, words};
    c->largest = words > c->largest ? words : c->largest;
    b->chunk = c->words;
    b->chunk_sentence = c->sentences;
}

/* Words from which on a chunk ends with its sentence. */
static uint64_t chunk_words(const struct builder *b)
{
    uint64_t total = (uint64_t)vocab_total(b->vocab);
    uint64_t words = total ? total / LEAST_CHUNKS + 1 : CHUNK_WORDS, least = b->corpus->words / MOST_CHUNKS;
    words = words > least ? words : least;
    return words < CHUNK_WORDS ? words : CHUNK_WORDS;
}

static void end_sentence(struct builder *b)
{
    struct word_corpus *c = b->corpus;
    if (c->words == b->sentence)
        return;
    b->ids[b->count - 1] |= SENTENCE_END;
    b->sentence = c->words;
    c->sentences++;
    if (c->words - b->chunk >= chunk_words(b))
        end_chunk(b);
}

/* ---- reading ---- */

static bool add_words(struct builder *b, const char *line, size_t line_length, struct error *err)
{
    struct word_corpus *c = b->corpus;
    const char *word;
    size_t length;
    word_splitter_start(b->splitter, line, line_length);
    while ((word = word_splitter_next(b->splitter, &length))) {
        int id = vocab_lookup(b->vocab, word, length);
        if (id < 0) {
            c->unknown++;
            continue;
        }
        if (b->count == b->capacity && !make_room(b, err))
            return false;
        b->ids[b->count++] = (uint32_t)id;
        if (++c->words - b->sentence == WORD_CORPUS_SENTENCE)
            end_sentence(b);
    }
    return true;
}

static bool is_blank(const char *line, size_t length)
{
    return strspn(line, " \t\v\f\r") == length;
}

static void add_text(struct word_corpus *c, const struct reader *in)
{
    char checksum[9];
    snprintf(checksum, sizeof checksum, "%08x", (unsigned)reader_checksum(in));
    cJSON *text = cJSON_CreateObject();
    cJSON_AddStringToObject(text, "name", reader_name(in));
    cJSON_AddStringToObject(text, "crc32", checksum);
    cJSON_AddNumberToObject(text, "bytes", (double)reader_bytes(in));
    cJSON_AddItemToArray(c->texts, text);
}

static bool read_file(struct builder *b, const char *path, bool paragraphs, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    bool good = true;
    const char *line;
    size_t length;
    while (good && (line = reader_line(in, &length))) {
        if (run_interrupted())
            good = error_set(err, "interrupted while reading the corpus: no vectors were written");
        else if (!paragraphs || !is_blank(line, length))
            good = add_words(b, line, length, err);
        if (!paragraphs || is_blank(line, length))
            end_sentence(b);
    }
    good = good && !reader_failed(in, err);
    end_sentence(b);
    add_text(b->corpus, in);
    reader_close(in);
    return good;
}

/* Ends the last chunk; gives the words their final place. */
static bool finish(struct builder *b, size_t memory, struct error *err)
{
    struct word_corpus *c = b->corpus;
    if (c->words > b->chunk)
        end_chunk(b);
    if (c->file < 0 && c->words <= memory / sizeof *b->ids) {
        c->ids = b->ids;
        b->ids = NULL;
        return true;
    }
    return spill(b, 0, err);
}

static bool check_words(const struct word_corpus *c, char *const *paths, struct error *err)
{
    if (c->words > 0)
        return true;
    error_set(err, c->unknown ? "none of its words is in the vocabulary" : "no words; expected text");
    return error_prefix(err, "%s%s", paths[0], paths[1] ? " and the other files" : "");
}

bool word_corpus_read(struct word_corpus *c, char *const *paths, const struct vocab *v, bool paragraphs, size_t memory,
                      const char *beside, struct error *err)
{
    *c = (struct word_corpus){.file = -1, .texts = cJSON_CreateArray()};
    size_t limit = memory / sizeof(uint32_t);
    struct builder b = {.corpus = c,
                        .vocab = v,
                        .splitter = word_splitter_new(),
                        .beside = beside,
                        .limit = limit > LEAST_BUFFER ? limit : LEAST_BUFFER};
    bool good = true;
    for (char *const *path = paths; good && *path; path++)
        good = read_file(&b, *path, paragraphs, err);
    good = good && check_words(c, paths, err) && finish(&b, memory, err);
    word_splitter_free(b.splitter);
    mem_free(b.ids);
    if (!good)
        word_corpus_release(c);
    return good;
}

void word_corpus_release_words(struct word_corpus *c)
{
    mem_free(c->ids);
    c->ids = NULL;
    if (c->file >= 0)
        close(c->file);
    c->file = -1;
}

void word_corpus_release(struct word_corpus *c)
{
    if (!c->texts) /* zeros: nothing was read */
        return;
    word_corpus_release_words(c);
    mem_free(c->chunks);
    cJSON_Delete(c->texts);
    *c = (struct word_corpus){.file = -1};
}

const uint32_t *word_corpus_chunk(const struct word_corpus *c, long i, uint32_t *buffer, struct error *err)
{
    const struct word_chunk *chunk = &c->chunks[i];
    if (c->ids)
        return c->ids + chunk->start;
    size_t size = chunk->words * sizeof *buffer;
    return spill_read(c->file, buffer, size, chunk->start * sizeof *buffer, err) ? buffer : NULL;
}

void word_corpus_checksum(const struct word_corpus *c, char text[9])
{
    uint32_t sum = 0;
    for (const cJSON *t = c->texts->child; t; t = t->next)
        sum = sum * 31 + (uint32_t)strtoul(cJSON_GetObjectItem(t, "crc32")->valuestring, NULL, 16);
    snprintf(text, 9, "%08x", (unsigned)sum);
}

cJSON *word_corpus_record(const struct word_corpus *c)
{
    char checksum[9];
    word_corpus_checksum(c, checksum);
    cJSON *record = cJSON_CreateObject();
    const char *first = cJSON_GetObjectItem(c->texts->child, "name")->valuestring;
    int more = cJSON_GetArraySize(c->texts) - 1;
    char *name = more ? mem_format("%s and %d more", first, more) : mem_string(first);
    cJSON_AddStringToObject(record, "name", name);
    mem_free(name);
    cJSON_AddStringToObject(record, "crc32", checksum);
    cJSON_AddItemToObject(record, "texts", cJSON_Duplicate(c->texts, true));
    cJSON_AddNumberToObject(record, "tokens", (double)c->words);
    cJSON_AddNumberToObject(record, "sentences", (double)c->sentences);
    cJSON_AddNumberToObject(record, "out_of_vocabulary", (double)c->unknown);
    return record;
}
