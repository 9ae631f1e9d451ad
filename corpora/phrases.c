#include "corpora/phrases.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "corpora/phrases_pairs.h"
#include "text/words.h"

/* What a word may be in a phrase. */
enum role { PLAIN, MEMBER, CONNECTOR };

#define NO_WORD         UINT32_MAX
#define BATCH           64 /* pairs whose slots are fetched while others are counted */
#define MOST_CONNECTORS (WORD_LIMIT / 2)

double phrase_score(enum phrase_scoring scoring, uint64_t pair, uint64_t first, uint64_t second, uint64_t min_count,
                    uint64_t words)
{
    if (scoring == PHRASE_MIKOLOV)
        return ((double)pair - (double)min_count) / ((double)first * (double)second) * (double)words;
    double p_first = (double)first / (double)words, p_second = (double)second / (double)words;
    double p_pair = (double)pair / (double)words;
    return log(p_pair / (p_first * p_second)) / -log(p_pair);
}

/* ---- a phrase that has begun ---- */

struct candidate {
    uint32_t first; /* NO_WORD: none */
    uint32_t connectors[MOST_CONNECTORS];
    size_t count;
    char text[WORD_LIMIT + 1]; /* the connectors joined by '_' */
    size_t length;
};

static void candidate_start(struct candidate *c, uint32_t first)
{
    c->first = first;
    c->count = c->length = 0;
}

/* One more connector; false when no phrase can become so long. */
static bool candidate_connect(struct candidate *c, const struct string_table *words, uint32_t connector)
{
    size_t size;
    const char *word = string_table_get(words, (int32_t)connector, &size);
    if (c->count == MOST_CONNECTORS || c->length + 1 + size > WORD_LIMIT)
        return false;
    if (c->length > 0)
        c->text[c->length++] = '_';
    memcpy(c->text + c->length, word, size);
    c->length += size;
    c->connectors[c->count++] = connector;
    return true;
}

/* ---- words ---- */

struct finder {
    struct phrase_list *list;
    struct phrase_text *text;
    const struct phrase_settings *settings;
    uint64_t *counts; /* owned; [words of the text] */
    uint32_t *buffer; /* owned; [TEXT_BLOCK] */
    struct pair_table table;
    struct pair pending[BATCH];
    int pending_count;
    struct pair_part later[64]; /* parts of all pairs that have not been counted */
    int later_count;
};

static bool count_words(struct finder *f, struct error *err)
{
    const uint32_t *ids = NULL;
    size_t count;
    for (uint64_t at = 0; (ids = phrase_text_block(f->text, at, f->buffer, &count, err)) && count > 0; at += count)
        for (size_t i = 0; i < count; i++)
            if (ids[i] != TEXT_LINE_END) {
                f->counts[ids[i]]++;
                f->list->words++;
            }
    return ids != NULL;
}

/* A word whose best pair, with a word as frequent that stands nowhere else, is no phrase need not be counted in
 * pairs; that spares those of the most frequent words, and of the rare. */
static void assign_roles(struct finder *f)
{
    const struct phrase_settings *s = f->settings;
    const struct string_table *words = &f->text->words;
    for (size_t w = 0; w < words->count; w++) {
        uint64_t n = f->counts[w];
        bool member =
            n >= s->min_count && phrase_score(s->scoring, n, n, n, s->min_count, f->list->words) > s->threshold;
        f->list->roles[w] = member ? MEMBER : PLAIN;
    }
    struct word_splitter *splitter = word_splitter_new();
    const char *word;
    size_t size;
    word_splitter_start(splitter, s->connectors, strlen(s->connectors));
    while ((word = word_splitter_next(splitter, &size))) {
        int32_t id = string_table_find(words, word, size);
        if (id >= 0)
            f->list->roles[id] = CONNECTOR;
    }
    word_splitter_free(splitter);
}

/* ---- pairs ---- */

static void count_pending(struct finder *f)
{
    for (int i = 0; i < f->pending_count; i++)
        while (!pair_add(&f->table, &f->pending[i], 1, f->settings->memory))
            f->later[f->later_count++] = pair_table_narrow(&f->table);
    f->pending_count = 0;
}

static bool count_pair(struct finder *f, const struct candidate *c, uint32_t second, struct error *err)
{
    int32_t between = string_table_add(&f->list->between, c->text, c->length, NULL);
    if (between >> PAIR_BETWEEN_BITS)
        return error_set(err, "more than %d different sequences of connectors between words; use fewer --connectors",
                         1 << PAIR_BETWEEN_BITS);
    struct pair p = pair_of(c->first, (uint32_t)between, second);
    pair_prefetch(&f->table, &p);
    f->pending[f->pending_count++] = p;
    if (f->pending_count == BATCH)
        count_pending(f);
    return true;
}

