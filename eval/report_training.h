/* report_training.h: what a report takes from a trainer's training.json.
 *
 * What a model is for, and which arm of an experiment it is, follows from the program that made it and
 * from its options, never from its name. */
#ifndef EMBEDLAB_EVAL_REPORT_TRAINING_H
#define EMBEDLAB_EVAL_REPORT_TRAINING_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/error.h"

enum report_role {
    ROLE_UNKNOWN,
    ROLE_WORD_VECTORS, /* skipgram, glove: trained for the vectors of words */
    ROLE_ENCODER,      /* contrastive: trained for the vectors of sentences */
    ROLE_TUNED,        /* contrastive, started from a language model */
    ROLE_LM,           /* lm with a token table that is learned from random numbers */
    ROLE_LM_FROZEN,    /* lm whose table was never trained: random numbers, or word vectors */
    ROLE_LM_STARTED,   /* lm whose table was trained on from word vectors */
    ROLES
};

/* "language model", ... */
const char *report_role_name(enum report_role role);

/* A training.json. Strings are empty and numbers NaN where the file does not say. */
struct report_training {
    char *path;                   /* owned */
    const char *program, *corpus; /* the corpus without its folder */
    enum report_role role;
    const char *initial; /* model or word vectors that training started from, as given */
    const char *tokenizer;
    const char *attention; /* of a tuned model: "causal" or "bidirectional" */
    bool tied;             /* lm: is the output head the token table? */
    double seed, seconds;
    double seen; /* words, tokens or sentences that training went through */
    const char *seen_unit;
    double loss, validation; /* the last ones */
    cJSON *json;             /* owned */
};

void report_training_release(struct report_training *t);

/* What the language model lost on held-out text after `step` steps; NaN unknown. */
double report_training_loss_at(const struct report_training *t, long step);

/* Is `path` the same model as `other`, both as written in a file? Trailing slashes do not count, and of
 * relative paths the folders above need not agree. */
bool report_same_model(const char *path, const char *other);

#endif
