/* word_similarity.c: do words that people find alike have vectors that point the same way? */
#include "base/mem.h"
#include "eval/pairs.h"
#include "eval/task.h"
#include "eval/tasks/correlation.h"

#define MEAN_BLOCK 4096 /* words */

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    return pairs_read(b, data, err);
}

static void release(void *items)
{
    pairs_free(items);
}

/* Mean vector of the view's first `words` words. */
static void vocabulary_mean(struct view *view, int words, double *mean /* [dim] */)
{
    int dim = view_dim(view);
    struct matrix block = matrix_new(MEAN_BLOCK, dim, "word vectors");
    int ids[MEAN_BLOCK];
    for (int start = 0; start < words; start += MEAN_BLOCK) {
        int count = words - start < MEAN_BLOCK ? words - start : MEAN_BLOCK;
        for (int i = 0; i < count; i++)
            ids[i] = start + i;
        view_words(view, ids, count, &block);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < dim; j++)
                mean[j] += matrix_row(&block, i)[j];
    }
    for (int j = 0; j < dim; j++)
        mean[j] /= words > 0 ? words : 1;
    matrix_release(&block);
}

/* Gives the words that the view does not know the mean vector of its vocabulary. */
static void fill_unknown(struct view *view, const struct policies *p, const bool *known, struct matrix *vectors)
{
    int words = view_vocabulary_size(view);
    if (p->restrict_vocab > 0 && words > p->restrict_vocab)
        words = (int)p->restrict_vocab;
    double *mean = mem_new((size_t)view_dim(view), sizeof *mean, "mean vector");
    vocabulary_mean(view, words, mean);
    for (long i = 0; i < vectors->rows; i++)
        for (int j = 0; !known[i] && j < vectors->columns; j++)
            matrix_row(vectors, i)[j] = (float)mean[j];
    mem_free(mean);
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct pairs *pairs = items;
    const struct lookup *lookup = subject_lookup(subject, p);
    int words = vocab_size(pairs->texts), dim = view_dim(subject->view), found = 0;
    bool *known = mem_new((size_t)words, sizeof *known, "known words");
    int *ids = mem_new((size_t)words, sizeof *ids, "word ids"), *rows = mem_new((size_t)words, sizeof *rows, "rows");
    for (int i = 0; i < words; i++) {
        ids[found] = lookup_find(lookup, vocab_word(pairs->texts, i));
        rows[found] = i;
        known[i] = ids[found] >= 0;
        found += known[i];
    }
    struct matrix vectors = matrix_new(words, dim, "word vectors");
    struct matrix known_vectors = matrix_new(found > 0 ? found : 1, dim, "word vectors");
    if (found > 0)
        view_words(subject->view, ids, found, &known_vectors);
    for (int i = 0; i < found; i++)
        for (int j = 0; j < dim; j++)
            matrix_row(&vectors, rows[i])[j] = matrix_row(&known_vectors, i)[j];
    if (p->oov == OOV_MEAN && found < words)
        fill_unknown(subject->view, p, known, &vectors);
    score_pairs(pairs, &vectors, known, p, out);
    matrix_release(&vectors);
    matrix_release(&known_vectors);
    mem_free(known);
    mem_free(ids);
    mem_free(rows);
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
