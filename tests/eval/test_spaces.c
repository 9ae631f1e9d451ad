/* spaces, shape, neighbors: figures of two spaces worked out by hand; a rotation changes none of them; their intervals
 * are the jackknife's. */
#include "tests/eval/folder.h"
#include "tests/eval/simulation_spaces.h"

#include <math.h>
#include <omp.h>

#include "base/random.h"
#include "eval/neighbors.h"
#include "math/vector.h"

static const struct policies defaults = {.case_policy = CASE_FOLD, .seed = 1, .bootstrap = 1000};

/* Compares the vectors in data/a.txt and data/b.txt. */
static struct comparison compare(void)
{
    static const char *const names[] = {"a.txt", "b.txt"};
    struct spaces *s = spaces_new(2);
    for (int v = 0; v < 2; v++) {
        struct error err = {""};
        char *path = path_join(data, names[v]);
        struct subject subject = {.view = view_open(path, &err)};
        if (!subject.view)
            fail_msg("%s", err.message);
        spaces_add(s, v, &subject, &defaults);
        lookup_free(subject.lookup);
        view_free(subject.view);
        mem_free(path);
    }
    struct comparison *all;
    assert_int_equal(spaces_compare(s, &defaults, &all), 1);
    struct comparison c = all[0];
    assert_int_equal(c.a, 0);
    assert_int_equal(c.b, 1);
    mem_free(all);
    spaces_free(s);
    return c;
}

static void assert_near(double x, double expected, double tolerance)
{
    if (!(fabs(x - expected) < tolerance))
        fail_msg("%.9f, expected %.9f", x, expected);
}

/* In one dimension CKA is the squared correlation, and the disparity what is left of 1. */
static void one_dimension(void **state)
{
    (void)state;
    static const double y[] = {3, 1, 4, 1.5, 5, 9, 2, 6, 5.3, 5.8, 9.7, 9.3};
    double x[12];
    char a[1000] = "", b[1000] = "";
    for (int i = 0; i < 12; i++) {
        x[i] = i + 1;
        sprintf(a + strlen(a), "w%d %d\n", i, i + 1);
        sprintf(b + strlen(b), "W%d %g\n", 11 - i, y[11 - i]); /* another order, other case */
    }
    strcat(a, "alone 7\n");
    put("a.txt", a);
    put("b.txt", b);
    struct comparison c = compare();
    double r = pearson(x, y, 12);
    assert_int_equal(c.items, 12);
    assert_near(c.cka.value, r * r, 1e-6);
    assert_near(c.procrustes.value, 1 - r * r, 1e-6);
    assert_true(isnan(c.cosine_spearman.value)); /* all cosines are 1 */
}

#define N 300

/* Writes N random vectors in 3 dimensions; those of the other file are rotated, doubled and moved. */
static void put_rotated(double noise)
{
    static char a[40 * N], b[40 * N];
    struct random r = random_at(5, RANDOM_TEST, 0);
    a[0] = b[0] = '\0';
    for (int i = 0; i < N; i++) {
        double x[3], z[3];
        for (int j = 0; j < 3; j++)
            x[j] = random_normal(&r), z[j] = noise * random_normal(&r);
        sprintf(a + strlen(a), "w%d %.5f %.5f %.5f\n", i, x[0], x[1], x[2]);
        sprintf(b + strlen(b), "w%d %.5f %.5f %.5f\n", i, 2 * x[1] + z[0], -2 * x[0] + z[1], 2 * x[2] + z[2]);
    }
    put("a.txt", a);
    put("b.txt", b);
}

static void a_rotation_changes_nothing(void **state)
{
    (void)state;
    put_rotated(0);
    struct comparison c = compare();
    assert_int_equal(c.items, N);
    assert_near(c.cka.value, 1, 1e-5);
    assert_near(c.procrustes.value, 0, 1e-5);
    assert_near(c.cosine_spearman.value, 1, 1e-5);
    assert_near(c.overlap10.value, 1, 1e-9);
    assert_near(c.cka.interval.low, 1, 1e-4);
    assert_near(c.overlap10.interval.low, 1, 1e-9);
    put_rotated(0.5);
    omp_set_num_threads(1);
    struct comparison one = compare();
    omp_set_num_threads(3);
    struct comparison three = compare();
    assert_memory_equal(&one, &three, sizeof one);
    assert_true(one.cka.value > 0.6 && one.cka.value < 0.99 && one.overlap10.value > 0.2 && one.overlap10.value < 0.9);
    assert_true(one.procrustes.value > 0.02 && one.procrustes.value < 0.3);
}

