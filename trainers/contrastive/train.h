/* train.h: the training loop. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_TRAIN_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_TRAIN_H

#include "trainers/contrastive/encoder.h"
#include "trainers/contrastive/sentences.h"
#include "trainers/contrastive/simcse.h"

#define COLLAPSED 0.98 /* mean cosine of different sentences from which they all look alike */

struct training_settings {
    int batch; /* sentences */
    long steps, warmup;
    double temperature, word_dropout, lr;
};

/* A step as it is reported. */
struct training_step {
    long step; /* from 1 */
    double loss, lr, gradient_norm;
    struct simcse_measures measures;
};

/* Trains; report(step, context) after every step returns false to stop early. Loss and measures are
 * those of the step's batch under dropout, before its update. False and *err, step and learning rate
 * named, when the loss is not finite. */
bool train(struct encoder *e, struct sentences *s, const struct training_settings *settings,
           bool (*report)(const struct training_step *step, void *context), void *context, struct error *err);

#endif
