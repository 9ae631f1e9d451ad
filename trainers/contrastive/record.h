/* record.h: what a run tells while it runs, and what it leaves behind in training.json. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_RECORD_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_RECORD_H

#include <stdio.h>

#include "base/json.h"
#include "base/run.h"
#include "trainers/contrastive/train.h"

#define CURVE_POINTS 100

/* A stretch of steps, averaged. */
struct curve_point {
    long step; /* the last one */
    double loss, alignment, uniformity, mean_cosine;
};

struct training_log {
    struct progress progress;
    const char *path;  /* borrowed */
    FILE *file;        /* owned; NULL = no log. A line per step, kept when the run fails. */
    long steps, batch; /* planned steps; sentences a step */
    long done;         /* steps made */
    struct curve_point sum; /* of the stretch going on */
    long summed;
    struct curve_point curve[CURVE_POINTS];
    int points;
    bool collapsed; /* the mean cosine of a whole stretch was above COLLAPSED */
    bool interrupted;
};

bool training_log_open(struct training_log *l, const char *path, struct error *err);
void training_log_start(struct training_log *l, long steps, long batch);

/* For train; `context` is the struct training_log. False after Ctrl-C. */
bool training_log_report(const struct training_step *step, void *context);

/* Ends progress and log; `finished`: training went through. Sentences per second into *rate. False
 * and *err if the log could not be written. */
bool training_log_close(struct training_log *l, bool finished, double *rate, struct error *err);

/* training.json; takes over `options`. */
cJSON *training_record(const struct training_log *l, cJSON *options, const struct sentences *s, const char *corpus,
                       const struct encoder *e, long initialized, int threads, double seconds);

#endif