static void too_few_words(void **state)
{
    (void)state;
    put("a.txt", "x 1 2\ny 3 4\n");
    put("b.txt", "x 1 2\nz 3 4\n");
    struct comparison c = compare();
    assert_int_equal(c.items, 1);
    assert_true(isnan(c.cka.value) && isnan(c.overlap10.value));
    assert_true(isnan(c.cosine_spearman.value) && isnan(c.procrustes.value));
}

/* Leaves every word out in turn, and compares what the figures vary by with their intervals. Derivatives are not
 * differences, and the pairs are others when a word is missing: nearly the same. */
static void intervals_are_the_jackknife(void **state)
{
    (void)state;
    enum { WORDS = 60, FIGURES = 3 };
    struct comparison c = simulated_spaces(WORDS, 0, -1);
    const struct figure *all[FIGURES] = {&c.cka, &c.procrustes, &c.cosine_spearman};
    double sum[FIGURES] = {0}, square[FIGURES] = {0};
    for (int left_out = 0; left_out < WORDS; left_out++) {
        struct comparison d = simulated_spaces(WORDS, 0, left_out);
        const double values[FIGURES] = {d.cka.value, d.procrustes.value, d.cosine_spearman.value};
        for (int f = 0; f < FIGURES; f++)
            sum[f] += values[f], square[f] += values[f] * values[f];
    }
    for (int f = 0; f < FIGURES; f++) {
        double deviation = sqrt((square[f] - sum[f] * sum[f] / WORDS) * (WORDS - 1) / WORDS);
        double half = (all[f]->interval.high - all[f]->interval.low) / 2;
        assert_true(deviation > 0.01);
        assert_near(half / (1.959963984540054 * deviation), 1, 0.12);
        assert_near((all[f]->interval.high + all[f]->interval.low) / 2, all[f]->value, 1e-9);
    }
}

/* The neighbours' figure varies from draw to draw as its intervals say. */
static void intervals_of_neighbours(void **state)
{
    (void)state;
    enum { WORDS = 60, DRAWS = 200 };
    double sum = 0, square = 0, variance = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
        struct figure f = simulated_spaces(WORDS, (uint64_t)draw, -1).overlap10;
        double deviation = (f.interval.high - f.interval.low) / (2 * 1.959963984540054);
        assert_near((f.interval.high + f.interval.low) / 2, f.value, 1e-9);
        sum += f.value, square += f.value * f.value, variance += deviation * deviation / DRAWS;
    }
    assert_near(sqrt(variance / ((square - sum * sum / DRAWS) / (DRAWS - 1))), 1, 0.2);
}

/* Every row's neighbors against all cosines in double. */
static void neighbors_are_the_nearest(void **state)
{
    (void)state;
    struct matrix m = matrix_new(N, 7, "test");
    struct random r = random_at(6, RANDOM_TEST, 0);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < 7; j++)
            matrix_row(&m, i)[j] = i % 50 == 0 ? 0 : (float)random_normal(&r); /* some rows are zero */
    static int near[N * NEIGHBORS];
    nearest_rows(&m, near);
    for (int i = 0; i < N; i++) {
        double least = INFINITY;
        for (int k = 0; k < NEIGHBORS; k++) {
            double c = vector_cosine(matrix_row(&m, i), matrix_row(&m, near[i * NEIGHBORS + k]), 7);
            assert_int_not_equal(near[i * NEIGHBORS + k], i);
            assert_true(c <= least);
            least = c;
        }
        int nearer = 0;
        for (int j = 0; j < N; j++)
            nearer += j != i && vector_cosine(matrix_row(&m, i), matrix_row(&m, j), 7) > least;
        assert_true(nearer < NEIGHBORS);
    }
    matrix_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_dimension),
        cmocka_unit_test(a_rotation_changes_nothing),
        cmocka_unit_test(too_few_words),
        cmocka_unit_test(intervals_are_the_jackknife),
        cmocka_unit_test(intervals_of_neighbours),
        cmocka_unit_test(neighbors_are_the_nearest),
    };
    return cmocka_run_group_tests_name("spaces", tests, folder_setup, folder_teardown);
}
