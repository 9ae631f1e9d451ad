/* clusters.h: vectors put into clusters by k-means, and how well clusters match known classes. */
#ifndef EMBEDLAB_MATH_CLUSTERS_H
#define EMBEDLAB_MATH_CLUSTERS_H

#include <stdint.h>

#include "math/matrix.h"

/* Lloyd's k-means (1957) from `restarts` starts drawn by k-means++ (Arthur and Vassilvitskii 2007); the start with the
 * smallest inertia is kept. A start ends when no row changes its cluster, at the latest after KMEANS_ITERATIONS.
 * cluster[rows] = 0..k-1 for each row of m, of finite numbers; a cluster that runs empty takes the row farthest from
 * its centre. With k rows or fewer each row is a cluster of its own. Returns the inertia: the sum of squared distances
 * to the centres. The same bits for any number of threads; draws depend on (seed, start) only. */
#define KMEANS_ITERATIONS 300
double kmeans(const struct matrix *m, int k, int restarts, uint64_t seed, int *cluster);

/* majority[i] = 1 where item i is of the class that is most frequent in its cluster (the smallest of equals), else 0;
 * their mean is the purity (Manning et al. 2008, equation 16.1). Clusters and classes are numbers from 0. */
void cluster_majorities(const int *cluster, const int *class, long n, double *majority);

/* V-measure (Rosenberg and Hirschberg 2007): the harmonic mean of homogeneity, 1 - H(class | cluster) / H(class), and
 * completeness, 1 - H(cluster | class) / H(cluster). Symmetric; whole numbers from 0 in doubles, as a statistic of
 * items takes them. NaN when n = 0. */
double v_measure(const double *cluster, const double *class, long n);

#endif
