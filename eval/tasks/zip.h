/* zip.h: one file out of a zip archive. */
#ifndef EMBEDLAB_EVAL_TASKS_ZIP_H
#define EMBEDLAB_EVAL_TASKS_ZIP_H

#include <stddef.h>

#include "base/error.h"

/* The member `name` of the archive, stored or deflated, on the heap with a NUL behind it. NULL and *err when it is not
 * there, broken (every offset and the CRC are checked), longer than `limit`, or encrypted. */
char *zip_member(const char *path, const char *name, size_t limit, size_t *size, struct error *err);

#endif
