/* analogy.c: a is to b as c is to ? (Mikolov et al. 2013): the word whose vector is nearest to b - a + c.
 *
 * 3CosAdd (Levy and Goldberg 2014, equation 3): argmax over d of cos(d, b) - cos(d, a) + cos(d, c);
 * 3CosMul (equation 4): of cos(d, b) cos(d, c) / (cos(d, a) + 1e-6), each cosine moved to 0..1 by
 * (1 + cos) / 2, as in gensim's most_similar_cosmul. The candidates d are the view's first
 * --restrict-vocab words without a, b and c. A question is used when all four words are among those;
 * under OOV_MEAN also when they are not: a, b and c then are the mean vector, and an unknown d is
 * never found. Counts are those of gensim's evaluate_word_analogies.
 *
 * The benchmark asks 19,544 questions about some 900 words, so the cosines of those words with
 * every candidate are had from one small product per tile of candidates; a question then only adds
 * three rows of it. */
#include <math.h>
#include <omp.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/questions.h"
#include "eval/task.h"
#include "math/gemm.h"

#define BLOCK   8192 /* candidates whose vectors are there at a time */
#define TILE    128  /* candidates scored at a time: their cosines with all words of the questions fit a cache */
#define LANES   16
#define EPSILON 1e-6f /* of 3CosMul */
#define MEAN    (-1)  /* in place of a word's id: the mean vector */

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

/* A question's best candidate so far. */
struct best {
    float score;
    int id; /* -1 = none */
};

/* A question that can be answered, in the terms of the view. */
struct asked {
    int row[3];       /* a, b, c: rows of the cosine tile */
    int id[4];        /* a, b, c, d: ids in the view, or MEAN */
    long index;       /* which question it is */
    bool known;       /* all four are known */
    bool broken;      /* a vector of a, b or c is not finite */
    struct best best; /* candidate */
};

/* Where a benchmark's questions are asked: of which words, and how. */
struct inquiry {
    struct view *view;
    const struct lookup *lookup;
    const struct policies *policies;
    int limit;  /* candidates are the view's first that many words */
    int *words; /* owned; [word_count] ids of the words that occur as a, b or c */
    int word_count;
    struct asked *asked; /* owned; [count] */
    long count;
};

/* Is candidate `id` one of the question's words, or as a rule their spelling in another case? */
static bool is_input(const struct asked *a, const struct inquiry *in, int id)
{
    int word = in->policies->other_spellings ? id : lookup_representative(in->lookup, id);
    return word == a->id[0] || word == a->id[1] || word == a->id[2];
}

static inline float question_score(enum analogy_method method, float a, float b, float c)
{
    return method == ANALOGY_3COSADD ? b - a + c : b * c / (a + EPSILON);
}

/* The highest score of `count` candidates. `method` is a constant where this is inlined. */
static inline float highest_score(enum analogy_method method, const float *restrict a, const float *restrict b,
                                  const float *restrict c, int count)
{
    float lanes[LANES], highest = -INFINITY; /* maxima in lanes: both compilers vectorise these */
    for (int l = 0; l < LANES; l++)
        lanes[l] = -INFINITY;
    for (int i = 0; i + LANES <= count; i += LANES)
        for (int l = 0; l < LANES; l++) {
            float s = question_score(method, a[i + l], b[i + l], c[i + l]);
            lanes[l] = s > lanes[l] ? s : lanes[l];
        }
    for (int l = 0; l < LANES; l++)
        highest = lanes[l] > highest ? lanes[l] : highest;
    for (int i = count - count % LANES; i < count; i++) {
        float s = question_score(method, a[i], b[i], c[i]);
        highest = s > highest ? s : highest;
    }
    return highest;
}

/* Offers the candidates start .. start + count - 1, whose cosines with the question's words are in the rows of tile
 * [words, TILE]. The first pass finds whether any of them may be the best, which is seldom; ties go to the first. */
static void offer_tile(const struct asked *q, const struct inquiry *in, const float *tile, int start, int count,
                       struct best *best)
{
    enum analogy_method method = in->policies->analogy;
    const float *a = tile + (long)q->row[0] * TILE, *b = tile + (long)q->row[1] * TILE,
                *c = tile + (long)q->row[2] * TILE;
    float highest = method == ANALOGY_3COSADD ? highest_score(ANALOGY_3COSADD, a, b, c, count)
                                              : highest_score(ANALOGY_3COSMUL, a, b, c, count);
    if (!(highest > best->score))
        return;
    for (int i = 0; i < count; i++) {
        float s = question_score(method, a[i], b[i], c[i]);
        if (s > best->score && !is_input(q, in, start + i))
            *best = (struct best){s, start + i};
    }
}

