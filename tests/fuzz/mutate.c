/* In the place of libFuzzer, for compilers without it: changes the files of a folder here and there, by the same
 * draws in every run, and gives them to the reader. Not guided by coverage.
 *
 *   fuzz SECONDS SEEDS    the input at hand is kept as FUZZ_SCRATCH/input, so that a crash leaves it there
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/random.h"
#include "tests/fuzz/fuzz.h"

#define SECONDS_EACH 10 /* then it hangs: SIGALRM ends the program */

struct input {
    uint8_t data[FUZZ_SIZE_LIMIT];
    size_t size;
};

/* The files of a folder; ends the program if there is none. */
static struct input *read_seeds(const char *folder, uint32_t *count)
{
    struct input *seeds = NULL;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char *path = mem_format("%s/%s", folder, e->d_name);
        FILE *f = e->d_name[0] != '.' ? fopen(path, "rb") : NULL;
        if (f) {
            seeds = mem_grow(seeds, *count + 1, sizeof *seeds, "seeds");
            seeds[*count].size = fread(seeds[*count].data, 1, FUZZ_SIZE_LIMIT, f);
            ++*count;
            fclose(f);
        }
        mem_free(path);
    }
    if (d)
        closedir(d);
    if (*count == 0) {
        fprintf(stderr, "fuzz: %s: no seeds\n", folder);
        exit(2);
    }
    return seeds;
}

static void change(struct input *in, struct random *r)
{
    static const uint32_t numbers[] = {0, 1, 127, 255, 65535, 0x7fffffff, 0x80000000, 0xffffffff};
    uint32_t at = in->size > 0 ? random_below(r, (uint32_t)in->size) : 0, left = (uint32_t)in->size - at;
    uint32_t length = left > 0 ? 1 + random_below(r, left < 16 ? left : 16) : 0;
    switch (random_below(r, 8)) {
    case 0: /* another bit, another byte */
        if (left > 0)
            in->data[at] ^= (uint8_t)(1u << random_below(r, 8));
        break;
    case 1:
        if (left > 0)
            in->data[at] = (uint8_t)random_below(r, 256);
        break;
    case 2: /* a number at the limits */
        if (left >= 4)
            memcpy(in->data + at, &numbers[random_below(r, 8)], 4);
        break;
    case 3: /* a run twice, a run left out, the end left out */
        if (in->size + length <= FUZZ_SIZE_LIMIT) {
            memmove(in->data + at + length, in->data + at, left);
            in->size += length;
        }
        break;
    case 4:
        memmove(in->data + at, in->data + at + length, left - length);
        in->size -= length;
        break;
    case 5:
    case 6:
        fuzz_change_value(in->data, in->size, r);
        break;
    default:
        in->size = random_below(r, 4) == 0 ? at : in->size;
    }
}

static void keep(const struct input *in)
{
    fuzz_put("input", in->data, in->size);
}

int main(int argc, char **argv)
{
    LLVMFuzzerInitialize(&argc, &argv);
    if (argc != 3) {
        fprintf(stderr, "usage: fuzz SECONDS SEEDS\n");
        return 2;
    }
    uint32_t count = 0;
    struct input *seeds = read_seeds(argv[2], &count);
    time_t end = time(NULL) + atol(argv[1]);
    unsigned long runs = 0;
    for (; time(NULL) < end; runs++) {
        struct random r = random_at(1, RANDOM_TEST, runs);
        struct input in = seeds[runs % count];
        for (uint32_t changes = runs < count ? 0 : 1 + random_below(&r, 8); changes > 0; changes--)
            change(&in, &r);
        keep(&in);
        alarm(SECONDS_EACH);
        LLVMFuzzerTestOneInput(in.data, in.size);
        alarm(0);
    }
    printf("Done %lu runs\n", runs);
    mem_free(seeds);
    return 0;
}