static bool count_pairs(struct finder *f, struct error *err)
{
    const uint8_t *roles = f->list->roles;
    const uint32_t *ids = NULL;
    size_t count;
    struct candidate c;
    candidate_start(&c, NO_WORD);
    for (uint64_t at = 0; (ids = phrase_text_block(f->text, at, f->buffer, &count, err)) && count > 0; at += count)
        for (size_t i = 0; i < count; i++) {
            enum role role = ids[i] == TEXT_LINE_END ? PLAIN : roles[ids[i]];
            if (role == CONNECTOR) {
                if (c.first != NO_WORD && !candidate_connect(&c, &f->text->words, ids[i]))
                    candidate_start(&c, NO_WORD);
                continue;
            }
            if (role == MEMBER && c.first != NO_WORD && !count_pair(f, &c, ids[i], err))
                return false;
            candidate_start(&c, role == MEMBER ? ids[i] : NO_WORD); /* the end of a pair begins the next */
        }
    count_pending(f);
    return ids != NULL;
}

/* ---- phrases ---- */

/* "new_york" in text[WORD_LIMIT + 1]; false when it is longer. */
static bool join_words(const struct phrase_list *list, const struct string_table *words, const struct phrase *p,
                       char *text, size_t *length)
{
    const char *parts[3];
    size_t sizes[3], used = 0;
    parts[0] = string_table_get(words, (int32_t)p->first, &sizes[0]);
    parts[1] = string_table_get(&list->between, (int32_t)p->between, &sizes[1]);
    parts[2] = string_table_get(words, (int32_t)p->second, &sizes[2]);
    for (int i = 0; i < 3; i++) {
        if (i == 1 && sizes[i] == 0)
            continue;
        if (used + 1 + sizes[i] > WORD_LIMIT)
            return false;
        if (i > 0)
            text[used++] = '_';
        memcpy(text + used, parts[i], sizes[i]);
        used += sizes[i];
    }
    *length = used;
    return true;
}

static void collect_phrases(struct finder *f)
{
    const struct phrase_settings *s = f->settings;
    struct phrase_list *list = f->list;
    for (size_t i = 0; i < f->table.size; i++) {
        const struct pair *pair = &f->table.slots[i];
        struct phrase p = {.first = (uint32_t)(pair->words >> 32),
                           .second = (uint32_t)pair->words,
                           .between = pair_between(pair),
                           .count = pair_number(pair)};
        char text[WORD_LIMIT + 1];
        size_t length;
        if (p.count < s->min_count)
            continue;
        p.count_first = f->counts[p.first], p.count_second = f->counts[p.second];
        p.score = phrase_score(s->scoring, p.count, p.count_first, p.count_second, s->min_count, list->words);
        if (!(p.score > s->threshold) || !join_words(list, &f->text->words, &p, text, &length))
            continue;
        p.word = (uint32_t)string_table_add(&f->text->words, text, length, NULL);
        if (list->count == list->capacity) {
            list->capacity = mem_capacity(list->capacity, list->count + 1);
            list->phrases = mem_grow(list->phrases, list->capacity, sizeof(*list->phrases), "phrases");
        }
        list->phrases[list->count++] = p;
    }
}

/* Highest score first, then by bytes: the same order however the pairs were counted. */
static int compare_phrases(const void *a, const void *b, void *words)
{
    const struct phrase *p = a, *q = b;
    size_t size;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    int order =
        strcmp(string_table_get(words, (int32_t)p->word, &size), string_table_get(words, (int32_t)q->word, &size));
    if (order != 0 || p->first == q->first)
        return order;
    return strcmp(string_table_get(words, (int32_t)p->first, &size), string_table_get(words, (int32_t)q->first, &size));
}

static bool find(struct finder *f, struct error *err)
{
    if (!count_words(f, err))
        return false;
    assign_roles(f);
    f->later[f->later_count++] = (struct pair_part){0, 0};
    while (f->later_count > 0) {
        pair_table_init(&f->table, f->later[--f->later_count]);
        bool good = count_pairs(f, err);
        if (good)
            collect_phrases(f);
        pair_table_release(&f->table);
        if (!good)
            return false;
    }
    if (f->list->count > 0)
        qsort_r(f->list->phrases, f->list->count, sizeof(*f->list->phrases), compare_phrases, &f->text->words);
    return true;
}