/* The row of a word, which is added when it is new. row[] is by the benchmark's words, and one more for MEAN. */
static int find_row(struct inquiry *in, int id, int *row)
{
    if (*row < 0) {
        *row = in->word_count;
        in->words[in->word_count++] = id;
    }
    return *row;
}

/* The questions that can be asked. */
static void select_questions(struct inquiry *in, const struct questions *q)
{
    int distinct = vocab_size(q->words);
    int *id = mem_new((size_t)distinct, sizeof *id, "word ids");
    int *row = mem_new((size_t)distinct + 1, sizeof *row, "rows");
    for (int i = 0; i < distinct; i++) {
        id[i] = lookup_find(in->lookup, vocab_word(q->words, i));
        id[i] = id[i] < in->limit ? id[i] : -1;
        row[i] = -1;
    }
    row[distinct] = -1;
    for (long i = 0; i < q->count; i++) {
        const int *word = q->items[i].word;
        struct asked a = {.index = i, .known = true};
        for (int j = 0; j < 4; j++) {
            a.id[j] = id[word[j]] >= 0 ? id[word[j]] : MEAN;
            a.known &= a.id[j] >= 0;
        }
        if (!a.known && (in->policies->oov != OOV_MEAN || a.id[3] < 0))
            continue;
        for (int j = 0; j < 3; j++)
            a.row[j] = find_row(in, a.id[j], &row[a.id[j] == MEAN ? distinct : word[j]]);
        in->asked[in->count++] = a;
    }
    mem_free(id);
    mem_free(row);
}

/* Vectors of the view's words start .. start + count - 1. */
static void block_vectors(const struct inquiry *in, int start, int count, struct matrix *out)
{
    int *ids = mem_new((size_t)count, sizeof *ids, "word ids");
    for (int i = 0; i < count; i++)
        ids[i] = start + i;
    view_words(in->view, ids, count, out);
    mem_free(ids);
}

/* The mean of all candidates' vectors. `block` is scratch for a block of them. */
static void mean_vector(const struct inquiry *in, struct matrix *block, float *mean)
{
    double *sum = mem_new((size_t)block->columns, sizeof *sum, "mean vector");
    for (int start = 0; start < in->limit; start += BLOCK) {
        int n = in->limit - start < BLOCK ? in->limit - start : BLOCK;
        block_vectors(in, start, n, block);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < block->columns; j++)
                sum[j] += matrix_row(block, i)[j];
    }
    for (int j = 0; j < block->columns; j++)
        mean[j] = (float)(sum[j] / in->limit);
    mem_free(sum);
}

/* Vectors of the words that the questions are about. */
static struct matrix input_vectors(const struct inquiry *in, struct matrix *block)
{
    struct matrix inputs = matrix_new(in->word_count, view_dim(in->view), "analogy vectors");
    int *ids = mem_new((size_t)in->word_count, sizeof *ids, "word ids"), mean = -1;
    for (int i = 0; i < in->word_count; i++) {
        ids[i] = in->words[i] == MEAN ? 0 : in->words[i];
        if (in->words[i] == MEAN)
            mean = i;
    }
    view_words(in->view, ids, in->word_count, &inputs);
    if (mean >= 0)
        mean_vector(in, block, matrix_row(&inputs, mean));
    if (in->policies->similarity == SIMILARITY_COSINE)
        matrix_normalize_rows(&inputs);
    mem_free(ids);
    return inputs;
}

static bool is_finite(const float *x, int n)
{
    bool finite = true;
    for (int i = 0; i < n; i++)
        finite &= isfinite(x[i]) != 0;
    return finite;
}

/* Offers the candidates first .. first + count - 1, whose vectors are rows of `vectors`, to all questions. `tile` is
 * scratch [word_count, TILE]. */
static void ask_tile(const struct inquiry *in, gemm_function *product, const struct matrix *inputs,
                     const float *vectors, int stride, int first, int count, float *tile, struct best *best)
{
    product(false, true, in->word_count, count, inputs->columns, 1, inputs->data, inputs->stride, vectors, stride, 0,
            tile, TILE);
    if (in->policies->analogy == ANALOGY_3COSMUL)
        for (long i = 0; i < (long)in->word_count * TILE; i++)
            tile[i] = (1 + tile[i]) / 2;
    for (long i = 0; i < in->count; i++)
        offer_tile(&in->asked[i], in, tile, first, count, &best[i]);
}

