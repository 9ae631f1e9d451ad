#include "trainers/contrastive/train.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "math/statistics.h"
#include "math/vector.h"

/* Sequences first .. first + count of a batch, which a tower encodes in one forward. */
struct part {
    int tower, first, count;
};

/* ---- making ---- */

int training_capacity(const struct training_settings *s, int views, int tower_count, int tower)
{
    int all = (tower_count == 1 ? views : tower == 0 ? 1 : views - 1) * s->batch;
    return s->cache > 0 && s->cache < all ? s->cache : all;
}

static void add_extra(struct training *t, const struct parameter *p)
{
    if (p->size > 0)
        t->extras[t->extra_count++] = *p;
}

static void list_extras(struct training *t)
{
    for (int i = 0; i < t->tower_count; i++) {
        const struct head *head = t->towers[i].head;
        if (head)
            add_extra(t, &head->weight), add_extra(t, &head->bias);
    }
    add_extra(t, &t->objective->classifier);
    struct adamw_options options = {0.9, 0.999, 1e-8, t->settings.weight_decay};
    t->adamw = adamw_new(t->extras, t->extra_count, options);
}

static void take_vectors(struct training *t)
{
    size_t size = (size_t)t->views * (size_t)t->settings.batch * (size_t)t->dim;
    bool heads = t->towers[0].head != NULL;
    t->pooled = mem_aligned(size, sizeof *t->pooled, "sentence vectors");
    t->d_pooled = mem_aligned(size, sizeof *t->pooled, "sentence vectors");
    t->vectors = heads ? mem_aligned(size, sizeof *t->pooled, "sentence vectors") : t->pooled;
    t->d_vectors = heads ? mem_aligned(size, sizeof *t->pooled, "sentence vectors") : t->d_pooled;
}

struct training *training_new(const struct training_settings *s, const struct objective_kind *kind,
                              const struct objective_settings *o, struct examples *examples, struct examples *dev,
                              const struct tower *towers, int tower_count)
{
    struct training *t = mem_new(1, sizeof *t, "training");
    *t = (struct training){.settings = *s, .examples = examples, .dev = dev, .tower_count = tower_count};
    t->views = examples->columns == 1 ? 2 : examples->columns;
    t->dim = towers[0].encoder->dim;
    for (int i = 0; i < tower_count; i++) {
        t->towers[i] = towers[i];
        t->towers[i].capacity = training_capacity(s, t->views, tower_count, i);
        t->towers[i].starts = mem_new((size_t)t->towers[i].capacity + 1, sizeof *t->towers[i].starts, "a batch");
    }
    struct batch_settings batch = {.rows = s->batch, .views = t->views, .word_dropout = s->word_dropout,
                                   .same_draws = s->same_dropout, .first = towers[0].encoder->first};
    t->batch = example_batch_new(examples, &batch);
    if (dev) {
        int rows = (uint32_t)s->batch < dev->count ? s->batch : (int)dev->count;
        t->dev_batch = example_batch_new(dev, &(struct batch_settings){.rows = rows, .views = 2, .first = batch.first});
    }
    t->objective = objective_new(kind, o, s->batch, t->views, t->dim);
    t->measurer = measurer_new(t->dim);
    list_extras(t);
    size_t sequences = (size_t)t->views * (size_t)s->batch;
    t->parts = mem_new(sequences, sizeof *t->parts, "parts of a batch");
    t->draws = mem_new(sequences * ((size_t)examples->longest + 1), sizeof *t->draws, "a batch");
    take_vectors(t);
    return t;
}

void towers_release(struct tower *towers, int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0 && towers[i].encoder)
            towers[i].encoder->model->tokenizer = NULL; /* the first one's */
        if (towers[i].encoder)
            towers[i].encoder->free(towers[i].encoder);
        head_free(towers[i].head);
        mem_free(towers[i].starts);
    }
}

void training_free(struct training *t)
{
    if (!t)
        return;
    towers_release(t->towers, t->tower_count);
    if (t->vectors != t->pooled) {
        mem_free(t->vectors);
        mem_free(t->d_vectors);
    }
    mem_free(t->pooled);
    mem_free(t->d_pooled);
    mem_free(t->draws);
    mem_free(t->parts);
    adamw_release(&t->adamw);
    measurer_free(t->measurer);
    objective_free(t->objective);
    example_batch_release(&t->batch);
    if (t->dev)
        example_batch_release(&t->dev_batch);
    mem_free(t);
}

/* ---- vectors ---- */

/* Sequences that tower `i` encodes: first .. the one returned. */
static int tower_range(const struct training *t, int i, int views, int rows, int *first)
{
    *first = i * rows;
    return i == t->tower_count - 1 ? views * rows : rows;
}

static int list_parts(const struct training *t, int views, int rows)
{
    int count = 0, first;
    for (int i = 0; i < t->tower_count; i++) {
        int end = tower_range(t, i, views, rows, &first), capacity = t->towers[i].capacity;
        for (; first < end; first += capacity)
            t->parts[count++] = (struct part){i, first, end - first < capacity ? end - first : capacity};
    }
    return count;
}

/* A sequence draws its dropout as if the batch were encoded in one piece; with same_dropout, as the row's first one. */
static void set_draws(struct training *t)
{
    const struct batch *b = &t->batch.packed;
    for (int s = 0; s < b->sequences; s++) {
        int32_t as = b->starts[t->settings.same_dropout ? s % t->settings.batch : s];
        for (int32_t r = b->starts[s]; r < b->starts[s + 1]; r++)
            t->draws[r] = as++;
    }
}

