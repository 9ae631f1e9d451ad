/* report_layers.h: a language model followed from its input table through its layers to its output table. */
#ifndef EMBEDLAB_EVAL_REPORT_LAYERS_H
#define EMBEDLAB_EVAL_REPORT_LAYERS_H

#include "eval/report_data.h"

/* The views of one model under one pooling and post-processing, lowest first. */
struct layer_curve {
    const char *model, *pooling, *post; /* borrowed */
    int *views;                         /* owned; [count] indices of the report's views */
    int count;
};

/* Curves with at least two layers, in order of first appearance, into *curves (owned by the caller).
 * Returns how many. */
int layer_curves(const struct report *r, struct layer_curve **curves);
void layer_curves_free(struct layer_curve *curves, int count);

/* K of a view layer:K:POOL; -1: it is no such view. `last` counts as a large one. */
int layer_number(const struct report_view *v);

/* "input", "layer 3", "output"; on the heap. */
char *layer_label(const struct report_view *v);

/* Has any view of the curve a score on the task? */
bool layer_curve_has(const struct report *r, const struct layer_curve *c, int task);

/* Up to `limit` tasks that tell most about a model, of those that the curve has at least two scores for. */
int layer_curve_tasks(const struct report *r, const struct layer_curve *c, int *tasks, int limit);

#endif
