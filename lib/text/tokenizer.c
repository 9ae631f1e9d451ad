#include "text/tokenizer.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "text/tokenizer_parts.h"

/* The cache of pieces stops growing here (bytes): real text has few pieces that matter. */
#define PIECES_LIMIT ((size_t)16 << 20)
#define WORDS_LIMIT  100000000L

/* ---- lists ---- */

static void reserve(struct token_list *list, size_t more)
{
    if (list->count + more <= list->capacity)
        return;
    list->capacity = mem_capacity(list->capacity, list->count + more);
    list->ids = mem_grow(list->ids, list->capacity, sizeof(*list->ids), "tokens");
}

void token_list_append(struct token_list *list, int32_t id)
{
    reserve(list, 1);
    list->ids[list->count++] = id;
}

void token_list_release(struct token_list *list)
{
    mem_free(list->ids);
    memset(list, 0, sizeof(*list));
}

/* ---- making ---- */

struct tokenizer *tokenizer_new_word(struct vocab *vocab, int unknown, int end)
{
    struct tokenizer *t = mem_new(1, sizeof(*t), "tokenizer");
    t->kind = TOKENIZER_WORD;
    t->vocab = vocab;
    t->unknown = unknown;
    t->end = end;
    t->splitter = word_splitter_new();
    return t;
}

struct tokenizer *tokenizer_new_bpe(struct bpe *bpe, const char *end_text)
{
    struct tokenizer *t = mem_new(1, sizeof(*t), "tokenizer");
    t->kind = TOKENIZER_BPE;
    t->bpe = bpe;
    t->end_text = mem_string(end_text);
    t->unknown = -1;
    t->end = bpe_size(bpe);
    return t;
}

struct tokenizer *tokenizer_from_vocab(const struct vocab *v)
{
    struct vocab *all = vocab_new();
    vocab_append(all, "<unk>", 5, 0);
    vocab_append(all, "<eos>", 5, 0);
    for (int id = 0; id < vocab_size(v); id++) {
        const char *word = vocab_word(v, id);
        vocab_append(all, word, strlen(word), vocab_frequency(v, id));
    }
    return tokenizer_new_word(all, 0, 1);
}

/* The number behind "word:" or "bpe:". */
static bool read_size(const char *description, const char *digits, long low, long high, long *size, struct error *err)
{
    char *end;
    errno = 0;
    *size = strtol(digits, &end, 10);
    if (*digits < '0' || *digits > '9' || *end || errno || *size < low || *size > high)
        return error_set(err, "tokenizer \"%s\": expected a whole number from %ld to %ld behind the colon", description,
                         low, high);
    return true;
}

bool tokenizer_is_new(const char *description)
{
    return strncmp(description, "word:", 5) == 0 || strncmp(description, "bpe:", 4) == 0;
}

struct tokenizer *tokenizer_train(const char *description, struct reader *in, long min_count, struct error *err)
{
    bool words = description[0] == 'w';
    long size;
    if (!read_size(description, strchr(description, ':') + 1, words ? 1 : 258, words ? WORDS_LIMIT : BPE_SIZE_LIMIT,
                   &size, err))
        return NULL;
    if (words) {
        struct vocab *v = vocab_count_words(in, min_count, size, err);
        struct tokenizer *t = v ? tokenizer_from_vocab(v) : NULL;
        vocab_free(v);
        return t;
    }
    struct bpe *b = bpe_train(in, (int)size - 1, err);
    return b ? tokenizer_new_bpe(b, "<|endoftext|>") : NULL;
}

struct tokenizer *tokenizer_make(const char *description, const char *corpus, long min_count, struct error *err)
{
    if (!tokenizer_is_new(description))
        return tokenizer_read(description, err);
    if (strcmp(corpus, "-") == 0) {
        error_set(err, "standard input can be read only once: make the tokenizer first (corpus %s) and give its folder",
                  description[0] == 'w' ? "count" : "bpe");
        return NULL;
    }
    struct reader *in = reader_open(corpus, err);
    struct tokenizer *t = in ? tokenizer_train(description, in, min_count, err) : NULL;
    reader_close(in);
    return t;
}

