/* text set: the same text written in several ways, in files of every format. */
#include "scratch.h"

#include "text/text_set.h"

static int32_t add(struct text_set *s, const char *text)
{
    return text_set_add(s, text, strlen(text));
}

static int32_t find(struct text_set *s, const char *text)
{
    return text_set_find(s, text, strlen(text));
}

static void texts_are_the_same_but_for_case_punctuation_and_spaces(void **state)
{
    (void)state;
    struct text_set *s = text_set_new();
    assert_int_equal(find(s, "a"), -1);
    assert_int_equal(add(s, "A man's T-shirt isn't red."), 0);
    assert_int_equal(add(s, "a man 's t shirt is n't  RED !"), 0);
    assert_int_equal(find(s, "a man\xE2\x80\x99s t_shirt, isn't red"), 0);
    assert_int_equal(find(s, "a man's t-shirt is red"), -1);
    assert_int_equal(add(s, "\xC3\x89t\xC3\xA9"), 1);
    assert_int_equal(find(s, "e\xCC\x81te\xCC\x81"), 1);
    assert_int_equal(add(s, "..."), -1);
    assert_int_equal(add(s, ""), -1);
    assert_int_equal(find(s, ""), -1);
    assert_int_equal(text_set_size(s), 2);
    text_set_free(s);
    text_set_free(NULL);
}

static void files_of_every_format_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } files[] = {{"s.txt", "A man.\nDogs, run!\n\n"},
                 {"s.tsv", "5.0\tA man\tdogs run\n"},
                 {"s.csv", "A man,\"dogs, run\"\n"},
                 {"s.jsonl", "{\"b\": \"a man\", \"a\": \"Dogs run\"}\n"}};
    struct text_set *s = text_set_new();
    int32_t man = add(s, "a man"), dogs = add(s, "dogs run");
    for (int i = 0; i < 4; i++) {
        struct error err = {""};
        size_t count;
        int32_t *numbers = text_set_read(s, put_text(files[i].name, files[i].text), &count, &err);
        assert_non_null(numbers);
        assert_true(count >= 2);
        assert_int_equal(numbers[count - 2], man);
        assert_int_equal(numbers[count - 1], dogs);
        mem_free(numbers);
    }
    struct error err = {""};
    size_t count;
    assert_null(text_set_read(s, put_text("bad.csv", "a,\"b\n"), &count, &err));
    assert_message(err, "bad.csv: line 1");
    text_set_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_the_same_but_for_case_punctuation_and_spaces),
        cmocka_unit_test(files_of_every_format_are_read),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
