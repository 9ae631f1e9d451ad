/* bench_lm: training steps of the language model against this machine's matrix products.
 *
 * Steps in fp32, steps in bf16 and plain products of the model's most frequent shape take turns, so that all see the
 * same machine. Prints tokens per second, and the model's floating-point rate as a share of the products' in fp32.
 * Without bf16 instructions, fp32 only. */
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

static double product_rate(enum precision precision, const struct transformer_config *c, int batch, float *scratch)
{
    long rows = (long)batch * c->context;
    float *a = scratch, *b = a + rows * c->dim, *out = b + (long)c->dim * c->hidden;
    double start = run_clock();
    for (int i = 0; i < 10; i++)
        gemm_in(precision, false, false, rows, c->hidden, c->dim, 1, a, c->dim, b, c->hidden, 0, out, c->hidden);
    return 10 * 2.0 * (double)rows * c->dim * c->hidden / (run_clock() - start);
}

/* A model in one precision, and sums over the rounds: seconds of a step's parts and in all, product_rate. */
struct side {
    struct transformer *transformer;
    struct parameter *parameters;
    int count;
    struct adamw adam;
    double forward, backward, update, product;
};

static struct side side_new(struct transformer_config c, enum precision precision, int batch)
{
    struct side s = {0};
    c.precision = precision;
    s.transformer = transformer_new(&c, true, batch * c.context, batch);
    transformer_initialize(s.transformer, 1);
    s.parameters = transformer_parameters(s.transformer, &s.count);
    s.adam = adamw_new(s.parameters, s.count, (struct adamw_options){.9, .95, 1e-8, .1});
    return s;
}

static void side_round(struct side *s, const struct batch *b, float *scratch, bool counts)
{
    const struct transformer_config *c = transformer_configuration(s->transformer);
    double rate = product_rate(c->precision, c, b->sequences, scratch), t0 = run_clock();
    transformer_zero_gradients(s->transformer);
    transformer_forward(s->transformer, b, true, 1, 0);
    double t1 = run_clock();
    transformer_cross_entropy(s->transformer, b->ids, true, 1);
    double t2 = run_clock();
    double norm = gradients_norm(s->parameters, s->count);
    adamw_update(&s->adam, 1e-4, norm > 1 ? 1 / norm : 1);
    double t3 = run_clock();
    if (counts)
        s->product += rate, s->forward += t1 - t0, s->backward += t2 - t1, s->update += t3 - t2;
}

static void side_print(const struct side *s, const char *name, double sgemm, int batch, int rounds)
{
    const struct transformer_config *c = transformer_configuration(s->transformer);
    double seconds = (s->forward + s->backward + s->update) / rounds, rate = step_operations(c, batch) / seconds;
    printf("%-14s %s %8.0f tokens/s  %6.1f GFLOP/s, %3.0f %% of sgemm's %6.1f  (forward %.0f, head and backward %.0f, "
           "update %.1f ms; products %.1f)\n",
           name, c->precision == PRECISION_BF16 ? "bf16" : "fp32", (double)batch * c->context / seconds, rate / 1e9,
           100 * rate / sgemm, sgemm / 1e9, 1e3 * s->forward / rounds, 1e3 * s->backward / rounds,
           1e3 * s->update / rounds, s->product / rounds / 1e9);
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
    struct batch b = {(int)rows, batch, ids, starts};
    struct side sides[] = {side_new(*c, PRECISION_FP32, batch), side_new(*c, PRECISION_BF16, batch)};
    int count = gemm_is_emulated(PRECISION_BF16) ? 1 : 2;
    for (int round = -1; round < rounds; round++) /* round -1 warms up */
        for (int i = 0; i < count; i++)
            side_round(&sides[i], &b, scratch, round >= 0);
    for (int i = 0; i < count; i++)
        side_print(&sides[i], name, sides[0].product / rounds, batch, rounds);
    for (int i = 0; i < 2; i++) {
        adamw_release(&sides[i].adam);
        transformer_free(sides[i].transformer);
    }
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
