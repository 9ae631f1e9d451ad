/* options.h: a program's command line as one table.
 *
 * The table parses (popt), prints --help grouped and with the live defaults and ranges, checks
 * ranges and choices, and goes into the model folder's training.json. Values are set by the
 * program to their defaults before parsing. */
#ifndef EMBEDLAB_BASE_OPTIONS_H
#define EMBEDLAB_BASE_OPTIONS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

enum option_type {
    OPTION_GROUP,  /* a heading for --help; only `help` is used */
    OPTION_FLAG,   /* bool *: present = true */
    OPTION_LONG,   /* long *: a whole number in low..high */
    OPTION_NUMBER, /* double *: a finite number in low..high */
    OPTION_SIZE,   /* size_t *: bytes, more than 0: "4G", "512M", "64K" (powers of 1024) or a plain number */
    OPTION_STRING, /* char **: heap copy, NULL = not given */
    OPTION_LIST,   /* char ***: may be given several times; NULL-ended heap array of heap copies, NULL = not given */
    OPTION_CHOICE  /* char **: one of the words of `choices`, separated by '|' */
};

struct option {
    enum option_type type;
    const char *name; /* long name without dashes */
    void *value;
    const char *argument; /* what --help shows for the value: "FILE", "N", ... */
    const char *help;
    double low, high;    /* OPTION_LONG, OPTION_NUMBER: both 0 = no range */
    const char *choices; /* OPTION_CHOICE */
    bool may_be_empty;   /* OPTION_STRING: "" is a value too */
    bool given;          /* set by options_parse */
};

/* Ends a table. */
#define OPTIONS_END {.name = NULL, .type = OPTION_GROUP, .help = NULL}

/* Ways out of options_parse that are not the program's work. */
enum options_result { OPTIONS_RUN, OPTIONS_EXIT_OK, OPTIONS_EXIT_USAGE };

/* Parses argv. `usage` is the synopsis behind the program's name ("--input FILE ... [MODEL]...");
 * `about` one or two sentences. --help and --version print to standard output and give
 * OPTIONS_EXIT_OK (main returns 0); a mistake is explained on standard error and gives
 * OPTIONS_EXIT_USAGE (main returns 2). The arguments that are no options are left in *rest, a
 * NULL-ended heap array of heap strings. */
enum options_result options_parse(struct option *options, const char *usage, const char *about, int argc, char **argv,
                                  char ***rest);

/* Was --name given on the command line? */
bool options_given(const struct option *options, const char *name);

/* Is `word` one of `choices`, written as in the table? */
bool options_is_choice(const char *choices, const char *word);

/* "program: MESSAGE" and a hint at --help on standard error; returns 2 for main. */
int options_usage_error(const char *program, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Every option in force as a JSON object, for training.json. */
cJSON *options_json(const struct option *options);

/* Frees the strings held by the table and the array from options_parse. */
void options_release(struct option *options, char **rest);

#endif
