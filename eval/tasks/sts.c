/* sts.c: semantic textual similarity: do sentences that say the same have vectors that point the same way?
 *
 * Protocol of Gao et al. 2021 (appendix B): cosine, Spearman, all parts of a year as one list
 * ("all"), no trained regressor. */
#include "base/mem.h"
#include "eval/pairs.h"
#include "eval/task.h"
#include "eval/tasks/correlation.h"

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    return pairs_read(b, data, err);
}

static void release(void *items)
{
    pairs_free(items);
}

/* Gives the texts without a known word the mean of the others. */
static void fill_unknown(const bool *known, struct matrix *vectors)
{
    double *mean = mem_new((size_t)vectors->columns, sizeof *mean, "mean vector");
    long found = 0;
    for (long i = 0; i < vectors->rows; i++) {
        found += known[i];
        for (int j = 0; known[i] && j < vectors->columns; j++)
            mean[j] += matrix_row(vectors, i)[j];
    }
    for (long i = 0; i < vectors->rows; i++)
        for (int j = 0; !known[i] && j < vectors->columns; j++)
            matrix_row(vectors, i)[j] = (float)(mean[j] / (double)(found > 0 ? found : 1));
    mem_free(mean);
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct pairs *pairs = items;
    int count = vocab_size(pairs->texts);
    const char **texts = mem_new((size_t)count, sizeof *texts, "texts");
    int *tokens = mem_new((size_t)count, sizeof *tokens, "known tokens");
    bool *known = mem_new((size_t)count, sizeof *known, "known texts");
    for (int i = 0; i < count; i++)
        texts[i] = vocab_word(pairs->texts, i);
    struct matrix vectors = matrix_new(count, view_dim(subject->view), "text vectors");
    view_texts(subject->view, texts, count, &vectors, tokens);
    for (int i = 0; i < count; i++)
        known[i] = tokens[i] > 0;
    if (p->oov == OOV_MEAN)
        fill_unknown(known, &vectors);
    score_pairs(pairs, &vectors, known, p, out);
    matrix_release(&vectors);
    mem_free(texts);
    mem_free(tokens);
    mem_free(known);
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
    .load = load,
    .release = release,
    .score = score,
    .text = text,
};
