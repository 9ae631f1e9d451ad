/* input_examples.c: rows of text to rows of tokens. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "trainers/contrastive/input_rows.h"

#define NO_TEXT UINT32_MAX /* of a sentence with too few words */

struct encoding {
    struct examples *e;
    struct token_list ids;
    uint32_t *numbers; /* owned; [text_count of the rows]: the sentence's number among the examples' texts */
    uint32_t *slots;   /* owned; [slot_count], a power of two: texts by their tokens; NO_TEXT: empty */
    size_t slot_count;
    size_t tokens, unknown, cut;
};

/* ---- texts ---- */

/* FNV-1a over the ids. */
static uint64_t hash_ids(const int32_t *ids, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ (uint32_t)ids[i]) * 0x100000001b3u;
    return hash ^ hash >> 32;
}

/* Number of the text whose tokens are the last ones of the list, from `start`; they stay there when it is new. */
static uint32_t intern(struct encoding *c, size_t start)
{
    struct examples *e = c->e;
    size_t length = c->ids.count - start;
    const int32_t *ids = c->ids.ids + start;
    size_t slot = hash_ids(ids, length) & (c->slot_count - 1);
    for (uint32_t text; (text = c->slots[slot]) != NO_TEXT; slot = (slot + 1) & (c->slot_count - 1))
        if (e->starts[text + 1] - e->starts[text] == length &&
            !memcmp(c->ids.ids + e->starts[text], ids, length * sizeof *ids)) {
            c->ids.count = start;
            return text;
        }
    c->slots[slot] = e->text_count;
    e->starts[++e->text_count] = c->ids.count;
    return e->text_count - 1;
}

static uint32_t encode(struct encoding *c, const struct input_encoding *how, const char *text, size_t length,
                       size_t least)
{
    size_t start = c->ids.count, end = start, known = 0, longest = (size_t)how->longest;
    bool any = false; /* of the known ones is before the cut */
    tokenizer_encode(how->tokenizer, text, length, &c->ids);
    for (size_t i = start; i < c->ids.count; i++) {
        bool unknown = c->ids.ids[i] == tokenizer_unknown(how->tokenizer);
        c->unknown += unknown;
        known += !unknown;
        any |= !unknown && end - start < longest;
        if (!unknown || how->keep_unknown)
            c->ids.ids[end++] = c->ids.ids[i];
    }
    c->tokens += known;
    c->ids.count = end;
    if (known < least || !any) {
        c->ids.count = start;
        return NO_TEXT;
    }
    c->cut += end - start > longest;
    if (end - start > longest)
        c->ids.count = start + longest;
    return intern(c, start);
}

static void encode_all(struct encoding *c, const struct input_rows *r, const struct input_encoding *how)
{
    c->numbers = mem_new(r->text_count + 1, sizeof *c->numbers, "sentences");
    c->e->starts = mem_new(r->text_count + 1, sizeof *c->e->starts, "sentences");
    for (c->slot_count = 16; c->slot_count < 2 * r->text_count;)
        c->slot_count *= 2;
    c->slots = mem_new(c->slot_count, sizeof *c->slots, "sentences");
    memset(c->slots, 0xff, c->slot_count * sizeof *c->slots);
    for (size_t i = 0; i < r->text_count; i++) {
        size_t length;
        const char *text = input_rows_text(r, (uint32_t)i, &length);
        c->numbers[i] = encode(c, how, text, length, (size_t)r->settings->min_words);
    }
    mem_free(c->slots);
    c->e->ids = c->ids.ids;
}

/* ---- rows ---- */

/* The texts of row i into texts[]; of a group each once, and those with too few words passed over. Their number, or
 * 0 when the row is left out. */
static size_t row_texts(const struct encoding *c, const struct input_rows *r, size_t row, uint32_t *texts)
{
    size_t count = 0;
    for (size_t i = r->row_starts[row]; i < r->row_starts[row + 1]; i++) {
        uint32_t text = c->numbers[r->texts[i]];
        if (text == NO_TEXT && !r->groups)
            return 0;
        bool again = text == NO_TEXT;
        for (size_t j = 0; j < count && r->groups; j++)
            again |= texts[j] == text;
        if (!again)
            texts[count++] = text;
    }
    return r->groups && count < 2 ? 0 : count;
}

