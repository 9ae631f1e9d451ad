/* retrieval_parts.h: what the readers of collections share (retrieval_data.c, retrieval_collections.c). */
#ifndef EMBEDLAB_EVAL_TASKS_RETRIEVAL_PARTS_H
#define EMBEDLAB_EVAL_TASKS_RETRIEVAL_PARTS_H

#include <stdbool.h>

#include "eval/tasks/retrieval_data.h"

/* A query or document; one without text is passed over. false: the name is there twice. */
bool retrieval_add_text(struct retrieval_data *r, bool query, const char *name, size_t name_length, const char *text,
                        size_t length);

/* Gains of 0 and less are passed over. */
void retrieval_add_judgement(struct retrieval_data *r, int query, int document, double gain);

/* Collections in layouts of their own. */
bool retrieval_read_smart(struct retrieval_data *r, const char *path, bool query, struct error *err);
bool retrieval_read_cranfield(struct retrieval_data *r, const char *path, bool query, struct error *err);
bool retrieval_read_scifact(struct retrieval_data *r, const char *path, struct error *err);

#endif
