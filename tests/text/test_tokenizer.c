/* tokenizers: both kinds behind one face, their files, and files that are broken. */
#include "make_tokenizer.h"

#include "text/reader.h"

static const char corpus[] = "The cat saw the dog.\nThe dog saw a cat, the cat.\n\n"
                             "Le café est là: l'eau 中文!\n";

/* The tokens of the text joined by '|'. */
static char *tokens_of(struct tokenizer *t, const char *text)
{
    struct token_list list = {0};
    tokenizer_encode(t, text, strlen(text), &list);
    char *all = mem_string("");
    for (size_t i = 0; i < list.count; i++) {
        size_t length;
        const char *token = tokenizer_token(t, list.ids[i], &length);
        char *longer = mem_format("%s%s%.*s", all, i ? "|" : "", (int)length, token);
        mem_free(all);
        all = longer;
    }
    token_list_release(&list);
    return all;
}

static void check_tokens(struct tokenizer *t, const char *text, const char *expected)
{
    char *found = tokens_of(t, text);
    assert_string_equal(found, expected);
    mem_free(found);
}

static void a_word_tokenizer_has_two_special_tokens(void **state)
{
    (void)state;
    struct tokenizer *t = make("word:3", corpus);
    assert_int_equal(tokenizer_kind(t), TOKENIZER_WORD);
    assert_int_equal(tokenizer_size(t), 5);
    assert_int_equal(tokenizer_unknown(t), 0);
    assert_int_equal(tokenizer_end(t), 1);
    assert_int_equal(tokenizer_lookup(t, "the"), 2); /* 4 times */
    assert_int_equal(tokenizer_lookup(t, "cat"), 3); /* 3 times */
    assert_int_equal(tokenizer_lookup(t, "dog"), 4); /* 2 times; saw comes after it */
    assert_int_equal(tokenizer_lookup(t, "saw"), -1);
    assert_int_equal(tokenizer_lookup(t, "<unk>"), -1);
    assert_int_equal(tokenizer_lookup(t, "<eos>"), -1);
    assert_int_equal(tokenizer_frequency(t, 2), 4);
    assert_int_equal(tokenizer_frequency(t, 0), 0);
    check_tokens(t, "A DOG, the cat!", "<unk>|dog|the|cat");
    size_t length;
    char *text = tokenizer_decode(t, (int32_t[]){2, 4, 0, 1}, 4, &length);
    assert_string_equal(text, "the dog <unk> <eos>");
    assert_int_equal(length, strlen(text));
    mem_free(text);
    text = tokenizer_decode(t, NULL, 0, &length);
    assert_string_equal(text, "");
    mem_free(text);
    tokenizer_free(t);
}

static void a_bpe_tokenizer_ends_with_the_end_of_text(void **state)
{
    (void)state;
    struct tokenizer *t = make("bpe:260", corpus);
    assert_int_equal(tokenizer_kind(t), TOKENIZER_BPE);
    assert_int_equal(tokenizer_size(t), 260);
    assert_int_equal(tokenizer_unknown(t), -1);
    assert_int_equal(tokenizer_end(t), 259);
    size_t length;
    assert_string_equal(tokenizer_token(t, 259, &length), "<|endoftext|>");
    assert_int_equal(tokenizer_lookup(t, "nothing"), -1);
    tokenizer_free(t);
    t = make("bpe:1000", corpus);
    assert_true(tokenizer_lookup(t, "cat") >= 256);
    struct token_list list = {0};
    const char *text = "The cat \xFF saw\n\t日本";
    for (int round = 0; round < 2; round++) { /* the second time from the cache */
        list.count = 0;
        tokenizer_encode(t, text, strlen(text), &list);
        char *back = tokenizer_decode(t, list.ids, list.count, &length);
        assert_string_equal(back, text);
        mem_free(back);
    }
    token_list_release(&list);
    tokenizer_free(t);
}

