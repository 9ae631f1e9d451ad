/* Steps of lm: what they share with a larger batch, what they leave alone, and that they take no memory. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs some of the above */
#include <cmocka.h>

#include "base/mem.h"
#include "trainers/lm/embeddings.h"
#include "trainers/lm/training.h"

/* ---- calls of the allocator, of whatever library ----
 *
 * Not with clang, whose OpenMP allocates for each parallel region, and not where a sanitizer has the allocator. */

#if defined __GLIBC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__
#define COUNTS_ALLOCATIONS 1
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static long allocations;

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    allocations++;
    return __libc_realloc(old, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    allocations++;
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}
#endif

/* ---- a small run ---- */

enum { CONTEXT = 8, WORDS = 12 };

static struct settings settings_of_test(const char *style)
{
    struct settings s = settings_default;
    s.architecture = (char *)style;
    s.layers = 2, s.heads = 2, s.dim = 16, s.context = CONTEXT, s.batch = 6, s.steps = 40, s.lr = 1e-2;
    return s;
}

static struct tokenizer *make_tokenizer(void)
{
    struct vocab *v = vocab_new();
    for (int i = 0; i < WORDS; i++)
        vocab_append(v, (const char[]){(char)('a' + i), 0}, 1, WORDS - i);
    struct tokenizer *t = tokenizer_from_vocab(v);
    vocab_free(v);
    return t;
}

static void start(struct training *t, const struct settings *s)
{
    struct error err;
    struct token_corpus c = {.count = 600};
    *t = (struct training){.settings = s, .saved = -1, .steps = s->steps};
    t->model.tokenizer = make_tokenizer();
    c.ids = mem_new(c.count, sizeof *c.ids, "test");
    for (size_t i = 0; i < c.count; i++)
        c.ids[i] = (int32_t)(2 + (i * i + i / 7) % WORDS);
    struct data_settings data = {(int)s->context, (int)s->batch, (int)s->accumulate, 1};
    assert_true(data_init(&t->data, c, 0, 1, &data, &err));
    struct transformer_config config = settings_config(s, WORDS + 2);
    assert_true(transformer_config_check(&config, &err));
    training_prepare(t, &config);
    transformer_initialize(t->model.transformer, 1);
}

static const char *const styles[] = {"gpt2", "llama"};
enum { STYLES = 2 };

/* ---- accumulation ---- */

static void test_accumulated_batches_act_as_one(void **state)
{
    (void)state;
    for (int k = 0; k < STYLES; k++) {
        struct settings s = settings_of_test(styles[k]), parts = s;
        parts.batch = 2, parts.accumulate = 3;
        struct training a, b;
        start(&a, &s);
        start(&b, &parts);
        assert_true(transformer_memory(b.model.transformer) < transformer_memory(a.model.transformer));
        for (int step = 0; step < 10; step++) {
            struct step_result x = training_step(&a), y = training_step(&b);
            assert_true(fabs(x.loss - y.loss) < 1e-5 * x.loss);
            assert_true(fabs(x.norm - y.norm) < 1e-4 * x.norm);
            assert_true(x.lr == y.lr);
        }
        training_release(&a);
        training_release(&b);
    }
}

/* ---- the table ---- */

static double largest_change(const struct parameter *p, const real *before)
{
    double largest = 0;
    for (long i = 0; i < p->size; i++)
        largest = fmax(largest, fabs((double)p->value[i] - (double)before[i]));
    return largest;
}

/* Largest changes of the token table and of the weights of the last norm after three steps. */
static void changes(struct settings s, double *table, double *norm)
{
    struct training t;
    start(&t, &s);
    struct parameter *p = transformer_token_table(t.model.transformer);
    struct parameter *last = transformer_parameter(t.model.transformer, "ln_f.weight");
    real *before = mem_new((size_t)p->size, sizeof *before, "test"), ones[16];
    memcpy(before, p->value, (size_t)p->size * sizeof *before);
    memcpy(ones, last->value, sizeof ones);
    for (int step = 0; step < 3; step++)
        training_step(&t);
    *table = largest_change(p, before);
    *norm = largest_change(last, ones);
    mem_free(before);
    training_release(&t);
}

