/* Decoding with kept keys and values gives the logits of the whole sequence's forward. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "base/random.h"
#include "nn/decode.h"

enum { CONTEXT = 150, VOCABULARY = 61 };

static const struct transformer_config gpt2 = {.vocabulary = VOCABULARY,
                                               .context = CONTEXT,
                                               .layers = 3,
                                               .heads = 4,
                                               .dim = 32,
                                               .hidden = 72,
                                               .causal = true,
                                               .tied = true,
                                               .has_head = true,
                                               .dropout = 0.1};

static struct transformer *random_model(const struct transformer_config *c)
{
    struct transformer *t = transformer_new(c, false, CONTEXT, 1);
    int count;
    struct parameter *p = transformer_parameters(t, &count);
    for (int i = 0; i < count; i++) {
        struct random r = random_at(3, RANDOM_TEST, (uint64_t)i);
        for (long j = 0; j < p[i].size; j++)
            p[i].value[j] = (float)random_normal(&r) * 0.3f;
    }
    return t;
}

/* Logits of what follows ids[0..length), by the whole forward. */
static void whole(struct transformer *t, const int32_t *ids, int length, float *logits)
{
    int32_t starts[] = {0, length};
    struct batch b = {length, 1, ids, starts};
    transformer_forward(t, &b, false, 0, 0);
    transformer_logits(t, length - 1, logits);
}

static void assert_close(const float *x, const float *y)
{
    float largest = 0;
    for (int i = 0; i < VOCABULARY; i++)
        largest = fmaxf(largest, fabsf(y[i]));
    for (int i = 0; i < VOCABULARY; i++)
        assert_true(fabsf(x[i] - y[i]) <= 1e-5f * largest);
}

/* Appends pieces of these lengths and compares after each; then once more after clearing. */
static void decode_case(struct transformer_config c)
{
    static const int pieces[] = {1, 1, 5, 64, 1, 65, 13}; /* 150 together */
    struct transformer *t = random_model(&c);
    struct decoder *d = decoder_new(t, CONTEXT);
    int32_t ids[CONTEXT];
    for (int i = 0; i < CONTEXT; i++)
        ids[i] = i * 37 % VOCABULARY;
    float kept[VOCABULARY], full[VOCABULARY];
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        int from = decoder_length(d);
        decoder_append(d, ids + from, pieces[i], kept);
        assert_int_equal(decoder_length(d), from + pieces[i]);
        whole(t, ids, from + pieces[i], full);
        assert_close(kept, full);
    }
    decoder_clear(d);
    assert_int_equal(decoder_length(d), 0);
    decoder_append(d, ids + 7, 20, kept);
    whole(t, ids + 7, 20, full);
    assert_close(kept, full);
    decoder_free(d);

    d = decoder_new(t, 20); /* less room than the context */
    decoder_append(d, ids + 7, 20, kept);
    assert_close(kept, full);
    decoder_free(d);
    transformer_free(t);
}

static void test_gpt2(void **state)
{
    (void)state;
    struct transformer_config c = gpt2;
    decode_case(c);
    c.tied = false, c.exact_gelu = true;
    decode_case(c);
}

static void test_llama(void **state)
{
    (void)state;
    struct transformer_config c = gpt2;
    c.style = STYLE_LLAMA;
    decode_case(c);
    c.kv_heads = 2, c.head_size = 10, c.tied = false, c.attention_bias = c.mlp_bias = true;
    decode_case(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_gpt2), cmocka_unit_test(test_llama)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
