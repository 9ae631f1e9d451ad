/* layers.h: the layers of a Transformer, each with its backward.
 *
 * Row-major arrays; "rows" are the tokens of a packed batch. A forward overwrites its output. A
 * backward ADDS into the gradients of weights and, unless it says otherwise, overwrites the gradient
 * of its input. Parallel with the current OpenMP threads (a single row is not worth waking them), same bits
 * for any number of them: rows are independent, and sums over rows run whole within a slice of columns.
 * A precision is that of the matrix products alone (math/gemm.h). */
#ifndef EMBEDLAB_NN_LAYERS_H
#define EMBEDLAB_NN_LAYERS_H

#include <stdbool.h>
#include <stdint.h>

#include "math/gemm.h"
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

struct linear {
    long in, out;
    bool transposed; /* w is stored [out, in], as in PyTorch; else [in, out], as in GPT-2 */
    const real *w;
    const real *b; /* [out]; NULL: none */
    real *dw, *db; /* gradients, as w and b; NULL when not training */
    enum precision precision;
};

void linear_forward(const struct linear *l, const real *x, /* [rows, in] */ real *y, /* [rows, out] */ long rows);
void linear_backward(const struct linear *l, const real *x, const real *dy, /* [rows, out] */
                     real *dx,                                              /* [rows, in] */
                     long rows);

/* ---- norm.c: LayerNorm y = (x - mean) rstd gain + bias, mean and rstd of each row; RMSNorm y = x rstd gain ---- */

struct norm {
    bool rms; /* RMSNorm: no mean and no bias */
    long dim;
    real epsilon;
    const real *gain, *bias; /* [dim] */
    real *d_gain, *d_bias;
};

void norm_forward(const struct norm *n, const real *x, /* [rows, dim] */
                  real *y,                             /* [rows, dim] */
                  real *mean, real *rstd,              /* [rows], for the backward */
                  long rows);
/* ADDS into dx. */
void norm_backward(const struct norm *n, const real *x, const real *mean, const real *rstd, const real *dy, real *dx,
                   long rows);

/* ---- activation.c ---- */

/* `exact`: x Phi(x); else its tanh form. */
void gelu_forward(bool exact, const real *x, real *y, long rows, long dim);
/* dx may be dy. */
void gelu_backward(bool exact, const real *x, const real *dy, real *dx, long rows, long dim);

/* Row r of x [rows, 2 * dim] is gate and up; y [rows, dim] = silu(gate) up. */
void swiglu_forward(const real *x, real *y, long rows, long dim);
/* dx takes the place of x. */
void swiglu_backward(real *x, const real *dy, long rows, long dim);

/* ---- rotary.c: queries and keys turned by their positions ---- */

struct rotary {
    long size;           /* of a head */
    real *cosine, *sine; /* borrowed; [positions, size / 2] */
};

void rotary_fill(double theta, long positions, long size, real *cosine, real *sine);
/* Turns the first `heads` heads of each row of x, whose rows are `stride` apart; the backward turns back. */
void rotary_apply(const struct rotary *t, bool back, const int32_t *positions, /* [rows] */
                  real *x, long rows, long heads, long stride);

/* ---- dropout.c: inverted dropout with masks that are drawn, never stored ---- */

/* One dropout of the model in one step; p = 0: no dropout. */
struct dropout {
    double p;
    uint64_t seed, step;
    uint32_t site;
    const int32_t *draws; /* row r draws as row draws[r]; NULL: as itself. Borrowed */
};

struct dropout_draw dropout_row(const struct dropout *d, long row);

/* y = mask(x), in place allowed; the backward is the same function on gradients. */
void dropout_apply(const struct dropout *d, const real *x, real *y, /* [rows, dim] */ long rows, long dim);
/* y = base + mask(x): a branch joins the residual stream; y may be base. */
void dropout_add(const struct dropout *d, const real *base, const real *x, real *y, /* [rows, dim] */ long rows,
                 long dim);

/* ---- attention.c: softmax(q k' / sqrt(head size)) v, within each sequence ---- */

/* A row of qkv is the heads of q, then those of k, then those of v. Query head h reads key and value head
 * h / (heads / kv_heads) (grouped queries, Ainslie et al. 2023). */
struct attention {
    int heads, kv_heads, size; /* size of a head */
    int context;               /* longest sequence */
    bool causal;               /* token i sees tokens 0..i only */
    int threads;               /* how many the scratch is for */
    real *scratch;             /* borrowed; threads * attention_scratch_size(context) reals */
    enum precision precision;
};

/* Scratch for one thread, in reals. */
long attention_scratch_size(int context);

/* Width of a row of qkv. */
static inline long attention_width(const struct attention *a)
{
    return (long)(a->heads + 2 * a->kv_heads) * a->size;
}

void attention_forward(const struct attention *a, const struct dropout *d, /* on the weights */
                       const real *qkv,                                    /* [rows, attention_width] */
                       real *y,                                            /* [rows, heads * size] */
                       real *log_sum, /* [rows, heads]: log sum exp of the scores */
                       const int32_t *starts, int sequences);
/* Weights are computed again from log_sum rather than stored. */
void attention_backward(const struct attention *a, const struct dropout *d, const real *qkv, const real *y,
                        const real *log_sum, const real *dy, real *d_qkv, const int32_t *starts, int sequences);

/* The last `rows` tokens of one causal sequence of `length` against all keys up to their own; no dropout. */
void attention_cached(const struct attention *a, const real *qkv, /* [rows, attention_width]: q of it is read */
                      const real *cache,                          /* [length, 2 * kv_heads * size]: k, v */
                      real *y, real *log_sum, long length, long rows);

/* ---- cross_entropy.c: the output head and its loss, a few rows at a time ---- */

/* Rows of logits held at once, for a vocabulary of this size. */
long cross_entropy_rows(long vocabulary);

/* Sum over rows of -log softmax(x head')[target] in nats; rows with target < 0 count nothing. With d_head
 * not NULL also d_head += scale * d loss / d head, and with dx not NULL dx = scale * d loss / d x. */
double cross_entropy(enum precision precision, /* of the three products */
                     const real *x,            /* [rows, dim] */
                     const real *head,         /* [vocabulary, dim] */
                     const int32_t *targets,   /* [rows] */
                     real *dx,                 /* [rows, dim], or NULL */
                     real *d_head,             /* [vocabulary, dim], or NULL, and then dx too */
                     real *logits,             /* scratch [cross_entropy_rows, vocabulary] */
                     double *row_loss,         /* scratch [cross_entropy_rows] */
                     double scale, long rows, long vocabulary, long dim);

#endif
