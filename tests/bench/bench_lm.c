/* bench_lm: training steps of the language model against this machine's matrix products.
 *
 * Steps and plain products of the model's most frequent shape take turns, so that both see the same
 * machine. Prints tokens per second, and the model's floating-point rate as a share of the products'. */
#include <omp.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/run.h"
#include "math/gemm.h"
#include "nn/kernels.h"
#include "nn/optimizer.h"
#include "nn/transformer.h"

/* Multiplications and additions of one training step: 6 per weight and token in the matrices, and
 * attention's half square. */
static double step_operations(const struct transformer_config *c, int batch)
{
    double tokens = (double)batch * c->context, dim = c->dim;
    double weights = (double)c->layers * (4 * dim * dim + 2 * dim * c->hidden) + (double)c->vocabulary * dim;
    return 6 * tokens * weights + 12 * tokens * dim * (c->context + 1) / 2 * c->layers;
}

static double product_rate(const struct transformer_config *c, int batch, float *scratch)
{
    long rows = (long)batch * c->context;
    float *a = scratch, *b = a + rows * c->dim, *out = b + (long)c->dim * c->hidden;
    double start = run_clock();
    for (int i = 0; i < 10; i++)
        gemm(false, false, rows, c->hidden, c->dim, 1, a, c->dim, b, c->hidden, 0, out, c->hidden);
    return 10 * 2.0 * (double)rows * c->dim * c->hidden / (run_clock() - start);
}

static void bench(const char *name, const struct transformer_config *c, int batch, int rounds)
{
    long rows = (long)batch * c->context;
    int32_t *ids = mem_new((size_t)rows, sizeof *ids, "ids"),
            *starts = mem_new((size_t)batch + 1, sizeof *starts, "starts");
    struct random r = random_at(1, RANDOM_TEST, 0);
    for (long i = 0; i < rows; i++)
        ids[i] = (int32_t)random_below(&r, (uint32_t)c->vocabulary);
    for (int s = 0; s <= batch; s++)
        starts[s] = s * c->context;
    float *scratch =
        mem_aligned((size_t)(rows * (c->dim + c->hidden) + (long)c->dim * c->hidden), sizeof *scratch, "bench");
    struct transformer *t = transformer_new(c, true, (int)rows, batch);
    transformer_initialize(t, 1);
    int count;
    struct parameter *p = transformer_parameters(t, &count);
    struct adamw adam = adamw_new(p, count, (struct adamw_options){.9, .95, 1e-8, .1});
    struct batch b = {(int)rows, batch, ids, starts};
    double product = 0, parts[4] = {0};
    for (int round = -1; round < rounds; round++) { /* round -1 warms up */
        double rate = product_rate(c, batch, scratch), t0 = run_clock();
        transformer_zero_gradients(t);
        transformer_forward(t, &b, true, 1, 0);
        double t1 = run_clock();
        transformer_cross_entropy(t, ids, true, 1);
        double t2 = run_clock();
        double norm = gradients_norm(p, count);
        adamw_update(&adam, 1e-4, norm > 1 ? 1 / norm : 1);
        double t3 = run_clock();
        if (round < 0)
            continue;
        product += rate / rounds;
        parts[0] += t1 - t0, parts[1] += t2 - t1, parts[2] += t3 - t2, parts[3] += t3 - t0;
    }
    double seconds = parts[3] / rounds;
    printf("%-14s %8.0f tokens/s  %6.1f GFLOP/s, %3.0f %% of sgemm's %6.1f  (forward %.0f, head and backward %.0f, "
           "update %.1f ms)\n",
           name, (double)rows / seconds, step_operations(c, batch) / seconds / 1e9,
           100 * step_operations(c, batch) / seconds / product, product / 1e9, 1e3 * parts[0] / rounds,
           1e3 * parts[1] / rounds, 1e3 * parts[2] / rounds);
    adamw_release(&adam);
    transformer_free(t);
    mem_free(ids), mem_free(starts), mem_free(scratch);
}

int main(void)
{
    struct transformer_config small = {.vocabulary = 8192,
                                       .context = 128,
                                       .layers = 4,
                                       .heads = 4,
                                       .dim = 128,
                                       .hidden = 512,
                                       .causal = true,
                                       .tied = true,
                                       .has_head = true};
    struct transformer_config medium = {.vocabulary = 8192,
                                        .context = 256,
                                        .layers = 6,
                                        .heads = 6,
                                        .dim = 384,
                                        .hidden = 1536,
                                        .causal = true,
                                        .tied = true,
                                        .has_head = true};
    struct transformer_config words = small;
    words.vocabulary = 30002;
    const char *blas = gemm_start();
    printf("language model steps, %d threads, %s, kernels %s\n", omp_get_max_threads(), blas, nn_kernels()->name);
    bench("1.9 M weights", &small, 16, 20);
    bench("4.7 M (words)", &words, 16, 10);
    bench("13.9 M weights", &medium, 8, 4);
    small.dropout = 0.1;
    bench("1.9 M, dropout", &small, 16, 20);
    return 0;
}
