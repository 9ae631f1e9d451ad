/* scratch.h: a folder of a test's own, files in it, and the way out. */
#ifndef EMBEDLAB_TESTS_MODEL_SCRATCH_H
#define EMBEDLAB_TESTS_MODEL_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

struct scratch {
    char folder[64];
    char path[512]; /* the last scratch_path */
};

static inline struct scratch scratch_new(void)
{
    struct scratch s = {.folder = "/tmp/embedlab-test-XXXXXX"};
    assert_non_null(mkdtemp(s.folder));
    return s;
}

static inline const char *scratch_path(struct scratch *s, const char *name)
{
    snprintf(s->path, sizeof s->path, "%s/%s", s->folder, name);
    return s->path;
}

static inline void scratch_write(struct scratch *s, const char *name, const void *data, size_t size)
{
    FILE *file = fopen(scratch_path(s, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void scratch_remove(struct scratch *s)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
    assert_int_equal(system(command), 0);
}

/* The message of a failure must name what the reader of it needs. */
static inline void assert_message(const struct error *err, const char *part)
{
    if (!strstr(err->message, part))
        fail_msg("the message is \"%s\"; expected in it: \"%s\"", err->message, part);
}

#endif
