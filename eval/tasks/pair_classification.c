/* pair_classification.c: do the texts of a pair belong together (the same said in other words, entailed)? Their
 * similarity must be higher for those that do.
 *
 * Main metric: average precision, mean over the pairs that belong together of the precision at their rank, equals in
 * similarity taken in one step (as scikit-learn's average_precision_score). Then accuracy and F1 of "similarity >=
 * threshold" with the threshold that is best on other pairs ("accuracy", "f1"), and with the one that is best on these
 * pairs themselves ("best_accuracy", "best_f1", as sentence-transformers and MTEB report them). */
#include "eval/tasks/pair_classification.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "text/table_reader.h"

/* ---- reading ---- */

struct labelled_pair {
    int first, second; /* ids in texts */
    bool positive;
};

struct labelled_pairs {
    struct vocab *texts;         /* owned; distinct, those to tune on included */
    struct labelled_pair *items; /* owned; [count] */
    long count, capacity, tune;  /* from `tune` on they are not scored */
};

static int text_id(struct vocab *texts, struct table_cell cell)
{
    vocab_append(texts, cell.text, cell.length, 0); /* false: there already */
    return vocab_lookup(texts, cell.text, cell.length);
}

/* Adds a pair unless its label says that it is none. */
static bool add(struct labelled_pairs *p, const struct pair_layout *layout, const struct table_cell cells[3],
                const char *path, long line, struct error *err)
{
    if (cells[0].length == 0 || cells[1].length == 0 || cells[2].length == 0)
        return error_set(err, "%s: line %ld: expected two texts and a label", path, line);
    bool positive = strcmp(cells[2].text, layout->positive) == 0;
    bool negative = layout->negative ? strcmp(cells[2].text, layout->negative) == 0 : strcmp(cells[2].text, "-") != 0;
    if (!positive && !negative)
        return true;
    if (p->count == p->capacity) {
        p->capacity = (long)mem_capacity((size_t)p->capacity, (size_t)p->count + 1);
        p->items = mem_grow(p->items, (size_t)p->capacity, sizeof *p->items, "pairs");
    }
    p->items[p->count++] = (struct labelled_pair){text_id(p->texts, cells[0]), text_id(p->texts, cells[1]), positive};
    return true;
}

/* Rows of paths[count] side by side, each a whole line, or with `columns` those of one table. */
static bool read_rows(struct labelled_pairs *p, const struct pair_layout *layout, char *const *paths, int count,
                      struct error *err)
{
    struct table_reader *tables[3] = {NULL};
    bool good = true, more = true;
    for (int i = 0; i < count && good; i++)
        good = (tables[i] = table_reader_open(paths[i], TABLE_BY_NAME, layout->columns ? layout->columns : "1", err)) !=
               NULL;
    while (good && more) {
        struct table_cell cells[3];
        int ended = 0;
        for (int i = 0; i < count; i++) {
            int given;
            const struct table_cell *row = table_reader_row(tables[i], &given);
            for (int k = 0; row && k < given; k++)
                cells[i + k] = row[k];
            ended += row == NULL;
        }
        more = ended == 0;
        if (more)
            good = add(p, layout, cells, paths[0], table_reader_line(tables[0]), err);
        for (int i = 0; i < count && !more && good; i++)
            good = !table_reader_failed(tables[i], err);
        if (good && !more && ended < count)
            good = error_set(err, "%s, %s and %s do not have the same number of lines", paths[0], paths[1], paths[2]);
    }
    for (int i = 0; i < count; i++)
        table_reader_close(tables[i]);
    return good;
}

/* The three files side by side, "test" in their names replaced by `set`. */
static int find_files(const struct benchmark *b, const char *data, const char *set, char *paths[3])
{
    const char *names[3] = {b->path, b->files[0], b->files[1]};
    for (int i = 0; i < 3; i++) {
        const char *hole = strstr(names[i], "test");
        char *name = mem_format("%.*s%s%s", (int)(hole - names[i]), names[i], set, hole + 4);
        paths[i] = path_join(data, name);
        mem_free(name);
    }
    return 3;
}

static bool read_set(struct labelled_pairs *p, const struct benchmark *b, const char *data, const char *set,
                     struct error *err)
{
    const struct pair_layout *layout = b->layout;
    char *paths[3] = {NULL};
    int count = 1;
    if (layout->columns)
        paths[0] = path_join(data, set);
    else
        count = find_files(b, data, set, paths);
    bool good = read_rows(p, layout, paths, count, err);
    for (int i = 0; i < count; i++)
        mem_free(paths[i]);
    return good;
}

static void release(void *items)
{
    struct labelled_pairs *p = items;
    vocab_free(p->texts);
    mem_free(p->items);
    mem_free(p);
}

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    const struct pair_layout *layout = b->layout;
    struct labelled_pairs *p = mem_new(1, sizeof *p, "pairs");
    p->texts = vocab_new();
    bool good = read_set(p, b, data, layout->columns ? b->path : "test", err);
    p->tune = p->count;
    long positive = 0;
    for (long i = 0; i < p->count; i++)
        positive += p->items[i].positive;
    if (good && (positive == 0 || positive == p->count))
        good = error_set(err, "%s/%s: expected labelled pairs, some \"%s\" and some not", data, b->path,
                         layout->positive);
    good = good && (layout->tune == NULL || read_set(p, b, data, layout->tune, err));
    if (good)
        return p;
    release(p);
    return NULL;
}

/* ---- metrics ---- */

