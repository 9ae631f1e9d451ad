/* word_probe.c: what a linear map reads off a word's vector, whatever the cosines of the space show: how frequent the
 * word is, and of which class (noun, verb, ...).
 *
 * Cross-validation: FOLDS folds, to which the words are dealt at random; what is told of a word comes from the others.
 * Frequency by ridge regression (linear_map.h) to the logarithm of the word's place in the list, of which by Zipf's law
 * frequency is the inverse; class by softmax regression (nn/softmax_regression.h). Both choose their ridge on the last
 * tenth of what they are fitted on. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "eval/task.h"
#include "eval/tasks/geometry.h"
#include "eval/tasks/known_vectors.h"
#include "eval/tasks/linear_map.h"
#include "nn/softmax_regression.h"
#include "text/table_reader.h"

#define FOLDS      5
#define LEAST      50 /* words */
#define FEW_WORDS  "the model knows fewer than 50 words of it"
#define NOT_FINITE "the model's vectors hold infinite numbers or NaN"

/* Where the deal stands among the evaluator's draws. */
#define RANDOM_PLACE 3000000

/* rows[count]: the words with use (NULL: all) of the other folds, how many of them is returned, then those of the fold. */
static int split(const uint32_t *order, int count, const bool *use, int fold, int *rows, int *test)
{
    int train = 0, all = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++)
            if ((i % FOLDS == fold) == pass && (use == NULL || use[order[i]]))
                rows[all++] = (int)order[i];
        train = pass == 0 ? all : train;
    }
    *test = all - train;
    return train;
}

static uint32_t *deal(int count, const struct policies *p)
{
    uint32_t *order = mem_new((size_t)count, sizeof *order, "folds");
    struct random random = random_at(p->seed, RANDOM_EVALUATION, RANDOM_PLACE);
    random_permutation(&random, order, (uint32_t)count);
    return order;
}

/* ---- frequency ---- */

/* The share of gold's variance that is explained. */
static double explained(const double *predicted, const double *gold, long n)
{
    double mean = mean_of_predicted(gold, NULL, n), error = 0, variance = 0;
    for (long i = 0; i < n; i++) {
        error += (predicted[i] - gold[i]) * (predicted[i] - gold[i]);
        variance += (gold[i] - mean) * (gold[i] - mean);
    }
    return variance > 0 ? 1 - error / variance : NAN;
}

static const struct statistic r_squared = {"r2", explained, EXCHANGE_VALUES};

static void tell_frequency(const struct matrix *x, const struct policies *p, struct score *out)
{
    int count = (int)x->rows, *rows = mem_new((size_t)count, sizeof *rows, "folds"), test;
    struct matrix y = matrix_new(count, 1, "frequencies");
    for (int i = 0; i < count; i++)
        matrix_row(&y, i)[0] = -logf((float)(i + 1));
    double *told = mem_new((size_t)count, sizeof *told, "frequencies");
    uint32_t *order = deal(count, p);
    for (int fold = 0; fold < FOLDS; fold++) {
        int train = split(order, count, NULL, fold, rows, &test);
        struct linear_map map = linear_map_fit(x, rows, &y, rows, train);
        for (int i = train; i < train + test; i++) {
            float value;
            linear_map_apply(&map, matrix_row(x, rows[i]), &value);
            told[rows[i]] = map.mean_y[0] + value;
        }
        linear_map_release(&map);
    }
    score_start(out, &statistic_spearman);
    score_add_statistic(out, &r_squared);
    for (int i = 0; i < count; i++)
        score_item(out, 0, true, told[i], matrix_row(&y, i)[0]);
    matrix_release(&y);
    mem_free(order);
    mem_free(rows);
    mem_free(told);
}

static void *load_nothing(const struct benchmark *b, const char *data, struct error *err)
{
    (void)data, (void)err;
    return (void *)b;
}

static void release_nothing(void *items)
{
    (void)items;
}

static void score_frequency(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    (void)items;
    const struct matrix *x = geometry_first_words(subject);
    if (x->rows < LEAST)
        out->reason = FEW_WORDS;
    else if (!matrix_is_finite(x))
        out->reason = NOT_FINITE;
    else
        tell_frequency(x, p, out);
}

/* ---- class ---- */

struct word_classes {
    struct vocab *words, *names; /* owned; distinct words, classes */
    int32_t *class;              /* owned; [words]; -1: it is of several */
    size_t capacity;
};

static void release_classes(void *items)
{
    struct word_classes *w = items;
    vocab_free(w->words);
    vocab_free(w->names);
    mem_free(w->class);
    mem_free(w);
}

static void add_word(struct word_classes *w, struct table_cell word, struct table_cell name)
{
    vocab_append(w->names, name.text, name.length, 1);
    int class = vocab_lookup(w->names, name.text, name.length);
    bool fresh = vocab_append(w->words, word.text, word.length, 1);
    int id = vocab_lookup(w->words, word.text, word.length);
    if ((size_t)id >= w->capacity) {
        w->capacity = mem_capacity(w->capacity, (size_t)id + 1);
        w->class = mem_grow(w->class, w->capacity, sizeof *w->class, "classes of words");
    }
    w->class[id] = fresh || w->class[id] == class ? class : -1;
}

