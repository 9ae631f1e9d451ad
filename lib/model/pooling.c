#include "model/pooling.h"

#include <string.h>

static const char *const names[] = {"mean", "last", "cls", "max", "wmean", "first-last"};

const char *pooling_name(enum pooling p)
{
    return names[p];
}

bool pooling_parse(const char *name, enum pooling *p)
{
    for (int i = 0; i <= POOLING_FIRST_LAST; i++)
        if (!strcmp(name, names[i])) {
            *p = (enum pooling)i;
            return true;
        }
    return false;
}

bool pooling_takes_all(const struct transformer_config *c)
{
    return c->style == STYLE_BERT;
}

void pooling_weights(enum pooling p, const int32_t *ids, int length, int unknown, bool all, real *weights)
{
    double sum = 0;
    int first = all ? 0 : 1, last = 0;
    bool any = false;
    for (int i = 1; i < length; i++)
        any |= ids[i] != unknown;
    for (int i = first; i < length; i++)
        if (all || ids[i] != unknown) {
            last = i;
            sum += p == POOLING_WEIGHTED_MEAN ? i + 1 - first : 1;
        }
    for (int i = 0; i < length; i++) {
        bool token = any && i >= first && (all || ids[i] != unknown);
        switch (p) {
        case POOLING_MEAN:
        case POOLING_FIRST_LAST: weights[i] = token ? (real)(1 / sum) : 0; break;
        case POOLING_WEIGHTED_MEAN: weights[i] = token ? (real)((i + 1 - first) / sum) : 0; break;
        case POOLING_LAST: weights[i] = any && i == last; break;
        case POOLING_CLS: weights[i] = any && i == 0; break;
        case POOLING_MAX: weights[i] = token; break;
        }
    }
}

/* The row that holds the largest value of column `column`; the first of equals, -1 for none. */
static int largest(const real *weights, const real *states, int length, int dim, int column)
{
    int best = -1;
    for (int i = 0; i < length; i++)
        if (weights[i] > 0 && (best < 0 || states[(long)i * dim + column] > states[(long)best * dim + column]))
            best = i;
    return best;
}

void pooling_forward(enum pooling p, const real *weights, const real *states, int length, int dim, real *pooled)
{
    memset(pooled, 0, (size_t)dim * sizeof *pooled);
    if (p == POOLING_MAX) {
        for (int c = 0; c < dim; c++) {
            int row = largest(weights, states, length, dim, c);
            pooled[c] = row < 0 ? 0 : states[(long)row * dim + c];
        }
        return;
    }
    for (int i = 0; i < length; i++)
        if (weights[i] > 0)
            for (int c = 0; c < dim; c++)
                pooled[c] += weights[i] * states[(long)i * dim + c];
}

void pooling_backward(enum pooling p, const real *weights, const real *states, const real *d_pooled, int length,
                      int dim, real *d_states)
{
    memset(d_states, 0, (size_t)length * (size_t)dim * sizeof *d_states);
    for (int c = 0; p == POOLING_MAX && c < dim; c++) {
        int row = largest(weights, states, length, dim, c);
        if (row >= 0)
            d_states[(long)row * dim + c] = d_pooled[c];
    }
    for (int i = 0; p != POOLING_MAX && i < length; i++)
        if (weights[i] > 0)
            for (int c = 0; c < dim; c++)
                d_states[(long)i * dim + c] = weights[i] * d_pooled[c];
}

void pooling_first_last(const struct transformer *t, long tokens, real *mean)
{
    const struct transformer_config *c = transformer_configuration(t);
    const real *first = transformer_hidden(t, 1), *last = transformer_hidden(t, c->layers + 1);
#pragma omp parallel for schedule(static)
    for (long i = 0; i < tokens; i++)
        for (long k = i * c->dim; k < (i + 1) * c->dim; k++)
            mean[k] = (real)0.5 * (first[k] + last[k]);
}
