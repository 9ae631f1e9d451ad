/* shape.h: one space as it is compared with others, and the figures of two, each with its interval.
 *
 * The intervals say how far the figure would be another with other words of the same kind, as many of them. None draws
 * words twice, as the bootstrap does: a word would be its own double's nearest neighbor, and CKA rises with it. Instead
 * a variance from one pass over the data:
 *   CKA, Procrustes    the derivative with respect to each word's weight (infinitesimal jackknife, Jaeckel 1972)
 *   cosines' Spearman  derivatives with respect to pairs, summed over pairs that share a word (Aronow et al. 2015)
 *   neighbours         words' own shares, which hang together as far as words have the same neighbours (a kernel for
 *                      neighbours, as Conley 1999 has it for places) */
#ifndef EMBEDLAB_EVAL_SHAPE_H
#define EMBEDLAB_EVAL_SHAPE_H

#include "eval/neighbors.h"
#include "eval/spaces.h"

#define SHAPE_LEAST (NEIGHBORS + 2) /* words; with fewer there is nothing to compare */

struct shape {
    struct matrix centred; /* owned; [items, dim]; mean 0, Frobenius norm 1 */
    double *gram;          /* owned; [dim, dim] centred' centred */
    int *near;             /* owned; [items, NEIGHBORS] */
    double *ranks;         /* owned; of the cosines of pairs of words, which are the same for all shapes */
    bool good;             /* its vectors are finite and not all the same */
};

/* Takes m over, whose rows are the same words in all shapes, at least SHAPE_LEAST. */
struct shape shape_new(struct matrix m, uint64_t seed);
void shape_release(struct shape *s);

/* Fills c's figures, with `intervals` also those; they stay as they are when a shape is not good. */
void shape_compare(struct comparison *c, const struct shape *a, const struct shape *b, uint64_t seed, bool intervals);

#endif
