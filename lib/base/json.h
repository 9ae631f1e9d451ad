/* json.h: cJSON with the checks that files from outside need.
 *
 * The getters look `name` up in `object`, check type and range, and name `file` and the field in
 * the message. Free what json_read returns with cJSON_Delete. */
#ifndef EMBEDLAB_BASE_JSON_H
#define EMBEDLAB_BASE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/error.h"

cJSON *json_read(const char *path, struct error *err);
bool json_write(const char *path, const cJSON *json, struct error *err);

bool json_get_integer(const cJSON *object, const char *file, const char *name, long long low, long long high,
                      long long *value, struct error *err);
bool json_get_number(const cJSON *object, const char *file, const char *name, double low, double high, double *value,
                     struct error *err);
bool json_get_bool(const cJSON *object, const char *file, const char *name, bool *value, struct error *err);
/* The string stays owned by `object`. */
const char *json_get_string(const cJSON *object, const char *file, const char *name, struct error *err);

#endif
