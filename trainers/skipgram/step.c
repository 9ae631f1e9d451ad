#include "trainers/skipgram/step.h"

#include "base/mem.h"

struct step step_new(int window, int negative)
{
    size_t size = (size_t)(2 * window * (1 + negative) + VECTOR_ROOM);
    struct step s = {mem_aligned(size, sizeof(float), "scores"), mem_aligned(size, sizeof(float), "scores")};
    return s;
}

void step_release(struct step *s)
{
    mem_free(s->scores);
    mem_free(s->errors);
    *s = (struct step){0};
}

double step_hogwild(struct step *s, const struct vector_kernels *kernels, float *const *contexts, int count,
                    float *const *targets, int negative, int columns, float rate)
{
    int width = 1 + negative;
    kernels->dot_rows(contexts, count, targets, width, columns, s->scores);
    double loss = kernels->logistic(s->scores, count * width, s->errors);
    kernels->scale(-rate, s->errors, count * width);
    for (int i = 0; i < count; i++) {
        loss -= s->scores[i * width];
        s->errors[i * width] += rate;
    }
    kernels->update_rows(contexts, count, targets, width, columns, s->errors);
    return loss;
}
