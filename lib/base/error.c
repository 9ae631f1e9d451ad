#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return false;
}

bool error_prefix(struct error *err, const char *format, ...)
{
    char old[sizeof err->message];
    memcpy(old, err->message, sizeof old);
    va_list arguments;
    va_start(arguments, format);
    int used = vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    int room = (int)sizeof err->message - used - (int)sizeof ": ";
    if (used >= 0 && room > 0)
        snprintf(err->message + used, sizeof err->message - (size_t)used, ": %.*s", room, old);
    return false;
}
