/* The float library: determinism, masking, AdamW by hand, kernels against the portable ones. */
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/random.h"
#include "nn/kernels.h"
#include "nn/optimizer.h"
#include "nn/transformer.h"

enum { TOKENS = 300, SEQUENCES = 5, VOCABULARY = 97 };
static const int32_t starts[SEQUENCES + 1] = {0, 100, 101, 190, 220, TOKENS};

static const struct transformer_config language = {.vocabulary = VOCABULARY,
                                                   .context = 100,
                                                   .layers = 2,
                                                   .heads = 2,
                                                   .dim = 40,
                                                   .hidden = 72,
                                                   .causal = true,
                                                   .tied = true,
                                                   .has_head = true,
                                                   .dropout = 0.1};

/* the same in the style of Llama: keys and values shared by two queries each, biases, heads of another size */
static const struct transformer_config llama = {.vocabulary = VOCABULARY,
                                                .context = 100,
                                                .layers = 2,
                                                .heads = 4,
                                                .dim = 40,
                                                .hidden = 56,
                                                .causal = true,
                                                .has_head = true,
                                                .dropout = 0.1,
                                                .style = STYLE_LLAMA,
                                                .kv_heads = 2,
                                                .head_size = 14,
                                                .attention_bias = true};

static void make_batch(int32_t *ids, int32_t *targets, uint64_t which)
{
    struct random r = random_at(2, RANDOM_TEST, which);
    for (int i = 0; i < TOKENS; i++) {
        ids[i] = (int32_t)random_below(&r, VOCABULARY);
        targets[i] = (ids[i] * 5 + 3) % VOCABULARY; /* can be learned */
    }
}

/* ---- same bits for any number of threads ---- */

struct outcome {
    double loss[4], norm[4];
    long size;
    float *weights;
};

static struct outcome train(const struct transformer_config *c, int threads)
{
    struct outcome o = {.size = 0};
    omp_set_num_threads(threads);
    struct transformer *t = transformer_new(c, true, TOKENS, SEQUENCES);
    transformer_initialize(t, 9);
    int count;
    struct parameter *p = transformer_parameters(t, &count);
    struct adamw a = adamw_new(p, count, (struct adamw_options){.9, .95, 1e-8, .1});
    for (int step = 0; step < 4; step++) {
        int32_t ids[TOKENS], targets[TOKENS];
        make_batch(ids, targets, (uint64_t)step);
        transformer_zero_gradients(t);
        struct batch b = {TOKENS, SEQUENCES, ids, starts};
        transformer_forward(t, &b, true, 3, (uint64_t)step);
        o.loss[step] = transformer_cross_entropy(t, targets, true, 1);
        o.norm[step] = gradients_norm(p, count);
        adamw_update(&a, 1e-2, 0.5);
    }
    for (int i = 0; i < count; i++)
        o.size += p[i].size;
    o.weights = malloc((size_t)o.size * sizeof *o.weights);
    long at = 0;
    for (int i = 0; i < count; at += p[i].size, i++)
        memcpy(o.weights + at, p[i].value, (size_t)p[i].size * sizeof *o.weights);
    adamw_release(&a);
    transformer_free(t);
    return o;
}

static void test_threads(void **state)
{
    (void)state;
    struct transformer_config configs[] = {language, language, llama, llama};
    configs[1].tied = false;
    configs[1].causal = false;
    configs[3].precision = PRECISION_BF16;
    for (int k = 0; k < 4; k++) {
        struct outcome one = train(&configs[k], 1);
        for (int threads = 2; threads <= 3; threads++) {
            struct outcome more = train(&configs[k], threads);
            assert_memory_equal(one.loss, more.loss, sizeof one.loss);
            assert_memory_equal(one.norm, more.norm, sizeof one.norm);
            assert_memory_equal(one.weights, more.weights, (size_t)one.size * sizeof *one.weights);
            free(more.weights);
        }
        free(one.weights);
    }
}

/* ---- a later token changes nothing before it; another sequence changes nothing at all ---- */

