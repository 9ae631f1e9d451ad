/* Transformers in float: determinism, masking, learning, what a configuration may be. */
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
        cmocka_unit_test(test_overfit),
        cmocka_unit_test(test_overfit_in_bf16),
        cmocka_unit_test(test_config_check),
        cmocka_unit_test(test_defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