static void collect_rows(struct encoding *c, const struct input_rows *r, cJSON *left_out)
{
    struct examples *e = c->e;
    size_t total = r->count ? r->row_starts[r->count] : 0, used = 0;
    char reason[64];
    snprintf(reason, sizeof reason, r->groups ? "fewer than two different sentences of %ld or more known words"
                                              : "a sentence without %ld or more known words", r->settings->min_words);
    e->texts = mem_new(total + 1, sizeof *e->texts, "examples");
    e->row_starts = mem_new(r->count + 1, sizeof *e->row_starts, "examples");
    e->labels = r->labels ? mem_new(r->count + 1, sizeof *e->labels, "examples") : NULL;
    e->scores = r->scores ? mem_new(r->count + 1, sizeof *e->scores, "examples") : NULL;
    for (size_t i = 0; i < r->count; i++) {
        size_t count = row_texts(c, r, i, e->texts + used);
        if (count == 0) {
            input_leave_out(left_out, reason, 1);
            continue;
        }
        if (e->labels)
            e->labels[e->count] = r->labels[i];
        if (e->scores)
            e->scores[e->count] = r->scores[i];
        used += count;
        e->row_starts[++e->count] = (uint32_t)used;
    }
}

static int compare_rows(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Keeps so many rows, drawn by the seed, in their order. */
static void draw_rows(struct examples *e, uint32_t rows)
{
    uint32_t *drawn = mem_new(e->count, sizeof *drawn, "examples"), used = 0;
    struct random r = random_at(e->seed, RANDOM_SHUFFLE, UINT64_MAX);
    random_permutation(&r, drawn, e->count);
    qsort(drawn, rows, sizeof *drawn, compare_rows);
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t start = e->row_starts[drawn[i]], stop = e->row_starts[drawn[i] + 1];
        memmove(e->texts + used, e->texts + start, (stop - start) * sizeof *e->texts);
        used += stop - start;
        e->row_starts[i + 1] = used; /* of a row that was read already: drawn[i] >= i */
        if (e->labels)
            e->labels[i] = e->labels[drawn[i]];
        if (e->scores)
            e->scores[i] = e->scores[drawn[i]];
    }
    e->count = rows;
    mem_free(drawn);
}

/* ---- all ---- */

/* Tokens of the longest text in use; how many texts are in use. */
static size_t measure(struct examples *e)
{
    bool *in_use = mem_new((size_t)e->text_count + 1, sizeof *in_use, "sentences");
    size_t count = 0;
    for (uint32_t i = 0; i < e->row_starts[e->count]; i++) {
        uint32_t text = e->texts[i];
        int length = (int)(e->starts[text + 1] - e->starts[text]);
        count += !in_use[text];
        in_use[text] = true;
        e->longest = length > e->longest ? length : e->longest;
    }
    mem_free(in_use);
    return count;
}

static cJSON *make_record(const struct encoding *c, const struct input_rows *r, cJSON *left_out, size_t sentences)
{
    char checksum[9];
    snprintf(checksum, sizeof checksum, "%08x", (unsigned)r->checksum);
    cJSON *record = cJSON_CreateObject();
    cJSON_AddStringToObject(record, "name", r->settings->files[0]);
    cJSON_AddStringToObject(record, "crc32", checksum);
    cJSON_AddNumberToObject(record, "bytes", (double)r->bytes);
    cJSON_AddNumberToObject(record, "tokens", (double)c->tokens);
    cJSON_AddNumberToObject(record, "out_of_vocabulary", (double)c->unknown);
    cJSON_AddNumberToObject(record, "rows", c->e->count);
    cJSON_AddNumberToObject(record, "sentences", (double)sentences);
    cJSON_AddNumberToObject(record, "cut", (double)c->cut);
    cJSON_AddItemToObject(record, "left_out", left_out);
    if (cJSON_GetArraySize(r->files) > 1)
        cJSON_AddItemToObject(record, "files", cJSON_Duplicate(r->files, true));
    if (cJSON_GetArraySize(r->seen) > 0)
        cJSON_AddItemToObject(record, "seen", cJSON_Duplicate(r->seen, true));
    return record;
}

