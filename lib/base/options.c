#include "base/options.h"

#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"

#define HELP_COLUMN 30

static const char size_units[] = "KMGT";

static int option_count(const struct option *options)
{
    int n = 0;
    while (options[n].name || options[n].help)
        n++;
    return n;
}

/* ---- help ---- */

/* In the largest unit of which it is a whole number. */
static void print_size(size_t bytes)
{
    int unit = 0;
    for (; bytes % 1024 == 0 && bytes > 0 && size_units[unit]; unit++)
        bytes /= 1024;
    printf(" [%zu%.*s]", bytes, unit > 0, size_units + unit - (unit > 0));
}

static void print_default(const struct option *o)
{
    switch (o->type) {
    case OPTION_LONG:
        printf(" [%ld]", *(long *)o->value);
        break;
    case OPTION_NUMBER:
        printf(" [%g]", *(double *)o->value);
        break;
    case OPTION_SIZE:
        print_size(*(size_t *)o->value);
        break;
    case OPTION_STRING:
    case OPTION_CHOICE:
        if (*(char **)o->value)
            printf(" [%s]", *(char **)o->value);
        break;
    default:
        break;
    }
    if ((o->type == OPTION_LONG || o->type == OPTION_NUMBER) && (o->low != 0 || o->high != 0) && o->high < 1e15)
        printf(" (%g to %g)", o->low, o->high);
}

static void print_help(const struct option *options, const char *program, const char *usage, const char *about)
{
    printf("Usage: %s %s\n\n%s\n", program, usage, about);
    for (const struct option *o = options; o->name || o->help; o++) {
        if (o->type == OPTION_GROUP) {
            printf("\n%s\n", o->help);
            continue;
        }
        const char *value = o->type == OPTION_CHOICE ? o->choices : o->argument;
        int width =
            printf("  --%s%s%s", o->name, o->type == OPTION_FLAG ? "" : " ", o->type == OPTION_FLAG ? "" : value);
        if (width >= HELP_COLUMN)
            printf("\n%*s", HELP_COLUMN, "");
        else
            printf("%*s", HELP_COLUMN - width, "");
        printf("%s", o->help);
        print_default(o);
        printf("\n");
    }
    printf("\nGeneral\n  %-*s%s\n  %-*s%s\n", HELP_COLUMN - 2, "--help", "show this and stop", HELP_COLUMN - 2,
           "--version", "show the version and stop");
}

/* ---- parsing ---- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int options_usage_error(const char *program, const char *format, ...)
{
    fprintf(stderr, "%s: ", base_name(program));
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n%s: try --help\n", base_name(program));
    return 2;
}

bool options_is_choice(const char *choices, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = choices; *at;) {
        size_t n = strcspn(at, "|");
        if (n == length && memcmp(at, word, n) == 0)
            return true;
        at += n + (at[n] == '|');
    }
    return false;
}

static bool set_number(struct option *o, const char *text, const char *program)
{
    char *end;
    errno = 0;
    double number;
    long whole = 0;
    if (o->type == OPTION_LONG)
        number = (double)(whole = strtol(text, &end, 10));
    else
        number = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(number)) {
        options_usage_error(program, "--%s %s: expected a %snumber", o->name, text,
                            o->type == OPTION_LONG ? "whole " : "");
        return false;
    }
    if ((o->low != 0 || o->high != 0) && !(number >= o->low && number <= o->high)) {
        options_usage_error(program, "--%s %s: expected %g to %g", o->name, text, o->low, o->high);
        return false;
    }
    if (o->type == OPTION_LONG)
        *(long *)o->value = whole;
    else
        *(double *)o->value = number;
    return true;
}

static bool set_size(struct option *o, const char *text, const char *program)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    const char *unit = *end ? strchr(size_units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - size_units + 1) : 0;
    if (*text < '0' || *text > '9' || errno || number == 0 || number > (SIZE_MAX >> 1) >> shift || end[unit != NULL]) {
        options_usage_error(program, "--%s %s: expected a size such as 512M or 4G", o->name, text);
        return false;
    }
    *(size_t *)o->value = (size_t)number << shift;
    return true;
}

static void append(char ***list, const char *text)
{
    size_t n = 0;
    while (*list && (*list)[n])
        n++;
    *list = mem_grow(*list, n + 2, sizeof **list, "arguments");
    (*list)[n] = mem_string(text);
    (*list)[n + 1] = NULL;
}

static bool set_value(struct option *o, const char *text, const char *program)
{
    o->given = true;
    switch (o->type) {
    case OPTION_FLAG:
        *(bool *)o->value = true;
        return true;
    case OPTION_LONG:
    case OPTION_NUMBER:
        return set_number(o, text, program);
    case OPTION_SIZE:
        return set_size(o, text, program);
    case OPTION_CHOICE:
        if (!options_is_choice(o->choices, text)) {
            options_usage_error(program, "--%s %s: expected one of %s", o->name, text, o->choices);
            return false;
        }
        break;
    case OPTION_STRING:
    case OPTION_LIST:
        if (!*text && !o->may_be_empty) {
            options_usage_error(program, "--%s: expected a value, got an empty one", o->name);
            return false;
        }
        break;
    case OPTION_GROUP:
        break;
    }
    if (o->type == OPTION_LIST) {
        append(o->value, text);
        return true;
    }
    mem_free(*(char **)o->value);
    *(char **)o->value = mem_string(text);
    return true;
}

/* popt's table for ours: option i returns i + 1. */
static struct poptOption *popt_table(const struct option *options, int count)
{
    struct poptOption *table = mem_new((size_t)count + 3, sizeof *table, "the option table");
    int n = 0;
    for (int i = 0; i < count; i++)
        if (options[i].type != OPTION_GROUP)
            table[n++] =
                (struct poptOption){.longName = options[i].name,
                                    .argInfo = options[i].type == OPTION_FLAG ? POPT_ARG_NONE : POPT_ARG_STRING,
                                    .val = i + 1};
    table[n++] = (struct poptOption){.longName = "help", .shortName = 'h', .argInfo = POPT_ARG_NONE, .val = count + 1};
    table[n++] = (struct poptOption){.longName = "version", .argInfo = POPT_ARG_NONE, .val = count + 2};
    return table;
}

