/* trainers/skipgram: sampling against the probabilities it stands for, the step against finite
 * differences and plain double arithmetic, and the relations that training must keep. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "trainers/skipgram/sampler.h"
#include "trainers/skipgram/step.h"
#include "trainers/skipgram/train.h"

/* Words "w0", "w1", ... with the given counts. */
static struct vocab *make_vocab(const long *counts, int n)
{
    struct vocab *v = vocab_new();
    for (int i = 0; i < n; i++) {
        char word[16];
        vocab_append(v, word, (size_t)snprintf(word, sizeof word, "w%d", i), counts[i]);
    }
    return v;
}

/* ---- sampling ---- */

/* Probability of each word that the alias table stands for, by adding up its cells. */
static void check_noise(const long *counts, int n)
{
    struct vocab *v = make_vocab(counts, n);
    struct sampler s = sampler_new(v, 0);
    double *share = mem_new((size_t)n, sizeof *share, "test"), total = 0;
    for (int i = 0; i < n; i++) {
        double own = s.noise[i].threshold == UINT32_MAX ? 1 : s.noise[i].threshold * 0x1p-32;
        assert_in_range(s.noise[i].alias, 0, n - 1);
        share[i] += own / n;
        share[s.noise[i].alias] += (1 - own) / n;
        total += pow((double)(counts[i] > 0 ? counts[i] : 1), 0.75);
    }
    for (int i = 0; i < n; i++)
        assert_true(fabs(share[i] - pow((double)(counts[i] > 0 ? counts[i] : 1), 0.75) / total) < 1e-8);
    mem_free(share);
    sampler_release(&s);
    vocab_free(v);
}

static void test_noise_distribution(void **state)
{
    (void)state;
    check_noise((const long[]){5}, 1);
    check_noise((const long[]){16, 1}, 2);
    check_noise((const long[]){7, 7, 7, 7}, 4);
    check_noise((const long[]){1000000000, 1, 1, 0, 3}, 5);
    long zipf[3000];
    for (int i = 0; i < 3000; i++)
        zipf[i] = 1 + 5000000 / (i + 1);
    check_noise(zipf, 3000);
}

static void test_draws_follow_the_tables(void **state)
{
    (void)state;
    enum { DRAWS = 200000 };
    const long counts[] = {60000, 20000, 10000, 9000, 1000};
    struct vocab *v = make_vocab(counts, 5);
    struct sampler s = sampler_new(v, 0.05);
    struct random random = random_at(1, RANDOM_TEST, 1);
    double drawn[5] = {0}, kept[5] = {0}, total = 0;
    for (int i = 0; i < DRAWS; i++) {
        drawn[sampler_negative(&s, &random)]++;
        for (int w = 0; w < 5; w++)
            kept[w] += sampler_keeps(&s, w, &random);
    }
    for (int w = 0; w < 5; w++)
        total += pow((double)counts[w], 0.75);
    for (int w = 0; w < 5; w++) {
        double p = pow((double)counts[w], 0.75) / total, keep = vocab_keep_probability(v, w, 0.05);
        assert_true(fabs(drawn[w] / DRAWS - p) < 5 * sqrt(p / DRAWS));
        assert_true(fabs(kept[w] / DRAWS - keep) <= 5 * sqrt(keep * (1 - keep) / DRAWS));
    }
    assert_true(kept[4] == DRAWS); /* rare: always kept */
    sampler_release(&s);
    vocab_free(v);
}

/* ---- the steps ---- */

enum { CONTEXTS = 3, TARGETS = 5, DIM = 16, ROWS = CONTEXTS + TARGETS };

struct small {
    struct step step;
    float table[ROWS * DIM] __attribute__((aligned(64)));
    float *contexts[CONTEXTS + 1];
    struct targets targets;
};

