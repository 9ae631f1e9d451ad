#include "text/tokens.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "text/reader.h"

struct corpus_builder {
    struct token_corpus *corpus;
    struct token_list ids;
    size_t starts_capacity;
    uint64_t position; /* in the text, of the line at hand */
    char *whole; /* owned; a line with its end */
    size_t whole_capacity;
};

/* The tokens appended since `start` become a line, or, with no line yet to add to, nothing. */
static void end_line(struct corpus_builder *b, size_t start)
{
    struct token_corpus *c = b->corpus;
    if (b->ids.count == start)
        return;
    if (c->lines + 2 > b->starts_capacity) {
        b->starts_capacity = mem_capacity(b->starts_capacity, c->lines + 2);
        c->starts = mem_grow(c->starts, b->starts_capacity, sizeof(*c->starts), "lines");
        c->offsets = mem_grow(c->offsets, b->starts_capacity, sizeof(*c->offsets), "lines");
    }
    c->offsets[c->lines] = b->position;
    c->starts[c->lines++] = start;
    c->starts[c->lines] = b->ids.count;
}

/* Puts the end-of-text token behind a document, as part of its last line. */
static void end_document(struct corpus_builder *b, const struct tokenizer *t)
{
    struct token_corpus *c = b->corpus;
    if (b->ids.count == 0 || b->ids.ids[b->ids.count - 1] == tokenizer_end(t))
        return;
    token_list_append(&b->ids, tokenizer_end(t));
    c->starts[c->lines] = b->ids.count;
}

static bool is_blank(const char *line, size_t length)
{
    return strspn(line, " \t\v\f\r") == length;
}

static void add_line(struct corpus_builder *b, struct tokenizer *t, const char *line, size_t length)
{
    size_t start = b->ids.count;
    if (is_blank(line, length)) {
        end_document(b, t);
        return;
    }
    if (tokenizer_kind(t) == TOKENIZER_BPE) {
        if (length + 1 > b->whole_capacity) {
            b->whole_capacity = mem_capacity(b->whole_capacity, length + 1);
            b->whole = mem_grow(b->whole, b->whole_capacity, 1, "line");
        }
        memcpy(b->whole, line, length);
        b->whole[length] = '\n';
        tokenizer_encode(t, b->whole, length + 1, &b->ids);
    } else {
        tokenizer_encode(t, line, length, &b->ids);
    }
    for (size_t i = start; i < b->ids.count; i++)
        b->corpus->unknown += b->ids.ids[i] == tokenizer_unknown(t);
    end_line(b, start);
}

bool tokens_read(struct token_corpus *c, const char *path, struct tokenizer *t, struct error *err)
{
    memset(c, 0, sizeof(*c));
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    struct corpus_builder b = {.corpus = c};
    const char *line;
    size_t length;
    while (b.position = reader_position(in), (line = reader_line(in, &length)))
        add_line(&b, t, line, length);
    bool good = !reader_failed(in, err);
    if (good && b.ids.count == 0)
        good = error_set(err, "%s: no words; expected text", reader_name(in));
    if (good)
        end_document(&b, t);
    c->ids = b.ids.ids;
    c->count = b.ids.count;
    c->bytes = reader_bytes(in);
    if (c->offsets)
        c->offsets[c->lines] = c->bytes;
    c->checksum = reader_checksum(in);
    mem_free(b.whole);
    reader_close(in);
    if (!good)
        tokens_release(c);
    return good;
}

void tokens_release(struct token_corpus *c)
{
    mem_free(c->ids);
    mem_free(c->starts);
    mem_free(c->offsets);
    memset(c, 0, sizeof(*c));
}

void tokens_checksum(const struct token_corpus *c, char text[9])
{
    snprintf(text, 9, "%08x", (unsigned)c->checksum);
}

cJSON *tokens_record(const struct token_corpus *c, const char *name)
{
    char checksum[9];
    tokens_checksum(c, checksum);
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "name", name);
    cJSON_AddStringToObject(record, "crc32", checksum);
    cJSON_AddNumberToObject(record, "bytes", (double)c->bytes);
    cJSON_AddNumberToObject(record, "tokens", (double)c->count);
    cJSON_AddNumberToObject(record, "out_of_vocabulary", (double)c->unknown);
    return record;
}
