#include "trainers/lm/sampler.h"

#include <math.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/topk.h"

struct sampler sampler_new(const struct sampler_settings *s, int vocabulary)
{
    long candidates = s->temperature == 0 ? 1 : s->top_k > 0 && s->top_k < vocabulary ? s->top_k : vocabulary;
    return (struct sampler){.settings = *s,
                            .vocabulary = vocabulary,
                            .candidates = (int)candidates,
                            .weights = mem_new((size_t)candidates, sizeof(double), "weights"),
                            .ids = mem_new((size_t)candidates, sizeof(long), "candidates")};
}

void sampler_release(struct sampler *s)
{
    mem_free(s->weights);
    mem_free(s->ids);
    s->weights = NULL;
    s->ids = NULL;
}

int32_t sampler_draw(struct sampler *s, const float *logits, long position)
{
    int n = topk(logits, s->vocabulary, s->candidates, s->ids);
    double sum = 0, largest = (double)logits[s->ids[0]];
    if (!isfinite(largest))
        return -1;
    if (n == 1)
        return (int32_t)s->ids[0];
    for (int i = 0; i < n; i++)
        sum += s->weights[i] = exp(((double)logits[s->ids[i]] - largest) / s->settings.temperature);
    double kept = 0;
    for (int i = 0; i < n && kept < s->settings.top_p * sum; i++)
        kept += s->weights[i];
    struct random r = random_at(s->settings.seed, RANDOM_GENERATE, (uint64_t)position);
    double left = (double)random_uniform(&r) * kept;
    for (int i = 0; i < n; i++)
        if ((left -= s->weights[i]) < 0)
            return (int32_t)s->ids[i];
    return (int32_t)s->ids[0]; /* rounding left a crumb */
}
