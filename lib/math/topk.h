/* topk.h: the k largest of many scores. */
#ifndef EMBEDLAB_MATH_TOPK_H
#define EMBEDLAB_MATH_TOPK_H

/* Ids of the k largest of scores[0..n), best first, into ids[k]; ties go to the smaller id, NaN
 * comes last. Returns how many were written: min(k, n). */
int topk(const float *scores, long n, int k, long *ids);

#endif