/* Finds every question's best candidate: the one with the highest score, of several the first. Each thread takes the
 * tiles of a block that come to it, and keeps what was best there. */
static void answer(struct inquiry *in)
{
    int dim = view_dim(in->view), threads = omp_get_max_threads();
    struct matrix candidates = matrix_new(in->limit < BLOCK ? in->limit : BLOCK, dim, "analogy candidates");
    struct matrix inputs = input_vectors(in, &candidates);
    size_t tile_size = (size_t)in->word_count * TILE;
    float *tiles = mem_aligned(tile_size * (size_t)threads, sizeof *tiles, "analogy cosines");
    struct best *best = mem_new((size_t)in->count * (size_t)threads, sizeof *best, "analogy answers");
    gemm_function *product = gemm_serial(PRECISION_FP32);
    for (long i = 0; i < in->count * threads; i++)
        best[i] = (struct best){-INFINITY, -1};
    for (int start = 0; start < in->limit; start += BLOCK) {
        int block = in->limit - start < BLOCK ? in->limit - start : BLOCK;
        block_vectors(in, start, block, &candidates);
        if (in->policies->similarity == SIMILARITY_COSINE)
            matrix_normalize_rows(&candidates);
#pragma omp parallel for schedule(dynamic)
        for (int first = 0; first < block; first += TILE)
            ask_tile(in, product, &inputs, matrix_row(&candidates, first), candidates.stride, start + first,
                     block - first < TILE ? block - first : TILE, tiles + tile_size * (size_t)omp_get_thread_num(),
                     best + in->count * omp_get_thread_num());
    }
    for (long i = 0; i < in->count; i++) {
        struct asked *q = &in->asked[i];
        q->best = best[i];
        for (int t = 1; t < threads; t++) {
            const struct best *other = &best[in->count * t + i];
            if (other->score > q->best.score || (other->score == q->best.score && other->id < q->best.id))
                q->best = *other;
        }
        for (int j = 0; j < 3; j++) /* NaN is no answer: it is reported as it is */
            q->broken |= !is_finite(matrix_row(&inputs, q->row[j]), dim);
    }
    mem_free(tiles);
    mem_free(best);
    matrix_release(&inputs);
    matrix_release(&candidates);
}

/* Reports all questions. Those that could not be asked count as wrong unless they are skipped. */
static void report_answers(const struct inquiry *in, const struct questions *q, struct score *out)
{
    score_start(out, &statistic_accuracy);
    for (int i = 0; i < q->relation_count; i++)
        score_add_part(out, q->relations[i].name, q->relations[i].kind);
    long next = 0;
    for (long i = 0; i < q->count; i++) {
        int relation = q->items[i].relation;
        const struct asked *a = next < in->count && in->asked[next].index == i ? &in->asked[next++] : NULL;
        if (a == NULL && oov_skips(in->policies->oov)) {
            score_skip(out, relation);
            continue;
        }
        bool right = a != NULL && a->best.id >= 0 && lookup_representative(in->lookup, a->best.id) == a->id[3];
        score_item(out, relation, a != NULL && a->known, a != NULL && a->broken ? NAN : right, 1);
    }
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct questions *q = items;
    struct inquiry in = {.view = subject->view, .lookup = subject_lookup(subject, p), .policies = p};
    in.limit = view_vocabulary_size(subject->view);
    if (p->restrict_vocab > 0 && in.limit > p->restrict_vocab)
        in.limit = (int)p->restrict_vocab;
    in.asked = mem_new((size_t)q->count, sizeof *in.asked, "analogy questions");
    in.words = mem_new((size_t)vocab_size(q->words) + 1, sizeof *in.words, "word ids");
    select_questions(&in, q);
    if (in.count > 0)
        answer(&in);
    report_answers(&in, q, out);
    mem_free(in.asked);
    mem_free(in.words);
}

const struct task task_analogy = {
    .kind = "analogies",
    .metric = "accuracy",
    .unit = "questions",
    .heading = "Analogies",
    .measure = "Percent of questions \"a is to b as c is to ?\" answered right",
    .further = {"semantic", "syntactic", "mean of parts"},
    .load = load,
    .release = release,
    .score = score,
};