static bool too_few(const struct examples *e, const struct input_rows *r, struct error *err)
{
    char reasons[512] = "";
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(e->record, "left_out")) {
        size_t used = strlen(reasons);
        snprintf(reasons + used, sizeof reasons - used, "%s%.0f (%s)", used ? ", " : "; left out: ",
                 item->valuedouble, item->string);
    }
    return error_set(err, "%s: %u rows that can be used; expected 2 or more, one sentence a line or one row%s",
                     r->settings->files[0], e->count, reasons);
}

bool input_examples(struct examples *e, const struct input_rows *r, const struct input_encoding *how, uint64_t seed,
                    struct error *err)
{
    *e = (struct examples){.columns = r->columns, .groups = r->groups, .seed = seed, .epoch = -1,
                           .checksum = r->checksum};
    if (r->count > UINT32_MAX || (r->count > 0 && r->row_starts[r->count] > UINT32_MAX))
        return error_set(err, "%s: more than %u rows", r->settings->files[0], UINT32_MAX);
    struct encoding c = {.e = e};
    cJSON *left_out = cJSON_Duplicate(r->left_out, true);
    encode_all(&c, r, how);
    collect_rows(&c, r, left_out);
    mem_free(c.numbers);
    if (r->settings->max_rows && e->count > r->settings->max_rows)
        draw_rows(e, (uint32_t)r->settings->max_rows);
    if (r->labels) {
        e->classes = r->class_count;
        e->label_names = mem_new((size_t)e->classes, sizeof *e->label_names, "classes");
        for (int i = 0; i < e->classes; i++)
            e->label_names[i] = mem_string(r->classes[i]);
    }
    e->record = make_record(&c, r, left_out, measure(e));
    return e->count >= 2 || too_few(e, r, err);
}

/* ---- dev sets ---- */

/* The columns of two sentences and a score, "1,2,3", by the first row; NULL and *err. */
static const char *scored_columns(const char *path, struct error *err)
{
    static const char *const names[] = {"sentence1,sentence2,score", "sentence_A,sentence_B,relatedness_score",
                                        "s1,s2,score"};
    struct error no_name = {""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct table_reader *t = table_reader_open(path, TABLE_BY_NAME, names[i], &no_name);
        int count;
        bool found = t && table_reader_row(t, &count);
        table_reader_close(t);
        if (found)
            return names[i];
    }
    struct table_reader *t = table_reader_open(path, TABLE_BY_NAME, NULL, err);
    if (!t)
        return NULL;
    int count = 0;
    double score;
    const struct table_cell *cells = table_reader_row(t, &count);
    const char *columns = NULL;
    if (cells && count >= 7 && table_cell_number(cells[4], &score))
        columns = "6,7,5";
    else if (cells && count == 3 && table_cell_number(cells[2], &score))
        columns = "1,2,3";
    else if (!table_reader_failed(t, err))
        error_set(err, "%s: line 1: expected the columns of STS-B, or two sentences and a score, or the names "
                       "sentence1, sentence2, score", path);
    table_reader_close(t);
    return columns;
}

/* Scores, on any scale, to 0..1. */
static bool scale_scores(struct examples *e, const char *path, struct error *err)
{
    double low = INFINITY, high = -INFINITY;
    for (uint32_t i = 0; i < e->count; i++) {
        low = fmin(low, e->scores[i]);
        high = fmax(high, e->scores[i]);
    }
    if (low == high)
        return error_set(err, "%s: all %u scores are %g, which no cosines can correlate with", path, e->count, low);
    for (uint32_t i = 0; i < e->count; i++)
        e->scores[i] = (e->scores[i] - low) / (high - low);
    return true;
}

bool input_scored(struct examples *e, const char *path, const struct input_encoding *how, struct error *err)
{
    *e = (struct examples){.epoch = -1};
    const char *columns = scored_columns(path, err);
    if (!columns)
        return false;
    char *files[] = {(char *)path, NULL}, *pair = mem_string(columns), *score = strrchr(pair, ',');
    *score++ = '\0';
    struct input_settings s = {.files = files, .columns = pair, .score = score, .min_words = 1};
    struct input_rows *r = input_rows_read_any_score(&s, err);
    bool good = r && input_examples(e, r, how, 0, err) && scale_scores(e, path, err);
    input_rows_free(r);
    mem_free(pair);
    return good;
}
