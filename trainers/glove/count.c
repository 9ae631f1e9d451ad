#include "trainers/glove/count.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"

/* Set in the last id of each line while counting. */
#define LINE_END  0x80000000u
#define TOKEN(id) ((id) & ~LINE_END)

/* ---- where each word stands ---- */

struct places {
    uint32_t *starts; /* owned; [words + 1] */
    uint32_t *places; /* owned; [tokens]: word w stands at places[starts[w] .. starts[w + 1]) of the corpus */
};

static struct places places_new(const struct token_corpus *c, int words)
{
    struct places p = {mem_new((size_t)words + 2, sizeof *p.starts, "places of words"),
                       mem_new(c->count, sizeof *p.places, "places of words")};
    uint32_t *next = p.starts + 1;
    for (size_t i = 0; i < c->count; i++)
        next[c->ids[i] + 1]++;
    for (int w = 0; w < words; w++)
        next[w + 1] += next[w];
    for (size_t i = 0; i < c->count; i++)
        p.places[next[c->ids[i]]++] = (uint32_t)i;
    return p;
}

static void places_release(struct places *p)
{
    mem_free(p->starts);
    mem_free(p->places);
}

static void mark_lines(struct token_corpus *c, bool mark)
{
    for (size_t line = 0; line < c->lines; line++) {
        uint32_t *last = (uint32_t *)&c->ids[c->starts[line + 1] - 1];
        *last = mark ? *last | LINE_END : TOKEN(*last);
    }
}

/* ---- one thread ---- */

struct counter {
    const struct count_settings *settings;
    const uint32_t *ids; /* the corpus; borrowed */
    const struct places *places;
    struct cell_store *store;
    const uint64_t *weights; /* [window + 1]: of each distance, in units */
    uint64_t *sums;          /* owned; [words]: the row; zero between rows */
    uint32_t *touched;       /* owned; [words + 1]: contexts of the row, as they came */
    struct cell *cells;      /* owned; [buffer] */
    uint16_t *groups;        /* owned; [buffer]: of the cells' contexts */
    size_t count;            /* cells in the buffer */
};

/* Adds what stands around `place`; returns the number of contexts touched. */
static size_t count_place(struct counter *c, uint32_t place, size_t touched)
{
    int window = c->settings->window;
    const uint32_t *here = c->ids + place;
    int before = place < (uint32_t)window ? (int)place : window;
    for (int d = 1; d <= before && !(here[-d] & LINE_END); d++) {
        uint32_t id = here[-d];
        c->touched[touched] = id;
        touched += c->sums[id] == 0;
        c->sums[id] += c->weights[d];
    }
    for (int d = 1; d <= window && !c->settings->left && !(here[d - 1] & LINE_END); d++) {
        uint32_t id = TOKEN(here[d]);
        c->touched[touched] = id;
        touched += c->sums[id] == 0;
        c->sums[id] += c->weights[d];
    }
    return touched;
}

static bool flush(struct counter *c, int group, struct error *err)
{
    bool good = c->count == 0 || cell_store_add(c->store, group, c->cells, c->groups, c->count, err);
    c->count = 0;
    return good;
}

/* Counts the row of `word` and puts its cells into the buffer. */
static bool count_row(struct counter *c, int word, struct error *err)
{
    enum { AHEAD = 8 };
    const struct place *where = c->store->grid->places;
    const uint32_t *places = c->places->places, end = c->places->starts[word + 1];
    size_t touched = 0;
    for (uint32_t i = c->places->starts[word]; i < end; i++) {
        if (i + AHEAD < end)
            __builtin_prefetch(c->ids + places[i + AHEAD]);
        touched = count_place(c, places[i], touched);
    }
    for (size_t i = 0; i < touched; i++) {
        uint32_t id = c->touched[i];
        if (c->count == c->settings->buffer && !flush(c, where[word].group, err))
            return false;
        c->groups[c->count] = where[id].group;
        c->cells[c->count++] =
            (struct cell){where[word].index, where[id].index, logf((float)((double)c->sums[id] / COUNT_UNIT))};
        c->sums[id] = 0;
    }
    return true;
}

