/* analogy.c: a is to b as c is to ? (Mikolov et al. 2013): the word whose vector is nearest to b - a + c.
 *
 * 3CosAdd (Levy and Goldberg 2014, equation 3): argmax over d of cos(d, b) - cos(d, a) + cos(d, c),
 * among the view's first --restrict-vocab words, without a, b and c. A question is used when all
 * four words are among those. Counts are those of gensim's evaluate_word_analogies.
 *
 * The benchmark asks 19,544 questions about some 900 words, so the cosines of those words with
 * every candidate are had from one small product per tile of candidates; a question then only adds
 * three rows of it. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/questions.h"
#include "eval/task.h"
#include "math/gemm.h"

#define TILE 512 /* candidates scored at a time */
#define LANES 16

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    char *path = benchmark_path(b, data, 0);
    struct questions *q = questions_read(path, err);
    mem_free(path);
    return q;
}

static void release(void *items)
{
    questions_free(items);
}

/* A question that can be answered, in the terms of the view. */
struct asked {
    int row[3];       /* a, b, c: rows of the cosine tile */
    int id[4];        /* a, b, c, d: ids in the view */
    long index;       /* which question it is */
    float best_score; /* best candidate so far */
    int best;         /* its id; -1 = none */
};

/* Is candidate `id` one of the question's words (or their spelling in another case)? */
static bool is_input(const struct asked *a, const struct lookup *lookup, int id)
{
    int word = lookup_representative(lookup, id);
    return word == a->id[0] || word == a->id[1] || word == a->id[2];
}

/* Offers the candidates start .. start + count - 1, whose cosines with the question's words are in the rows of tile
 * [words, TILE]. The first pass finds whether any of them may be the best, which is seldom; ties go to the first. */
static void offer_tile(struct asked *a, const struct lookup *lookup, const float *tile, int start, int count)
{
    const float *restrict cos_a = tile + (long)a->row[0] * TILE, *restrict cos_b = tile + (long)a->row[1] * TILE,
                          *restrict cos_c = tile + (long)a->row[2] * TILE;
    float lanes[LANES], highest = -INFINITY; /* maxima in lanes: both compilers vectorise these */
    for (int l = 0; l < LANES; l++)
        lanes[l] = -INFINITY;
    for (int i = 0; i + LANES <= count; i += LANES)
        for (int l = 0; l < LANES; l++) {
            float s = cos_b[i + l] - cos_a[i + l] + cos_c[i + l];
            lanes[l] = s > lanes[l] ? s : lanes[l];
        }
    for (int l = 0; l < LANES; l++)
        highest = lanes[l] > highest ? lanes[l] : highest;
    for (int i = count - count % LANES; i < count; i++) {
        float s = cos_b[i] - cos_a[i] + cos_c[i];
        highest = s > highest ? s : highest;
    }
    if (!(highest > a->best_score))
        return;
    for (int i = 0; i < count; i++) {
        float s = cos_b[i] - cos_a[i] + cos_c[i];
        if (s > a->best_score && !is_input(a, lookup, start + i)) {
            a->best_score = s;
            a->best = start + i;
        }
    }
}

/* The questions whose four words are among the view's first `limit`; words[0..*word_count) are the ids of those that
 * occur as a, b or c. Returns how many. */
static long select_questions(const struct questions *q, const struct lookup *lookup, int limit, struct asked *asked,
                             int *words, int *word_count)
{
    int distinct = vocab_size(q->words);
    int *id = mem_new((size_t)distinct, sizeof *id, "word ids"), *row = mem_new((size_t)distinct, sizeof *row, "rows");
    for (int i = 0; i < distinct; i++) {
        id[i] = lookup_find(lookup, vocab_word(q->words, i));
        row[i] = -1;
    }
    long count = 0;
    for (long i = 0; i < q->count; i++) {
        const int *word = q->items[i].word;
        struct asked a = {.index = i, .best_score = -INFINITY, .best = -1};
        bool known = true;
        for (int j = 0; j < 4; j++) {
            a.id[j] = id[word[j]];
            known &= a.id[j] >= 0 && a.id[j] < limit;
        }
        if (!known)
            continue;
        for (int j = 0; j < 3; j++) {
            if (row[word[j]] < 0) {
                row[word[j]] = *word_count;
                words[(*word_count)++] = a.id[j];
            }
            a.row[j] = row[word[j]];
        }
        asked[count++] = a;
    }
    mem_free(id);
    mem_free(row);
    return count;
}

