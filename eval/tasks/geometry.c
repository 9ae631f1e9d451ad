/* geometry.c: how a space lies, whatever its benchmarks say: the figures of geometry.h over the view's first words; of
 * sentences alignment and uniformity; of words in sentences self-similarity and isotropy. */
#include "eval/tasks/geometry.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/random.h"
#include "eval/neighbors.h"
#include "eval/pairs.h"
#include "eval/tasks/known_vectors.h"
#include "math/pca.h"
#include "math/vector.h"

#define NOT_FINITE "the model's vectors hold infinite numbers or NaN"
#define TOO_FEW    "the model knows fewer than 20 of them"

/* Where the draw of random pairs stands among the evaluator's draws. */
#define RANDOM_PLACE 2000000

struct geometry_words {
    struct matrix vectors;
};

void geometry_words_free(struct geometry_words *w)
{
    if (w)
        matrix_release(&w->vectors);
    mem_free(w);
}

const struct matrix *geometry_first_words(struct subject *s)
{
    if (s->words)
        return &s->words->vectors;
    int count = view_vocabulary_size(s->view) < GEOMETRY_WORDS ? view_vocabulary_size(s->view) : GEOMETRY_WORDS;
    int ids[GEOMETRY_WORDS];
    for (int i = 0; i < count; i++)
        ids[i] = i;
    s->words = mem_new(1, sizeof *s->words, "vectors of the first words");
    s->words->vectors = matrix_new(count, view_dim(s->view), "vectors of the first words");
    if (count > 0)
        view_words(s->view, ids, count, &s->words->vectors);
    return &s->words->vectors;
}

/* ---- statistics ---- */

static double log_mean(const double *predicted, const double *gold, long n)
{
    return log(mean_of_predicted(predicted, gold, n));
}

/* Third central moment over the standard deviation cubed, both of the items as they are (divided by n). */
static double skewness(const double *predicted, const double *gold, long n)
{
    double mean = mean_of_predicted(predicted, gold, n), second = 0, third = 0;
    for (long i = 0; i < n; i++) {
        double d = predicted[i] - mean;
        second += d * d;
        third += d * d * d;
    }
    second /= (double)n;
    return second > 0 ? third / (double)n / (second * sqrt(second)) : NAN;
}

static const struct statistic mean_cosine = {"mean_cosine", mean_of_predicted, EXCHANGE_NEVER};
static const struct statistic mean_distance = {"mean_squared_distance", mean_of_predicted, EXCHANGE_NEVER};
static const struct statistic uniformity = {"log_mean_potential", log_mean, EXCHANGE_NEVER};
static const struct statistic skew = {"skewness", skewness, EXCHANGE_NEVER};
static const struct statistic norm_frequency = {"spearman", spearman, EXCHANGE_NEVER};

/* ---- pairs of vectors ---- */

static double squared_distance(double cosine)
{
    return 2 - 2 * cosine;
}

static double potential(double cosine)
{
    return exp(-2 * squared_distance(cosine));
}

/* Each row of m once in a pair drawn at random; its cosine, or what `of` makes of it, is an item. */
static void report_random_pairs(const struct matrix *m, const struct policies *p, double (*of)(double),
                                struct score *out)
{
    uint32_t n = (uint32_t)m->rows, *order = mem_new(n, sizeof *order, "pairs");
    struct random random = random_at(p->seed, RANDOM_EVALUATION, RANDOM_PLACE);
    random_permutation(&random, order, n);
    for (uint32_t i = 0; i + 1 < n; i += 2) {
        double cosine = vector_cosine(matrix_row(m, order[i]), matrix_row(m, order[i + 1]), m->columns);
        score_item(out, 0, true, of ? of(cosine) : cosine, 0);
    }
    mem_free(order);
}

/* ---- the figures of words ---- */

static void report_isotropy(const struct matrix *vectors, const struct policies *p, struct score *out)
{
    score_start(out, &mean_cosine);
    report_random_pairs(vectors, p, NULL, out);
}

static void report_uniformity(const struct matrix *vectors, const struct policies *p, struct score *out)
{
    score_start(out, &uniformity);
    report_random_pairs(vectors, p, potential, out);
}

