/* The objectives in double precision: against their formulas written out, and their gradients against finite
 * differences; SimCSE's head and the poolings, too. Links the double objects (tests/tests.mk). */
#define EMBEDLAB_DOUBLE
#include "tests/nn/gradient_check.h"

#include <omp.h>
#include <string.h>

#include "math/gemm.h"
#include "model/pooling.h"
#include "trainers/contrastive/head.h"
#include "trainers/contrastive/measures.h"

enum { ROWS = 6, DIM = 7, MOST = 3 * ROWS * DIM };

/* An objective on a batch of its own. */
struct trial {
    struct objective *o;
    struct objective_batch batch;
    real vectors[MOST], d_vectors[MOST], ignored[MOST];
};

static const int32_t all_different[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
static const int32_t labels[] = {0, 2, 1, 1, 0, 2};
static const double scores[] = {0.4, 1, 0, 0.4, 0.7, 0.2};

static struct trial *trial_new(const char *name, const struct objective_settings *s, int views, const int32_t *group)
{
    struct trial *t = calloc(1, sizeof *t);
    t->o = objective_new(objective_kind(name), s, ROWS + 2, views, DIM);
    t->batch = (struct objective_batch){ROWS, views, t->vectors, group, labels, scores};
    fill(t->vectors, MOST, 3, 1);
    return t;
}

static void trial_free(struct trial *t)
{
    objective_free(t->o);
    free(t);
}

static double loss_of(void *context)
{
    struct trial *t = context;
    return objective_loss(t->o, &t->batch, t->ignored);
}

static void check_trial(const char *what, const char *name, const struct objective_settings *s, int views,
                        const int32_t *group)
{
    struct trial *t = trial_new(name, s, views, group);
    objective_loss(t->o, &t->batch, t->d_vectors);
    struct parameter *classifier = &t->o->classifier;
    real *kept = calloc((size_t)classifier->size + 1, sizeof *kept);
    for (long i = 0; i < classifier->size; i++)
        kept[i] = classifier->gradient[i];
    check_gradient(what, loss_of, t, t->vectors, t->d_vectors, (long)views * ROWS * DIM);
    if (classifier->size)
        check_gradient("classifier", loss_of, t, classifier->value, kept, classifier->size);
    free(kept);
    trial_free(t);
}

static void test_gradients(void **state)
{
    (void)state;
    /* rows 0 and 4 have the same anchor, 1 and 2 the same positive; row 3's negative is row 5's anchor, row 2's its
     * positive */
    const int32_t twice[] = {0, 1, 2, 3, 0, 5, 6, 7, 7, 9, 10, 11, 12, 13, 7, 5, 16, 17};
    const struct objective_settings cold = {.temperature = 0.05, .margin = 1, .classes = 3};
    struct objective_settings s = {.temperature = 0.4, .margin = 1, .classes = 3};
    check_trial("simcse", "simcse", &s, 2, all_different);
    check_trial("simcse, temperature .05", "simcse", &cold, 2, all_different);
    check_trial("simcse, duplicates", "simcse", &s, 2, twice);
    check_trial("pairs", "pairs", &s, 2, twice);
    check_trial("pairs, hard negatives", "pairs", &s, 3, all_different);
    check_trial("pairs, hard negatives, duplicates", "pairs", &s, 3, twice);
    check_trial("nli-softmax", "nli-softmax", &s, 2, all_different);
    check_trial("cosine", "cosine", &s, 2, all_different);
    check_trial("triplet", "triplet", &s, 3, all_different);
    check_trial("triplet, duplicates", "triplet", &s, 3, twice);
    check_trial("cosent", "cosent", &s, 2, all_different);
    check_trial("cosent, temperature .05", "cosent", &cold, 2, all_different);
    s.symmetric = true;
    check_trial("pairs, symmetric", "pairs", &s, 2, twice);
    check_trial("pairs, symmetric, hard negatives", "pairs", &s, 3, twice);
}

static void test_gradients_of_prefixes(void **state)
{
    (void)state;
    static const char *const names[] = {"simcse", "pairs", "nli-softmax", "cosine", "triplet", "cosent"};
    const struct objective_settings s = {.temperature = 0.4, .margin = 1, .classes = 3, .symmetric = true,
                                         .prefixes = {5, 2}, .prefix_count = 2};
    for (int i = 0; i < 6; i++)
        check_trial(names[i], names[i], &s, objective_kind(names[i])->columns_high == 3 ? 3 : 2, all_different);
}

/* ---- the losses written out ---- */

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

/* Equation 5 of Gao et al. 2021 as it stands, in the first `dim` dimensions; with two views equation 4. */
static double equation_5(const double *h, int views, double temperature, int dim)
{
    double loss = 0;
    for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (int j = 0; j < (views - 1) * ROWS; j++)
            sum += exp(cosine(h + i * DIM, h + (ROWS + j) * DIM, dim) / temperature);
        loss -= log(exp(cosine(h + i * DIM, h + (ROWS + i) * DIM, dim) / temperature) / sum) / ROWS;
    }
    return loss;
}

