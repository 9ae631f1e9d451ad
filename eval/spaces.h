/* spaces.h: are two spaces the same? Every pair of views, compared on the words that all of the views list.
 *
 * Views are open one at a time, so each leaves the vectors of its first SPACES_WORDS words here; a word counts if it
 * is among them in every view. All figures but the disparity are 1 for spaces that differ by a rotation and a scale. */
#ifndef EMBEDLAB_EVAL_SPACES_H
#define EMBEDLAB_EVAL_SPACES_H

#include "eval/task.h"

#define SPACES_WORDS 10000

/* NaN = undefined; no intervals without a bootstrap (shape.h tells how they are made). */
struct figure {
    double value;
    struct interval interval; /* 95 % */
};

struct comparison {
    int a, b;                      /* views, a < b */
    long items;                    /* words compared; with 11 or fewer all is undefined */
    struct figure cka;             /* linear CKA of the centred vectors (Kornblith et al. 2019), 0..1 */
    struct figure overlap10;       /* mean share of a word's 10 nearest words by cosine that both have in common */
    struct figure cosine_spearman; /* Spearman's rho of the cosines of 50,000 pairs of words, drawn from p->seed */
    struct figure procrustes;      /* disparity, of the centred vectors, after the best rotation and scaling (Gower
                                      1975; as SciPy's procrustes), 0 (the same) .. 1 */
};

struct spaces;

struct spaces *spaces_new(int views);
void spaces_free(struct spaces *s);

/* Keeps what is needed of view number `view`; what is not added is not compared. */
void spaces_add(struct spaces *s, int view, struct subject *subject, const struct policies *p);

/* All pairs into *out, on the heap; returns how many. */
int spaces_compare(const struct spaces *s, const struct policies *p, struct comparison **out);

#endif
