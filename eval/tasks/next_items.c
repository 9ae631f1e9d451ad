/* next_items.c: reading the items and drawing the sentences among which the next one is to be found. */
#include "eval/tasks/next_items.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "text/reader.h"
#include "text/sentences.h"
#include "text/table_reader.h"
#include "text/words.h"

/* The items of one file, before some are drawn. */
struct list {
    int *context, *next, *group; /* owned; [count] */
    int *others;                 /* owned; [other_count] sentences that could be taken for the next one, */
    size_t *other_end;           /* owned; [count] and where those of an item end */
    size_t count, capacity, other_count, other_capacity;
    int group_now;
};

static void list_release(struct list *l)
{
    mem_free(l->context);
    mem_free(l->next);
    mem_free(l->group);
    mem_free(l->others);
    mem_free(l->other_end);
}

static int text_id(struct vocab *texts, const char *text, size_t length)
{
    vocab_append(texts, text, length, 0); /* false: there already */
    return vocab_lookup(texts, text, length);
}

static void add(struct list *l, int context, int next)
{
    if (l->count == l->capacity) {
        l->capacity = mem_capacity(l->capacity, l->count + 1);
        l->context = mem_grow(l->context, l->capacity, sizeof *l->context, "passages");
        l->next = mem_grow(l->next, l->capacity, sizeof *l->next, "passages");
        l->group = mem_grow(l->group, l->capacity, sizeof *l->group, "passages");
        l->other_end = mem_grow(l->other_end, l->capacity, sizeof *l->other_end, "passages");
    }
    l->context[l->count] = context;
    l->next[l->count] = next;
    l->other_end[l->count] = l->other_count;
    l->group[l->count++] = l->group_now;
}

/* A sentence beside the next one of the last item. */
static void add_other(struct list *l, int other)
{
    if (l->other_count == l->other_capacity) {
        l->other_capacity = mem_capacity(l->other_capacity, l->other_count + 1);
        l->others = mem_grow(l->others, l->other_capacity, sizeof *l->others, "passages");
    }
    l->others[l->other_count++] = other;
    l->other_end[l->count - 1] = l->other_count;
}

/* ---- tables ---- */

static bool read_table(struct list *l, const char *path, struct vocab *texts, struct error *err)
{
    struct table_reader *t = table_reader_open(path, TABLE_TSV, NULL, err);
    if (!t)
        return false;
    const struct table_cell *cells;
    int count;
    char *previous = NULL; /* a row goes on from the one before when its text so far ends in that one's sentence */
    bool good = true;
    while (good && (cells = table_reader_row(t, &count)) != NULL) {
        if (count < 2 || cells[0].length == 0 || cells[1].length == 0) {
            good = error_set(err, "%s: line %ld: expected the text so far, a TAB and the next sentence", path,
                             table_reader_line(t));
            break;
        }
        size_t length = previous ? strlen(previous) : 0;
        bool follows = previous && cells[0].length >= length &&
                       memcmp(cells[0].text + cells[0].length - length, previous, length) == 0;
        l->group_now += !follows;
        mem_free(previous);
        previous = mem_string_n(cells[1].text, cells[1].length);
        add(l, text_id(texts, cells[0].text, cells[0].length), text_id(texts, cells[1].text, cells[1].length));
        for (int i = 2; i < count; i++)
            if (cells[i].length > 0)
                add_other(l, text_id(texts, cells[i].text, cells[i].length));
    }
    good = good && !table_reader_failed(t, err);
    mem_free(previous);
    table_reader_close(t);
    return good;
}

/* ---- running text ---- */

static size_t trimmed(const char *text, size_t length)
{
    while (length > 0 && strchr(" \t", text[length - 1]))
        length--;
    return length;
}

static void add_paragraph(struct list *l, const char *line, size_t length, struct vocab *texts)
{
    size_t begin = 0; /* of the context */
    for (size_t at = sentence_length(line, length); at < length;) {
        size_t next = sentence_length(line + at, length - at), first;
        while (at - begin > NEXT_CONTEXT && (first = sentence_length(line + begin, at - begin)) < at - begin)
            begin += first;
        add(l, text_id(texts, line + begin, trimmed(line + begin, at - begin)),
            text_id(texts, line + at, trimmed(line + at, next)));
        at += next;
    }
}

