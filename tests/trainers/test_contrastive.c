/* The loop of the contrastive trainer under every objective, with both encoders: gradients through all of it,
 * gradient caching, threads, dropout. */
#include "tests/trainers/contrastive.h"

#include "math/gemm.h"

/* ---- gradients ---- */

/* Steps at learning rate 0 change no weight: the loss as a function of the weights. */
static double loss_of(struct training *t)
{
    t->step = 0;
    return training_step(t).loss;
}

static double numeric_square(struct training *t, float *weight)
{
    float kept = *weight, step = 2e-3f;
    double side[2];
    for (int k = 0; k < 2; k++) {
        *weight = kept + (k ? step : -step);
        side[k] = loss_of(t);
    }
    *weight = kept;
    double slope = (side[1] - side[0]) / (2 * (double)step);
    return slope * slope;
}

/* The gradient's norm that a step reports against finite differences over every weight. */
static void check_gradient(struct toy toy)
{
    toy.dim = 4, toy.layers = toy.bag ? 0 : 1, toy.rows = 5, toy.steps = 10, toy.lr = 0;
    struct toy_run *r = toy_new(&toy);
    size_t count;
    float **weights = toy_weights(r->training, &count);
    double squares = 0;
    for (size_t i = 0; i < count && !toy.bag; i++) /* initial weights of 0.02 make a gradient too small for float */
        *weights[i] *= fabsf(*weights[i]) < 0.5f ? 12 : 1;
    for (size_t i = 0; i < count; i++)
        squares += numeric_square(r->training, weights[i]);
    r->training->step = 0;
    double norm = training_step(r->training).gradient_norm;
    if (!(fabs(norm - sqrt(squares)) < 0.01 * norm))
        fail_msg("%s: the gradient has norm %g, by finite differences %g", toy.objective, norm, sqrt(squares));
    mem_free(weights);
    toy_free(r);
}

static void test_gradient_transformer(void **state)
{
    (void)state;
    for (enum pooling p = POOLING_MEAN; p <= POOLING_FIRST_LAST; p++)
        check_gradient((struct toy){.objective = "simcse", .pooling = p, .dropout = 0.2, .word_dropout = 0.2});
    check_gradient((struct toy){.objective = "simcse", .bert = true, .dropout = 0.2, .word_dropout = 0.2});
    check_gradient((struct toy){.objective = "pairs", .dropout = 0.2, .mlp = true, .separate = true});
    check_gradient((struct toy){.objective = "triplet", .dropout = 0.2, .cache = 4});
    check_gradient((struct toy){.objective = "nli-softmax", .mlp = true, .matryoshka = true});
}

static void test_gradient_bag(void **state)
{
    (void)state;
    check_gradient((struct toy){.objective = "simcse", .bag = true, .dropout = 0.2, .word_dropout = 0.2});
    check_gradient((struct toy){.objective = "pairs", .bag = true, .separate = true, .symmetric = true});
    check_gradient((struct toy){.objective = "cosent", .bag = true, .mlp = true});
}

/* ---- gradient caching ---- */

/* Trains; the weights then, on the heap. */
static float *train(const struct toy *toy, size_t *count, double *first, double *last)
{
    struct toy_run *r = toy_new(toy);
    for (long i = 0; i < toy->steps; i++) {
        struct training_step step = training_step(r->training);
        assert_true(isfinite(step.loss) && isfinite(step.gradient_norm));
        assert_int_equal(step.step, i + 1);
        *(i ? last : first) = step.loss;
    }
    float **places = toy_weights(r->training, count), *weights = mem_new(*count, sizeof *weights, "a test");
    for (size_t i = 0; i < *count; i++)
        weights[i] = *places[i];
    mem_free(places);
    toy_free(r);
    return weights;
}

