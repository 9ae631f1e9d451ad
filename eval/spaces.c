#include "eval/spaces.h"

#include <assert.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "eval/neighbors.h"
#include "math/gemm.h"
#include "math/vector.h"
#include "text/vocab.h"
#include "text/words.h"

enum {
    SAMPLED_PAIRS = 50000,
    BLOCK = 1024 /* rows whose products are summed in single precision */
};
#define RANDOM_PLACE 1000000 /* of the sampled pairs among the evaluator's draws */

/* What is kept of a view. */
struct space {
    struct vocab *words;   /* owned; the first SPACES_WORDS, folded as by the policy */
    struct matrix vectors; /* owned; [words, dim] */
};

struct spaces {
    struct space *spaces; /* owned; [count] */
    int count;
};

struct spaces *spaces_new(int views)
{
    struct spaces *s = mem_new(1, sizeof *s, "spaces");
    s->spaces = mem_new((size_t)views + 1, sizeof *s->spaces, "spaces");
    s->count = views;
    return s;
}

void spaces_free(struct spaces *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->count; i++) {
        vocab_free(s->spaces[i].words);
        matrix_release(&s->spaces[i].vectors);
    }
    mem_free(s->spaces);
    mem_free(s);
}

void spaces_add(struct spaces *s, int view, struct subject *subject, const struct policies *p)
{
    struct space *space = &s->spaces[view];
    int listed = view_vocabulary_size(subject->view), count = 0;
    int *ids = mem_new(SPACES_WORDS, sizeof *ids, "word ids");
    space->words = vocab_new();
    for (int id = 0; id < listed && count < SPACES_WORDS; id++) {
        const char *word = view_word(subject->view, id);
        char *folded = p->case_policy == CASE_FOLD ? word_fold(word) : mem_string(word);
        if (vocab_append(space->words, folded, strlen(folded), 1))
            ids[count++] = id;
        mem_free(folded);
    }
    space->vectors = matrix_new(count, view_dim(subject->view), "vectors of a space");
    if (count > 0)
        view_words(subject->view, ids, count, &space->vectors);
    mem_free(ids);
}

/* ---- one space ---- */

/* A space's part in all comparisons. */
struct shape {
    struct matrix centred; /* owned; [items, dim]; mean 0, Frobenius norm 1 */
    double gram;           /* Frobenius norm of its Gram matrix */
    int *near;             /* owned; [items, NEIGHBORS] */
    double *cosines;       /* owned; [SAMPLED_PAIRS] */
    bool good;             /* its vectors are finite and not all the same */
};

/* Subtracts the mean row and scales the whole to length 1; false when nothing is left. */
static bool centre(struct matrix *m)
{
    double *mean = mem_new((size_t)m->columns, sizeof *mean, "mean vector"), square = 0;
    for (long i = 0; i < m->rows; i++)
        for (int j = 0; j < m->columns; j++)
            mean[j] += matrix_row(m, i)[j] / (double)m->rows;
    for (long i = 0; i < m->rows; i++)
        for (int j = 0; j < m->columns; j++) {
            double d = matrix_row(m, i)[j] - mean[j];
            square += d * d;
        }
    for (long i = 0; i < m->rows && square > 0; i++)
        for (int j = 0; j < m->columns; j++)
            matrix_row(m, i)[j] = (float)((matrix_row(m, i)[j] - mean[j]) / sqrt(square));
    mem_free(mean);
    return square > 0;
}

/* x' y [dim of x, dim of y]: blocks of rows in single precision, their sum in double. */
static double *cross_product(const struct matrix *x, const struct matrix *y)
{
    size_t size = (size_t)x->columns * (size_t)y->columns;
    double *sum = mem_new(size, sizeof *sum, "cross products");
    float *block = mem_aligned(size, sizeof *block, "cross products");
    for (long start = 0; start < x->rows; start += BLOCK) {
        long rows = x->rows - start < BLOCK ? x->rows - start : BLOCK;
        gemm(true, false, x->columns, y->columns, rows, 1, matrix_row(x, start), x->stride, matrix_row(y, start),
             y->stride, 0, block, y->columns);
        for (size_t i = 0; i < size; i++)
            sum[i] += block[i];
    }
    mem_free(block);
    return sum;
}

static double frobenius(const double *x, size_t size)
{
    double square = 0;
    for (size_t i = 0; i < size; i++)
        square += x[i] * x[i];
    return sqrt(square);
}

static void sample_cosines(const struct matrix *m, uint64_t seed, double *cosines)
{
    struct random random = random_at(seed, RANDOM_EVALUATION, RANDOM_PLACE);
    for (int i = 0; i < SAMPLED_PAIRS; i++) {
        uint32_t a = random_below(&random, (uint32_t)m->rows), b = random_below(&random, (uint32_t)m->rows - 1);
        b += b >= a;
        cosines[i] = vector_cosine(matrix_row(m, a), matrix_row(m, b), m->columns);
    }
}

