/* optimizer.h: AdamW (Kingma & Ba 2015; Loshchilov & Hutter 2019), clipping, schedules. */
#ifndef EMBEDLAB_NN_OPTIMIZER_H
#define EMBEDLAB_NN_OPTIMIZER_H

#include "nn/transformer.h"

struct adamw_options {
    double beta1, beta2, epsilon, weight_decay; /* .9, .95, 1e-8, .1 for the LM */
};

struct adamw {
    struct adamw_options options;
    struct parameter *parameters; /* borrowed; [count] */
    int count;
    long step;            /* updates made */
    double *rates;        /* owned; [count]: each parameter's share of the learning rate; 1 at first */
    real *first, *second; /* owned; moments, all parameters one after another */
};

struct adamw adamw_new(struct parameter *parameters, int count, struct adamw_options options);
void adamw_release(struct adamw *a);

/* Sets all gradients to zero (of a table with touched rows, those rows, and forgets them). */
void gradients_zero(struct parameter *parameters, int count);

/* Euclidean norm of all gradients, summed in double in a fixed order. */
double gradients_norm(const struct parameter *parameters, int count);

/* One update with learning rate `lr`, gradients g multiplied by `gradient_scale` (clipping):
 *     m = beta1 m + (1 - beta1) g      v = beta2 v + (1 - beta2) g^2
 *     w = w (1 - lr decay) - lr m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * A parameter's own rate stands in for lr in both places. Rows without a gradient move too (by their
 * momentum and decay), as they must. */
void adamw_update(struct adamw *a, double lr, double gradient_scale);

enum schedule_shape { SCHEDULE_COSINE, SCHEDULE_LINEAR, SCHEDULE_CONSTANT };

/* Share of the highest learning rate that holds in step `step` (from 0) of `steps`: (step + 1) / warmup in
 * the first `warmup` steps, then from 1 to `final_fraction` at `steps` along half a wave or a line, or 1. */
double schedule_share(enum schedule_shape shape, long step, long steps, long warmup, double final_fraction);

#endif