static void causal_mask_case(const struct transformer_config *c)
{
    struct transformer *t = transformer_new(c, false, TOKENS, SEQUENCES);
    transformer_initialize(t, 9);
    int32_t ids[TOKENS], targets[TOKENS];
    make_batch(ids, targets, 0);
    struct batch b = {TOKENS, SEQUENCES, ids, starts};
    size_t row = (size_t)c->dim * sizeof(float);
    transformer_forward(t, &b, false, 0, 0);
    float *before = malloc(TOKENS * row);
    memcpy(before, transformer_hidden(t, c->layers + 1), TOKENS * row);
    int changed = 140; /* in sequence 2: rows 101..189 */
    ids[changed] = (ids[changed] + 1) % VOCABULARY;
    transformer_forward(t, &b, false, 0, 0);
    const float *after = transformer_hidden(t, c->layers + 1);
    for (int r = 0; r < TOKENS; r++) {
        int same = !memcmp((char *)before + (size_t)r * row, (const char *)after + (size_t)r * row, row);
        assert_int_equal(same, r < changed || r >= 190);
    }
    free(before);
    transformer_free(t);
}

static void test_causal_mask(void **state)
{
    (void)state;
    causal_mask_case(&language);
    causal_mask_case(&llama);
}

/* ---- dropout only when asked; logits agree with the loss ---- */

static void test_logits_and_dropout(void **state)
{
    (void)state;
    struct transformer *t = transformer_new(&language, true, TOKENS, SEQUENCES);
    transformer_initialize(t, 9);
    int32_t ids[TOKENS], targets[TOKENS];
    make_batch(ids, targets, 0);
    struct batch b = {TOKENS, SEQUENCES, ids, starts};
    for (int r = 0; r < TOKENS; r++)
        if (r != 150)
            targets[r] = -1;
    transformer_forward(t, &b, false, 0, 0);
    double loss = transformer_cross_entropy(t, targets, false, 1);
    float logits[VOCABULARY];
    transformer_logits(t, 150, logits);
    double sum = 0;
    for (int i = 0; i < VOCABULARY; i++)
        sum += exp((double)logits[i]);
    assert_true(fabs(loss - (log(sum) - (double)logits[targets[150]])) < 1e-5);

    transformer_forward(t, &b, true, 1, 1);
    double first = transformer_cross_entropy(t, targets, false, 1);
    transformer_forward(t, &b, true, 1, 1);
    assert_true(first == transformer_cross_entropy(t, targets, false, 1));
    transformer_forward(t, &b, true, 1, 2);
    assert_true(first != transformer_cross_entropy(t, targets, false, 1));
    assert_true(first != loss);
    transformer_free(t);
}

/* ---- AdamW, clipping, schedules by hand ---- */

static void test_adamw_by_hand(void **state)
{
    (void)state;
    float value[2] = {1, -2}, gradient[2] = {0.5f, 4};
    struct parameter p = {
        .dimensions = 2, .shape = {1, 2}, .size = 2, .decay = true, .value = value, .gradient = gradient};
    assert_true(fabs(gradients_norm(&p, 1) - sqrt(16.25)) < 1e-12);
    struct adamw a = adamw_new(&p, 1, (struct adamw_options){.9, .99, 0, .1});
    adamw_update(&a, 0.01, 1);
    /* the first step moves by lr * sign(g), whatever the size, after decay by 1 - lr * 0.1 */
    assert_true(fabs(value[0] - (0.999 * 1 - 0.01)) < 1e-6);
    assert_true(fabs(value[1] - (0.999 * -2 - 0.01)) < 1e-6);
    /* second step with g = -0.25: m = .9 * .05 - .1 * .25 = .02, v = .99 * .0025 + .01 * .0625 = .0031;
       m / (1 - .81) = 0.10526316, sqrt(v / (1 - .9801)) = 0.39468855 */
    gradient[0] = -1;
    adamw_update(&a, 0.01, 0.25);
    assert_true(fabs(value[0] - (0.999 * 0.989 - 0.01 * 0.10526316 / 0.39468855)) < 1e-6);
    adamw_release(&a);
}

