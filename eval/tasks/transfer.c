/* transfer.c: sentences sorted into classes by a classifier on top of their vectors, which stay as they are.
 *
 * As SentEval (Conneau and Kiela 2018): logistic regression; ten folds, stratified, where a benchmark has no parts to
 * train and to test; accuracy. Other than there the features are standardised, and the ridge is chosen from RIDGES on
 * the part for it, or on a tenth of what is trained on, instead of by folds within folds; the classifier is then fitted
 * on both. A sentence of which the view knows nothing is treated by --oov. */
#include "eval/tasks/transfer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "nn/softmax_regression.h"
#include "text/utf8.h"

#define FOLDS      10
#define FILE_LIMIT ((size_t)1 << 28)

static const double ridges[] = {1, 1e-1, 1e-2, 1e-3, 1e-4};

/* ---- reading ---- */

struct transfer {
    struct vocab *texts;  /* owned; the distinct sentences */
    struct vocab *labels; /* owned; the classes */
    int *text;            /* owned; [count] */
    int32_t *label;       /* owned; [count] */
    int count, capacity;
    int ends[3];          /* split: the sentences to score, to train on and to choose on end there */
    bool split;
};

/* Text in Windows-1252 as UTF-8, on the heap; the five bytes that it does not use become spaces. */
static char *from_western(const char *text, size_t size, size_t *length)
{
    static const unsigned short high[32] = { /* 0x80 to 0x9f */
        0x20ac, ' ',    0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, ' ',
        0x017d, ' ',    ' ',    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, ' ',    0x017e, 0x0178};
    char *out = mem_new(3 * size + 1, 1, "text"), *to = out;
    for (size_t i = 0; i < size; i++) {
        unsigned c = (unsigned char)text[i];
        c = c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c;
        if (c < 0x80) {
            *to++ = (char)c;
        } else if (c < 0x800) {
            *to++ = (char)(0xc0 | c >> 6);
            *to++ = (char)(0x80 | (c & 0x3f));
        } else {
            *to++ = (char)(0xe0 | c >> 12);
            *to++ = (char)(0x80 | (c >> 6 & 0x3f));
            *to++ = (char)(0x80 | (c & 0x3f));
        }
    }
    *length = (size_t)(to - out);
    return out;
}

static int id_in(struct vocab *v, const char *text, size_t length)
{
    vocab_append(v, text, length, 0); /* false: there already */
    return vocab_lookup(v, text, length);
}

static void add(struct transfer *t, int32_t label, const char *text, size_t length)
{
    if (t->count == t->capacity) {
        t->capacity = (int)mem_capacity((size_t)t->capacity, (size_t)t->count + 1);
        t->text = mem_grow(t->text, (size_t)t->capacity, sizeof *t->text, "sentences");
        t->label = mem_grow(t->label, (size_t)t->capacity, sizeof *t->label, "sentences");
    }
    t->text[t->count] = id_in(t->texts, text, length);
    t->label[t->count++] = label;
}

/* "LABEL text", "COARSE:fine text". */
static bool add_labelled(struct transfer *t, const struct transfer_layout *layout, const char *line, size_t length,
                         const char *path, long number, struct error *err)
{
    const char *label = memchr(line, layout->label_end, length);
    const char *text = label && layout->spaces ? memchr(label, ' ', length - (size_t)(label - line)) : label;
    size_t rest = text ? length - (size_t)(text + 1 - line) : 0;
    if (!label || label == line || rest == 0)
        return error_set(err, "%s: line %ld: expected a label, '%c'%s and a sentence", path, number,
                         layout->label_end, layout->spaces ? ", more, a space" : "");
    add(t, id_in(t->labels, line, (size_t)(label - line)), text + 1, rest);
    return true;
}

