/* word_vectors.h: words and their vectors, in every format the field uses.
 *
 * word2vec .bin (rows ended by '\n' or not) and .txt (header "rows dim"), fastText .vec (the same),
 * GloVe .txt (no header), .npy + NAME.vocab.txt beside it. The format is told by the first bytes when
 * reading and by the name's ending when writing. Gzip is read too. Sizes are held against the file:
 * what is truncated, too long or broken is refused with file, place and expectation. */
#ifndef EMBEDLAB_MODEL_WORD_VECTORS_H
#define EMBEDLAB_MODEL_WORD_VECTORS_H

#include "base/error.h"
#include "math/matrix.h"
#include "text/vocab.h"

struct word_vectors {
    struct vocab *words;  /* owned; file order */
    struct matrix vectors; /* owned; [vocab_size, dim] */
};

bool word_vectors_read(struct word_vectors *w, const char *path, struct error *err);

/* Rows of `vectors` under the words of `words`, in id order. */
bool word_vectors_write(const struct vocab *words, const struct matrix *vectors, const char *path, struct error *err);
void word_vectors_release(struct word_vectors *w);

#endif
