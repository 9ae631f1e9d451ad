/* error.h: what went wrong with data from outside, in one line for the person who runs the program.
 *
 * A function that reads or writes something takes `struct error *err`, returns false or NULL on
 * failure and leaves the message in *err: file, line or offset, what was expected, what to do.
 * Only main prints it. Our own mistakes are assert()s; running out of memory is base/mem.h's. */
#ifndef EMBEDLAB_BASE_ERROR_H
#define EMBEDLAB_BASE_ERROR_H

#include <stdbool.h>

struct error {
    char message[1024]; /* empty: no error */
};

/* Formats the message. Always returns false, so that `return error_set(err, ...)` reads well. */
bool error_set(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before the message already in *err. Always returns false. */
bool error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
