/* spaces.h: are two spaces the same? Every pair of views, compared on the words that both list.
 *
 * Views are open one at a time, so each leaves the vectors of its first words here. */
#ifndef EMBEDLAB_EVAL_SPACES_H
#define EMBEDLAB_EVAL_SPACES_H

#include "eval/task.h"

struct comparison {
    int a, b;               /* views, a < b */
    long items;             /* words that both list, of those kept */
    double cka;             /* linear CKA (Kornblith et al. 2019), 0..1; NaN = undefined, as below */
    double overlap10;       /* mean share of a word's 10 nearest words that both spaces have in common */
    double cosine_spearman; /* Spearman's rho of the cosines of pairs of words */
    double procrustes;      /* disparity after the best rotation, 0 (the same) .. 1 */
};

struct spaces;

struct spaces *spaces_new(int views);
void spaces_free(struct spaces *s);

/* Keeps what is needed of view number `view`. */
void spaces_add(struct spaces *s, int view, struct subject *subject, const struct policies *p);

/* All pairs into *out, on the heap; returns how many. */
int spaces_compare(const struct spaces *s, const struct policies *p, struct comparison **out);

#endif
