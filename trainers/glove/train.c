#include "trainers/glove/train.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/run.h"
#include "model/word_vectors.h"

static int row_columns(int dim)
{
    return (dim + STEP_BIASES + 15) / 16 * 16;
}

size_t glove_bytes_per_word(int dim)
{
    return 2 * 2 * sizeof(float) * (size_t)row_columns(dim);
}

/* One row of a table: the vector and its bias in column `bias`; column `constant` holds the 1 that the
 * other table's bias meets. */
static void initialize_row(const struct glove *m, float *row, int bias, int constant, struct random *r)
{
    int dim = m->settings.dim, columns = m->step.columns;
    for (int i = 0; i < dim; i++)
        row[i] = (random_uniform(r) - 0.5f) / (float)(dim + 1);
    row[bias] = (random_uniform(r) - 0.5f) / (float)(dim + 1);
    row[constant] = 1;
    float *squares = row + columns;
    for (int i = 0; i < columns; i++)
        squares[i] = 1;
    squares[bias] = m->step.rate * m->step.rate;
    squares[constant] = ADAGRAD_STILL;
}

static void initialize(struct glove *m)
{
    const struct grid *g = m->cells->grid;
    int dim = m->settings.dim;
    for (int place = 0; place < g->words; place++) {
        const char *name = vocab_word(m->vocab, g->order[place]);
        struct random r = random_at(m->settings.seed, RANDOM_INITIAL_WEIGHTS, random_position(name, strlen(name)));
        initialize_row(m, matrix_row(&m->words, place), dim, dim + 1, &r);
        initialize_row(m, matrix_row(&m->contexts, place), dim + 1, dim, &r);
    }
}

bool glove_init(struct glove *m, const struct glove_settings *s, const struct vocab *vocab,
                const struct cell_store *cells, struct error *err)
{
    int columns = row_columns(s->dim);
    *m = (struct glove){.settings = *s, .vocab = vocab, .cells = cells};
    m->step = (struct step){vector_kernels(), adagrad_kernels(), columns,
                            (float)s->rate,   (float)s->alpha,   (float)log(s->x_max)};
    if (vocab_size(vocab) < 2)
        return error_set(err, "the vocabulary has one word only, \"%s\": there is nothing to tell it from; give more text, "
                              "or a lower --min-count",
                         vocab_word(vocab, 0));
    if (cell_store_count(cells) == 0)
        return error_set(err, "no word has a context: expected lines of two words of the vocabulary at least");
    m->words = matrix_new(cells->grid->words, 2 * columns, "word vectors");
    m->contexts = matrix_new(cells->grid->words, 2 * columns, "context vectors");
    m->losses = mem_new((size_t)s->epochs, sizeof *m->losses, "losses");
    initialize(m);
    return true;
}

void glove_release(struct glove *m)
{
    matrix_release(&m->words);
    matrix_release(&m->contexts);
    mem_free(m->losses);
    *m = (struct glove){0};
}

long glove_start_from(struct glove *m, const char *path, struct error *err)
{
    return word_vectors_initialize(&m->words, m->settings.dim, m->vocab, m->cells->grid->order, path, err);
}

struct matrix glove_vectors(const struct glove *m)
{
    const struct grid *g = m->cells->grid;
    struct matrix sums = matrix_new(g->words, m->settings.dim, "word vectors");
    for (int place = 0; place < g->words; place++) {
        const float *word = matrix_row(&m->words, place), *context = matrix_row(&m->contexts, place);
        float *sum = matrix_row(&sums, g->order[place]);
        for (int i = 0; i < m->settings.dim; i++)
            sum[i] = word[i] + context[i];
    }
    return sums;
}

struct matrix glove_contexts(const struct glove *m)
{
    const struct grid *g = m->cells->grid;
    struct matrix vectors = matrix_new(g->words, m->settings.dim, "context vectors");
    for (int place = 0; place < g->words; place++)
        memcpy(matrix_row(&vectors, g->order[place]), matrix_row(&m->contexts, place),
               (size_t)m->settings.dim * sizeof(float));
    return vectors;
}

/* ---- one block ---- */

/* The draws of an epoch: one sequence for each block and one for the order of the diagonals. */
static struct random draws(const struct glove *m, int epoch, uint64_t which)
{
    uint64_t groups = (uint64_t)m->cells->grid->groups;
    return random_at(m->settings.seed, RANDOM_SHUFFLE, 1 + (uint64_t)epoch * (groups * groups + 1) + which);
}

static void shuffle(struct cell *cells, size_t count, struct random r)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = random_below(&r, (uint32_t)i);
        struct cell last = cells[i - 1];
        cells[i - 1] = cells[j];
        cells[j] = last;
    }
}