static void assert_close(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-12 * (1 + fabs(expected))))
        fail_msg("%.17g instead of %.17g", value, expected);
}

static void test_ranking(void **state)
{
    (void)state;
    struct objective_settings s = {.temperature = 0.05};
    for (int views = 2; views <= 3; views++) {
        struct trial *t = trial_new("pairs", &s, views, all_different);
        assert_close(loss_of(t), equation_5(t->vectors, views, 0.05, DIM));
        t->o->settings.prefix_count = 2;
        t->o->settings.prefixes[0] = 5, t->o->settings.prefixes[1] = 2;
        assert_close(loss_of(t), equation_5(t->vectors, views, 0.05, DIM) + equation_5(t->vectors, views, 0.05, 5) +
                                     equation_5(t->vectors, views, 0.05, 2));
        trial_free(t);
    }
    /* symmetric: the mean with the sides exchanged */
    s.symmetric = true;
    struct trial *t = trial_new("pairs", &s, 2, all_different);
    double exchanged[MOST], back;
    memcpy(exchanged, t->vectors + ROWS * DIM, ROWS * DIM * sizeof *exchanged);
    memcpy(exchanged + ROWS * DIM, t->vectors, ROWS * DIM * sizeof *exchanged);
    back = equation_5(exchanged, 2, 0.05, DIM);
    assert_close(loss_of(t), (equation_5(t->vectors, 2, 0.05, DIM) + back) / 2);
    trial_free(t);
}

/* What is no negative is as good as not there. */
static void test_duplicates(void **state)
{
    (void)state;
    const struct objective_settings s = {.temperature = 0.3};
    /* anchors 0 and 1 are the same text: positive 1 is no negative of row 0, nor 0 of row 1; the negatives of rows 2
     * and 3 are positive 0 and anchor 0 */
    const int32_t group[] = {0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 6, 0, 16, 17};
    struct trial *t = trial_new("pairs", &s, 3, group);
    const double *h = t->vectors;
    double loss = 0;
    for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (int j = 0; j < 2 * ROWS; j++) {
            bool no_negative = (i == 0 && (j == 1 || j == 8 || j == 9)) || (i == 1 && (j == 0 || j == 9));
            sum += no_negative ? 0 : exp(cosine(h + i * DIM, h + (ROWS + j) * DIM, DIM) / 0.3);
        }
        loss -= log(exp(cosine(h + i * DIM, h + (ROWS + i) * DIM, DIM) / 0.3) / sum) / ROWS;
    }
    assert_close(loss_of(t), loss);
    trial_free(t);
}

static double length_between(const double *x, const double *y)
{
    double sum = 0;
    for (int c = 0; c < DIM; c++)
        sum += (x[c] - y[c]) * (x[c] - y[c]);
    return sqrt(sum);
}

static void test_written_out(void **state)
{
    (void)state;
    const struct objective_settings s = {.temperature = 0.3, .margin = 1, .classes = 3};
    double squared = 0, triplet = 0, terms = 1, cross_entropy = 0;
    struct trial *t = trial_new("cosine", &s, 3, all_different);
    const double *u = t->vectors, *v = u + ROWS * DIM, *w = v + ROWS * DIM;
    struct trial *softmax = trial_new("nli-softmax", &s, 2, all_different);
    for (int i = 0; i < ROWS; i++) {
        const double *ui = u + i * DIM, *vi = v + i * DIM;
        squared += pow(cosine(ui, vi, DIM) - scores[i], 2) / ROWS;
        triplet += fmax(0, length_between(ui, vi) - length_between(ui, w + i * DIM) + 1) / ROWS;
        for (int j = 0; j < ROWS; j++)
            if (scores[i] > scores[j])
                terms += exp((cosine(u + j * DIM, v + j * DIM, DIM) - cosine(ui, vi, DIM)) / 0.3);
        double sum = 0, own = 0;
        for (int k = 0; k < 3; k++) {
            const double *row = softmax->o->classifier.value + k * 3 * DIM;
            double logit = 0;
            for (int c = 0; c < DIM; c++)
                logit += row[c] * ui[c] + row[DIM + c] * vi[c] + row[2 * DIM + c] * fabs(ui[c] - vi[c]);
            sum += exp(logit);
            own = k == labels[i] ? logit : own;
        }
        cross_entropy -= log(exp(own) / sum) / ROWS;
    }
    t->batch.views = 2;
    assert_close(loss_of(t), squared);
    t->o->kind = objective_kind("cosent");
    assert_close(loss_of(t), log(terms));
    t->batch.views = 3;
    t->o->kind = objective_kind("triplet");
    assert_close(loss_of(t), triplet);
    assert_close(loss_of(softmax), cross_entropy);
    trial_free(softmax);
    trial_free(t);
}

