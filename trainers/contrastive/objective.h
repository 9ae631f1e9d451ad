/* objective.h: what the vectors of a batch should be like: a loss and its gradient with respect to the vectors.
 *
 *     simcse       two dropout views of a sentence, the other sentences as negatives   Gao et al. 2021, equation 1
 *     pairs        anchor and positive, optionally a hard negative; in-batch ranking   the same, equations 4 and 5
 *     nli-softmax  classes of pairs by softmax(W [u; v; |u - v|])                      Reimers & Gurevych 2019
 *     cosine       squared error of a pair's cosine against its gold score             the same
 *     triplet      max(|a - p| - |a - n| + margin, 0)                                  the same
 *     cosent       ranking of pairs by their gold scores                               Su 2022
 *
 * Each is one file over one loop (train.c). Sums are in double; same bits for any number of threads. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_OBJECTIVE_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_OBJECTIVE_H

#include "math/real.h"
#include "nn/transformer.h"

#define OBJECTIVES "simcse|pairs|nli-softmax|cosine|triplet|cosent"

enum { PREFIXES_MOST = 16 };

struct objective_settings {
    double temperature; /* simcse, pairs, cosent */
    double margin;      /* triplet */
    bool symmetric;     /* pairs: also the positives rank the anchors; the loss is the mean of both directions */
    int classes;        /* nli-softmax */
    int prefixes[PREFIXES_MOST], prefix_count; /* widths beside the whole vector, each with a loss of its own */
    uint64_t seed;                             /* of the initial classifier */
};

/* The vectors of a batch, and what is known of them. All borrowed. */
struct objective_batch {
    int rows, views;
    const real *vectors;   /* [views * rows, dim], all rows of the first view first */
    const int32_t *group;  /* [views * rows]: the same number for the same text */
    const int32_t *labels; /* [rows]; nli-softmax */
    const double *scores;  /* [rows], 0..1; cosine, cosent */
};

struct objective;

struct objective_kind {
    const char *name;       /* of --objective */
    const char *title;      /* what training.json says */
    int columns_low, columns_high; /* sentences in a row of the input */
    bool labels, scores;           /* needed */
    bool positives;                /* views 0 and 1 of a row mean the same: their distance is the alignment */
    /* Loss of the first `width` columns; ADDS the gradient into d_vectors, laid out as b->vectors. */
    double (*loss)(struct objective *o, const struct objective_batch *b, int width, real *d_vectors);
};

/* NULL: no such name. */
const struct objective_kind *objective_kind(const char *name);

struct objective {
    const struct objective_kind *kind;
    struct objective_settings settings;
    int rows, views, dim;
    struct parameter classifier; /* owned value and gradient; [classes, 3 * dim]; size = 0: none */

    /* scratch, owned */
    real *unit, *d_unit; /* [views * rows, width]: vectors of length 1, and the gradient of the loss by them */
    double *norm;        /* [views * rows] */
    real *table;         /* whatever a kind needs: see objective_new */
    double *row;         /* [3 * rows] */
};

struct objective *objective_new(const struct objective_kind *kind, const struct objective_settings *s, int rows,
                                int views, int dim);
void objective_free(struct objective *o);

/* Loss of the whole vectors plus that of each prefix (Kusupati et al. 2022, with one classifier for all widths);
 * overwrites d_vectors [views * rows, dim]; ADDS into the classifier's gradient. */
double objective_loss(struct objective *o, const struct objective_batch *b, real *d_vectors);

/* ---- for the kinds ---- */

double ranking_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors);
double classification_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors);
double cosine_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors);
double triplet_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors);
double cosent_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors);

/* Reals in o->table that ranking and classification need. */
size_t ranking_table_size(int rows, int views);
size_t classification_table_size(int rows, int dim, int classes);

/* Fills unit and norm from the batch's first `width` columns, and d_unit with zeros. A zero vector has no direction:
 * its unit vector is zero, and its gradient too. */
void unit_vectors(struct objective *o, const struct objective_batch *b, int width);
/* ADDS into d_vectors what d_unit means for the vectors: with u = h / |h|, dh = (du - u (u . du)) / |h|. */
void unit_vectors_backward(const struct objective *o, const struct objective_batch *b, int width, real *d_vectors);

/* Cosines of each row's views 0 and 1 into cosine[rows]; the backward ADDS into d_vectors. */
void pair_cosines(struct objective *o, const struct objective_batch *b, int width, double *cosine);
void pair_cosines_backward(struct objective *o, const struct objective_batch *b, int width, const double *d_cosine,
                           real *d_vectors);

#endif
