/* sampler.h: one token after another from a language model's logits. */
#ifndef EMBEDLAB_TRAINERS_LM_SAMPLER_H
#define EMBEDLAB_TRAINERS_LM_SAMPLER_H

#include <stdint.h>

struct sampler_settings {
    double temperature; /* the likeliest token at 0 */
    long top_k;         /* among the k likeliest; 0 = all */
    double top_p; /* of these, among the likeliest whose probabilities sum to at least this (Holtzman et al. 2020) */
    uint64_t seed;
};

struct sampler {
    struct sampler_settings settings;
    int vocabulary, candidates;
    double *weights; /* owned; [candidates] */
    long *ids;       /* owned; [candidates], likeliest first */
};

struct sampler sampler_new(const struct sampler_settings *s, int vocabulary);
void sampler_release(struct sampler *s);

/* Draws from softmax(logits / temperature) over what top_k and top_p leave; logits of -INFINITY are never drawn.
 * The draw depends on (seed, position, logits) alone. -1 when the logits are not numbers. */
int32_t sampler_draw(struct sampler *s, const float *logits, /* [vocabulary] */ long position);

#endif
