/* clusters: k-means, purity and V-measure against values worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <omp.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "math/clusters.h"

static void assert_near(double x, double expected)
{
    if (!(fabs(x - expected) < 1e-6))
        fail_msg("%.9f, expected %.9f", x, expected);
}

/* Three heaps of 2, 3 and 4 points on a line, inertia 0.5 + 2 + 5. */
static void heaps_are_found(void **state)
{
    (void)state;
    static const float points[] = {0, 1, 100, 101, 102, 201, 202, 203, 204};
    struct matrix m = matrix_new(9, 1, "test");
    for (int i = 0; i < 9; i++)
        matrix_row(&m, i)[0] = points[i];
    int cluster[9];
    assert_near(kmeans(&m, 3, 10, 1, cluster), 0.5 + 2 + 5);
    assert_int_equal(cluster[0], cluster[1]);
    assert_int_equal(cluster[2], cluster[4]);
    assert_int_equal(cluster[5], cluster[8]);
    assert_true(cluster[0] != cluster[2] && cluster[2] != cluster[5] && cluster[0] != cluster[5]);
    assert_near(kmeans(&m, 1, 1, 1, cluster), 194636 - 1114.0 * 1114 / 9); /* sum of squares - sum^2 / n */
    matrix_release(&m);
}

static void more_clusters_than_points(void **state)
{
    (void)state;
    struct matrix m = matrix_new(3, 2, "test"); /* all the same */
    int cluster[3];
    assert_near(kmeans(&m, 3, 1, 1, cluster), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(cluster[i], i);
    assert_near(kmeans(&m, 2, 2, 1, cluster), 0); /* two clusters, one of which takes a point from the other */
    assert_true(cluster[0] != cluster[1] || cluster[1] != cluster[2]);
    matrix_release(&m);
}

static void any_number_of_threads_gives_the_same_clusters(void **state)
{
    (void)state;
    enum { N = 1000 };
    struct matrix m = matrix_new(N, 20, "test");
    struct random r = random_at(3, RANDOM_TEST, 0);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < 20; j++)
            matrix_row(&m, i)[j] = (float)random_normal(&r);
    int one[N], three[N], other[N];
    omp_set_num_threads(1);
    double first = kmeans(&m, 12, 3, 1, one);
    omp_set_num_threads(3);
    double second = kmeans(&m, 12, 3, 1, three);
    assert_memory_equal(&first, &second, sizeof first);
    assert_memory_equal(one, three, sizeof one);
    assert_true(kmeans(&m, 12, 20, 1, other) <= first); /* the first starts are the same */
    kmeans(&m, 12, 3, 2, other);
    assert_memory_not_equal(one, other, sizeof one);
    matrix_release(&m);
}

/* Example of Manning et al. 2008, figure 16.1: purity 12 / 17. */
static void purity_of_the_textbook(void **state)
{
    (void)state;
    static const int cluster[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
    static const int class[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 2, 0, 0, 2, 2, 2};
    double majority[17], sum = 0;
    cluster_majorities(cluster, class, 17, majority);
    for (int i = 0; i < 17; i++)
        sum += majority[i];
    assert_near(sum / 17, 12.0 / 17);
    assert_near(majority[5], 0);
    assert_near(majority[6], 1);
}

static void v_measure_by_hand(void **state)
{
    (void)state;
    static const double cluster[] = {0, 0, 1, 1}, class[] = {0, 0, 0, 1}, same[] = {5, 5, 5, 5}, apart[] = {3, 2, 1, 0};
    /* homogeneity 1 - 0.346574 / 0.562335, completeness 1 - 0.477386 / 0.693147 */
    assert_near(v_measure(cluster, class, 4), 0.343711);
    assert_near(v_measure(class, cluster, 4), 0.343711);
    assert_near(v_measure(cluster, cluster, 4), 1);
    assert_near(v_measure(same, same, 4), 1);
    assert_near(v_measure(same, cluster, 4), 0);
    assert_near(v_measure(apart, cluster, 4), 2.0 / 3); /* homogeneous, completeness 1 / 2 */
    assert_true(isnan(v_measure(cluster, class, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heaps_are_found),
        cmocka_unit_test(more_clusters_than_points),
        cmocka_unit_test(any_number_of_threads_gives_the_same_clusters),
        cmocka_unit_test(purity_of_the_textbook),
        cmocka_unit_test(v_measure_by_hand),
    };
    return cmocka_run_group_tests_name("clusters", tests, NULL, NULL);
}
