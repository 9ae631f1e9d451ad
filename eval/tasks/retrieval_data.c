/* retrieval_data.c: reading the collections. */
#include "eval/tasks/retrieval_data.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/tasks/retrieval_parts.h"
#include "text/reader.h"
#include "text/table_reader.h"

/* ---- what all layouts build ---- */

static int text_id(struct vocab *texts, const char *text, size_t length)
{
    vocab_append(texts, text, length, 0); /* false: there already */
    return vocab_lookup(texts, text, length);
}

/* Appends to *list [*count], whose room is *capacity. */
static void append(int **list, int *count, int *capacity, int value)
{
    if (*count == *capacity) {
        *capacity = (int)mem_capacity((size_t)*capacity, (size_t)*count + 1);
        *list = mem_grow(*list, (size_t)*capacity, sizeof **list, "texts");
    }
    (*list)[(*count)++] = value;
}

static bool blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isspace((unsigned char)text[i]))
            return false;
    return true;
}

bool retrieval_add_text(struct retrieval_data *r, bool query, const char *name, size_t name_length, const char *text,
                        size_t length)
{
    if (blank(text, length))
        return true;
    if (!vocab_append(query ? r->query_names : r->document_names, name, name_length, 0))
        return false;
    if (query)
        append(&r->queries, &r->query_count, &r->capacities[0], text_id(r->texts, text, length));
    else
        append(&r->documents, &r->document_count, &r->capacities[1], text_id(r->texts, text, length));
    return true;
}

void retrieval_add_judgement(struct retrieval_data *r, int query, int document, double gain)
{
    if (gain <= 0)
        return;
    if (r->judgement_count == r->capacities[2]) {
        r->capacities[2] = (int)mem_capacity((size_t)r->capacities[2], (size_t)r->judgement_count + 1);
        r->judgements = mem_grow(r->judgements, (size_t)r->capacities[2], sizeof *r->judgements, "judgements");
    }
    r->judgements[r->judgement_count++] = (struct judgement){query, document, gain};
}

static int compare_judgements(const void *a, const void *b)
{
    const struct judgement *x = a, *y = b;
    return x->query != y->query         ? x->query - y->query
           : x->document != y->document ? x->document - y->document
                                        : (x->gain < y->gain) - (x->gain > y->gain);
}

/* By query; of a document judged twice the higher gain counts. */
static void sort_judgements(struct retrieval_data *r)
{
    int kept = 1;
    if (r->judgement_count == 0)
        return;
    qsort(r->judgements, (size_t)r->judgement_count, sizeof *r->judgements, compare_judgements);
    for (int i = 1; i < r->judgement_count; i++) {
        const struct judgement *j = &r->judgements[i], *last = &r->judgements[kept - 1];
        if (j->query != last->query || j->document != last->document)
            r->judgements[kept++] = *j;
    }
    r->judgement_count = kept;
}

/* ---- tables ---- */

static bool read_texts(struct retrieval_data *r, const char *path, bool query, struct error *err)
{
    struct table_reader *t = table_reader_open(path, TABLE_BY_NAME, "1,2", err);
    if (!t)
        return false;
    const struct table_cell *c;
    int count;
    bool good = true;
    while (good && (c = table_reader_row(t, &count)) != NULL)
        good = retrieval_add_text(r, query, c[0].text, c[0].length, c[1].text, c[1].length) ||
               error_set(err, "%s: line %ld: \"%s\" is there twice", path, table_reader_line(t), c[0].text);
    good = good && !table_reader_failed(t, err);
    table_reader_close(t);
    return good;
}

