#include "trainers/skipgram/sampler.h"

#include <math.h>

#include "base/mem.h"

/* Cells that are too full give their surplus to cells that are not full, one each. */
static void fill_cells(struct noise_cell *cells, double *share, int n)
{
    int *stack = mem_new((size_t)n, sizeof *stack, "negative sampling"), poor = 0, rich = n;
    for (int i = 0; i < n; i++)
        stack[share[i] < 1 ? poor++ : --rich] = i; /* poor from the left, rich from the right */
    while (poor > 0 && rich < n) {
        int from = stack[rich], to = stack[--poor];
        cells[to] = (struct noise_cell){(uint32_t)(share[to] * 0x1p32), from};
        share[from] -= 1 - share[to];
        if (share[from] < 1) {
            rich++;
            stack[poor++] = from;
        }
    }
    /* What rounding left over is full. */
    while (poor > 0)
        cells[stack[poor - 1]] = (struct noise_cell){UINT32_MAX, stack[poor - 1]}, poor--;
    for (; rich < n; rich++)
        cells[stack[rich]] = (struct noise_cell){UINT32_MAX, stack[rich]};
    mem_free(stack);
}

struct sampler sampler_new(const struct vocab *v, double sample)
{
    int n = vocab_size(v);
    struct sampler s = {n, mem_new((size_t)n, sizeof *s.noise, "negative sampling"),
                        mem_new((size_t)n, sizeof *s.keep, "subsampling")};
    double *share = mem_new((size_t)n, sizeof *share, "negative sampling"), total = 0;
    for (int i = 0; i < n; i++) {
        long count = vocab_frequency(v, i);
        share[i] = pow(count > 0 ? (double)count : 1, 0.75);
        total += share[i];
        double keep = vocab_keep_probability(v, i, sample);
        s.keep[i] = keep < 1 ? (uint32_t)(keep * 0x1.fffffffep31) : UINT32_MAX;
    }
    for (int i = 0; i < n; i++)
        share[i] *= n / total;
    fill_cells(s.noise, share, n);
    mem_free(share);
    return s;
}

void sampler_release(struct sampler *s)
{
    mem_free(s->noise);
    mem_free(s->keep);
    *s = (struct sampler){0};
}
