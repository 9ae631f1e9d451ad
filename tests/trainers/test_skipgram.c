/* trainers/skipgram, its parts: sampling against the probabilities it stands for, the tree against hand
 * cases and the least weighted length, the steps against finite differences in double. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "trainers/skipgram/replica.h"
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

/* ---- the tree ---- */

/* Prefix-free and complete: walking from the root, each branch of each node is taken by some word, and
 * no word ends within another's path. Returns the weighted length of all paths. */
static double check_tree(const struct huffman *h, const long *counts)
{
    int nodes = h->size - 1;
    int(*next)[2] = mem_new((size_t)nodes, sizeof *next, "test"); /* 0 unknown, node + 1, or -(word + 1) */
    double total = 0, kraft = 0;
    for (int word = 0; word < h->size; word++) {
        int length = huffman_length(h, word);
        assert_in_range(length, 1, PATH_LIMIT);
        const int32_t *path = h->nodes + h->starts[word];
        assert_int_equal(path[0], nodes - 1);
        for (int i = 0; i < length; i++) {
            int *branch = &next[path[i]][h->labels[word] >> i & 1];
            int leads = i + 1 < length ? path[i + 1] + 1 : -(word + 1);
            assert_true(*branch == 0 || *branch == leads);
            *branch = leads;
        }
        assert_true(length == 64 || h->labels[word] >> length == 0);
        total += (double)length * (double)(counts[word] > 0 ? counts[word] : 1);
        kraft += ldexp(1, -length);
    }
    for (int node = 0; node < nodes; node++)
        assert_true(next[node][0] != 0 && next[node][1] != 0);
    assert_true(kraft == 1);
    mem_free(next);
    return total;
}

static void check_lengths(const long *counts, int n, const int *lengths)
{
    struct vocab *v = make_vocab(counts, n);
    struct huffman h = huffman_new(v);
    check_tree(&h, counts);
    for (int i = 0; i < n; i++)
        assert_int_equal(huffman_length(&h, i), lengths[i]);
    huffman_release(&h);
    vocab_free(v);
}

static void test_tree_on_hand_cases(void **state)
{
    (void)state;
    check_lengths((const long[]){3, 1}, 2, (const int[]){1, 1});
    check_lengths((const long[]){0, 0, 0, 0}, 4, (const int[]){2, 2, 2, 2});
    check_lengths((const long[]){8, 4, 2, 1, 1}, 5, (const int[]){1, 2, 3, 4, 4});
    check_lengths((const long[]){1, 1, 2, 4, 8}, 5, (const int[]){4, 4, 3, 2, 1}); /* a read vocabulary has any order */
    check_lengths((const long[]){45, 16, 13, 12, 9, 5}, 6, (const int[]){1, 3, 3, 3, 4, 4}); /* Cormen et al., 16.3 */
    check_lengths((const long[]){2, 2, 1, 1}, 4, (const int[]){2, 2, 2, 2}); /* not 1, 2, 3, 3, as long in the mean */
    check_lengths((const long[]){5, 5, 5}, 3, (const int[]){1, 2, 2});
}

static void test_tree_is_the_shortest(void **state)
{
    (void)state;
    struct random random = random_at(1, RANDOM_TEST, 4);
    for (int n = 2; n <= 300; n += 1 + n / 8) {
        long counts[300];
        double weights[300], least = 0;
        for (int i = 0; i < n; i++)
            weights[i] = counts[i] = 1 + (long)random_below(&random, n % 2 ? 4 : 100000);
        /* The sum of what is joined, by looking for the two lightest each time. */
        for (int left = n; left > 1; left--) {
            for (int k = 0; k < 2; k++) {
                for (int i = k + 1; i < left; i++) {
                    if (weights[i] < weights[k]) {
                        double lighter = weights[i];
                        weights[i] = weights[k];
                        weights[k] = lighter;
                    }
                }
            }
            weights[0] += weights[1];
            least += weights[0];
            weights[1] = weights[left - 1];
        }
        struct vocab *v = make_vocab(counts, n);
        struct huffman h = huffman_new(v);
        assert_true(check_tree(&h, counts) == least);
        huffman_release(&h);
        vocab_free(v);
    }
}

