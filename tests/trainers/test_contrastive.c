/* The parts of the contrastive trainer: sentences and batches, both encoders, the loop. */
#include "tests/model/scratch.h"

#include <math.h>
#include <omp.h>

#include "base/random.h"
#include "math/gemm.h"
#include "trainers/contrastive/train.h"

/* Sentences of six subjects with six words each; every seventh is the same sentence again. */
static struct tokenizer *toy_corpus(struct token_corpus *c, int lines)
{
    struct scratch s = scratch_new();
    struct error err = {0};
    char *text = mem_new((size_t)lines * 64, 1, "a test"), *end = text;
    for (int i = 0; i < lines; i++) {
        struct random r = random_at(4, RANDOM_TEST, (uint64_t)i);
        int subject = (int)random_below(&r, 6), length = 4 + (int)random_below(&r, 6);
        for (int w = 0; w < length; w++) {
            char first = (char)('a' + subject), second = (char)('a' + random_below(&r, 6));
            if (i % 7 == 0)
                first = 'a', second = (char)('a' + w % 4);
            end += sprintf(end, "%c%c ", first, second);
        }
        end[-1] = '\n';
    }
    scratch_write(&s, "corpus.txt", text, (size_t)(end - text));
    mem_free(text);
    struct tokenizer *t = tokenizer_make("word:100", s.path, 1, &err);
    assert_non_null(t);
    assert_true(tokens_read(c, s.path, t, TOKENS_LINES, &err));
    scratch_remove(&s);
    return t;
}

static struct encoder_settings toy_settings(const struct tokenizer *t, int batch)
{
    return (struct encoder_settings){
        .shape = {.vocabulary = tokenizer_size(t), .context = 12, .layers = 2, .heads = 2, .dim = 16, .hidden = 64,
                  .dropout = 0.1},
        .pooling = POOLING_MEAN, .weight_decay = 0.01, .clip = 1, .seed = 1,
        .max_tokens = 2 * batch * 12, .max_sequences = 2 * batch};
}

/* ---- sentences ---- */

static void test_choice(void **state)
{
    (void)state;
    struct token_corpus c;
    struct sentences s, drawn;
    struct error err = {0};
    struct tokenizer *t = toy_corpus(&c, 50);
    assert_true(sentences_init(&s, &c, 6, 0, 8, 1, &err));
    assert_int_equal(s.count + s.too_short, 50);
    assert_int_equal(s.longest, 8);
    for (uint32_t i = 0; i < s.count; i++)
        assert_true(c.starts[s.lines[i] + 1] - c.starts[s.lines[i]] >= 6);
    assert_true(sentences_init(&drawn, &c, 6, 10, 8, 1, &err));
    assert_int_equal(drawn.count, 10);
    sentences_release(&drawn);
    assert_false(sentences_init(&drawn, &c, 100, 0, 8, 1, &err));
    assert_message(&err, "0 of 50 lines");
    sentences_release(&s);
    sentences_release(&drawn);
    tokens_release(&c);
    tokenizer_free(t);
}

/* An epoch shows every sentence once, in another order each time; views are the whole sentence. */
static void test_batches(void **state)
{
    (void)state;
    struct token_corpus c;
    struct sentences s;
    struct error err = {0};
    struct tokenizer *t = toy_corpus(&c, 48);
    assert_true(sentences_init(&s, &c, 1, 0, 9, 1, &err));
    struct sentence_batch b = sentence_batch_new(&s, 12, 0);
    int seen[48] = {0}, moved = 0;
    uint32_t before[48];
    for (long step = 0; step < 8; step++) {
        sentence_batch_fill(&b, &s, step, 12, 1);
        assert_int_equal(b.packed.sequences, 24);
        assert_int_equal(b.packed.tokens, b.starts[24]);
        for (int i = 0; i < 12; i++) {
            uint32_t line = s.lines[step % 4 * 12 + i];
            seen[line]++;
            if (step < 4)
                before[step * 12 + i] = line;
            else
                moved += before[(step - 4) * 12 + i] != line;
            int length = b.starts[i + 1] - b.starts[i];
            assert_int_equal(length, b.starts[12 + i + 1] - b.starts[12 + i]);
            assert_int_equal(b.ids[b.starts[i]], 1);
            assert_memory_equal(b.ids + b.starts[i] + 1, c.ids + c.starts[line], (size_t)(length - 1) * sizeof *b.ids);
            assert_memory_equal(b.ids + b.starts[i], b.ids + b.starts[12 + i], (size_t)length * sizeof *b.ids);
        }
    }
    for (int i = 0; i < 48; i++)
        assert_int_equal(seen[i], 2);
    assert_true(moved > 30);
    sentence_batch_release(&b);
    sentences_release(&s);
    tokens_release(&c);
    tokenizer_free(t);
}

