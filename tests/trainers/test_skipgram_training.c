/* trainers/skipgram: the relations that training must keep. */
#include "tests/trainers/skipgram.h"

static void train(struct trained *t, struct skipgram_settings s)
{
    train_on(t, s, WORDS, SENTENCES);
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
    for (int i = 0; i < 16; i++) {
        struct trained t;
        struct skipgram_settings s = objective(usual, i % 4);
        s.rate = s.model == MODEL_CBOW ? 0.5 : 0.1; /* a word makes one step, not one for each context */
        s.threads = 1 + i / 4 % 3;
        s.deterministic = i >= 12;
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

static void test_deterministic_for_any_number_of_threads(void **state)
{
    (void)state;
    for (int which = 0; which < 4; which++) {
        struct trained one, other;
        struct skipgram_settings s = objective(usual, which);
        s.deterministic = true;
        s.epochs = 2;
        s.sample = 2e-4; /* a third of all occurrences goes */
        train_on(&one, s, MANY_WORDS, MANY_SENTENCES);
        assert_true(one.model.losses[1] < one.model.losses[0]);
        for (s.threads = 2; s.threads <= 3; s.threads++) {
            train_on(&other, s, MANY_WORDS, MANY_SENTENCES);
            assert_true(same_vectors(&one, &other));
            assert_memory_equal(one.model.losses, other.model.losses, 2 * sizeof(double));
            trained_release(&other);
        }
        s.seed = 2;
        train_on(&other, s, MANY_WORDS, MANY_SENTENCES);
        assert_false(same_vectors(&one, &other));
        trained_release(&other);
        trained_release(&one);
    }
}

static void test_initial_vector_depends_on_word_and_seed(void **state)
{
    (void)state;
    struct error err = {""};
    struct word_corpus corpus;
    make_corpus(&corpus, WORDS, SENTENCES);
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
    word_corpus_release(&corpus);
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
        for (int k = 0; k < 8; k++) {
            struct skipgram_settings one = objective(s, k % 4);
            one.deterministic = k >= 4;
            bool tree = one.loss == LOSS_HIERARCHICAL_SOFTMAX; /* 16 words of one frequency: paths of 4 nodes */
            train(&t, one);
            assert_int_equal(t.model.targets.rows, tree ? 15 : 16);
            assert_true(t.model.losses[0] > 0 && t.model.losses[0] < (tree ? 4 : 1 + s.negative) * log(2) + 0.01);
            trained_release(&t);
        }
    }
}

static void test_one_sentence_of_all_words(void **state)
{
    (void)state;
    struct error err = {""};
    struct word_corpus corpus;
    make_corpus(&corpus, WORDS, SENTENCES);
    cut(&corpus, corpus.words, 1); /* 4800 words: cut into sentences of 1000 */
    long counts[16];
    for (int i = 0; i < 16; i++)
        counts[i] = 300;
    struct vocab *v = make_vocab(counts, 16);
    for (int i = 0; i < 2; i++) {
        struct skipgram m;
        struct skipgram_settings s = usual;
        s.deterministic = i == 1; /* stretches end within sentences */
        assert_true(skipgram_init(&m, &s, v, &corpus, &err));
        assert_true(skipgram_train(&m, INFINITY, ignore, NULL, &err));
        assert_true(m.losses[5] < m.losses[0]);
        skipgram_release(&m);
    }
    vocab_free(v);
    word_corpus_release(&corpus);
}

static void test_what_cannot_train_is_said(void **state)
{
    (void)state;
    struct error err = {""};
    struct word_corpus corpus;
    make_corpus(&corpus, WORDS, SENTENCES);
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
    for (int i = 0; i < 2; i++) {
        wild.deterministic = i == 1;
        wild.threads = 1 + i;
        assert_true(skipgram_init(&m, &wild, v, &corpus, &err));
        assert_false(skipgram_train(&m, INFINITY, ignore, NULL, &err));
        assert_non_null(strstr(err.message, "not finite in epoch 1 at learning rate "));
        skipgram_release(&m);
    }
    vocab_free(v);
    word_corpus_release(&corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_learns_topics),
        cmocka_unit_test(test_same_seed_same_bits),
        cmocka_unit_test(test_deterministic_for_any_number_of_threads),
        cmocka_unit_test(test_initial_vector_depends_on_word_and_seed),
        cmocka_unit_test(test_odd_sizes_train),
        cmocka_unit_test(test_one_sentence_of_all_words),
        cmocka_unit_test(test_what_cannot_train_is_said),
    };
    return cmocka_run_group_tests_name("skip-gram training", tests, NULL, NULL);
}
