/* word_in_context.c: does a word mean the same in two sentences? How alike are two words where they stand?
 *
 * The vector of a word in its sentence is the view's for that piece of the text (view_spans): of a layer the state of
 * its tokens, of a table their rows, which know nothing of the sentence. So a table can tell two uses of one word in
 * the same form from one another by nothing, and is right in WiC no more often than by chance.
 *
 * WiC (Pilehvar and Camacho-Collados 2019): accuracy of a threshold on the cosine, which is chosen on the training
 * pairs: the one that is most often right there, the lowest of equals. auc: area under the ROC curve of the cosine.
 * The probe of it asks whether the states hold the sense, whatever the cosine shows: the same with a distance that is
 * learned on the training pairs (likelihood_ratio.h). Its threshold is chosen on values that were learned on the other
 * PROBE_FOLDS - 1 folds. Vectors of tables do not differ, so that there is nothing to learn.
 * SCWS (Huang et al. 2012): Spearman's correlation of the cosine with the mean rating. */
#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "eval/tasks/likelihood_ratio.h"

#define PROBE_FOLDS 5 /* of the training pairs, in their order: words that lie together are held out together */

/* The pairs that are scored; those before are for training. */
struct contexts {
    struct uses uses;
    long training;
};

static void release(void *items)
{
    struct contexts *c = items;
    if (!c)
        return;
    uses_release(&c->uses);
    mem_free(c);
}

static void *load_wic(const struct benchmark *b, const char *data, struct error *err)
{
    struct contexts *c = mem_new(1, sizeof *c, "words in context");
    char *training = path_join(data, b->files[0]), *path = benchmark_path(b, data, 0);
    bool good = uses_read_wic(&c->uses, training, err);
    c->training = c->uses.pairs;
    good = good && uses_read_wic(&c->uses, path, err);
    mem_free(training);
    mem_free(path);
    if (good)
        return c;
    release(c);
    return NULL;
}

static void *load_scws(const struct benchmark *b, const char *data, struct error *err)
{
    struct contexts *c = mem_new(1, sizeof *c, "words in context");
    char *path = benchmark_path(b, data, 0);
    bool good = uses_read_scws(&c->uses, path, err);
    mem_free(path);
    if (good)
        return c;
    release(c);
    return NULL;
}

static const char *text(const void *items, long item, int k)
{
    const struct contexts *c = items;
    return k < 2 ? c->uses.texts[2 * (c->training + item) + k] : NULL;
}

/* ---- scoring ---- */

static double similarity(const struct known_vectors *v, const struct policies *p, long pair)
{
    return policies_similarity(p, matrix_row(&v->vectors, 2 * pair), matrix_row(&v->vectors, 2 * pair + 1),
                               v->vectors.columns);
}

static bool is_used(const struct known_vectors *v, const struct policies *p, long pair)
{
    return (v->known[2 * pair] && v->known[2 * pair + 1]) || !oov_skips(p->oov);
}

/* A training pair. */
struct example {
    double value;
    bool same;
};