static void test_touched_rows(void **state)
{
    (void)state;
    /* a table with touched rows must move exactly as one without */
    float gradient[2][4 * 3] = {{0}}, value[2][4 * 3];
    int32_t list[4];
    bool seen[4] = {false};
    struct touched_rows touched = {list, seen, 0};
    struct parameter p[2];
    struct adamw a[2];
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 12; i++)
            value[k][i] = (float)i - 5;
        p[k] = (struct parameter){.dimensions = 2,
                                  .shape = {4, 3},
                                  .size = 12,
                                  .decay = true,
                                  .value = value[k],
                                  .gradient = gradient[k],
                                  .touched = k ? &touched : NULL};
        a[k] = adamw_new(&p[k], 1, (struct adamw_options){.9, .95, 1e-8, .1});
    }
    const int32_t batches[3][2] = {{2, 2}, {0, 2}, {3, 0}};
    for (int step = 0; step < 3; step++) {
        gradients_zero(p, 2);
        touched_rows_add(&touched, batches[step], 2);
        for (int k = 0; k < 2; k++)
            for (int i = 0; i < 2; i++)
                gradient[k][batches[step][i] * 3 + 1] += 0.5f + (float)step;
        assert_true(gradients_norm(&p[0], 1) == gradients_norm(&p[1], 1));
        adamw_update(&a[0], 0.1, 1);
        adamw_update(&a[1], 0.1, 1);
        assert_memory_equal(value[0], value[1], sizeof value[0]);
    }
    gradients_zero(&p[1], 1);
    for (int i = 0; i < 12; i++)
        assert_true(gradient[1][i] == 0);
    assert_int_equal(touched.count, 0);
    adamw_release(&a[0]);
    adamw_release(&a[1]);
}

/* A parameter's rate is the same as a learning rate of its own. */
static void test_rates(void **state)
{
    (void)state;
    real value[2][3] = {{1, -2, 3}, {1, -2, 3}}, gradient[3] = {0.5, -1, 2};
    struct parameter p[2];
    struct adamw a[2];
    for (int k = 0; k < 2; k++) {
        p[k] = (struct parameter){
            .dimensions = 2, .shape = {1, 3}, .size = 3, .decay = true, .value = value[k], .gradient = gradient};
        a[k] = adamw_new(&p[k], 1, (struct adamw_options){.9, .95, 1e-8, .1});
    }
    a[0].rates[0] = 0.25;
    for (int step = 0; step < 3; step++) {
        adamw_update(&a[0], 0.1, 1);
        adamw_update(&a[1], 0.025, 1);
    }
    assert_memory_equal(value[0], value[1], sizeof value[0]);
    assert_true(value[0][0] < 1);
    a[0].rates[0] = 0;
    adamw_update(&a[0], 0.1, 1);
    assert_memory_equal(value[0], value[1], sizeof value[0]);
    adamw_release(&a[0]);
    adamw_release(&a[1]);
}

