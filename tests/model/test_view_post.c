/* Post-processing of a view's vectors against what each step promises. */
#include "scratch.h"

#include <math.h>

#include "base/random.h"
#include "model/view.h"

enum { WORDS = 40, DIM = 3 };

/* w0 to w39: a mean far from 0, and one direction that dominates. */
static void write_vectors(struct scratch *s)
{
    char text[8192];
    int used = snprintf(text, sizeof text, "%d %d\n", WORDS, DIM);
    struct random r = random_at(5, RANDOM_TEST, 0);
    for (int i = 0; i < WORDS; i++) {
        double strong = 10 * random_normal(&r), a = random_normal(&r), b = random_normal(&r);
        used += snprintf(text + used, sizeof text - (size_t)used, "w%d %.6f %.6f %.6f\n", i, 5 + strong + a,
                         -3 + strong - a, 2 + 0.5 * b);
    }
    scratch_write(s, "v.txt", text, (size_t)used);
}

static struct matrix all_words(struct scratch *s, const char *post)
{
    struct error err = {0};
    char name[64];
    int ids[WORDS];
    snprintf(name, sizeof name, "v.txt%s", post);
    struct view *v = view_open(scratch_path(s, name), &err);
    if (!v)
        fail_msg("%s", err.message);
    struct matrix m = matrix_new(WORDS, DIM, "a test");
    for (int i = 0; i < WORDS; i++)
        ids[i] = i;
    view_words(v, ids, WORDS, &m);
    view_free(v);
    return m;
}

static void moments(const struct matrix *m, double mean[DIM], double covariance[DIM][DIM])
{
    memset(mean, 0, DIM * sizeof *mean);
    memset(covariance, 0, DIM * sizeof *covariance);
    for (int r = 0; r < m->rows; r++)
        for (int i = 0; i < DIM; i++)
            mean[i] += matrix_row(m, r)[i] / (double)m->rows;
    for (int r = 0; r < m->rows; r++)
        for (int i = 0; i < DIM; i++)
            for (int j = 0; j < DIM; j++)
                covariance[i][j] += (matrix_row(m, r)[i] - mean[i]) * (matrix_row(m, r)[j] - mean[j]) / (double)m->rows;
}

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.9g, expected %.9g", value, expected);
}

/* A matrix may have more rows than vectors are asked for: the others are neither read nor changed. */
static void test_fewer_than_rows(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    write_vectors(&s);
    struct matrix all = all_words(&s, "+center"), m = matrix_new(WORDS, DIM, "a test");
    struct view *v = view_open(scratch_path(&s, "v.txt+center"), &err);
    int id = 3, known = 0;
    matrix_row(&m, 1)[0] = 7;
    view_words(v, &id, 1, &m);
    assert_memory_equal(matrix_row(&m, 0), matrix_row(&all, 3), DIM * sizeof(float));
    assert_true(matrix_row(&m, 1)[0] == 7 && matrix_row(&m, 1)[1] == 0);
    view_texts(v, (const char *const[]){"w1 w2"}, 1, &m, &known);
    assert_int_equal(known, 2);
    assert_true(matrix_row(&m, 1)[0] == 7 && matrix_row(&m, 1)[1] == 0);
    view_free(v);
    matrix_release(&m);
    matrix_release(&all);
    scratch_remove(&s);
}

static void test_center(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_vectors(&s);
    struct matrix raw = all_words(&s, ""), m = all_words(&s, "+center");
    double mean[DIM], raw_mean[DIM], covariance[DIM][DIM];
    moments(&raw, raw_mean, covariance);
    moments(&m, mean, covariance);
    for (int i = 0; i < DIM; i++) {
        assert_near(mean[i], 0, 1e-5);
        assert_near(matrix_row(&m, 7)[i], matrix_row(&raw, 7)[i] - raw_mean[i], 1e-5);
    }
    matrix_release(&raw);
    matrix_release(&m);
    scratch_remove(&s);
}

