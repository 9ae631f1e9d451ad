/* trainers/skipgram: vectors composed of n-gram rows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "trainers/skipgram/composer.h"

enum { DIM = 20, WINDOW = 2 };

struct table {
    struct vocab *vocab;
    struct ngrams ngrams;
    struct matrix words, targets;
};

static void table_start(struct table *t, const char *const *words)
{
    const struct subwords s = {3, 4, 1000};
    t->vocab = vocab_new();
    for (; *words; words++)
        vocab_append(t->vocab, *words, strlen(*words), 1);
    t->ngrams = ngrams_new(&s, t->vocab);
    t->words = matrix_new(vocab_size(t->vocab) + t->ngrams.count, DIM, "test");
    t->targets = matrix_new(1, DIM, "test");
    for (long row = 0; row < t->words.rows; row++)
        for (int i = 0; i < DIM; i++)
            matrix_row(&t->words, row)[i] = sinf((float)(row * DIM + i));
}

static void table_end(struct table *t)
{
    vocab_free(t->vocab);
    ngrams_release(&t->ngrams);
    matrix_release(&t->words);
    matrix_release(&t->targets);
}

/* How often row `row` is among the rows of `word`. */
static int times(const struct ngrams *n, int word, long row)
{
    int count = 0;
    for (size_t i = n->starts[word]; i < n->starts[word + 1]; i++)
        count += n->rows[i] == row;
    return count;
}

static void test_rows_of_words(void **state)
{
    (void)state;
    struct table t;
    table_start(&t, (const char *const[]){"cat", "cats", "a", "dadada", NULL});
    const struct ngrams *n = &t.ngrams;
    assert_int_equal(ngrams_rows(n, 0), 1 + 3 + 2); /* <ca cat at> <cat cat> */
    assert_int_equal(ngrams_rows(n, 1), 1 + 4 + 3);
    assert_int_equal(ngrams_rows(n, 2), 1 + 1); /* <a> */
    assert_int_equal(n->most, 1 + 6 + 5);
    for (int word = 0; word < 4; word++)
        assert_int_equal(n->rows[n->starts[word]], word);
    int shared = 0;
    for (long row = 4; row < 4 + n->count; row++) {
        assert_in_range(n->buckets[row - 4], 0, 999);
        shared += times(n, 0, row) > 0 && times(n, 1, row) > 0;
    }
    assert_int_equal(shared, 3); /* <ca cat <cat */
    table_end(&t);
}

/* Goes through a sentence as a worker does, moving the words in reach of each centre word by what
 * depends on the centre; the rows must then have moved by the sum over the occurrences. */
static void check_walk(struct table *t, struct replica *replica, int flush_at)
{
    const int32_t sentence[] = {0, 1, 0, 3, 2, 1, 1, 0};
    enum { LENGTH = sizeof sentence / sizeof *sentence };
    const struct matrix *words = &t->words;
    size_t size = (size_t)words->rows * (size_t)words->stride;
    float *start = mem_new(size, sizeof *start, "test"), moved[LENGTH] = {0};
    memcpy(start, words->data, size * sizeof *start);
    struct composer c = composer_new(&t->ngrams, words, vector_kernels(), replica, WINDOW);
    for (int i = 0; i < LENGTH; i++) {
        int first = i > WINDOW ? i - WINDOW : 0, end = i + WINDOW + 1 < LENGTH ? i + WINDOW + 1 : LENGTH;
        int need = composer_need(&c, sentence, first, end);
        assert_true(!replica || !replica_full(replica, need));
        composer_move(&c, sentence, LENGTH, first, end);
        for (int place = first; place < end; place++) {
            float *vector = composer_vector(&c, place), expected[DIM];
            for (int k = 0; i == 0 && k < DIM; k++) { /* the first ones are composed of untouched rows */
                expected[k] = 0;
                for (long row = 0; row < words->rows; row++)
                    expected[k] += (float)times(&t->ngrams, sentence[place], row) * start[row * words->stride + k];
                assert_true(fabsf(vector[k] - expected[k] / (float)ngrams_rows(&t->ngrams, sentence[place])) < 1e-6f);
            }
            float step = 0.01f * (float)(1 + i);
            for (int k = 0; k < DIM; k++)
                vector[k] += step;
            moved[place] += step;
            composer_use(&c, place, 1);
        }
        if (i == flush_at)
            composer_flush(&c, sentence);
    }
    composer_flush(&c, sentence);
    for (long row = 0; row < words->rows; row++) {
        float expected = 0;
        for (int place = 0; place < LENGTH; place++)
            expected += (float)times(&t->ngrams, sentence[place], row) * moved[place];
        float *now = matrix_row(words, row);
        if (replica && replica->slots[row] >= 0)
            now = replica->values + (long)replica->slots[row] * replica->stride;
        for (int k = 0; k < words->stride; k++)
            assert_true(fabsf(now[k] - start[row * words->stride + k] - (k < DIM ? expected : 0)) < 1e-5f);
    }
    composer_release(&c);
    mem_free(start);
}

static void test_rows_take_what_their_words_moved_by(void **state)
{
    (void)state;
    for (int flush_at = -1; flush_at < 8; flush_at++) {
        for (int with_replica = 0; with_replica < 2; with_replica++) {
            struct table t;
            table_start(&t, (const char *const[]){"cat", "cats", "a", "dadada", NULL});
            struct replica r = replica_new(&t.words, &t.targets, 0);
            check_walk(&t, with_replica ? &r : NULL, flush_at);
            replica_release(&r);
            table_end(&t);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_of_words),
        cmocka_unit_test(test_rows_take_what_their_words_moved_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
