/* embeddings.h: word vectors as the first values of a token table.
 *
 * A token starts as the vector of its text: a word tokenizer's word, or a BPE piece with its space in front
 * (" city" starts as city). Pieces inside words, and what the file does not have, keep their random row. The
 * vectors are taken as they are: scaled down to the spread of random rows (sd 0.02) the model learned more
 * slowly, and frozen below a tied head almost nothing, for its logits stayed small. */
#ifndef EMBEDLAB_TRAINERS_LM_EMBEDDINGS_H
#define EMBEDLAB_TRAINERS_LM_EMBEDDINGS_H

#include "model/word_vectors.h"
#include "nn/transformer.h"
#include "text/tokenizer.h"

/* Reads `path` (any format of word_vectors.h), whose vectors must have `dim` dimensions. */
bool embeddings_read(struct word_vectors *w, const char *path, int dim, struct error *err);

/* Puts them into `table` ([tokenizer_size, dim], already random); the number of rows found, which may be 0. */
int embeddings_place(const struct word_vectors *w, const struct tokenizer *t, struct parameter *table);

#endif