bool phrases_find(struct phrase_list *list, struct phrase_text *t, const struct phrase_settings *settings,
                  struct error *err)
{
    *list = (struct phrase_list){.roles = mem_new(t->words.count, 1, "words")};
    string_table_add(&list->between, "", 0, NULL);
    struct finder f = {.list = list, .text = t, .settings = settings};
    f.counts = mem_new(t->words.count, sizeof(*f.counts), "words");
    f.buffer = mem_new(TEXT_BLOCK, sizeof(*f.buffer), "text");
    bool good = find(&f, err);
    mem_free(f.counts);
    mem_free(f.buffer);
    return good;
}

void phrases_release(struct phrase_list *list)
{
    mem_free(list->phrases);
    mem_free(list->roles);
    string_table_release(&list->between);
}

/* ---- joining ---- */

struct joiner {
    struct phrase_list *list;
    struct pair_table index; /* a phrase's number is its place in the list + 1 */
    struct text_writer writer;
    struct candidate candidate;
};

/* The candidate's words are no phrase: writes them one by one. */
static bool dissolve(struct joiner *j, struct error *err)
{
    struct candidate *c = &j->candidate;
    bool good = c->first == NO_WORD || text_writer_put(&j->writer, c->first, err);
    for (size_t i = 0; good && i < c->count; i++)
        good = text_writer_put(&j->writer, c->connectors[i], err);
    candidate_start(c, NO_WORD);
    return good;
}

/* The phrase that the candidate is with `second`, or NULL. */
static struct phrase *match(const struct joiner *j, uint32_t second)
{
    const struct candidate *c = &j->candidate;
    if (c->first == NO_WORD)
        return NULL;
    int32_t between = string_table_find(&j->list->between, c->text, c->length);
    if (between < 0)
        return NULL;
    struct pair p = pair_of(c->first, (uint32_t)between, second);
    const struct pair *found = pair_find(&j->index, &p);
    return found ? &j->list->phrases[pair_number(found) - 1] : NULL;
}

static bool join_word(struct joiner *j, uint32_t id, struct error *err)
{
    struct candidate *c = &j->candidate;
    enum role role = id == TEXT_LINE_END ? PLAIN : j->list->roles[id];
    struct phrase *p = role == MEMBER ? match(j, id) : NULL;
    if (p) {
        p->joined++;
        candidate_start(c, NO_WORD);
        return text_writer_put(&j->writer, p->word, err);
    }
    if (role == CONNECTOR && c->first != NO_WORD && candidate_connect(c, &j->writer.text->words, id))
        return true;
    if (!dissolve(j, err))
        return false;
    if (role != MEMBER)
        return text_writer_put(&j->writer, id, err);
    candidate_start(c, id);
    return true;
}

bool phrases_join(struct phrase_list *list, struct phrase_text *t, struct error *err)
{
    struct joiner j = {.list = list, .writer = text_writer_start(t, 0)};
    uint32_t *buffer = mem_new(TEXT_BLOCK, sizeof(*buffer), "text");
    const uint32_t *ids = NULL;
    size_t count;
    pair_table_init(&j.index, (struct pair_part){0, 0});
    for (size_t i = 0; i < list->count; i++) {
        struct pair p = pair_of(list->phrases[i].first, list->phrases[i].between, list->phrases[i].second);
        pair_add(&j.index, &p, i + 1, SIZE_MAX);
    }
    candidate_start(&j.candidate, NO_WORD);
    bool good = true;
    for (uint64_t at = 0; good && (ids = phrase_text_block(t, at, buffer, &count, err)) && count > 0; at += count)
        for (size_t i = 0; good && i < count; i++)
            good = join_word(&j, ids[i], err);
    good = good && ids && dissolve(&j, err);
    struct error after = {0};
    good = text_writer_end(&j.writer, good ? err : &after) && good;
    pair_table_release(&j.index);
    mem_free(buffer);
    return good;
}

void phrases_write(const struct phrase_list *list, const struct phrase_text *t, struct output *out)
{
    size_t size;
    for (size_t i = 0; i < list->count; i++) {
        const struct phrase *p = &list->phrases[i];
        output_print(out, "%s\t%.10g\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n",
                     string_table_get(&t->words, (int32_t)p->word, &size), p->score, p->count, p->count_first,
                     p->count_second, p->joined);
    }
}
