#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"

struct output {
    char *path, *temporary; /* temporary: NULL for standard output */
    FILE *file;
    gzFile gzip; /* instead of `file` for names ending in .gz */
    int failure; /* errno of the first failed write; 0 = none */
    struct output *next;
};

/* What is open now, so that an abrupt end leaves no temporary files: the one list that has to be
 * reachable from a signal handler. */
static struct output *open_outputs;
static pthread_mutex_t open_outputs_lock = PTHREAD_MUTEX_INITIALIZER;

static void list_add(struct output *out)
{
    pthread_mutex_lock(&open_outputs_lock);
    out->next = open_outputs;
    open_outputs = out;
    pthread_mutex_unlock(&open_outputs_lock);
}

static void list_remove(struct output *out)
{
    pthread_mutex_lock(&open_outputs_lock);
    for (struct output **at = &open_outputs; *at; at = &(*at)->next)
        if (*at == out) {
            *at = out->next;
            break;
        }
    pthread_mutex_unlock(&open_outputs_lock);
}

/* Only unlink, which a signal handler may call. */
void output_discard_all(void)
{
    for (struct output *out = open_outputs; out; out = out->next)
        if (out->temporary)
            unlink(out->temporary);
}

#define TEMPORARY ".tmp-" /* and the number of the process, behind the name of the output */

/* Removes temporary files of `path` that processes left which were killed: a living one holds its own locked. */
static void remove_leftovers(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *start = mem_format("%s" TEMPORARY, name), *folder = mem_string_n(path, (size_t)(name - path));
    DIR *d = opendir(slash ? folder : ".");
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t same = strncmp(e->d_name, start, strlen(start)) == 0 ? strlen(start) : 0;
        if (same == 0 || e->d_name[same + strspn(e->d_name + same, "0123456789")] != '\0')
            continue;
        int file = openat(dirfd(d), e->d_name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0)
            unlinkat(dirfd(d), e->d_name, 0);
        if (file >= 0)
            close(file);
    }
    if (d)
        closedir(d);
    mem_free(start);
    mem_free(folder);
}

void output_remove(const char *path)
{
    remove_leftovers(path);
    unlink(path);
}

struct output *output_open(const char *path, struct error *err)
{
    struct output *out = mem_new(1, sizeof *out, "an output file");
    out->path = mem_string(path);
    if (strcmp(path, "-") == 0) {
        out->file = stdout;
        list_add(out);
        return out;
    }
    bool ok = true;
    if (path_is_folder(path))
        ok = error_set(err, "%s: is a folder, expected the name of a file to write", path);
    remove_leftovers(path);
    out->temporary = mem_format("%s" TEMPORARY "%ld", path, (long)getpid());
    int descriptor = ok ? open(out->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    if (ok && descriptor < 0)
        ok = error_set(err, "%s: cannot write here: %s", path, strerror(errno));
    if (!ok) {
        mem_free(out->temporary);
        mem_free(out->path);
        mem_free(out);
        return NULL;
    }
    flock(descriptor, LOCK_EX | LOCK_NB); /* until it is closed */
    if (path_ends_with(path, ".gz"))
        out->gzip = gzdopen(descriptor, "wb6");
    else
        out->file = fdopen(descriptor, "wb");
    if (!out->gzip && !out->file)
        out->failure = errno ? errno : ENOMEM;
    list_add(out);
    return out;
}

void output_write(struct output *out, const void *data, size_t size)
{
    if (out->failure || size == 0)
        return;
    errno = 0;
    bool ok = out->gzip ? gzfwrite(data, 1, size, out->gzip) == size : fwrite(data, 1, size, out->file) == size;
    if (!ok)
        out->failure = errno ? errno : EIO;
}

void output_print(struct output *out, const char *format, ...)
{
    char line[512];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < (int)sizeof line) {
        output_write(out, line, length > 0 ? (size_t)length : 0);
    } else {
        char *text = mem_new((size_t)length + 1, 1, "an output line");
        vsnprintf(text, (size_t)length + 1, format, again);
        output_write(out, text, (size_t)length);
        mem_free(text);
    }
    va_end(again);
}

static void output_free(struct output *out)
{
    list_remove(out);
    mem_free(out->temporary);
    mem_free(out->path);
    mem_free(out);
}

/* Flushes, syncs and closes; the first failure stays in out->failure. */
static void close_file(struct output *out)
{
    errno = 0;
    if (out->gzip) {
        if (gzclose(out->gzip) != Z_OK && !out->failure)
            out->failure = errno ? errno : EIO;
    } else if (out->file) {
        bool ok = fflush(out->file) == 0;
        if (ok && out->temporary)
            ok = fsync(fileno(out->file)) == 0;
        if (!ok && !out->failure)
            out->failure = errno ? errno : EIO;
        if (out->temporary && fclose(out->file) != 0 && !out->failure)
            out->failure = errno ? errno : EIO;
    }
}

bool output_commit(struct output *out, struct error *err)
{
    close_file(out);
    if (!out->failure && out->temporary && rename(out->temporary, out->path) != 0)
        out->failure = errno;
    bool ok = out->failure == 0;
    if (!ok) {
        error_set(err, "%s: cannot write: %s", out->temporary ? out->path : "standard output", strerror(out->failure));
        if (out->temporary)
            unlink(out->temporary);
    }
    output_free(out);
    return ok;
}

void output_discard(struct output *out)
{
    if (!out)
        return;
    close_file(out);
    if (out->temporary)
        unlink(out->temporary);
    output_free(out);
}
