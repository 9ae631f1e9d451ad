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
    long step;                /* updates made */
    real *first, *second;     /* owned; moments, all parameters one after another */
};

struct adamw adamw_new(struct parameter *parameters, int count, struct adamw_options options);
void adamw_release(struct adamw *a);

/* Euclidean norm of all gradients, summed in double in a fixed order. */
double gradients_norm(const struct parameter *parameters, int count);

/* One update with learning rate `lr`, gradients multiplied by `gradient_scale` (clipping). */
void adamw_update(struct adamw *a, double lr, double gradient_scale);

/* Linear warm-up from 0 over `warmup` steps, then cosine to `final_fraction` * lr at `steps`.
 * `step` counts from 0. */
double schedule_cosine(double lr, long step, long steps, long warmup, double final_fraction);

/* The same warm-up, then linear to 0. */
double schedule_linear(double lr, long step, long steps, long warmup);

#endif
