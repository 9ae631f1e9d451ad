/* clustering.c: do vectors of one kind lie together? k-means on unit vectors against known classes.
 *
 * Words in categories (Almuhareb 2006, Battig and Montague 1969, BLESS, ESSLLI 2008): purity, the share of words that
 * are of their cluster's most frequent category. Texts with labels: V-measure (Rosenberg and Hirschberg 2007). There
 * are as many clusters as classes among the items used; of RESTARTS starts of k-means the one with the smallest inertia
 * counts (math/clusters.h). The intervals take the clusters as given. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "math/clusters.h"
#include "text/reader.h"
#include "text/table_reader.h"

#define RESTARTS 10

/* Words or texts and their classes. */
struct labelled {
    struct vocab *texts;   /* owned; distinct words or texts */
    struct vocab *classes; /* owned */
    int *text, *class;     /* owned; [count] */
    long count, capacity;
    bool composed;
};

static void release(void *items)
{
    struct labelled *l = items;
    if (!l)
        return;
    vocab_free(l->texts);
    vocab_free(l->classes);
    mem_free(l->text);
    mem_free(l->class);
    mem_free(l);
}

static struct labelled *labelled_new(void)
{
    struct labelled *l = mem_new(1, sizeof *l, "benchmark");
    l->texts = vocab_new();
    l->classes = vocab_new();
    return l;
}

static void add_item(struct labelled *l, struct table_cell text, struct table_cell class)
{
    if (l->count == l->capacity) {
        l->capacity = (long)mem_capacity((size_t)l->capacity, (size_t)l->count + 1);
        l->text = mem_grow(l->text, (size_t)l->capacity, sizeof *l->text, "benchmark");
        l->class = mem_grow(l->class, (size_t)l->capacity, sizeof *l->class, "benchmark");
    }
    vocab_append(l->texts, text.text, text.length, 1);
    vocab_append(l->classes, class.text, class.length, 1);
    l->text[l->count] = vocab_lookup(l->texts, text.text, text.length);
    l->class[l->count++] = vocab_lookup(l->classes, class.text, class.length);
}

/* ---- reading ---- */

/* A table with the columns category and word; rows without a word (of AP and BLESS) are passed over. */
static bool read_categories(struct labelled *l, struct table_reader *in, struct error *err)
{
    int count;
    for (const struct table_cell *cell; (cell = table_reader_row(in, &count)) != NULL;) {
        if (cell[0].length == 0)
            return error_set(err, "%s: line %ld: expected a category, found an empty cell", table_reader_name(in),
                             table_reader_line(in));
        if (cell[1].length > 0)
            add_item(l, cell[1], cell[0]);
    }
    if (table_reader_failed(in, err))
        return false;
    return l->count > 0 || error_set(err, "%s: holds no word", table_reader_name(in));
}

static void *load_categories(const struct benchmark *b, const char *data, struct error *err)
{
    char *path = benchmark_path(b, data, 0);
    struct table_reader *in = table_reader_open(path, TABLE_BY_NAME, "category,word", err);
    mem_free(path);
    if (!in)
        return NULL;
    struct labelled *l = labelled_new();
    l->composed = b->composed;
    bool good = read_categories(l, in, err);
    table_reader_close(in);
    if (good)
        return l;
    release(l);
    return NULL;
}

/* One text a line of `in`, its label in the same line of `labels`. */
static bool read_lines(struct labelled *l, struct reader *in, struct reader *labels, struct error *err)
{
    struct table_cell text, label;
    for (;;) {
        text.text = reader_line(in, &text.length);
        label.text = reader_line(labels, &label.length);
        if (!text.text || !label.text)
            break;
        if (text.length == 0 || label.length == 0)
            return error_set(err, "%s: line %ld: expected a %s, found an empty line",
                             reader_name(text.length == 0 ? in : labels), reader_line_number(in),
                             text.length == 0 ? "text" : "label");
        add_item(l, text, label);
    }
    if (reader_failed(in, err) || reader_failed(labels, err))
        return false;
    if (text.text || label.text)
        return error_set(err, "%s and %s must have the same number of lines, but one ends after %ld", reader_name(in),
                         reader_name(labels), l->count);
    return l->count > 0 || error_set(err, "%s: holds no text", reader_name(in));
}

static void *load_texts(const struct benchmark *b, const char *data, struct error *err)
{
    char *path = benchmark_path(b, data, 0), *gold = benchmark_gold_path(b, data, 0);
    struct reader *in = reader_open(path, err), *labels = in != NULL ? reader_open(gold, err) : NULL;
    struct labelled *l = labelled_new();
    bool good = labels != NULL && read_lines(l, in, labels, err);
    if (in)
        reader_close(in);
    if (labels)
        reader_close(labels);
    mem_free(path);
    mem_free(gold);
    if (good)
        return l;
    release(l);
    return NULL;
}

/* ---- scoring ---- */

/* The items that are clustered: their unit vectors, clusters and classes. */
struct clustered {
    struct matrix vectors; /* owned; [count, dim] */
    int *cluster, *class;  /* owned; [count] */
    double *majority;      /* owned; [count] 1: of its cluster's most frequent class */
    long count;
};

