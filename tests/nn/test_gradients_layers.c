/* Every layer's backward against finite differences of sum(weights * output). */
#include "gradient_check.h"

#include <omp.h>
#include <string.h>

#include "nn/layers.h"

static double weighted(const real *y, const real *weights, long n)
{
    double sum = 0;
    for (long i = 0; i < n; i++)
        sum += y[i] * weights[i];
    return sum;
}

/* One layer at work: inputs, parameters, output and the weights of the output. */
struct layer {
    long rows, in, out;
    real *x, *w, *b, *y, *dy;
    real *mean, *rstd;
    bool exact; /* GELU */
    struct linear linear;
    struct norm norm;
    struct rotary rotary;
    int32_t *ids;
    struct dropout dropout;
    struct attention attention;
    int32_t starts[8];
    int sequences;
    real *log_sum;
};

/* ---- linear ---- */

static double linear_loss(void *context)
{
    struct layer *l = context;
    linear_forward(&l->linear, l->x, l->y, l->rows);
    return weighted(l->y, l->dy, l->rows * l->out);
}

static void linear_case(bool transposed, bool bias)
{
    struct layer l = {.rows = 5, .in = 7, .out = 67};
    l.x = numbers(l.rows * l.in, 1, 1), l.w = numbers(l.in * l.out, 2, 1), l.b = numbers(l.out, 3, 1);
    l.y = numbers(l.rows * l.out, 4, 1), l.dy = numbers(l.rows * l.out, 5, 1);
    real *dx = numbers(l.rows * l.in, 6, 1), *dw = numbers(l.in * l.out, 7, 0), *db = numbers(l.out, 8, 0);
    l.linear = (struct linear){l.in, l.out, transposed, l.w, bias ? l.b : NULL, dw, bias ? db : NULL};
    linear_backward(&l.linear, l.x, l.dy, dx, l.rows);
    check_gradient("linear x", linear_loss, &l, l.x, dx, l.rows * l.in);
    check_gradient("linear w", linear_loss, &l, l.w, dw, l.in * l.out);
    if (bias)
        check_gradient("linear b", linear_loss, &l, l.b, db, l.out);

    /* y[1][2] by hand */
    double sum = bias ? l.b[2] : 0;
    for (long i = 0; i < l.in; i++)
        sum += l.x[l.in + i] * l.w[transposed ? 2 * l.in + i : i * l.out + 2];
    linear_loss(&l);
    assert_true(fabs(l.y[l.out + 2] - sum) < 1e-12);

    real once = dw[3]; /* gradients of weights add up */
    linear_backward(&l.linear, l.x, l.dy, dx, l.rows);
    assert_true(fabs(dw[3] - 2 * once) < 1e-12);
    real *owned[] = {l.x, l.w, l.b, l.y, l.dy, dx, dw, db};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

static void test_linear(void **state)
{
    (void)state;
    linear_case(false, true);
    linear_case(false, false);
    linear_case(true, true);
    linear_case(true, false);
}

/* ---- LayerNorm and RMSNorm ---- */

static double norm_loss(void *context)
{
    struct layer *l = context;
    norm_forward(&l->norm, l->x, l->y, l->mean, l->rstd, l->rows);
    return weighted(l->y, l->dy, l->rows * l->in);
}

static void norm_case(bool rms, long dim, double epsilon)
{
    struct layer l = {.rows = 4, .in = dim};
    long n = l.rows * dim;
    l.x = numbers(n, 1, 2), l.w = numbers(dim, 2, 1), l.b = numbers(dim, 3, 1), l.y = numbers(n, 4, 1);
    l.dy = numbers(n, 5, 1), l.mean = numbers(l.rows, 6, 1), l.rstd = numbers(l.rows, 7, 1);
    real *dx = numbers(n, 8, 0), *dw = numbers(dim, 9, 0), *db = numbers(dim, 10, 0);
    l.norm = (struct norm){rms, dim, epsilon, l.w, l.b, dw, db};
    norm_loss(&l);
    norm_backward(&l.norm, l.x, l.mean, l.rstd, l.dy, dx, l.rows);
    if (dim > 1) { /* else LayerNorm's output is the bias alone, and RMSNorm's the gain with x's sign */
        check_gradient("norm x", norm_loss, &l, l.x, dx, n);
        check_gradient("norm gain", norm_loss, &l, l.w, dw, dim);
    }
    if (!rms)
        check_gradient("norm bias", norm_loss, &l, l.b, db, dim);
    real *owned[] = {l.x, l.w, l.b, l.y, l.dy, l.mean, l.rstd, dx, dw, db};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

static void test_layernorm(void **state)
{
    (void)state;
    for (long dim = 1; dim <= 75; dim += 37)
        norm_case(false, dim, 1e-5);
    norm_case(false, 5, 0.3);
}

static void test_rmsnorm(void **state)
{
    (void)state;
    for (long dim = 1; dim <= 75; dim += 37)
        norm_case(true, dim, 1e-6);
    norm_case(true, 5, 0.3);

    /* by hand: mean square of (3, -4) is 12.5, and with epsilon 12.5 the root is 5 */
    const real x[] = {3, -4}, gain[] = {2, 10};
    real y[2], rstd;
    struct norm n = {.rms = true, .dim = 2, .epsilon = 12.5, .gain = gain};
    norm_forward(&n, x, y, NULL, &rstd, 1);
    assert_true(fabs(y[0] - 1.2) < 1e-12 && fabs(y[1] + 8) < 1e-12 && fabs(rstd - 0.2) < 1e-12);
}

/* ---- GELU ---- */

static double gelu_loss(void *context)
{
    struct layer *l = context;
    gelu_forward(l->exact, l->x, l->y, l->rows, l->in);
    return weighted(l->y, l->dy, l->rows * l->in);
}

/* wanted[5]: values at 1, -1, 0, 50 and -50 */
static void gelu_case(bool exact, const real *wanted)
{
    struct layer l = {.rows = 3, .in = 37, .exact = exact};
    long n = l.rows * l.in;
    l.x = numbers(n, 1, 2), l.y = numbers(n, 2, 1), l.dy = numbers(n, 3, 1);
    real *dx = numbers(n, 4, 1);
    gelu_backward(exact, l.x, l.dy, dx, l.rows, l.in);
    check_gradient("gelu", gelu_loss, &l, l.x, dx, n);
    const real points[] = {1, -1, 0, 50, -50};
    real got[5];
    gelu_forward(exact, points, got, 1, 5);
    for (int i = 0; i < 5; i++)
        assert_true(fabs(got[i] - wanted[i]) < 1e-12);
    free(l.x), free(l.y), free(l.dy), free(dx);
}

static void test_gelu(void **state)
{
    (void)state;
    /* x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) */
    gelu_case(false, (const real[]){0.8411919906082768, -0.15880800939172324, 0, 50, 0});
    /* x Phi(x), Phi(1) = 0.841344746068542948... */
    gelu_case(true, (const real[]){0.841344746068542948, -0.158655253931457051, 0, 50, 0});
}

/* ---- SwiGLU ---- */

static double swiglu_loss(void *context)
{
    struct layer *l = context;
    swiglu_forward(l->x, l->y, l->rows, l->in);
    return weighted(l->y, l->dy, l->rows * l->in);
}

static void test_swiglu(void **state)
{
    (void)state;
    struct layer l = {.rows = 3, .in = 37};
    long n = l.rows * l.in;
    l.x = numbers(2 * n, 1, 2), l.y = numbers(n, 2, 1), l.dy = numbers(n, 3, 1);
    real *dx = numbers(2 * n, 4, 1);
    memcpy(dx, l.x, (size_t)(2 * n) * sizeof *dx);
    swiglu_backward(dx, l.dy, l.rows, l.in);
    check_gradient("swiglu", swiglu_loss, &l, l.x, dx, 2 * n);
    const real points[] = {1, 0, -60, 3, 5, 2}; /* gates, ups; silu(1) = 1 / (1 + 1/e) */
    real got[3];
    swiglu_forward(points, got, 1, 3);
    assert_true(fabs(got[0] - 3 * 0.731058578630004879) < 1e-12 && got[1] == 0 && fabs(got[2]) < 1e-20);
    free(l.x), free(l.y), free(l.dy), free(dx);
}

/* ---- rotary positions ---- */

enum { ROTARY_HEADS = 3, ROTARY_STRIDE = 40 };

static double rotary_loss(void *context)
{
    struct layer *l = context;
    memcpy(l->y, l->x, (size_t)(l->rows * ROTARY_STRIDE) * sizeof *l->y);
    rotary_apply(&l->rotary, false, l->ids, l->y, l->rows, ROTARY_HEADS, ROTARY_STRIDE);
    return weighted(l->y, l->dy, l->rows * ROTARY_STRIDE);
}

static void test_rotary(void **state)
{
    (void)state;
    enum { POSITIONS = 7, SIZE = 10 };
    int32_t positions[] = {0, 1, 6, 3, 1};
    struct layer l = {.rows = 5, .ids = positions};
    long n = l.rows * ROTARY_STRIDE;
    l.x = numbers(n, 1, 1), l.y = numbers(n, 2, 1), l.dy = numbers(n, 3, 1);
    l.rotary = (struct rotary){SIZE, numbers(POSITIONS * SIZE / 2, 4, 1), numbers(POSITIONS * SIZE / 2, 5, 1)};
    rotary_fill(100, POSITIONS, SIZE, l.rotary.cosine, l.rotary.sine);
    real *dx = numbers(n, 6, 1);
    memcpy(dx, l.dy, (size_t)n * sizeof *dx);
    rotary_apply(&l.rotary, true, positions, dx, l.rows, ROTARY_HEADS, ROTARY_STRIDE);
    check_gradient("rotary", rotary_loss, &l, l.x, dx, n);

    /* Row 2 is at position 6: pair (2, 7) of head 1 turns by 6 * 100^(-4/10); heads beyond stay. */
    const real *in = l.x + 2 * ROTARY_STRIDE, *out = l.y + 2 * ROTARY_STRIDE;
    double angle = 6 * pow(100, -0.4), a = in[12], b = in[17];
    rotary_loss(&l);
    assert_true(fabs(out[12] - (a * cos(angle) - b * sin(angle))) < 1e-12);
    assert_true(fabs(out[17] - (a * sin(angle) + b * cos(angle))) < 1e-12);
    assert_memory_equal(out + 30, in + 30, 10 * sizeof *out);
    real *owned[] = {l.x, l.y, l.dy, l.rotary.cosine, l.rotary.sine, dx};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

/* ---- embedding ---- */

static double embedding_loss(void *context)
{
    struct layer *l = context;
    embedding_forward(l->w, l->ids, l->y, l->rows, l->in, false);
    embedding_forward(l->b, l->ids, l->y, l->rows, l->in, true);
    return weighted(l->y, l->dy, l->rows * l->in);
}

static void test_embedding(void **state)
{
    (void)state;
    int32_t ids[] = {2, 0, 2, 5, 2};
    struct layer l = {.rows = 5, .in = 70, .ids = ids};
    long n = 6 * l.in;
    l.w = numbers(n, 1, 1), l.b = numbers(n, 2, 1), l.y = numbers(l.rows * l.in, 3, 1);
    l.dy = numbers(l.rows * l.in, 4, 1);
    real *dw = numbers(n, 5, 0);
    embedding_backward(ids, l.dy, dw, l.rows, l.in);
    check_gradient("embedding table", embedding_loss, &l, l.w, dw, n);
    check_gradient("embedding added table", embedding_loss, &l, l.b, dw, n);
    free(l.w), free(l.b), free(l.y), free(l.dy), free(dw);
}

/* ---- dropout ---- */

static double dropout_loss(void *context)
{
    struct layer *l = context;
    dropout_add(&l->dropout, l->b, l->x, l->y, l->rows, l->in);
    dropout_apply(&l->dropout, l->y, l->y, l->rows, l->in);
    return weighted(l->y, l->dy, l->rows * l->in);
}

static void test_dropout(void **state)
{
    (void)state;
    struct layer l = {.rows = 3, .in = 1100, .dropout = {.p = 0.3, .seed = 7, .step = 2, .site = 5}};
    long n = l.rows * l.in;
    l.x = numbers(n, 1, 1), l.b = numbers(n, 2, 1), l.y = numbers(n, 3, 1), l.dy = numbers(n, 4, 1);
    real *db = numbers(n, 5, 1), *dx = numbers(n, 6, 1);
    dropout_apply(&l.dropout, l.dy, db, l.rows, l.in);
    dropout_apply(&l.dropout, db, dx, l.rows, l.in);
    long from = n - 200; /* a part is enough: the columns beyond the first chunk */
    double all = 0;
    for (long i = 0; i < n; i++)
        all += dx[i] == 0;
    assert_true(fabs(all / (double)n - 0.3) < 0.03); /* the same mask twice drops 30 % */
    check_gradient("dropout base", dropout_loss, &l, l.b + from, db + from, 200);
    check_gradient("dropout x", dropout_loss, &l, l.x + from, dx + from, 200);
    free(l.x), free(l.b), free(l.y), free(l.dy), free(db), free(dx);
}

/* ---- attention ---- */

static double attention_loss(void *context)
{
    struct layer *l = context;
    const struct attention *a = &l->attention;
    attention_forward(a, &l->dropout, l->x, l->y, l->log_sum, l->starts, l->sequences);
    return weighted(l->y, l->dy, l->rows * a->heads * a->size);
}

static void attention_case(bool causal, int heads, int kv_heads, double p)
{
    struct layer l = {.starts = {0, 1, 71, 76, 76}, .sequences = 4, .rows = 76}; /* 70 > one block; an empty one */
    int size = 2, context = 70;
    l.attention = (struct attention){heads, kv_heads, size, context, causal, omp_get_max_threads(), NULL};
    l.attention.scratch = numbers(attention_scratch_size(context) * l.attention.threads, 0, 1);
    l.dropout = (struct dropout){.p = p, .seed = 3, .step = 4, .site = 1};
    long in = l.rows * attention_width(&l.attention), out = l.rows * heads * size;
    l.x = numbers(in, 1, 1), l.y = numbers(out, 2, 1), l.dy = numbers(out, 3, 1);
    l.log_sum = numbers(l.rows * heads, 4, 1);
    real *dx = numbers(in, 5, 1);
    attention_loss(&l);
    attention_backward(&l.attention, &l.dropout, l.x, l.y, l.log_sum, l.dy, dx, l.starts, l.sequences);
    check_gradient(causal ? "causal attention" : "attention", attention_loss, &l, l.x, dx, in);
    real *owned[] = {l.attention.scratch, l.x, l.y, l.dy, l.log_sum, dx};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

static void test_attention(void **state)
{
    (void)state;
    attention_case(true, 2, 2, 0);
    attention_case(false, 2, 2, 0);
}

static void test_attention_dropout(void **state)
{
    (void)state;
    attention_case(true, 2, 2, 0.2);
    attention_case(false, 2, 2, 0.2);
}

static void test_grouped_queries(void **state)
{
    (void)state;
    attention_case(true, 4, 2, 0);
    attention_case(false, 3, 1, 0);
    attention_case(true, 4, 2, 0.2);
}

/* ---- cross-entropy ---- */

struct loss_layer {
    long rows, vocabulary, dim;
    real *x, *head, *logits;
    double *row_loss, scale;
    int32_t *targets;
};

static double cross_entropy_loss(void *context)
{
    struct loss_layer *l = context;
    return l->scale * cross_entropy(PRECISION_FP32, l->x, l->head, l->targets, NULL, NULL, l->logits, l->row_loss, 0, l->rows,
                                    l->vocabulary, l->dim);
}

static void test_cross_entropy(void **state)
{
    (void)state;
    struct loss_layer l = {.rows = 600, .vocabulary = 11, .dim = 3, .scale = 0.7}; /* more rows than one chunk */
    assert_true(cross_entropy_rows(l.vocabulary) < l.rows);
    l.x = numbers(l.rows * l.dim, 1, 1), l.head = numbers(l.vocabulary * l.dim, 2, 1);
    l.logits = numbers(cross_entropy_rows(l.vocabulary) * l.vocabulary, 3, 1);
    l.row_loss = calloc((size_t)cross_entropy_rows(l.vocabulary), sizeof *l.row_loss);
    l.targets = calloc((size_t)l.rows, sizeof *l.targets);
    for (long r = 0; r < l.rows; r++)
        l.targets[r] = (int32_t)(r * 7 % 12) - 1;
    real *dx = numbers(l.rows * l.dim, 4, 1), *d_head = numbers(l.vocabulary * l.dim, 5, 0);
    double loss =
        cross_entropy(PRECISION_FP32, l.x, l.head, l.targets, dx, d_head, l.logits, l.row_loss, l.scale, l.rows, l.vocabulary, l.dim);
    assert_true(fabs(l.scale * loss - cross_entropy_loss(&l)) < 1e-9);
    long end = l.rows * l.dim; /* rows at both ends, the last chunk's whole */
    check_gradient("cross-entropy x", cross_entropy_loss, &l, l.x, dx, 60);
    check_gradient("cross-entropy x", cross_entropy_loss, &l, l.x + end - 300, dx + end - 300, 300);
    check_gradient("cross-entropy head", cross_entropy_loss, &l, l.head, d_head, l.vocabulary * l.dim);
    free(l.x), free(l.head), free(l.logits), free(l.row_loss), free(l.targets), free(dx), free(d_head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_layernorm),
        cmocka_unit_test(test_rmsnorm),
        cmocka_unit_test(test_gelu),
        cmocka_unit_test(test_swiglu),
        cmocka_unit_test(test_rotary),
        cmocka_unit_test(test_embedding),
        cmocka_unit_test(test_dropout),
        cmocka_unit_test(test_attention),
        cmocka_unit_test(test_attention_dropout),
        cmocka_unit_test(test_grouped_queries),
        cmocka_unit_test(test_cross_entropy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
