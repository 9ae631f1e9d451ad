/* training.h: a language model in training, and its checkpoints. */
#ifndef EMBEDLAB_TRAINERS_LM_TRAINING_H
#define EMBEDLAB_TRAINERS_LM_TRAINING_H

#include "base/json.h"
#include "model/folder.h"
#include "model/safetensors.h"
#include "nn/optimizer.h"
#include "trainers/lm/data.h"
#include "trainers/lm/settings.h"

struct training {
    const struct settings *settings; /* borrowed */
    const struct option *options;    /* borrowed */
    const char *folder;              /* borrowed; the model folder */
    struct model model;              /* owned parts */
    struct data data;                /* owned */
    struct parameter *parameters;    /* borrowed; [count] */
    int count;
    struct adamw adam; /* owned */
    int threads;

    long step, steps;   /* done, in all */
    long saved;         /* step of the last checkpoint; -1 = none */
    double seconds;     /* spent so far, earlier runs included */
    cJSON *losses;      /* owned; [{step, loss, lr}] */
    cJSON *validations; /* owned; [{step, loss, perplexity, ...}] */
};

/* Trains until the end, or until Ctrl-C, from t->step on. Writes checkpoints. False and *err when
 * interrupted, when a file cannot be written, or when the loss is no longer finite. */
bool training_run(struct training *t, struct error *err);

/* ---- checkpoint.c ----
 *
 * A checkpoint is the model folder with training.json and state.safetensors: weights, both moments
 * ("first.NAME", "second.NAME") and, as metadata, the step and a copy of training.json. A run resumes
 * from state.safetensors and tokenizer.json alone, so that a kill between two files does no harm. */

bool checkpoint_write(struct training *t, struct error *err);

/* An opened checkpoint: its step and the training.json of that moment. */
struct checkpoint {
    char *path;                /* owned; for messages */
    struct safetensors *state; /* owned */
    cJSON *record;             /* owned */
    long step;
};

bool checkpoint_open(struct checkpoint *c, const char *folder, struct error *err);
void checkpoint_close(struct checkpoint *c);

/* The options of the run that made it. */
const cJSON *checkpoint_options(const struct checkpoint *c);

/* Does it hold a model of this configuration? To be asked before memory is taken for one. */
bool checkpoint_fits(const struct checkpoint *c, const struct transformer_config *config, struct error *err);

/* Weights, moments, step and curves into `t`, whose parts are all made and whose corpus must be the
 * one that the run was started with. */
bool checkpoint_load(const struct checkpoint *c, struct training *t, struct error *err);

#endif