static int distinct(const int *class, long count, int classes)
{
    bool *seen = mem_new((size_t)classes, sizeof *seen, "classes");
    int found = 0;
    for (long i = 0; i < count; i++) {
        found += !seen[class[i]];
        seen[class[i]] = true;
    }
    mem_free(seen);
    return found;
}

/* Clusters the items with a vector in `vectors`, rows by text. Sets out->reason, and clusters nothing, if the vectors
 * are no numbers. */
static struct clustered cluster_items(const struct labelled *l, const struct matrix *vectors, const bool *known,
                                      const struct policies *p, struct score *out)
{
    size_t given = (size_t)l->count;
    struct clustered c = {.cluster = mem_new(given, sizeof *c.cluster, "clusters"),
                          .class = mem_new(given, sizeof *c.class, "clusters"),
                          .majority = mem_new(given, sizeof *c.majority, "clusters")};
    for (long i = 0; i < l->count; i++)
        c.count += known[l->text[i]] || !oov_skips(p->oov);
    c.vectors = matrix_new(c.count > 0 ? c.count : 1, vectors->columns, "vectors to cluster");
    long row = 0;
    for (long i = 0; i < l->count; i++) {
        if (!known[l->text[i]] && oov_skips(p->oov))
            continue;
        memcpy(matrix_row(&c.vectors, row), matrix_row(vectors, l->text[i]), (size_t)vectors->columns * sizeof(float));
        c.class[row++] = l->class[i];
    }
    if (!matrix_is_finite(&c.vectors)) {
        out->reason = "the model's vectors hold infinite numbers or NaN";
    } else if (c.count > 0) {
        matrix_normalize_rows(&c.vectors);
        kmeans(&c.vectors, distinct(c.class, c.count, vocab_size(l->classes)), RESTARTS, p->seed, c.cluster);
        cluster_majorities(c.cluster, c.class, c.count, c.majority);
    }
    return c;
}

static void clustered_release(struct clustered *c)
{
    matrix_release(&c->vectors);
    mem_free(c->cluster);
    mem_free(c->class);
    mem_free(c->majority);
}

/* Reports each item: as 0 or 1 (is it of its cluster's majority?), or as its cluster and class. */
static void report_items(const struct labelled *l, const struct clustered *c, const bool *known,
                         const struct policies *p, bool majority, struct score *out)
{
    long row = 0;
    for (long i = 0; i < l->count; i++) {
        bool is_known = known[l->text[i]];
        if (!is_known && oov_skips(p->oov)) {
            score_skip(out, 0);
            continue;
        }
        score_item(out, 0, is_known, majority ? c->majority[row] : (double)c->cluster[row], (double)l->class[i]);
        row++;
    }
}

static double v_measure_of(const struct clustered *c)
{
    size_t n = (size_t)c->count;
    double *numbers = mem_new(2 * n, sizeof *numbers, "clusters");
    for (size_t i = 0; i < n; i++) {
        numbers[i] = c->cluster[i];
        numbers[n + i] = c->class[i];
    }
    double value = v_measure(numbers, numbers + n, c->count);
    mem_free(numbers);
    return value;
}

static const struct statistic purity = {"purity", mean_of_predicted, EXCHANGE_VALUES};
static const struct statistic v_measure_statistic = {"v_measure", v_measure, EXCHANGE_NEVER};

static void score_categories(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct labelled *l = items;
    struct known_vectors words = known_words(subject, p, l->texts, l->composed);
    struct clustered c = cluster_items(l, &words.vectors, words.known, p, out);
    score_start(out, &purity);
    report_items(l, &c, words.known, p, true, out);
    score_add_metric(out, "v_measure", out->reason ? NAN : v_measure_of(&c));
    clustered_release(&c);
    known_vectors_release(&words);
}

static void score_texts(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct labelled *l = items;
    struct known_vectors texts = known_texts(subject, p, l->texts);
    struct clustered c = cluster_items(l, &texts.vectors, texts.known, p, out);
    score_start(out, &v_measure_statistic);
    report_items(l, &c, texts.known, p, false, out);
    score_add_metric(out, "purity", out->reason || c.count == 0 ? NAN : mean_of_predicted(c.majority, NULL, c.count));
    clustered_release(&c);
    known_vectors_release(&texts);
}

static const char *text(const void *items, long item, int k)
{
    const struct labelled *l = items;
    return k == 0 ? vocab_word(l->texts, l->text[item]) : NULL;
}

const struct task task_categorization = {
    .kind = "categorization",
    .metric = "purity",
    .unit = "words",
    .heading = "Categories",
    .measure = "Purity: percent of words that are of the most frequent category in their cluster (k-means)",
    .further = {"v_measure"},
    .load = load_categories,
    .release = release,
    .score = score_categories,
};

const struct task task_text_clustering = {
    .kind = "clustering",
    .metric = "v_measure",
    .unit = "texts",
    .heading = "Clustering",
    .measure = "V-measure x 100 of clusters (k-means) against labels",
    .further = {"purity"},
    .load = load_texts,
    .release = release,
    .score = score_texts,
    .text = text,
};
