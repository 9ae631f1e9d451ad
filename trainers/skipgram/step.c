#include "trainers/skipgram/step.h"

#include "base/mem.h"

struct step step_new(int contexts, int targets, int columns)
{
    size_t size = (size_t)contexts * (size_t)targets + VECTOR_ROOM;
    struct step s = {mem_aligned(size, sizeof(float), "scores"), mem_aligned(size, sizeof(float), "scores"),
                     mem_aligned((size_t)columns, sizeof(float), "scores")};
    return s;
}

void step_release(struct step *s)
{
    mem_free(s->scores);
    mem_free(s->errors);
    mem_free(s->mean);
    *s = (struct step){0};
}

/* errors = rate * (labels - sigma(scores)), for `count` rows of scores; returns the loss. */
static double score_errors(struct step *s, const struct vector_kernels *kernels, int count,
                           const struct targets *targets, float rate)
{
    int width = targets->count;
    double loss = kernels->logistic(s->scores, count * width, s->errors);
    kernels->scale(-rate, s->errors, count * width);
    for (int i = 0; i < count; i++) {
        for (uint64_t labels = targets->labels; labels; labels &= labels - 1) {
            int j = __builtin_ctzll(labels);
            loss -= s->scores[i * width + j];
            s->errors[i * width + j] += rate;
        }
    }
    return loss;
}

double step_skipgram(struct step *s, const struct vector_kernels *kernels, float *const *contexts, int count,
                     const struct targets *targets, int columns, float rate)
{
    kernels->dot_rows(contexts, count, targets->rows, targets->count, columns, s->scores);
    double loss = score_errors(s, kernels, count, targets, rate);
    kernels->update_rows(contexts, count, targets->rows, targets->count, columns, s->errors);
    return loss;
}

double step_cbow(struct step *s, const struct vector_kernels *kernels, float *const *contexts, int count,
                 const struct targets *targets, int columns, float rate)
{
    kernels->mean_rows(contexts, count, columns, s->mean);
    float *const mean[] = {s->mean, s->mean};
    kernels->dot_rows(mean, 1, targets->rows, targets->count, columns, s->scores);
    double loss = score_errors(s, kernels, 1, targets, rate);
    kernels->update_mean(contexts, count, s->mean, targets->rows, targets->count, columns, s->errors);
    return loss;
}
