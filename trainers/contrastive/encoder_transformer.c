/* encoder_transformer.c: a bidirectional transformer, its final states pooled; AdamW. */
#include <string.h>

#include "base/mem.h"
#include "nn/optimizer.h"
#include "trainers/contrastive/encoder.h"

struct transformer_encoder {
    struct encoder base;
    struct encoder_settings settings;
    struct adamw adamw;
    float *weights;  /* owned; [max_tokens] of the pooling */
    float *d_states; /* owned; [max_tokens, dim] */
};

static void forward(struct encoder *base, const struct batch *b, uint64_t step, float *vectors)
{
    struct transformer_encoder *e = (struct transformer_encoder *)base;
    struct transformer *t = base->model->transformer;
    int dim = e->settings.shape.dim;
    transformer_forward(t, b, true, e->settings.seed, step);
    const float *states = transformer_hidden(t, e->settings.shape.layers + 1);
#pragma omp parallel for schedule(static)
    for (int s = 0; s < b->sequences; s++) {
        int start = b->starts[s], length = b->starts[s + 1] - start;
        pooling_weights(e->settings.pooling, b->ids + start, length, -1, e->weights + start);
        pooling_forward(e->settings.pooling, e->weights + start, states + (long)start * dim, length, dim,
                        vectors + (long)s * dim);
    }
}

static double learn(struct encoder *base, const struct batch *b, uint64_t step, const float *d_vectors, double lr)
{
    (void)step; /* the transformer remembers its forward */
    struct transformer_encoder *e = (struct transformer_encoder *)base;
    struct transformer *t = base->model->transformer;
    int dim = e->settings.shape.dim;
    const float *states = transformer_hidden(t, e->settings.shape.layers + 1);
#pragma omp parallel for schedule(static)
    for (int s = 0; s < b->sequences; s++) {
        int start = b->starts[s], length = b->starts[s + 1] - start;
        pooling_backward(e->settings.pooling, e->weights + start, states + (long)start * dim, d_vectors + (long)s * dim,
                         length, dim, e->d_states + (long)start * dim);
    }
    transformer_zero_gradients(t);
    transformer_backward(t, e->d_states);
    double norm = gradients_norm(e->adamw.parameters, e->adamw.count), clip = e->settings.clip;
    adamw_update(&e->adamw, lr, clip > 0 && norm > clip ? clip / norm : 1);
    return norm;
}

static void free_encoder(struct encoder *base)
{
    struct transformer_encoder *e = (struct transformer_encoder *)base;
    adamw_release(&e->adamw);
    mem_free(e->weights);
    mem_free(e->d_states);
    model_free(base->model);
    mem_free(e);
}

/* GPT-2's initial embeddings are so small that a position weighs as much as a word, and a sentence's
 * first vector says little of its words. Five times as large, sentences differ by their words from
 * the first step (STS-B's development part after 600 steps: .65 instead of .55). */
static void enlarge_embeddings(struct transformer *t)
{
    struct parameter *table = transformer_parameter(t, "wte.weight");
    for (long i = 0; i < table->size; i++)
        table->value[i] *= 5;
}

struct encoder *encoder_transformer_new(const struct encoder_settings *s, struct tokenizer *t)
{
    struct transformer_encoder *e = mem_new(1, sizeof *e, "encoder");
    struct model *m = mem_new(1, sizeof *m, "model");
    *m = (struct model){.kind = MODEL_ENCODER, .tokenizer = t, .pooling = s->pooling};
    m->transformer = transformer_new(&s->shape, true, s->max_tokens, s->max_sequences);
    transformer_initialize(m->transformer, s->seed);
    enlarge_embeddings(m->transformer);
    e->base = (struct encoder){m, tokenizer_end(t), forward, learn, 0, free_encoder};
    e->settings = *s;
    int count;
    struct parameter *parameters = transformer_parameters(m->transformer, &count);
    struct adamw_options options = {.beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .weight_decay = s->weight_decay};
    e->adamw = adamw_new(parameters, count, options);
    e->weights = mem_aligned((size_t)s->max_tokens, sizeof *e->weights, "pooling");
    e->d_states = mem_aligned((size_t)s->max_tokens * (size_t)s->shape.dim, sizeof *e->d_states, "gradients of states");
    e->base.memory = transformer_memory(m->transformer) + (size_t)s->max_tokens * (size_t)(s->shape.dim + 1) * 4;
    for (int i = 0; i < count; i++)
        e->base.memory += 2 * (size_t)parameters[i].size * sizeof(float);
    return &e->base;
}
