/* train.h: GloVe training: tables, epochs, threads.
 *
 * An epoch goes through the diagonals of the grid (grid.h) in an order drawn anew, through the blocks of
 * a diagonal with all threads, and through the cells of a block in an order drawn anew. The vectors have
 * the same bits for any number of threads and any bound of memory. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_TRAIN_H
#define EMBEDLAB_TRAINERS_GLOVE_TRAIN_H

#include "base/error.h"
#include "math/matrix.h"
#include "model/word_trainer.h"
#include "text/vocab.h"
#include "trainers/glove/cells.h"
#include "trainers/glove/step.h"

struct glove_settings {
    int dim, epochs, threads;
    double rate, alpha, x_max;
    uint64_t seed;
};

struct glove {
    struct glove_settings settings;
    const struct vocab *vocab;      /* borrowed */
    const struct cell_store *cells; /* borrowed, and its grid */
    struct step step;
    struct matrix words, contexts; /* [vocab, 2 * columns], in the grid's order: rows of step.h with their squares */
    double *losses;                /* owned; [epochs]: mean over cells */

    /* Where training stands: epochs done, of the next one diagonals done and the sum of their losses. */
    int epoch, diagonal;
    double loss;
};

/* Bytes that a word's rows take in both tables. */
size_t glove_bytes_per_word(int dim);

/* Vectors and biases uniform in +-0.5 / (dim + 1) as in the released tool, depending on the word's
 * bytes and the seed only, so that they are the same in every corpus. False and *err if there is no cell
 * or but one word. */
bool glove_init(struct glove *m, const struct glove_settings *s, const struct vocab *vocab,
                const struct cell_store *cells, struct error *err);
void glove_release(struct glove *m);

/* Lets the words that the vectors of `path` have start from them. Returns their number; -1 and *err. */
long glove_start_from(struct glove *m, const char *path, struct error *err);

/* Cells trained so far, over all epochs. */
double glove_cells_done(const struct glove *m);

/* Goes on until `epochs` epochs are done or at Ctrl-C pauses, whereupon what is left can be trained later with
 * the same result; m->epoch tells. `report` is called after each diagonal. False and *err when the loss is not
 * finite any more and when cells cannot be read back from disk; then the model is of no use. */
bool glove_train(struct glove *m, int epochs, void (*report)(const struct word_trainer_state *, void *), void *context,
                 struct error *err);

/* The product, [vocab, dim] in the vocabulary's order: the sums of word and context vectors, or the context
 * vectors alone. */
struct matrix glove_vectors(const struct glove *m);
struct matrix glove_contexts(const struct glove *m);

#endif
