/* next_items.c: reading the items and drawing the sentences among which the next one is to be found. */
#include "eval/tasks/next_items.h"

#include <stdbool.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "text/reader.h"
#include "text/sentences.h"
#include "text/table_reader.h"

/* The items of one file, before some are drawn. */
struct list {
    int *context, *next, *group; /* owned; [count] */
    size_t count, capacity;
    int group_now;
};

static void list_release(struct list *l)
{
    mem_free(l->context);
    mem_free(l->next);
    mem_free(l->group);
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
    }
    l->context[l->count] = context;
    l->next[l->count] = next;
    l->group[l->count++] = l->group_now;
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
        if (count != 2 || cells[0].length == 0 || cells[1].length == 0) {
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

static void draw(struct next_items *n, const struct list *l, int most, uint64_t set)
{
    struct random r = random_at(2, RANDOM_EVALUATION, set);
    uint32_t *order = mem_new(l->count, sizeof *order, "passages");
    random_permutation(&r, order, (uint32_t)l->count);
    for (size_t i = 0; i < l->count && i < (size_t)most; i++) {
        n->context[n->count] = l->context[order[i]];
        n->next[n->count] = l->next[order[i]];
        n->group[n->count++] = l->group[order[i]];
    }
    mem_free(order);
}

/* Fills the candidates of item `item`; false when there are not enough. */
static bool draw_candidates(const struct next_items *n, int item, int *candidates)
{
    struct random r = random_at(3, RANDOM_EVALUATION, (uint64_t)(item - n->fit_count));
    int count = 1, scored = n->count - n->fit_count;
    candidates[0] = n->next[item];
    for (int tries = 0; count < NEXT_CANDIDATES && tries < 100 * NEXT_CANDIDATES; tries++) {
        int other = n->fit_count + (int)random_below(&r, (uint32_t)scored);
        bool taken = n->group[other] == n->group[item];
        for (int k = 0; k < count && !taken; k++)
            taken = candidates[k] == n->next[other];
        if (!taken)
            candidates[count++] = n->next[other];
    }
    return count == NEXT_CANDIDATES;
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
        draw(n, &a, NEXT_FIT, 0);
        n->fit_count = n->count;
        draw(n, &b, NEXT_SCORED, 1);
    }
    for (int i = n->fit_count; good && i < n->count; i++)
        if (!draw_candidates(n, i, n->candidates + (long)(i - n->fit_count) * NEXT_CANDIDATES))
            good = error_set(err, "%s: expected at least %d different sentences from several passages", scored,
                             NEXT_CANDIDATES);
    if (good && (n->fit_count == 0 || n->count == n->fit_count))
        good = error_set(err, "%s: expected passages of at least two sentences", n->fit_count ? scored : fit);
    list_release(&a);
    list_release(&b);
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
    mem_free(n);
}
