/* The whole model's gradients against finite differences, for every parameter. */
#include "gradient_check.h"

#include <omp.h>
#include <string.h>

#include "nn/transformer.h"

/* Odd sizes; sequences of length 1, 9 and 4. */
static const int32_t ids[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7};
static const int32_t targets[] = {1, 4, 1, 5, -1, 2, 6, 5, 3, 5, 8, 9, 7, 0};
static const int32_t starts[] = {0, 1, 10, 14};
static const struct batch batch = {14, 3, ids, starts};

struct model {
    struct transformer *t;
    bool dropping;
    const real *d_output; /* encoder: the loss is sum(d_output * final states) */
};

static double language_loss(void *context)
{
    struct model *m = context;
    transformer_forward(m->t, &batch, m->dropping, 11, 5);
    return 1.5 * transformer_cross_entropy(m->t, targets, false, 1);
}

static double encoder_loss(void *context)
{
    struct model *m = context;
    const struct transformer_config *c = transformer_configuration(m->t);
    transformer_forward(m->t, &batch, m->dropping, 11, 5);
    const real *final = transformer_hidden(m->t, c->layers + 1);
    double sum = 0;
    for (long i = 0; i < (long)batch.tokens * c->dim; i++)
        sum += final[i] * m->d_output[i];
    return sum;
}

static struct transformer *small_model(struct transformer_config c)
{
    struct error err;
    if (!transformer_config_check(&c, &err))
        fail_msg("%s", err.message);
    struct transformer *t = transformer_new(&c, true, batch.tokens + 3, batch.sequences + 1);
    int count;
    struct parameter *p = transformer_parameters(t, &count);
    for (int i = 0; i < count; i++)
        fill(p[i].value, p[i].size, i + 1, 0.4);
    return t;
}

static void check_all(struct model *m, double (*loss)(void *))
{
    int count;
    struct parameter *p = transformer_parameters(m->t, &count);
    for (int i = 0; i < count; i++) {
        if (strstr(p[i].name, "self.key.bias")) { /* adds the same to all scores of a query: no effect */
            for (long j = 0; j < p[i].size; j++)
                assert_true(fabs(p[i].gradient[j]) < 1e-12);
            continue;
        }
        real *kept = malloc((size_t)p[i].size * sizeof *kept);
        memcpy(kept, p[i].gradient, (size_t)p[i].size * sizeof *kept);
        check_gradient(p[i].name, loss, m, p[i].value, kept, p[i].size);
        free(kept);
    }
}

static const struct transformer_config gpt2 = {.vocabulary = 10,
                                               .context = 9,
                                               .layers = 2,
                                               .heads = 3,
                                               .dim = 9,
                                               .hidden = 13,
                                               .causal = true,
                                               .tied = true,
                                               .has_head = true};
/* heads of size 4 that are wider than the model, each key and value for 3 queries */
static const struct transformer_config llama = {.vocabulary = 10,
                                                .context = 9,
                                                .layers = 2,
                                                .heads = 6,
                                                .dim = 9,
                                                .hidden = 13,
                                                .causal = true,
                                                .has_head = true,
                                                .style = STYLE_LLAMA,
                                                .kv_heads = 2,
                                                .head_size = 4,
                                                .norm_epsilon = 1e-3,
                                                .rope_theta = 50};
static const struct transformer_config bert = {.vocabulary = 10,
                                               .context = 9,
                                               .layers = 2,
                                               .heads = 3,
                                               .dim = 9,
                                               .hidden = 13,
                                               .style = STYLE_BERT,
                                               .exact_gelu = true,
                                               .norm_epsilon = 1e-3};

static void language_case(struct transformer_config c, double dropout)
{
    c.dropout = dropout;
    struct model m = {small_model(c), dropout > 0, NULL};
    double plain = language_loss(&m);
    double loss = transformer_cross_entropy(m.t, targets, true, 1.5);
    assert_true(fabs(1.5 * loss - plain) < 1e-12);
    check_all(&m, language_loss);

    /* a second backward doubles them; zeroing clears all */
    struct parameter *table = transformer_token_table(m.t);
    real once = table->gradient[3 * 9];
    assert_true(once != 0);
    language_loss(&m);
    transformer_cross_entropy(m.t, targets, true, 1.5);
    assert_true(fabs(table->gradient[3 * 9] - 2 * once) < 1e-12);
    transformer_zero_gradients(m.t);
    int count;
    struct parameter *p = transformer_parameters(m.t, &count);
    for (int i = 0; i < count; i++)
        for (long j = 0; j < p[i].size; j++)
            assert_true(p[i].gradient[j] == 0);
    transformer_free(m.t);
}

static void test_gpt2(void **state)
{
    (void)state;
    struct transformer_config c = gpt2;
    language_case(c, 0);
    c.tied = false;
    language_case(c, 0);
    c.exact_gelu = true;
    language_case(c, 0);
}

static void test_gpt2_dropout(void **state)
{
    (void)state;
    struct transformer_config c = gpt2;
    language_case(c, 0.2);
    c.tied = false;
    language_case(c, 0.2);
}

static void test_bidirectional_with_head(void **state)
{
    (void)state;
    struct transformer_config c = gpt2;
    c.causal = false;
    language_case(c, 0);
    c = llama, c.causal = false;
    language_case(c, 0);
}

static void test_llama(void **state)
{
    (void)state;
    struct transformer_config c = llama;
    language_case(c, 0);
    c.attention_bias = true;
    language_case(c, 0);
    c.mlp_bias = true, c.tied = true;
    language_case(c, 0);
}

static void test_llama_dropout(void **state)
{
    (void)state;
    language_case(llama, 0.2);
}

static void encoder_case(struct transformer_config c, double dropout)
{
    c.dropout = dropout;
    struct model m = {small_model(c), dropout > 0, numbers((long)batch.tokens * c.dim, 99, 1)};
    encoder_loss(&m);
    transformer_backward(m.t, m.d_output);
    check_all(&m, encoder_loss);
    free((void *)m.d_output);
    transformer_free(m.t);
}

static void test_encoder(void **state)
{
    (void)state;
    struct transformer_config c = gpt2;
    c.causal = c.tied = c.has_head = false;
    encoder_case(c, 0);
    encoder_case(c, 0.2);
}

static void test_bert(void **state)
{
    (void)state;
    struct transformer_config c = bert;
    encoder_case(c, 0);
    encoder_case(c, 0.2);
    c.exact_gelu = false, c.token_types = 1;
    encoder_case(c, 0);
}

int main(void)
{
    omp_set_num_threads(1); /* thousands of tiny forwards: waking threads would take most of the time */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gpt2),         cmocka_unit_test(test_gpt2_dropout),
        cmocka_unit_test(test_llama),        cmocka_unit_test(test_llama_dropout),
        cmocka_unit_test(test_bidirectional_with_head),
        cmocka_unit_test(test_encoder),      cmocka_unit_test(test_bert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
