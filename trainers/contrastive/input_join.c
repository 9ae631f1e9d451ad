/* input_join.c: rows made of other rows, and rows left out for what they say. */
#include <string.h>

#include "base/mem.h"
#include "text/string_table.h"
#include "text/text_set.h"
#include "trainers/contrastive/input_rows.h"

/* The numbers 0..count-1 sorted by keys[i] < key_count, those with the same key as they come: order[starts[k] ..
 * starts[k + 1]) have key k. Both on the heap. */
static uint32_t *sort_by_key(const int32_t *keys, size_t count, int32_t key_count, size_t **starts)
{
    uint32_t *order = mem_new(count, sizeof *order, "rows");
    size_t *next = mem_new((size_t)key_count + 2, sizeof *next, "rows");
    for (size_t i = 0; i < count; i++)
        next[keys[i] + 2]++;
    for (int32_t k = 0; k < key_count; k++)
        next[k + 2] += next[k + 1];
    for (size_t i = 0; i < count; i++)
        order[next[keys[i] + 1]++] = (uint32_t)i;
    *starts = next; /* moved on by one place: next[k + 1] is now where key k ends */
    return order;
}

/* The rows as they were; r has none any more. */
struct old_rows {
    uint32_t *texts;
    size_t *starts;
};

static struct old_rows take_rows(struct input_rows *r)
{
    struct old_rows old = {r->texts, r->row_starts};
    r->texts = NULL;
    r->row_starts = NULL;
    mem_free(r->labels);
    mem_free(r->scores);
    r->labels = NULL;
    r->scores = NULL;
    r->texts_capacity = r->rows_capacity = r->count = 0;
    return old;
}

static void free_old(struct old_rows old)
{
    mem_free(old.texts);
    mem_free(old.starts);
}

void input_rows_join(struct input_rows *r, const int32_t *keys, int32_t key_count)
{
    size_t *starts;
    uint32_t *order = sort_by_key(keys, r->count, key_count, &starts), *texts = NULL;
    size_t capacity = 0;
    struct old_rows old = take_rows(r);
    for (int32_t k = 0; k < key_count; k++) {
        size_t count = 0;
        for (size_t i = starts[k]; i < starts[k + 1]; i++) {
            size_t first = old.starts[order[i]], length = old.starts[order[i] + 1] - first;
            if (count + length > capacity) {
                capacity = mem_capacity(capacity, count + length);
                texts = mem_grow(texts, capacity, sizeof *texts, "rows");
            }
            memcpy(texts + count, old.texts + first, length * sizeof *texts);
            count += length;
        }
        input_rows_add(r, texts, count);
    }
    mem_free(texts);
    mem_free(order);
    mem_free(starts);
    free_old(old);
}

/* ---- NLI ---- */

/* Numbers rows by their first sentence. */
static int32_t *number_premises(const struct input_rows *r, int32_t *count)
{
    struct string_table premises = {0};
    int32_t *keys = mem_new(r->count, sizeof *keys, "rows");
    for (size_t i = 0; i < r->count; i++) {
        size_t length;
        const char *text = input_rows_text(r, r->texts[r->row_starts[i]], &length);
        keys[i] = string_table_add(&premises, text, length, NULL);
    }
    *count = (int32_t)premises.count;
    string_table_release(&premises);
    return keys;
}

/* Every entailment and every contradiction of a premise is in at least one of its triples. */
void input_rows_triples(struct input_rows *r, int entailment, int contradiction)
{
    int32_t premises;
    int32_t *keys = number_premises(r, &premises), *labels = r->labels;
    size_t *starts, rows = r->count;
    uint32_t *order = sort_by_key(keys, rows, premises, &starts);
    uint32_t *second[2] = {mem_new(rows, sizeof(uint32_t), "rows"), mem_new(rows, sizeof(uint32_t), "rows")};
    r->labels = NULL; /* still needed here */
    struct old_rows old = take_rows(r);
    for (int32_t k = 0; k < premises; k++) {
        size_t counts[2] = {0, 0};
        for (size_t i = starts[k]; i < starts[k + 1]; i++) {
            uint32_t row = order[i];
            if (labels[row] == entailment || labels[row] == contradiction) {
                int which = labels[row] == contradiction;
                second[which][counts[which]++] = old.texts[old.starts[row] + 1];
            }
        }
        if (counts[0] == 0 || counts[1] == 0) {
            input_leave_out(r->left_out, "no entailment or no contradiction of the same premise", 1);
            continue;
        }
        uint32_t premise = old.texts[old.starts[order[starts[k]]]];
        for (size_t i = 0; i < counts[0] || i < counts[1]; i++)
            input_rows_add(r, (uint32_t[]){premise, second[0][i % counts[0]], second[1][i % counts[1]]}, 3);
    }
    mem_free(r->labels); /* input_rows_add makes room for them, but a triple has none */
    r->labels = NULL;
    mem_free(second[0]);
    mem_free(second[1]);
    mem_free(order);
    mem_free(starts);
    mem_free(keys);
    mem_free(labels);
    free_old(old);
}