void tokenizer_free(struct tokenizer *t)
{
    if (!t)
        return;
    vocab_free(t->vocab);
    bpe_free(t->bpe);
    mem_free(t->end_text);
    word_splitter_free(t->splitter);
    string_table_release(&t->pieces);
    token_list_release(&t->piece_ids);
    mem_free(t->piece_starts);
    mem_free(t);
}

/* ---- files ---- */

/* Takes the words' counts from vocab.txt. */
static bool read_frequencies(struct tokenizer *t, const char *path, struct error *err)
{
    struct vocab *counts = vocab_read(path, err);
    if (!counts)
        return false;
    struct vocab *with_counts = vocab_new();
    for (int id = 0; id < vocab_size(t->vocab); id++) {
        const char *word = vocab_word(t->vocab, id);
        int found = vocab_lookup(counts, word, strlen(word));
        vocab_append(with_counts, word, strlen(word), found < 0 ? 0 : vocab_frequency(counts, found));
    }
    bool good = true;
    for (int id = 0; good && id < vocab_size(counts); id++) {
        const char *word = vocab_word(counts, id);
        if (vocab_lookup(t->vocab, word, strlen(word)) < 0)
            good = error_set(err, "%s: line %d: the word \"%.60s\" is not in the tokenizer.json beside it", path,
                             id + 1, word);
    }
    vocab_free(counts);
    vocab_free(t->vocab);
    t->vocab = with_counts;
    return good;
}

struct tokenizer *tokenizer_read(const char *path, struct error *err)
{
    char *file = path_is_folder(path) ? path_join(path, "tokenizer.json") : mem_string(path);
    struct tokenizer *t = tokenizer_read_json(file, err);
    if (t && t->kind == TOKENIZER_WORD) {
        char *slash = strrchr(file, '/');
        char *folder = slash ? mem_string_n(file, (size_t)(slash - file) + (slash == file)) : mem_string(".");
        char *counts = path_join(folder, "vocab.txt");
        if (path_exists(counts) && !read_frequencies(t, counts, err)) {
            tokenizer_free(t);
            t = NULL;
        }
        mem_free(counts);
        mem_free(folder);
    }
    mem_free(file);
    return t;
}

static bool write_files(const struct tokenizer *t, const char *folder, bool end_first, struct error *err)
{
    char *path = path_join(folder, "tokenizer.json");
    bool good = folder_make(folder, err) && tokenizer_write_json(t, path, end_first, err);
    mem_free(path);
    if (!good || t->kind != TOKENIZER_WORD || vocab_total(t->vocab) == 0)
        return good;
    struct vocab *words = vocab_new();
    for (int id = 0; id < vocab_size(t->vocab); id++) {
        const char *word = vocab_word(t->vocab, id);
        if (id != t->unknown && id != t->end)
            vocab_append(words, word, strlen(word), vocab_frequency(t->vocab, id));
    }
    path = path_join(folder, "vocab.txt");
    good = vocab_write(words, path, err);
    mem_free(path);
    vocab_free(words);
    return good;
}

bool tokenizer_write(const struct tokenizer *t, const char *folder, struct error *err)
{
    return write_files(t, folder, false, err);
}

bool tokenizer_write_end_first(const struct tokenizer *t, const char *folder, struct error *err)
{
    return write_files(t, folder, true, err);
}

/* ---- use ---- */

enum tokenizer_kind tokenizer_kind(const struct tokenizer *t)
{
    return t->kind;
}

int tokenizer_size(const struct tokenizer *t)
{
    return t->kind == TOKENIZER_WORD ? vocab_size(t->vocab) : bpe_size(t->bpe) + 1;
}

int tokenizer_unknown(const struct tokenizer *t)
{
    return t->unknown;
}