static void small_start(struct small *x, uint64_t labels)
{
    x->step = step_new(CONTEXTS, TARGETS, DIM);
    struct random random = random_at(1, RANDOM_TEST, 2);
    for (int i = 0; i < ROWS * DIM; i++)
        x->table[i] = random_uniform(&random) - 0.5f;
    for (int i = 0; i < CONTEXTS; i++)
        x->contexts[i] = x->table + i * DIM;
    x->contexts[CONTEXTS] = x->table;
    x->targets = (struct targets){.count = TARGETS, .labels = labels};
    for (int j = 0; j < TARGETS; j++)
        x->targets.rows[j] = x->table + (CONTEXTS + j) * DIM;
}

/* The loss of step.h for one input vector, in double. */
static double prediction_loss(const double *input, const double *targets, uint64_t labels)
{
    double loss = 0;
    for (int j = 0; j < TARGETS; j++) {
        double score = 0;
        for (int k = 0; k < DIM; k++)
            score += input[k] * targets[j * DIM + k];
        loss += log1p(exp(labels >> j & 1 ? -score : score));
    }
    return loss;
}

static double plain_loss(const double *table, uint64_t labels, enum skipgram_model model)
{
    const double *targets = table + CONTEXTS * DIM;
    double loss = 0, mean[DIM] = {0};
    for (int i = 0; i < CONTEXTS; i++) {
        loss += prediction_loss(table + i * DIM, targets, labels);
        for (int k = 0; k < DIM; k++)
            mean[k] += table[i * DIM + k] / CONTEXTS;
    }
    return model == MODEL_CBOW ? prediction_loss(mean, targets, labels) : loss;
}

static void check_step(const struct vector_kernels *kernels, enum skipgram_model model, uint64_t labels)
{
    struct small x;
    small_start(&x, labels);
    double before[ROWS * DIM], rate = 1.0 / 16;
    for (int i = 0; i < ROWS * DIM; i++)
        before[i] = x.table[i];
    double loss = (model == MODEL_CBOW ? step_cbow : step_skipgram)(&x.step, kernels, x.contexts, CONTEXTS, &x.targets,
                                                                    DIM, (float)rate);
    assert_true(fabs(loss - plain_loss(before, labels, model)) < 1e-5);
    for (int i = 0; i < ROWS * DIM; i++) {
        double here = before[i], h = 1e-6;
        before[i] = here + h;
        double up = plain_loss(before, labels, model);
        before[i] = here - h;
        double gradient = (up - plain_loss(before, labels, model)) / (2 * h);
        before[i] = here;
        assert_true(fabs(x.table[i] - (here - rate * gradient)) < 1e-6);
    }
    step_release(&x.step);
}

static void test_step_is_the_gradient(void **state)
{
    (void)state;
    static const char *const sets[] = {"portable", "avx2", "avx512"};
    for (int set = 0; set < 3; set++) {
        const struct vector_kernels *kernels = vector_kernels_named(sets[set]);
        static const uint64_t labels[] = {1, 0, 0x0d, 0x1f}; /* negative sampling; paths */
        for (int i = 0; kernels && i < 4; i++) {
            check_step(kernels, MODEL_SKIPGRAM, labels[i]);
            check_step(kernels, MODEL_CBOW, labels[i]);
        }
    }
}

/* ---- training ---- */

/* Two topics of eight words each; a line is eight words of one topic. */
static void make_corpus(struct token_corpus *c)
{
    enum { LINES = 600, LENGTH = 8 };
    *c = (struct token_corpus){.ids = mem_new(LINES * LENGTH, sizeof *c->ids, "test"),
                               .starts = mem_new(LINES + 1, sizeof *c->starts, "test"),
                               .count = LINES * LENGTH,
                               .lines = LINES};
    struct random random = random_at(1, RANDOM_TEST, 3);
    for (int i = 0; i < LINES * LENGTH; i++)
        c->ids[i] = (int32_t)(random_below(&random, 8) + 8 * (i / LENGTH % 2));
    for (size_t i = 0; i <= LINES; i++)
        c->starts[i] = i * LENGTH;
}

