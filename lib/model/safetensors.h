/* safetensors.h: tensors in a file: u64 header length, JSON header, data (Hugging Face format).
 *
 * Read whole into memory with every size checked against the file: no overlap, no hole, no trailing
 * byte, known dtypes. F32, F16, BF16 are converted to float on reading; F32 and I64 are written. */
#ifndef EMBEDLAB_MODEL_SAFETENSORS_H
#define EMBEDLAB_MODEL_SAFETENSORS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct tensor {
    char *name;
    int dimensions;
    long shape[4];
    long size;         /* elements */
    const float *data; /* [size]; when writing: borrowed */
};

struct safetensors {
    struct tensor *tensors; /* owned; [count] */
    int count;
    void *storage; /* owned */
};

struct safetensors *safetensors_read(const char *path, struct error *err);
void safetensors_free(struct safetensors *s);
const struct tensor *safetensors_find(const struct safetensors *s, const char *name); /* NULL: none */

/* Writes tensors[count], aside and renamed. `metadata` may be NULL; else key, value pairs ended by
 * NULL. */
bool safetensors_write(const char *path, const struct tensor *tensors, int count, const char *const *metadata,
                       struct error *err);

#endif
