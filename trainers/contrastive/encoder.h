/* encoder.h: what turns sentences into vectors and learns from their gradient. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_ENCODER_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_ENCODER_H

#include "model/folder.h"

struct encoder_settings {
    struct transformer_config shape; /* a bag: vocabulary, dim and dropout only */
    enum pooling pooling;
    double weight_decay; /* decoupled, on matrices */
    double clip;         /* largest norm of the gradient; 0 = no limit */
    uint64_t seed;
    int max_tokens, max_sequences; /* of a batch */
};

struct encoder {
    struct model *model; /* owned; what is trained */
    int32_t first;       /* id to put before every sentence; -1: none */

    /* Vectors [sequences, dim] of a batch, with the dropout of `step`. */
    void (*forward)(struct encoder *e, const struct batch *b, uint64_t step, float *vectors);

    /* After forward on the same batch and step: backward from the gradient of the vectors, clipping
     * and an update with learning rate `lr`. Returns the gradient's norm before clipping. */
    double (*learn)(struct encoder *e, const struct batch *b, uint64_t step, const float *d_vectors, double lr);

    size_t memory; /* bytes: weights, gradients, moments, activations */
    void (*free)(struct encoder *e);
};

/* Both take over the tokenizer. Initial weights depend on the seed (and, in a bag, the word) only. */
struct encoder *encoder_transformer_new(const struct encoder_settings *s, struct tokenizer *t); /* bidirectional */
struct encoder *encoder_bag_new(const struct encoder_settings *s, struct tokenizer *t);

/* Row of token `id` in the table of token embeddings. */
float *encoder_embedding(struct encoder *e, int id);

/* Starts the embeddings of the tokens that are words of the word-vector file `path` from its
 * vectors, scaled to the size that the encoder's own initial embeddings have; *found = how many. */
bool encoder_initialize_embeddings(struct encoder *e, const char *path, long *found, struct error *err);

#endif
