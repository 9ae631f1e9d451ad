/* word_vectors.h: words and their vectors, in every format the field uses.
 *
 *   NAME.bin        word2vec binary: "rows dim\n", then word, space, dim floats (little-endian)
 *   NAME.txt, .vec  word2vec text, fastText: "rows dim", then lines of a word and dim numbers
 *   NAME.glove.txt  GloVe: the same lines without the first
 *   NAME.npy        NumPy array [rows, dim], with the words in NAME.vocab.txt ("word count" lines)
 *
 * Writing goes by the name's ending (.gz behind it: compressed). Reading goes by the first bytes,
 * whatever the name: rows of a .bin may end with '\n' (word2vec) or not (gensim), GloVe's words may
 * hold spaces, arrays may be <f4 or <f8. Text is written with 9 digits, so that it reads back to the
 * same bits. What is truncated, too long, not finite, twice there or says one size and has another is
 * refused with file, place and expectation; memory is taken as rows arrive, not as a header promises. */
#ifndef EMBEDLAB_MODEL_WORD_VECTORS_H
#define EMBEDLAB_MODEL_WORD_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "math/matrix.h"
#include "text/vocab.h"

#define WORD_VECTORS_DIM_LIMIT  65536
#define WORD_VECTORS_ROW_LIMIT  100000000
#define WORD_VECTORS_WORD_LIMIT 4096 /* bytes */

struct word_vectors {
    struct vocab *words;   /* owned; file order; counts where the format has them, else 0 */
    struct matrix vectors; /* owned; [vocab_size, dim] */
};

/* False and *err: then *w is empty. */
bool word_vectors_read(struct word_vectors *w, const char *path, struct error *err);

/* Rows of `vectors` under the words of `words`, in id order. */
bool word_vectors_write(const struct vocab *words, const struct matrix *vectors, const char *path, struct error *err);
void word_vectors_release(struct word_vectors *w);

/* For a trainer to start from vectors there are: puts the rows of `path` under words of `words` into the first
 * `dim` columns of `vectors`, whose row i is that of word order[i] (order NULL: of word i), and leaves the
 * other rows. Returns the number of words found; -1 and *err when there is none, for another dimension, and
 * for a broken file. */
long word_vectors_initialize(struct matrix *vectors, int dim, const struct vocab *words, const int32_t *order,
                             const char *path, struct error *err);

/* Do the files of a trainer of word vectors fit together? `inputs` is ended by NULL; what was not given is
 * NULL; `limited`: the vocabulary's size was limited by options. False and *err: a mistake in the command line. */
bool word_vectors_check_files(char *const *inputs, const char *output, const char *read_vocab, const char *save_vocab,
                              bool limited, struct error *err);

/* For trainers to ask before they start: does the name's ending tell a format; can the file be
 * written (the folder is there, ...)? */
bool word_vectors_check_name(const char *path, struct error *err);
bool word_vectors_can_write(const char *path, struct error *err);

#endif
