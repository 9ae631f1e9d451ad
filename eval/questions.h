/* questions.h: analogy questions, "a b c d": a is to b as c is to d.
 *
 * In the format of word2vec's questions-words.txt: lines ": NAME" begin a relation, each other line is a question of
 * four words. Or (.csv) a table with the columns type (the relation), word1, word2, word3 and target. */
#ifndef EMBEDLAB_EVAL_QUESTIONS_H
#define EMBEDLAB_EVAL_QUESTIONS_H

#include <stdbool.h>

#include "base/error.h"
#include "text/vocab.h"

struct question {
    int word[4];  /* a, b, c, d: ids in `words` */
    int relation; /* index into `relations` */
};

struct relation {
    char *name;       /* owned */
    const char *kind; /* "syntactic" if its name begins with "gram", else "semantic"; NULL in a file without "gram" */
};

struct questions {
    struct vocab *words; /* owned; the distinct words, in order of appearance */
    struct question *items;
    long count, capacity;
    struct relation *relations;
    int relation_count;
};

/* NULL and *err (file, line) for a line or row without exactly four words, a question before the first
 * relation, a file without questions. */
struct questions *questions_read(const char *path, struct error *err);
void questions_free(struct questions *q);

#endif
