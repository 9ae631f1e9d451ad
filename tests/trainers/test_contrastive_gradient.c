/* The objective in double precision: against the formula written out, and its gradient against
 * finite differences. Links the double objects (tests/tests.mk). */
#define EMBEDLAB_DOUBLE
#include "tests/model/scratch.h"

#include <math.h>

#include "base/random.h"
#include "math/gemm.h"
#include "trainers/contrastive/simcse.h"

enum { N = 5, DIM = 7 };

static void random_vectors(double *h, int count, uint64_t position)
{
    struct random r = random_at(11, RANDOM_TEST, position);
    for (int i = 0; i < count; i++)
        h[i] = random_normal(&r);
}

static double cosine(const double *x, const double *y, int dim)
{
    double xy = 0, xx = 0, yy = 0;
    for (int c = 0; c < dim; c++) {
        xy += x[c] * y[c];
        xx += x[c] * x[c];
        yy += y[c] * y[c];
    }
    return xy / sqrt(xx * yy);
}

/* Equation 4 of Gao et al. 2021 as it stands, sentences of the same group left out. */
static double written_out(const double *h, const int32_t *group, double temperature)
{
    double loss = 0;
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++)
            if (j == i || group[j] != group[i])
                sum += exp(cosine(h + i * DIM, h + (N + j) * DIM, DIM) / temperature);
        loss -= log(exp(cosine(h + i * DIM, h + (N + i) * DIM, DIM) / temperature) / sum) / N;
    }
    return loss;
}

static void check(const int32_t *group, double temperature, uint64_t position)
{
    double h[2 * N * DIM], d_h[2 * N * DIM], ignored[2 * N * DIM], worst = 0;
    struct simcse s = simcse_new(N + 2, DIM, temperature);
    random_vectors(h, 2 * N * DIM, position);
    double loss = simcse_loss(&s, h, group, N, d_h, NULL);
    assert_true(fabs(loss - written_out(h, group, temperature)) < 1e-12 * (1 + loss));
    for (int i = 0; i < 2 * N * DIM; i++) {
        double kept = h[i], step = 1e-5, side[2];
        for (int k = 0; k < 2; k++) {
            h[i] = kept + (k ? step : -step);
            side[k] = simcse_loss(&s, h, group, N, ignored, NULL);
        }
        h[i] = kept;
        double slope = (side[1] - side[0]) / (2 * step);
        double error = fabs(slope - d_h[i]) / (fabs(slope) + fabs(d_h[i]) + 1e-3);
        worst = error > worst ? error : worst;
    }
    if (!(worst < 1e-6))
        fail_msg("worst relative error of the gradient: %g", worst);
    simcse_release(&s);
}

static void test_gradient(void **state)
{
    (void)state;
    const int32_t different[N] = {0, 1, 2, 3, 4}, twice[N] = {0, 1, 0, 3, 1}, same[N] = {0};
    for (uint64_t position = 0; position < 3; position++) {
        check(different, 0.05, position);
        check(different, 1, position);
        check(twice, 0.3, position);
        check(same, 0.3, position);
    }
}

/* Worked out by hand: two sentences, vectors along the axes of the plane.
 *   h1 = (1, 0)  h1+ = (2, 0)   h2 = (0, 3)  h2+ = (1, 1)
 * Cosines: 1 and r = 1/sqrt(2) in the first row, 0 and r in the second; temperature 1/2. */
static void test_by_hand(void **state)
{
    (void)state;
    const double h[8] = {1, 0, 0, 3, 2, 0, 1, 1}, r = sqrt(0.5);
    double d_h[8];
    const int32_t group[2] = {0, 1};
    struct simcse s = simcse_new(2, 2, 0.5);
    struct simcse_measures m;
    double loss = simcse_loss(&s, h, group, 2, d_h, &m);
    double first = log(1 + exp(2 * (r - 1))), second = log(1 + exp(2 * (0 - r)));
    assert_true(fabs(loss - (first + second) / 2) < 1e-14);
    assert_true(fabs(m.alignment - (0 + 2 - 2 * r) / 2) < 1e-14);
    assert_true(fabs(m.mean_cosine - (r + 0) / 2) < 1e-14);
    assert_true(fabs(m.uniformity - log((exp(-2 * (2 - 2 * r)) + exp(-2 * 2.0)) / 2)) < 1e-14);
    /* d l1 / d h1 = p (h2+/|h2+| - (along h1)) / (n t), p = share of the negative in row 1. */
    double p = exp(2 * r) / (exp(2.0) + exp(2 * r));
    assert_true(fabs(d_h[0]) < 1e-14 && fabs(d_h[1] - p * r / (2 * 0.5)) < 1e-14);
    simcse_release(&s);
}

static void test_edges(void **state)
{
    (void)state;
    double h[2 * N * DIM], d_h[2 * N * DIM];
    const int32_t group[N] = {0, 1, 2, 3, 4}, alone[1] = {0};
    struct simcse s = simcse_new(N, DIM, 0.05);
    struct simcse_measures m;
    random_vectors(h, 2 * N * DIM, 9);
    memset(h + 2 * DIM, 0, DIM * sizeof *h); /* a vector without direction */
    assert_true(isfinite(simcse_loss(&s, h, group, N, d_h, &m)));
    for (int c = 0; c < DIM; c++)
        assert_true(d_h[2 * DIM + c] == 0 && isfinite(d_h[c]));
    assert_true(simcse_loss(&s, h, alone, 1, d_h, &m) == 0); /* no negatives, nothing to learn */
    assert_true(d_h[0] == 0 && m.mean_cosine == 0);
    for (int i = 0; i < 2 * N; i++) /* all alike: log N, and collapsed */
        for (int c = 0; c < DIM; c++)
            h[i * DIM + c] = (i + 1.0) * (c + 1.0);
    assert_true(fabs(simcse_loss(&s, h, group, N, d_h, &m) - log(N)) < 1e-12);
    assert_true(m.mean_cosine > 1 - 1e-12 && m.alignment < 1e-12 && fabs(m.uniformity) < 1e-12);
    h[3] = NAN;
    assert_true(isnan(simcse_loss(&s, h, group, N, d_h, &m)));
    simcse_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gradient),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_edges),
    };
    gemm_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
