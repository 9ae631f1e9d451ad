/* geometry.h: the figures of a space, which the rows of suites/geometry.c choose by their `layout`. */
#ifndef EMBEDLAB_EVAL_TASKS_GEOMETRY_H
#define EMBEDLAB_EVAL_TASKS_GEOMETRY_H

#include "eval/task.h"

/* Reports to *out what the vectors have to do with the figure: of words [count, dim] in the order of the view's list,
 * finite, at least GEOMETRY_LEAST. */
struct geometry_figure {
    void (*report)(const struct matrix *vectors, const struct policies *p, struct score *out);
};

#define GEOMETRY_WORDS 10000 /* the view's first that many words are looked at */
#define GEOMETRY_LEAST 20

/* Mean cosine of random pairs, which no two share (Ethayarajh 2019); 0 for vectors in all directions alike. */
extern const struct geometry_figure geometry_isotropy;
/* Participation ratio of the variances of the principal components, (sum)^2 / sum of squares; further the exponential
 * of their entropy, and the largest one's share. */
extern const struct geometry_figure geometry_dimension;
/* log of the mean of exp(-2 |u - v|^2) over random pairs of unit vectors, which no two share (Wang and Isola 2020). */
extern const struct geometry_figure geometry_uniformity;
/* Skewness of how often a word is among the 10 nearest of another (Radovanovic et al. 2010). */
extern const struct geometry_figure geometry_hubness;
/* Spearman's correlation of a vector's length with its word's frequency, by its place in the list. */
extern const struct geometry_figure geometry_frequency;

/* What is kept of a view for all figures: the vectors of its first words. */
struct geometry_words;
const struct matrix *geometry_first_words(struct subject *s);
void geometry_words_free(struct geometry_words *w); /* NULL is allowed */

#endif
