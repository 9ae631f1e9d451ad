/* selection.h: which benchmarks are scored. */
#ifndef EMBEDLAB_EVAL_SELECTION_H
#define EMBEDLAB_EVAL_SELECTION_H

#include "eval/evaluation.h"

/* The suites' names, separated by '|', and "all". */
#define SUITE_CHOICES "words|sentences|retrieval|transfer|contexts|probes|geometry|chinese|world|all"

/* Fills e->tasks with the benchmarks named (`names`, NULL-ended, or NULL: those of `suite`) whose files are in e->data,
 * and e->missing with the others, which are explained on standard error. "all" takes the world's only where they are.
 * False and *err when one that was named is missing, or none is there (of "all": none that has files). */
bool evaluation_select(struct evaluation *e, const char *suite, char **names, struct error *err);

/* Every benchmark of the suite on a line of `out`: name, suite, whether its files are in `data`, title, kind, citation;
 * of a missing one the file and where it is from. */
void evaluation_list(const char *suite, const char *data, struct output *out);

#endif