static void report_dimension(const struct matrix *vectors, const struct policies *p, struct score *out)
{
    (void)p;
    struct pca pca = pca_fit(vectors);
    double sum = 0, squares = 0, entropy = 0;
    for (int i = 0; i < pca.dim; i++) {
        sum += pca.variance[i];
        squares += pca.variance[i] * pca.variance[i];
    }
    for (int i = 0; i < pca.dim; i++)
        if (pca.variance[i] > 0)
            entropy -= pca.variance[i] / sum * log(pca.variance[i] / sum);
    out->used = out->known = out->given = vectors->rows;
    out->value = sum > 0 ? sum * sum / squares : NAN;
    out->reason = sum > 0 ? NULL : "the model's vectors are all the same";
    score_add_metric(out, "entropy_dimension", sum > 0 ? exp(entropy) : NAN);
    score_add_metric(out, "largest_share", sum > 0 ? pca.variance[0] / sum : NAN);
    pca_release(&pca);
}

static void report_hubness(const struct matrix *vectors, const struct policies *p, struct score *out)
{
    (void)p;
    size_t n = (size_t)vectors->rows;
    int *near = mem_new(n * NEIGHBORS, sizeof *near, "neighbors"), *times = mem_new(n, sizeof *times, "neighbors");
    nearest_rows(vectors, near);
    for (size_t i = 0; i < n * NEIGHBORS; i++)
        times[near[i]]++;
    score_start(out, &skew);
    for (size_t i = 0; i < n; i++)
        score_item(out, 0, true, times[i], 0);
    mem_free(near);
    mem_free(times);
}

static void report_frequency(const struct matrix *vectors, const struct policies *p, struct score *out)
{
    (void)p;
    score_start(out, &norm_frequency);
    for (long i = 0; i < vectors->rows; i++) {
        double square = 0;
        for (int j = 0; j < vectors->columns; j++)
            square += (double)matrix_row(vectors, i)[j] * matrix_row(vectors, i)[j];
        score_item(out, 0, true, sqrt(square), (double)-i); /* the first word is the most frequent one */
    }
}

const struct geometry_figure geometry_isotropy = {report_isotropy}, geometry_dimension = {report_dimension},
                             geometry_uniformity = {report_uniformity}, geometry_hubness = {report_hubness},
                             geometry_frequency = {report_frequency};

static void *load_nothing(const struct benchmark *b, const char *data, struct error *err)
{
    (void)data, (void)err;
    return (void *)b;
}

static void release_nothing(void *items)
{
    (void)items;
}

static void score_words(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct geometry_figure *figure = ((const struct benchmark *)items)->layout;
    const struct matrix *vectors = geometry_first_words(subject);
    if (vectors->rows < GEOMETRY_LEAST)
        out->reason = TOO_FEW;
    else if (!matrix_is_finite(vectors))
        out->reason = NOT_FINITE;
    else
        figure->report(vectors, p, out);
}

/* ---- sentences ---- */

static void *load_pairs(const struct benchmark *b, const char *data, struct error *err)
{
    return pairs_read(b, data, err);
}

static void release_pairs(void *items)
{
    pairs_free(items);
}

/* Mean squared distance of the unit vectors of sentences that say the same: those of STS-B with a score above 4 (Gao et
 * al. 2021, section 6, after Wang and Isola 2020). */
static void score_alignment(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct pairs *pairs = items;
    struct known_vectors texts = known_texts(subject, p, pairs->texts);
    score_start(out, &mean_distance);
    for (long i = 0; i < pairs->count; i++) {
        int a = pairs->items[i].first, b = pairs->items[i].second;
        if (pairs->items[i].gold <= 4)
            continue;
        if (texts.known[a] && texts.known[b])
            score_item(out, 0, true,
                       squared_distance(vector_cosine(matrix_row(&texts.vectors, a), matrix_row(&texts.vectors, b),
                                                      texts.vectors.columns)),
                       0);
        else
            score_skip(out, 0);
    }
    known_vectors_release(&texts);
}

/* Moves the known rows to the front, which it returns; they stay v's. */
static struct matrix known_rows(struct known_vectors *v)
{
    struct matrix m = v->vectors;
    m.rows = 0;
    for (long i = 0; i < v->vectors.rows; i++)
        if (v->known[i])
            memmove(matrix_row(&m, m.rows++), matrix_row(&v->vectors, i), (size_t)m.columns * sizeof(float));
    return m;
}

