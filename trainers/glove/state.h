/* state.h: a run on disk, so that it can go on where it stopped: OUTPUT.state.safetensors (model/run_state.h).
 *
 * It holds both tables with their squares, in the grid's order. The counts are not in it: counting again
 * takes less time than reading them would. */
#ifndef EMBEDLAB_TRAINERS_GLOVE_STATE_H
#define EMBEDLAB_TRAINERS_GLOVE_STATE_H

#include "base/json.h"
#include "trainers/glove/train.h"

/* `corpus` is the corpus's checksum. */
bool state_write(const struct glove *m, const char *path, const cJSON *options, const char *corpus, struct error *err);

/* Puts the state of `path` into a model that glove_init made. False and *err when it is broken or belongs
 * to another corpus, vocabulary or objective; more epochs than before and another number of threads are
 * welcome. */
bool state_read(struct glove *m, const char *path, const cJSON *options, const char *corpus, struct error *err);

#endif
