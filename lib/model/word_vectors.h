/* word_vectors.h: words and their vectors, in every format the field uses.
 *
 *   format         ending       what it is
 *   word2vec-bin   .bin         "rows dim\n", then word, space, dim floats (little-endian)
 *   word2vec-txt   .txt         "rows dim", then lines of a word and dim numbers
 *   fasttext-vec   .vec         the same
 *   glove          .glove.txt   the same lines without the first
 *   npy            .npy         NumPy array [rows, dim], with the words in NAME.vocab.txt ("word count" lines); or with
 *                               whole texts in NAME.lines.txt, a line each (read, not written)
 *   projector      .tsv         TensorBoard's: dim numbers a line between tabs, the words in NAME.metadata.tsv
 *   fasttext-bin   .bin         fastText's model (fasttext.h), when the trainer has n-grams
 *
 * Writing goes by the name of the format, or by the file's ending (.gz behind it: compressed). Reading goes
 * by the first bytes, whatever the name: rows of a .bin may end with '\n' (word2vec) or not (gensim), GloVe's
 * words may hold spaces, arrays may be <f4 or <f8. Text is written with 9 digits, so that it reads back to the
 * same bits. What is truncated, too long, not finite, twice there or says one size and has another is
 * refused with file, place and expectation; memory is taken as rows arrive, not as a header promises. */
#ifndef EMBEDLAB_MODEL_WORD_VECTORS_H
#define EMBEDLAB_MODEL_WORD_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "math/matrix.h"
#include "model/fasttext.h"
#include "text/vocab.h"

#define WORD_VECTORS_DIM_LIMIT  65536
#define WORD_VECTORS_ROW_LIMIT  100000000
#define WORD_VECTORS_WORD_LIMIT 4096 /* bytes */

struct word_vectors {
    struct vocab *words;       /* owned; file order; counts where the format has them, else 0 */
    bool whole_texts;          /* `words` are texts, not words */
    struct matrix vectors;     /* owned; [vocab_size, dim]; of a fastText model: composed with the n-grams */
    struct ngram_table ngrams; /* owned; of a fastText model with n-grams, for unseen words; else empty */
};

/* For an option --format (OPTION_CHOICE; without it NULL, by ending). */
#define WORD_VECTORS_FORMATS "word2vec-bin|word2vec-txt|fasttext-vec|fasttext-bin|glove|npy|projector"

/* False and *err: then *w is empty. */
bool word_vectors_read(struct word_vectors *w, const char *path, struct error *err);

/* Rows of `vectors` under the words of `words`, in id order; `format` NULL: by the ending of `path`. As
 * fasttext-bin: a model without n-grams. */
bool word_vectors_write(const struct vocab *words, const struct matrix *vectors, const char *path, const char *format,
                        struct error *err);
void word_vectors_release(struct word_vectors *w);

/* Should a trainer, whose words have n-grams or not, write its whole model here (fasttext_write)? Yes to the
 * format fasttext-bin, and with n-grams to a .bin without a format. */
bool word_vectors_is_fasttext(const char *path, const char *format, bool ngrams);

/* For a trainer to start from vectors there are: puts the rows of `path` under words of `words` into the first
 * `dim` columns of `vectors`, whose row i is that of word order[i] (order NULL: of word i), and leaves the
 * other rows. Returns the number of words found; -1 and *err when there is none, for another dimension, and
 * for a broken file. */
long word_vectors_initialize(struct matrix *vectors, int dim, const struct vocab *words, const int32_t *order,
                             const char *path, struct error *err);

/* For trainers to ask before they start: is there such a format, or does the name's ending tell one if it is
 * NULL; can the file be written (the folder is there, ...)? */
bool word_vectors_check_format(const char *path, const char *format, struct error *err);
bool word_vectors_can_write(const char *path, struct error *err);

#endif
