/* trainers/glove, state: a run that stops and goes on ends as if it had not stopped, and does not go on
 * from what is not its own. */
#include "tests/trainers/glove.h"
#include "trainers/glove/state.h"

static const char text[] = "1234abcd"; /* its checksum */
static const char state_path[] = "/tmp/embedlab-glove-test.safetensors";

static cJSON *make_options(double seed)
{
    cJSON *options = cJSON_CreateObject();
    static const char *const names[] = {"window", "dim", "x-max", "alpha", "lr", "threads"};
    for (int i = 0; i < 6; i++)
        cJSON_AddNumberToObject(options, names[i], i);
    cJSON_AddStringToObject(options, "sentences", "line");
    cJSON_AddStringToObject(options, "contexts", "both");
    cJSON_AddNumberToObject(options, "seed", seed);
    return options;
}

static void test_stop_and_go_on(void **state)
{
    (void)state;
    struct error err = {""};
    struct trained whole, first, second;
    struct glove_settings s = usual;
    s.epochs = 5;
    train(&whole, s, SIZE_MAX / 2);
    s.epochs = 2;
    train(&first, s, SIZE_MAX / 2);
    cJSON *options = make_options(1);
    assert_true(state_write(&first.model, state_path, options, text, &err));
    s.epochs = 5;
    s.threads = 3;
    prepare(&second, s, 0);
    cJSON_ReplaceItemInObject(options, "threads", cJSON_CreateNumber(3));
    if (!state_read(&second.model, state_path, options, text, &err))
        fail_msg("%s", err.message);
    assert_true(same_tables(&first, &second));
    assert_true(glove_cells_done(&second.model) == 2 * (double)cell_store_count(&second.cells));
    assert_true(glove_train(&second.model, 3, remember, &second.last, &err));
    assert_int_equal(second.model.epoch, 3);
    assert_true(glove_train(&second.model, 5, remember, &second.last, &err));
    assert_true(same_tables(&whole, &second));
    assert_memory_equal(whole.model.losses, second.model.losses, 5 * sizeof(double));
    cJSON_Delete(options);
    trained_release(&whole);
    trained_release(&first);
    trained_release(&second);
    remove(state_path);
}

/* The state on disk does not go with `options` and `corpus`. */
static void refuses(struct trained *t, const cJSON *options, const char *corpus, const char *part)
{
    struct error err = {""};
    assert_false(state_read(&t->model, state_path, options, corpus, &err));
    if (!strstr(err.message, part))
        fail_msg("%s", err.message);
}

static void test_state_of_another_run_is_refused(void **state)
{
    (void)state;
    struct error err = {""};
    struct trained t, shorter, wider;
    struct glove_settings s = usual;
    s.epochs = 3;
    train(&t, s, SIZE_MAX / 2);
    cJSON *options = make_options(1), *other = make_options(2);
    refuses(&t, options, text, state_path); /* not there */
    assert_true(state_write(&t.model, state_path, options, text, &err));
    assert_true(state_read(&t.model, state_path, options, text, &err));
    refuses(&t, other, text, "--seed");
    refuses(&t, options, "00000001", "another corpus");
    s.epochs = 2;
    prepare(&shorter, s, SIZE_MAX / 2);
    refuses(&shorter, options, text, "--epochs 3");
    s.epochs = 3;
    s.dim = 60;
    prepare(&wider, s, SIZE_MAX / 2);
    refuses(&wider, options, text, "tensor words of shape");
    vocab_free(t.vocab);
    t.model.vocab = t.vocab = make_vocab(15);
    refuses(&t, options, text, "another vocabulary");
    vocab_free(t.vocab);
    t.model.vocab = t.vocab = make_vocab(16);
    matrix_row(&t.model.contexts, 3)[4] = NAN;
    assert_true(state_write(&t.model, state_path, options, text, &err));
    refuses(&t, options, text, "not finite");
    matrix_row(&t.model.contexts, 3)[4] = 0;
    t.model.diagonal = 99;
    assert_true(state_write(&t.model, state_path, options, text, &err));
    refuses(&t, options, text, "diagonal");
    cJSON_Delete(options);
    cJSON_Delete(other);
    trained_release(&t);
    trained_release(&shorter);
    trained_release(&wider);
    remove(state_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stop_and_go_on),
        cmocka_unit_test(test_state_of_another_run_is_refused),
    };
    return cmocka_run_group_tests_name("GloVe state", tests, NULL, NULL);
}
