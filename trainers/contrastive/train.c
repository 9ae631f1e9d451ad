#include "trainers/contrastive/train.h"

#include <math.h>

#include "base/mem.h"
#include "nn/optimizer.h"

bool train(struct encoder *e, struct sentences *s, const struct training_settings *settings,
           bool (*report)(const struct training_step *step, void *context), void *context, struct error *err)
{
    int n = settings->batch;
    int dim = e->model->transformer ? transformer_configuration(e->model->transformer)->dim : e->model->table.columns;
    struct sentence_batch batch = sentence_batch_new(s, n, settings->word_dropout);
    struct simcse simcse = simcse_new(n, dim, settings->temperature);
    size_t size = 2 * (size_t)n * (size_t)dim;
    float *vectors = mem_aligned(size, sizeof *vectors, "sentence vectors");
    float *d_vectors = mem_aligned(size, sizeof *d_vectors, "sentence vectors");
    bool good = true;
    for (long i = 0; good && i < settings->steps; i++) {
        double share = schedule_share(SCHEDULE_LINEAR, i, settings->steps, settings->warmup, 0);
        struct training_step step = {.step = i + 1, .lr = settings->lr * share};
        sentence_batch_fill(&batch, s, i, n, e->first);
        e->forward(e, &batch.packed, (uint64_t)i, vectors);
        step.loss = simcse_loss(&simcse, vectors, batch.groups, n, d_vectors, &step.measures);
        if (isfinite(step.loss))
            step.gradient_norm = e->learn(e, &batch.packed, (uint64_t)i, d_vectors, step.lr);
        if (!isfinite(step.loss) || !isfinite(step.gradient_norm))
            good = error_set(err, "the %s is not finite at step %ld, learning rate %g; nothing is written. Try a "
                                  "smaller --lr or a larger --temperature",
                             isfinite(step.loss) ? "gradient" : "loss", step.step, step.lr);
        else if (!report(&step, context))
            break;
    }
    mem_free(vectors);
    mem_free(d_vectors);
    simcse_release(&simcse);
    sentence_batch_release(&batch);
    return good;
}
