/* questions.c: reader of analogy questions. */
#include "eval/questions.h"

#include <string.h>

#include "base/mem.h"
#include "text/reader.h"

#define BLANK " \t"

static void add_relation(struct questions *q, const char *name)
{
    name += strspn(name, BLANK);
    q->relations = mem_grow(q->relations, (size_t)q->relation_count + 1, sizeof *q->relations, "analogy relations");
    q->relations[q->relation_count++] =
        (struct relation){.name = mem_string(name), .syntactic = strncmp(name, "gram", 4) == 0};
}

/* The question in `line`; false if it is not four words. */
static bool add_question(struct questions *q, const char *line)
{
    struct question question = {.relation = q->relation_count - 1};
    int count = 0;
    for (line += strspn(line, BLANK); *line != '\0'; line += strspn(line, BLANK)) {
        size_t length = strcspn(line, BLANK);
        if (count == 4)
            return false;
        vocab_append(q->words, line, length, 1);
        question.word[count++] = vocab_lookup(q->words, line, length);
        line += length;
    }
    if (count != 4)
        return false;
    if (q->count == q->capacity) {
        q->capacity = (long)mem_capacity((size_t)q->capacity, (size_t)q->count + 1);
        q->items = mem_grow(q->items, (size_t)q->capacity, sizeof *q->items, "analogy questions");
    }
    q->items[q->count++] = question;
    return true;
}

static bool read_lines(struct questions *q, struct reader *in, struct error *err)
{
    const char *line;
    size_t length;
    while ((line = reader_line(in, &length)) != NULL) {
        if (line[0] == ':')
            add_relation(q, line + 1);
        else if (q->relation_count == 0)
            return error_set(err, "%s: line %ld: expected a relation (\": NAME\") before the first question",
                             reader_name(in), reader_line_number(in));
        else if (!add_question(q, line))
            return error_set(err, "%s: line %ld: expected four words (\"a b c d\") or a relation (\": NAME\")",
                             reader_name(in), reader_line_number(in));
    }
    if (reader_failed(in, err))
        return false;
    return q->count > 0 || error_set(err, "%s: holds no question", reader_name(in));
}

struct questions *questions_read(const char *path, struct error *err)
{
    struct reader *in = reader_open(path, err);
    if (!in)
        return NULL;
    struct questions *q = mem_new(1, sizeof *q, "analogy questions");
    q->words = vocab_new();
    bool good = read_lines(q, in, err);
    reader_close(in);
    if (good)
        return q;
    questions_free(q);
    return NULL;
}

void questions_free(struct questions *q)
{
    if (!q)
        return;
    for (int i = 0; i < q->relation_count; i++)
        mem_free(q->relations[i].name);
    vocab_free(q->words);
    mem_free(q->items);
    mem_free(q->relations);
    mem_free(q);
}
