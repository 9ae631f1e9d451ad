/* folder.h: a temporary data folder for tests of the evaluator. */
#ifndef EMBEDLAB_TESTS_EVAL_FOLDER_H
#define EMBEDLAB_TESTS_EVAL_FOLDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static char data[] = "/tmp/embedlab-eval-XXXXXX";

static int folder_setup(void **state)
{
    (void)state;
    return mkdtemp(data) ? 0 : -1;
}

static int folder_remove_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
    (void)s, (void)type, (void)at;
    return remove(path);
}

static int folder_teardown(void **state)
{
    (void)state;
    return nftw(data, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Writes text to data/name, making the folders on the way. */
static void put(const char *name, const char *text)
{
    struct error err;
    char *path = path_join(data, name), *slash = strrchr(path, '/');
    *slash = '\0';
    assert_true(folder_make(path, &err));
    *slash = '/';
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
    mem_free(path);
}

/* Does the message hold `part`? Shows it when not. */
static inline void assert_message(const struct error *err, const char *part)
{
    if (!strstr(err->message, part))
        fail_msg("\"%s\" does not say \"%s\"", err->message, part);
}

#endif
