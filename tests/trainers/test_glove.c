/* trainers/glove, training: the step against finite differences of the objective, and the relations
 * that training must keep. */
#include "tests/trainers/glove.h"

/* ---- the step ---- */

enum { DIM = 13, COLUMNS = 16 };

struct pair {
    float word[2 * COLUMNS], context[2 * COLUMNS];
} __attribute__((aligned(64)));

/* Rows as training has them at the start, with larger values. */
static void pair_start(struct pair *p)
{
    struct random random = random_at(1, RANDOM_TEST, 2);
    memset(p, 0, sizeof *p);
    for (int i = 0; i < DIM + STEP_BIASES; i++) {
        p->word[i] = random_uniform(&random) - 0.5f;
        p->context[i] = random_uniform(&random) - 0.5f;
    }
    for (int i = 0; i < COLUMNS; i++)
        p->word[COLUMNS + i] = p->context[COLUMNS + i] = 1;
    p->word[DIM + 1] = p->context[DIM] = 1;
    p->word[COLUMNS + DIM + 1] = p->context[COLUMNS + DIM] = ADAGRAD_STILL;
}

/* Equation 8 in double, with the biases for themselves: b[0..DIM) the vector, b[DIM] the bias. */
static double objective(const double *word, const double *context, double count, double x_max, double alpha)
{
    double score = word[DIM] + context[DIM];
    for (int i = 0; i < DIM; i++)
        score += word[i] * context[i];
    double weight = count < x_max ? pow(count / x_max, alpha) : 1;
    return 0.5 * weight * (score - log(count)) * (score - log(count));
}

static void check_step(struct step s, double count, double x_max, double alpha)
{
    struct pair p;
    pair_start(&p);
    double parameters[2][DIM + 1];
    for (int i = 0; i <= DIM; i++) {
        parameters[0][i] = p.word[i];
        parameters[1][i] = p.context[i == DIM ? DIM + 1 : i];
    }
    s.log_x_max = (float)log(x_max), s.alpha = (float)alpha;
    double loss = step_cell(&s, p.word, p.context, (float)log(count));
    double before = objective(parameters[0], parameters[1], count, x_max, alpha);
    assert_true(fabs(loss - before) < 1e-6 * (1 + before));
    for (int table = 0; table < 2; table++) {
        for (int i = 0; i <= DIM; i++) {
            double *at = &parameters[table][i], here = *at, h = 1e-5;
            *at = here + h;
            double up = objective(parameters[0], parameters[1], count, x_max, alpha);
            *at = here - h;
            double gradient = (up - objective(parameters[0], parameters[1], count, x_max, alpha)) / (2 * h);
            *at = here;
            const float *row = table ? p.context : p.word;
            int column = table && i == DIM ? DIM + 1 : i;
            assert_true(fabs(row[column] - (here - s.rate * gradient)) < 1e-6);
            double square = s.rate * gradient * s.rate * gradient;
            assert_true(fabs(row[COLUMNS + column] - (1 + square)) < 1e-6);
        }
    }
    assert_true(p.word[DIM + 1] == 1 && p.context[DIM] == 1); /* the constants */
    assert_true(p.word[COLUMNS - 1] == 0 && p.context[COLUMNS - 1] == 0);
}

static void test_step_is_the_gradient(void **state)
{
    (void)state;
    static const char *const sets[] = {"portable", "avx2", "avx512"};
    for (int set = 0; set < 3; set++) {
        struct step s = {vector_kernels_named(sets[set]), adagrad_kernels_named(sets[set]), COLUMNS, 1.0f / 16, 0, 0};
        if (!s.vector)
            continue;
        check_step(s, 1, 100, 0.75);
        check_step(s, 1.0 / 15, 100, 0.75);
        check_step(s, 99.5, 100, 0.75);
        check_step(s, 2500, 100, 0.75);
        check_step(s, 3, 10, 0);
        check_step(s, 0.5, 3, 2);
    }
}

/* ---- training ---- */

static double topic_cosine(const struct matrix *vectors, bool same)
{
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < 16; i++) {
        for (int j = 0; j < i; j++) {
            if ((i / 8 == j / 8) == same) {
                sum += vector_cosine(matrix_row(vectors, i), matrix_row(vectors, j), vectors->columns);
                pairs++;
            }
        }
    }
    return sum / pairs;
}

static void test_learns_topics(void **state)
{
    (void)state;
    struct trained t;
    train(&t, usual, SIZE_MAX / 2);
    struct matrix vectors = glove_vectors(&t.model);
    assert_int_equal(vectors.rows, 16);
    assert_int_equal(vectors.columns, usual.dim);
    assert_true(topic_cosine(&vectors, true) > topic_cosine(&vectors, false) + 0.3);
    assert_true(t.model.losses[39] < 0.1 * t.model.losses[0]);
    assert_int_equal(t.last.epoch, 39);
    assert_true(t.last.done == 40 * (double)cell_store_count(&t.cells));
    assert_true(t.last.loss == t.model.losses[39]);
    matrix_release(&vectors);
    trained_release(&t);
}

static void test_sums_in_the_order_of_the_vocabulary(void **state)
{
    (void)state;
    struct trained t;
    prepare(&t, usual, SIZE_MAX / 2);
    struct matrix vectors = glove_vectors(&t.model);
    for (int w = 0; w < 16; w++) {
        long place = grid_first(&t.grid, t.grid.places[w].group) + t.grid.places[w].index;
        const float *word = matrix_row(&t.model.words, place), *context = matrix_row(&t.model.contexts, place);
        for (int i = 0; i < usual.dim; i++)
            assert_true(matrix_row(&vectors, w)[i] == word[i] + context[i]);
    }
    matrix_release(&vectors);
    trained_release(&t);
}

