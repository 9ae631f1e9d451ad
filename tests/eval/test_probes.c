/* Probes of the future: what follows from the present word is foretold, what does not is not. */
#include "tests/eval/scored.h"

#include "base/random.h"
#include "eval/tasks/linear_map.h"
#include "eval/tasks/next_items.h"
#include "eval/tasks/passages.h"

/* ---- words to come ---- */

/* count lines "a b c d a b ...", with an empty line behind each. */
static void put_cycle(const char *name, int count)
{
    char *text = mem_new((size_t)count * 34 + 1, 1, "a test"), *to = text;
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < 16; k++)
            to += sprintf(to, "%c ", "abcd"[(i + k) % 4]);
        to += sprintf(to, "\n\n");
    }
    put(name, text);
    mem_free(text);
}

static void foretold_from_the_present_word(void **state)
{
    (void)state;
    put_cycle("probes/world-train.txt", 12);
    put_cycle("probes/world-test.txt", 4);
    put("v.txt", "4 3\na 1 0 0\nb 0 1 0\nc 0 0 1\nd 0 0 0\n");
    static const char *const names[] = {"world-probe-next-1", "world-probe-next-2", "world-probe-next-3"};
    for (int i = 0; i < 3; i++) {
        struct score s = scored(names[i], "v.txt", &scored_defaults);
        assert_near(s.value, 1);
        assert_true(s.used == 4 * 13 && s.given == 4 * 13); /* 16 words, 3 of them with fewer than 3 behind */
        assert_true(scored_metric(&s, "cross_entropy") < 0.5);
        assert_true(scored_metric(&s, "majority") < 0.3);
        score_release(&s);
    }
    put("v.txt", "4 1\na 1\nb 1\nc 1\nd 1\n"); /* tells nothing: the majority is left */
    struct score s = scored("world-probe-next-1", "v.txt", &scored_defaults);
    assert_near(s.value, scored_metric(&s, "majority"));
    assert_near(scored_metric(&s, "cross_entropy"), log(4));
    score_release(&s);
    put("v.txt", "2 2\na 1 0\nb 0 1\n"); /* half of the words are unknown */
    s = scored("world-probe-next-1", "v.txt", &scored_defaults);
    assert_true(s.used > 20 && s.used < 30 && s.given == 52);
    assert_near(s.value, 1);
    score_release(&s);
    put("v.txt", "1 1\nunheard 1\n");
    s = scored("world-probe-next-1", "v.txt", &scored_defaults);
    assert_true(isnan(s.value));
    assert_string_equal(s.reason, "the model knows too few words of the text to fit a probe");
    score_release(&s);
}

static void passages_are_cut(void **state)
{
    (void)state;
    char text[2000] = " = A heading of more words = \n \n one two three four five\nsix seven\n\ntoo short one\n \n";
    for (int i = 0; i < 70; i++)
        strcat(text, i % 2 ? "w " : "unk ");
    put("a.txt", text);
    put("b.txt", "eins zwei drei one vier\n");
    char *a = path_join(data, "a.txt"), *b = path_join(data, "b.txt");
    struct error err = {""};
    struct passages *p = passages_read(a, b, &err);
    if (!p)
        fail_msg("%s", err.message);
    /* 7 words; 64 and 6 of 70 */
    assert_int_equal(p->fit_sequences, 3);
    assert_int_equal(p->sequences, 4);
    assert_int_equal(p->fit_count, 4 + 61 + 3);
    assert_int_equal(p->position_count, p->fit_count + 2);
    assert_int_equal(p->starts[3], 77);
    assert_string_equal(vocab_word(p->words, p->ids[p->starts[3]]), "eins");
    assert_int_equal(p->positions[p->fit_count], 77);
    assert_string_equal(vocab_word(p->words, p->ids[p->starts[3] + 3]), "one");
    assert_int_equal(vocab_lookup(p->words, "heading", 7), -1);
    passages_free(p);
    put("b.txt", "eins zwei drei\n\nvier\n");
    assert_null(passages_read(a, b, &err));
    assert_message(&err, "b.txt: expected running text, with 4 words or more between empty lines");
    put("b.txt", "eins zwei\xff\n");
    assert_null(passages_read(a, b, &err));
    assert_message(&err, "b.txt: line 1");
    mem_free(a);
    mem_free(b);
}

/* ---- the next sentence ---- */

/* Words w0.. at angles of 3 degrees, and v0.. turned from them by `turn` degrees. */
static void put_circle(double turn, int constant)
{
    char *text = mem_new(240 * 64, 1, "a test"), *to = text + sprintf(text, "240 2\n");
    for (int i = 0; i < 240; i++) {
        double angle = (i % 120 * 3 + (i < 120 ? 0 : turn)) * 3.14159265358979 / 180;
        to += sprintf(to, "%c%d %.7f %.7f\n", i < 120 ? 'w' : 'v', i % 120, constant ? 1 : cos(angle),
                      constant ? 1 : sin(angle));
    }
    put("v.txt", text);
    mem_free(text);
}

static void put_next(const char *name, int count)
{
    char *text = mem_new((size_t)count * 32 + 1, 1, "a test"), *to = text;
    for (int i = 0; i < count; i++)
        to += sprintf(to, "w%d\tv%d\n", i % 120, i % 120);
    put(name, text);
    mem_free(text);
}

