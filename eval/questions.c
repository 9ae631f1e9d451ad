/* questions.c: reader of analogy questions. */
#include "eval/questions.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "text/reader.h"
#include "text/table_reader.h"

#define BLANK " \t"

static void add_relation(struct questions *q, const char *name)
{
    name += strspn(name, BLANK);
    q->relations = mem_grow(q->relations, (size_t)q->relation_count + 1, sizeof *q->relations, "analogy relations");
    q->relations[q->relation_count++] = (struct relation){.name = mem_string(name), .kind = NULL};
}

/* The relation of that name, which is added when it is new. */
static int find_relation(struct questions *q, const char *name)
{
    for (int i = q->relation_count - 1; i >= 0; i--)
        if (strcmp(q->relations[i].name, name) == 0)
            return i;
    add_relation(q, name);
    return q->relation_count - 1;
}

/* The question of four words in q->words. */
static void add_question(struct questions *q, int relation, const int word[4])
{
    if (q->count == q->capacity) {
        q->capacity = (long)mem_capacity((size_t)q->capacity, (size_t)q->count + 1);
        q->items = mem_grow(q->items, (size_t)q->capacity, sizeof *q->items, "analogy questions");
    }
    struct question question = {.relation = relation};
    memcpy(question.word, word, sizeof question.word);
    q->items[q->count++] = question;
}

static int intern(struct questions *q, const char *word, size_t length)
{
    vocab_append(q->words, word, length, 1);
    return vocab_lookup(q->words, word, length);
}

/* The question in `line`; false if it is not four words. */
static bool parse_question(struct questions *q, const char *line)
{
    int word[4], count = 0;
    for (line += strspn(line, BLANK); *line != '\0'; line += strspn(line, BLANK)) {
        size_t length = strcspn(line, BLANK);
        if (count == 4)
            return false;
        word[count++] = intern(q, line, length);
        line += length;
    }
    if (count == 4)
        add_question(q, q->relation_count - 1, word);
    return count == 4;
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
        else if (!parse_question(q, line))
            return error_set(err, "%s: line %ld: expected four words (\"a b c d\") or a relation (\": NAME\")",
                             reader_name(in), reader_line_number(in));
    }
    if (reader_failed(in, err))
        return false;
    return q->count > 0 || error_set(err, "%s: holds no question", reader_name(in));
}

/* The cell without the blanks around it. */
static struct table_cell trimmed(struct table_cell cell)
{
    for (; cell.length > 0 && cell.text[0] == ' '; cell.text++, cell.length--)
        ;
    for (; cell.length > 0 && cell.text[cell.length - 1] == ' '; cell.length--)
        ;
    return cell;
}

/* Rows of relation, a, b, c, d; the relations may take turns, as those of the MSR set do. */
static bool read_rows(struct questions *q, struct table_reader *in, struct error *err)
{
    int count;
    for (const struct table_cell *cell; (cell = table_reader_row(in, &count)) != NULL;) {
        int word[4], relation = find_relation(q, cell[0].text);
        for (int i = 0; i < 4; i++) {
            struct table_cell text = trimmed(cell[1 + i]);
            if (text.length == 0)
                return error_set(err, "%s: line %ld: expected four words, found an empty cell", table_reader_name(in),
                                 table_reader_line(in));
            word[i] = intern(q, text.text, text.length);
        }
        add_question(q, relation, word);
    }
    if (table_reader_failed(in, err))
        return false;
    return q->count > 0 || error_set(err, "%s: holds no question", table_reader_name(in));
}

static bool read_file(struct questions *q, const char *path, struct error *err)
{
    bool good = false;
    if (path_ends_with(path, ".csv")) {
        struct table_reader *in = table_reader_open(path, TABLE_CSV, "type,word1,word2,word3,target", err);
        good = in && read_rows(q, in, err);
        if (in)
            table_reader_close(in);
    } else {
        struct reader *in = reader_open(path, err);
        good = in && read_lines(q, in, err);
        if (in)
            reader_close(in);
    }
    return good;
}

static bool is_syntactic(const struct relation *r)
{
    return strncmp(r->name, "gram", 4) == 0;
}

/* As the Google set marks them. */
static void set_kinds(struct questions *q)
{
    bool marked = false;
    for (int i = 0; i < q->relation_count; i++)
        marked |= is_syntactic(&q->relations[i]);
    for (int i = 0; marked && i < q->relation_count; i++)
        q->relations[i].kind = is_syntactic(&q->relations[i]) ? "syntactic" : "semantic";
}

struct questions *questions_read(const char *path, struct error *err)
{
    struct questions *q = mem_new(1, sizeof *q, "analogy questions");
    q->words = vocab_new();
    if (read_file(q, path, err)) {
        set_kinds(q);
        return q;
    }
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
