/* tokens: corpora as integers. */
#include "make_tokenizer.h"

#include "text/tokens.h"

static void check_corpus(const struct token_corpus *c, struct tokenizer *t, const char *expected)
{
    char *all = mem_string("");
    for (size_t line = 0; line < c->lines; line++) {
        assert_true(c->starts[line] < c->starts[line + 1]);
        for (size_t i = c->starts[line]; i < c->starts[line + 1]; i++) {
            size_t length;
            const char *token = tokenizer_token(t, c->ids[i], &length);
            char *longer = mem_format("%s%.*s%s", all, (int)length, token, i + 1 == c->starts[line + 1] ? "/" : " ");
            mem_free(all);
            all = longer;
        }
    }
    assert_int_equal(c->starts[0], 0);
    assert_int_equal(c->starts[c->lines], c->count);
    assert_string_equal(all, expected);
    mem_free(all);
}

static void words_become_a_stream(void **state)
{
    (void)state;
    struct error err = {0};
    struct token_corpus c;
    const char *text = "The cat.\n\n\n...\nA dog!\nXyz\nthe the";
    struct tokenizer *t = make("word:4", "the the the cat cat dog dog a\n");
    const char *path = put_text("corpus.txt", text);
    assert_true(tokens_read(&c, path, t, &err));
    check_corpus(&c, t, "the cat <eos>/a dog/<unk>/the the <eos>/");
    static const uint64_t offsets[] = {0, 15, 22, 26, 33}; /* of "The", "A", "Xyz", "the", and the end */
    assert_memory_equal(c.offsets, offsets, sizeof offsets);
    assert_int_equal(c.unknown, 1);
    assert_int_equal(c.bytes, strlen(text));
    assert_int_equal(c.checksum, crc32(0, (const Bytef *)text, (uInt)strlen(text)));
    tokens_release(&c);
    /* One end of text, also where the file ends with blank lines or starts with them. */
    assert_true(tokens_read(&c, put_text("corpus.txt", "\n\nthe\n\n \t\n"), t, &err));
    check_corpus(&c, t, "the <eos>/");
    tokens_release(&c);
    tokenizer_free(t);
}

static void bpe_sees_the_line_ends_of_a_stream(void **state)
{
    (void)state;
    struct error err = {0};
    struct token_corpus c;
    struct tokenizer *t = make("bpe:258", "ab ab\n");
    const char *path = put_text("corpus.txt", "ab c\n\n\nab");
    assert_true(tokens_read(&c, path, t, &err));
    check_corpus(&c, t, "ab   c \n <|endoftext|>/ab \n <|endoftext|>/");
    tokens_release(&c);
    tokenizer_free(t);
}

static void a_corpus_without_tokens_is_an_error(void **state)
{
    (void)state;
    struct error err = {0};
    struct token_corpus c;
    struct tokenizer *t = make("word:4", "the cat\n");
    assert_false(tokens_read(&c, put_text("none.txt", ""), t, &err));
    assert_message(err, "none.txt: no words");
    assert_false(tokens_read(&c, put_text("none.txt", "\n...\n"), t, &err));
    assert_message(err, "none.txt: no words");
    assert_false(tokens_read(&c, put_text("none.txt", "the\ncat\xE9\n"), t, &err));
    assert_message(err, "none.txt: line 2");
    assert_false(tokens_read(&c, scratch("missing.txt"), t, &err));
    assert_message(err, "missing.txt");
    tokenizer_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_become_a_stream),
        cmocka_unit_test(bpe_sees_the_line_ends_of_a_stream),
        cmocka_unit_test(a_corpus_without_tokens_is_an_error),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
