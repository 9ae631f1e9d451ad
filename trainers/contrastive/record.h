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
    double step; /* the last one */
    double loss, alignment, uniformity, mean_cosine;
};
enum { CURVE_VALUES = sizeof(struct curve_point) / sizeof(double) };

/* A look at the dev set. */
struct dev_point {
    double step, score;
};
enum { DEV_VALUES = sizeof(struct dev_point) / sizeof(double) };

struct training_log {
    struct progress progress;
    const char *path; /* borrowed */
    FILE *file;       /* owned; NULL = no log. A line per step, kept when the run fails. */
    long steps;       /* planned */
    long first;       /* step from which this program goes on; 0: from the start */
    long batch;       /* rows a step */
    struct curve_point sum; /* of the stretch going on */
    long summed;
    struct curve_point curve[CURVE_POINTS];
    int points;
    struct dev_point *dev; /* owned; [dev_points], of dev_capacity */
    long dev_points, dev_capacity;
    struct dev_point best; /* step -1: none yet */
    bool collapsed;        /* the mean cosine of a whole stretch was above COLLAPSED */
    double seconds;        /* spent by earlier programs of the same run */
};

/* Opens the log file; that of a resumed run is cut to the steps made (l->first) and goes on. */
bool training_log_open(struct training_log *l, const char *path, struct error *err);
void training_log_start(struct training_log *l, long steps, long batch);
void training_log_release(struct training_log *l);

/* Notes a step, or a look at the dev set after `step` steps; whether it is the best one so far. */
void training_log_step(struct training_log *l, const struct training_step *step);
bool training_log_dev(struct training_log *l, long step, double score);

/* Seconds of the run so far. */
double training_log_seconds(const struct training_log *l);

/* Ends progress and log; `finished`: training went through. Rows per second into *rate. False
 * and *err if the log could not be written. */
bool training_log_close(struct training_log *l, long done, bool finished, double *rate, struct error *err);

/* What a resumed run has to know, exactly, as a part of its state; from there back, checked (`path` for messages). */
cJSON *training_log_save(const struct training_log *l);
bool training_log_load(struct training_log *l, const cJSON *json, const char *path, long step, struct error *err);

/* training.json. */
struct training_record {
    const struct training *training;
    const struct training_log *log;
    cJSON *options; /* taken over */
    const char *init; /* what was started from; NULL: nothing */
    long initialized; /* embeddings taken from word vectors */
    int threads;
};
cJSON *training_record(const struct training_record *r);

#endif