/* Judgements, one a line, whose words `query`, `document` and `gain` (-1: 1) count from 0. */
static bool read_judgements(struct retrieval_data *r, const char *path, int query, int document, int gain,
                            struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    const char *line;
    size_t length;
    bool good = true;
    while (good && (line = reader_line(in, &length)) != NULL) {
        char *copy = mem_string_n(line, length), *rest = copy, *words[8] = {NULL};
        int count = 0;
        for (char *word; count < 8 && (word = strtok_r(count ? NULL : copy, " \t", &rest)) != NULL;)
            words[count++] = word;
        double value = 1;
        if (count == 0) {
            mem_free(copy);
            continue;
        }
        if (count <= query || count <= document || count <= gain ||
            (gain >= 0 && !table_cell_number((struct table_cell){words[gain], strlen(words[gain])}, &value))) {
            good = error_set(err, "%s: line %ld: expected a query, a document and how well it answers", path,
                             reader_line_number(in));
        } else {
            int q = vocab_lookup(r->query_names, words[query], strlen(words[query]));
            int d = vocab_lookup(r->document_names, words[document], strlen(words[document]));
            if (q < 0)
                good = error_set(err, "%s: line %ld: there is no query \"%s\"", path, reader_line_number(in),
                                 words[query]);
            else if (d >= 0) /* else a document without text */
                retrieval_add_judgement(r, q, d, value);
        }
        mem_free(copy);
    }
    good = good && !reader_failed(in, err);
    reader_close(in);
    return good;
}

/* ---- captions ---- */

/* Lines named "file:line"; those of the documents answer the query of the same line. */
static bool read_captions(struct retrieval_data *r, const char *path, int file, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return false;
    const char *line;
    size_t length;
    int number = 0;
    bool good = true;
    while (good && (line = reader_line(in, &length)) != NULL) {
        char *name = mem_format("%d:%d", file, number);
        int documents = r->document_count;
        if (blank(line, length) || (file > 0 && number >= r->query_count))
            good = error_set(err, "%s: line %d: expected a caption, as many as in the other files", path, number + 1);
        else
            retrieval_add_text(r, file == 0, name, strlen(name), line, length);
        if (good && file > 0)
            retrieval_add_judgement(r, number, documents, 1);
        number++;
        mem_free(name);
    }
    good = good && !reader_failed(in, err);
    if (good && number < r->query_count)
        good = error_set(err, "%s: %d captions, expected %d", path, number, r->query_count);
    reader_close(in);
    return good;
}

/* ---- all ---- */

static bool read_all(struct retrieval_data *r, enum retrieval_layout layout, char *const *paths, int count,
                     struct error *err)
{
    bool good = true;
    switch (layout) {
    case RETRIEVAL_TABLES:
        return read_texts(r, paths[0], false, err) && read_texts(r, paths[1], true, err) &&
               read_judgements(r, paths[2], 0, 1, 2, err);
    case RETRIEVAL_SMART:
        return retrieval_read_smart(r, paths[0], false, err) && retrieval_read_smart(r, paths[1], true, err) &&
               read_judgements(r, paths[2], 0, 1, -1, err);
    case RETRIEVAL_CRANFIELD:
        return retrieval_read_cranfield(r, paths[0], false, err) && retrieval_read_cranfield(r, paths[1], true, err) &&
               read_judgements(r, paths[2], 0, 2, 3, err);
    case RETRIEVAL_SCIFACT:
        return retrieval_read_scifact(r, paths[0], err);
    case RETRIEVAL_CAPTIONS:
        for (int i = 0; i < count && good; i++)
            good = read_captions(r, paths[i], i, err);
        return good;
    }
    return false;
}

struct retrieval_data *retrieval_data_read(const struct benchmark *b, const char *data, struct error *err)
{
    struct retrieval_data *r = mem_new(1, sizeof *r, "a collection");
    r->texts = vocab_new();
    r->query_names = vocab_new();
    r->document_names = vocab_new();
    char *paths[8] = {benchmark_path(b, data, 0)};
    int count = 1;
    for (const char *const *file = b->files; *file != NULL && count < 8; file++)
        paths[count++] = path_join(data, *file);
    err->message[0] = '\0';
    bool good = read_all(r, *(const enum retrieval_layout *)b->layout, paths, count, err);
    sort_judgements(r);
    if (good && r->judgement_count == 0)
        good = error_set(err, "%s: no document answers a query", paths[count - 1]);
    for (int i = 0; i < count; i++)
        mem_free(paths[i]);
    if (good)
        return r;
    retrieval_data_free(r);
    return NULL;
}

void retrieval_data_free(struct retrieval_data *r)
{
    if (!r)
        return;
    vocab_free(r->texts);
    vocab_free(r->query_names);
    vocab_free(r->document_names);
    mem_free(r->queries);
    mem_free(r->documents);
    mem_free(r->judgements);
    mem_free(r);
}
