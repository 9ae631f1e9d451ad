/* word_similarity.c: do words that people find alike have vectors that point the same way? */
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
    struct known_vectors words = known_words(subject, p, pairs->texts, pairs->benchmark->composed);
    score_pairs(pairs, &words, p, out);
    known_vectors_release(&words);
}

const struct task task_word_similarity = {
    .kind = "word similarity",
    .metric = "spearman",
    .unit = "pairs",
    .heading = "Words",
    .measure = "Spearman's rank correlation x 100 between the cosine of two words and people's judgement",
    .load = load,
    .release = release,
    .score = score,
};
