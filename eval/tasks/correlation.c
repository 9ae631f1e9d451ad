/* correlation.c: cosines beside gold scores. */
#include "eval/tasks/correlation.h"

void score_pairs(const struct pairs *pairs, const struct matrix *vectors, const bool *known, const struct policies *p,
                 struct score *out)
{
    score_start(out, &statistic_spearman);
    score_add_statistic(out, &statistic_pearson);
    for (const char *const *part = pairs->benchmark->parts; part != NULL && *part != NULL; part++)
        score_add_part(out, *part, NULL);
    for (long i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        bool both = known[pair->first] && known[pair->second];
        if (!both && oov_skips(p->oov))
            score_skip(out, pair->part);
        else
            score_item(out, pair->part, both,
                       policies_similarity(p, matrix_row(vectors, pair->first), matrix_row(vectors, pair->second),
                                           vectors->columns),
                       pair->gold);
    }
}