/* String defaults are literals in the programs' tables; from here on all strings are ours. */
static void own_strings(struct option *options)
{
    for (struct option *o = options; o->name || o->help; o++)
        if ((o->type == OPTION_STRING || o->type == OPTION_CHOICE) && *(char **)o->value)
            *(char **)o->value = mem_string(*(char **)o->value);
}

static char **copy_rest(poptContext context)
{
    const char **arguments = poptGetArgs(context);
    size_t n = 0;
    while (arguments && arguments[n])
        n++;
    char **rest = mem_new(n + 1, sizeof *rest, "arguments");
    for (size_t i = 0; i < n; i++)
        rest[i] = mem_string(arguments[i]);
    return rest;
}

enum options_result options_parse(struct option *options, const char *usage, const char *about, int argc, char **argv,
                                  char ***rest)
{
    int count = option_count(options), code;
    const char *program = base_name(argv[0]);
    own_strings(options);
    struct poptOption *table = popt_table(options, count);
    poptContext context = poptGetContext(program, argc, (const char **)argv, table, 0);
    enum options_result result = OPTIONS_RUN;
    *rest = NULL;
    while (result == OPTIONS_RUN && (code = poptGetNextOpt(context)) >= 0) {
        if (code == count + 1) {
            print_help(options, program, usage, about);
            result = OPTIONS_EXIT_OK;
        } else if (code == count + 2) {
            printf("%s (embedlab) %s\n", program, EMBEDLAB_VERSION);
            result = OPTIONS_EXIT_OK;
        } else {
            char *text = poptGetOptArg(context);
            if (!set_value(&options[code - 1], text ? text : "", program))
                result = OPTIONS_EXIT_USAGE;
            free(text);
        }
    }
    if (result == OPTIONS_RUN && code < -1) {
        options_usage_error(program, "%s: %s", poptBadOption(context, POPT_BADOPTION_NOALIAS), poptStrerror(code));
        result = OPTIONS_EXIT_USAGE;
    }
    *rest = copy_rest(context);
    poptFreeContext(context);
    mem_free(table);
    return result;
}

bool options_given(const struct option *options, const char *name)
{
    for (const struct option *o = options; o->name || o->help; o++)
        if (o->name && strcmp(o->name, name) == 0)
            return o->given;
    return false;
}

cJSON *options_json(const struct option *options)
{
    cJSON *json = cJSON_CreateObject();
    for (const struct option *o = options; o->name || o->help; o++) {
        switch (o->type) {
        case OPTION_FLAG:
            cJSON_AddBoolToObject(json, o->name, *(bool *)o->value);
            break;
        case OPTION_LONG:
            cJSON_AddNumberToObject(json, o->name, (double)*(long *)o->value);
            break;
        case OPTION_NUMBER:
            cJSON_AddNumberToObject(json, o->name, *(double *)o->value);
            break;
        case OPTION_SIZE:
            cJSON_AddNumberToObject(json, o->name, (double)*(size_t *)o->value);
            break;
        case OPTION_STRING:
        case OPTION_CHOICE:
            if (*(char **)o->value)
                cJSON_AddStringToObject(json, o->name, *(char **)o->value);
            else
                cJSON_AddNullToObject(json, o->name);
            break;
        case OPTION_LIST: {
            cJSON *list = cJSON_AddArrayToObject(json, o->name);
            for (char **at = *(char ***)o->value; at && *at; at++)
                cJSON_AddItemToArray(list, cJSON_CreateString(*at));
            break;
        }
        case OPTION_GROUP:
            break;
        }
    }
    return json;
}

static void free_list(char **list)
{
    for (char **at = list; at && *at; at++)
        mem_free(*at);
    mem_free(list);
}

void options_release(struct option *options, char **rest)
{
    for (struct option *o = options; o->name || o->help; o++) {
        if (o->type == OPTION_STRING || o->type == OPTION_CHOICE) {
            mem_free(*(char **)o->value);
            *(char **)o->value = NULL;
        } else if (o->type == OPTION_LIST) {
            free_list(*(char ***)o->value);
            *(char ***)o->value = NULL;
        }
    }
    free_list(rest);
}
