/* passages.c: reading the texts, drawing the sequences. */
#include "eval/tasks/passages.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "text/reader.h"
#include "text/tokenizer.h"
#include "text/words.h"

/* The sequences of one text. */
struct text {
    struct token_list ids;
    size_t *starts; /* owned; [count + 1] */
    size_t count, capacity;
};

/* Ends the sequence at work; one that is too short for a position is dropped. */
static void end_sequence(struct text *t)
{
    if (t->ids.count - t->starts[t->count] <= PASSAGE_AHEAD) {
        t->ids.count = t->starts[t->count];
        return;
    }
    if (t->count + 2 > t->capacity) {
        t->capacity = mem_capacity(t->capacity, t->count + 2);
        t->starts = mem_grow(t->starts, t->capacity, sizeof *t->starts, "sequences");
    }
    t->starts[++t->count] = t->ids.count;
}

static void add_line(struct text *t, struct word_splitter *splitter, const char *line, size_t length,
                     struct vocab *words)
{
    const char *word;
    word_splitter_start(splitter, line, length);
    while ((word = word_splitter_next(splitter, &length)) != NULL) {
        vocab_append(words, word, length, 0); /* false: there already */
        token_list_append(&t->ids, vocab_lookup(words, word, length));
        if (t->ids.count - t->starts[t->count] == PASSAGE_WORDS)
            end_sequence(t);
    }
}

static bool read_text(struct text *t, const char *path, struct vocab *words, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    t->starts = mem_new(t->capacity = 2, sizeof *t->starts, "sequences");
    struct word_splitter *splitter = word_splitter_new();
    const char *line;
    size_t length;
    while ((line = reader_line(in, &length)) != NULL) {
        const char *text = line + strspn(line, " \t");
        if (*text == '\0' || *text == '=')
            end_sequence(t);
        if (*text != '=')
            add_line(t, splitter, line, length, words);
    }
    end_sequence(t);
    word_splitter_free(splitter);
    bool good = !reader_failed(in, err);
    if (good && t->count == 0)
        good = error_set(err, "%s: expected running text, with %d words or more between empty lines", path,
                         PASSAGE_AHEAD + 1);
    reader_close(in);
    return good;
}

static void text_release(struct text *t)
{
    token_list_release(&t->ids);
    mem_free(t->starts);
}

/* Moves sequences of t, in an order drawn at random, to p until they have `enough` positions. */
static void draw(struct passages *p, const struct text *t, int enough, uint64_t text)
{
    struct random r = random_at(1, RANDOM_EVALUATION, text);
    uint32_t *order = mem_new(t->count, sizeof *order, "sequences");
    random_permutation(&r, order, (uint32_t)t->count);
    int until = p->position_count + enough;
    for (size_t i = 0; i < t->count && p->position_count < until; i++) {
        size_t from = t->starts[order[i]], length = t->starts[order[i] + 1] - from;
        size_t to = p->starts[p->sequences];
        memcpy(p->ids + to, t->ids.ids + from, length * sizeof *p->ids);
        p->starts[++p->sequences] = to + length;
        for (size_t k = 0; k + PASSAGE_AHEAD < length; k++)
            p->positions[p->position_count++] = to + k;
    }
    mem_free(order);
}

struct passages *passages_read(const char *fit, const char *scored, struct error *err)
{
    struct text a = {.starts = NULL}, b = {.starts = NULL};
    struct passages *p = mem_new(1, sizeof *p, "passages");
    p->words = vocab_new();
    if (!read_text(&a, fit, p->words, err) || !read_text(&b, scored, p->words, err)) {
        passages_free(p);
        p = NULL;
    } else {
        p->ids = mem_new(a.ids.count + b.ids.count, sizeof *p->ids, "passages");
        p->starts = mem_new(a.count + b.count + 1, sizeof *p->starts, "passages");
        p->positions = mem_new(a.ids.count + b.ids.count, sizeof *p->positions, "passages");
        draw(p, &a, PASSAGE_FIT, 0);
        p->fit_sequences = p->sequences;
        p->fit_count = p->position_count;
        draw(p, &b, PASSAGE_SCORED, 1);
    }
    text_release(&a);
    text_release(&b);
    return p;
}

void passages_free(struct passages *p)
{
    if (!p)
        return;
    vocab_free(p->words);
    mem_free(p->ids);
    mem_free(p->starts);
    mem_free(p->positions);
    mem_free(p);
}
