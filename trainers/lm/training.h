/* training.h: a language model in training, and its checkpoints. */
#ifndef EMBEDLAB_TRAINERS_LM_TRAINING_H
#define EMBEDLAB_TRAINERS_LM_TRAINING_H

#include <stdio.h>

#include "base/json.h"
#include "model/folder.h"
#include "model/safetensors.h"
#include "nn/optimizer.h"
#include "trainers/lm/data.h"
#include "trainers/lm/settings.h"

/* What one step gave. */
struct step_result {
    long step;             /* from 1 */
    double loss, lr, norm; /* nats a token; of the gradient before clipping */
};

struct training {
    const struct settings *settings; /* borrowed */
    const struct option *options;    /* borrowed */
    const char *folder;              /* borrowed; the model folder */
    struct model model;              /* owned parts */
    struct data data;                /* owned */
    struct parameter *parameters;    /* borrowed; [count]: all that the model has */
    int count;
    struct parameter *learned; /* owned; [learned_count]: those that learn */
    int learned_count;
    struct adamw adam; /* owned; of `learned` */
    int threads;

    long step, steps;           /* done, in all */
    long saved;                 /* step of the last checkpoint; -1 = none */
    double seconds;             /* spent so far, earlier runs included */
    struct step_result *losses; /* owned; [loss_count]: about 500 of the run, with room for all */
    int loss_count;
    cJSON *validations; /* owned; [{step, loss, perplexity, ...}] */
};

/* Everything but the values of the weights, with room for a run of t->settings. `config`: of the model;
 * `t->model.tokenizer` and `t->data` must be there. Memory for all steps is taken here. */
void training_prepare(struct training *t, const struct transformer_config *config);
void training_release(struct training *t);

/* Bytes of AdamW's moments. */
size_t training_moments_memory(const struct training *t);

/* What computes, on the heap: "AVX-512, own GEMM, bf16". */
char *training_kernels(const struct training *t);

/* One step. t->step stays when the result is not finite; then the weights are as before. */
struct step_result training_step(struct training *t);

/* Trains until the end, or until Ctrl-C, from t->step on. Writes checkpoints. False and *err when
 * interrupted, when a file cannot be written, or when the loss is no longer finite. */
bool training_run(struct training *t, struct error *err);

/* Is there nothing left to train: all steps made, or no patience left? */
bool training_finished(const struct training *t);

/* ---- validation.c ---- */

/* Is one due after the steps made so far? */
bool validation_due(const struct training *t);

/* The mean loss of the held-out tokens in nats; prints it and adds it to t->validations and to the log file (NULL:
 * none), if it is finite. */
double validation_run(struct training *t, FILE *log_file);

/* Step of the lowest loss so far, how many validations came after it; -1 and 0 if there was none. */
long validation_best(const struct training *t, long *since);

/* ---- checkpoint.c ----
 *
 * A checkpoint is the model folder with training.json and state.safetensors: weights, both moments
 * ("first.NAME", "second.NAME") and, as metadata, the step and a copy of training.json. A run resumes
 * from state.safetensors and tokenizer.json alone, so that a kill between two files does no harm.
 * With --patience the model in the folder is the one of the best validation, the state always the last. */

bool checkpoint_write(struct training *t, struct error *err);

/* Removes the state of an earlier run in the folder, which would pass for that of the one that starts. */
void checkpoint_forget(const struct training *t);

/* The model as it is now, with its training.json, in DIR/checkpoints/STEP. */
bool checkpoint_keep(const struct training *t, struct error *err);

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

/* Weights, moments, step and curves into `t`, whose parts are all made and whose texts must be those
 * that the run was started with. */
bool checkpoint_load(const struct checkpoint *c, struct training *t, struct error *err);

#endif