static void score_sentence_uniformity(const void *items, struct subject *subject, const struct policies *p,
                                      struct score *out)
{
    const struct pairs *pairs = items;
    struct known_vectors texts = known_texts(subject, p, pairs->texts);
    struct matrix known = known_rows(&texts);
    report_uniformity(&known, p, out);
    known_vectors_release(&texts);
}

/* ---- words in sentences ---- */

static void *load_uses(const struct benchmark *b, const char *data, struct error *err)
{
    struct uses *u = mem_new(1, sizeof *u, "words in sentences");
    char *path = benchmark_path(b, data, 0);
    bool good = uses_read_wic(u, path, err);
    mem_free(path);
    if (good)
        return u;
    uses_release(u);
    mem_free(u);
    return NULL;
}

static void release_uses(void *items)
{
    uses_release(items);
    mem_free(items);
}

/* Is the word written alike in both sentences? */
static bool same_form(const struct uses *u, long pair)
{
    char *form[2];
    for (int i = 0; i < 2; i++) {
        long use = 2 * pair + i;
        form[i] = mem_string_n(u->texts[use] + u->begin[use], u->end[use] - u->begin[use]);
    }
    bool same = strcasecmp(form[0], form[1]) == 0;
    mem_free(form[0]);
    mem_free(form[1]);
    return same;
}

/* Mean cosine of a word's vectors in two sentences (Ethayarajh 2019, definition 1, with one pair a word); "adjusted"
 * for the mean cosine of any words in sentences. */
static void score_self_similarity(const void *items, struct subject *subject, const struct policies *p,
                                  struct score *out)
{
    const struct uses *u = items;
    struct known_vectors v = known_uses(subject, p, u);
    score_start(out, &mean_cosine);
    double sum = 0;
    for (long i = 0; i < u->pairs; i++) {
        if (!same_form(u, i))
            continue;
        if (!v.known[2 * i] || !v.known[2 * i + 1]) {
            score_skip(out, 0);
            continue;
        }
        double cosine =
            vector_cosine(matrix_row(&v.vectors, 2 * i), matrix_row(&v.vectors, 2 * i + 1), v.vectors.columns);
        sum += cosine;
        score_item(out, 0, true, cosine, 0);
    }
    struct score any = {.statistic = NULL};
    struct matrix known = known_rows(&v);
    report_isotropy(&known, p, &any);
    double all = mean_of_predicted(any.items.predicted, NULL, any.items.count);
    score_add_metric(out, "adjusted", out->items.count > 0 ? sum / (double)out->items.count - all : NAN);
    score_release(&any);
    known_vectors_release(&v);
}

static void score_context_isotropy(const void *items, struct subject *subject, const struct policies *p,
                                   struct score *out)
{
    struct known_vectors v = known_uses(subject, p, items);
    struct matrix known = known_rows(&v);
    report_isotropy(&known, p, out);
    known_vectors_release(&v);
}

/* ---- tasks ---- */

#define GEOMETRY(METRIC, UNIT, MEASURE)                                                                                \
    .kind = "geometry", .metric = METRIC, .unit = UNIT, .heading = "Geometry", .measure = MEASURE, .plain = true,      \
    .no_better = true

const struct task task_geometry = {GEOMETRY("figure", "words", "Figures of the space of the first 10,000 words"),
                                   .load = load_nothing, .release = release_nothing, .score = score_words};
const struct task task_alignment = {
    GEOMETRY("mean_squared_distance", "pairs", "Mean squared distance of unit vectors of sentences that say the same"),
    .load = load_pairs, .release = release_pairs, .score = score_alignment};
const struct task task_sentence_uniformity = {
    GEOMETRY("log_mean_potential", "pairs", "log of the mean of exp(-2 |u - v|^2) over pairs of sentences"),
    .load = load_pairs, .release = release_pairs, .score = score_sentence_uniformity};
const struct task task_self_similarity = {
    GEOMETRY("mean_cosine", "pairs", "Mean cosine of a word's vectors in two sentences"), .further = {"adjusted"},
    .load = load_uses, .release = release_uses, .score = score_self_similarity};
const struct task task_context_isotropy = {GEOMETRY("mean_cosine", "pairs", "Mean cosine of random words in sentences"),
                                           .load = load_uses, .release = release_uses, .score = score_context_isotropy};