static void test_schedules(void **state)
{
    (void)state;
    static const struct {
        enum schedule_shape shape;
        long step, steps, warmup;
        double share;
    } cases[] = {
        {SCHEDULE_COSINE, 0, 100, 10, .1},  {SCHEDULE_COSINE, 9, 100, 10, 1},    {SCHEDULE_COSINE, 10, 100, 10, 1},
        {SCHEDULE_COSINE, 55, 100, 10, .6}, {SCHEDULE_COSINE, 100, 100, 10, .2}, {SCHEDULE_COSINE, 0, 5, 0, 1},
        {SCHEDULE_LINEAR, 0, 100, 10, .1},  {SCHEDULE_LINEAR, 55, 100, 10, .6},  {SCHEDULE_LINEAR, 100, 100, 10, .2},
        {SCHEDULE_CONSTANT, 4, 100, 10, .5}, {SCHEDULE_CONSTANT, 99, 100, 10, 1}, {SCHEDULE_COSINE, 3, 3, 9, 4 / 9.},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(fabs(schedule_share(cases[i].shape, cases[i].step, cases[i].steps, cases[i].warmup, .2) -
                         cases[i].share) < 1e-12);
}

/* ---- the loss of one batch falls ---- */

static void overfit(struct transformer_config c, enum precision precision, double lr, int steps, double *loss)
{
    c.dropout = 0;
    c.precision = precision;
    struct transformer *t = transformer_new(&c, true, TOKENS, SEQUENCES);
    transformer_initialize(t, 9);
    int count;
    struct parameter *p = transformer_parameters(t, &count);
    struct adamw a = adamw_new(p, count, (struct adamw_options){.9, .95, 1e-8, .1});
    int32_t ids[TOKENS], targets[TOKENS];
    make_batch(ids, targets, 0);
    struct batch b = {TOKENS, SEQUENCES, ids, starts};
    for (int step = 0; step < steps; step++) {
        transformer_zero_gradients(t);
        transformer_forward(t, &b, true, 1, 0);
        loss[step] = transformer_cross_entropy(t, targets, true, 1);
        adamw_update(&a, lr, 1);
    }
    adamw_release(&a);
    transformer_free(t);
}

static void test_overfit(void **state)
{
    (void)state;
    enum { STEPS = 60 };
    double loss[STEPS];
    overfit(language, PRECISION_FP32, 1e-2, STEPS, loss);
    assert_true(fabs(loss[0] - log(VOCABULARY)) < 0.2); /* nothing known: uniform */
    assert_true(loss[STEPS - 1] < 0.1);
}

/* In bf16 the same curve, native or emulated. */
static void test_overfit_in_bf16(void **state)
{
    (void)state;
    enum { STEPS = 25 };
    const struct transformer_config *configs[] = {&language, &llama};
    for (int k = 0; k < 2; k++) {
        double fp32[STEPS], native[STEPS], emulated[STEPS];
        overfit(*configs[k], PRECISION_FP32, 3e-3, STEPS, fp32);
        overfit(*configs[k], PRECISION_BF16, 3e-3, STEPS, native);
        setenv("EMBEDLAB_KERNELS", "portable", 1);
        overfit(*configs[k], PRECISION_BF16, 3e-3, STEPS, emulated);
        unsetenv("EMBEDLAB_KERNELS");
        for (int step = 0; step < STEPS; step++) {
            assert_true(fabs(native[step] - fp32[step]) < 3e-3 * fp32[step]);
            assert_true(fabs(emulated[step] - fp32[step]) < 3e-3 * fp32[step]);
        }
        assert_true(fp32[STEPS - 1] < 0.6 * fp32[0]);
        assert_true(memcmp(fp32, native, sizeof fp32) != 0);
    }
}

/* ---- kernels ---- */

static const struct nn_kernels *kernel_set(const char *name)
{
    setenv("EMBEDLAB_KERNELS", name, 1);
    const struct nn_kernels *k = nn_kernels();
    unsetenv("EMBEDLAB_KERNELS");
    return k;
}

static void test_exact_gelu(void **state)
{
    (void)state;
    const char *sets[] = {"portable", "avx2", "avx512"};
    for (int s = 0; s < 3; s++)
        for (double at = -9; at < 12; at += 0.01) {
            float x = (float)at, y;
            kernel_set(sets[s])->exact_gelu(&x, &y, 1);
            double wanted = 0.5 * (double)x * erfc(-(double)x / sqrt(2));
            assert_true(fabs((double)y - wanted) <= 3e-6 * fabs(wanted));
        }
}

static void test_exponential(void **state)
{
    (void)state;
    const char *sets[] = {"portable", "avx2", "avx512"};
    for (int s = 0; s < 3; s++) {
        const struct nn_kernels *k = kernel_set(sets[s]);
        for (double at = -87; at < 88; at += 0.37) {
            float x[7];
            for (int i = 0; i < 7; i++)
                x[i] = (float)(at + i * 0.05);
            float given[7];
            memcpy(given, x, sizeof x);
            k->exp_sum(x, 7, 0);
            for (int i = 0; i < 7; i++) {
                double wanted = exp((double)given[i]), ulp = ldexp(1, ilogb(wanted) - 23);
                assert_true(given[i] > 88 || fabs((double)x[i] - wanted) < 2 * ulp);
            }
        }
        float edge[4] = {NAN, -INFINITY, -1000, 0};
        k->exp_sum(edge, 4, 0);
        assert_true(isnan(edge[0]));
        assert_true(edge[1] >= 0 && edge[1] < 2e-38f && edge[2] < 2e-38f && edge[3] == 1);
    }
}

static void random_floats(float *x, int n, uint64_t stream)
{
    struct random r = random_at(4, RANDOM_TEST, stream);
    for (int i = 0; i < n; i++)
        x[i] = (float)random_normal(&r);
}

static void close_to(const float *x, const float *y, int n, float tolerance)
{
    for (int i = 0; i < n; i++)
        assert_true(fabsf(x[i] - y[i]) <= tolerance * (1 + fabsf(y[i])));
}

/* Every kernel of set `k` against the portable one, on n numbers. */
static void compare_kernels(const struct nn_kernels *k, const struct nn_kernels *portable, int n)
{
    enum { MOST = 200 };
    float a[MOST], b[MOST], c[MOST], x[2][9][MOST];
    random_floats(a, n, 1), random_floats(b, n, 2), random_floats(c, n, 3);
    const struct nn_kernels *set[2] = {k, portable};
    double sums[2][2];
    for (int s = 0; s < 2; s++) {
        float(*y)[MOST] = x[s];
        for (int i = 0; i < 9; i++)
            memcpy(y[i], i == 2 ? b : c, (size_t)n * sizeof **y);
        sums[s][0] = set[s]->exp_sum(y[0], n, set[s]->maximum(y[0], n));
        sums[s][1] = set[s]->sum_of_squares(a, n);
        set[s]->gelu(a, y[1], n);
        set[s]->gelu_backward(a, b, y[2], n);
        set[s]->exact_gelu(a, y[4], n);
        set[s]->exact_gelu_backward(a, b, y[5], n);
        set[s]->swiglu(a, b, y[6], n);
        set[s]->swiglu_backward(y[4], y[5], c, n);
        set[s]->rotate(y[5], y[6], a, b, n);
        set[s]->rotate_back(y[6], y[7], a, b, n);
        set[s]->add(y[0], y[1], n);
        set[s]->multiply_add(a, b, y[1], n);
        set[s]->scale(y[1], n, 0.3f);
        float mean, rstd;
        set[s]->layernorm(a, b, c, 1e-5f, y[3], &mean, &rstd, n);
        set[s]->layernorm_backward(a, b, c, mean, rstd, y[2], n);
        set[s]->attention_backward(y[0], y[3], b, 0.1f, n);
        set[s]->layernorm_sums(a, b, &mean, &rstd, 1, n, n, y[1], y[2]);
        set[s]->rmsnorm(a, b, 1e-5f, y[8], &rstd, n);
        set[s]->rmsnorm_backward(a, b, c, rstd, y[8], n);
        set[s]->rmsnorm_sums(a, b, &rstd, 1, n, n, y[7]);
        set[s]->column_sums(a, 1, n, n, y[3]);
    }
    for (int i = 0; i < 9; i++)
        close_to(x[0][i], x[1][i], n, 2e-5f);
    for (int i = 0; i < 2; i++)
        assert_true(fabs(sums[0][i] - sums[1][i]) <= 1e-5 * fabs(sums[1][i]));

    struct adamw_step step = {.gradient_scale = 0.5f,
                              .beta1 = .9f,
                              .beta2 = .95f,
                              .rest1 = .1f,
                              .rest2 = .05f,
                              .epsilon = 1e-8f,
                              .keep = 0.99f,
                              .step_size = 0.01f,
                              .correction = 2};
    for (int s = 0; s < 2; s++) {
        memcpy(x[s][0], a, (size_t)n * sizeof *a), memcpy(x[s][1], b, (size_t)n * sizeof *b);
        set[s]->multiply(c, c, x[s][2], n);
        set[s]->adamw(&step, x[s][0], b, x[s][1], x[s][2], n);
        set[s]->adamw(&step, x[s][0], NULL, x[s][1], x[s][2], n);
        struct dropout_draw d = {.seed = 5, .step = 6, .site = 7, .row = 8, .threshold = 1u << 30, .scale = 4 / 3.f};
        set[s]->dropout_mask(&d, 64, x[s][3], n);
    }
    for (int i = 0; i < 3; i++)
        close_to(x[0][i], x[1][i], n, 2e-5f);
    assert_memory_equal(x[0][3], x[1][3], (size_t)n * sizeof(float)); /* draws are the same everywhere */
}

static void test_kernels_against_portable(void **state)
{
    (void)state;
    const int sizes[] = {1, 2, 15, 16, 17, 31, 64, 65, 130, 200};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        compare_kernels(kernel_set("avx2"), kernel_set("portable"), sizes[i]);
        compare_kernels(kernel_set("avx512"), kernel_set("portable"), sizes[i]);
    }
}