int tokenizer_end(const struct tokenizer *t)
{
    return t->end;
}

/* The piece's tokens, from the cache when it was met before. */
static void encode_piece(struct tokenizer *t, const char *piece, size_t length, struct token_list *out)
{
    int32_t known = string_table_find(&t->pieces, piece, length);
    if (known >= 0) {
        size_t start = t->piece_starts[known], count = t->piece_starts[known + 1] - start;
        reserve(out, count);
        memcpy(out->ids + out->count, t->piece_ids.ids + start, count * sizeof(*out->ids));
        out->count += count;
        return;
    }
    reserve(out, length);
    int32_t *ids = out->ids + out->count;
    size_t count = bpe_encode_piece(t->bpe, piece, length, ids);
    out->count += count;
    if (t->pieces.used + length > PIECES_LIMIT)
        return;
    size_t index = (size_t)string_table_add(&t->pieces, piece, length, NULL);
    if (index + 2 > t->piece_capacity) {
        t->piece_capacity = mem_capacity(t->piece_capacity, index + 2);
        t->piece_starts = mem_grow(t->piece_starts, t->piece_capacity, sizeof(*t->piece_starts), "pieces of text");
    }
    t->piece_starts[index] = t->piece_ids.count;
    reserve(&t->piece_ids, count);
    memcpy(t->piece_ids.ids + t->piece_ids.count, ids, count * sizeof(*ids));
    t->piece_ids.count += count;
    t->piece_starts[index + 1] = t->piece_ids.count;
}

void tokenizer_encode(struct tokenizer *t, const char *text, size_t length, struct token_list *out)
{
    if (t->kind == TOKENIZER_BPE) {
        for (size_t at = 0, size; at < length; at += size) {
            size = bpe_piece_length(text + at, length - at);
            encode_piece(t, text + at, size, out);
        }
        return;
    }
    const char *word;
    size_t word_length;
    word_splitter_start(t->splitter, text, length);
    while ((word = word_splitter_next(t->splitter, &word_length))) {
        int id = vocab_lookup(t->vocab, word, word_length);
        token_list_append(out, id < 0 ? t->unknown : id);
    }
}

const char *tokenizer_token(const struct tokenizer *t, int id, size_t *length)
{
    assert(id >= 0 && id < tokenizer_size(t));
    if (t->kind == TOKENIZER_BPE && id < t->end)
        return bpe_token(t->bpe, id, length);
    const char *text = t->kind == TOKENIZER_BPE ? t->end_text : vocab_word(t->vocab, id);
    *length = strlen(text);
    return text;
}

int tokenizer_lookup(const struct tokenizer *t, const char *word)
{
    if (t->kind == TOKENIZER_WORD) {
        int id = vocab_lookup(t->vocab, word, strlen(word));
        return id == t->unknown || id == t->end ? -1 : id;
    }
    char *spaced = mem_format(" %s", word);
    int id = bpe_lookup(t->bpe, spaced, strlen(spaced));
    mem_free(spaced);
    return id;
}

long tokenizer_frequency(const struct tokenizer *t, int id)
{
    assert(id >= 0 && id < tokenizer_size(t));
    return t->kind == TOKENIZER_WORD ? vocab_frequency(t->vocab, id) : 0;
}

char *tokenizer_decode(const struct tokenizer *t, const int32_t *ids, size_t count, size_t *length)
{
    size_t size = 0, used = 0, n;
    bool words = t->kind == TOKENIZER_WORD;
    for (size_t i = 0; i < count; i++) {
        tokenizer_token(t, ids[i], &n);
        size += n + words;
    }
    char *text = mem_new(size + 1, 1, "text");
    for (size_t i = 0; i < count; i++) {
        if (words && i > 0)
            text[used++] = ' ';
        const char *token = tokenizer_token(t, ids[i], &n);
        memcpy(text + used, token, n);
        used += n;
    }
    text[used] = '\0';
    *length = used;
    return text;
}
