/* outlier.c: which word does not belong to the others? (Camacho-Collados and Navigli 2016)
 *
 * An item is a group of words and one word that is not of it. Each of these words is rated by the compactness of the
 * others: the mean cosine among all without it. The item is right when the outlier's is the highest, so that without it
 * the rest is closest together. OPP, the outlier position percentage, is its place in the ranking: 1 first, 0 last;
 * words rated alike share their places.
 *
 * A group's words that the view does not know are left out of it (all policies but zero and mean); an item needs its
 * outlier and two words of the group. Groups and outliers are lists as Python writes them. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "text/table_reader.h"

#define LIST_LIMIT 64 /* words */

struct list {
    int words[LIST_LIMIT]; /* ids in `words` */
    int count;
};

struct item {
    int outlier, group;
};

struct outliers {
    struct vocab *words; /* owned */
    struct list *groups; /* owned; [group_count] */
    struct item *items;  /* owned; [count] */
    long group_count, count;
    bool composed;
};

static void release(void *items)
{
    struct outliers *o = items;
    if (!o)
        return;
    vocab_free(o->words);
    mem_free(o->groups);
    mem_free(o->items);
    mem_free(o);
}

/* ---- reading ---- */

/* The string in quotes at *text into word[size], which it fits into; *text goes behind it. */
static bool parse_string(const char **text, char *word)
{
    const char *at = *text;
    char quote = *at++;
    if (quote != '\'' && quote != '"')
        return false;
    for (; *at && *at != quote; at++) {
        if (*at == '\\' && at[1])
            at++;
        *word++ = *at;
    }
    *word = '\0';
    *text = at + 1;
    return *at == quote;
}

/* ['one', "two's", ''] into the ids of its words; empty ones are passed over. */
static bool parse_list(struct outliers *o, struct table_cell cell, struct list *list)
{
    const char *at = cell.text + strspn(cell.text, " ");
    char *word = mem_new(cell.length + 1, 1, "word");
    bool good = *at++ == '[', more = true;
    list->count = 0;
    while (good && more) {
        at += strspn(at, " ");
        good = parse_string(&at, word) && list->count < LIST_LIMIT;
        if (good && *word) {
            vocab_append(o->words, word, strlen(word), 1);
            list->words[list->count++] = vocab_lookup(o->words, word, strlen(word));
        }
        at += good ? strspn(at, " ") : 0;
        more = *at == ',';
        at += more;
    }
    mem_free(word);
    return good && at[0] == ']' && at[1 + strspn(at + 1, " ")] == '\0';
}

/* One row: a group and its outliers. */
static bool add_group(struct outliers *o, const struct table_cell *cell)
{
    struct list outliers, *group;
    o->groups = mem_grow(o->groups, (size_t)o->group_count + 1, sizeof *o->groups, "groups of words");
    group = &o->groups[o->group_count];
    if (!parse_list(o, cell[0], &outliers) || !parse_list(o, cell[1], group) || group->count < 2)
        return false;
    o->items = mem_grow(o->items, (size_t)(o->count + outliers.count), sizeof *o->items, "outliers");
    for (int i = 0; i < outliers.count; i++)
        o->items[o->count++] = (struct item){outliers.words[i], (int)o->group_count};
    o->group_count++;
    return true;
}

static bool read_groups(struct outliers *o, struct table_reader *in, struct error *err)
{
    int count;
    for (const struct table_cell *cell; (cell = table_reader_row(in, &count)) != NULL;)
        if (!add_group(o, cell))
            return error_set(err,
                             "%s: line %ld: expected two lists of words, outliers and the group (two words at least), "
                             "as ['one', 'two']",
                             table_reader_name(in), table_reader_line(in));
    if (table_reader_failed(in, err))
        return false;
    return o->count > 0 || error_set(err, "%s: holds no outlier", table_reader_name(in));
}

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    char *path = benchmark_path(b, data, 0);
    struct table_reader *in = table_reader_open(path, TABLE_BY_NAME, "outliers,words", err);
    mem_free(path);
    if (!in)
        return NULL;
    struct outliers *o = mem_new(1, sizeof *o, "outliers");
    o->words = vocab_new();
    o->composed = b->composed;
    bool good = read_groups(o, in, err);
    table_reader_close(in);
    if (good)
        return o;
    release(o);
    return NULL;
}

/* ---- scoring ---- */

/* Place of the last of words [count] when they are ranked by the compactness of the others: 0 last .. 1 first.
 * Compactness without a word falls as its summed cosine with the others rises, so those sums are compared. */
static double place(const struct matrix *vectors, const struct policies *p, const int *words, int count)
{
    double sums[LIST_LIMIT + 1] = {0}, below = 0;
    for (int i = 0; i < count; i++)
        for (int j = i + 1; j < count; j++) {
            double c =
                policies_similarity(p, matrix_row(vectors, words[i]), matrix_row(vectors, words[j]), vectors->columns);
            sums[i] += c;
            sums[j] += c;
        }
    double last = sums[count - 1];
    for (int i = 0; i < count - 1; i++)
        below += sums[i] > last ? 1 : sums[i] == last ? 0.5 : 0;
    return isnan(last) ? NAN : below / (count - 1);
}

/* Share of the items with the outlier in the first place. */
static double share_found(const double *predicted, const double *gold, long n)
{
    (void)gold;
    long found = 0;
    for (long i = 0; i < n; i++)
        found += predicted[i] == 1;
    return n > 0 ? (double)found / (double)n : NAN;
}

static const struct statistic accuracy = {"accuracy", share_found, EXCHANGE_VALUES};
static const struct statistic position = {"opp", mean_of_predicted, EXCHANGE_VALUES};

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct outliers *o = items;
    struct known_vectors words = known_words(subject, p, o->words, o->composed);
    score_start(out, &accuracy);
    score_add_statistic(out, &position);
    for (long i = 0; i < o->count; i++) {
        const struct list *group = &o->groups[o->items[i].group];
        int used[LIST_LIMIT + 1], count = 0, known = words.known[o->items[i].outlier];
        for (int w = 0; w < group->count; w++) {
            bool is_known = words.known[group->words[w]];
            known += is_known;
            if (is_known || !oov_skips(p->oov))
                used[count++] = group->words[w];
        }
        if (oov_skips(p->oov) && (!words.known[o->items[i].outlier] || count < 2)) {
            score_skip(out, 0);
            continue;
        }
        used[count++] = o->items[i].outlier;
        score_item(out, 0, known == group->count + 1, place(&words.vectors, p, used, count), 1);
    }
    known_vectors_release(&words);
}

const struct task task_outlier = {
    .kind = "outlier detection",
    .metric = "accuracy",
    .unit = "outliers",
    .heading = "Outliers",
    .measure = "Percent of outliers found; opp: how far up the outlier is in the ranking (100 = first)",
    .further = {"opp"},
    .load = load,
    .release = release,
    .score = score,
};