static void test_dropout_mask_is_philox(void **state)
{
    (void)state;
    struct dropout_draw d = {.seed = 5ull << 33 | 1, .step = 6, .site = 7, .row = 8, .threshold = 1u << 30, .scale = 2};
    float mask[100];
    nn_kernels()->dropout_mask(&d, 128, mask, 100);
    int dropped = 0;
    for (uint32_t j = 0; j < 100; j++) {
        uint32_t column = 128 + j, word = column % 64 / 16, block = column / 64 * 16 + column % 16, out[4];
        uint32_t counter[4] = {block, RANDOM_DROPOUT | 7 << 8, 8, 6};
        random_philox(counter, d.seed, out);
        assert_true(mask[j] == (out[word] < d.threshold ? 0 : 2));
        dropped += mask[j] == 0;
    }
    assert_in_range(dropped, 10, 40);
}

static void refused(struct transformer_config c, const char *why)
{
    struct error err = {""};
    assert_false(transformer_config_check(&c, &err));
    if (!strstr(err.message, why))
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
}

static void test_config_check(void **state)
{
    (void)state;
    struct error err;
    struct transformer_config c = language;
    assert_true(transformer_config_check(&c, &err));
    assert_true(transformer_config_check(&llama, &err));
    c.heads = 3, refused(c, "40");
    c = language, c.layers = 0, refused(c, "layers");
    c = language, c.dropout = NAN, refused(c, "dropout");
    c = language, c.has_head = false, refused(c, "tie");
    c = language, c.vocabulary = 1 << 30, refused(c, "vocabulary");
    c = language, c.kv_heads = 1, refused(c, "grouped");
    c = language, c.head_size = 8, refused(c, "wide");
    c = language, c.mlp_bias = true, refused(c, "biases");
    c = language, c.rope_theta = 5, refused(c, "rotary");
    c = language, c.token_types = 2, refused(c, "token types");
    c = language, c.style = STYLE_BERT, refused(c, "output head");
    c.has_head = c.tied = false, refused(c, "causal");
    c = llama, c.kv_heads = 3, refused(c, "share 3");
    c = llama, c.kv_heads = -1, refused(c, "-1");
    c = llama, c.head_size = 15, refused(c, "even");
    c = llama, c.head_size = 1 << 16, refused(c, "wider");
    c = llama, c.rope_theta = INFINITY, refused(c, "inf");
    c = llama, c.norm_epsilon = -1, refused(c, "epsilon");
    c = llama, c.exact_gelu = true, refused(c, "GELU");
}

