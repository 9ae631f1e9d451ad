/* state.h: a run on disk (model/run_state.h): weights, moments, and where training stands. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_STATE_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_STATE_H

#include "trainers/contrastive/record.h"

bool state_write(const char *path, const struct training *t, const struct training_log *l, const cJSON *options,
                 struct error *err);

/* Into a run that was made of the same options. */
bool state_read(const char *path, struct training *t, struct training_log *l, const cJSON *options, struct error *err);

#endif
