#include "corpora/phrases_text.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/run.h"
#include "text/reader.h"
#include "text/words.h"

/* ---- writing numbers ---- */

struct text_writer text_writer_start(struct phrase_text *t, uint64_t at)
{
    return (struct text_writer){t, at, 0, mem_new(TEXT_BLOCK, sizeof(uint32_t), "text")};
}

static bool move_to_disk(struct phrase_text *t, uint64_t count, struct error *err)
{
    t->file = spill_open(t->beside, err);
    if (t->file < 0)
        return false;
    if (!spill_write(t->file, t->ids, (size_t)count * sizeof(*t->ids), 0, err))
        return error_prefix(err, "beside %s", t->beside);
    mem_free(t->ids);
    t->ids = NULL;
    t->capacity = 0;
    return true;
}

bool text_writer_flush(struct text_writer *w, struct error *err)
{
    struct phrase_text *t = w->text;
    uint64_t end = w->at + w->used;
    if (w->used == 0)
        return true;
    if (t->file < 0 && end > t->limit && !move_to_disk(t, w->at, err))
        return false;
    if (t->file >= 0) {
        if (!spill_write(t->file, w->buffer, w->used * sizeof(*w->buffer), w->at * sizeof(*w->buffer), err))
            return error_prefix(err, "beside %s", t->beside);
    } else {
        if (end > t->capacity) {
            t->capacity = mem_capacity(t->capacity, (size_t)end);
            t->capacity = t->capacity < t->limit ? t->capacity : t->limit;
            t->ids = mem_grow(t->ids, t->capacity, sizeof(*t->ids), "text");
        }
        memcpy(t->ids + w->at, w->buffer, w->used * sizeof(*w->buffer));
    }
    w->at = end;
    w->used = 0;
    return true;
}

bool text_writer_end(struct text_writer *w, struct error *err)
{
    bool good = text_writer_flush(w, err);
    w->text->length = w->at;
    mem_free(w->buffer);
    return good;
}

/* ---- reading text ---- */

struct builder {
    struct text_writer writer;
    struct word_splitter *splitter; /* owned */
    bool paragraphs;
    bool open;  /* the sentence has words and no end yet */
    bool blank; /* the last line is blank, or there is none */
};

static bool end_sentence(struct builder *b, struct error *err)
{
    if (!b->open)
        return true;
    b->open = b->blank = false;
    return text_writer_put(&b->writer, TEXT_LINE_END, err);
}

static bool end_document(struct builder *b, struct error *err)
{
    b->blank = true;
    return text_writer_put(&b->writer, TEXT_LINE_END, err);
}

static bool add_line(struct builder *b, const char *line, size_t length, struct error *err)
{
    if (strspn(line, " \t\v\f\r") == length)
        return end_sentence(b, err) && end_document(b, err);
    struct string_table *words = &b->writer.text->words;
    const char *word;
    size_t size;
    word_splitter_start(b->splitter, line, length);
    while ((word = word_splitter_next(b->splitter, &size))) {
        b->open = true;
        if (!text_writer_put(&b->writer, (uint32_t)string_table_add(words, word, size, NULL), err))
            return false;
    }
    return b->paragraphs || end_sentence(b, err);
}

static bool read_file(struct builder *b, const char *path, struct progress *progress, uint64_t *bytes,
                      struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    bool good = b->blank || end_document(b, err);
    const char *line;
    size_t length;
    while (good && !run_interrupted() && (line = reader_line(in, &length))) {
        good = add_line(b, line, length, err);
        if (reader_line_number(in) % 4096 == 0)
            progress_update(progress, (double)(*bytes + reader_bytes(in)), "");
    }
    good = good && end_sentence(b, err);
    if (good && run_interrupted())
        good = error_set(err, "interrupted");
    if (good && reader_failed(in, err))
        good = false;
    *bytes += reader_bytes(in);
    reader_close(in);
    return good;
}

bool phrase_text_read(struct phrase_text *t, char *const *paths, bool paragraphs, size_t memory, const char *beside,
                      struct error *err)
{
    *t = (struct phrase_text){.limit = memory / sizeof(*t->ids), .file = -1, .beside = beside};
    struct builder b = {
        .writer = text_writer_start(t, 0), .splitter = word_splitter_new(), .paragraphs = paragraphs, .blank = true};
    struct progress progress = progress_start("reading", "bytes", 0);
    uint64_t bytes = 0;
    bool good = true;
    for (char *const *path = paths; good && *path; path++)
        good = read_file(&b, *path, &progress, &bytes, err);
    struct error after = {0};
    good = text_writer_end(&b.writer, good ? err : &after) && good;
    word_splitter_free(b.splitter);
    if (good) {
        progress_end(&progress, (double)bytes, "");
        if (t->words.count == 0)
            good = error_set(err, "%s: no words; expected text", strcmp(paths[0], "-") ? paths[0] : "standard input");
    }
    return good;
}

void phrase_text_release(struct phrase_text *t)
{
    if (t->file >= 0)
        close(t->file);
    mem_free(t->ids);
    string_table_release(&t->words);
}

/* ---- going through ---- */

const uint32_t *phrase_text_block(const struct phrase_text *t, uint64_t at, uint32_t *buffer, size_t *count,
                                  struct error *err)
{
    uint64_t left = t->length - at;
    *count = left < TEXT_BLOCK ? (size_t)left : TEXT_BLOCK;
    if (run_interrupted()) {
        error_set(err, "interrupted");
        return NULL;
    }
    if (t->file < 0)
        return t->ids + at;
    return spill_read(t->file, buffer, *count * sizeof(*buffer), at * sizeof(*buffer), err) ? buffer : NULL;
}

bool phrase_text_write(const struct phrase_text *t, struct output *out, struct error *err)
{
    enum { ROOM = 1 << 16 };
    uint32_t *buffer = mem_new(TEXT_BLOCK, sizeof(*buffer), "text");
    char *bytes = mem_new(ROOM, 1, "text");
    size_t used = 0, count, size;
    const uint32_t *ids = NULL;
    bool first = true;
    for (uint64_t at = 0; (ids = phrase_text_block(t, at, buffer, &count, err)) && count > 0; at += count) {
        for (size_t i = 0; i < count; i++) {
            if (used + WORD_LIMIT + 1 > ROOM) {
                output_write(out, bytes, used);
                used = 0;
            }
            if (ids[i] == TEXT_LINE_END) {
                bytes[used++] = '\n';
            } else {
                const char *word = string_table_get(&t->words, (int32_t)ids[i], &size);
                if (!first)
                    bytes[used++] = ' ';
                memcpy(bytes + used, word, size);
                used += size;
            }
            first = ids[i] == TEXT_LINE_END;
        }
    }
    output_write(out, bytes, used);
    mem_free(bytes);
    mem_free(buffer);
    return ids != NULL;
}
