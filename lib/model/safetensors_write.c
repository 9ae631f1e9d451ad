/* safetensors_write.c: writing, and the checksum. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "model/safetensors_parts.h"

uint32_t safetensors_metadata_checksum(const char *const *metadata)
{
    uint32_t checksum = 0;
    for (; metadata && metadata[0]; metadata += 2)
        if (strcmp(metadata[0], CHECKSUM_KEY) != 0) {
            checksum = (uint32_t)crc32_z(checksum, (const void *)metadata[0], strlen(metadata[0]) + 1);
            checksum = (uint32_t)crc32_z(checksum, (const void *)metadata[1], strlen(metadata[1]) + 1);
        }
    return checksum;
}

static char *header_text(const struct tensor *tensors, int count, const char *const *metadata)
{
    cJSON *header = cJSON_CreateObject();
    cJSON *pairs = cJSON_AddObjectToObject(header, "__metadata__");
    uint32_t checksum = safetensors_metadata_checksum(metadata);
    for (; metadata && metadata[0]; metadata += 2)
        cJSON_AddStringToObject(pairs, metadata[0], metadata[1]);
    for (int i = 0; i < count; i++)
        checksum = (uint32_t)crc32_z(checksum, (const void *)tensors[i].data,
                                     (size_t)tensors[i].size * sizeof *tensors[i].data);
    char text_of_checksum[9];
    snprintf(text_of_checksum, sizeof text_of_checksum, "%08x", (unsigned)checksum);
    cJSON_AddStringToObject(pairs, CHECKSUM_KEY, text_of_checksum);
    double offset = 0; /* whole numbers below 2^53 */
    for (int i = 0; i < count; i++) {
        cJSON *entry = cJSON_AddObjectToObject(header, tensors[i].name);
        cJSON_AddStringToObject(entry, "dtype", "F32");
        cJSON *shape = cJSON_AddArrayToObject(entry, "shape");
        for (int d = 0; d < tensors[i].dimensions; d++)
            cJSON_AddItemToArray(shape, cJSON_CreateNumber((double)tensors[i].shape[d]));
        cJSON *offsets = cJSON_AddArrayToObject(entry, "data_offsets");
        cJSON_AddItemToArray(offsets, cJSON_CreateNumber(offset));
        offset += (double)tensors[i].size * sizeof(float);
        cJSON_AddItemToArray(offsets, cJSON_CreateNumber(offset));
    }
    char *text = cJSON_PrintUnformatted(header);
    cJSON_Delete(header);
    return text;
}

bool safetensors_write(const char *path, const struct tensor *tensors, int count, const char *const *metadata,
                       struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    char *text = header_text(tensors, count, metadata);
    uint64_t length = (strlen(text) + 7) / 8 * 8; /* spaces up to a multiple of 8: the data is aligned */
    output_write(out, &length, sizeof length);
    output_print(out, "%-*s", (int)length, text);
    cJSON_free(text);
    for (int i = 0; i < count; i++)
        output_write(out, tensors[i].data, (size_t)tensors[i].size * sizeof(float));
    return output_commit(out, err);
}