/* Written and read again, they encode alike; for words the counts come back too. */
static void check_round_trip(const char *description)
{
    struct error err = {0};
    struct tokenizer *t = make(description, corpus);
    assert_true(tokenizer_write(t, scratch("tokenizer"), &err));
    for (int round = 0; round < 2; round++) {
        struct tokenizer *back = tokenizer_read(scratch(round ? "tokenizer" : "tokenizer/tokenizer.json"), &err);
        assert_string_equal(err.message, "");
        assert_non_null(back);
        assert_int_equal(tokenizer_kind(back), tokenizer_kind(t));
        assert_int_equal(tokenizer_size(back), tokenizer_size(t));
        assert_int_equal(tokenizer_end(back), tokenizer_end(t));
        assert_int_equal(tokenizer_unknown(back), tokenizer_unknown(t));
        for (int id = 0; id < tokenizer_size(t); id++) {
            size_t n, m;
            const char *a = tokenizer_token(t, id, &n), *b = tokenizer_token(back, id, &m);
            assert_int_equal(n, m);
            assert_memory_equal(a, b, n);
            assert_int_equal(tokenizer_frequency(t, id), tokenizer_frequency(back, id));
        }
        char *expected = tokens_of(t, corpus);
        check_tokens(back, corpus, expected);
        mem_free(expected);
        tokenizer_free(back);
    }
    tokenizer_free(t);
    assert_int_equal(remove(scratch("tokenizer/tokenizer.json")), 0);
    remove(scratch("tokenizer/vocab.txt"));
}

static void files_hold_all_of_a_tokenizer(void **state)
{
    (void)state;
    check_round_trip("word:1000");
    check_round_trip("word:2");
    check_round_trip("bpe:258");
    check_round_trip("bpe:300");
}

static void counts_must_belong_to_the_tokenizer(void **state)
{
    (void)state;
    struct error err = {0};
    struct tokenizer *t = make("word:3", corpus);
    assert_true(tokenizer_write(t, scratch("counts"), &err));
    tokenizer_free(t);
    put_text("counts/vocab.txt", "the 9\nzebra 2\n");
    assert_null(tokenizer_read(scratch("counts"), &err));
    assert_message(err, "vocab.txt: line 2: the word \"zebra\"");
    put_text("counts/vocab.txt", "the 9\ncat\n");
    assert_null(tokenizer_read(scratch("counts"), &err));
    assert_message(err, "vocab.txt: line 2");
}

static void descriptions_are_checked(void **state)
{
    (void)state;
    struct error err = {0};
    const char *text = put_text("corpus.txt", corpus);
    static const char *const bad[] = {
        "word:",   "word:0",  "word:-3", "word:x",   "word:5x",      "word:99999999999999999999",
        "bpe:256", "bpe:257", "bpe:2e3", "bpe: 300", "bpe:999999999"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_null(tokenizer_make(bad[i], text, 1, &err));
        assert_message(err, bad[i]);
    }
    assert_null(tokenizer_make(scratch("nowhere"), text, 1, &err));
    assert_message(err, "nowhere");
    assert_null(tokenizer_make("word:5", scratch("missing.txt"), 1, &err));
    assert_message(err, "missing.txt");
    assert_null(tokenizer_make("word:5", "-", 1, &err));
    assert_message(err, "standard input");
    assert_null(tokenizer_make("word:5", text, 100, &err));
    assert_message(err, "100 times");
}

/* Our own small files with one thing changed. */
#define BYTE_LEVEL   "\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false}"
#define WORDS(vocab) "{\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"<unk>\",\"vocab\":" vocab "}}"

static void broken_word_files_are_refused(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "empty"},
        {"{\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"<unk>\",\"vocab\":{\"<unk>\":0,", "JSON"},
        {"[]", "model.type"},
        {"{\"model\":7}", "model.type"},
        {"{\"model\":{\"type\":\"Unigram\"}}", "WordLevel or BPE"},
        {"{\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"<unk>\":0,\"<eos>\":1}}}", "unk_token"},
        {"{\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"<unk>\"}}", "model.vocab"},
        {WORDS("{}"), "model.vocab"},
        {WORDS("[1,2]"), "model.vocab"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":\"2\"}"), "token \"a\" is no number"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":3}"), "token \"a\" is out of range"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":-1}"), "out of range"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":1.5}"), "out of range"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":1e99}"), "out of range"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":1}"), "token \"a\" is taken already"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"a\":2,\"a\":3}"), "token \"a\" is there twice"},
        {WORDS("{\"a\":0,\"<eos>\":1}"), "unknown token"},
        {WORDS("{\"<unk>\":0,\"a\":1}"), "end-of-text"},
        {WORDS("{\"<unk>\":0,\"<eos>\":1,\"The\":2,\"Cat\":3,\"##s\":4,\"Saw\":5,\"it.\":6}"), "cuts text differently"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct error err = {0};
        assert_null(tokenizer_read(put_text("broken.json", cases[i][0]), &err));
        assert_message(err, "broken.json");
        assert_message(err, cases[i][1]);
    }
}

