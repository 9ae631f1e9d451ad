#include "trainers/skipgram/schedule.h"

#include "base/mem.h"
#include "base/random.h"

struct schedule schedule_new(const struct word_corpus *c)
{
    size_t count = (size_t)c->chunk_count;
    return (struct schedule){c, mem_new(count, sizeof(uint32_t), "schedule"),
                             mem_new(count + 1, sizeof(double), "schedule")};
}

void schedule_shuffle(struct schedule *s, uint64_t seed, int epoch)
{
    struct random r = random_at(seed, RANDOM_SHUFFLE, (uint64_t)epoch);
    random_permutation(&r, s->order, (uint32_t)s->corpus->chunk_count);
    for (long i = 0; i < s->corpus->chunk_count; i++)
        s->before[i + 1] = s->before[i] + s->corpus->chunks[s->order[i]].words;
}

void schedule_release(struct schedule *s)
{
    mem_free(s->order);
    mem_free(s->before);
    *s = (struct schedule){0};
}