static void encode(struct training *t, const struct batch *whole, const struct part *p, bool training)
{
    struct tower *tower = &t->towers[p->tower];
    int32_t first = whole->starts[p->first];
    for (int s = 0; s <= p->count; s++)
        tower->starts[s] = whole->starts[p->first + s] - first;
    tower->batch = (struct batch){.tokens = tower->starts[p->count],
                                  .sequences = p->count,
                                  .ids = whole->ids + first,
                                  .starts = tower->starts,
                                  .draws = training ? t->draws + first : NULL};
    tower->encoder->forward(tower->encoder, &tower->batch, training, (uint64_t)t->step,
                            t->pooled + (long)p->first * t->dim);
}

static void heads_forward(struct training *t)
{
    int rows = t->settings.batch, first;
    for (int i = 0; i < t->tower_count && t->towers[i].head; i++) {
        long count = tower_range(t, i, t->views, rows, &first) - first, at = (long)first * t->dim;
        head_forward(t->towers[i].head, t->pooled + at, t->vectors + at, count);
    }
}

static void heads_backward(struct training *t)
{
    int rows = t->settings.batch, first;
    for (int i = 0; i < t->tower_count && t->towers[i].head; i++) {
        long count = tower_range(t, i, t->views, rows, &first) - first, at = (long)first * t->dim;
        head_backward(t->towers[i].head, t->pooled + at, t->vectors + at, t->d_vectors + at, t->d_pooled + at, count);
    }
}

/* ---- a step ---- */

/* Gradients of all weights from t->d_vectors. A tower still has the activations of its last part; those of the
 * others are made again, with the same draws (gradient caching). */
static void backward(struct training *t, int part_count)
{
    bool encoded[TOWERS_MOST] = {true, true};
    heads_backward(t);
    for (int i = part_count - 1; i >= 0; i--) {
        const struct part *p = &t->parts[i];
        struct tower *tower = &t->towers[p->tower];
        if (!encoded[p->tower])
            encode(t, &t->batch.packed, p, true);
        encoded[p->tower] = false;
        tower->encoder->backward(tower->encoder, &tower->batch, t->d_pooled + (long)p->first * t->dim);
    }
}

static double gradient_norm(const struct training *t)
{
    double extras = gradients_norm(t->extras, t->extra_count), squares = extras * extras;
    for (int i = 0; i < t->tower_count; i++)
        squares += t->towers[i].encoder->gradient_squares(t->towers[i].encoder);
    return sqrt(squares);
}

static void update(struct training *t, double share, double norm)
{
    const struct training_settings *s = &t->settings;
    double scale = s->clip > 0 && norm > s->clip ? s->clip / norm : 1;
    for (int i = 0; i < t->tower_count; i++)
        t->towers[i].encoder->update(t->towers[i].encoder, s->lr * share, scale);
    adamw_update(&t->adamw, s->head_lr * share, scale);
    gradients_zero(t->extras, t->extra_count);
}

struct training_step training_step(struct training *t)
{
    const struct training_settings *s = &t->settings;
    double share = schedule_share(SCHEDULE_LINEAR, t->step, s->steps, s->warmup, 0);
    struct training_step step = {.step = t->step + 1, .lr = s->lr * share};
    struct example_batch *b = &t->batch;
    example_batch_fill(b, t->examples, t->step);
    set_draws(t);
    int part_count = list_parts(t, t->views, s->batch);
    for (int i = 0; i < part_count; i++)
        encode(t, &b->packed, &t->parts[i], true);
    heads_forward(t);
    struct objective_batch batch = {s->batch, t->views, t->vectors, b->group, b->labels, b->scores};
    step.loss = objective_loss(t->objective, &batch, t->d_vectors);
    if (!isfinite(step.loss))
        return step;
    step.measures = measure(t->measurer, &batch, t->objective->kind->positives);
    backward(t, part_count);
    step.gradient_norm = gradient_norm(t);
    if (!isfinite(step.gradient_norm))
        return step;
    update(t, share, step.gradient_norm);
    t->step++;
    t->tokens += b->packed.tokens;
    return step;
}

/* ---- the dev set ---- */

double training_dev_score(struct training *t)
{
    struct example_batch *b = &t->dev_batch;
    uint32_t count = t->dev->count;
    double *cosine = mem_new(count, sizeof *cosine, "dev set");
    for (uint32_t start = 0; start < count; start += (uint32_t)b->settings.rows) {
        uint32_t left = count - start;
        int rows = left < (uint32_t)b->settings.rows ? (int)left : b->settings.rows;
        example_batch_take(b, t->dev, start, rows);
        int part_count = list_parts(t, 2, rows);
        for (int i = 0; i < part_count; i++)
            encode(t, &b->packed, &t->parts[i], false);
        for (int i = 0; i < rows; i++)
            cosine[start + (uint32_t)i] =
                vector_cosine(t->pooled + (long)i * t->dim, t->pooled + (long)(rows + i) * t->dim, t->dim);
    }
    double score = spearman(cosine, t->dev->scores, count);
    mem_free(cosine);
    return isfinite(score) ? score : 0;
}
