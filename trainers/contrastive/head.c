#include "trainers/contrastive/head.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "nn/layers.h"

static struct parameter new_parameter(const char *head, const char *name, long rows, long columns)
{
    struct parameter p = {.dimensions = columns ? 2 : 1, .shape = {rows, columns}, .decay = columns > 0};
    p.size = columns ? rows * columns : rows;
    p.value = mem_aligned((size_t)p.size, sizeof(real), "head");
    p.gradient = mem_aligned((size_t)p.size, sizeof(real), "head");
    snprintf(p.name, sizeof p.name, "%s.%s", head, name);
    return p;
}

/* Weights normal with the standard deviation of BERT's linear maps, 0.02, at its width of 768: 0.55 / sqrt(dim). */
struct head *head_new(const char *name, int dim, uint64_t seed)
{
    struct head *h = mem_new(1, sizeof *h, "head");
    *h = (struct head){dim, new_parameter(name, "weight", dim, dim), new_parameter(name, "bias", dim, 0)};
    struct random r = random_at(seed, RANDOM_INITIAL_WEIGHTS, random_position(h->weight.name, strlen(h->weight.name)));
    for (long i = 0; i < h->weight.size; i++)
        h->weight.value[i] = (real)(0.55 / sqrt(dim) * random_normal(&r));
    return h;
}

void head_free(struct head *h)
{
    if (!h)
        return;
    mem_free(h->weight.value);
    mem_free(h->weight.gradient);
    mem_free(h->bias.value);
    mem_free(h->bias.gradient);
    mem_free(h);
}

static struct linear linear_of(const struct head *h)
{
    return (struct linear){.in = h->dim, .out = h->dim, .transposed = true, .w = h->weight.value, .b = h->bias.value,
                           .dw = h->weight.gradient, .db = h->bias.gradient};
}

void head_forward(const struct head *h, const real *x, real *y, long rows)
{
    struct linear linear = linear_of(h);
    linear_forward(&linear, x, y, rows);
    for (long i = 0; i < rows * h->dim; i++)
        y[i] = (real)tanh(y[i]);
}

void head_backward(struct head *h, const real *x, const real *y, real *dy, real *dx, long rows)
{
    struct linear linear = linear_of(h);
    for (long i = 0; i < rows * h->dim; i++)
        dy[i] *= 1 - y[i] * y[i];
    linear_backward(&linear, x, dy, dx, rows);
}
