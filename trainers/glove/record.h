/* record.h: what a run tells while it runs, and what it leaves behind in training.json. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_RECORD_H
#define EMBEDLAB_TRAINERS_GLOVE_RECORD_H

#include <stdio.h>

#include "base/json.h"
#include "base/run.h"
#include "text/word_corpus.h"
#include "trainers/glove/train.h"

/* Progress on the terminal and, if wished, JSON lines: one per hundredth of the run. */
struct training_log {
    struct progress progress;
    const char *path; /* borrowed */
    FILE *file;       /* owned; NULL = no log. Written as it goes, and kept when the run fails. */
    struct glove_state last;
    double cells, before; /* in all epochs; those of earlier runs that this one goes on from */
    int epochs;
};

bool training_log_open(struct training_log *l, const char *path, bool append, struct error *err);
void training_log_start(struct training_log *l, const struct glove *m);

/* For glove_train; `context` is the struct training_log. */
void training_log_report(const struct glove_state *state, void *context);

/* Ends progress, if it was started, and log. `finished`: training went through. False and *err if the
 * log could not be written. */
bool training_log_close(struct training_log *l, bool finished, struct error *err);

/* Cells that this run trained. */
double training_log_cells(const struct training_log *l);

/* training.json; takes over `options`. Seconds that counting and training took, cells trained in them. */
cJSON *training_record(const struct glove *m, cJSON *options, const struct word_corpus *c, double counting,
                       double training, double trained);

#endif
