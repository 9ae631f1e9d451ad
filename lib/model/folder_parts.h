/* folder_parts.h: the files of a model folder, for folder.c. */
#ifndef EMBEDLAB_MODEL_FOLDER_PARTS_H
#define EMBEDLAB_MODEL_FOLDER_PARTS_H

#include <cjson/cJSON.h>

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

/* The fields of each style of transformer (folder_styles.c); `path` is that of config.json. Reading fills *t but
 * for causal, has_head and tied, and refuses by name what lib/nn does not do. */
bool folder_style_read(struct transformer_config *t, const cJSON *json, const char *path, struct error *err);
void folder_style_write(const struct transformer_config *t, cJSON *json);

/* An optional field that is true or false. */
bool folder_flag_read(const cJSON *json, const char *path, const char *name, bool otherwise, bool *value,
                      struct error *err);

/* ---- modules.json and what it points to (folder_modules.c) ---- */

bool folder_modules_read(const struct folder_config *c, const char *folder, enum pooling *pooling, struct error *err);
bool folder_modules_write(const struct model *m, int dim, const char *folder, struct error *err);
bool folder_tokenizer_config_write(const struct model *m, const char *folder, struct error *err);

/* ---- the files of weights (folder_shards.c) ---- */

/* model.safetensors, or model.safetensors.index.json and the files that it names. */
struct folder_shards {
    char *path; /* owned; of the first file mentioned above that is there */
    struct shard {
        char *path;                /* owned */
        struct safetensors *file; /* owned */
    } *shards;                     /* owned; [count] */
    int count;
};

/* Reads all files; with an index, they hold exactly the tensors that it lists for them. */
bool folder_shards_read(struct folder_shards *s, const char *folder, struct error *err);
void folder_shards_release(struct folder_shards *s);

/* ---- their tensors (folder_weights.c) ---- */

struct folder_weights;

/* The weights of a model as `c` says; every tensor is checked against it before the caller takes memory for the
 * model, so that no number of config.json takes memory that the files do not fill. */
struct folder_weights *folder_weights_read(const char *folder, const struct folder_config *c, struct error *err);
void folder_weights_free(struct folder_weights *w);

/* Fills the parameters of m->transformer, or m->table. */
void folder_weights_load(const struct folder_weights *w, struct model *m);

bool folder_weights_write(const struct model *m, const char *path, struct error *err);

#endif
