/* gold.c: what the benchmarks share. */
#include "corpora/world/gold.h"

#include <string.h>

#include "base/mem.h"

struct output *gold_open(const char *folder, const char *inner, const char *name, struct error *err)
{
    char *within = path_join(folder, inner), *path = path_join(within, name);
    struct output *out = folder_make(within, err) ? output_open(path, err) : NULL;
    mem_free(within);
    mem_free(path);
    return out;
}

/* Words of `a` that stand in `b`, too; *words: how many words `a` has. */
static int common_words(const char *a, const char *b, int *words)
{
    int common = 0;
    *words = 0;
    for (const char *at = a; *at; at += *at == ' ') {
        size_t n = strcspn(at, " ");
        for (const char *other = b; *other; other += *other == ' ') {
            size_t m = strcspn(other, " ");
            if (n == m && strncmp(at, other, n) == 0) {
                common++;
                break;
            }
            other += m;
        }
        (*words)++;
        at += n;
    }
    return common;
}

#define PARAPHRASES 6

bool gold_paraphrase(struct teller *t, const struct step *step, const char *first, char second[SENTENCE_LIMIT])
{
    double least = 2;
    for (int tries = 0; tries < PARAPHRASES; tries++) {
        char said[SENTENCE_LIMIT];
        int words;
        teller_tell(t, step, said);
        double share = (double)common_words(first, said, &words);
        share /= words;
        if (strcmp(first, said) != 0 && share < least) {
            least = share;
            memcpy(second, said, SENTENCE_LIMIT);
        }
    }
    return least < 2;
}