static void test_duplicates(void **state)
{
    (void)state;
    /* Sentences 0, 2 and 4 are the same, 1 and 3 only begin alike (and are alike once cut to 2). */
    int32_t ids[] = {5, 6, 7, 5, 6, 8, 5, 6, 7, 5, 6, 9, 5, 6, 7};
    size_t starts[] = {0, 3, 6, 9, 12, 15};
    struct token_corpus c = {.ids = ids, .count = 15, .starts = starts, .lines = 5};
    struct sentences s;
    struct error err = {0};
    for (int cut = 2; cut <= 3; cut++) {
        assert_true(sentences_init(&s, &c, 1, 0, cut, 1, &err));
        struct sentence_batch b = sentence_batch_new(&s, 5, 0.5);
        sentence_batch_fill(&b, &s, 0, 5, -1);
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++) {
                bool same = cut == 2 || s.lines[i] == s.lines[j] || (s.lines[i] % 2 == 0 && s.lines[j] % 2 == 0);
                assert_int_equal(b.groups[i] == b.groups[j], same);
            }
        sentence_batch_release(&b);
        sentences_release(&s);
    }
}

static void test_word_dropout(void **state)
{
    (void)state;
    struct token_corpus c;
    struct sentences s;
    struct error err = {0};
    struct tokenizer *t = toy_corpus(&c, 400);
    assert_true(sentences_init(&s, &c, 1, 0, 9, 1, &err));
    struct sentence_batch b = sentence_batch_new(&s, 400, 0.6), again = sentence_batch_new(&s, 400, 0.6);
    sentence_batch_fill(&b, &s, 0, 400, -1);
    sentence_batch_fill(&again, &s, 0, 400, -1);
    assert_memory_equal(b.ids, again.ids, (size_t)b.packed.tokens * sizeof *b.ids);
    long whole = 0, differ = 0;
    for (int i = 0; i < 400; i++) {
        size_t length = c.starts[s.lines[i] + 1] - c.starts[s.lines[i]];
        whole += length > 9 ? 9 : (long)length;
        assert_true(b.starts[i + 1] > b.starts[i]);
        differ += b.starts[i + 1] - b.starts[i] != b.starts[400 + i + 1] - b.starts[400 + i];
    }
    double share = (double)b.packed.tokens / (2.0 * (double)whole);
    assert_true(share > 0.37 && share < 0.43);
    assert_true(differ > 200);
    sentence_batch_release(&b);
    sentence_batch_release(&again);
    sentences_release(&s);
    tokens_release(&c);
    tokenizer_free(t);
}

/* ---- encoders ---- */

typedef struct encoder *encoder_maker(const struct encoder_settings *s, struct tokenizer *t);

/* The loss as a function of one weight, for finite differences through the whole encoder. */
static double loss_at(struct encoder *e, struct simcse *simcse, const struct sentence_batch *b, float *vectors,
                      float *d_vectors)
{
    e->forward(e, &b->packed, 3, vectors);
    return simcse_loss(simcse, vectors, b->groups, b->n, d_vectors, NULL);
}

static double numeric_square(struct encoder *e, struct simcse *simcse, const struct sentence_batch *b, float *vectors,
                             float *d_vectors, float *weight)
{
    float kept = *weight, step = 3e-3f;
    double side[2];
    for (int k = 0; k < 2; k++) {
        *weight = kept + (k ? step : -step);
        side[k] = loss_at(e, simcse, b, vectors, d_vectors);
    }
    *weight = kept;
    double slope = (side[1] - side[0]) / (2 * (double)step);
    return slope * slope;
}

