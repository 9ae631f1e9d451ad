#include "text/text_set.h"

#include "base/mem.h"
#include "text/string_table.h"
#include "text/table_reader.h"
#include "text/words.h"

struct text_set {
    struct word_splitter *splitter; /* owned */
    struct string_table keys;
    char *key; /* owned; of the text at hand */
    size_t key_capacity;
};

struct text_set *text_set_new(void)
{
    struct text_set *s = mem_new(1, sizeof *s, "text set");
    s->splitter = word_splitter_new();
    return s;
}

void text_set_free(struct text_set *s)
{
    if (!s)
        return;
    word_splitter_free(s->splitter);
    string_table_release(&s->keys);
    mem_free(s->key);
    mem_free(s);
}

int32_t text_set_size(const struct text_set *s)
{
    return (int32_t)s->keys.count;
}

/* What is left of the text, in s->key; its length. */
static size_t make_key(struct text_set *s, const char *text, size_t length)
{
    size_t used = 0, size;
    const char *word;
    word_splitter_start(s->splitter, text, length);
    while ((word = word_splitter_next(s->splitter, &size))) {
        if (used + size > s->key_capacity) {
            s->key_capacity = mem_capacity(s->key_capacity, used + size);
            s->key = mem_grow(s->key, s->key_capacity, 1, "text set");
        }
        for (size_t i = 0; i < size; i++)
            if (word[i] != '\'' && word[i] != '_')
                s->key[used++] = word[i];
    }
    return used;
}

int32_t text_set_add(struct text_set *s, const char *text, size_t length)
{
    size_t size = make_key(s, text, length);
    return size > 0 ? string_table_add(&s->keys, s->key, size, NULL) : -1;
}

int32_t text_set_find(struct text_set *s, const char *text, size_t length)
{
    size_t size = make_key(s, text, length);
    return size > 0 ? string_table_find(&s->keys, s->key, size) : -1;
}

int32_t *text_set_read(struct text_set *s, const char *path, size_t *count, struct error *err)
{
    struct table_reader *t = table_reader_open(path, TABLE_BY_NAME, NULL, err);
    if (!t)
        return NULL;
    int32_t *numbers = mem_new(1, sizeof *numbers, "text set"); /* never NULL */
    size_t capacity = 1;
    *count = 0;
    const struct table_cell *cells;
    for (int cell_count; (cells = table_reader_row(t, &cell_count));)
        for (int i = 0; i < cell_count; i++) {
            int32_t number = text_set_add(s, cells[i].text, cells[i].length);
            if (*count == capacity) {
                capacity = mem_capacity(capacity, *count + 1);
                numbers = mem_grow(numbers, capacity, sizeof *numbers, "text set");
            }
            if (number >= 0)
                numbers[(*count)++] = number;
        }
    bool failed = table_reader_failed(t, err);
    table_reader_close(t);
    if (!failed)
        return numbers;
    mem_free(numbers);
    return NULL;
}