static void ignore(const struct skipgram_state *state, void *context)
{
    (void)state;
    (void)context;
}

struct trained {
    struct token_corpus corpus;
    struct vocab *vocab;
    struct skipgram model;
};

static const struct skipgram_settings usual = {
    .dim = 20, .window = 3, .negative = 5, .epochs = 6, .threads = 1, .rate = 0.1, .seed = 1};

static void train(struct trained *t, struct skipgram_settings s)
{
    long counts[16];
    for (int i = 0; i < 16; i++)
        counts[i] = 300;
    struct error err = {""};
    make_corpus(&t->corpus);
    t->vocab = make_vocab(counts, 16);
    if (!skipgram_init(&t->model, &s, t->vocab, &t->corpus, &err) || !skipgram_train(&t->model, ignore, NULL, &err))
        fail_msg("%s", err.message);
}

static void trained_release(struct trained *t)
{
    skipgram_release(&t->model);
    tokens_release(&t->corpus);
    vocab_free(t->vocab);
}

static bool same_vectors(const struct trained *a, const struct trained *b)
{
    return memcmp(a->model.words.data, b->model.words.data,
                  (size_t)(a->model.words.rows * a->model.words.stride) * sizeof(float)) == 0;
}

static double topic_cosine(const struct trained *t, bool same)
{
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < 16; i++) {
        for (int j = 0; j < i; j++) {
            if ((i / 8 == j / 8) == same) {
                sum += vector_cosine(matrix_row(&t->model.words, i), matrix_row(&t->model.words, j), usual.dim);
                pairs++;
            }
        }
    }
    return sum / pairs;
}

static void test_learns_topics(void **state)
{
    (void)state;
    for (int i = 0; i < 6; i++) {
        struct trained t;
        struct skipgram_settings s = usual;
        s.model = i < 3 ? MODEL_SKIPGRAM : MODEL_CBOW;
        s.rate = i < 3 ? 0.1 : 0.5; /* a word makes one step, not one for each context */
        s.threads = 1 + i % 3;
        train(&t, s);
        assert_true(topic_cosine(&t, true) > topic_cosine(&t, false) + 0.3);
        assert_true(t.model.losses[5] < t.model.losses[0]);
        assert_true(t.model.losses[0] < 6 * log(2) + 0.01); /* all zero at the start: log 2 for each target */
        for (int i = 0; i < 16; i++)                        /* the padding is still zero */
            for (int k = usual.dim; k < t.model.words.stride; k++)
                assert_true(matrix_row(&t.model.words, i)[k] == 0);
        trained_release(&t);
    }
}

static void test_same_seed_same_bits(void **state)
{
    (void)state;
    struct trained a, b, c;
    train(&a, usual);
    train(&b, usual);
    struct skipgram_settings other = usual;
    other.seed = 2;
    train(&c, other);
    assert_true(same_vectors(&a, &b));
    assert_memory_equal(a.model.losses, b.model.losses, 6 * sizeof(double));
    assert_false(same_vectors(&a, &c));
    trained_release(&a);
    trained_release(&b);
    trained_release(&c);
}

static void test_initial_vector_depends_on_word_and_seed(void **state)
{
    (void)state;
    struct error err = {""};
    struct token_corpus corpus;
    make_corpus(&corpus);
    struct vocab *v = make_vocab((const long[]){5, 4, 3}, 3), *w = vocab_new();
    vocab_append(w, "other", 5, 9);
    vocab_append(w, "w1", 2, 1);
    struct skipgram a, b, c;
    struct skipgram_settings seeded = usual;
    seeded.seed = 2;
    assert_true(skipgram_init(&a, &usual, v, &corpus, &err));
    assert_true(skipgram_init(&b, &usual, w, &corpus, &err));
    assert_true(skipgram_init(&c, &seeded, w, &corpus, &err));
    size_t bytes = (size_t)usual.dim * sizeof(float);
    assert_memory_equal(matrix_row(&a.words, 1), matrix_row(&b.words, 1), bytes);
    assert_memory_not_equal(matrix_row(&a.words, 1), matrix_row(&a.words, 2), bytes);
    assert_memory_not_equal(matrix_row(&c.words, 1), matrix_row(&b.words, 1), bytes);
    for (int k = 0; k < usual.dim; k++)
        assert_true(fabsf(matrix_row(&a.words, 1)[k]) <= 0.5f / 20);
    skipgram_release(&a);
    skipgram_release(&b);
    skipgram_release(&c);
    vocab_free(v);
    vocab_free(w);
    tokens_release(&corpus);
}

