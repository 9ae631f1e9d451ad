#include "trainers/contrastive/examples.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

void examples_release(struct examples *e)
{
    mem_free(e->ids);
    mem_free(e->starts);
    mem_free(e->texts);
    mem_free(e->row_starts);
    mem_free(e->labels);
    for (int i = 0; e->label_names && i < e->classes; i++)
        mem_free(e->label_names[i]);
    mem_free(e->label_names);
    mem_free(e->scores);
    mem_free(e->order);
    cJSON_Delete(e->record);
    *e = (struct examples){0};
}

/* ---- batches ---- */

struct example_batch example_batch_new(const struct examples *e, const struct batch_settings *s)
{
    size_t rows = (size_t)s->rows, sequences = rows * (size_t)s->views;
    assert(s->rows > 0 && (uint32_t)s->rows <= e->count && (s->views <= e->columns || e->columns == 1));
    struct example_batch b = {
        .settings = *s,
        .group = mem_new(sequences, sizeof *b.group, "a batch"),
        .labels = e->labels ? mem_new(rows, sizeof *b.labels, "a batch") : NULL,
        .scores = e->scores ? mem_new(rows, sizeof *b.scores, "a batch") : NULL,
        .ids = mem_new(sequences * ((size_t)e->longest + 1), sizeof *b.ids, "a batch"),
        .starts = mem_new(sequences + 1, sizeof *b.starts, "a batch"),
        .texts = mem_new(sequences, sizeof *b.texts, "a batch"),
        .first = mem_new(e->text_count, sizeof *b.first, "a batch"),
    };
    memset(b.first, 0xff, e->text_count * sizeof *b.first);
    return b;
}

void example_batch_release(struct example_batch *b)
{
    mem_free(b->group);
    mem_free(b->labels);
    mem_free(b->scores);
    mem_free(b->ids);
    mem_free(b->starts);
    mem_free(b->texts);
    mem_free(b->first);
    *b = (struct example_batch){0};
}

/* Row `row` is number i of the batch's `rows`: its label and score, and the texts of its views. In a group they are
 * two that (epoch, row) draw; epoch -1: the first two. */
static void take_row(struct example_batch *b, const struct examples *e, uint32_t row, int i, int rows, long epoch)
{
    const uint32_t *texts = e->texts + e->row_starts[row];
    uint32_t pick[3] = {0, 1, 2};
    if (e->groups && epoch >= 0) {
        uint32_t count = e->row_starts[row + 1] - e->row_starts[row];
        struct random r = random_at(e->seed, RANDOM_SUBSAMPLE, (uint64_t)epoch << 32 | row);
        pick[0] = random_below(&r, count);
        pick[1] = random_below(&r, count - 1);
        pick[1] += pick[1] >= pick[0];
    }
    for (int v = 0; v < b->settings.views; v++)
        b->texts[v * rows + i] = texts[e->columns == 1 ? 0 : pick[v]];
    if (e->labels)
        b->labels[i] = e->labels[row];
    if (e->scores)
        b->scores[i] = e->scores[row];
}

static void find_groups(struct example_batch *b, int sequences)
{
    for (int i = 0; i < sequences; i++) {
        int32_t *first = &b->first[b->texts[i]];
        if (*first < 0)
            *first = i;
        b->group[i] = *first;
    }
    for (int i = 0; i < sequences; i++)
        b->first[b->texts[i]] = -1;
}

/* Copies a view of ids[length]; returns its length, at least 1. */
static int copy_view(double dropout, const int32_t *ids, int length, struct random *r, int32_t *view)
{
    int kept = 0;
    for (int i = 0; i < length; i++)
        if (dropout == 0 || random_uniform(r) >= (float)dropout)
            view[kept++] = ids[i];
    if (kept == 0)
        view[kept++] = ids[random_below(r, (uint32_t)length)];
    return kept;
}

/* b->texts to tokens, the batch being number `step`. */
static void pack(struct example_batch *b, const struct examples *e, int rows, double dropout, long step)
{
    int tokens = 0, sequences = b->settings.views * rows;
    for (int i = 0; i < sequences; i++) {
        const size_t *start = e->starts + b->texts[i];
        uint64_t position = (uint64_t)step * (uint64_t)sequences + (uint64_t)(b->settings.same_draws ? i % rows : i);
        struct random r = random_at(e->seed, RANDOM_BATCH, position);
        if (b->settings.first >= 0)
            b->ids[tokens++] = b->settings.first;
        tokens += copy_view(dropout, e->ids + start[0], (int)(start[1] - start[0]), &r, b->ids + tokens);
        b->starts[i + 1] = tokens;
    }
    b->packed = (struct batch){.tokens = tokens, .sequences = sequences, .ids = b->ids, .starts = b->starts};
    find_groups(b, sequences);
}

long examples_epoch_batches(const struct examples *e, int rows)
{
    return e->count / (uint32_t)rows;
}

/* An order depends on its epoch only, not on the one before. */
static void order_rows(struct examples *e, long epoch)
{
    if (!e->order)
        e->order = mem_new(e->count, sizeof *e->order, "examples");
    struct random r = random_at(e->seed, RANDOM_SHUFFLE, (uint64_t)epoch);
    random_permutation(&r, e->order, e->count);
    e->epoch = epoch;
}

void example_batch_fill(struct example_batch *b, struct examples *e, long step)
{
    int rows = b->settings.rows;
    long batches = examples_epoch_batches(e, rows), epoch = step / batches;
    if (epoch != e->epoch || !e->order)
        order_rows(e, epoch);
    const uint32_t *order = e->order + step % batches * rows;
    for (int i = 0; i < rows; i++)
        take_row(b, e, order[i], i, rows, epoch);
    pack(b, e, rows, b->settings.word_dropout, step);
}

void example_batch_take(struct example_batch *b, const struct examples *e, uint32_t start, int rows)
{
    for (int i = 0; i < rows; i++)
        take_row(b, e, start + (uint32_t)i, i, rows, -1);
    pack(b, e, rows, 0, 0);
}