static bool read_text(struct list *l, const char *path, struct vocab *texts, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    const char *line;
    size_t length;
    while ((line = reader_line(in, &length)) != NULL) {
        size_t blank = strspn(line, " \t");
        line += blank;
        length = trimmed(line, length - blank);
        if (*line == '=')
            l->group_now += strncmp(line, "= =", 3) != 0; /* "= Title =", not "= = Section = =" */
        else
            add_paragraph(l, line, length, texts);
    }
    bool good = !reader_failed(in, err);
    reader_close(in);
    return good;
}

/* ---- drawing ---- */

/* Draws at most so many items of the list; order[k] is the index in the list of the k-th. Returns their number. */
static int draw(struct next_items *n, const struct list *l, int most, uint64_t set, uint32_t *order)
{
    struct random r = random_at(2, RANDOM_EVALUATION, set);
    int count = l->count < (size_t)most ? (int)l->count : most;
    random_permutation(&r, order, (uint32_t)l->count);
    for (int i = 0; i < count; i++) {
        n->context[n->count] = l->context[order[i]];
        n->next[n->count] = l->next[order[i]];
        n->group[n->count++] = l->group[order[i]];
    }
    return count;
}

/* Adds the text unless it is there. */
static void add_candidate(int *candidates, int *count, int text)
{
    for (int k = 0; k < *count; k++)
        if (candidates[k] == text)
            return;
    candidates[(*count)++] = text;
}

/* Fills the candidates of an item, others[other_count] among them; false when there are not enough. */
static bool draw_candidates(const struct next_items *n, int item, const int *others, size_t other_count,
                            int *candidates)
{
    struct random r = random_at(3, RANDOM_EVALUATION, (uint64_t)(item - n->fit_count));
    int count = 1, scored = n->count - n->fit_count;
    candidates[0] = n->next[item];
    for (size_t i = 0; i < other_count && count < NEXT_CANDIDATES; i++)
        add_candidate(candidates, &count, others[i]);
    for (int tries = 0; count < NEXT_CANDIDATES && tries < 100 * NEXT_CANDIDATES; tries++) {
        int other = n->fit_count + (int)random_below(&r, (uint32_t)scored);
        if (n->group[other] != n->group[item])
            add_candidate(candidates, &count, n->next[other]);
    }
    return count == NEXT_CANDIDATES;
}

/* Draws the items to be scored and their candidates. */
static bool draw_scored(struct next_items *n, const struct list *l)
{
    uint32_t *order = mem_new(l->count, sizeof *order, "passages");
    int count = draw(n, l, NEXT_SCORED, 1, order);
    bool good = true;
    for (int i = 0; good && i < count; i++) {
        size_t start = order[i] > 0 ? l->other_end[order[i] - 1] : 0;
        good = draw_candidates(n, n->fit_count + i, l->others + start, l->other_end[order[i]] - start,
                               n->candidates + (long)i * NEXT_CANDIDATES);
    }
    mem_free(order);
    return good;
}

/* ---- the words of the sentences ---- */

/* Gives the text a row unless it has one. */
static void add_row(struct next_items *n, int text, int *rows)
{
    if (n->row[text] < 0)
        n->row[text] = (*rows)++;
}

static void fill_row(float *row, const struct vocab *words, double sentences, struct word_splitter *splitter,
                     const char *text)
{
    size_t length;
    double squares = 0;
    word_splitter_start(splitter, text, strlen(text));
    for (const char *word; (word = word_splitter_next(splitter, &length)) != NULL;) {
        int id = vocab_lookup(words, word, length);
        if (id < 0 || row[id] > 0)
            continue;
        row[id] = (float)log(1 + sentences / (double)vocab_frequency(words, id));
        squares += (double)row[id] * row[id];
    }
    for (int c = 0; squares > 0 && c < vocab_size(words); c++)
        row[c] = (float)(row[c] / sqrt(squares));
}

