/* sts.c: semantic textual similarity: do sentences that say the same have vectors that point the same way?
 *
 * Protocol of Gao et al. 2021 (appendix B): cosine, Spearman, all parts of a year as one list
 * ("all"), no trained regressor. */
#include "eval/tasks/correlation.h"

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    return pairs_read(b, data, err);
}

static void release(void *items)
{
    pairs_free(items);
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct pairs *pairs = items;
    struct known_vectors texts = known_texts(subject, p, pairs->texts);
    score_pairs(pairs, &texts, p, out);
    known_vectors_release(&texts);
}

static const char *text(const void *items, long item, int k)
{
    const struct pairs *pairs = items;
    const struct pair *pair = &pairs->items[item];
    return k < 2 ? vocab_word(pairs->texts, k == 0 ? pair->first : pair->second) : NULL;
}

const struct task task_sts = {
    .kind = "sentence similarity",
    .metric = "spearman",
    .unit = "pairs",
    .heading = "Sentences",
    .measure = "Spearman's rank correlation x 100 between the cosine of two sentences and people's judgement",
    .sparse = true,
    .load = load,
    .release = release,
    .score = score,
    .text = text,
};