static void word_files_of_others_are_read(void **state)
{
    (void)state;
    struct error err = {0};
    const char *text = "{\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"[UNK]\","
                       "\"vocab\":{\"cat\":3,\"[UNK]\":1,\"the\":0,\"</s>\":2}}}";
    struct tokenizer *t = tokenizer_read(put_text("other.json", text), &err);
    assert_string_equal(err.message, "");
    assert_int_equal(tokenizer_unknown(t), 1);
    assert_int_equal(tokenizer_end(t), 2);
    check_tokens(t, "The big cat", "the|[UNK]|cat");
    tokenizer_free(t);
}

/* Other programs are told to put the end-of-text token first; to us it is the same tokenizer. */
static void end_first_is_for_others(void **state)
{
    (void)state;
    static const char *const descriptions[] = {"word:100", "bpe:300"};
    static const char *const ends[] = {"\"<eos>\"", "\"<|endoftext|>\""};
    for (int i = 0; i < 2; i++) {
        struct error err = {0};
        struct tokenizer *t = make(descriptions[i], corpus);
        assert_true(tokenizer_write_end_first(t, scratch("first"), &err));
        size_t size;
        char *json = file_read(scratch("first/tokenizer.json"), 1 << 20, &size, &err);
        const char *template = strstr(json, "TemplateProcessing");
        assert_non_null(template);
        assert_non_null(strstr(template, ends[i]));
        mem_free(json);
        struct tokenizer *back = tokenizer_read(scratch("first"), &err);
        assert_non_null(back);
        char *expected = tokens_of(t, corpus);
        check_tokens(back, corpus, expected);
        mem_free(expected);
        tokenizer_free(back);
        tokenizer_free(t);
        remove(scratch("first/tokenizer.json"));
        remove(scratch("first/vocab.txt"));
    }
    assert_int_equal(remove(scratch("first")), 0);
}

/* tokenizer.json of a BPE without merges, its vocabulary changed by `edit`. */
static char *bpe_json(const char *vocab_tail, const char *merges, const char *rest)
{
    struct error err = {0};
    struct tokenizer *t = make("bpe:258", "ab ab\n");
    assert_true(tokenizer_write(t, scratch("bytes"), &err));
    tokenizer_free(t);
    size_t size;
    char *json = file_read(scratch("bytes/tokenizer.json"), 1 << 20, &size, &err);
    assert_non_null(json);
    /* The vocabulary's first 256 entries as they are. */
    char *vocab = strstr(json, "\"vocab\":"), *end = strstr(vocab, "\"ab\":");
    assert_non_null(end);
    while (*end != ',')
        end--;
    *end = '\0';
    char *whole = mem_format("{%s,\"model\":{\"type\":\"BPE\",%s%s},\"merges\":%s}}", rest, vocab, vocab_tail, merges);
    mem_free(json);
    return whole;
}

static void check_bpe_refused(const char *vocab_tail, const char *merges, const char *rest, const char *part)
{
    struct error err = {0};
    char *json = bpe_json(vocab_tail, merges, rest);
    assert_null(tokenizer_read(put_text("broken.json", json), &err));
    assert_message(err, "broken.json");
    assert_message(err, part);
    mem_free(json);
}