/* Takes the mean of the sentences to fit on off all. */
static void centre(struct next_items *n)
{
    int columns = n->words.columns;
    double *mean = mem_new((size_t)columns, sizeof *mean, "words of sentences");
    for (int i = 0; i < n->fit_count; i++)
        for (int c = 0; c < columns; c++)
            mean[c] += matrix_row(&n->words, n->row[n->next[i]])[c];
    for (long r = 0; r < n->words.rows; r++)
        for (int c = 0; c < columns; c++)
            matrix_row(&n->words, r)[c] -= (float)(mean[c] / n->fit_count);
    mem_free(mean);
}

static void find_words(struct next_items *n)
{
    int texts = vocab_size(n->texts), rows = 0;
    struct word_splitter *splitter = word_splitter_new();
    struct vocab *words = vocab_new();
    n->row = mem_new((size_t)texts, sizeof *n->row, "passages");
    for (int i = 0; i < texts; i++)
        n->row[i] = -1;
    for (int i = 0; i < n->fit_count; i++) {
        const char *text = vocab_word(n->texts, n->next[i]);
        size_t length;
        add_row(n, n->next[i], &rows);
        word_splitter_start(splitter, text, strlen(text));
        for (const char *word; (word = word_splitter_next(splitter, &length)) != NULL;)
            vocab_add(words, word, length, 1);
    }
    vocab_finish(words, NEXT_WORD_TIMES, 0);
    for (long i = 0; i < (long)(n->count - n->fit_count) * NEXT_CANDIDATES; i++)
        add_row(n, n->candidates[i], &rows);
    n->words = matrix_new(rows, vocab_size(words) > 0 ? vocab_size(words) : 1, "words of sentences");
    for (int i = 0; i < texts; i++)
        if (n->row[i] >= 0)
            fill_row(matrix_row(&n->words, n->row[i]), words, n->fit_count, splitter, vocab_word(n->texts, i));
    centre(n);
    vocab_free(words);
    word_splitter_free(splitter);
}

static bool read_list(struct list *l, const char *path, struct vocab *texts, struct error *err)
{
    bool table = path_ends_with(path, ".tsv") || path_ends_with(path, ".tsv.gz");
    return table ? read_table(l, path, texts, err) : read_text(l, path, texts, err);
}

struct next_items *next_items_read(const char *fit, const char *scored, struct error *err)
{
    struct list a = {.context = NULL}, b = {.context = NULL};
    struct next_items *n = mem_new(1, sizeof *n, "passages");
    n->texts = vocab_new();
    bool good = read_list(&a, fit, n->texts, err) && read_list(&b, scored, n->texts, err);
    if (good) {
        n->context = mem_new(NEXT_FIT + NEXT_SCORED, sizeof *n->context, "passages");
        n->next = mem_new(NEXT_FIT + NEXT_SCORED, sizeof *n->next, "passages");
        n->group = mem_new(NEXT_FIT + NEXT_SCORED, sizeof *n->group, "passages");
        n->candidates = mem_new((size_t)NEXT_SCORED * NEXT_CANDIDATES, sizeof *n->candidates, "passages");
        uint32_t *order = mem_new(a.count, sizeof *order, "passages");
        n->fit_count = draw(n, &a, NEXT_FIT, 0, order);
        mem_free(order);
        if (!draw_scored(n, &b))
            good = error_set(err, "%s: expected at least %d different sentences from several passages", scored,
                             NEXT_CANDIDATES);
    }
    if (good && (n->fit_count == 0 || n->count == n->fit_count))
        good = error_set(err, "%s: expected passages of at least two sentences", n->fit_count ? scored : fit);
    list_release(&a);
    list_release(&b);
    if (good)
        find_words(n);
    if (good)
        return n;
    next_items_free(n);
    return NULL;
}

void next_items_free(struct next_items *n)
{
    if (!n)
        return;
    vocab_free(n->texts);
    mem_free(n->context);
    mem_free(n->next);
    mem_free(n->group);
    mem_free(n->candidates);
    mem_free(n->row);
    matrix_release(&n->words);
    mem_free(n);
}
