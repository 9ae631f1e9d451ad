/* pooling.h: one vector from the states of a sequence.
 *
 * A sequence is <eos> and then the tokens of a text. Pooling is over the text's known tokens, cls
 * takes the <eos>. All poolings but max are weighted sums of states: those of the last layer, but for
 * first-last the mean of those after the first block and the last ones (as SimCSE's code has it).
 *
 * Of a BERT, ours or from elsewhere, pooling is over all that it reads, <eos> and unknown tokens too, since
 * sentence-transformers pools the whole attention mask: a folder that we have written gives the same vectors there
 * and here, but for texts without a known token, which have none here. */
#ifndef EMBEDLAB_MODEL_POOLING_H
#define EMBEDLAB_MODEL_POOLING_H

#include <stdbool.h>
#include <stdint.h>

#include "math/real.h"
#include "nn/transformer.h"

enum pooling {
    POOLING_MEAN,
    POOLING_LAST,
    POOLING_CLS,
    POOLING_MAX,
    POOLING_WEIGHTED_MEAN, /* the i-th pooled token weighs i / (1 + 2 + ...) (SGPT, Muennighoff 2022) */
    POOLING_FIRST_LAST     /* mean of the tokens, each the mean of two layers */
};

const char *pooling_name(enum pooling p); /* "mean", "last", "cls", "max", "wmean", "first-last" */
bool pooling_parse(const char *name, enum pooling *p);

/* Does such a model pool all that it reads? A BERT; unknown tokens are in its sequences, too. */
bool pooling_takes_all(const struct transformer_config *c);

/* Weights [length] of the states of ids[length], ids[0] = <eos>; but for `all`, it and tokens with id `unknown`
 * weigh nothing. For max: 1 where a state takes part. All are 0 when no token is known. */
void pooling_weights(enum pooling p, const int32_t *ids, int length, int unknown, bool all, real *weights);

/* pooled[dim] from states[length, dim]. */
void pooling_forward(enum pooling p, const real *weights, const real *states, int length, int dim, real *pooled);

/* d_states[length, dim], overwritten, from d_pooled[dim] and the states of the forward. */
void pooling_backward(enum pooling p, const real *weights, const real *states, const real *d_pooled, int length,
                      int dim, real *d_states);

/* For first-last: the mean of the states after the first block and the last ones of the forward just made, [tokens,
 * dim]. What is pooled is this; the gradient of each of the two is half of its gradient. */
void pooling_first_last(const struct transformer *t, long tokens, real *mean);

#endif