static void check_cache(struct toy toy)
{
    toy.dim = 8, toy.layers = 2, toy.rows = 10, toy.steps = 6, toy.lr = 1e-3, toy.dropout = 0.3, toy.word_dropout = 0.3;
    size_t count;
    double first, last, cached_first, cached_last;
    float *plain = train(&toy, &count, &first, &last);
    static const int sizes[] = {1, 3, 7, 10, 1000};
    for (int i = 0; i < 5; i++) {
        toy.cache = sizes[i];
        float *cached = train(&toy, &count, &cached_first, &cached_last);
        assert_true(fabs(first - cached_first) < 1e-6 && fabs(last - cached_last) < 1e-5);
        for (size_t k = 0; k < count; k++)
            if (!(fabsf(plain[k] - cached[k]) < 1e-5f))
                fail_msg("%s, %d at a time: weight %zu is %g instead of %g", toy.objective, sizes[i], k, cached[k],
                         plain[k]);
        mem_free(cached);
    }
    mem_free(plain);
}

static void test_cache(void **state)
{
    (void)state;
    check_cache((struct toy){.objective = "simcse"});
    check_cache((struct toy){.objective = "pairs", .mlp = true, .separate = true, .pooling = POOLING_FIRST_LAST});
    check_cache((struct toy){.objective = "nli-softmax", .pooling = POOLING_MAX});
}

/* ---- learning ---- */

static void check_learning(struct toy toy, double ratio)
{
    size_t count;
    double first, last, first_3, last_3;
    toy.dim = 16, toy.layers = 1, toy.rows = 24, toy.dropout = 0.1, toy.steps = 40, toy.lr = toy.bag ? 0.3 : 0.01;
    int kept = omp_get_max_threads();
    float *one = train(&toy, &count, &first, &last);
    omp_set_num_threads(3);
    float *three = train(&toy, &count, &first_3, &last_3);
    omp_set_num_threads(kept);
    assert_memory_equal(one, three, count * sizeof *one);
    assert_true(last == last_3);
    if (!(last < ratio * first))
        fail_msg("%s: loss %g at first, %g at last", toy.objective, first, last);
    mem_free(one);
    mem_free(three);
}

/* The loss falls, with the same bits for any number of threads. */
static void test_learning(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double ratio;
    } objectives[] = {{"simcse", 0.9}, {"pairs", 0.9}, {"nli-softmax", 0.8}, {"cosine", 0.8}, {"triplet", 0.8},
                      {"cosent", 0.95}};
    for (int i = 0; i < 6; i++)
        for (int bag = 0; bag < 2; bag++)
            check_learning((struct toy){.objective = objectives[i].name, .bag = bag, .word_dropout = i == 0 ? 0.3 : 0},
                           objectives[i].ratio);
    check_learning((struct toy){.objective = "simcse", .bert = true, .mlp = true, .cache = 9}, 0.9);
    check_learning((struct toy){.objective = "pairs", .separate = true, .symmetric = true, .matryoshka = true}, 0.9);
}

/* ---- dropout ---- */

static struct measures first_measures(struct toy toy)
{
    toy.dim = 16, toy.layers = 2, toy.rows = 10, toy.steps = 5;
    struct toy_run *r = toy_new(&toy);
    struct measures m = training_step(r->training).measures;
    toy_free(r);
    return m;
}

static void test_same_dropout(void **state)
{
    (void)state;
    for (int bag = 0; bag < 2; bag++)
        for (int cache = 0; cache < 4; cache += 3) {
            struct toy toy = {.objective = "simcse", .bag = bag, .cache = bag ? 0 : cache, .dropout = 0.3,
                              .word_dropout = 0.5};
            assert_true(first_measures(toy).alignment > 0.01);
            toy.same_dropout = true;
            assert_true(fabs(first_measures(toy).alignment) < 1e-6);
            toy.dropout = toy.word_dropout = 0;
            toy.same_dropout = false;
            assert_true(fabs(first_measures(toy).alignment) < 1e-6);
        }
}

/* ---- dev set, mistakes ---- */