static bool read_file(struct transfer *t, const struct transfer_layout *layout, const char *path, int file,
                      struct error *err)
{
    size_t size, length;
    char *all = file_read(path, FILE_LIMIT, &size, err);
    if (!all)
        return false;
    if (layout->western) {
        char *converted = from_western(all, size, &size);
        mem_free(all);
        all = converted;
    }
    bool good = true;
    long number = 0;
    char name[16];
    for (const char *line = all; good && line < all + size; line += length + 1) {
        const char *end = memchr(line, '\n', (size_t)(all + size - line));
        length = end ? (size_t)(end - line) : (size_t)(all + size - line);
        size_t kept = length - (length > 0 && line[length - 1] == '\r');
        number++;
        if (utf8_valid_prefix(line, kept) < kept || memchr(line, '\0', kept))
            good = error_set(err, "%s: line %ld: no text in %s", path, number,
                             layout->western ? "Windows-1252" : "UTF-8");
        else if (strspn(line, " \t") >= kept)
            continue;
        else if (layout->split)
            good = add_labelled(t, layout, line, kept, path, number, err);
        else
            add(t, id_in(t->labels, name, (size_t)snprintf(name, sizeof name, "%d", file)), line, kept);
    }
    mem_free(all);
    return good;
}

static void release(void *items)
{
    struct transfer *t = items;
    vocab_free(t->texts);
    vocab_free(t->labels);
    mem_free(t->text);
    mem_free(t->label);
    mem_free(t);
}

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    const struct transfer_layout *layout = b->layout;
    struct transfer *t = mem_new(1, sizeof *t, "sentences");
    *t = (struct transfer){.texts = vocab_new(), .labels = vocab_new(), .split = layout->split};
    bool good = true;
    const char *last = b->path;
    for (int i = 0; good && (i == 0 || b->files[i - 1] != NULL); i++) {
        char *path = path_join(data, last = i == 0 ? b->path : b->files[i - 1]);
        good = read_file(t, layout, path, i, err);
        for (int k = i; k < 3; k++)
            t->ends[k] = t->count;
        mem_free(path);
    }
    int training = layout->split ? t->ends[1] - t->ends[0] : t->count;
    if (good && (vocab_size(t->labels) < 2 || training < 2 * FOLDS || t->ends[0] == 0))
        good = error_set(err, "%s/%s: expected sentences of two classes or more, at least %d to train on", data, last,
                         2 * FOLDS);
    if (good)
        return t;
    release(t);
    return NULL;
}

/* ---- classifying ---- */

struct trial {
    const struct transfer *transfer;
    struct matrix x;    /* owned; [count, dim] */
    const bool *use;    /* [count] */
    int32_t *predicted; /* owned; [count] */
    double chosen;      /* the mean logarithm of the ridges */
    int fits;
};

/* Trains on rows[train + held], the last `held` of which choose the ridge, and predicts rows[.. + test]. */
static void classify(struct trial *t, const int *rows, int train, int held, int test)
{
    const struct labelled a = {&t->x, t->transfer->label, rows, train};
    const struct labelled b = {&t->x, t->transfer->label, rows + train, held};
    const struct labelled c = {&t->x, t->transfer->label, rows + train + held, test};
    struct softmax_regression r = softmax_regression_new(vocab_size(t->transfer->labels), t->x.columns);
    int32_t *predicted = mem_new((size_t)test, sizeof *predicted, "predictions");
    t->chosen += log10(softmax_regression_tune(&r, &a, &b, ridges, sizeof ridges / sizeof *ridges));
    t->fits++;
    softmax_regression_apply(&r, &c, predicted, NULL);
    for (int i = 0; i < test; i++)
        t->predicted[c.rows[i]] = predicted[i];
    mem_free(predicted);
    softmax_regression_release(&r);
}

/* Deals the sentences of each class, in an order drawn at random, to the folds in turn: fold[count]. order: all of them
 * in an order drawn at random. */
static void deal(const struct transfer *t, uint64_t seed, int *fold, uint32_t *order)
{
    struct random r = random_at(seed, RANDOM_EVALUATION, 0);
    random_permutation(&r, order, (uint32_t)t->count);
    int next = 0;
    for (int label = 0; label < vocab_size(t->labels); label++)
        for (int i = 0; i < t->count; i++)
            if (t->label[order[i]] == label)
                fold[order[i]] = next++ % FOLDS;
}