/* Worked out by hand: two sentences, vectors along the axes of the plane.
 *   h1 = (1, 0)  h1+ = (2, 0)   h2 = (0, 3)  h2+ = (1, 1)
 * Cosines: 1 and r = 1/sqrt(2) in the first row, 0 and r in the second; temperature 1/2. */
static void test_by_hand(void **state)
{
    (void)state;
    const double h[8] = {1, 0, 0, 3, 2, 0, 1, 1}, r = sqrt(0.5);
    double d_h[8];
    const int32_t group[4] = {0, 1, 0, 1};
    const struct objective_settings s = {.temperature = 0.5};
    struct objective *o = objective_new(objective_kind("simcse"), &s, 2, 2, 2);
    struct objective_batch b = {.rows = 2, .views = 2, .vectors = h, .group = group};
    double first = log(1 + exp(2 * (r - 1))), second = log(1 + exp(2 * (0 - r)));
    assert_close(objective_loss(o, &b, d_h), (first + second) / 2);
    /* d l1 / d h1 = p (h2+/|h2+| - (along h1)) / (n t), p = share of the negative in row 1. */
    double p = exp(2 * r) / (exp(2.0) + exp(2 * r));
    assert_true(fabs(d_h[0]) < 1e-14 && fabs(d_h[1] - p * r / (2 * 0.5)) < 1e-14);
    struct measurer *measurer = measurer_new(2);
    struct measures m = measure(measurer, &b, true);
    assert_close(m.alignment, (0 + 2 - 2 * r) / 2);
    assert_close(m.mean_cosine, (r + 0) / 2);
    assert_close(m.uniformity, log((exp(-2 * (2 - 2 * r)) + exp(-2 * 2.0)) / 2));
    assert_true(isnan(measure(measurer, &b, false).alignment));
    measurer_free(measurer);
    objective_free(o);
}

static void test_edges(void **state)
{
    (void)state;
    static const char *const names[] = {"simcse", "nli-softmax", "cosine", "triplet", "cosent"};
    const struct objective_settings s = {.temperature = 0.05, .margin = 1, .classes = 3};
    for (int i = 0; i < 5; i++) { /* a vector without direction; vectors that are the same; no number */
        struct trial *t = trial_new(names[i], &s, objective_kind(names[i])->columns_high == 3 ? 3 : 2, all_different);
        memset(t->vectors + 2 * DIM, 0, DIM * sizeof(double));
        memcpy(t->vectors + ROWS * DIM, t->vectors, DIM * sizeof(double));
        assert_true(isfinite(objective_loss(t->o, &t->batch, t->d_vectors)));
        for (int k = 0; k < t->batch.views * ROWS * DIM; k++)
            assert_true(isfinite(t->d_vectors[k]));
        t->vectors[3] = NAN;
        assert_true(isnan(loss_of(t)));
        trial_free(t);
    }
    struct trial *t = trial_new("simcse", &s, 2, all_different);
    memset(t->vectors + 2 * DIM, 0, DIM * sizeof(double));
    objective_loss(t->o, &t->batch, t->d_vectors);
    for (int c = 0; c < DIM; c++)
        assert_true(t->d_vectors[2 * DIM + c] == 0);
    const int32_t same[2 * ROWS] = {0}; /* no negatives, nothing to learn */
    t->batch.group = same;
    assert_true(objective_loss(t->o, &t->batch, t->d_vectors) == 0 && t->d_vectors[0] == 0);
    t->batch.group = all_different; /* all alike: log ROWS, and collapsed */
    for (int i = 0; i < 2 * ROWS; i++)
        for (int c = 0; c < DIM; c++)
            t->vectors[i * DIM + c] = (i + 1.0) * (c + 1.0);
    assert_close(loss_of(t), log(ROWS));
    struct measurer *measurer = measurer_new(DIM);
    struct measures m = measure(measurer, &t->batch, true);
    assert_true(m.mean_cosine > 1 - 1e-12 && m.alignment < 1e-12 && fabs(m.uniformity) < 1e-12);
    measurer_free(measurer);
    trial_free(t);
    const double tied[ROWS] = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}; /* nothing to rank */
    t = trial_new("cosent", &s, 2, all_different);
    t->batch.scores = tied;
    assert_close(objective_loss(t->o, &t->batch, t->d_vectors), 0);
    assert_true(t->d_vectors[0] == 0);
    trial_free(t);
}

