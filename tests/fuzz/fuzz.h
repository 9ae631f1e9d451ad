/* fuzz.h: readers of files from outside, each with right files to start from. */
#ifndef EMBEDLAB_TESTS_FUZZ_FUZZ_H
#define EMBEDLAB_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"

enum { FUZZ_FILES = 8, FUZZ_SIZE_LIMIT = 16384 };

/* All names are within the folder FUZZ_SCRATCH, which is the current one. */
struct fuzz_target {
    const char *name;
    void (*read)(const struct fuzz_target *t);
    void (*write)(const struct fuzz_target *t, int which); /* right files, one set of `seeds` */
    int seeds;
    const char *files[FUZZ_FILES]; /* NULL-ended. The input holds one after another, each but the last behind its size
                                      (16 bits); one of size 0 is not there */
    const char *what;              /* for `read` and `write`: a format, a command line */
    void (*start)(const struct fuzz_target *t); /* once, first of all: files that stay as they are; or NULL */
};

/* Ended by one without a name. */
extern const struct fuzz_target fuzz_readers[], fuzz_models[], fuzz_programs[];

/* What cannot be in a right program ends it. */
void fuzz_check(bool good, const char *what);
void fuzz_put(const char *name, const void *data, size_t size);

/* Puts another value in the place of one of JSON, as long as that was. False: there is none. */
bool fuzz_change_value(uint8_t *data, size_t size, struct random *r);

/* What libFuzzer, or mutate.c in its place, calls. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t limit, unsigned seed);

#endif
