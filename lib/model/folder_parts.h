/* folder_parts.h: the files of a model folder, for folder.c. */
#ifndef EMBEDLAB_MODEL_FOLDER_PARTS_H
#define EMBEDLAB_MODEL_FOLDER_PARTS_H

#include "model/folder.h"
#include "model/safetensors.h"

/* ---- config.json (folder_config.c) ---- */

/* The kind and, for a transformer, its configuration; for a bag only vocabulary and dim. */
struct folder_config {
    enum model_kind kind;
    struct transformer_config transformer;
    int end; /* id of the end-of-text token */
};

bool folder_config_read(struct folder_config *c, const char *folder, struct error *err);
bool folder_config_write(const struct folder_config *c, const char *folder, struct error *err);

/* ---- modules.json and what it points to (folder_modules.c) ---- */

bool folder_modules_read(enum model_kind kind, const char *folder, enum pooling *pooling, struct error *err);
bool folder_modules_write(const struct model *m, int dim, const char *folder, struct error *err);
bool folder_tokenizer_config_write(const struct model *m, const char *folder, struct error *err);

/* ---- model.safetensors (folder_weights.c) ---- */

/* Holds the sizes of `c` against the tensors, so that no number of config.json takes memory that
 * the file does not fill. */
bool folder_weights_check(const struct safetensors *s, const char *path, const struct folder_config *c,
                          struct error *err);

/* Fills the parameters of m->transformer, or m->table. */
bool folder_weights_load(struct model *m, const struct safetensors *s, const char *path, struct error *err);
bool folder_weights_write(const struct model *m, const char *path, struct error *err);

#endif