static void test_frozen_and_slow_tables(void **state)
{
    (void)state;
    for (int untie = 0; untie < 2; untie++) {
        struct settings s = settings_of_test("gpt2");
        double table, norm, usual;
        s.untie = untie;
        changes(s, &usual, &norm);
        assert_true(usual > 1e-3 && norm > 1e-3);
        s.embedding_lr = 1e-4;
        changes(s, &table, &norm);
        assert_true(table > 0 && table < usual / 50 && norm > 1e-3);
        s.embedding_lr = 0;
        s.embeddings = (char *)"frozen";
        changes(s, &table, &norm);
        assert_true(table == 0 && norm > 1e-3);
    }
}

/* Weight decay pulls at matrices, at nothing else. */
static void test_decay_on_matrices_only(void **state)
{
    (void)state;
    for (int k = 0; k < STYLES; k++) {
        struct settings s = settings_of_test(styles[k]);
        struct training t;
        int decayed = 0;
        start(&t, &s);
        for (int i = 0; i < t.count; i++) {
            const struct parameter *p = &t.parameters[i];
            bool norm = strstr(p->name, "norm") || strstr(p->name, "ln_");
            assert_int_equal(p->decay, !norm && !strstr(p->name, "bias"));
            assert_int_equal(p->decay, p->dimensions == 2);
            decayed += p->decay;
        }
        assert_true(decayed > 0 && decayed < t.count);
        training_release(&t);
    }
}

/* ---- --init-embeddings ---- */

static void test_tables_start_from_word_vectors(void **state)
{
    (void)state;
    static const char *const words[] = {"b", "zz", "l"};
    struct settings s = settings_of_test("gpt2");
    struct training t;
    start(&t, &s);
    struct parameter *table = transformer_token_table(t.model.transformer);
    struct word_vectors w = {.words = vocab_new(), .vectors = matrix_new(3, (int)s.dim, "test")};
    for (int i = 0; i < 3; i++) {
        vocab_append(w.words, words[i], strlen(words[i]), 0);
        for (int j = 0; j < s.dim; j++)
            matrix_row(&w.vectors, i)[j] = (float)(7 + i * 3 + j % 5);
    }
    real *before = mem_new((size_t)table->size, sizeof *before, "test");
    memcpy(before, table->value, (size_t)table->size * sizeof *before);
    assert_int_equal(embeddings_place(&w, t.model.tokenizer, table), 2);
    for (int id = 0; id < WORDS + 2; id++) {
        int row = id == 2 + 1 ? 0 : id == 2 + 11 ? 2 : -1; /* b, l */
        for (int j = 0; j < s.dim; j++) {
            long at = id * s.dim + j;
            assert_true(table->value[at] == (row < 0 ? before[at] : (real)matrix_row(&w.vectors, row)[j]));
        }
    }
    mem_free(before);
    word_vectors_release(&w);
    training_release(&t);
}

/* ---- memory ---- */

static void test_steps_take_no_memory(void **state)
{
    (void)state;
#ifdef COUNTS_ALLOCATIONS
    for (int k = 0; k < STYLES; k++) {
        struct settings s = settings_of_test(styles[k]);
        s.dropout = 0.1, s.accumulate = 2, s.batch = 3;
        struct training t;
        start(&t, &s);
        training_step(&t); /* libraries make their buffers in the first */
        long before = allocations;
        assert_true(before > 0);
        for (int step = 1; step < 30; step++) /* several epochs */
            assert_int_equal(training_step(&t).step, step + 1);
        assert_int_equal(allocations - before, 0);
        training_release(&t);
    }
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accumulated_batches_act_as_one), cmocka_unit_test(test_frozen_and_slow_tables),
        cmocka_unit_test(test_decay_on_matrices_only),         cmocka_unit_test(test_tables_start_from_word_vectors),
        cmocka_unit_test(test_steps_take_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
