/* train.h: the one loop under all objectives: batch, vectors, loss, gradients, update. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_TRAIN_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_TRAIN_H

#include "trainers/contrastive/encoder.h"
#include "trainers/contrastive/examples.h"
#include "trainers/contrastive/head.h"
#include "trainers/contrastive/measures.h"
#include "trainers/contrastive/objective.h"

enum { TOWERS_MOST = 2, EXTRAS_MOST = 5 };

/* What encodes a side: the only one encodes all sentences; of two the first encodes the first sentence of each row
 * (queries), the second all others (documents). */
struct tower {
    struct encoder *encoder; /* owned */
    struct head *head;       /* owned; NULL: none */

    int capacity;       /* sequences of a forward */
    struct batch batch; /* of the last forward */
    int32_t *starts;    /* owned; [capacity + 1], of it */
};

struct training_settings {
    int batch;  /* rows */
    int cache;  /* sequences a forward (gradient caching, Gao et al. 2021b); 0: all of the batch */
    long steps, warmup;
    double lr, head_lr; /* of encoders; of head and classifier */
    double weight_decay, clip;
    double word_dropout;
    bool same_dropout; /* all views of a row get the same draws */
    uint64_t seed;
};

struct training {
    struct training_settings settings;
    struct examples *examples, *dev; /* borrowed; dev: scored pairs, or NULL */
    struct tower towers[TOWERS_MOST]; /* owned */
    int tower_count, views, dim;
    struct objective *objective; /* owned */
    struct measurer *measurer;   /* owned */

    struct parameter extras[EXTRAS_MOST]; /* of heads and classifier; their arrays are borrowed */
    int extra_count;
    struct adamw adamw; /* owned; of the extras */

    struct example_batch batch, dev_batch; /* owned */
    struct part *parts;                    /* owned; [views * batch] */
    int32_t *draws;                        /* owned; [tokens] */
    float *pooled, *d_pooled;              /* owned; [views * batch, dim] */
    float *vectors, *d_vectors;            /* what comes out of the heads; without these the same as above */

    long step;     /* done */
    double tokens; /* seen, those of all views */
};

/* A step as it is reported. */
struct training_step {
    long step; /* from 1 */
    double loss, lr, gradient_norm;
    struct measures measures;
};

/* Sequences that each tower must have room for in a forward. */
int training_capacity(const struct training_settings *s, int views, int tower_count, int tower);

/* Towers share the tokenizer, which is the first one's. */
void towers_release(struct tower *towers, int count);

/* Takes over the towers' encoders and heads; their capacity is as above. Memory for all steps is taken here. */
struct training *training_new(const struct training_settings *s, const struct objective_kind *kind,
                              const struct objective_settings *o, struct examples *examples, struct examples *dev,
                              const struct tower *towers, int tower_count);
void training_free(struct training *t);

/* One step; loss and measures are those of its batch under dropout, before the update. When loss or gradient are not
 * finite nothing is updated, t->step stays, and it is for the caller to stop. */
struct training_step training_step(struct training *t);

/* Spearman's correlation of the cosines with the scores of t->dev; 0 when all cosines are alike. Without dropout,
 * and without heads. */
double training_dev_score(struct training *t);

#endif