struct ranked {
    double similarity;
    bool positive;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return (x->similarity < y->similarity) - (x->similarity > y->similarity);
}

static struct ranked *rank(const double *similarity, const double *gold, long n)
{
    struct ranked *r = mem_new((size_t)n, sizeof *r, "pairs");
    bool sorted = true; /* as bootstrap draws are */
    for (long i = 0; i < n; i++) {
        r[i] = (struct ranked){similarity[i], gold[i] > 0};
        sorted &= i == 0 || similarity[i - 1] >= similarity[i];
    }
    if (!sorted)
        qsort(r, (size_t)n, sizeof *r, compare_ranked);
    return r;
}

static double average_precision(const double *similarity, const double *gold, long n)
{
    struct ranked *r = rank(similarity, gold, n);
    double sum = 0;
    long found = 0, before = 0;
    for (long i = 0; i < n; i++) {
        found += r[i].positive;
        if (i + 1 < n && r[i + 1].similarity == r[i].similarity)
            continue;
        sum += (double)(found - before) * (double)found / (double)(i + 1);
        before = found;
    }
    mem_free(r);
    return found > 0 ? sum / (double)found : NAN;
}

static const struct statistic statistic_average_precision = {"average_precision", average_precision, EXCHANGE_RANKS};

static double accuracy_of(long found, long taken, long positives, long n)
{
    return (double)(n - positives - taken + 2 * found) / (double)n;
}

static double f1_of(long found, long taken, long positives, long n)
{
    (void)n;
    return positives + taken > 0 ? 2.0 * (double)found / (double)(positives + taken) : 0;
}

typedef double quality(long found, long taken, long positives, long n);

/* The threshold of the highest quality, half way to the next lower similarity; the highest of equals. */
static double best_threshold(quality *q, const double *similarity, const double *gold, long n, double *best)
{
    struct ranked *r = rank(similarity, gold, n);
    long positives = 0, found = 0;
    for (long i = 0; i < n; i++)
        positives += r[i].positive;
    double threshold = INFINITY;
    *best = q(0, 0, positives, n);
    for (long i = 0; i < n; i++) {
        found += r[i].positive;
        if (i + 1 < n && r[i + 1].similarity == r[i].similarity)
            continue;
        double value = q(found, i + 1, positives, n);
        if (value > *best) {
            *best = value;
            threshold = i + 1 < n ? (r[i].similarity + r[i + 1].similarity) / 2 : -INFINITY;
        }
    }
    mem_free(r);
    return threshold;
}

static double quality_at(quality *q, double threshold, const double *similarity, const double *gold, long n)
{
    long found = 0, taken = 0, positives = 0;
    for (long i = 0; i < n; i++) {
        bool positive = gold[i] > 0, above = similarity[i] >= threshold;
        positives += positive;
        taken += above;
        found += positive && above;
    }
    return q(found, taken, positives, n);
}

/* ---- scoring ---- */

/* Accuracy and F1 of the pairs used, thresholds from those to tune on: similarity and gold [count]. */
static void add_qualities(struct score *out, const double *similarity, const double *gold, long count)
{
    static const struct {
        quality *q;
        const char *name, *best_name;
    } all[] = {{accuracy_of, "accuracy", "best_accuracy"}, {f1_of, "f1", "best_f1"}};
    const struct score_items *items = &out->items;
    for (int i = 0; i < 2; i++) {
        double best = NAN, tuned = NAN, unused;
        if (items->count > 0)
            best_threshold(all[i].q, items->predicted, items->gold, items->count, &best);
        if (items->count > 0 && count > 0)
            tuned = quality_at(all[i].q, best_threshold(all[i].q, similarity, gold, count, &unused), items->predicted,
                               items->gold, items->count);
        score_add_metric(out, all[i].name, tuned);
        score_add_metric(out, all[i].best_name, best);
    }
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct labelled_pairs *pairs = items;
    struct known_vectors texts = known_texts(subject, p, pairs->texts);
    double *similarity = mem_new((size_t)pairs->count * 2, sizeof *similarity, "similarities");
    double *gold = similarity + pairs->count;
    long tune = 0;
    score_start(out, &statistic_average_precision);
    for (long i = 0; i < pairs->count; i++) {
        const struct labelled_pair *pair = &pairs->items[i];
        bool known = texts.known[pair->first] && texts.known[pair->second];
        double value = known_similarity(&texts, p, pair->first, pair->second);
        if (!known && oov_skips(p->oov)) {
            if (i < pairs->tune)
                score_skip(out, 0);
        } else if (i < pairs->tune) {
            score_item(out, 0, known, value, pair->positive);
        } else {
            similarity[tune] = value;
            gold[tune++] = pair->positive;
        }
    }
    add_qualities(out, similarity, gold, tune);
    mem_free(similarity);
    known_vectors_release(&texts);
}

static const char *text(const void *items, long item, int k)
{
    const struct labelled_pairs *p = items;
    return k < 2 ? vocab_word(p->texts, k == 0 ? p->items[item].first : p->items[item].second) : NULL;
}

const struct task task_pair_classification = {
    .kind = "pair classification",
    .metric = "average_precision",
    .unit = "pairs",
    .heading = "Pairs",
    .measure = "average precision x 100 of pairs that belong together, ranked by similarity",
    .further = {"accuracy", "f1", "best_accuracy", "best_f1"},
    .sparse = true,
    .load = load,
    .release = release,
    .score = score,
    .text = text,
};