static void next_sentence_among_a_hundred(void **state)
{
    (void)state;
    put_next("probes/world-next-train.tsv", 360);
    put_next("probes/world-next-test.tsv", 120);
    put_circle(0, 0);
    struct score s = scored("world-next-sentence", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_near(scored_metric(&s, "mrr"), 1);
    assert_near(scored_metric(&s, "accuracy_cosine"), 1);
    assert_int_equal(s.given, 120);
    score_release(&s);
    put_circle(90, 0); /* what a linear map finds, but the cosine does not */
    s = scored("world-next-sentence", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_near(scored_metric(&s, "accuracy_cosine"), 0);
    score_release(&s);
    put_circle(0, 1); /* all the same: one in a hundred, and the middle rank */
    s = scored("world-next-sentence", "v.txt", &scored_defaults);
    assert_near(s.value, 0.01);
    assert_near(scored_metric(&s, "mrr"), 1 / 50.5);
    score_release(&s);
    char *text = mem_new(120 * 32 + 1, 1, "a test"), *to = text; /* beside the next one its neighbour on the circle */
    for (int i = 0; i < 120; i++)
        to += sprintf(to, "w%d\tv%d\tv%d\tv%d\n", i, i, i, (i + 1) % 120);
    put("probes/world-next-test.tsv", text);
    mem_free(text);
    put_circle(-3, 0); /* the neighbour lies where the text so far does, and is always among the candidates */
    s = scored("world-next-sentence", "v.txt", &scored_defaults);
    assert_near(s.value, 1);
    assert_near(scored_metric(&s, "accuracy_cosine"), 0);
    score_release(&s);
    put_next("probes/world-next-test.tsv", 60);
    assert_refused("world-next-sentence", "expected at least 100 different sentences");
    put("probes/world-next-test.tsv", "w1\tv1\nw2\n");
    assert_refused("world-next-sentence", "world-next-test.tsv: line 2: expected the text so far, a TAB");
}

static void passages_of_running_text(void **state)
{
    (void)state;
    char *text = mem_new(20000, 1, "a test"), *to = text;
    for (int i = 0; i < 60; i++)
        to += sprintf(to, " = Title %d = \n \n = = Section = = \n Begin %d . Middle %d . End %d . \n", i, i, i, i);
    put("text.txt", text);
    char *path = path_join(data, "text.txt");
    struct error err = {""};
    struct next_items *n = next_items_read(path, path, &err);
    if (!n)
        fail_msg("%s", err.message);
    assert_int_equal(n->fit_count, 120);
    assert_int_equal(n->count, 240);
    for (int i = n->fit_count; i < n->count; i++) {
        int number;
        char expected[64];
        assert_int_equal(sscanf(vocab_word(n->texts, n->context[i]), "Begin %d .", &number), 1);
        bool end = strncmp(vocab_word(n->texts, n->next[i]), "End", 3) == 0;
        sprintf(expected, end ? "Begin %d . Middle %d ." : "Begin %d .", number, number);
        assert_string_equal(vocab_word(n->texts, n->context[i]), expected);
        sprintf(expected, end ? "End %d ." : "Middle %d .", number);
        assert_string_equal(vocab_word(n->texts, n->next[i]), expected);
        const int *candidates = n->candidates + (i - n->fit_count) * NEXT_CANDIDATES;
        for (int k = 0; k < NEXT_CANDIDATES; k++) {
            int other;
            assert_int_equal(sscanf(strchr(vocab_word(n->texts, candidates[k]), ' '), "%d", &other), 1);
            assert_true(k == 0 ? candidates[k] == n->next[i] : other != number); /* of other articles */
            for (int j = 0; j < k; j++)
                assert_int_not_equal(candidates[j], candidates[k]);
        }
    }
    next_items_free(n);
    mem_free(path);
    mem_free(text);
}

/* y = 2 x0 - x1 + 3 of scattered x: the map is found, the ridge being small. */
static void map_of_a_line(void **state)
{
    (void)state;
    struct matrix x = matrix_new(200, 2, "a test"), y = matrix_new(200, 1, "a test");
    struct random r = random_at(1, RANDOM_TEST, 5);
    int rows[200];
    for (int i = 0; i < 200; i++) {
        rows[i] = i;
        for (int c = 0; c < 2; c++)
            matrix_row(&x, i)[c] = (float)random_normal(&r);
        matrix_row(&y, i)[0] = 2 * matrix_row(&x, i)[0] - matrix_row(&x, i)[1] + 3;
    }
    struct linear_map m = linear_map_fit(&x, rows, &y, rows, 200);
    assert_true(m.ridge == 1e-4);
    assert_true(fabs(m.map[0] - 2) < 1e-3 && fabs(m.map[1] + 1) < 1e-3);
    float out;
    linear_map_apply(&m, (const float[]){1, 1}, &out);
    assert_true(fabs(out + m.mean_y[0] - 4) < 1e-3);
    linear_map_release(&m);
    matrix_release(&x);
    matrix_release(&y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foretold_from_the_present_word),
        cmocka_unit_test(passages_are_cut),
        cmocka_unit_test(next_sentence_among_a_hundred),
        cmocka_unit_test(passages_of_running_text),
        cmocka_unit_test(map_of_a_line),
    };
    return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