/* Trains one block, `scratch` having room for it; the sum of its losses in *loss. */
static bool train_block(struct glove *m, int epoch, int word_group, int context_group, struct cell *scratch,
                        double *loss, struct error *err)
{
    const struct grid *g = m->cells->grid;
    size_t count = cell_store_block(m->cells, word_group, context_group);
    if (!cell_store_read(m->cells, word_group, context_group, scratch, err))
        return false;
    shuffle(scratch, count, draws(m, epoch, (uint64_t)word_group * (uint64_t)g->groups + (uint64_t)context_group));
    int words = grid_first(g, word_group), contexts = grid_first(g, context_group);
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += step_cell(&m->step, matrix_row(&m->words, words + scratch[i].word),
                         matrix_row(&m->contexts, contexts + scratch[i].context), scratch[i].log_count);
    *loss = sum;
    return isfinite(sum) || error_set(err, "the loss is not finite in epoch %d at learning rate %.3g: lower --lr",
                                      epoch + 1, m->settings.rate);
}

/* ---- all blocks ---- */

/* What an epoch needs beside the model. */
struct run {
    struct glove *model;   /* borrowed */
    struct cell **scratch; /* owned; [threads] */
    double *losses;        /* owned; [groups]: of the blocks of a diagonal */
    uint32_t *diagonals;   /* owned; [groups]: their order */
};

static struct run run_new(struct glove *m)
{
    size_t groups = (size_t)m->cells->grid->groups, largest = cell_store_largest(m->cells);
    struct run r = {m, mem_new((size_t)m->settings.threads, sizeof *r.scratch, "threads"),
                    mem_new(groups, sizeof *r.losses, "losses"), mem_new(groups, sizeof *r.diagonals, "diagonals")};
    for (int i = 0; i < m->settings.threads; i++)
        r.scratch[i] = mem_new(largest, sizeof **r.scratch, "cells of a block");
    return r;
}

static void run_free(struct run *r)
{
    for (int i = 0; i < r->model->settings.threads; i++)
        mem_free(r->scratch[i]);
    mem_free(r->scratch);
    mem_free(r->losses);
    mem_free(r->diagonals);
}

/* The blocks (group, group + diagonal), which have no group of words or contexts in common. */
static bool train_diagonal(struct run *r, int epoch, int diagonal, struct error *err)
{
    struct glove *m = r->model;
    int groups = m->cells->grid->groups;
    atomic_bool good = true;
#pragma omp parallel for schedule(dynamic) num_threads(m->settings.threads)
    for (int group = 0; group < groups; group++) {
        struct error failure;
        if (!good)
            continue;
        if (!train_block(m, epoch, group, (group + diagonal) % groups, r->scratch[omp_get_thread_num()],
                         &r->losses[group], &failure)) {
#pragma omp critical(glove_failure)
            if (atomic_exchange(&good, false))
                *err = failure;
        }
    }
    return good;
}

/* The order in which the diagonals of an epoch come, into order[groups]. */
static void order_diagonals(const struct glove *m, int epoch, uint32_t *order)
{
    uint64_t groups = (uint64_t)m->cells->grid->groups;
    struct random r = draws(m, epoch, groups * groups);
    random_permutation(&r, order, (uint32_t)groups);
}

static double diagonal_cells(const struct glove *m, int diagonal)
{
    int groups = m->cells->grid->groups;
    double cells = 0;
    for (int group = 0; group < groups; group++)
        cells += (double)cell_store_block(m->cells, group, (group + diagonal) % groups);
    return cells;
}

double glove_cells_done(const struct glove *m)
{
    uint32_t *order = mem_new((size_t)m->cells->grid->groups, sizeof *order, "diagonals");
    order_diagonals(m, m->epoch, order);
    double cells = (double)m->epoch * (double)cell_store_count(m->cells);
    for (int i = 0; i < m->diagonal; i++)
        cells += diagonal_cells(m, (int)order[i]);
    mem_free(order);
    return cells;
}

/* What is left of the epoch, or until Ctrl-C. */
static bool train_epoch(struct run *r, void (*report)(const struct word_trainer_state *, void *), void *context,
                        struct error *err)
{
    struct glove *m = r->model;
    int groups = m->cells->grid->groups;
    double all = (double)cell_store_count(m->cells), done = glove_cells_done(m);
    order_diagonals(m, m->epoch, r->diagonals);
    while (m->diagonal < groups) {
        int diagonal = (int)r->diagonals[m->diagonal];
        if (run_interrupted())
            return true;
        if (!train_diagonal(r, m->epoch, diagonal, err))
            return false;
        for (int group = 0; group < groups; group++)
            m->loss += r->losses[group];
        m->diagonal++;
        done += diagonal_cells(m, diagonal);
        double seen = done - m->epoch * all;
        report(&(struct word_trainer_state){m->epoch, done, seen > 0 ? m->loss / seen : 0}, context);
    }
    m->losses[m->epoch++] = m->loss / all;
    m->loss = m->diagonal = 0;
    return true;
}

bool glove_train(struct glove *m, int epochs, void (*report)(const struct word_trainer_state *, void *), void *context,
                 struct error *err)
{
    struct run r = run_new(m);
    bool good = true;
    while (good && m->epoch < epochs && !run_interrupted())
        good = train_epoch(&r, report, context, err);
    run_free(&r);
    return good;
}