static void test_dev_score(void **state)
{
    (void)state;
    struct toy toy = {.objective = "simcse", .bag = true, .dim = 8, .rows = 4, .steps = 5, .dev = true, .dropout = 0.5};
    struct toy_run *r = toy_new(&toy);
    struct training *t = r->training;
    double score = training_dev_score(t);
    assert_true(score > -1 && score < 1 && score == training_dev_score(t)); /* no dropout */
    /* scores that the encoder gives itself, in batches of 4 of 30 pairs */
    struct batch_settings all = {.rows = 30, .views = 2, .first = -1};
    struct example_batch b = example_batch_new(&r->dev, &all);
    example_batch_take(&b, &r->dev, 0, 30);
    for (int i = 0; i < 30; i++) {
        double xy = 0, xx = 0, yy = 0;
        for (int c = 0; c < 8; c++) {
            double x = 0, y = 0;
            for (int k = b.starts[i]; k < b.starts[i + 1]; k++)
                x += matrix_row(&t->towers[0].encoder->model->table, b.ids[k])[c];
            for (int k = b.starts[30 + i]; k < b.starts[30 + i + 1]; k++)
                y += matrix_row(&t->towers[0].encoder->model->table, b.ids[k])[c];
            xy += x * y, xx += x * x, yy += y * y;
        }
        r->dev.scores[i] = xy / sqrt(xx * yy);
    }
    assert_true(training_dev_score(t) > 1 - 1e-9);
    for (long row = 0; row < t->towers[0].encoder->model->table.rows; row++)
        memset(matrix_row(&t->towers[0].encoder->model->table, row), 0, 8 * sizeof(float));
    assert_true(training_dev_score(t) == 0);
    example_batch_release(&b);
    toy_free(r);
}

static void test_not_finite(void **state)
{
    (void)state;
    struct toy toy = {.objective = "simcse", .bag = true, .dim = 8, .rows = 20, .steps = 5, .lr = 0.1};
    struct toy_run *r = toy_new(&toy);
    for (int id = 2; id < 2 + TOY_WORDS; id++)
        matrix_row(&r->training->towers[0].encoder->model->table, id)[0] = NAN;
    struct training_step step = training_step(r->training);
    assert_true(isnan(step.loss) && r->training->step == 0);
    toy_free(r);
}

/* ---- starting from others ---- */

static void test_word_vectors(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    struct toy toy = {.objective = "simcse", .bag = true, .dim = 4, .rows = 4, .steps = 5};
    struct toy_run *r = toy_new(&toy);
    struct encoder *e = r->training->towers[0].encoder;
    int aa = tokenizer_lookup(e->model->tokenizer, "aa"), ab = tokenizer_lookup(e->model->tokenizer, "ab");
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
    toy_free(r);
    scratch_remove(&s);
}

static void test_language_model(void **state)
{
    (void)state;
    struct transformer_config c = {.vocabulary = TOY_WORDS + 2, .context = 9, .layers = 2, .heads = 2, .dim = 8,
                                   .hidden = 16, .causal = true, .tied = true, .has_head = true};
    const int32_t ids[] = {1, 4, 7, 5}, starts[] = {0, 4};
    const struct batch b = {.tokens = 4, .sequences = 1, .ids = ids, .starts = starts};
    for (int style = 0; style < 2; style++) {
        c.style = style ? STYLE_LLAMA : STYLE_GPT2;
        struct model lm = {.kind = MODEL_LANGUAGE, .transformer = transformer_new(&c, false, 9, 1)};
        transformer_initialize(lm.transformer, 3);
        transformer_forward(lm.transformer, &b, false, 0, 0);
        const float *states = transformer_hidden(lm.transformer, 3);
        struct encoder_settings s = {.shape = c, .pooling = POOLING_LAST, .max_tokens = 9, .max_sequences = 1};
        s.shape.has_head = s.shape.tied = false;
        for (int bidirectional = 0; bidirectional < 2; bidirectional++) {
            s.shape.causal = !bidirectional;
            struct encoder *e = encoder_transformer_new(&s, toy_tokenizer());
            float vector[8];
            encoder_take_weights(e, &lm);
            e->forward(e, &b, false, 0, vector);
            bool same = !memcmp(vector, states + 3 * 8, sizeof vector);
            assert_int_equal(same, !bidirectional); /* the last token of the last block has seen all, but not below */
            e->free(e);
        }
        transformer_free(lm.transformer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gradient_transformer), cmocka_unit_test(test_gradient_bag),
        cmocka_unit_test(test_cache),                cmocka_unit_test(test_learning),
        cmocka_unit_test(test_same_dropout),         cmocka_unit_test(test_dev_score),
        cmocka_unit_test(test_not_finite),           cmocka_unit_test(test_word_vectors),
        cmocka_unit_test(test_language_model),
    };
    gemm_start();
    omp_set_num_threads(1); /* the models are so small that more threads only wait for one another */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
