/* trainers/skipgram, state: a run that stops and goes on ends as if it had not stopped, and does not go on
 * from what is not its own. */
#include "tests/trainers/skipgram.h"
#include "trainers/skipgram/state.h"

static const char state_path[] = "/tmp/embedlab-skipgram-test.safetensors";

static cJSON *make_options(double seed)
{
    cJSON *options = cJSON_CreateObject();
    static const char *const names[] = {"window", "dim", "epochs", "lr", "threads", "no-such-yet"};
    for (int i = 0; i < 6; i++)
        cJSON_AddNumberToObject(options, names[i], i);
    cJSON_AddNullToObject(options, "subwords");
    cJSON_AddBoolToObject(options, "deterministic", true);
    cJSON_AddNumberToObject(options, "seed", seed);
    return options;
}

/* Trains a moment, writes the state, goes on from it in a new model with another number of threads, and so
 * on to the end; returns how often. */
static int train_in_parts(struct trained *t, struct skipgram_settings s)
{
    struct error err = {""};
    cJSON *options = make_options(1);
    int parts = 1;
    prepare(t, s, MANY_WORDS, MANY_SENTENCES);
    while (skipgram_train(&t->model, 5e-3, ignore, NULL, &err) && t->model.epoch < s.epochs) {
        double done = skipgram_words_done(&t->model), sum = t->model.loss;
        assert_true(state_write(&t->model, state_path, options, &err));
        trained_release(t);
        s.threads = s.deterministic ? 1 + parts++ % 3 : 1;
        prepare(t, s, MANY_WORDS, MANY_SENTENCES);
        cJSON_ReplaceItemInObject(options, "threads", cJSON_CreateNumber(s.threads));
        if (!state_read(&t->model, state_path, options, &err))
            fail_msg("%s", err.message);
        assert_true(skipgram_words_done(&t->model) == done && t->model.loss == sum);
    }
    cJSON_Delete(options);
    return parts;
}

static void test_stop_and_go_on(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct trained whole, parts;
        struct skipgram_settings s = objective(usual, i % 4);
        s.epochs = 3;
        s.sample = 2e-4; /* a third of all occurrences goes */
        s.rate = 0.02;
        s.deterministic = i > 0;
        if (i == 4)
            s.subwords = (struct subwords){2, 3, 100};
        train_on(&whole, s, MANY_WORDS, MANY_SENTENCES);
        train_in_parts(&parts, s);
        assert_true(same_vectors(&whole, &parts));
        assert_memory_equal(whole.model.losses, parts.model.losses, 3 * sizeof(double));
        trained_release(&whole);
        trained_release(&parts);
    }
    remove(state_path);
}

/* Training pauses after each moment; the sums of all moments are those of the whole. */
static void test_positions(void **state)
{
    (void)state;
    struct error err = {""};
    struct trained t;
    struct skipgram_settings s = usual;
    s.epochs = 2;
    s.threads = 3;
    for (int i = 0; i < 2; i++) {
        s.deterministic = i == 1;
        prepare(&t, s, MANY_WORDS, MANY_SENTENCES);
        for (int moments = 0; t.model.epoch < s.epochs; moments++) {
            assert_true(skipgram_train(&t.model, 1e-3, ignore, NULL, &err));
            assert_in_range(t.model.chunk, 0, t.corpus.chunk_count - 1);
            assert_true(!s.deterministic || t.model.chunk % SEGMENT_CHUNKS == 0);
            assert_true((t.model.chunk > 0) == (t.model.predictions > 0));
        }
        assert_true(skipgram_words_done(&t.model) == 2 * (double)t.corpus.words);
        assert_true(t.model.losses[0] > t.model.losses[1] && t.model.losses[1] > 0);
        trained_release(&t);
    }
}

/* The state on disk does not go with the model and `options`. */
static void refuses(struct trained *t, const cJSON *options, const char *part)
{
    struct error err = {""};
    assert_false(state_read(&t->model, state_path, options, &err));
    if (!strstr(err.message, part))
        fail_msg("%s", err.message);
}

static void add_text(struct word_corpus *c)
{
    cJSON *text = cJSON_CreateObject();
    cJSON_AddStringToObject(text, "crc32", "1234abcd");
    cJSON_AddItemToArray(c->texts, text);
}

static void test_state_of_another_run_is_refused(void **state)
{
    (void)state;
    struct error err = {""};
    struct trained t, wider;
    cJSON *options = make_options(1), *other = make_options(2);
    prepare(&t, usual, WORDS, SENTENCES);
    refuses(&t, options, state_path); /* not there */
    assert_true(state_write(&t.model, state_path, options, &err));
    assert_true(state_read(&t.model, state_path, options, &err));
    refuses(&t, other, "another --seed");
    cJSON_ReplaceItemInObject(options, "subwords", cJSON_CreateString("3:6"));
    refuses(&t, options, "another --subwords");
    cJSON_ReplaceItemInObject(options, "subwords", cJSON_CreateNull());
    cJSON_ReplaceItemInObject(options, "epochs", cJSON_CreateNumber(7));
    refuses(&t, options, "another --epochs");
    cJSON_Delete(options);
    options = make_options(1);
    struct skipgram_settings s = usual;
    s.dim = 40;
    prepare(&wider, s, WORDS, SENTENCES);
    refuses(&wider, options, "tensor words of shape");
    trained_release(&wider);
    prepare(&wider, usual, WORDS + 2, SENTENCES);
    refuses(&wider, options, "another vocabulary");
    trained_release(&wider);
    add_text(&t.corpus);
    refuses(&t, options, "another corpus");
    cJSON_Delete(options);
    cJSON_Delete(other);
    trained_release(&t);
    remove(state_path);
}

static void test_broken_state_is_refused(void **state)
{
    (void)state;
    struct error err = {""};
    struct trained t;
    cJSON *options = make_options(1);
    struct skipgram_settings s = usual;
    s.deterministic = true;
    prepare(&t, s, WORDS, SENTENCES);
    t.model.chunk = 63;
    assert_true(state_write(&t.model, state_path, options, &err));
    refuses(&t, options, "a multiple of 64");
    t.model.chunk = t.corpus.chunk_count;
    assert_true(state_write(&t.model, state_path, options, &err));
    refuses(&t, options, "\"chunk\"");
    t.model.chunk = 64;
    t.model.epoch = usual.epochs;
    assert_true(state_write(&t.model, state_path, options, &err));
    refuses(&t, options, "--epochs 7");
    t.model.epoch = 0;
    t.model.loss = -1;
    assert_true(state_write(&t.model, state_path, options, &err));
    refuses(&t, options, "\"loss\"");
    t.model.loss = 0;
    matrix_row(&t.model.targets, 3)[4] = INFINITY;
    assert_true(state_write(&t.model, state_path, options, &err));
    refuses(&t, options, "not finite");
    cJSON_Delete(options);
    trained_release(&t);
    remove(state_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stop_and_go_on),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_state_of_another_run_is_refused),
        cmocka_unit_test(test_broken_state_is_refused),
    };
    return cmocka_run_group_tests_name("skip-gram state", tests, NULL, NULL);
}
