/* input_rows.c: rows of files to sentences in memory, checked and counted. */
#include "trainers/contrastive/input_rows.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "text/string_table.h"

#define EMPTY_LINE "an empty line"

/* ---- building ---- */

/* A sentence more, line ends within it made spaces; its number. */
static uint32_t add_text(struct input_rows *r, const char *text, size_t length)
{
    if (r->used + length + 1 > r->text_capacity) {
        r->text_capacity = mem_capacity(r->text_capacity, r->used + length + 1);
        r->text = mem_grow(r->text, r->text_capacity, 1, "sentences");
    }
    if (r->text_count + 2 > r->starts_capacity) {
        r->starts_capacity = mem_capacity(r->starts_capacity, r->text_count + 2);
        r->starts = mem_grow(r->starts, r->starts_capacity, sizeof *r->starts, "sentences");
        r->starts[0] = 0;
    }
    char *to = r->text + r->used;
    memcpy(to, text, length);
    for (char *end = to; (end = memchr(end, '\n', length - (size_t)(end - to)));)
        *end = ' ';
    to[length] = '\n';
    r->used += length + 1;
    r->starts[++r->text_count] = r->used;
    return (uint32_t)r->text_count - 1;
}

void input_rows_add(struct input_rows *r, const uint32_t *texts, size_t count)
{
    size_t used = r->count > 0 ? r->row_starts[r->count] : 0;
    if (used + count > r->texts_capacity) {
        r->texts_capacity = mem_capacity(r->texts_capacity, used + count);
        r->texts = mem_grow(r->texts, r->texts_capacity, sizeof *r->texts, "rows");
    }
    if (r->count + 2 > r->rows_capacity) {
        r->rows_capacity = mem_capacity(r->rows_capacity, r->count + 2);
        r->row_starts = mem_grow(r->row_starts, r->rows_capacity, sizeof *r->row_starts, "rows");
        r->row_starts[0] = 0;
        if (r->settings->label)
            r->labels = mem_grow(r->labels, r->rows_capacity, sizeof *r->labels, "rows");
        if (r->settings->score)
            r->scores = mem_grow(r->scores, r->rows_capacity, sizeof *r->scores, "rows");
    }
    memcpy(r->texts + used, texts, count * sizeof *texts);
    r->row_starts[++r->count] = used + count;
}

void input_leave_out(cJSON *left_out, const char *reason, long rows)
{
    cJSON *sum = cJSON_GetObjectItemCaseSensitive(left_out, reason);
    if (sum)
        cJSON_SetNumberValue(sum, sum->valuedouble + (double)rows);
    else if (rows > 0)
        cJSON_AddNumberToObject(left_out, reason, (double)rows);
}

int input_find_class(char *const *classes, int count, const char *name, size_t length)
{
    for (int i = 0; i < count; i++)
        if (strlen(classes[i]) == length && !strncasecmp(classes[i], name, length))
            return i;
    return -1;
}

/* ---- a row ---- */

struct reading {
    struct input_rows *rows;
    struct source source;
    double low, high;         /* of the scores */
    char other_label[64];     /* the first label that is no class */
    struct string_table keys; /* of --group-by */
    int32_t *row_keys;        /* owned; [rows->count] */
    size_t row_keys_capacity;
};

static struct table_cell trim(struct table_cell cell)
{
    while (cell.length > 0 && isspace((unsigned char)cell.text[0]))
        cell.text++, cell.length--;
    while (cell.length > 0 && isspace((unsigned char)cell.text[cell.length - 1]))
        cell.length--;
    return cell;
}

/* The class, in any case; -1: another label. */
static int find_class(struct reading *in, struct table_cell label)
{
    const struct input_rows *r = in->rows;
    label = trim(label);
    int found = input_find_class(r->classes, r->class_count, label.text, label.length);
    if (found < 0 && !in->other_label[0])
        snprintf(in->other_label, sizeof in->other_label, "%.*s", (int)(label.length < 60 ? label.length : 60),
                 label.text);
    return found;
}

static bool read_score(const struct reading *in, struct table_cell cell, double *score, struct error *err)
{
    double low = in->low, high = in->high;
    cell = trim(cell);
    if (!table_cell_number(cell, score))
        error_set(err, "expected a score, found \"%.*s\"", (int)(cell.length < 40 ? cell.length : 40), cell.text);
    else if (!(*score >= low && *score <= high))
        error_set(err, "the score %g is off the scale of %g to %g; give --score-range", *score, low, high);
    else if (isfinite(low))
        *score = (*score - low) / (high - low);
    return !err->message[0] || source_prefix(&in->source, err);
}