/* Rows of words, all of the class in the last of the columns. */
static bool read_classes(struct word_classes *w, struct table_reader *in, struct error *err)
{
    int count;
    for (const struct table_cell *cell; (cell = table_reader_row(in, &count)) != NULL;)
        for (int i = 0; i < count - 1; i++) {
            if (cell[i].length == 0 || cell[count - 1].length == 0)
                return error_set(err, "%s: line %ld: expected a word and its class, found an empty cell",
                                 table_reader_name(in), table_reader_line(in));
            add_word(w, cell[i], cell[count - 1]);
        }
    if (table_reader_failed(in, err))
        return false;
    return vocab_size(w->names) > 1 ||
           error_set(err, "%s: expected words of two classes or more", table_reader_name(in));
}

static void *load_classes(const struct benchmark *b, const char *data, struct error *err)
{
    char *path = benchmark_path(b, data, 0);
    struct table_reader *in = table_reader_open(path, TABLE_BY_NAME, b->layout, err);
    mem_free(path);
    if (!in)
        return NULL;
    struct word_classes *w = mem_new(1, sizeof *w, "classes of words");
    *w = (struct word_classes){.words = vocab_new(), .names = vocab_new()};
    bool good = read_classes(w, in, err);
    table_reader_close(in);
    if (good)
        return w;
    release_classes(w);
    return NULL;
}

static void tell_classes(const struct word_classes *w, const struct matrix *x, const bool *use,
                         const struct policies *p, int32_t *told)
{
    static const double ridges[] = {1, 1e-1, 1e-2, 1e-3, 1e-4};
    int count = vocab_size(w->words), *rows = mem_new((size_t)count, sizeof *rows, "folds"), test;
    int32_t *predicted = mem_new((size_t)count, sizeof *predicted, "predictions");
    uint32_t *order = deal(count, p);
    for (int fold = 0; fold < FOLDS; fold++) {
        int train = split(order, count, use, fold, rows, &test), held = train / 10;
        struct softmax_regression r = softmax_regression_new(vocab_size(w->names), x->columns);
        softmax_regression_tune(&r, &(struct labelled){x, w->class, rows, train - held},
                                &(struct labelled){x, w->class, rows + train - held, held}, ridges,
                                sizeof ridges / sizeof *ridges);
        softmax_regression_apply(&r, &(struct labelled){x, w->class, rows + train, test}, predicted, NULL);
        for (int i = 0; i < test; i++)
            told[rows[train + i]] = predicted[i];
        softmax_regression_release(&r);
    }
    mem_free(order);
    mem_free(rows);
    mem_free(predicted);
}

/* The share of the words in use that are of the most frequent class. */
static double majority(const struct word_classes *w, const bool *use)
{
    long *counts = mem_new((size_t)vocab_size(w->names), sizeof *counts, "classes of words"), all = 0, most = 0;
    for (int i = 0; i < vocab_size(w->words); i++) {
        counts[use[i] ? w->class[i] : 0] += use[i];
        all += use[i];
    }
    for (int k = 0; k < vocab_size(w->names); k++)
        most = counts[k] > most ? counts[k] : most;
    mem_free(counts);
    return (double)most / (double)all;
}

static void score_class(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct word_classes *w = items;
    struct known_vectors words = known_words(subject, p, w->words, false);
    int count = vocab_size(w->words), used = 0;
    bool *use = mem_new((size_t)count, sizeof *use, "words");
    for (int i = 0; i < count; i++)
        used += use[i] = w->class[i] >= 0 && (words.known[i] || !oov_skips(p->oov));
    if (used < LEAST) {
        out->reason = FEW_WORDS;
    } else if (!matrix_is_finite(&words.vectors)) {
        out->reason = NOT_FINITE;
    } else {
        int32_t *told = mem_new((size_t)count, sizeof *told, "predictions");
        tell_classes(w, &words.vectors, use, p, told);
        score_start(out, &statistic_accuracy);
        for (int i = 0; i < count; i++)
            if (use[i])
                score_item(out, 0, words.known[i], told[i] == w->class[i], 0);
            else if (w->class[i] >= 0)
                score_skip(out, 0);
        score_add_metric(out, "majority", majority(w, use));
        mem_free(told);
    }
    mem_free(use);
    known_vectors_release(&words);
}

const struct task task_probe_frequency = {
    .kind = "word probe",
    .metric = "spearman",
    .unit = "words",
    .heading = "Frequency, read off vectors",
    .measure = "Spearman's correlation x 100 of what a linear map tells with a word's place in the list",
    .further = {"r2"},
    .load = load_nothing,
    .release = release_nothing,
    .score = score_frequency,
};

const struct task task_probe_class = {
    .kind = "word probe",
    .metric = "accuracy",
    .unit = "words",
    .heading = "Classes of words, read off vectors",
    .measure = "words whose class a linear classifier tells rightly, in percent",
    .further = {"majority"},
    .load = load_classes,
    .release = release_classes,
    .score = score_class,
};