/* More queries than are ranked at a time: blocks must not be seen. */
static void test_blocks(void **state)
{
    (void)state;
    enum { LARGE = 300, SMALL_DIM = 3 };
    real *h = numbers(2L * LARGE * SMALL_DIM, 5, 1), *d = numbers(2L * LARGE * SMALL_DIM, 6, 1);
    int32_t group[2 * LARGE];
    for (int i = 0; i < 2 * LARGE; i++)
        group[i] = i;
    const struct objective_settings s = {.temperature = 0.3, .symmetric = true};
    struct objective *o = objective_new(objective_kind("pairs"), &s, LARGE, 2, SMALL_DIM);
    struct objective_batch b = {.rows = LARGE, .views = 2, .vectors = h, .group = group};
    double loss = objective_loss(o, &b, d), written = 0;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < LARGE; i++) {
            const real *query = h + (side * LARGE + i) * SMALL_DIM, *others = h + (1 - side) * LARGE * SMALL_DIM;
            double sum = 0;
            for (int j = 0; j < LARGE; j++)
                sum += exp(cosine(query, others + j * SMALL_DIM, SMALL_DIM) / 0.3);
            written += (log(sum) - cosine(query, others + i * SMALL_DIM, SMALL_DIM) / 0.3) / LARGE / 2;
        }
    assert_close(loss, written);
    for (int i = 0; i < 2 * LARGE * SMALL_DIM; i += 97) {
        double kept = h[i], side[2], ignored[2 * LARGE * SMALL_DIM];
        for (int k = 0; k < 2; k++) {
            h[i] = kept + (k ? 1e-5 : -1e-5);
            side[k] = objective_loss(o, &b, ignored);
        }
        h[i] = kept;
        assert_true(fabs((side[1] - side[0]) / 2e-5 - d[i]) < 1e-8);
    }
    objective_free(o);
    free(h);
    free(d);
}

/* ---- the head ---- */

struct head_trial {
    struct head *head;
    real x[ROWS * DIM], weights[ROWS * DIM]; /* the loss is the sum of weights * y */
};

static double head_loss(void *context)
{
    struct head_trial *t = context;
    real y[ROWS * DIM];
    double sum = 0;
    head_forward(t->head, t->x, y, ROWS);
    for (int i = 0; i < ROWS * DIM; i++)
        sum += t->weights[i] * y[i];
    return sum;
}

static void test_head(void **state)
{
    (void)state;
    struct head_trial t = {.head = head_new("mlp", DIM, 1)};
    real y[ROWS * DIM], dy[ROWS * DIM], dx[ROWS * DIM], once;
    fill(t.x, ROWS * DIM, 1, 1);
    fill(t.weights, ROWS * DIM, 2, 1);
    fill(t.head->bias.value, DIM, 4, 0.5);
    head_forward(t.head, t.x, y, ROWS);
    double sum = t.head->bias.value[0];
    for (int c = 0; c < DIM; c++)
        sum += t.head->weight.value[c] * t.x[c];
    assert_close(y[0], tanh(sum));
    memcpy(dy, t.weights, sizeof dy);
    head_backward(t.head, t.x, y, dy, dx, ROWS);
    check_gradient("x", head_loss, &t, t.x, dx, ROWS * DIM);
    check_gradient("weight", head_loss, &t, t.head->weight.value, t.head->weight.gradient, t.head->weight.size);
    check_gradient("bias", head_loss, &t, t.head->bias.value, t.head->bias.gradient, t.head->bias.size);
    once = t.head->weight.gradient[0];
    memcpy(dy, t.weights, sizeof dy);
    head_backward(t.head, t.x, y, dy, dx, ROWS);
    assert_close(t.head->weight.gradient[0], 2 * once);
    head_free(t.head);
}

/* ---- poolings ---- */

enum { VOCABULARY = 9, TOKENS = 9, SEQUENCES = 3 };

