/* A run of the contrastive trainer stopped and gone on with: the same bits as one run through. */
#include "tests/trainers/contrastive.h"

#include "math/gemm.h"
#include "trainers/contrastive/state.h"

enum { STEPS = 12, STOP = 5, DEV_EVERY = 2 };

/* A run and what it tells. */
struct session_of_test {
    struct toy_run *run;
    struct training_log log;
};

static struct session_of_test start(const struct toy *toy)
{
    struct session_of_test s = {.run = toy_new(toy), .log.best.step = -1};
    training_log_start(&s.log, STEPS, toy->rows);
    s.log.progress.quiet = true;
    return s;
}

static void go_on(struct session_of_test *s, long until)
{
    struct training *t = s->run->training;
    while (t->step < until) {
        struct training_step step = training_step(t);
        training_log_step(&s->log, &step);
        if (t->step % DEV_EVERY == 0)
            training_log_dev(&s->log, t->step, training_dev_score(t));
    }
}

static void end(struct session_of_test *s)
{
    training_log_release(&s->log);
    toy_free(s->run);
}

static cJSON *options_of(double lr)
{
    cJSON *options = cJSON_CreateObject();
    cJSON_AddNumberToObject(options, "lr", lr);
    cJSON_AddNumberToObject(options, "threads", lr * 1000);
    return options;
}

static void check_resume(struct toy toy)
{
    struct scratch files = scratch_new();
    struct error err = {""};
    cJSON *options = options_of(0.01);
    size_t count;
    toy.dim = 8, toy.layers = 2, toy.rows = 10, toy.steps = STEPS, toy.dropout = 0.2, toy.lr = 0.01, toy.dev = true;
    struct session_of_test whole = start(&toy), first = start(&toy), second = start(&toy);
    go_on(&whole, STEPS);
    go_on(&first, STOP);
    scratch_path(&files, "state.safetensors");
    assert_true(state_write(files.path, first.run->training, &first.log, options, &err));
    if (!state_read(files.path, second.run->training, &second.log, options, &err))
        fail_msg("%s", err.message);
    assert_int_equal(second.run->training->step, STOP);
    go_on(&second, STEPS);
    float **a = toy_weights(whole.run->training, &count), **b = toy_weights(second.run->training, &count);
    for (size_t i = 0; i < count; i++)
        if (*a[i] != *b[i])
            fail_msg("%s: weight %zu is %.9g instead of %.9g", toy.objective, i, *b[i], *a[i]);
    assert_int_equal(whole.log.points, second.log.points);
    for (int i = 0; i < whole.log.points; i++)
        assert_memory_equal(&whole.log.curve[i].loss, &second.log.curve[i].loss, sizeof(double));
    assert_int_equal(whole.log.dev_points, STEPS / DEV_EVERY);
    assert_int_equal(second.log.dev_points, STEPS / DEV_EVERY);
    assert_memory_equal(whole.log.dev, second.log.dev, STEPS / DEV_EVERY * sizeof *whole.log.dev);
    assert_memory_equal(&whole.log.best, &second.log.best, sizeof whole.log.best);
    assert_true(whole.run->training->tokens == second.run->training->tokens);
    mem_free(a);
    mem_free(b);
    end(&whole);
    end(&first);
    end(&second);
    cJSON_Delete(options);
    scratch_remove(&files);
}

static void test_resume(void **state)
{
    (void)state;
    static const char *const objectives[] = {"simcse", "pairs", "nli-softmax", "cosine", "triplet", "cosent"};
    for (int i = 0; i < 6; i++) /* nli-softmax, cosine, cosent: no alignment, NaN in the curve */
        for (int bag = 0; bag < 2; bag++)
            check_resume((struct toy){.objective = objectives[i], .bag = bag, .word_dropout = i == 0 ? 0.3 : 0});
    check_resume((struct toy){.objective = "simcse", .bert = true});
    check_resume((struct toy){.objective = "pairs", .separate = true, .mlp = true, .cache = 7, .matryoshka = true});
    check_resume((struct toy){.objective = "pairs", .separate = true, .bag = true, .symmetric = true});
}

static void refuse(const char *path, const struct toy *toy, const cJSON *options, uint32_t checksum,
                   const char *message)
{
    struct error err = {""};
    struct session_of_test s = start(toy);
    s.run->examples.checksum = checksum;
    assert_false(state_read(path, s.run->training, &s.log, options, &err));
    assert_message(&err, message);
    end(&s);
}

static void test_refusals(void **state)
{
    (void)state;
    struct scratch files = scratch_new();
    struct error err = {""};
    cJSON *options = options_of(0.01), *other = options_of(0.02);
    struct toy toy = {.objective = "pairs", .bag = true, .dim = 8, .rows = 10, .steps = STEPS, .lr = 0.01}, wider = toy;
    struct toy transformer = toy;
    wider.dim = 32;
    transformer.bag = false, transformer.layers = 1;
    struct session_of_test s = start(&toy);
    training_log_start(&s.log, STEPS, toy.rows);
    struct training_step step = training_step(s.run->training);
    training_log_step(&s.log, &step);
    scratch_path(&files, "state.safetensors");
    assert_true(state_write(files.path, s.run->training, &s.log, options, &err));
    refuse("/nowhere/state.safetensors", &toy, options, 7, "nowhere");
    refuse(files.path, &toy, other, 7, "another --lr");
    refuse(files.path, &toy, options, 8, "another corpus");
    refuse(files.path, &wider, options, 7, "expected a tensor embedding.weight of shape");
    refuse(files.path, &transformer, options, 7, "expected a tensor wte.weight");
    scratch_write(&files, "state.safetensors", "no state", 8);
    refuse(files.path, &toy, options, 7, "state.safetensors");
    end(&s);
    cJSON_Delete(options);
    cJSON_Delete(other);
    scratch_remove(&files);
}

/* Logs that do not fit the state's step. */
static void test_broken_logs(void **state)
{
    (void)state;
    static const struct {
        const char *json, *message;
    } broken[] = {
        {"{}", "\"curve\""},
        {"{\"curve\": [[1, 2, 3]]}", "points of 5 numbers"},
        {"{\"curve\": [[1, 2, 3, \"x\", 5]]}", "points of 5 numbers"},
        {"{\"curve\": [], \"dev\": [[1, 2], [2, 3], [3, 4], [4, 5], [5, 6]]}", "at most 4 points"},
        {"{\"curve\": [], \"dev\": [], \"sum\": [[1, 2, 3, null, 5]], \"summed\": 9}", "summed"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct training_log l = {.best.step = -1};
        struct error err = {""};
        cJSON *json = cJSON_Parse(broken[i].json);
        assert_non_null(json);
        assert_false(training_log_load(&l, json, "a state", 3, &err));
        assert_message(&err, broken[i].message);
        training_log_release(&l);
        cJSON_Delete(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resume),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_broken_logs),
    };
    gemm_start();
    omp_set_num_threads(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
