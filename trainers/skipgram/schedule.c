#include "trainers/skipgram/schedule.h"

#include "base/mem.h"
#include "base/random.h"

enum { CHUNK_WORDS = 10000 };

struct schedule schedule_new(const struct token_corpus *c)
{
    size_t words = c->count / 256 < CHUNK_WORDS ? c->count / 256 + 1 : CHUNK_WORDS, most = c->count / words + 2;
    struct schedule s = {c, 0, mem_new(most + 1, sizeof *s.lines, "schedule"),
                         mem_new(most, sizeof *s.order, "schedule"), mem_new(most, sizeof *s.before, "schedule")};
    for (size_t line = 0; line < c->lines; line++)
        if (line == 0 || c->starts[line] - c->starts[s.lines[s.count - 1]] >= words)
            s.lines[s.count++] = line;
    s.lines[s.count] = c->lines;
    return s;
}

double schedule_words(const struct schedule *s, long i)
{
    const size_t *lines = s->lines + s->order[i];
    return (double)(s->corpus->starts[lines[1]] - s->corpus->starts[lines[0]]);
}

void schedule_shuffle(struct schedule *s, uint64_t seed, int epoch)
{
    struct random r = random_at(seed, RANDOM_SHUFFLE, (uint64_t)epoch);
    random_permutation(&r, s->order, (uint32_t)s->count);
    double words = 0;
    for (long i = 0; i < s->count; i++) {
        s->before[i] = words;
        words += schedule_words(s, i);
    }
}

void schedule_release(struct schedule *s)
{
    mem_free(s->lines);
    mem_free(s->order);
    mem_free(s->before);
    *s = (struct schedule){0};
}