static void test_constants_and_padding_stay(void **state)
{
    (void)state;
    struct trained t;
    train(&t, usual, SIZE_MAX / 2);
    int dim = usual.dim, columns = t.model.step.columns;
    for (int i = 0; i < 16; i++) {
        const float *word = matrix_row(&t.model.words, i), *context = matrix_row(&t.model.contexts, i);
        assert_true(word[dim + 1] == 1 && context[dim] == 1);
        assert_true(word[dim] != 0 && context[dim + 1] != 0);
        for (int k = dim + STEP_BIASES; k < columns; k++)
            assert_true(word[k] == 0 && context[k] == 0);
    }
    trained_release(&t);
}

static void test_same_bits_for_any_threads_and_memory(void **state)
{
    (void)state;
    static const size_t memories[] = {0, 200, SIZE_MAX / 2};
    struct trained first, t;
    struct glove_settings s = usual;
    s.epochs = 3;
    train(&first, s, SIZE_MAX / 2);
    for (int i = 0; i < 12; i++) {
        s.threads = 1 + i % 4;
        train(&t, s, memories[i / 4]);
        assert_true((t.cells.on_disk > 0) == (i / 4 < 2));
        assert_true(same_tables(&first, &t));
        assert_memory_equal(first.model.losses, t.model.losses, 3 * sizeof(double));
        trained_release(&t);
    }
    s.seed = 2;
    train(&t, s, SIZE_MAX / 2);
    assert_false(same_tables(&first, &t));
    trained_release(&t);
    trained_release(&first);
}

static void test_initial_vector_depends_on_word_and_seed(void **state)
{
    (void)state;
    struct trained a, b, c;
    struct glove_settings s = usual;
    prepare(&a, s, SIZE_MAX / 2);
    prepare(&b, s, SIZE_MAX / 2);
    s.seed = 2;
    prepare(&c, s, SIZE_MAX / 2);
    struct vocab *other = vocab_new(); /* the same words under other ids */
    for (int i = 0; i < 16; i++) {
        char word[16];
        vocab_append(other, word, (size_t)snprintf(word, sizeof word, "w%d", (i + 5) % 16), 1);
    }
    struct error err = {""};
    glove_release(&b.model);
    assert_true(glove_init(&b.model, &usual, other, &b.cells, &err));
    struct matrix va = glove_vectors(&a.model), vb = glove_vectors(&b.model), vc = glove_vectors(&c.model);
    size_t bytes = (size_t)usual.dim * sizeof(float);
    assert_memory_equal(matrix_row(&va, 7), matrix_row(&vb, 2), bytes);
    assert_memory_not_equal(matrix_row(&va, 7), matrix_row(&va, 2), bytes);
    assert_memory_not_equal(matrix_row(&va, 7), matrix_row(&vc, 7), bytes);
    for (int i = 0; i < usual.dim; i++)
        assert_true(fabsf(matrix_row(&va, 7)[i]) <= 1.0f / (float)(usual.dim + 1));
    matrix_release(&va);
    matrix_release(&vb);
    matrix_release(&vc);
    vocab_free(other);
    trained_release(&a);
    trained_release(&b);
    trained_release(&c);
}

static void test_odd_sizes_train(void **state)
{
    (void)state;
    static const int dims[] = {1, 14, 15, 16, 100, 301};
    for (int i = 0; i < 6; i++) {
        struct trained t;
        struct glove_settings s = usual;
        s.dim = dims[i], s.threads = 2;
        train(&t, s, SIZE_MAX / 2);
        assert_true(t.model.losses[39] < t.model.losses[0]);
        trained_release(&t);
    }
}

static void test_what_cannot_train_is_said(void **state)
{
    (void)state;
    struct error err = {""};
    struct trained t;
    struct glove_settings wild = usual;
    wild.rate = 1e9;
    wild.threads = 2;
    prepare(&t, wild, SIZE_MAX / 2);
    assert_false(glove_train(&t.model, wild.epochs, remember, &t.last, &err));
    assert_non_null(strstr(err.message, "not finite in epoch"));
    assert_non_null(strstr(err.message, "at learning rate 1e+09"));
    glove_release(&t.model);
    struct cell_store empty = cell_store_new(&t.grid, 0, "nothing");
    assert_false(glove_init(&t.model, &usual, t.vocab, &empty, &err));
    assert_non_null(strstr(err.message, "no word has a context"));
    struct vocab *one = make_vocab(1);
    assert_false(glove_init(&t.model, &usual, one, &empty, &err));
    assert_non_null(strstr(err.message, "\"w0\""));
    vocab_free(one);
    cell_store_release(&empty);
    trained_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_step_is_the_gradient),
        cmocka_unit_test(test_learns_topics),
        cmocka_unit_test(test_sums_in_the_order_of_the_vocabulary),
        cmocka_unit_test(test_constants_and_padding_stay),
        cmocka_unit_test(test_same_bits_for_any_threads_and_memory),
        cmocka_unit_test(test_initial_vector_depends_on_word_and_seed),
        cmocka_unit_test(test_odd_sizes_train),
        cmocka_unit_test(test_what_cannot_train_is_said),
    };
    return cmocka_run_group_tests_name("GloVe", tests, NULL, NULL);
}
