#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

int spill_open(const char *beside, struct error *err)
{
    char *path = mem_format("%s.tmp-XXXXXX", beside);
    int file = mkostemp(path, O_CLOEXEC);
    if (file < 0)
        error_set(err, "%s: cannot write here what exceeds --memory: %s", path, strerror(errno));
    else
        unlink(path);
    mem_free(path);
    return file;
}

bool spill_write(int file, const void *data, size_t size, uint64_t offset, struct error *err)
{
    for (const char *from = data; size > 0;) {
        ssize_t written = pwrite(file, from, size, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return error_set(err, "cannot write the %.0f MiB that exceed --memory: %s; raise --memory or free disk",
                             (double)(offset + size) / 1048576, strerror(written < 0 ? errno : ENOSPC));
        from += written, size -= (size_t)written, offset += (uint64_t)written;
    }
    return true;
}

bool spill_read(int file, void *data, size_t size, uint64_t offset, struct error *err)
{
    for (char *to = data; size > 0;) {
        ssize_t got = pread(file, to, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return error_set(err, "cannot read back what exceeded --memory and went to disk: %s",
                             got < 0 ? strerror(errno) : "it ends too early");
        to += got, size -= (size_t)got, offset += (uint64_t)got;
    }
    return true;
}
