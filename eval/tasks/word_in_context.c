/* word_in_context.c: does a word mean the same in two sentences? How alike are two words where they stand?
 *
 * The vector of a word in its sentence is the view's for that piece of the text (view_spans): of a layer the state of
 * its tokens, of a table their rows, which know nothing of the sentence. So a table can tell two uses of one word in
 * the same form from one another by nothing, and is right in WiC no more often than by chance.
 *
 * WiC (Pilehvar and Camacho-Collados 2019): accuracy of a threshold on the cosine, which is chosen on the training
 * pairs: the one that is most often right there, the lowest of equals. auc: area under the ROC curve of the cosine.
 * SCWS (Huang et al. 2012): Spearman's correlation of the cosine with the mean rating. */
#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"

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

/* False when no training pair is known. */
static bool choose_threshold(const struct contexts *c, const struct known_vectors *v, const struct policies *p,
                             double *threshold)
{
    struct example *examples = mem_new((size_t)c->training, sizeof *examples, "training pairs");
    long count = 0;
    for (long i = 0; i < c->training; i++)
        if (is_used(v, p, i))
            examples[count++] = (struct example){similarity(v, p, i), c->uses.gold[i] == 1};
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

static void score_wic(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct contexts *c = items;
    struct known_vectors v = known_uses(subject, p, &c->uses);
    double threshold;
    score_start(out, &accuracy);
    score_add_statistic(out, &auc);
    if (!choose_threshold(c, &v, p, &threshold))
        out->reason = "the model knows no training pair";
    for (long i = c->training; i < c->uses.pairs; i++) {
        if (is_used(&v, p, i))
            score_item(out, 0, v.known[2 * i] && v.known[2 * i + 1], similarity(&v, p, i) - threshold, c->uses.gold[i]);
        else
            score_skip(out, 0);
    }
    score_add_metric(out, "threshold", threshold);
    known_vectors_release(&v);
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