/* Zeros become the style's numbers. */
static void test_defaults(void **state)
{
    (void)state;
    struct transformer_config c = language;
    c.style = STYLE_LLAMA;
    struct transformer *t = transformer_new(&c, false, 1, 1);
    const struct transformer_config *full = transformer_configuration(t);
    assert_true(full->kv_heads == 2 && full->head_size == 20 && full->norm_epsilon == 1e-5);
    assert_true(full->rope_theta == 10000 && full->token_types == 0);
    assert_ptr_equal(transformer_token_table(t), transformer_output_table(t));
    assert_true(transformer_config_check(full, &(struct error){""}));
    transformer_free(t);
    c.style = STYLE_BERT, c.causal = c.has_head = c.tied = false;
    t = transformer_new(&c, false, 1, 1);
    full = transformer_configuration(t);
    assert_true(full->norm_epsilon == 1e-12 && full->token_types == 2 && full->rope_theta == 0);
    transformer_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_causal_mask),
        cmocka_unit_test(test_logits_and_dropout),
        cmocka_unit_test(test_adamw_by_hand),
        cmocka_unit_test(test_touched_rows),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_schedules),
        cmocka_unit_test(test_overfit),
        cmocka_unit_test(test_overfit_in_bf16),
        cmocka_unit_test(test_exponential),
        cmocka_unit_test(test_exact_gelu),
        cmocka_unit_test(test_kernels_against_portable),
        cmocka_unit_test(test_dropout_mask_is_philox),
        cmocka_unit_test(test_config_check),
        cmocka_unit_test(test_defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
