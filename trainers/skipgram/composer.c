#include "trainers/skipgram/composer.h"

#include "base/mem.h"

struct composer composer_new(const struct ngrams *n, const struct matrix *words, const struct vector_kernels *kernels,
                             struct replica *replica, int window)
{
    struct composer c = {n, words, kernels, replica, .slots = 2};
    while (c.slots < 2 * window + 1)
        c.slots *= 2;
    c.now = matrix_new(c.slots, words->columns, "composed vectors");
    c.before = matrix_new(c.slots, words->columns, "composed vectors");
    c.uses = mem_new((size_t)c.slots, sizeof *c.uses, "composed vectors");
    c.rows = mem_new((size_t)n->most, sizeof *c.rows, "composed vectors");
    return c;
}

void composer_release(struct composer *c)
{
    matrix_release(&c->now);
    matrix_release(&c->before);
    mem_free(c->uses);
    mem_free(c->rows);
    *c = (struct composer){0};
}

/* Puts the rows of a word into c->rows; returns how many. */
static int find_rows(struct composer *c, int word, float uses)
{
    const int32_t *rows = c->ngrams->rows + c->ngrams->starts[word];
    int count = ngrams_rows(c->ngrams, word);
    for (int i = 0; i < count; i++)
        c->rows[i] = c->replica ? replica_word(c->replica, rows[i], uses) : matrix_row(c->words, rows[i]);
    return count;
}

void composer_compose(struct composer *c, int word, float *vector)
{
    int count = find_rows(c, word, 0);
    c->kernels->mean_rows(c->rows, count, c->words->stride, vector);
}

static void take(struct composer *c, int word, int place)
{
    int slot = place & (c->slots - 1);
    float *before = matrix_row(&c->before, slot);
    composer_compose(c, word, before);
    memcpy(matrix_row(&c->now, slot), before, (size_t)c->words->stride * sizeof(float));
    c->uses[slot] = 0;
}

static void give_back(struct composer *c, int word, int place)
{
    int slot = place & (c->slots - 1), columns = c->words->stride, count = find_rows(c, word, c->uses[slot]);
    float *step = matrix_row(&c->before, slot);
    c->kernels->scale(-1, step, columns);
    c->kernels->axpy(1, matrix_row(&c->now, slot), step, columns);
    c->kernels->add_to_rows(c->rows, count, columns, step);
}

/* Brings the rows of a word into the cache: the replica's where it has them. */
static void fetch(const struct composer *c, int word)
{
    const int32_t *rows = c->ngrams->rows + c->ngrams->starts[word];
    for (int i = 0; i < ngrams_rows(c->ngrams, word); i++) {
        const float *row = matrix_row(c->words, rows[i]);
        if (c->replica)
            row = replica_find(c->replica, rows[i], row);
        fetch_row(row, c->words->stride);
    }
}

/* Brings what tells where they are into the cache. */
static void fetch_slots(const struct composer *c, int word)
{
    const int32_t *rows = c->ngrams->rows + c->ngrams->starts[word];
    for (int i = 0; i < ngrams_rows(c->ngrams, word); i++)
        replica_fetch(c->replica, rows[i]);
}

void composer_move(struct composer *c, const int32_t *sentence, int length, int first, int end)
{
    for (; c->first < first && c->first < c->end; c->first++)
        give_back(c, sentence[c->first], c->first);
    if (c->first == c->end)
        c->first = c->end = first;
    for (; c->end < end; c->end++) {
        if (c->replica && c->end + 2 < length)
            fetch_slots(c, sentence[c->end + 2]);
        if (c->end + 1 < length)
            fetch(c, sentence[c->end + 1]);
        take(c, sentence[c->end], c->end);
    }
}

void composer_flush(struct composer *c, const int32_t *sentence)
{
    for (; c->first < c->end; c->first++)
        give_back(c, sentence[c->first], c->first);
    c->first = c->end = 0;
}

int composer_need(const struct composer *c, const int32_t *sentence, int first, int end)
{
    int rows = 0;
    for (int place = c->end > first ? c->end : first; place < end; place++)
        rows += ngrams_rows(c->ngrams, sentence[place]);
    return rows;
}
