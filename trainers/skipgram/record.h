/* record.h: what a run tells while it runs, and what it leaves behind in training.json. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_RECORD_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_RECORD_H

#include <stdio.h>

#include "base/json.h"
#include "base/run.h"
#include "trainers/skipgram/train.h"

/* Progress on the terminal and, if wished, JSON lines: one per hundredth of the run and per epoch. */
struct training_log {
    struct progress progress;
    const char *path; /* borrowed */
    FILE *file;       /* owned; NULL = no log. Written as it goes, and kept when the run fails. */
    struct skipgram_state last;
    double words, before; /* in all epochs; those of earlier runs that this one goes on from */
    int epochs;
};

bool training_log_open(struct training_log *l, const char *path, bool append, struct error *err);
void training_log_start(struct training_log *l, const struct skipgram *m);

/* For skipgram_train; `context` is the struct training_log. */
void training_log_report(const struct skipgram_state *state, void *context);

/* Ends progress and log. `finished`: training went through. False and *err if the log could not be
 * written. */
bool training_log_close(struct training_log *l, bool finished, struct error *err);

/* Words that this run trained. */
double training_log_words(const struct training_log *l);

/* training.json; takes over `options`. Seconds that training took, words trained in them. */
cJSON *training_record(const struct skipgram *m, cJSON *options, double seconds, double trained);

#endif