static void cross_validate(struct trial *t, uint64_t seed)
{
    int count = t->transfer->count;
    int *fold = mem_new((size_t)count * 2, sizeof *fold, "folds"), *rows = fold + count;
    uint32_t *order = mem_new((size_t)count, sizeof *order, "folds");
    deal(t->transfer, seed, fold, order);
    for (int f = 0; f < FOLDS; f++) {
        int train = 0, test = 0;
        for (int pass = 0; pass < 2; pass++)
            for (int i = 0; i < count; i++)
                if (t->use[order[i]] && (fold[order[i]] == f) == pass)
                    rows[train + (pass ? test++ : 0)] = (int)order[i], train += !pass;
        if (train >= FOLDS)
            classify(t, rows, train - train / FOLDS, train / FOLDS, test);
    }
    mem_free(fold);
    mem_free(order);
}

static void train_and_test(struct trial *t)
{
    const int *ends = t->transfer->ends, begins[] = {ends[0], ends[1], 0}, stops[] = {ends[1], ends[2], ends[0]};
    int *rows = mem_new((size_t)t->transfer->count, sizeof *rows, "rows"), counts[3] = {0}, all = 0;
    for (int part = 0; part < 3; part++)
        for (int i = begins[part]; i < stops[part]; i++)
            if (t->use[i])
                rows[all++] = i, counts[part]++;
    if (ends[1] == ends[2]) { /* nothing to choose the ridge on */
        counts[1] = counts[0] / FOLDS;
        counts[0] -= counts[1];
    }
    if (counts[0] > 0 && counts[1] > 0)
        classify(t, rows, counts[0], counts[1], counts[2]);
    mem_free(rows);
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct transfer *t = items;
    struct known_vectors texts = known_texts(subject, p, t->texts);
    int dim = texts.vectors.columns, trained = 0;
    bool *use = mem_new((size_t)t->count, sizeof *use, "sentences"), finite = true;
    struct trial trial = {.transfer = t, .x = matrix_new(t->count, dim, "sentences"), .use = use,
                          .predicted = mem_new((size_t)t->count, sizeof *trial.predicted, "predictions")};
    for (int i = 0; i < t->count; i++) {
        const float *row = matrix_row(&texts.vectors, t->text[i]);
        memcpy(matrix_row(&trial.x, i), row, (size_t)dim * sizeof *row);
        use[i] = texts.known[t->text[i]] || !oov_skips(p->oov);
        trained += use[i] && (!t->split || i >= t->ends[0]);
        for (int c = 0; c < dim; c++)
            finite &= isfinite(row[c]) != 0;
    }
    score_start(out, &statistic_accuracy);
    if (!finite) {
        out->reason = "the model's vectors hold infinite numbers or NaN";
    } else if (trained < 2 * FOLDS) {
        out->reason = "the model knows too few of the sentences to train on";
    } else {
        if (t->split)
            train_and_test(&trial);
        else
            cross_validate(&trial, p->seed);
        for (int i = 0; i < (t->split ? t->ends[0] : t->count); i++)
            if (use[i])
                score_item(out, 0, texts.known[t->text[i]], trial.predicted[i] == t->label[i], 0);
            else
                score_skip(out, 0);
        score_add_metric(out, "ridge", pow(10, trial.chosen / trial.fits));
    }
    matrix_release(&trial.x);
    mem_free(trial.predicted);
    mem_free(use);
    known_vectors_release(&texts);
}

static const char *text(const void *items, long item, int k)
{
    const struct transfer *t = items;
    return k == 0 ? vocab_word(t->texts, t->text[item]) : NULL;
}

const struct task task_transfer = {
    .kind = "transfer",
    .metric = "accuracy",
    .unit = "sentences",
    .heading = "Classes of sentences",
    .measure = "sentences classified rightly, in percent, by logistic regression on their vectors",
    .load = load,
    .release = release,
    .score = score,
    .text = text,
};