static void bpe_files_of_others_are_read_or_refused(void **state)
{
    (void)state;
    struct error err = {0};
    /* Merges as strings, the end of text only among the added tokens. */
    char *json = bpe_json(",\"ab\":256,\"\xC4\xA0\xC3\x83\":257", "[\"a b\",[\"\xC4\xA0\",\"\xC3\x83\"]]",
                          BYTE_LEVEL ",\"added_tokens\":[{\"id\":258,\"content\":\"</s>\"}]");
    struct tokenizer *t = tokenizer_read(put_text("other.json", json), &err);
    assert_string_equal(err.message, "");
    assert_int_equal(tokenizer_size(t), 259);
    check_tokens(t, "ab aé", "ab| |a|\xC3|\xA9");
    check_tokens(t, "ab é", "ab| \xC3|\xA9");
    size_t length;
    assert_string_equal(tokenizer_token(t, 258, &length), "</s>");
    tokenizer_free(t);
    mem_free(json);

    static const char tail[] = ",\"ab\":256,\"<|endoftext|>\":257", merge[] = "[[\"a\",\"b\"]]";
    json = bpe_json(tail, merge, BYTE_LEVEL);
    t = tokenizer_read(put_text("other.json", json), &err);
    assert_string_equal(err.message, "");
    tokenizer_free(t);
    mem_free(json);
    check_bpe_refused(tail, "[[\"a\"]]", BYTE_LEVEL, "merge 0");
    check_bpe_refused(tail, "[[\"a\",7]]", BYTE_LEVEL, "merge 0");
    check_bpe_refused(tail, "[7]", BYTE_LEVEL, "merge 0");
    check_bpe_refused(tail, "[\"ab\"]", BYTE_LEVEL, "merge 0");
    check_bpe_refused(tail, "[\"a \"]", BYTE_LEVEL, "merge 0");
    check_bpe_refused(tail, "[[\"a\",\"中\"]]", BYTE_LEVEL, "merge 0");
    check_bpe_refused(tail, "[[\"a\",\"b\"],[\"a\",\"bc\"]]", BYTE_LEVEL, "merge 1");
    check_bpe_refused(tail, "[[\"a\",\"b\"],[\"a\",\"b\"]]", BYTE_LEVEL, "merge 1");
    check_bpe_refused(tail, "{}", BYTE_LEVEL, "merges");
    check_bpe_refused(",\"ba\":256,\"<|endoftext|>\":257", merge, BYTE_LEVEL, "token 256 is \"ba\", expected \"ab\"");
    check_bpe_refused(",\"ab\":257,\"<|endoftext|>\":258", merge, BYTE_LEVEL, "out of range");
    check_bpe_refused(",\"ab\":256,\"<|endoftext|>\":256", merge, BYTE_LEVEL, "taken already");
    check_bpe_refused(",\"ab\":256", merge, BYTE_LEVEL, "end-of-text");
    check_bpe_refused(",\"ab\":256,\"x1\":257,\"x2\":258", merge, BYTE_LEVEL, "end-of-text");
    check_bpe_refused(tail, merge, "\"pre_tokenizer\":null", "pre_tokenizer");
    check_bpe_refused(tail, merge, "\"pre_tokenizer\":{\"type\":\"Whitespace\"}", "pre_tokenizer");
    check_bpe_refused(tail, merge, "\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":true}",
                      "add_prefix_space");
    check_bpe_refused(tail, merge, BYTE_LEVEL ",\"normalizer\":{\"type\":\"NFC\"}", "normalizer");
}

/* Every prefix of a file, and a flipped byte anywhere: a message or a tokenizer, never a crash. */
static void damaged_files_do_no_harm(void **state)
{
    (void)state;
    static const char *const kinds[] = {"word:4", "bpe:262"};
    for (int kind = 0; kind < 2; kind++) {
        struct error err = {0};
        struct tokenizer *t = make(kinds[kind], corpus);
        assert_true(tokenizer_write(t, scratch("damaged"), &err));
        tokenizer_free(t);
        remove(scratch("damaged/vocab.txt"));
        size_t size;
        char *json = file_read(scratch("damaged/tokenizer.json"), 1 << 20, &size, &err);
        for (size_t cut = 0; cut + 3 < size; cut += 1 + size / 200) {
            assert_null(tokenizer_read(put("damaged/cut.json", json, cut), &err));
            assert_message(err, "cut.json");
        }
        for (size_t at = 0; at < size; at += 1 + size / 400) {
            char before = json[at];
            json[at] = (char)(before ^ (at % 3 ? 0x11 : 0x80));
            tokenizer_free(tokenizer_read(put("damaged/flip.json", json, size), &err));
            json[at] = before;
        }
        mem_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_tokenizer_has_two_special_tokens),
        cmocka_unit_test(a_bpe_tokenizer_ends_with_the_end_of_text),
        cmocka_unit_test(files_hold_all_of_a_tokenizer),
        cmocka_unit_test(end_first_is_for_others),
        cmocka_unit_test(counts_must_belong_to_the_tokenizer),
        cmocka_unit_test(descriptions_are_checked),
        cmocka_unit_test(broken_word_files_are_refused),
        cmocka_unit_test(word_files_of_others_are_read),
        cmocka_unit_test(bpe_files_of_others_are_read_or_refused),
        cmocka_unit_test(damaged_files_do_no_harm),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
