/* run_state.h: a training run on disk, from which it can go on where it stopped.
 *
 * A safetensors file of the tables; its metadata ("run", JSON) tell what the run depends on (options,
 * checksums of corpus and vocabulary) and where training stands. */
#ifndef EMBEDLAB_MODEL_RUN_STATE_H
#define EMBEDLAB_MODEL_RUN_STATE_H

#include "base/error.h"
#include "base/json.h"
#include "math/matrix.h"
#include "text/tokenizer.h"

/* What must be the same to go on; all borrowed. */
struct run_identity {
    const char *program;
    const cJSON *options;     /* all of them, as options_json gives them */
    const char *const *loose; /* NULL-ended names of options that may change from one run to the next */
    const char *corpus;       /* checksum */
    const struct vocab *vocab;          /* or */
    const struct tokenizer *tokenizer;  /* where there is no vocab */
};

struct run_table {
    const char *name;
    struct matrix matrix; /* borrowed */
};

/* Writes tables[count] and `position`, an object that the caller made and that this takes over. */
bool run_state_write(const char *path, const struct run_identity *id, const struct run_table *tables, int count,
                     cJSON *position, struct error *err);

/* Reads what was written into tables of the same shape and returns the position, which the caller owns and
 * checks. NULL and *err when the file is broken or belongs to another run. */
cJSON *run_state_read(const char *path, const struct run_identity *id, const struct run_table *tables, int count,
                      struct error *err);

/* A number in a position, whose last bit counts (cJSON would round it); null when it is not finite. */
cJSON *run_position_number(double value);
void run_position_put_number(cJSON *position, const char *name, double value);

/* The part of a position that all trainers have: epochs done and their losses. Reading refuses a run that
 * has begun more than `limit` epochs; `within`: one more than are done. */
void run_position_put(cJSON *position, int epoch, const double *losses);
bool run_position_get(const cJSON *position, const char *path, int limit, bool within, int *epoch, double *losses,
                      struct error *err);

/* The message of a run that Ctrl-C stopped in `epoch` (from 0) of `epochs` and that was saved, or not for the
 * reason in *err. Always returns false. */
bool run_state_stopped(bool saved, int epoch, int epochs, struct error *err);

#endif
