/* ranking.c: in-batch ranking: each query should find its own among all candidates.
 *
 * With S = cosines of queries and candidates, temperature t and P = softmax(S / t) by rows, row i's loss is
 *
 *     l(i) = -log P[i, i]        dl/dS = (P - 1) / t
 *
 * (Gao et al. 2021: equation 1 with a second view of the query as its own; equation 4 with its positive; equation 5
 * with everybody's hard negatives as candidates, too), and the loss is the mean over rows. What is no negative is left
 * out of row i: a candidate of the same text as the query or as its own, and what another row of the same query
 * has as its own. */
#include "trainers/contrastive/objective.h"

#include <math.h>

#include "math/gemm.h"

enum { BLOCK = 256 }; /* queries at a time, so that a large batch's table of cosines stays small */

/* Sequences of the batch by their first: queries, one a row; candidates, of which [0, rows) are the rows' own. */
struct sides {
    const int32_t *group;
    int rows, queries, candidates, candidate_count;
};

static int least(int a, int b)
{
    return a < b ? a : b;
}

size_t ranking_table_size(int rows, int views)
{
    return (size_t)least(rows, BLOCK) * (size_t)(views - 1) * (size_t)rows;
}

static bool is_negative(const struct sides *s, int i, int j)
{
    const int32_t *query = s->group + s->queries, *candidate = s->group + s->candidates;
    return candidate[j] != candidate[i] && candidate[j] != query[i] && (j >= s->rows || query[j] != query[i]);
}

/* Row i from cosines to their gradients, times n t; returns its loss. */
static double rank_row(const struct sides *s, int i, real *cosine, double temperature)
{
    double largest = cosine[i], sum = 0;
    for (int j = 0; j < s->candidate_count; j++) {
        if (j != i && !is_negative(s, i, j))
            cosine[j] = -INFINITY;
        else if (!(cosine[j] <= largest)) /* NaN becomes the largest, and so the loss */
            largest = cosine[j];
    }
    double own = (cosine[i] - largest) / temperature;
    for (int j = 0; j < s->candidate_count; j++) {
        double e = exp((cosine[j] - largest) / temperature);
        sum += e;
        cosine[j] = (real)e;
    }
    for (int j = 0; j < s->candidate_count; j++)
        cosine[j] = (real)(cosine[j] / sum);
    cosine[i] = (real)(exp(own) / sum - 1);
    return log(sum) - own;
}

/* The mean loss of the queries, weighing `share`; ADDS the gradients into o->d_unit. */
static double rank(struct objective *o, const struct sides *s, int width, double share)
{
    long count = s->candidate_count;
    double temperature = o->settings.temperature, loss = 0;
    real scale = (real)(share / (s->rows * temperature));
    const real *candidates = o->unit + (long)s->candidates * width;
    real *d_candidates = o->d_unit + (long)s->candidates * width;
    for (int start = 0; start < s->rows; start += BLOCK) {
        int rows = least(BLOCK, s->rows - start);
        long first = (long)(s->queries + start) * width;
        gemm(false, true, rows, count, width, 1, o->unit + first, width, candidates, width, 0, o->table, count);
#pragma omp parallel for schedule(static)
        for (int i = 0; i < rows; i++)
            o->row[start + i] = rank_row(s, start + i, o->table + i * count, temperature);
        gemm(false, false, rows, width, count, scale, o->table, count, candidates, width, 1, o->d_unit + first, width);
        gemm(true, false, count, width, rows, scale, o->table, count, o->unit + first, width, 1, d_candidates, width);
    }
    for (int i = 0; i < s->rows; i++)
        loss += o->row[i];
    return share * loss / s->rows;
}

double ranking_loss(struct objective *o, const struct objective_batch *b, int width, real *d_vectors)
{
    int n = b->rows;
    struct sides forward = {b->group, n, 0, n, (b->views - 1) * n}, back = {b->group, n, n, 0, n};
    double share = o->settings.symmetric ? 0.5 : 1;
    unit_vectors(o, b, width);
    double loss = rank(o, &forward, width, share);
    if (o->settings.symmetric)
        loss += rank(o, &back, width, share);
    unit_vectors_backward(o, b, width, d_vectors);
    return loss;
}
