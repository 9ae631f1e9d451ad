/* correlation.c: Spearman and Pearson of cosines against gold scores. */
#include "eval/tasks/correlation.h"

#include <math.h>

#include "base/mem.h"
#include "math/vector.h"

/* Why no correlation can be had from x and y [n]; NULL if it can. */
static const char *no_correlation(const double *cosine, const double *gold, long n)
{
    bool same_cosine = true, same_gold = true;
    for (long i = 1; i < n; i++) {
        same_cosine &= cosine[i] == cosine[0];
        same_gold &= gold[i] == gold[0];
    }
    return n < 2         ? "fewer than 2 pairs are known to the model"
           : same_gold   ? "all gold scores are the same"
           : same_cosine ? "all cosines are the same"
                         : NULL;
}

/* The parts' correlations, and the two ways of averaging them. cosine and gold hold the used pairs part after part,
 * used[part] of them each. */
static void score_parts(const struct pairs *pairs, const double *cosine, const double *gold, const long *used,
                        const long *given, int parts, struct score *out)
{
    double sum = 0, weighted = 0, weight = 0;
    int defined = 0;
    out->parts = mem_new((size_t)parts, sizeof *out->parts, "scores of parts");
    out->part_count = parts;
    for (int i = 0; i < parts; i++) {
        double rho = spearman(cosine, gold, used[i]);
        out->parts[i] = (struct score_part){pairs->benchmark->parts[i], rho, used[i], given[i]};
        cosine += used[i], gold += used[i];
        if (isnan(rho))
            continue;
        defined++;
        sum += rho;
        weighted += rho * (double)used[i];
        weight += (double)used[i];
    }
    score_add_metric(out, "spearman_mean", defined > 0 ? sum / defined : NAN);
    score_add_metric(out, "spearman_weighted", defined > 0 ? weighted / weight : NAN);
}

void score_pairs(const struct pairs *pairs, const struct matrix *vectors, const bool *known, const struct policies *p,
                 struct score *out)
{
    int parts = 1;
    while (pairs->benchmark->parts != NULL && pairs->benchmark->parts[parts] != NULL)
        parts++;
    double *cosine = mem_new((size_t)pairs->count, sizeof *cosine, "cosines");
    double *gold = mem_new((size_t)pairs->count, sizeof *gold, "gold scores");
    long *used = mem_new((size_t)parts * 2, sizeof *used, "counts"), *given = used + parts;
    long n = 0;
    for (long i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        bool both = known[pair->first] && known[pair->second];
        out->known += both;
        given[pair->part]++;
        if (!both && p->oov == OOV_SKIP)
            continue;
        used[pair->part]++;
        cosine[n] =
            vector_cosine(matrix_row(vectors, pair->first), matrix_row(vectors, pair->second), vectors->columns);
        gold[n++] = pair->gold;
    }
    out->used = n;
    out->given = pairs->count;
    out->reason = no_correlation(cosine, gold, n);
    out->value = out->interval.low = out->interval.high = NAN;
    if (out->reason == NULL) {
        out->value = spearman(cosine, gold, n);
        out->interval = bootstrap_pairs(spearman, cosine, gold, n, p->bootstrap, p->seed);
    }
    score_add_metric(out, "pearson", out->reason == NULL ? pearson(cosine, gold, n) : NAN);
    if (pairs->benchmark->parts != NULL)
        score_parts(pairs, cosine, gold, used, given, parts, out);
    mem_free(cosine);
    mem_free(gold);
    mem_free(used);
}
