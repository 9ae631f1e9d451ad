/* correlation.c: cosines beside gold scores. */
#include "eval/tasks/correlation.h"

/* The part of a pair whose words have at most so many pieces. */
static int part_of_pieces(int first, int second)
{
    int most = first > second ? first : second;
    return most <= 1 ? 0 : most == 2 ? 1 : 2;
}

void score_pairs(const struct pairs *pairs, const struct known_vectors *v, const struct policies *p, struct score *out)
{
    static const char *const by_pieces[] = {"1 piece", "2 pieces", "3 or more pieces", NULL};
    score_start(out, &statistic_spearman);
    score_add_statistic(out, &statistic_pearson);
    out->breakdown = v->pieces != NULL && pairs->benchmark->parts == NULL;
    const char *const *parts = out->breakdown ? by_pieces : pairs->benchmark->parts;
    for (; parts != NULL && *parts != NULL; parts++)
        score_add_part(out, *parts, NULL);
    for (long i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];
        bool both = v->known[pair->first] && v->known[pair->second];
        int part = out->breakdown ? part_of_pieces(v->pieces[pair->first], v->pieces[pair->second]) : pair->part;
        if (!both && oov_skips(p->oov))
            score_skip(out, part);
        else
            score_item(out, part, both, known_similarity(v, p, pair->first, pair->second), pair->gold);
    }
}