static bool count_group(struct counter *c, int group, struct error *err)
{
    const struct grid *g = c->store->grid;
    for (int i = 0; i < grid_group_words(g, group); i++) {
        if (run_interrupted())
            return error_set(err, "interrupted while counting: no vectors were written");
        if (!count_row(c, g->order[grid_first(g, group) + i], err))
            return false;
    }
    return flush(c, group, err);
}

static void counter_init(struct counter *c)
{
    size_t words = (size_t)c->store->grid->words, buffer = c->settings->buffer;
    c->sums = mem_new(words, sizeof *c->sums, "counts of a row");
    c->touched = mem_new(words + 1, sizeof *c->touched, "contexts of a row");
    c->cells = mem_new(buffer, sizeof *c->cells, "co-occurrence counts");
    c->groups = mem_new(buffer, sizeof *c->groups, "co-occurrence counts");
}

static void counter_release(struct counter *c)
{
    mem_free(c->sums);
    mem_free(c->touched);
    mem_free(c->cells);
    mem_free(c->groups);
}

/* ---- all threads ---- */

struct load {
    int group;
    size_t tokens;
};

static int compare_load(const void *a, const void *b)
{
    const struct load *x = a, *y = b;
    return x->tokens != y->tokens ? (x->tokens < y->tokens ? 1 : -1) : x->group - y->group;
}

/* The groups, those with most occurrences first, so that no thread is left with a large one at the end. */
static struct load *loads_new(const struct grid *g, const struct places *p)
{
    struct load *loads = mem_new((size_t)g->groups, sizeof *loads, "order of counting");
    for (int group = 0; group < g->groups; group++) {
        loads[group].group = group;
        for (int i = 0; i < grid_group_words(g, group); i++) {
            int word = g->order[grid_first(g, group) + i];
            loads[group].tokens += p->starts[word + 1] - p->starts[word];
        }
    }
    qsort(loads, (size_t)g->groups, sizeof *loads, compare_load);
    return loads;
}

static bool count_groups(const struct counter *common, const struct load *loads,
                         void (*report)(double words, void *context), void *context, struct error *err)
{
    int groups = common->store->grid->groups;
    atomic_bool good = true;
    atomic_size_t done = 0;
#pragma omp parallel num_threads(common->settings->threads)
    {
        struct counter c = *common;
        struct error failure;
        counter_init(&c);
#pragma omp for schedule(dynamic)
        for (int i = 0; i < groups; i++) {
            if (!good)
                continue;
            if (!count_group(&c, loads[i].group, &failure)) {
#pragma omp critical(count_failure)
                if (atomic_exchange(&good, false))
                    *err = failure;
            }
            done += loads[i].tokens;
            if (omp_get_thread_num() == 0)
                report((double)done, context);
        }
        counter_release(&c);
    }
    return good;
}

size_t count_fixed_memory(size_t tokens, int words, int threads)
{
    return tokens * (sizeof(int32_t) + sizeof(uint32_t)) +
           (size_t)words * ((size_t)threads * (sizeof(uint64_t) + sizeof(uint32_t)) + sizeof(uint32_t));
}

size_t count_buffer_memory(size_t buffer)
{
    return buffer * (2 * sizeof(struct cell) + sizeof(uint16_t)); /* collected, and once more while sorted */
}

bool count_cooccurrences(struct cell_store *store, struct token_corpus *corpus, const struct count_settings *s,
                         void (*report)(double words, void *context), void *context, struct error *err)
{
    if (corpus->count > UINT32_MAX)
        return error_set(err, "the corpus has %zu words; expected at most %u", corpus->count, UINT32_MAX);
    struct places places = places_new(corpus, store->grid->words);
    struct load *loads = loads_new(store->grid, &places);
    uint64_t *weights = mem_new((size_t)s->window + 1, sizeof *weights, "weights of distances");
    for (int d = 1; d <= s->window; d++)
        weights[d] = (COUNT_UNIT + (uint64_t)d / 2) / (uint64_t)d;
    struct counter common = {
        .settings = s, .ids = (const uint32_t *)corpus->ids, .places = &places, .store = store, .weights = weights};
    mark_lines(corpus, true);
    bool good = count_groups(&common, loads, report, context, err);
    mark_lines(corpus, false);
    mem_free(weights);
    mem_free(loads);
    places_release(&places);
    return good;
}
