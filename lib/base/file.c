#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

char *path_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    return mem_format("%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", name);
}

bool path_exists(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0;
}

bool path_is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

bool path_ends_with(const char *path, const char *suffix)
{
    size_t length = strlen(path), tail = strlen(suffix);
    return length >= tail && memcmp(path + length - tail, suffix, tail) == 0;
}

bool folder_make(const char *path, struct error *err)
{
    char *partial = mem_string(path);
    bool made = true;
    for (char *at = partial + 1; made; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char end = *at;
        *at = '\0';
        if (mkdir(partial, 0777) != 0 && !(errno == EEXIST && path_is_folder(partial)))
            made = error_set(err, "%s: cannot make this folder: %s", partial,
                             errno == EEXIST ? "a file of that name is in the way" : strerror(errno));
        if (end == '\0')
            break;
        *at = end;
    }
    mem_free(partial);
    return made;
}

char *file_read(const char *path, size_t limit, size_t *size, struct error *err)
{
    struct input *in = input_open(path, err);
    if (!in)
        return NULL;
    char *data = NULL;
    size_t length = 0, capacity = 0;
    for (;;) {
        if (length == capacity) {
            capacity = capacity < 65536 ? 65536 : capacity * 2;
            if (capacity > limit)
                capacity = limit + 1; /* one byte more than allowed tells that there is more */
            data = mem_grow(data, capacity + 1, 1, path);
        }
        long got = input_read(in, data + length, capacity - length, err);
        length += got > 0 ? (size_t)got : 0;
        if (got >= 0 && length > limit)
            error_set(err, "%s: larger than the %zu bytes that such a file may have", path, limit);
        if (got < 0 || length > limit) {
            mem_free(data);
            data = NULL;
            break;
        }
        if (got == 0) {
            data[length] = '\0';
            *size = length;
            break;
        }
    }
    input_close(in);
    return data;
}
