/* words and sentences: tables of cases. */
#include "scratch.h"

#include <utf8proc.h>

#include "text/sentences.h"
#include "text/words.h"

/* The words of the text joined by '|'. */
static char *words_of(const char *text, size_t length)
{
    struct word_splitter *s = word_splitter_new();
    word_splitter_start(s, text, length);
    char *all = mem_string("");
    const char *word;
    size_t n;
    while ((word = word_splitter_next(s, &n))) {
        assert_int_equal(strlen(word), n);
        assert_true(n > 0 && n <= WORD_LIMIT);
        char *longer = mem_format("%s%s%s", all, *all ? "|" : "", word);
        mem_free(all);
        all = longer;
    }
    word_splitter_free(s);
    return all;
}

static void words_are_split_and_folded(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" .,- \t!", ""},
        {"The cat sat.", "the|cat|sat"},
        {"don't DON'T dogs' 'tis rock 'n' roll", "don't|don't|dogs|tis|rock|n|roll"},
        {"a''b a'' ''a a'b'c '", "a|b|a|a|a'b'c"},
        {"well-known State_of_the art", "well|known|state_of_the|art"},
        {"_by_ a__b __init__ a_'b a'_b don't_go x_1_", "by|a|b|init|a|b|a|b|don't_go|x_1"},
        {"Été_Été _é_ é__é é_'é e_é é_e \xE2\x80\x99_é", "été_été|é|é|é|é|é|e_é|é_e|é"},
        {"北_京 _北 北_ 北__京 北'京 a_北 北_a北 é_北_é 北京_天", "北_京|北|北|北|京|北|京|a_北|北_a|北|é_北_é|北|京_天"},
        {"3.14 in 1984's 2nd", "3|14|in|1984's|2nd"},
        {"l\xE2\x80\x99"
         "eau d\xE2\x80\x99"
         "Été \xE2\x80\x99 x\xE2\x80\x99",
         "l'eau|d'été|x"},
        {"CAFÉ café cafe\xCC\x81 CAFE\xCC\x81", "café|café|café|café"}, /* composed and decomposed */
        {"Straße STRASSE ﬁne", "strasse|strasse|fine"},                 /* full case folding */
        {"Ελλάς ΕΛΛΑΣ", "ελλάσ|ελλασ"},
        {"ПРИВЕТ, мир!", "привет|мир"},
        {"我爱北京abc天安门。2008年", "我|爱|北|京|abc|天|安|门|2008|年"},
        {"人々 〇 ひらがな カタカナ", "人|々|〇|ひらがな|カタカナ"},
        {"한국어 테스트", "한국어|테스트"},
        {"हिन्दी भाषा", "हिन्दी|भाषा"}, /* marks inside */
        {"I \xE2\x9D\xA4\xEF\xB8\x8F NY \xF0\x9F\x98\x80\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC ok", "i|ny|ok"},
        {"co\xC2\xADoperate", "cooperate"}, /* soft hyphen */
        {"\xCC\x81 \xE2\x80\x8D x", "x"},   /* a mark alone is no word */
        {"≠ =\xCC\xB8 a", "a"},
        {"½ x² Ⅳ", "½|x²|ⅳ"},
        {"\xE1\x85\x9F a a_\xE1\x85\x9F \xE1\x85\x9F_b", "a|a|b"}, /* a filler that folds to nothing */
        {"cut\xFF"
         "short \xC3",
         "cut|short"},
        {"x\xC2\xA0y\xE3\x80\x80z", "x|y|z"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *found = words_of(cases[i][0], strlen(cases[i][0]));
        assert_string_equal(found, cases[i][1]);
        mem_free(found);
    }
}

static void the_text_need_not_end_with_nul(void **state)
{
    (void)state;
    char *found = words_of("ab'cd", 3);
    assert_string_equal(found, "ab");
    mem_free(found);
    found = words_of("caf\xC3\xA9", 4);
    assert_string_equal(found, "caf");
    mem_free(found);
}

static void long_words_are_cut_between_characters(void **state)
{
    (void)state;
    char text[4000] = {0};
    memset(text, 'A', 1000);
    memcpy(text + 1000, " b", 2);
    char *found = words_of(text, 1002);
    assert_int_equal(strlen(found), WORD_LIMIT + 2);
    assert_string_equal(found + WORD_LIMIT, "|b");
    mem_free(found);
    text[WORD_LIMIT - 1] = '_'; /* and not behind an underscore */
    found = words_of(text, 1002);
    assert_int_equal(strlen(found), WORD_LIMIT + 1);
    mem_free(found);
    for (int i = 0; i < 1300; i++)
        memcpy(text + 3 * i, "ก", 3); /* Thai, 3 bytes each: 255 = 85 characters */
    found = words_of(text, 3900);
    assert_int_equal(strlen(found), 255);
    mem_free(found);
    for (int i = 0; i < 1900; i++)
        memcpy(text + 2 * i, "é", 2);
    found = words_of(text, 3800);
    assert_int_equal(strlen(found), 254);
    mem_free(found);
    for (int i = 0; i < 1900; i++)
        memcpy(text + 2 * i, "ΐ", 2); /* folds to three characters */
    found = words_of(text, 3800);
    assert_true(strlen(found) <= 255);
    mem_free(found);
}