/* ---- what benchmarks hold ---- */

/* Drops the rows that are not kept, and the sentences that no row has any more. */
static void keep_rows(struct input_rows *r, const bool *keep)
{
    uint32_t *renumbered = mem_new(r->text_count, sizeof *renumbered, "sentences");
    size_t used = 0, rows = 0;
    for (size_t i = 0; i < r->count; i++) {
        size_t start = r->row_starts[i], stop = r->row_starts[i + 1];
        if (!keep[i])
            continue;
        for (size_t j = start; j < stop; j++)
            renumbered[r->texts[used++] = r->texts[j]] = 1;
        if (r->labels)
            r->labels[rows] = r->labels[i];
        if (r->scores)
            r->scores[rows] = r->scores[i];
        r->row_starts[++rows] = used;
    }
    r->count = rows;
    size_t texts = 0, bytes = 0;
    for (size_t i = 0; i < r->text_count; i++) {
        size_t start = r->starts[i], length = r->starts[i + 1] - start;
        if (!renumbered[i])
            continue;
        memmove(r->text + bytes, r->text + start, length);
        renumbered[i] = (uint32_t)texts;
        r->starts[texts++] = bytes;
        bytes += length;
    }
    r->starts[texts] = r->used = bytes;
    r->text_count = texts;
    for (size_t i = 0; i < used; i++)
        r->texts[i] = renumbered[r->texts[i]];
    mem_free(renumbered);
}

/* Marks the rows to keep; of the set's texts those that occur. */
static void mark(struct input_rows *r, struct text_set *set, bool *keep, bool *occurs)
{
    for (size_t i = 0; i < r->count; i++) {
        keep[i] = true;
        for (size_t j = r->row_starts[i]; j < r->row_starts[i + 1]; j++) {
            size_t length;
            const char *text = input_rows_text(r, r->texts[j], &length);
            int32_t number = text_set_find(set, text, length);
            if (number >= 0)
                occurs[number] = true;
            keep[i] &= number < 0;
        }
        if (!keep[i])
            input_leave_out(r->left_out, "a sentence of --exclude-seen", 1);
    }
}

static void record_seen(struct input_rows *r, const char *name, const int32_t *numbers, size_t count,
                        const bool *occurs)
{
    size_t seen = 0;
    for (size_t i = 0; i < count; i++)
        seen += occurs[numbers[i]];
    cJSON *file = cJSON_CreateObject();
    cJSON_AddStringToObject(file, "name", name);
    cJSON_AddNumberToObject(file, "texts", (double)seen);
    cJSON_AddItemToArray(r->seen, file);
}

bool input_rows_exclude(struct input_rows *r, char *const *files, struct error *err)
{
    struct text_set *set = text_set_new();
    size_t file_count = 0, read = 0;
    while (files[file_count])
        file_count++;
    int32_t **numbers = mem_new(file_count, sizeof *numbers, "text set");
    size_t *counts = mem_new(file_count, sizeof *counts, "text set");
    while (read < file_count && (numbers[read] = text_set_read(set, files[read], &counts[read], err)))
        read++;
    bool good = read == file_count;
    if (good && r->count > 0) {
        bool *keep = mem_new(r->count, sizeof *keep, "rows");
        bool *occurs = mem_new((size_t)text_set_size(set) + 1, sizeof *occurs, "text set");
        mark(r, set, keep, occurs);
        keep_rows(r, keep);
        for (size_t i = 0; i < file_count; i++)
            record_seen(r, files[i], numbers[i], counts[i], occurs);
        mem_free(keep);
        mem_free(occurs);
    }
    for (size_t i = 0; i < read; i++)
        mem_free(numbers[i]);
    mem_free(numbers);
    mem_free(counts);
    text_set_free(set);
    return good;
}
