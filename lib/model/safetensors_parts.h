/* safetensors_parts.h: what safetensors.c and safetensors_write.c share. */
#ifndef EMBEDLAB_MODEL_SAFETENSORS_PARTS_H
#define EMBEDLAB_MODEL_SAFETENSORS_PARTS_H

#include "model/safetensors.h"

/* In the metadata: 8 hexadecimal digits. The CRC-32 of all other keys and values, each with its NUL, and then of the
 * data. */
#define CHECKSUM_KEY "embedlab_crc32"

/* The first part of it; `metadata` as for safetensors_write. */
uint32_t safetensors_metadata_checksum(const char *const *metadata);

#endif