/* What comes out goes in again unchanged: a vocabulary's words are words. */
static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    struct word_splitter *once = word_splitter_new(), *twice = word_splitter_new();
    for (int32_t c = 1; c < 0x20000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char text[8] = {0};
        size_t n = (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)text), length, again;
        text[n] = 'x';
        word_splitter_start(once, text, n + 1);
        const char *word;
        while ((word = word_splitter_next(once, &length))) {
            word_splitter_start(twice, word, length);
            const char *same = word_splitter_next(twice, &again);
            if (!same || strcmp(same, word) != 0 || word_splitter_next(twice, &again))
                fail_msg("U+%04X: \"%s\" is no fixed point", (unsigned)c, word);
        }
    }
    word_splitter_free(once);
    word_splitter_free(twice);
}

static void single_words_fold_whole(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Narrow-Mindedness", "narrow-mindedness"},
        {"O\xE2\x80\x99"
         "Brien",
         "o'brien"},
        {"E\xCC\x81"
         "TE\xCC\x81",
         "été"},
        {"", ""},
        {"caf\xE9", "caf\xE9"}, /* ill-formed: as it is */
        {"北京", "北京"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *folded = word_fold(cases[i][0]);
        assert_string_equal(folded, cases[i][1]);
        mem_free(folded);
    }
}

static void sentences_end_where_they_should(void **state)
{
    (void)state;
    /* '|' stands where a sentence ends. */
    static const char *const cases[] = {
        "One.",
        "One. |Two.",
        "No stop at the end",
        "What? |Yes! |Good.",
        "Mr. Smith met Dr. Jones. |They talked.",
        "J. R. R. Tolkien wrote it. |He was English.",
        "J.R.R. Tolkien wrote it.",
        "So did I. |He left.",
        "Elizabeth I. |She reigned.",
        "Pi is 3.14 or so. |The rest is not.",
        "It costs $4.50. |Pay now.",
        "Fruit, e.g. Apples, i.e. Food, vs. Meat. |Eat.",
        "See Fig. 3 and No. 5 on p. 12. |No. |He said no. |It ended.",
        "Born on Jan. 5 in Paris.",
        "Built c. 1850 for St. Mary. |Roe v. Wade.",
        "The U.S. Senate voted. |He lives in the U.S. |They left.",
        "At 3 p.m. Eastern time it closed at 5 p.m. |The rest came later.",
        "Apples, pears, etc. |The rest. |Acme Inc. Chief Jones left Acme Inc. |He was old.",
        "\"Stop!\" he said. |\"Go.\" |Then he left.",
        "(It did.) |[So it was.] |\xE2\x80\x9CWas it?\xE2\x80\x9D |'Yes.' |Good.",
        "Then it rained... |The end. |Wait... what?",
        "Yahoo! is a company. |He asked why? and left.",
        "1. Introduction. |2. Methods were used.",
        "  12. Indented items.",
        "In 1999. |100 people came.",
        "Visit www.example.com today. |Or mail a.b@c.de now.",
        "First paragraph\n\n|second paragraph",
        "Broken at\npage width. |\"Next\nline.\"",
        "C'est l'été. |\xC2\xAB Bonjour. \xC2\xBB |Il part. |Où ? |Là.",
        "他说：“你好。”|然后走了。|真的吗？！|是3.5元。",
        "中文。|English next. |End.",
        "Ça va. |Élan vital. éclair is lower.",
        "Привет. |Как дела?",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[512], found[512];
        size_t length = 0, at = 0, n, used = 0;
        for (const char *p = cases[i]; *p; p++)
            if (*p != '|')
                text[length++] = *p;
        while ((n = sentence_length(text + at, length - at)) > 0) {
            assert_true(n <= length - at);
            if (at > 0)
                found[used++] = '|';
            memcpy(found + used, text + at, n);
            used += n;
            at += n;
        }
        found[used] = '\0';
        assert_int_equal(at, length);
        assert_string_equal(found, cases[i]);
    }
    assert_int_equal(sentence_length("", 0), 0);
}

/* Any bytes: pieces that add up, no matter what. */
static void random_bytes_do_no_harm(void **state)
{
    (void)state;
    static const char alphabet[] = ".!?\" \n'aAI1)\xC2\xBB\xE3\x80\x82\xFF\xF0,";
    unsigned seed = 1;
    for (int round = 0; round < 3000; round++) {
        char text[64];
        size_t length = (size_t)round % sizeof(text), at = 0, n;
        for (size_t i = 0; i < length; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
        }
        char *exact = mem_string_n(text, length); /* on the heap, so that the sanitizer sees its end */
        while ((n = sentence_length(exact + at, length - at)) > 0)
            at += n;
        assert_int_equal(at, length);
        mem_free(words_of(exact, length));
        mem_free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_split_and_folded),
        cmocka_unit_test(the_text_need_not_end_with_nul),
        cmocka_unit_test(long_words_are_cut_between_characters),
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(single_words_fold_whole),
        cmocka_unit_test(sentences_end_where_they_should),
        cmocka_unit_test(random_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