static const int32_t ids[TOKENS] = {1, 4, 1, 7, 5, 3, 1, 8, 4}, starts[SEQUENCES + 1] = {0, 2, 6, 9};
static const struct batch packed = {.tokens = TOKENS, .sequences = SEQUENCES, .ids = ids, .starts = starts};

/* A transformer whose states are pooled; the loss is the sum of factors * vectors. */
struct pooling_trial {
    struct transformer *t;
    enum pooling pooling;
    real weights[TOKENS], factors[SEQUENCES * DIM], mean[TOKENS * DIM], d_states[TOKENS * DIM];
};

static double pooling_loss(void *context)
{
    struct pooling_trial *p = context;
    const struct transformer_config *c = transformer_configuration(p->t);
    transformer_forward(p->t, &packed, true, 3, 4);
    const real *states = transformer_hidden(p->t, c->layers + 1);
    if (p->pooling == POOLING_FIRST_LAST)
        pooling_first_last(p->t, TOKENS, p->mean), states = p->mean;
    double sum = 0;
    for (int s = 0; s < SEQUENCES; s++) {
        int start = starts[s], length = starts[s + 1] - start;
        real vector[DIM];
        pooling_weights(p->pooling, ids + start, length, -1, pooling_takes_all(c), p->weights + start);
        pooling_forward(p->pooling, p->weights + start, states + start * DIM, length, DIM, vector);
        for (int c2 = 0; c2 < DIM; c2++)
            sum += p->factors[s * DIM + c2] * vector[c2];
    }
    return sum;
}

static void pooling_gradient(struct pooling_trial *p)
{
    const struct transformer_config *c = transformer_configuration(p->t);
    bool two = p->pooling == POOLING_FIRST_LAST;
    pooling_loss(p);
    const real *states = two ? p->mean : transformer_hidden(p->t, c->layers + 1);
    for (int s = 0; s < SEQUENCES; s++) {
        int start = starts[s], length = starts[s + 1] - start;
        pooling_backward(p->pooling, p->weights + start, states + start * DIM, p->factors + s * DIM, length, DIM,
                         p->d_states + start * DIM);
    }
    for (int i = 0; two && i < TOKENS * DIM; i++)
        p->d_states[i] *= 0.5;
    transformer_backward_with(p->t, p->d_states, two ? 1 : -1, p->d_states);
}

static void check_pooling(enum pooling pooling, enum transformer_style style, int layers)
{
    struct transformer_config c = {.vocabulary = VOCABULARY, .context = 5, .layers = layers, .heads = 1, .dim = DIM,
                                   .hidden = 9, .dropout = 0.2, .style = style,
                                   .head_size = style == STYLE_LLAMA ? 4 : 0};
    struct pooling_trial p = {.t = transformer_new(&c, true, TOKENS, SEQUENCES), .pooling = pooling};
    int count;
    struct parameter *parameters = transformer_parameters(p.t, &count);
    for (int i = 0; i < count; i++)
        fill(parameters[i].value, parameters[i].size, i + 1, 0.4);
    fill(p.factors, SEQUENCES * DIM, 99, 1);
    pooling_gradient(&p);
    for (int i = 0; i < count; i++) {
        if (strstr(parameters[i].name, "self.key.bias")) /* without effect: adds the same to all scores of a query */
            continue;
        real *kept = calloc((size_t)parameters[i].size, sizeof *kept);
        memcpy(kept, parameters[i].gradient, (size_t)parameters[i].size * sizeof *kept);
        check_gradient(parameters[i].name, pooling_loss, &p, parameters[i].value, kept, parameters[i].size);
        free(kept);
    }
    transformer_free(p.t);
}

static void test_poolings(void **state)
{
    (void)state;
    for (enum pooling p = POOLING_MEAN; p <= POOLING_FIRST_LAST; p++) {
        check_pooling(p, STYLE_GPT2, 2);
        check_pooling(p, STYLE_BERT, 2);
    }
    check_pooling(POOLING_FIRST_LAST, STYLE_GPT2, 1);
    check_pooling(POOLING_FIRST_LAST, STYLE_LLAMA, 3);
    check_pooling(POOLING_FIRST_LAST, STYLE_BERT, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gradients),   cmocka_unit_test(test_gradients_of_prefixes),
        cmocka_unit_test(test_ranking),     cmocka_unit_test(test_duplicates),
        cmocka_unit_test(test_written_out), cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_edges),       cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_head),        cmocka_unit_test(test_poolings),
    };
    gemm_start();
    omp_set_num_threads(1); /* thousands of tiny forwards */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
