/* layers.h: the layers of a Transformer, each with its backward.
 *
 * Row-major arrays; "rows" are the tokens of a packed batch. A forward overwrites its output. A
 * backward ADDS into the gradients of weights and, unless it says otherwise, overwrites the gradient
 * of its input. Parallel with the current OpenMP threads, same bits for any number of them: rows are
 * independent, and sums over rows run whole within a slice of columns. */
#ifndef EMBEDLAB_NN_LAYERS_H
#define EMBEDLAB_NN_LAYERS_H

#include <stdbool.h>
#include <stdint.h>

#include "math/real.h"
#include "nn/kernels.h"

/* ---- embedding.c: y[r] (+)= table[ids[r]] ---- */

void embedding_forward(const real *table,  /* [entries, dim] */
                       const int32_t *ids, /* [rows], each below entries */
                       real *y,            /* [rows, dim] */
                       long rows, long dim, bool accumulate);
void embedding_backward(const int32_t *ids, const real *dy, /* [rows, dim] */
                        real *d_table,                      /* [entries, dim] */
                        long rows, long dim);

/* ---- linear.c: y = x w + b ---- */

void linear_forward(const real *x, /* [rows, in] */
                    const real *w, /* [in, out] */
                    const real *b, /* [out] */
                    real *y,       /* [rows, out] */
                    long rows, long in, long out);
void linear_backward(const real *x, const real *w, const real *dy, /* [rows, out] */
                     real *dx,                                     /* [rows, in] */
                     real *dw, real *db, long rows, long in, long out);

/* ---- layernorm.c: y = (x - mean) rstd gain + bias, mean and rstd of each row ---- */

void layernorm_forward(const real *x,                      /* [rows, dim] */
                       const real *gain, const real *bias, /* [dim] */
                       real *y,                            /* [rows, dim] */
                       real *mean, real *rstd,             /* [rows], for the backward */
                       long rows, long dim);
/* ADDS into dx. */
void layernorm_backward(const real *x, const real *gain, const real *mean, const real *rstd, const real *dy, real *dx,
                        real *d_gain, real *d_bias, long rows, long dim);

/* ---- gelu.c ---- */

void gelu_forward(const real *x, real *y, long rows, long dim);
/* dx may be dy. */
void gelu_backward(const real *x, const real *dy, real *dx, long rows, long dim);

/* ---- dropout.c: inverted dropout with masks that are drawn, never stored ---- */

/* One dropout of the model in one step; p = 0: no dropout. */
struct dropout {
    double p;
    uint64_t seed, step;
    uint32_t site;
};

struct dropout_draw dropout_row(const struct dropout *d, long row);

/* y = mask(x), in place allowed; the backward is the same function on gradients. */
void dropout_apply(const struct dropout *d, const real *x, real *y, /* [rows, dim] */ long rows, long dim);
/* y = base + mask(x): a branch joins the residual stream. */
void dropout_add(const struct dropout *d, const real *base, const real *x, real *y, /* [rows, dim] */ long rows,
                 long dim);

/* ---- attention.c: softmax(q k' / sqrt(head size)) v, within each sequence ---- */

struct attention {
    int heads, dim, context; /* context: longest sequence */
    bool causal;             /* token i sees tokens 0..i only */
    int threads;             /* how many the scratch is for */
    real *scratch;           /* borrowed; attention_scratch_size(...) reals */
};

/* Scratch for one thread, in reals. */
long attention_scratch_size(int context);

void attention_forward(const struct attention *a, const struct dropout *d, /* on the weights */
                       const real *qkv,                                    /* [rows, 3 * dim]: q, k, v */
                       real *y,                                            /* [rows, dim] */
                       real *log_sum, /* [rows, heads]: log sum exp of the scores */
                       const int32_t *starts, int sequences);
/* Weights are computed again from log_sum rather than stored. */
void attention_backward(const struct attention *a, const struct dropout *d, const real *qkv, const real *y,
                        const real *log_sum, const real *dy, real *d_qkv, const int32_t *starts, int sequences);

/* ---- cross_entropy.c: the output head and its loss, a few rows at a time ---- */

/* Rows of logits held at once, for a vocabulary of this size. */
long cross_entropy_rows(long vocabulary);

/* Sum over rows of -log softmax(x head')[target] in nats; rows with target < 0 count nothing. With dx
 * not NULL also dx = scale * d loss / d x, and d_head += scale * d loss / d head. */
double cross_entropy(const real *x,          /* [rows, dim] */
                     const real *head,       /* [vocabulary, dim] */
                     const int32_t *targets, /* [rows] */
                     real *dx,               /* [rows, dim], or NULL */
                     real *d_head,           /* [vocabulary, dim] */
                     real *logits,           /* scratch [cross_entropy_rows, vocabulary] */
                     double *row_loss,       /* scratch [cross_entropy_rows] */
                     double scale, long rows, long vocabulary, long dim);

#endif
