/* encoder_transformer.c: a transformer, its states pooled; AdamW.
 *
 * The token table's gradient is sparse: only rows of the batch's tokens are added to, read and cleared. AdamW itself
 * moves every row, as its formula has it (by momentum and decay); with 16,384 rows of 256 that is 0.3 % of a step. */
#include "base/mem.h"
#include "trainers/contrastive/encoder.h"

struct transformer_encoder {
    struct encoder base;
    struct encoder_settings settings;
    struct adamw adamw;
    float *weights;  /* owned; [max_tokens] of the pooling */
    float *mean;     /* owned; [max_tokens, dim]: pooling first-last: what is pooled; else NULL */
    float *d_states; /* owned; [max_tokens, dim] */
};

static const float *pooled_states(const struct transformer_encoder *e)
{
    return e->mean ? e->mean : transformer_hidden(e->base.model->transformer, e->settings.shape.layers + 1);
}

static void forward(struct encoder *base, const struct batch *b, bool training, uint64_t step, float *vectors)
{
    struct transformer_encoder *e = (struct transformer_encoder *)base;
    int dim = base->dim;
    bool all = pooling_takes_all(&e->settings.shape);
    transformer_forward(base->model->transformer, b, training, e->settings.seed, step);
    if (e->mean)
        pooling_first_last(base->model->transformer, b->tokens, e->mean);
    const float *states = pooled_states(e);
#pragma omp parallel for schedule(static)
    for (int s = 0; s < b->sequences; s++) {
        int start = b->starts[s], length = b->starts[s + 1] - start;
        pooling_weights(e->settings.pooling, b->ids + start, length, -1, all, e->weights + start);
        pooling_forward(e->settings.pooling, e->weights + start, states + (long)start * dim, length, dim,
                        vectors + (long)s * dim);
    }
}

static void backward(struct encoder *base, const struct batch *b, const float *d_vectors)
{
    struct transformer_encoder *e = (struct transformer_encoder *)base;
    const float *states = pooled_states(e);
    int dim = base->dim;
#pragma omp parallel for schedule(static)
    for (int s = 0; s < b->sequences; s++) {
        int start = b->starts[s], length = b->starts[s + 1] - start;
        float *d_states = e->d_states + (long)start * dim;
        pooling_backward(e->settings.pooling, e->weights + start, states + (long)start * dim, d_vectors + (long)s * dim,
                         length, dim, d_states);
        for (long k = 0; e->mean && k < (long)length * dim; k++)
            d_states[k] *= 0.5f;
    }
    transformer_backward_with(base->model->transformer, e->d_states, e->mean ? 1 : -1, e->d_states);
}

static double gradient_squares(const struct encoder *base)
{
    double norm = gradients_norm(base->adamw->parameters, base->adamw->count);
    return norm * norm;
}

static void update(struct encoder *base, double lr, double scale)
{
    adamw_update(base->adamw, lr, scale);
    transformer_zero_gradients(base->model->transformer);
}

static void free_encoder(struct encoder *base)
{
    struct transformer_encoder *e = (struct transformer_encoder *)base;
    adamw_release(&e->adamw);
    mem_free(e->weights);
    mem_free(e->mean);
    mem_free(e->d_states);
    model_free(base->model);
    mem_free(e);
}

/* GPT-2's initial embeddings are so small that a position weighs as much as a word, and a sentence's
 * first vector says little of its words. Five times as large, sentences differ by their words from
 * the first step (STS-B's development part after 600 steps: .65 instead of .55). */
static void enlarge_embeddings(struct transformer *t)
{
    struct parameter *table = transformer_token_table(t);
    for (long i = 0; i < table->size; i++)
        table->value[i] *= 5;
}

struct encoder *encoder_transformer_new(const struct encoder_settings *s, struct tokenizer *t)
{
    struct transformer_encoder *e = mem_new(1, sizeof *e, "encoder");
    struct model *m = mem_new(1, sizeof *m, "model");
    size_t states = (size_t)s->max_tokens * (size_t)s->shape.dim;
    *m = (struct model){.kind = MODEL_ENCODER, .tokenizer = t, .pooling = s->pooling};
    m->transformer = transformer_new(&s->shape, true, s->max_tokens, s->max_sequences);
    transformer_initialize(m->transformer, s->seed);
    enlarge_embeddings(m->transformer);
    e->base = (struct encoder){.model = m, .dim = s->shape.dim, .first = tokenizer_end(t), .adamw = &e->adamw,
                               .forward = forward, .backward = backward, .gradient_squares = gradient_squares,
                               .update = update, .free = free_encoder};
    e->settings = *s;
    int count;
    struct parameter *parameters = transformer_parameters(m->transformer, &count);
    struct adamw_options options = {.beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .weight_decay = s->weight_decay};
    e->adamw = adamw_new(parameters, count, options);
    e->weights = mem_aligned((size_t)s->max_tokens, sizeof *e->weights, "pooling");
    e->d_states = mem_aligned(states, sizeof *e->d_states, "gradients of states");
    if (s->pooling == POOLING_FIRST_LAST)
        e->mean = mem_aligned(states, sizeof *e->mean, "states of two layers");
    e->base.memory = transformer_memory(m->transformer) + states * (e->mean ? 8 : 4) + (size_t)s->max_tokens * 4;
    for (int i = 0; i < count; i++)
        e->base.memory += 2 * (size_t)parameters[i].size * sizeof(float);
    return &e->base;
}
