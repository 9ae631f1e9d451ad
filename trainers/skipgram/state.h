/* state.h: a run on disk, so that it can go on where it stopped: OUTPUT.state.safetensors (model/run_state.h). */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_STATE_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_STATE_H

#include "base/json.h"
#include "trainers/skipgram/train.h"

bool state_write(const struct skipgram *m, const char *path, const cJSON *options, struct error *err);

/* Puts the state of `path` into a model that skipgram_init made. False and *err when it is broken or belongs
 * to another corpus, vocabulary or objective, or to another number of epochs, over which the learning rate
 * falls; another number of threads is welcome. */
bool state_read(struct skipgram *m, const char *path, const cJSON *options, struct error *err);

#endif
