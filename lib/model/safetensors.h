/* safetensors.h: tensors in a file: u64 header length, JSON header, data (Hugging Face format).
 *
 * Reading checks every size against the file: no overlap, no hole, no trailing byte, no name twice,
 * known dtypes. F32, F16, BF16, F64 and integers all become float (values are not judged here: a NaN
 * is read as a NaN). F32 is written, with a CRC-32 of metadata and data in the metadata, where other
 * readers pass over it; where it is there it is checked. */
#ifndef EMBEDLAB_MODEL_SAFETENSORS_H
#define EMBEDLAB_MODEL_SAFETENSORS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define SAFETENSORS_HEADER_LIMIT ((uint64_t)100000000) /* bytes, as in the reference implementation */

struct tensor {
    char *name;
    int dimensions; /* 0 = a single number */
    long shape[4];
    long size;         /* elements */
    const float *data; /* [size]; when writing: borrowed */
};

struct safetensors {
    struct tensor *tensors; /* owned; [count], in the order of their data */
    int count;
    float *storage;  /* owned; the data of all tensors */
    char **metadata; /* owned; key, value, key, value, ..., NULL */
};

/* NULL and *err (file, tensor or offset, what was expected) when the file is missing or broken. */
struct safetensors *safetensors_read(const char *path, struct error *err);
void safetensors_free(struct safetensors *s);

const struct tensor *safetensors_find(const struct safetensors *s, const char *name);  /* NULL: none */
const char *safetensors_metadata(const struct safetensors *s, const char *key);        /* NULL: none */

/* Writes tensors[count] as F32 in the order given, aside and renamed. `metadata` may be NULL; else
 * key, value pairs ended by NULL. */
bool safetensors_write(const char *path, const struct tensor *tensors, int count, const char *const *metadata,
                       struct error *err);

#endif