/* The norm of the gradient that `learn` reports against finite differences over every weight. */
static void check_gradient(encoder_maker *make, enum pooling pooling)
{
    enum { BATCH = 6 };
    struct token_corpus c;
    struct sentences s;
    struct error err = {0};
    struct tokenizer *t = toy_corpus(&c, 30);
    assert_true(sentences_init(&s, &c, 1, 0, 9, 1, &err));
    struct encoder_settings settings = toy_settings(t, BATCH);
    settings.pooling = pooling;
    settings.shape.layers = 1;
    settings.shape.dim = 4;
    settings.shape.hidden = 8;
    settings.shape.dropout = 0.3;
    struct encoder *e = make(&settings, t);
    if (e->model->transformer) { /* initial weights of 0.02 make a gradient too small for float */
        int count;
        struct parameter *p = transformer_parameters(e->model->transformer, &count);
        for (int i = 0; i < count; i++)
            for (long k = 0; k < p[i].size; k++)
                p[i].value[k] *= p[i].dimensions == 2 ? 20 : 1;
    }
    struct simcse simcse = simcse_new(BATCH, 4, 0.5);
    struct sentence_batch b = sentence_batch_new(&s, BATCH, 0.2);
    float vectors[2 * BATCH * 4], d_vectors[2 * BATCH * 4];
    sentence_batch_fill(&b, &s, 0, BATCH, e->first);
    double squares = 0;
    if (e->model->transformer) {
        int count;
        struct parameter *p = transformer_parameters(e->model->transformer, &count);
        for (int i = 0; i < count; i++)
            for (long k = 0; k < p[i].size; k++)
                squares += numeric_square(e, &simcse, &b, vectors, d_vectors, &p[i].value[k]);
    } else {
        for (long row = 0; row < e->model->table.rows; row++)
            for (int k = 0; k < 4; k++)
                squares += numeric_square(e, &simcse, &b, vectors, d_vectors, matrix_row(&e->model->table, row) + k);
    }
    double before = loss_at(e, &simcse, &b, vectors, d_vectors);
    double norm = e->learn(e, &b.packed, 3, d_vectors, 1e-3);
    if (!(fabs(norm - sqrt(squares)) < 0.01 * norm))
        fail_msg("the gradient has norm %g, by finite differences %g", norm, sqrt(squares));
    assert_true(loss_at(e, &simcse, &b, vectors, d_vectors) < before);
    simcse_release(&simcse);
    sentence_batch_release(&b);
    e->free(e);
    sentences_release(&s);
    tokens_release(&c);
}

static void test_gradient_bag(void **state)
{
    (void)state;
    check_gradient(encoder_bag_new, POOLING_MEAN);
}

static void test_gradient_transformer(void **state)
{
    (void)state;
    check_gradient(encoder_transformer_new, POOLING_MEAN);
    check_gradient(encoder_transformer_new, POOLING_CLS);
    check_gradient(encoder_transformer_new, POOLING_MAX);
}

/* ---- the loop ---- */

struct losses {
    double first, last;
    long steps;
};

static bool note(const struct training_step *step, void *context)
{
    struct losses *l = context;
    l->steps++;
    l->first = step->step == 1 ? step->loss : l->first;
    l->last = step->loss;
    return true;
}

/* Trains on the toy corpus; the embedding table that comes out into table[limit]. */
static struct losses train_toy(encoder_maker *make, int threads, long steps, float *table, size_t limit)
{
    struct token_corpus c;
    struct sentences s;
    struct error err = {0};
    struct tokenizer *t = toy_corpus(&c, 300);
    assert_true(sentences_init(&s, &c, 1, 0, 9, 1, &err));
    struct encoder_settings settings = toy_settings(t, 24);
    struct encoder *e = make(&settings, t);
    struct training_settings training = {.batch = 24, .steps = steps, .warmup = 2, .temperature = 0.2,
                                         .word_dropout = 0.3, .lr = 0.01};
    struct losses l = {0};
    int kept = omp_get_max_threads();
    omp_set_num_threads(threads);
    assert_true(train(e, &s, &training, note, &l, &err));
    omp_set_num_threads(kept);
    memcpy(table, encoder_embedding(e, 2), limit * sizeof *table);
    e->free(e);
    sentences_release(&s);
    tokens_release(&c);
    return l;
}