/* The sentences of the row; why it is left out, or NULL. */
static const char *add_sentences(struct reading *in)
{
    uint32_t texts[TABLE_COLUMNS_LIMIT];
    struct input_rows *r = in->rows;
    size_t count = 0, before_used = r->used, before = r->text_count;
    bool empty = false;
    for (int i = 0; i < in->source.sentences; i++) {
        struct table_cell cell = trim(in->source.row[i]);
        empty |= cell.length == 0;
        if (cell.length > 0)
            texts[count++] = add_text(r, cell.text, cell.length);
    }
    if (count > 0 && (!empty || r->settings->groups)) {
        input_rows_add(r, texts, count);
        return NULL;
    }
    r->used = before_used;
    r->text_count = before;
    return in->source.columns ? "an empty sentence" : EMPTY_LINE;
}

/* The key of the row just added: of "image.jpg#2" what is before the '#'. */
static void add_key(struct reading *in, struct table_cell key)
{
    const struct input_rows *r = in->rows;
    if (r->count > in->row_keys_capacity) {
        in->row_keys_capacity = mem_capacity(in->row_keys_capacity, r->count);
        in->row_keys = mem_grow(in->row_keys, in->row_keys_capacity, sizeof *in->row_keys, "rows");
    }
    const char *number = memchr(key.text, '#', key.length);
    size_t length = number ? (size_t)(number - key.text) : key.length;
    in->row_keys[r->count - 1] = string_table_add(&in->keys, key.text, length, NULL);
}

static bool add_row(struct reading *in, struct error *err)
{
    const struct source *s = &in->source;
    struct input_rows *r = in->rows;
    int label = s->label < 0 ? 0 : find_class(in, s->row[s->label]);
    double score = 0;
    const char *reason = label < 0 ? "a label that is none of the classes" : NULL;
    if (!reason && s->score >= 0 && trim(s->row[s->score]).length == 0)
        reason = "no score";
    if (!reason && s->score >= 0 && !read_score(in, s->row[s->score], &score, err))
        return false;
    if (!reason)
        reason = add_sentences(in);
    if (reason) {
        input_leave_out(r->left_out, reason, 1);
        return true;
    }
    if (r->text_count >= UINT32_MAX)
        return error_set(err, "more than %u sentences", UINT32_MAX) || source_prefix(s, err);
    if (s->label >= 0)
        r->labels[r->count - 1] = label;
    if (s->score >= 0)
        r->scores[r->count - 1] = score;
    if (s->key >= 0)
        add_key(in, trim(s->row[s->key]));
    return true;
}

/* ---- all rows ---- */

static int class_of(const struct input_rows *r, const char *name)
{
    return input_find_class(r->classes, r->class_count, name, strlen(name));
}

/* What the options make of the rows once all are there. */
static bool finish(struct reading *in, struct error *err)
{
    struct input_rows *r = in->rows;
    const struct input_settings *s = r->settings;
    r->columns = in->source.sentences;
    if (r->count == 0 && in->other_label[0])
        return error_set(err, "%s: no row has a label of --classes %s; one is \"%s\"", s->files[0], s->classes,
                         in->other_label);
    if (s->group_by)
        input_rows_join(r, in->row_keys, (int32_t)in->keys.count);
    if (s->nli_triples) {
        input_rows_triples(r, class_of(r, "entailment"), class_of(r, "contradiction"));
        r->columns = 3;
    }
    r->groups = s->groups || s->group_by;
    if (r->groups)
        r->columns = 2;
    return !s->exclude || input_rows_exclude(r, s->exclude, err);
}

static struct input_rows *read_rows(const struct input_settings *s, double low, double high, struct error *err)
{
    struct input_rows *r = mem_new(1, sizeof *r, "rows");
    struct reading in = {.rows = r, .low = low, .high = high};
    r->settings = s;
    r->left_out = cJSON_CreateObject();
    r->seen = cJSON_CreateArray();
    if (s->label)
        r->classes = input_split(s->classes, &r->class_count);
    source_init(&in.source, s);
    bool good = true;
    while (good && source_row(&in.source, err))
        good = add_row(&in, err);
    input_leave_out(r->left_out, EMPTY_LINE, in.source.blank);
    good = good && !err->message[0] && finish(&in, err);
    r->files = cJSON_Duplicate(in.source.record, true);
    r->checksum = in.source.checksum;
    r->bytes = in.source.bytes;
    source_release(&in.source);
    string_table_release(&in.keys);
    mem_free(in.row_keys);
    if (good)
        return r;
    input_rows_free(r);
    return NULL;
}

struct input_rows *input_rows_read(const struct input_settings *s, struct error *err)
{
    double low = 0, high = 0;
    input_score_range(s->score_range, &low, &high);
    return read_rows(s, low, high, err);
}

struct input_rows *input_rows_read_any_score(const struct input_settings *s, struct error *err)
{
    return read_rows(s, -INFINITY, INFINITY, err);
}

void input_rows_free(struct input_rows *r)
{
    if (!r)
        return;
    mem_free(r->text);
    mem_free(r->starts);
    mem_free(r->texts);
    mem_free(r->row_starts);
    mem_free(r->labels);
    mem_free(r->scores);
    input_split_free(r->classes, r->class_count);
    cJSON_Delete(r->left_out);
    cJSON_Delete(r->seen);
    cJSON_Delete(r->files);
    mem_free(r);
}
