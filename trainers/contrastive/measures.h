/* measures.h: what a batch looks like on the sphere (Wang & Isola 2020). */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_MEASURES_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_MEASURES_H

#include "trainers/contrastive/objective.h"

#define COLLAPSED 0.98 /* mean cosine of different sentences from which they all look alike */

enum { MEASURED_ROWS = 512 }; /* of a batch at most: the first ones */

struct measures {
    double alignment;   /* mean of |u - u+|^2 over positives; 0 = they agree. NaN where a row's views are none */
    double uniformity;  /* log of the mean of exp(-2 |u - v|^2) over different sentences; lower = spread wider */
    double mean_cosine; /* of different sentences; near 1 = collapsed */
};

struct measurer;

struct measurer *measurer_new(int dim);
void measurer_free(struct measurer *m);

/* Over the first view of each row against the second of every other that is not the same text. */
struct measures measure(struct measurer *m, const struct objective_batch *b, bool positives);

#endif
