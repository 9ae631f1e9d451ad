/* leakage.h: which items of a benchmark a model may have seen in training.
 *
 * Texts are compared as text/text_set.h has it: words only, in any case. A line of a training text is
 * compared whole, its columns one by one, and its sentences one by one. Only the benchmarks' texts are
 * kept, however long the training texts are. */
#ifndef EMBEDLAB_EVAL_LEAKAGE_H
#define EMBEDLAB_EVAL_LEAKAGE_H

#include <stdbool.h>

#include "base/error.h"
#include "eval/task.h"

struct leakage;

struct leakage *leakage_new(void);
void leakage_free(struct leakage *l);

/* Takes note of the texts of a benchmark's `given` items. */
void leakage_add_items(struct leakage *l, const struct task *task, const void *items, long given);

/* Reads a training text once, after all items were added; returns its number, or -1 and *err. */
int leakage_read(struct leakage *l, const char *path, struct error *err);

/* seen[i] is set when item i has a text that one of the training texts files[0..count) holds. */
void leakage_seen(const struct leakage *l, const struct task *task, const void *items, long given, const int *files,
                  int count, bool *seen);

#endif