/* Of the words `items` [count]. */
static struct shape shape_new(const struct space *space, const char *const *items, long count, uint64_t seed)
{
    struct shape shape = {.centred = matrix_new(count, space->vectors.columns, "vectors of a space"),
                          .near = mem_new((size_t)count * NEIGHBORS, sizeof *shape.near, "neighbors"),
                          .cosines = mem_new(SAMPLED_PAIRS, sizeof *shape.cosines, "cosines")};
    struct matrix *m = &shape.centred;
    for (long i = 0; i < count; i++)
        memcpy(matrix_row(m, i), matrix_row(&space->vectors, vocab_lookup(space->words, items[i], strlen(items[i]))),
               (size_t)m->columns * sizeof(float));
    if (!matrix_is_finite(m))
        return shape;
    nearest_rows(m, shape.near);
    sample_cosines(m, seed, shape.cosines);
    shape.good = centre(m);
    double *gram = cross_product(m, m);
    shape.gram = frobenius(gram, (size_t)m->columns * (size_t)m->columns);
    mem_free(gram);
    return shape;
}

static void shape_release(struct shape *s)
{
    matrix_release(&s->centred);
    mem_free(s->near);
    mem_free(s->cosines);
}

/* ---- two spaces ---- */

static double overlap(const struct shape *a, const struct shape *b)
{
    long common = 0, items = a->centred.rows;
    for (long i = 0; i < items; i++)
        for (int j = 0; j < NEIGHBORS; j++)
            for (int k = 0; k < NEIGHBORS; k++)
                common += a->near[i * NEIGHBORS + j] == b->near[i * NEIGHBORS + k];
    return (double)common / ((double)items * NEIGHBORS);
}

/* Sum of the singular values of x [rows, columns], which is overwritten. */
static double nuclear_norm(double *x, int rows, int columns)
{
    int count = rows < columns ? rows : columns;
    double *values = mem_new((size_t)count, sizeof *values, "singular values"), none, sum = 0;
    /* By columns it is the transpose, which has the same singular values. */
    int failed = LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'N', columns, rows, x, columns, values, &none, 1, &none, 1);
    assert(failed == 0);
    (void)failed;
    for (int i = 0; i < count; i++)
        sum += values[i];
    mem_free(values);
    return sum;
}

static void compare(struct comparison *c, const struct shape *a, const struct shape *b)
{
    if (!a->good || !b->good)
        return;
    double *cross = cross_product(&a->centred, &b->centred);
    double norm = frobenius(cross, (size_t)a->centred.columns * (size_t)b->centred.columns);
    c->cka = norm * norm / (a->gram * b->gram);
    /* Both have length 1, so after the best rotation and scaling 1 - (sum of singular values)^2 is left. */
    double turned = nuclear_norm(cross, a->centred.columns, b->centred.columns);
    c->procrustes = turned < 1 ? 1 - turned * turned : 0;
    c->overlap10 = overlap(a, b);
    c->cosine_spearman = spearman(a->cosines, b->cosines, SAMPLED_PAIRS);
    mem_free(cross);
}

/* The words kept of all spaces, in the order of the first; borrowed from it. */
static const char **common_words(const struct spaces *s, long *count)
{
    const struct vocab *first = s->spaces[0].words;
    const char **words = mem_new((size_t)vocab_size(first) + 1, sizeof *words, "common words");
    *count = 0;
    for (int i = 0; i < vocab_size(first); i++) {
        const char *word = vocab_word(first, i);
        bool everywhere = true;
        for (int v = 1; everywhere && v < s->count; v++)
            everywhere = vocab_lookup(s->spaces[v].words, word, strlen(word)) >= 0;
        if (everywhere)
            words[(*count)++] = word;
    }
    return words;
}

int spaces_compare(const struct spaces *s, const struct policies *p, struct comparison **out)
{
    int pairs = s->count * (s->count - 1) / 2, next = 0;
    *out = mem_new((size_t)pairs + 1, sizeof **out, "comparisons");
    if (pairs == 0)
        return 0;
    long items;
    const char **words = common_words(s, &items);
    bool enough = items > NEIGHBORS;
    struct shape *shapes = mem_new((size_t)s->count, sizeof *shapes, "spaces");
    for (int v = 0; enough && v < s->count; v++)
        shapes[v] = shape_new(&s->spaces[v], words, items, p->seed);
    for (int a = 0; a < s->count; a++)
        for (int b = a + 1; b < s->count; b++) {
            struct comparison *c = &(*out)[next++];
            *c = (struct comparison){a, b, items, NAN, NAN, NAN, NAN};
            if (enough)
                compare(c, &shapes[a], &shapes[b]);
        }
    for (int v = 0; v < s->count; v++)
        shape_release(&shapes[v]);
    mem_free(shapes);
    mem_free(words);
    return pairs;
}
