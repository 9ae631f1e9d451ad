#include "nn/optimizer.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "nn/kernels.h"

enum { SPLITS = 64, SERIAL_BELOW = 1 << 14, PIECE = 1 << 14 };

void touched_rows_add(struct touched_rows *t, const int32_t *ids, long count)
{
    for (long i = 0; i < count; i++) {
        if (t->seen[ids[i]])
            continue;
        t->seen[ids[i]] = true;
        t->rows[t->count++] = ids[i];
    }
}

void gradients_zero(struct parameter *parameters, int count)
{
    for (int i = 0; i < count; i++) {
        struct parameter *p = &parameters[i];
        if (!p->touched) {
            memset(p->gradient, 0, (size_t)p->size * sizeof *p->gradient);
            continue;
        }
        for (long k = 0; k < p->touched->count; k++) {
            int32_t row = p->touched->rows[k];
            memset(p->gradient + row * p->shape[1], 0, (size_t)p->shape[1] * sizeof *p->gradient);
            p->touched->seen[row] = false;
        }
        p->touched->count = 0;
    }
}

/* Sum of squares of one gradient: SPLITS parts of fixed bounds, added in order. */
static double squares_of(const struct parameter *p)
{
    const struct nn_kernels *kernels = nn_kernels();
    double part[SPLITS], sum = 0;
    if (p->touched) {
        for (long k = 0; k < p->touched->count; k++)
            sum += kernels->sum_of_squares(p->gradient + p->touched->rows[k] * p->shape[1], p->shape[1]);
        return sum;
    }
#pragma omp parallel for schedule(static) if (p->size > SERIAL_BELOW)
    for (long s = 0; s < SPLITS; s++) {
        long start = p->size * s / SPLITS, end = p->size * (s + 1) / SPLITS;
        part[s] = kernels->sum_of_squares(p->gradient + start, end - start);
    }
    for (int s = 0; s < SPLITS; s++)
        sum += part[s];
    return sum;
}

double gradients_norm(const struct parameter *parameters, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += squares_of(&parameters[i]);
    return sqrt(sum);
}

struct adamw adamw_new(struct parameter *parameters, int count, struct adamw_options options)
{
    struct adamw a = {.options = options, .parameters = parameters, .count = count};
    a.rates = mem_new((size_t)count, sizeof *a.rates, "learning rates");
    size_t size = 0;
    for (int i = 0; i < count; i++) {
        size += (size_t)parameters[i].size;
        a.rates[i] = 1;
    }
    a.first = mem_aligned(size, sizeof *a.first, "AdamW's first moments");
    a.second = mem_aligned(size, sizeof *a.second, "AdamW's second moments");
    return a;
}

void adamw_release(struct adamw *a)
{
    mem_free(a->rates);
    mem_free(a->first);
    mem_free(a->second);
    a->rates = NULL;
    a->first = a->second = NULL;
}

/* A table that is only looked up: rows without a gradient are told so, which saves reading it. */
static void update_rows(const struct adamw_step *step, struct parameter *p, real *first, real *second)
{
    const struct nn_kernels *kernels = nn_kernels();
    long dim = p->shape[1];
#pragma omp parallel for schedule(static)
    for (long row = 0; row < p->shape[0]; row++) {
        long at = row * dim;
        kernels->adamw(step, p->value + at, p->touched->seen[row] ? p->gradient + at : NULL, first + at, second + at,
                       dim);
    }
}

static void update_all(const struct adamw_step *step, struct parameter *p, real *first, real *second)
{
    const struct nn_kernels *kernels = nn_kernels();
#pragma omp parallel for schedule(static) if (p->size > SERIAL_BELOW)
    for (long at = 0; at < p->size; at += PIECE) {
        long size = p->size - at < PIECE ? p->size - at : PIECE;
        kernels->adamw(step, p->value + at, p->gradient + at, first + at, second + at, size);
    }
}

void adamw_update(struct adamw *a, double lr, double gradient_scale)
{
    const struct adamw_options *o = &a->options;
    double t = (double)++a->step;
    struct adamw_step step = {
        .gradient_scale = (real)gradient_scale,
        .beta1 = (real)o->beta1,
        .beta2 = (real)o->beta2,
        .rest1 = (real)(1 - o->beta1),
        .rest2 = (real)(1 - o->beta2),
        .epsilon = (real)o->epsilon,
        .correction = (real)(1 / sqrt(1 - pow(o->beta2, t))),
    };
    long offset = 0;
    for (int i = 0; i < a->count; i++) {
        struct parameter *p = &a->parameters[i];
        double rate = lr * a->rates[i];
        step.keep = (real)(1 - (p->decay ? rate * o->weight_decay : 0));
        step.step_size = (real)(rate / (1 - pow(o->beta1, t)));
        if (p->touched)
            update_rows(&step, p, a->first + offset, a->second + offset);
        else
            update_all(&step, p, a->first + offset, a->second + offset);
        offset += p->size;
    }
}

double schedule_share(enum schedule_shape shape, long step, long steps, long warmup, double final_fraction)
{
    if (step < warmup)
        return (double)(step + 1) / (double)warmup;
    if (shape == SCHEDULE_CONSTANT || steps <= warmup)
        return 1;
    double way = (double)(step - warmup) / (double)(steps - warmup);
    way = way < 1 ? way : 1;
    double left = shape == SCHEDULE_COSINE ? 0.5 * (1 + cos(acos(-1.0) * way)) : 1 - way;
    return final_fraction + (1 - final_fraction) * left;
}
