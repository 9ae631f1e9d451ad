/* decode.h: one sequence of a causal transformer, token by token.
 *
 * The keys and values of the tokens so far are kept, so that a new token costs one pass over the weights
 * and one over the cache instead of the whole sequence again. The logits are those of transformer_forward
 * on the whole sequence, up to rounding. */
#ifndef EMBEDLAB_NN_DECODE_H
#define EMBEDLAB_NN_DECODE_H

#include "nn/transformer.h"

struct decoder;

/* An empty sequence with room for `room` tokens, at most the context. `t` is borrowed and only read: it must be
 * causal with an output head. Takes all its memory here. */
struct decoder *decoder_new(struct transformer *t, int room);
void decoder_free(struct decoder *d);

/* Appends ids[count], count > 0, to the sequence, which must have room for them, and gives the logits
 * [vocabulary] of what follows the last. A prompt goes in at once, then one token at a time. */
void decoder_append(struct decoder *d, const int32_t *ids, int count, real *logits);

/* Tokens in the sequence. */
int decoder_length(const struct decoder *d);

/* Forgets all tokens: positions start at 0 again. A sequence that has grown to the context goes on by
 * clearing and appending its last part. */
void decoder_clear(struct decoder *d);

#endif
