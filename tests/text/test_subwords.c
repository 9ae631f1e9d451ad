/* n-grams and their buckets: the expected ones come from fastText's own hash (gensim's ft_hash_bytes, and
 * `fasttext print-ngrams` for which n-grams a word has). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "text/subwords.h"

static void check(const char *word, struct subwords s, const int32_t *expected, size_t count)
{
    size_t length = strlen(word), limit = subwords_limit(&s, length);
    int32_t *buckets = malloc((limit + 1) * sizeof *buckets); /* of the exact size, for the sanitizer */
    assert_in_range(count, 0, limit);
    assert_int_equal(subwords_of(&s, word, length, buckets), count);
    assert_memory_equal(buckets, expected, count * sizeof *expected);
    free(buckets);
}

#define CHECK(word, shortest, longest, buckets, ...)                                                                   \
    check(word, (struct subwords){shortest, longest, buckets}, (const int32_t[]){__VA_ARGS__},                         \
          sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

static void buckets_are_those_of_fasttext(void **state)
{
    (void)state;
    /* <wh <whe <wher <where whe wher where where> her here here> ere ere> re> */
    CHECK("where", 3, 6, 2000000, 167652, 989715, 1526707, 1071586, 420941, 312621, 969176, 121234, 1473420, 1540811,
          114991, 1529033, 1568469, 867498);
    CHECK("a", 3, 6, 2000000, 1087600);            /* <a> */
    CHECK("a", 1, 3, 1000, 750, 600, 220, 806);    /* <a <a> a a>: the marks alone are none */
}

static void characters_are_code_points(void **state)
{
    (void)state;
    /* <ü <üb üb übe be ber er er> r> */
    CHECK("\xc3\xbc" "ber", 2, 3, 2000000, 811388, 1793082, 1223928, 255527, 383232, 485366, 1359446, 742840, 274353);
    CHECK("\xe6\x9d\xb1\xe4\xba\xac", 3, 6, 2000000, 473661, 106169, 163715); /* <東京 <東京> 東京> */
    /* <n n na a aï ï ïv v ve e e😀 😀 😀> */
    CHECK("na\xc3\xafve\xf0\x9f\x98\x80", 1, 2, 97, 64, 84, 44, 83, 12, 34, 72, 2, 83, 27, 27, 80, 70);
}

static void words_without_ngrams(void **state)
{
    (void)state;
    check("where", (struct subwords){0, 0, 2000000}, NULL, 0);
    check("</s>", (struct subwords){3, 6, 2000000}, NULL, 0);
    check("a", (struct subwords){4, 6, 2000000}, NULL, 0);
    check("", (struct subwords){3, 6, 2000000}, NULL, 0);
}

/* Whatever the bytes: within the limit and within the buckets (the sanitizer watches the ends). */
static void any_bytes_are_a_word(void **state)
{
    (void)state;
    struct random random = random_at(1, RANDOM_TEST, 0);
    for (int round = 0; round < 2000; round++) {
        size_t length = random_below(&random, 40);
        char *word = malloc(length + 1);
        for (size_t i = 0; i < length; i++)
            word[i] = (char)random_below(&random, 256);
        int shortest = 1 + (int)random_below(&random, 4), longest = shortest + (int)random_below(&random, 4);
        struct subwords s = {shortest, longest, 1 + (int32_t)random_below(&random, 1000)};
        size_t limit = subwords_limit(&s, length);
        int32_t *buckets = malloc(limit * sizeof *buckets);
        size_t count = subwords_of(&s, word, length, buckets);
        assert_in_range(count, 0, limit);
        for (size_t i = 0; i < count; i++)
            assert_in_range(buckets[i], 0, s.buckets - 1);
        free(buckets);
        free(word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buckets_are_those_of_fasttext),
        cmocka_unit_test(characters_are_code_points),
        cmocka_unit_test(words_without_ngrams),
        cmocka_unit_test(any_bytes_are_a_word),
    };
    return cmocka_run_group_tests_name("subwords", tests, NULL, NULL);
}
