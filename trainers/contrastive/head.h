/* head.h: SimCSE's head: y = tanh(W x + b) on pooled vectors in training, taken off afterwards (Gao et al. 2021). */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_HEAD_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_HEAD_H

#include "nn/transformer.h"

struct head {
    int dim;
    struct parameter weight, bias; /* owned values and gradients; [dim, dim] and [dim] */
};

/* `name` of the head tells its parameters from others'. */
struct head *head_new(const char *name, int dim, uint64_t seed);
void head_free(struct head *h);

void head_forward(const struct head *h, const real *x, real *y, /* [rows, dim] */ long rows);

/* From dy, which is overwritten, to dx; ADDS into the gradients of weight and bias. */
void head_backward(struct head *h, const real *x, const real *y, real *dy, real *dx, long rows);

#endif