/* Finds every question's best candidate among the view's first `limit` words. */
static void answer(struct view *view, const struct lookup *lookup, int limit, const int *words, int word_count,
                   struct asked *asked, long count)
{
    int dim = view_dim(view);
    struct matrix inputs = matrix_new(word_count, dim, "analogy vectors");
    struct matrix candidates = matrix_new(TILE, dim, "analogy candidates");
    float *tile = mem_aligned((size_t)word_count * TILE, sizeof *tile, "analogy cosines");
    view_words(view, words, word_count, &inputs);
    matrix_normalize_rows(&inputs);
    for (int start = 0; start < limit; start += TILE) {
        int ids[TILE], n = limit - start < TILE ? limit - start : TILE;
        for (int i = 0; i < n; i++)
            ids[i] = start + i;
        view_words(view, ids, n, &candidates);
        matrix_normalize_rows(&candidates);
        gemm(false, true, word_count, n, dim, 1, inputs.data, inputs.stride, candidates.data, candidates.stride, 0,
             tile, TILE);
#pragma omp parallel for schedule(static)
        for (long i = 0; i < count; i++)
            offer_tile(&asked[i], lookup, tile, start, n);
    }
    mem_free(tile);
    matrix_release(&inputs);
    matrix_release(&candidates);
}

/* Reports all questions. Those that could not be asked count as wrong unless they are skipped. */
static void report_answers(const struct questions *q, const struct lookup *lookup, const struct asked *asked,
                           long count, const struct policies *p, struct score *out)
{
    score_start(out, &statistic_accuracy);
    for (int i = 0; i < q->relation_count; i++)
        score_add_part(out, q->relations[i].name, q->relations[i].syntactic ? "syntactic" : "semantic");
    long next = 0;
    for (long i = 0; i < q->count; i++) {
        int relation = q->items[i].relation;
        const struct asked *a = next < count && asked[next].index == i ? &asked[next++] : NULL;
        if (a == NULL && oov_skips(p->oov))
            score_skip(out, relation);
        else
            score_item(out, relation, a != NULL,
                       a != NULL && a->best >= 0 && lookup_representative(lookup, a->best) == a->id[3], 1);
    }
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct questions *q = items;
    const struct lookup *lookup = subject_lookup(subject, p);
    int limit = view_vocabulary_size(subject->view), word_count = 0;
    if (p->restrict_vocab > 0 && limit > p->restrict_vocab)
        limit = (int)p->restrict_vocab;
    struct asked *asked = mem_new((size_t)q->count, sizeof *asked, "analogy questions");
    int *words = mem_new((size_t)vocab_size(q->words), sizeof *words, "word ids");
    long count = select_questions(q, lookup, limit, asked, words, &word_count);
    if (count > 0)
        answer(subject->view, lookup, limit, words, word_count, asked, count);
    report_answers(q, lookup, asked, count, p, out);
    mem_free(asked);
    mem_free(words);
}

const struct task task_analogy = {
    .kind = "analogies",
    .metric = "accuracy",
    .unit = "questions",
    .heading = "Analogies",
    .measure = "Percent of questions \"a is to b as c is to ?\" answered right by 3CosAdd",
    .further = {"semantic", "syntactic", "mean of parts"},
    .load = load,
    .release = release,
    .score = score,
};
