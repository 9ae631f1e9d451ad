#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define JSON_LIMIT ((size_t)256 << 20) /* bytes: a tokenizer.json of a large vocabulary has 20 MB */

static int line_of(const char *text, const char *at)
{
    int line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

cJSON *json_read(const char *path, struct error *err)
{
    size_t size;
    char *text = file_read(path, JSON_LIMIT, &size, err);
    if (!text)
        return NULL;
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithLengthOpts(text, size + 1, &end, true);
    if (!json)
        error_set(err, "%s: line %d: not valid JSON%s", path, line_of(text, end && end <= text + size ? end : text),
                  size == 0 ? ": the file is empty" : "");
    mem_free(text);
    return json;
}

bool json_write(const char *path, const cJSON *json, struct error *err)
{
    struct output *out = output_open(path, err);
    if (!out)
        return false;
    char *text = cJSON_Print(json);
    output_write(out, text, strlen(text));
    output_write(out, "\n", 1);
    cJSON_free(text);
    return output_commit(out, err);
}

static const cJSON *field(const cJSON *object, const char *file, const char *name, const char *expected,
                          cJSON_bool (*is)(const cJSON *), struct error *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (item && is(item))
        return item;
    error_set(err, "%s: field \"%s\" is %s, expected %s", file, name, item ? "of another type" : "missing", expected);
    return NULL;
}

bool json_get_number(const cJSON *object, const char *file, const char *name, double low, double high, double *value,
                     struct error *err)
{
    const cJSON *item = field(object, file, name, "a number", cJSON_IsNumber, err);
    if (!item)
        return false;
    if (!(item->valuedouble >= low && item->valuedouble <= high))
        return error_set(err, "%s: field \"%s\" is %g, expected %g to %g", file, name, item->valuedouble, low, high);
    *value = item->valuedouble;
    return true;
}

bool json_get_integer(const cJSON *object, const char *file, const char *name, long long low, long long high,
                      long long *value, struct error *err)
{
    double number = 0;
    if (!json_get_number(object, file, name, (double)low, (double)high, &number, err))
        return false;
    if (number != floor(number))
        return error_set(err, "%s: field \"%s\" is %g, expected a whole number", file, name, number);
    *value = (long long)number;
    return true;
}

bool json_get_bool(const cJSON *object, const char *file, const char *name, bool *value, struct error *err)
{
    const cJSON *item = field(object, file, name, "true or false", cJSON_IsBool, err);
    if (!item)
        return false;
    *value = cJSON_IsTrue(item);
    return true;
}

const char *json_get_string(const cJSON *object, const char *file, const char *name, struct error *err)
{
    const cJSON *item = field(object, file, name, "a string", cJSON_IsString, err);
    return item ? item->valuestring : NULL;
}
