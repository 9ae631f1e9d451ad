/* questions.h: analogy questions in the format of word2vec's questions-words.txt.
 *
 * Lines ": NAME" begin a relation; each other line is a question of four words, "a b c d": a is to
 * b as c is to d. */
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
    char *name;     /* owned */
    bool syntactic; /* its name begins with "gram", as the Google set marks them */
};

struct questions {
    struct vocab *words; /* owned; the distinct words, in order of appearance */
    struct question *items;
    long count, capacity;
    struct relation *relations;
    int relation_count;
};

/* NULL and *err (file, line) for a line without exactly four words, a question before the first
 * relation, a file without questions. */
struct questions *questions_read(const char *path, struct error *err);
void questions_free(struct questions *q);

#endif
