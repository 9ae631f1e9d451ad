/* scratch.h: a temporary folder, and files in it. */
#ifndef EMBEDLAB_TESTS_TEXT_SCRATCH_H
#define EMBEDLAB_TESTS_TEXT_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/file.h"
#include "base/mem.h"

static char scratch_folder[] = "/tmp/embedlab-text-XXXXXX";

static int scratch_setup(void **state)
{
    (void)state;
    return mkdtemp(scratch_folder) ? 0 : -1;
}

static int scratch_teardown(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", scratch_folder);
    return system(command);
}

/* folder/name; the last eight stay valid. */
static inline const char *scratch(const char *name)
{
    static char paths[8][256];
    static int turn;
    turn = (turn + 1) % 8;
    snprintf(paths[turn], sizeof(paths[turn]), "%s/%s", scratch_folder, name);
    return paths[turn];
}

static inline const char *put(const char *name, const void *data, size_t size)
{
    const char *path = scratch(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
    return path;
}

static inline const char *put_text(const char *name, const char *text)
{
    return put(name, text, strlen(text));
}

/* The message is there and holds `part`. */
#define assert_message(err, part)                                                                                      \
    do {                                                                                                               \
        if (!strstr((err).message, part))                                                                              \
            fail_msg("\"%s\" does not hold \"%s\"", (err).message, part);                                              \
    } while (0)

#endif
