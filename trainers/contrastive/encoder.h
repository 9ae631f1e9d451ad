/* encoder.h: what turns sentences into vectors and learns from their gradient. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_ENCODER_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_ENCODER_H

#include "model/folder.h"
#include "nn/optimizer.h"

struct encoder_settings {
    struct transformer_config shape; /* a bag: vocabulary, dim and dropout only */
    enum pooling pooling;
    double weight_decay; /* decoupled, on matrices */
    uint64_t seed;
    int max_tokens, max_sequences; /* of a forward */
};

struct encoder {
    struct model *model; /* owned; what is trained */
    int dim;
    int32_t first;         /* id to put before every sentence; -1: none */
    struct adamw *adamw;   /* borrowed; the transformer's; NULL: a bag */
    struct matrix *squares; /* borrowed; the bag's sums of squared gradients; NULL: a transformer */

    /* Vectors [sequences, dim] of a batch; with `training` under the dropout of `step`. A sequence without tokens
     * has the zero vector. */
    void (*forward)(struct encoder *e, const struct batch *b, bool training, uint64_t step, float *vectors);

    /* From the gradient of the vectors of the last forward, which was for training and for `b`, to those of the
     * weights. A transformer ADDS, so that a large batch can come in parts; a bag overwrites. */
    void (*backward)(struct encoder *e, const struct batch *b, const float *d_vectors);

    /* Squared norm of the gradient; an update by `scale` times it, after which it is zero. */
    double (*gradient_squares)(const struct encoder *e);
    void (*update)(struct encoder *e, double lr, double scale);

    size_t memory; /* bytes: weights, gradients, moments, activations */
    void (*free)(struct encoder *e);
};

/* Both take over the tokenizer. Initial weights depend on the seed (and, in a bag, the word) only. */
struct encoder *encoder_transformer_new(const struct encoder_settings *s, struct tokenizer *t);
struct encoder *encoder_bag_new(const struct encoder_settings *s, struct tokenizer *t);

/* Row of token `id` in the table of token embeddings. */
float *encoder_embedding(struct encoder *e, int id);

/* Takes the weights of a model of the same shape; its output head, if it has one, is left. */
void encoder_take_weights(struct encoder *e, const struct model *from);

/* Starts the embeddings of the tokens that are words of the word-vector file `path`, or that its n-grams make a vector
 * for, from these, scaled to the size that the encoder's own initial embeddings have; *found = how many. */
bool encoder_initialize_embeddings(struct encoder *e, const char *path, long *found, struct error *err);

#endif
