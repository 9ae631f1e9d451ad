/* view.h: a model seen through a view: the one thing that the evaluator scores.
 *
 *     MODEL[@VIEW][+POST...]
 *     MODEL  a model folder, or a word-vector file
 *     VIEW   input | output | layer:K:POOL     K = 0..L, or last; POOL = mean | last | cls | max | wmean
 *     POST   center | abtt:D | whiten | zscore
 *
 * Without @VIEW: the model's own (word vectors as they are; an encoder's trained pooling; an LM's
 * last layer, mean). Layer 0 is the embeddings with positions, layer L the last block with the final
 * norm applied. A text is given to a transformer as <eos> + its tokens; pooling is over its tokens
 * (cls: the <eos>). A text of word vectors, of `input` or `output` is the mean over its known tokens.
 *
 * POST is fitted on the vectors of the call: for words on the view's vocabulary (its first 30,000),
 * for texts on the texts themselves. */
#ifndef EMBEDLAB_MODEL_VIEW_H
#define EMBEDLAB_MODEL_VIEW_H

#include <stdbool.h>

#include "base/error.h"
#include "math/matrix.h"

struct view;

struct view *view_open(const char *specification, struct error *err);
void view_free(struct view *v);

const char *view_name(const struct view *v); /* the specification */
int view_dim(const struct view *v);

/* The words that the view has vectors for, most frequent first; view_word(v, i) is as stored. */
int view_vocabulary_size(const struct view *v);
const char *view_word(const struct view *v, int id);

/* Id of `word`: exact, else the most frequent word with the same folding; -1 when unknown. */
int view_lookup(const struct view *v, const char *word);

/* Vectors of the words with the given ids into rows of out [count, dim]. */
void view_words(struct view *v, const int *ids, int count, struct matrix *out);

/* Vectors of texts into rows of out [count, dim]; known[i] = tokens of text i in the vocabulary
 * (0: the row is zero). */
void view_texts(struct view *v, const char *const *texts, int count, struct matrix *out, int *known);

#endif