static void check_training(encoder_maker *make, long steps)
{
    enum { FLOATS = 16 * 30 };
    float one[FLOATS], three[FLOATS];
    struct losses a = train_toy(make, 1, steps, one, FLOATS), b = train_toy(make, 3, steps, three, FLOATS);
    assert_int_equal(a.steps, steps);
    assert_memory_equal(one, three, sizeof one);
    assert_true(a.last == b.last);
    if (!(a.last < 0.8 * a.first))
        fail_msg("loss %g at first, %g at last", a.first, a.last);
}

static void test_training_bag(void **state)
{
    (void)state;
    check_training(encoder_bag_new, 100);
}

static void test_training_transformer(void **state)
{
    (void)state;
    check_training(encoder_transformer_new, 40);
}

static bool stop_at_once(const struct training_step *step, void *context)
{
    (void)step, (void)context;
    return false;
}

static void test_not_finite(void **state)
{
    (void)state;
    struct token_corpus c;
    struct sentences s;
    struct error err = {0};
    struct tokenizer *t = toy_corpus(&c, 60);
    assert_true(sentences_init(&s, &c, 1, 0, 9, 1, &err));
    struct encoder_settings settings = toy_settings(t, 24);
    struct encoder *e = encoder_bag_new(&settings, t);
    struct training_settings training = {.batch = 24, .steps = 4, .temperature = 0.2, .lr = 0.5};
    assert_true(train(e, &s, &training, stop_at_once, NULL, &err));
    matrix_row(&e->model->table, 3)[0] = NAN;
    assert_false(train(e, &s, &training, stop_at_once, NULL, &err));
    assert_message(&err, "not finite at step 1, learning rate 0.5");
    e->free(e);
    sentences_release(&s);
    tokens_release(&c);
}

/* ---- starting from word vectors ---- */

static void test_initialize(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    struct token_corpus c;
    struct tokenizer *t = toy_corpus(&c, 60);
    struct encoder_settings settings = toy_settings(t, 4);
    settings.shape.dim = 4;
    struct encoder *e = encoder_bag_new(&settings, t);
    int aa = tokenizer_lookup(t, "aa"), ab = tokenizer_lookup(t, "ab");
    static const char text[] = "aa 3 0 0 0\nab 0 0 -6 0\nzz 1 1 1 1\n", other[] = "zz 1 1 1 1\nzy 1 1 1 1\n";
    long found;
    scratch_write(&s, "v.txt", text, sizeof text - 1);
    assert_true(encoder_initialize_embeddings(e, scratch_path(&s, "v.txt"), &found, &err));
    assert_int_equal(found, 2);
    const float *a = encoder_embedding(e, aa), *b = encoder_embedding(e, ab);
    assert_true(a[0] > 0 && a[1] == 0 && b[2] < 0 && b[0] == 0);
    assert_float_equal(b[2] / a[0], -2, 1e-5); /* one scale for all */
    scratch_write(&s, "v.txt", other, sizeof other - 1);
    assert_false(encoder_initialize_embeddings(e, s.path, &found, &err));
    assert_message(&err, "none of its words");
    scratch_write(&s, "v.txt", "aa 1 2\nab 3 4\n", 14);
    assert_false(encoder_initialize_embeddings(e, s.path, &found, &err));
    assert_message(&err, "--dim 2");
    e->free(e);
    tokens_release(&c);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice),        cmocka_unit_test(test_batches),
        cmocka_unit_test(test_duplicates),    cmocka_unit_test(test_word_dropout),
        cmocka_unit_test(test_gradient_bag),  cmocka_unit_test(test_gradient_transformer),
        cmocka_unit_test(test_training_bag),  cmocka_unit_test(test_training_transformer),
        cmocka_unit_test(test_not_finite),    cmocka_unit_test(test_initialize),
    };
    gemm_start();
    omp_set_num_threads(1); /* the models are so small that more threads only wait for one another */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