static void test_paths_are_bounded(void **state)
{
    (void)state;
    long counts[80] = {1, 1};
    for (int i = 2; i < 80; i++)
        counts[i] = counts[i - 1] + counts[i - 2]; /* unbounded, the longest path would have 79 nodes */
    struct vocab *v = make_vocab(counts, 80);
    struct huffman h = huffman_new(v);
    check_tree(&h, counts);
    for (int i = 1; i < 80; i++)
        assert_true(huffman_length(&h, i) <= huffman_length(&h, i - 1));
    huffman_release(&h);
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

/* ---- replicas ---- */

enum { TABLE = 7, COLUMNS = 20 }; /* rows of each table */

struct merged {
    struct matrix words, targets;
    struct replica replicas[SHARDS];
};

/* Word 0 used by shard 2 alone, word 1 by the first and the last, target 6 by all, the others by none. */
static void merged_start(struct merged *x)
{
    x->words = matrix_new(TABLE, COLUMNS, "test");
    x->targets = matrix_new(TABLE, COLUMNS, "test");
    for (int i = 0; i < TABLE; i++) {
        for (int k = 0; k < COLUMNS; k++) {
            matrix_row(&x->words, i)[k] = (float)(i + k);
            matrix_row(&x->targets, i)[k] = (float)(i - k);
        }
    }
    for (int s = 0; s < SHARDS; s++)
        x->replicas[s] = replica_new(&x->words, &x->targets, 0);
    replica_word(&x->replicas[2], 0, 5)[3] += 8;
    replica_word(&x->replicas[0], 1, 1)[4] += 1;
    replica_word(&x->replicas[0], 1, 2)[4] += 2; /* the same copy, 3 uses */
    replica_word(&x->replicas[SHARDS - 1], 1, 3)[4] += 5;
    for (int s = 0; s < SHARDS; s++)
        replica_target(&x->replicas[s], 6, 1e9f)[19] += (float)s;
}

static void merged_end(struct merged *x)
{
    for (int s = 0; s < SHARDS; s++)
        replica_release(&x->replicas[s]);
    matrix_release(&x->words);
    matrix_release(&x->targets);
}

static void test_replicas_are_merged(void **state)
{
    (void)state;
    struct merged x;
    merged_start(&x);
    assert_true(matrix_row(&x.words, 1)[4] == 5); /* nothing moves before */
    assert_int_equal(x.replicas[0].count, 2);
    assert_true(replica_full(&x.replicas[0], REPLICA_ROWS - 1) && !replica_full(&x.replicas[0], REPLICA_ROWS - 2));
    for (int part = SHARDS - 1; part >= 0; part--)
        replicas_merge(x.replicas, part, 0.01);
    double q = 1 / (1 + 0.01 * REPLICA_CURVATURE * 3), factor = (1 - q * q) / (2 * (1 - q));
    for (int i = 0; i < TABLE; i++) {
        for (int k = 0; k < COLUMNS; k++) {
            double word = i + k, target = i - k;
            word += i == 0 && k == 3 ? 8 : i == 1 && k == 4 ? factor * 8 : 0;
            target += i == 6 && k == 19 ? (SHARDS - 1) / 2.0 : 0; /* after so many uses: the mean */
            assert_true(fabs(matrix_row(&x.words, i)[k] - word) < 1e-6);
            assert_true(fabs(matrix_row(&x.targets, i)[k] - target) < 1e-4);
        }
    }
    for (int s = 0; s < SHARDS; s++) {
        replica_clear(&x.replicas[s]);
        for (int row = 0; row < 2 * TABLE; row++)
            assert_int_equal(x.replicas[s].slots[row], -1);
    }
    assert_true(replica_word(&x.replicas[3], 0, 1)[3] == 11); /* a new copy, of what was merged */
    merged_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise_distribution),  cmocka_unit_test(test_draws_follow_the_tables),
        cmocka_unit_test(test_tree_on_hand_cases),  cmocka_unit_test(test_tree_is_the_shortest),
        cmocka_unit_test(test_paths_are_bounded),   cmocka_unit_test(test_step_is_the_gradient),
        cmocka_unit_test(test_replicas_are_merged),
    };
    return cmocka_run_group_tests_name("skip-gram's parts", tests, NULL, NULL);
}