static void test_odd_sizes_train(void **state)
{
    (void)state;
    static const int sizes[][3] = {{1, 1, 1}, {17, 2, 6}, {33, 10, 20}, {100, WINDOW_LIMIT, NEGATIVE_LIMIT}};
    for (size_t i = 0; i < 4; i++) {
        struct trained t;
        struct skipgram_settings s = usual;
        s.dim = sizes[i][0], s.window = sizes[i][1], s.negative = sizes[i][2], s.epochs = 1, s.sample = 0.01,
        s.rate = 0.005;
        for (s.model = MODEL_SKIPGRAM; s.model <= MODEL_CBOW; s.model++) {
            train(&t, s);
            assert_true(t.model.losses[0] > 0 && t.model.losses[0] < (1 + s.negative) * log(2) + 0.01);
            trained_release(&t);
        }
    }
}

static void test_one_line_of_all_words(void **state)
{
    (void)state;
    struct error err = {""};
    struct token_corpus corpus;
    make_corpus(&corpus);
    corpus.starts[1] = corpus.count; /* 4800 words: cut into sentences of 1000 */
    corpus.lines = 1;
    long counts[16];
    for (int i = 0; i < 16; i++)
        counts[i] = 300;
    struct vocab *v = make_vocab(counts, 16);
    struct skipgram m;
    assert_true(skipgram_init(&m, &usual, v, &corpus, &err));
    assert_true(skipgram_train(&m, ignore, NULL, &err));
    assert_true(m.losses[5] < m.losses[0]);
    skipgram_release(&m);
    vocab_free(v);
    tokens_release(&corpus);
}

static void test_what_cannot_train_is_said(void **state)
{
    (void)state;
    struct error err = {""};
    struct token_corpus corpus;
    make_corpus(&corpus);
    struct vocab *one = make_vocab((const long[]){5}, 1);
    struct skipgram m;
    assert_false(skipgram_init(&m, &usual, one, &corpus, &err));
    assert_non_null(strstr(err.message, "\"w0\""));
    skipgram_release(&m);
    vocab_free(one);

    long counts[16] = {0};
    struct vocab *v = make_vocab(counts, 16);
    struct skipgram_settings wild = usual;
    wild.rate = 1e9;
    assert_true(skipgram_init(&m, &wild, v, &corpus, &err));
    assert_false(skipgram_train(&m, ignore, NULL, &err));
    assert_non_null(strstr(err.message, "not finite in epoch 1 at learning rate 1e+09"));
    skipgram_release(&m);
    vocab_free(v);
    tokens_release(&corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise_distribution),
        cmocka_unit_test(test_draws_follow_the_tables),
        cmocka_unit_test(test_step_is_the_gradient),
        cmocka_unit_test(test_learns_topics),
        cmocka_unit_test(test_same_seed_same_bits),
        cmocka_unit_test(test_initial_vector_depends_on_word_and_seed),
        cmocka_unit_test(test_odd_sizes_train),
        cmocka_unit_test(test_one_line_of_all_words),
        cmocka_unit_test(test_what_cannot_train_is_said),
    };
    return cmocka_run_group_tests_name("skip-gram", tests, NULL, NULL);
}