static void test_zscore(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_vectors(&s);
    struct matrix m = all_words(&s, "+zscore");
    double mean[DIM], covariance[DIM][DIM];
    moments(&m, mean, covariance);
    for (int i = 0; i < DIM; i++) {
        assert_near(mean[i], 0, 1e-6);
        assert_near(covariance[i][i], 1, 1e-5);
    }
    assert_true(covariance[0][1] > 0.9); /* correlations stay */
    matrix_release(&m);
    scratch_remove(&s);
}

static void test_whiten(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_vectors(&s);
    struct matrix m = all_words(&s, "+abtt:1+zscore+whiten");
    double mean[DIM], covariance[DIM][DIM], trace = 0;
    moments(&m, mean, covariance);
    for (int i = 0; i < DIM; i++)
        trace += covariance[i][i];
    assert_near(trace, 2, 1e-4); /* the direction that abtt removed is not blown up again */
    matrix_release(&m);
    m = all_words(&s, "+whiten");
    moments(&m, mean, covariance);
    for (int i = 0; i < DIM; i++)
        for (int j = 0; j < DIM; j++)
            assert_near(covariance[i][j], i == j, 1e-4);
    matrix_release(&m);
    scratch_remove(&s);
}

static void test_abtt(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    write_vectors(&s);
    struct matrix m = all_words(&s, "+abtt:1");
    double mean[DIM], covariance[DIM][DIM];
    moments(&m, mean, covariance);
    assert_near(mean[0], 0, 1e-5);
    /* The dominant direction is close to (1, 1, 0): what is left of it is small. */
    assert_true(covariance[0][0] + covariance[1][1] + 2 * covariance[0][1] < 0.05);
    assert_true(covariance[0][0] - covariance[0][1] > 1); /* (1, -1, 0) stays */
    matrix_release(&m);
    scratch_remove(&s);
}

/* Words are fitted on the vocabulary, whichever are asked for; texts on the call's texts, and those
 * without a known word stay zero and out of the fit. */
static void test_what_is_fitted(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    write_vectors(&s);
    struct matrix all = all_words(&s, "+center+zscore"), one = matrix_new(1, DIM, "a test");
    struct matrix raw = all_words(&s, "");
    struct view *v = view_open(scratch_path(&s, "v.txt+center+zscore"), &err);
    int id = 11;
    view_words(v, &id, 1, &one);
    assert_memory_equal(matrix_row(&one, 0), matrix_row(&all, 11), DIM * sizeof(float));
    view_free(v);

    v = view_open(scratch_path(&s, "v.txt+center"), &err);
    const char *texts[] = {"w0 w1", "nothing known", "w2"};
    struct matrix m = matrix_new(3, DIM, "a test");
    int known[3];
    view_texts(v, texts, 3, &m, known);
    assert_int_equal(known[0], 2);
    assert_int_equal(known[1], 0);
    for (int c = 0; c < DIM; c++) {
        double a = (matrix_row(&raw, 0)[c] + matrix_row(&raw, 1)[c]) / 2.0, b = matrix_row(&raw, 2)[c];
        assert_near(matrix_row(&m, 0)[c], (a - b) / 2, 1e-5);
        assert_near(matrix_row(&m, 2)[c], (b - a) / 2, 1e-5);
        assert_true(matrix_row(&m, 1)[c] == 0);
    }
    const char *nothing = "nothing";
    view_texts(v, &nothing, 1, &one, known);
    assert_true(known[0] == 0 && matrix_row(&one, 0)[0] == 0);
    view_free(v);
    matrix_release(&m);
    matrix_release(&raw);
    matrix_release(&one);
    matrix_release(&all);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fewer_than_rows),
        cmocka_unit_test(test_center), cmocka_unit_test(test_zscore),         cmocka_unit_test(test_whiten),
        cmocka_unit_test(test_abtt),   cmocka_unit_test(test_what_is_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
