/* leakage.c: benchmarks' texts found again in training texts. */
#include "eval/leakage.h"

#include <string.h>

#include "base/mem.h"
#include "text/sentences.h"
#include "text/table_reader.h"
#include "text/text_set.h"

/* A training text that was read. */
struct training_text {
    char *path;  /* owned */
    bool *holds; /* owned; [texts] which of the benchmarks' texts it holds */
};

struct leakage {
    struct text_set *set; /* owned; the texts of all benchmarks */
    long texts;           /* how many */
    struct training_text *read;
    int read_count;
};

struct leakage *leakage_new(void)
{
    struct leakage *l = mem_new(1, sizeof *l, "training texts");
    l->set = text_set_new();
    return l;
}

void leakage_free(struct leakage *l)
{
    if (!l)
        return;
    for (int i = 0; i < l->read_count; i++) {
        mem_free(l->read[i].path);
        mem_free(l->read[i].holds);
    }
    mem_free(l->read);
    text_set_free(l->set);
    mem_free(l);
}

void leakage_add_items(struct leakage *l, const struct task *task, const void *items, long given)
{
    const char *text;
    for (long i = 0; i < given && task->text != NULL; i++)
        for (int k = 0; (text = task->text(items, i, k)) != NULL; k++) {
            int32_t number = text_set_add(l->set, text, strlen(text));
            if (number >= l->texts)
                l->texts = number + 1;
        }
}

static void mark(struct leakage *l, const char *text, size_t length, bool *holds)
{
    int32_t number = text_set_find(l->set, text, length);
    if (number >= 0)
        holds[number] = true;
}

/* A cell whole and, where it is several sentences, each of them. */
static void mark_cell(struct leakage *l, const char *text, size_t length, bool *holds)
{
    mark(l, text, length, holds);
    size_t first = sentence_length(text, length);
    for (size_t start = 0, next = first; first < length && start < length; start += next) {
        next = sentence_length(text + start, length - start);
        mark(l, text + start, next, holds);
    }
}

int leakage_read(struct leakage *l, const char *path, struct error *err)
{
    for (int i = 0; i < l->read_count; i++)
        if (strcmp(l->read[i].path, path) == 0)
            return i;
    struct table_reader *in = table_reader_open(path, TABLE_BY_NAME, NULL, err);
    if (!in)
        return -1;
    bool *holds = mem_new((size_t)l->texts + 1, sizeof *holds, "training texts");
    const struct table_cell *cell;
    int count;
    while ((cell = table_reader_row(in, &count)) != NULL)
        for (int i = 0; i < count; i++)
            mark_cell(l, cell[i].text, cell[i].length, holds);
    bool failed = table_reader_failed(in, err);
    table_reader_close(in);
    if (failed) {
        mem_free(holds);
        return -1;
    }
    l->read = mem_grow(l->read, (size_t)l->read_count + 1, sizeof *l->read, "training texts");
    l->read[l->read_count] = (struct training_text){mem_string(path), holds};
    return l->read_count++;
}

/* Does one of the training texts hold `text`? */
static bool is_held(const struct leakage *l, const char *text, const int *files, int count)
{
    int32_t number = text_set_find(l->set, text, strlen(text));
    bool held = false;
    for (int i = 0; number >= 0 && i < count; i++)
        held |= l->read[files[i]].holds[number];
    return held;
}

void leakage_seen(const struct leakage *l, const struct task *task, const void *items, long given, const int *files,
                  int count, bool *seen)
{
    const char *text;
    for (long i = 0; i < given; i++) {
        seen[i] = false;
        for (int k = 0; !seen[i] && (text = task->text(items, i, k)) != NULL; k++)
            seen[i] = is_held(l, text, files, count);
    }
}
