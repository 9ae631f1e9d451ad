/* safetensors.c: reading; the format: github.com/huggingface/safetensors#format */
#include "model/safetensors_parts.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "base/mem.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tensors are copied as they lie: little endian");

/* ---- numbers of other types as float ---- */

enum dtype { DTYPE_F32, DTYPE_F16, DTYPE_BF16, DTYPE_F64, DTYPE_I64, DTYPE_I32, DTYPE_U8, DTYPE_BOOL, DTYPE_COUNT };

static const struct {
    const char *name;
    int bytes;
} dtypes[DTYPE_COUNT] = {{"F32", 4}, {"F16", 2}, {"BF16", 2}, {"F64", 8},
                         {"I64", 8}, {"I32", 4}, {"U8", 1},   {"BOOL", 1}};

static float float_from_bits(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static float float_from_half(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31, fraction = half & 0x3ff;
    if (exponent == 0) { /* zero and subnormals: fraction * 2^-24 */
        float magnitude = (float)fraction * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    if (exponent == 31)
        return float_from_bits(sign | 0x7f800000u | fraction << 13);
    return float_from_bits(sign | (exponent + 112) << 23 | fraction << 13);
}

static void convert(enum dtype type, const unsigned char *from, long count, float *to)
{
    for (long i = 0; i < count; i++) {
        const unsigned char *p = from + i * dtypes[type].bytes;
        uint16_t u16 = 0;
        int32_t i32 = 0;
        int64_t i64 = 0;
        double f64 = 0;
        switch (type) {
        case DTYPE_F16:
            memcpy(&u16, p, 2), to[i] = float_from_half(u16);
            break;
        case DTYPE_BF16:
            memcpy(&u16, p, 2), to[i] = float_from_bits((uint32_t)u16 << 16);
            break;
        case DTYPE_F64:
            memcpy(&f64, p, 8), to[i] = (float)f64;
            break;
        case DTYPE_I64:
            memcpy(&i64, p, 8), to[i] = (float)i64;
            break;
        case DTYPE_I32:
            memcpy(&i32, p, 4), to[i] = (float)i32;
            break;
        case DTYPE_U8:
        case DTYPE_BOOL:
            to[i] = (float)*p;
            break;
        case DTYPE_F32:
            memcpy(&to[i], p, 4);
            break;
        case DTYPE_COUNT:
            break;
        }
    }
}

/* ---- reading ---- */

/* A tensor and where its bytes lie, before its data is read. */
struct entry {
    struct tensor tensor;
    enum dtype type;
    uint64_t begin, end; /* within the data */
};

/* `json` as a whole number in 0..2^53 (what a JSON number holds exactly). */
static bool whole_number(const cJSON *json, uint64_t *value)
{
    double number = cJSON_IsNumber(json) ? json->valuedouble : -1;
    if (!(number >= 0 && number <= 0x1p53) || number != (double)(uint64_t)number)
        return false;
    *value = (uint64_t)number;
    return true;
}

static bool read_shape(const cJSON *json, const char *path, struct tensor *t, struct error *err)
{
    const cJSON *shape = cJSON_GetObjectItemCaseSensitive(json, "shape");
    if (!cJSON_IsArray(shape))
        return error_set(err, "%s: tensor \"%s\": \"shape\" must be a list of sizes", path, t->name);
    uint64_t elements = 1;
    const cJSON *item;
    cJSON_ArrayForEach(item, shape)
    {
        uint64_t size;
        if (t->dimensions == 4)
            return error_set(err, "%s: tensor \"%s\" has more than 4 dimensions", path, t->name);
        if (!whole_number(item, &size) || __builtin_mul_overflow(elements, size, &elements) || elements > 0x1p53)
            return error_set(err, "%s: tensor \"%s\": a size of its shape is no whole number or too large", path,
                             t->name);
        t->shape[t->dimensions++] = (long)size;
    }
    t->size = (long)elements;
    return true;
}

static bool read_entry(const cJSON *json, const char *path, struct entry *e, struct error *err)
{
    struct tensor *t = &e->tensor;
    t->name = mem_string(json->string);
    if (!cJSON_IsObject(json))
        return error_set(err, "%s: tensor \"%s\" must be an object with dtype, shape and data_offsets", path, t->name);
    const cJSON *dtype = cJSON_GetObjectItemCaseSensitive(json, "dtype");
    while (e->type < DTYPE_COUNT && !(cJSON_IsString(dtype) && !strcmp(dtype->valuestring, dtypes[e->type].name)))
        e->type++;
    if (e->type == DTYPE_COUNT)
        return error_set(err, "%s: tensor \"%s\" has dtype %.20s; expected F32, F16, BF16, F64, I64, I32, U8 or BOOL",
                         path, t->name, cJSON_IsString(dtype) ? dtype->valuestring : "missing");
    if (!read_shape(json, path, t, err))
        return false;
    const cJSON *offsets = cJSON_GetObjectItemCaseSensitive(json, "data_offsets");
    if (!cJSON_IsArray(offsets) || cJSON_GetArraySize(offsets) != 2 || !whole_number(offsets->child, &e->begin) ||
        !whole_number(offsets->child->next, &e->end))
        return error_set(err, "%s: tensor \"%s\": \"data_offsets\" must be two whole numbers", path, t->name);
    uint64_t bytes;
    if (e->end < e->begin || __builtin_mul_overflow((uint64_t)t->size, (uint64_t)dtypes[e->type].bytes, &bytes) ||
        e->end - e->begin != bytes)
        return error_set(err, "%s: tensor \"%s\" of dtype %s and %ld elements cannot lie at bytes %llu to %llu", path,
                         t->name, dtypes[e->type].name, t->size, (unsigned long long)e->begin,
                         (unsigned long long)e->end);
    return true;
}

static int compare_places(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool names_differ(const struct entry *entries, int count, const char *path, struct error *err)
{
    const char **names = mem_new((size_t)count + 1, sizeof *names, "tensor names");
    for (int i = 0; i < count; i++)
        names[i] = entries[i].tensor.name;
    qsort(names, (size_t)count, sizeof *names, compare_names);
    bool good = true;
    for (int i = 1; i < count && good; i++)
        if (!strcmp(names[i - 1], names[i]))
            good = error_set(err, "%s: tensor \"%s\" is there twice", path, names[i]);
    mem_free(names);
    return good;
}

/* Sorts by place and checks that the tensors fill the `bytes` of data exactly. */
static bool places_fit(struct entry *entries, int count, uint64_t bytes, const char *path, struct error *err)
{
    qsort(entries, (size_t)count, sizeof *entries, compare_places);
    uint64_t end = 0;
    for (int i = 0; i < count; i++) {
        if (entries[i].begin != end)
            return error_set(err, "%s: tensor \"%s\" starts at data byte %llu; expected %llu (%s)", path,
                             entries[i].tensor.name, (unsigned long long)entries[i].begin, (unsigned long long)end,
                             entries[i].begin < end ? "it overlaps the one before" : "a hole");
        end = entries[i].end;
    }
    if (end != bytes)
        return error_set(err, "%s: tensors end at data byte %llu, but the file holds %llu (%s)", path,
                         (unsigned long long)end, (unsigned long long)bytes,
                         end < bytes ? "trailing bytes" : "truncated; get the file again");
    return true;
}

static bool read_metadata(struct safetensors *s, const cJSON *json, const char *path, struct error *err)
{
    if (!cJSON_IsObject(json))
        return error_set(err, "%s: \"__metadata__\" must be an object of strings", path);
    s->metadata = mem_new(2 * (size_t)cJSON_GetArraySize(json) + 1, sizeof *s->metadata, "metadata");
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        if (!cJSON_IsString(item))
            return error_set(err, "%s: \"__metadata__\": \"%s\" must be a string", path, item->string);
        s->metadata[count++] = mem_string(item->string);
        s->metadata[count++] = mem_string(item->valuestring);
    }
    return true;
}

/* The tensors that the header names, checked, into *entries (heap) and *count. */
static bool read_entries(struct safetensors *s, const cJSON *header, uint64_t data_bytes, const char *path,
                         struct entry **entries, int *count, struct error *err)
{
    *entries = mem_new((size_t)cJSON_GetArraySize(header) + 1, sizeof **entries, "tensor table");
    const cJSON *item;
    cJSON_ArrayForEach(item, header)
    {
        if (!strcmp(item->string, "__metadata__")) {
            if (s->metadata)
                return error_set(err, "%s: \"__metadata__\" is there twice", path);
            if (!read_metadata(s, item, path, err))
                return false;
        } else if (!read_entry(item, path, &(*entries)[(*count)++], err)) {
            return false;
        }
    }
    return names_differ(*entries, *count, path, err) && places_fit(*entries, *count, data_bytes, path, err);
}

static cJSON *read_header(FILE *file, uint64_t file_bytes, const char *path, uint64_t *length, struct error *err)
{
    unsigned char prefix[8];
    if (fread(prefix, 1, sizeof prefix, file) != sizeof prefix) {
        error_set(err, "%s: shorter than the 8 bytes of a safetensors header length: truncated; get it again", path);
        return NULL;
    }
    memcpy(length, prefix, sizeof prefix);
    if (*length > SAFETENSORS_HEADER_LIMIT || *length > file_bytes - 8) {
        error_set(err, "%s: header length %llu does not fit the file of %llu bytes: truncated, or not safetensors",
                  path, (unsigned long long)*length, (unsigned long long)file_bytes);
        return NULL;
    }
    char *text = mem_new(*length + 1, 1, "safetensors header");
    cJSON *json = NULL;
    const char *end = NULL;
    if (fread(text, 1, *length, file) != *length)
        error_set(err, "%s: cannot read the header", path);
    else if (text[0] != '{' || !(json = cJSON_ParseWithLengthOpts(text, *length + 1, &end, false)) ||
             end + strspn(end, " ") != text + *length) {
        error_set(err, "%s: the header is not one JSON object%s", path, json ? " followed by spaces only" : "");
        cJSON_Delete(json);
        json = NULL;
    }
    mem_free(text);
    return json;
}

static bool read_data(FILE *file, const struct entry *entry, float *to, uint32_t *checksum, const char *path,
                      struct error *err)
{
    unsigned char chunk[1 << 16];
    int width = dtypes[entry->type].bytes;
    for (long done = 0; done < entry->tensor.size;) {
        long left = entry->tensor.size - done, room = (long)sizeof chunk / width;
        long count = left < room ? left : room;
        if (fread(chunk, (size_t)width, (size_t)count, file) != (size_t)count)
            return error_set(err, "%s: cannot read the data of tensor \"%s\"", path, entry->tensor.name);
        *checksum = (uint32_t)crc32_z(*checksum, chunk, (size_t)(count * width));
        convert(entry->type, chunk, count, to + done);
        done += count;
    }
    return true;
}

static bool read_file(struct safetensors *s, FILE *file, const char *path, struct error *err)
{
    if (path_is_folder(path) || fseeko(file, 0, SEEK_END) || ftello(file) < 0)
        return error_set(err, "%s: not a plain file", path);
    uint64_t bytes = (uint64_t)ftello(file), header_bytes = 0;
    rewind(file);
    cJSON *header = read_header(file, bytes, path, &header_bytes, err);
    if (!header)
        return false;
    struct entry *entries = NULL;
    int count = 0;
    bool good = read_entries(s, header, bytes - 8 - header_bytes, path, &entries, &count, err);
    cJSON_Delete(header);
    long elements = 0;
    for (int i = 0; i < count && good; i++)
        elements += entries[i].tensor.size;
    s->tensors = mem_new((size_t)count + 1, sizeof *s->tensors, "tensor table");
    s->count = count;
    s->storage = mem_aligned((size_t)elements + 1, sizeof *s->storage, "tensors");
    float *to = s->storage;
    uint32_t checksum = safetensors_metadata_checksum((const char *const *)s->metadata);
    for (int i = 0; i < count; i++) {
        s->tensors[i] = entries[i].tensor;
        s->tensors[i].data = to;
        good = good && read_data(file, &entries[i], to, &checksum, path, err);
        to += good ? entries[i].tensor.size : 0;
    }
    mem_free(entries);
    char found[9];
    snprintf(found, sizeof found, "%08x", (unsigned)checksum);
    const char *expected = safetensors_metadata(s, CHECKSUM_KEY);
    if (good && expected && strcmp(expected, found) != 0)
        good = error_set(err, "%s: its checksum is %s, expected %s: the file is corrupt; get it again", path, found,
                         expected);
    return good;
}

struct safetensors *safetensors_read(const char *path, struct error *err)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        error_set(err, "%s: cannot open: %s", path, strerror(errno));
        return NULL;
    }
    struct safetensors *s = mem_new(1, sizeof *s, "safetensors");
    bool good = read_file(s, file, path, err);
    fclose(file);
    if (good)
        return s;
    safetensors_free(s);
    return NULL;
}

void safetensors_free(struct safetensors *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->count; i++)
        mem_free(s->tensors[i].name);
    for (char **m = s->metadata; m && *m; m++)
        mem_free(*m);
    mem_free(s->metadata);
    mem_free(s->tensors);
    mem_free(s->storage);
    mem_free(s);
}

const struct tensor *safetensors_find(const struct safetensors *s, const char *name)
{
    for (int i = 0; i < s->count; i++)
        if (!strcmp(s->tensors[i].name, name))
            return &s->tensors[i];
    return NULL;
}

const char *safetensors_metadata(const struct safetensors *s, const char *key)
{
    for (char **m = s->metadata; m && *m; m += 2)
        if (!strcmp(m[0], key))
            return m[1];
    return NULL;
}