static int compare_examples(const void *a, const void *b)
{
    const struct example *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

/* The threshold at or above which pairs count as the same with the most right answers: the lowest value, midway between
 * two, or just above the highest. */
static double best_threshold(struct example *e, long count)
{
    qsort(e, (size_t)count, sizeof *e, compare_examples);
    long right = 0;
    for (long i = 0; i < count; i++)
        right += e[i].same;
    double best = count > 0 ? e[0].value : NAN; /* all the same */
    long most = right;
    for (long i = 0; i < count; i++) {
        right += e[i].same ? -1 : 1; /* now e[i] counts as different */
        if (i + 1 < count && e[i + 1].value == e[i].value)
            continue;
        if (right > most) {
            most = right;
            best = i + 1 < count ? e[i].value + (e[i + 1].value - e[i].value) / 2 : nextafter(e[i].value, INFINITY);
        }
    }
    return best;
}

/* How alike the two words of every pair in use are; [pairs], on the heap. */
typedef double *measure(const struct contexts *c, const struct known_vectors *v, const struct policies *p);

static double *by_cosine(const struct contexts *c, const struct known_vectors *v, const struct policies *p)
{
    double *value = mem_new((size_t)c->uses.pairs, sizeof *value, "pairs");
    for (long i = 0; i < c->uses.pairs; i++)
        value[i] = similarity(v, p, i);
    return value;
}

/* The pairs in use of first..end-1, but for those of without..without_end-1; how many. */
static int rows_of(const struct known_vectors *v, const struct policies *p, long first, long end, long without,
                   long without_end, int *rows)
{
    int count = 0;
    for (long i = first; i < end; i++)
        if (is_used(v, p, i) && (i < without || i >= without_end))
            rows[count++] = (int)i;
    return count;
}

static double *by_likelihood(const struct contexts *c, const struct known_vectors *v, const struct policies *p)
{
    long pairs = c->uses.pairs, training = c->training;
    struct matrix differences = matrix_new(pairs, v->vectors.columns, "differences");
    bool *together = mem_new((size_t)pairs, sizeof *together, "pairs");
    double *value = mem_new((size_t)pairs, sizeof *value, "pairs");
    int *rows = mem_new((size_t)pairs, sizeof *rows, "pairs");
    for (long i = 0; i < pairs; i++) {
        together[i] = c->uses.gold[i] == 1;
        for (int k = 0; k < differences.columns; k++) /* halved, which changes no ratio: so they are finite */
            matrix_row(&differences, i)[k] =
                matrix_row(&v->vectors, 2 * i)[k] / 2 - matrix_row(&v->vectors, 2 * i + 1)[k] / 2;
    }
    for (int fold = 0; fold <= PROBE_FOLDS; fold++) { /* behind the last fold: all to learn from, the rest to score */
        long from = fold < PROBE_FOLDS ? training * fold / PROBE_FOLDS : training;
        long to = fold < PROBE_FOLDS ? training * (fold + 1) / PROBE_FOLDS : pairs;
        int count = rows_of(v, p, 0, training, from, to, rows);
        struct likelihood_ratio r = likelihood_ratio_fit(&differences, together, rows, count);
        count = rows_of(v, p, from, to, 0, 0, rows);
        likelihood_ratio_apply(&r, &differences, rows, count, value);
        likelihood_ratio_release(&r);
    }
    matrix_release(&differences);
    mem_free(together);
    mem_free(rows);
    return value;
}

/* False when no training pair is known. */
static bool choose_threshold(const struct contexts *c, const struct known_vectors *v, const struct policies *p,
                             const double *value, double *threshold)
{
    struct example *examples = mem_new((size_t)c->training, sizeof *examples, "training pairs");
    long count = 0;
    for (long i = 0; i < c->training; i++)
        if (is_used(v, p, i))
            examples[count++] = (struct example){value[i], c->uses.gold[i] == 1};
    *threshold = best_threshold(examples, count);
    mem_free(examples);
    return count > 0;
}

/* ---- statistics: predicted = how far the similarity is above the threshold, gold = 1: the same ---- */

static double share_right(const double *predicted, const double *gold, long n)
{
    long right = 0;
    for (long i = 0; i < n; i++)
        right += (predicted[i] >= 0) == (gold[i] == 1);
    return n > 0 ? (double)right / (double)n : NAN;
}

/* Mann-Whitney: the share of pairs of a same and a different item in which the same one is predicted higher. */
static double area_under_curve(const double *predicted, const double *gold, long n)
{
    double *rank = mem_new((size_t)n, sizeof *rank, "ranks"), sum = 0, same = 0;
    ranks(predicted, n, rank);
    for (long i = 0; i < n; i++)
        if (gold[i] == 1)
            sum += rank[i], same++;
    mem_free(rank);
    double different = (double)n - same;
    return same > 0 && different > 0 ? (sum - same * (same + 1) / 2) / (same * different) : NAN;
}

static const struct statistic accuracy = {"accuracy", share_right, EXCHANGE_VALUES};
static const struct statistic auc = {"auc", area_under_curve, EXCHANGE_RANKS};

static void score_by(measure *measure, const void *items, struct subject *subject, const struct policies *p,
                     struct score *out)
{
    const struct contexts *c = items;
    struct known_vectors v = known_uses(subject, p, &c->uses);
    score_start(out, &accuracy);
    score_add_statistic(out, &auc);
    if (!matrix_is_finite(&v.vectors)) {
        out->reason = "the model's vectors hold infinite numbers or NaN";
        known_vectors_release(&v);
        return;
    }
    double threshold, *value = measure(c, &v, p);
    if (!choose_threshold(c, &v, p, value, &threshold))
        out->reason = "the model knows no training pair";
    for (long i = c->training; i < c->uses.pairs; i++) {
        if (is_used(&v, p, i))
            score_item(out, 0, v.known[2 * i] && v.known[2 * i + 1], value[i] - threshold, c->uses.gold[i]);
        else
            score_skip(out, 0);
    }
    score_add_metric(out, "threshold", threshold);
    mem_free(value);
    known_vectors_release(&v);
}

static void score_wic(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    score_by(by_cosine, items, subject, p, out);
}

static void score_wic_probe(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    score_by(by_likelihood, items, subject, p, out);
}

static void score_scws(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct contexts *c = items;
    struct known_vectors v = known_uses(subject, p, &c->uses);
    score_start(out, &statistic_spearman);
    score_add_statistic(out, &statistic_pearson);
    for (long i = 0; i < c->uses.pairs; i++) {
        if (is_used(&v, p, i))
            score_item(out, 0, v.known[2 * i] && v.known[2 * i + 1], similarity(&v, p, i), c->uses.gold[i]);
        else
            score_skip(out, 0);
    }
    known_vectors_release(&v);
}

const struct task task_word_in_context = {
    .kind = "word in context",
    .metric = "accuracy",
    .unit = "pairs",
    .heading = "Words in context",
    .measure = "Percent of pairs of sentences rightly told to use a word in the same sense or not; auc x 100",
    .further = {"auc"},
    .load = load_wic,
    .release = release,
    .score = score_wic,
    .text = text,
};

const struct task task_sense_probe = {
    .kind = "sense probe",
    .metric = "accuracy",
    .unit = "pairs",
    .heading = "Senses by a learned distance",
    .measure = "Percent of pairs rightly told to use a word in the same sense or not, by a distance learned on other pairs; auc "
               "x 100",
    .further = {"auc"},
    .load = load_wic,
    .release = release,
    .score = score_wic_probe,
    .text = text,
};

const struct task task_contextual_similarity = {
    .kind = "contextual similarity",
    .metric = "spearman",
    .unit = "pairs",
    .heading = "Similarity in context",
    .measure =
        "Spearman's rank correlation x 100 between the cosine of two words in their texts and people's judgement",
    .load = load_scws,
    .release = release,
    .score = score_scws,
    .text = text,
};
