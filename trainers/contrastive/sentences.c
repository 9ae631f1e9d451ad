#include "trainers/contrastive/sentences.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

/* ---- choosing ---- */

static int length_of(const struct sentences *s, uint32_t line)
{
    size_t length = s->corpus->starts[line + 1] - s->corpus->starts[line];
    return length > (size_t)s->cut ? s->cut : (int)length;
}

static void shuffle(struct sentences *s, uint64_t position)
{
    struct random r = random_at(s->seed, RANDOM_SHUFFLE, position);
    for (uint32_t i = s->count; i > 1; i--) {
        uint32_t j = random_below(&r, i), line = s->lines[i - 1];
        s->lines[i - 1] = s->lines[j];
        s->lines[j] = line;
    }
}

static int compare_lines(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

bool sentences_init(struct sentences *s, const struct token_corpus *corpus, long min_words, long max_sentences, int cut,
                    uint64_t seed, struct error *err)
{
    *s = (struct sentences){.corpus = corpus, .cut = cut, .seed = seed, .epoch = -1};
    if (corpus->lines > UINT32_MAX)
        return error_set(err, "the corpus has %zu lines, more than the %u that can be told apart", corpus->lines,
                         UINT32_MAX);
    s->lines = mem_new(corpus->lines, sizeof *s->lines, "sentences");
    for (size_t line = 0; line < corpus->lines; line++) {
        if (corpus->starts[line + 1] - corpus->starts[line] >= (size_t)min_words)
            s->lines[s->count++] = (uint32_t)line;
        else
            s->too_short++;
    }
    if (max_sentences && s->count > max_sentences) {
        shuffle(s, UINT64_MAX);
        s->count = (uint32_t)max_sentences;
        qsort(s->lines, s->count, sizeof *s->lines, compare_lines);
    }
    for (uint32_t i = 0; i < s->count; i++)
        s->longest = length_of(s, s->lines[i]) > s->longest ? length_of(s, s->lines[i]) : s->longest;
    return s->count >= 2 || error_set(err, "%u of %zu lines have at least %ld known words; expected 2 or more, one "
                                           "sentence a line", s->count, corpus->lines, min_words);
}

void sentences_release(struct sentences *s)
{
    mem_free(s->lines);
    s->lines = NULL;
}

/* ---- batches ---- */

struct sentence_batch sentence_batch_new(const struct sentences *s, int capacity, double word_dropout)
{
    size_t sequences = 2 * (size_t)capacity;
    struct sentence_batch b = {
        .word_dropout = word_dropout,
        .groups = mem_new((size_t)capacity, sizeof *b.groups, "a batch"),
        .ids = mem_new(sequences * ((size_t)s->longest + 1), sizeof *b.ids, "a batch"),
        .starts = mem_new(sequences + 1, sizeof *b.starts, "a batch"),
        .hashes = mem_new((size_t)capacity, sizeof *b.hashes, "a batch"),
    };
    return b;
}

void sentence_batch_release(struct sentence_batch *b)
{
    mem_free(b->groups);
    mem_free(b->ids);
    mem_free(b->starts);
    mem_free(b->hashes);
}

/* FNV-1a over the ids. */
static uint64_t hash_ids(const int32_t *ids, int count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (int i = 0; i < count; i++)
        hash = (hash ^ (uint32_t)ids[i]) * 0x100000001b3u;
    return hash;
}

static const int32_t *ids_of(const struct sentences *s, uint32_t line)
{
    return s->corpus->ids + s->corpus->starts[line];
}

static bool same(const struct sentences *s, uint32_t a, uint32_t b)
{
    int length = length_of(s, a);
    return length == length_of(s, b) && !memcmp(ids_of(s, a), ids_of(s, b), (size_t)length * sizeof(int32_t));
}

static void find_groups(struct sentence_batch *b, const struct sentences *s, const uint32_t *lines)
{
    for (int i = 0; i < b->n; i++) {
        b->hashes[i] = hash_ids(ids_of(s, lines[i]), length_of(s, lines[i]));
        b->groups[i] = i;
        for (int j = 0; j < i && b->groups[i] == i; j++)
            if (b->hashes[i] == b->hashes[j] && same(s, lines[i], lines[j]))
                b->groups[i] = b->groups[j];
    }
}

/* Copies a view of ids[length]; returns its length, at least 1. */
static int copy_view(const struct sentence_batch *b, const int32_t *ids, int length, struct random *r, int32_t *view)
{
    int kept = 0;
    for (int i = 0; i < length; i++)
        if (b->word_dropout == 0 || random_uniform(r) >= (float)b->word_dropout)
            view[kept++] = ids[i];
    if (kept == 0)
        view[kept++] = ids[random_below(r, (uint32_t)length)];
    return kept;
}

void sentence_batch_fill(struct sentence_batch *b, struct sentences *s, long step, int n, int32_t first)
{
    long per_epoch = s->count / (uint32_t)n, epoch = step / per_epoch;
    if (epoch != s->epoch) {
        /* An order depends on its epoch only, not on the one before. */
        qsort(s->lines, s->count, sizeof *s->lines, compare_lines);
        shuffle(s, (uint64_t)epoch);
        s->epoch = epoch;
    }
    const uint32_t *lines = s->lines + step % per_epoch * n;
    int tokens = 0;
    for (int i = 0; i < 2 * n; i++) {
        uint32_t line = lines[i % n];
        struct random r = random_at(s->seed, RANDOM_BATCH, (uint64_t)step * 2 * (uint64_t)n + (uint64_t)i);
        if (first >= 0)
            b->ids[tokens++] = first;
        tokens += copy_view(b, ids_of(s, line), length_of(s, line), &r, b->ids + tokens);
        b->starts[i + 1] = tokens;
    }
    b->n = n;
    b->packed = (struct batch){.tokens = tokens, .sequences = 2 * n, .ids = b->ids, .starts = b->starts};
    find_groups(b, s, lines);
}
