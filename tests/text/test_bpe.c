/* BPE: pieces as GPT-2 cuts them, merges worked by hand, a naive trainer and a naive encoder beside
 * ours, and the round trip of any bytes. */
#include "scratch.h"

#include "base/random.h"
#include "text/bpe.h"

static struct bpe *train(const char *text, int size)
{
    struct error err = {0};
    struct reader *r = reader_open(put_text("train.txt", text), &err);
    assert_non_null(r);
    struct bpe *b = bpe_train(r, size, &err);
    if (!b)
        fail_msg("%s", err.message);
    reader_close(r);
    return b;
}

static bool is_token(const struct bpe *b, int id, const char *expected)
{
    size_t length;
    const char *token = bpe_token(b, id, &length);
    return length == strlen(expected) && memcmp(token, expected, length) == 0;
}

/* Tokens of text[0..length) into ids[length]; their number. */
static size_t encode(const struct bpe *b, const char *text, size_t length, int32_t *ids)
{
    size_t count = 0, piece;
    for (size_t at = 0; (piece = bpe_piece_length(text + at, length - at)) > 0; at += piece)
        count += bpe_encode_piece(b, text + at, piece, ids + count);
    return count;
}

/* Text that repeats itself, in several scripts. */
static char *varied_text(int words)
{
    static const char *const parts[] = {
        "the", "cat", "catalogue", "aaa",    "aaaaaa", "é",   "中文", "123",
        "'s",  "...", "\t",        "banana", "tha",    "log", "  ",   "\xF0\x9F\x98\x80"};
    struct random r = random_at(3, RANDOM_TEST, 0);
    char *text = mem_new((size_t)words * 16 + 1, 1, "test"), *to = text;
    for (int i = 0; i < words; i++) {
        to = stpcpy(to, parts[random_below(&r, 16)]);
        *to++ = "  \n"[random_below(&r, 3)];
        to -= random_below(&r, 4) == 0;
    }
    *to = '\0';
    return text;
}

static void pieces_are_cut_as_gpt2_does(void **state)
{
    (void)state;
    /* '|' separates pieces. Checked against GPT-2's pattern in Python. */
    static const char *const cases[] = {
        "Hello| world|!",
        "I|'ll| can|'t| we|'ve| '|s|'s| '|S",
        "don|'|T",
        "abc|123|def| 456",
        "a| | b|  | c|  |\t|d",
        "a|\n|b|\n\n",
        "a|\n|\n|b",
        "a|   ",
        "    | x",
        "é|1|中文|。",
        "a|\xC2\xA0|b|\xE3\x80\x80|\xE3\x80\x80|c",
        "a| \xC2\xA0| b",
        "e|\xCC\x81|f",
        " ?!|x| ...",
        " \t\n| x",
        "\xFF\xFE|a",
        " \xFF|  | \xC3",
        "",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[64], found[128];
        size_t length = 0, used = 0, n;
        for (const char *p = cases[i]; *p; p++)
            if (*p != '|')
                text[length++] = *p;
        for (size_t at = 0; (n = bpe_piece_length(text + at, length - at)) > 0; at += n) {
            if (at > 0)
                found[used++] = '|';
            memcpy(found + used, text + at, n);
            used += n;
        }
        found[used] = '\0';
        assert_string_equal(found, cases[i]);
    }
}

static void bytes_come_first_in_the_order_of_gpt2(void **state)
{
    (void)state;
    struct error err = {0};
    struct bpe *b = bpe_from_merges(NULL, 0, &err);
    assert_int_equal(bpe_size(b), 256);
    assert_true(is_token(b, 0, "!"));
    assert_true(is_token(b, 64, "a"));
    assert_true(is_token(b, 93, "~"));
    assert_true(is_token(b, 94, "\xA1"));
    assert_true(is_token(b, 106, "\xAE"));
    assert_true(is_token(b, 187, "\xFF"));
    assert_true(is_token(b, 198, "\n"));
    assert_true(is_token(b, 220, " "));
    assert_true(is_token(b, 255, "\xAD"));
    assert_int_equal(bpe_lookup(b, " ", 1), 220);
    bpe_free(b);
}

/* "aaab aaab ab\n", pieces "aaab", " aaab", " ab", "\n". Pairs: aa 4 (2 in each aaab), ab 3,
 * " a" 2. First aa -> X: Xab 1, " Xab" 1, " ab". Now Xa 2, ab 3, " X" 1, " a" 1: then ab -> Y:
 * XY 2, " X" 1, " Y" 1: then XY -> Z. Nothing else occurs twice. */
static void merges_are_learned_by_count(void **state)
{
    (void)state;
    struct bpe *b = train("aaab aaab ab\n", 1000);
    assert_int_equal(bpe_size(b), 259);
    assert_true(is_token(b, 256, "aa"));
    assert_true(is_token(b, 257, "ab"));
    assert_true(is_token(b, 258, "aaab"));
    int32_t ids[16];
    assert_int_equal(encode(b, "aaab aab", 8, ids), 4);
    assert_int_equal(ids[0], 258);
    assert_int_equal(ids[1], 220);
    assert_int_equal(ids[2], 256); /* the earlier merge wins over "ab" */
    assert_int_equal(ids[3], 65);
    bpe_free(b);
    b = train("aaab aaab ab\n", 257);
    assert_int_equal(bpe_size(b), 257);
    bpe_free(b);
}

static void empty_text_is_an_error(void **state)
{
    (void)state;
    struct error err = {0};
    struct reader *r = reader_open(put_text("train.txt", ""), &err);
    assert_null(bpe_train(r, 300, &err));
    assert_message(err, "train.txt: empty");
    reader_close(r);
    r = reader_open(put_text("train.txt", "a\nb\xFF\n"), &err);
    assert_null(bpe_train(r, 300, &err));
    assert_message(err, "line 2");
    reader_close(r);
}

static void broken_merges_are_refused(void **state)
{
    (void)state;
    struct error err = {0};
    assert_null(bpe_from_merges((const int32_t[][2]){{64, 65}, {64, 257}}, 2, &err));
    assert_message(err, "merge 1");
    assert_null(bpe_from_merges((const int32_t[][2]){{-1, 65}}, 1, &err));
    assert_message(err, "merge 0");
    assert_null(bpe_from_merges((const int32_t[][2]){{64, 65}, {64, 65}}, 2, &err));
    assert_message(err, "merge 1 makes a token that is there already");
    assert_null(bpe_from_merges((const int32_t[][2]){{64, 65}, {65, 64}, {256, 64}, {64, 257}}, 4, &err));
    assert_message(err, "merge 3 makes a token that is there already"); /* aba twice */
    int32_t doubling[40][2] = {{64, 64}};                               /* would need 2^40 bytes */
    for (int i = 1; i < 40; i++)
        doubling[i][0] = doubling[i][1] = 255 + i;
    assert_null(bpe_from_merges((const int32_t(*)[2])doubling, 40, &err));
    assert_message(err, "too long");
}

/* GPT-2's loop: take the pair with the lowest rank, join all of its occurrences, again. */
static size_t encode_naively(const struct bpe *b, const char *piece, size_t length, int32_t *ids)
{
    size_t count = length;
    for (size_t i = 0; i < length; i++)
        ids[i] = bpe_lookup(b, piece + i, 1);
    for (;;) {
        int32_t best = bpe_size(b);
        for (size_t i = 0; i + 1 < count; i++) {
            for (int32_t m = 0, pair[2]; m < best - 256; m++) {
                bpe_merge(b, m, pair);
                if (pair[0] == ids[i] && pair[1] == ids[i + 1])
                    best = 256 + m;
            }
        }
        if (best == bpe_size(b))
            return count;
        int32_t pair[2];
        bpe_merge(b, best - 256, pair);
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            bool join = i + 1 < count && ids[i] == pair[0] && ids[i + 1] == pair[1];
            ids[kept++] = join ? best : ids[i];
            i += join;
        }
        count = kept;
    }
}

static void encoding_agrees_with_the_naive_one(void **state)
{
    (void)state;
    char *text = varied_text(3000);
    struct bpe *b = train(text, 256 + 150);
    assert_true(bpe_size(b) > 300);
    int32_t ids[200], expected[200];
    struct random r = random_at(1, RANDOM_TEST, 1);
    for (int round = 0; round < 1000; round++) {
        char piece[200];
        size_t length = random_below(&r, round % 10 ? 30 : 200);
        for (size_t i = 0; i < length; i++)
            piece[i] = "aabcnthelog \xE4\xB8\xAD"[random_below(&r, 15)];
        size_t count = bpe_encode_piece(b, piece, length, ids);
        assert_int_equal(count, encode_naively(b, piece, length, expected));
        assert_memory_equal(ids, expected, count * sizeof(*ids));
    }
    bpe_free(b);
    mem_free(text);
}

/* Learns by counting everything anew before each merge; keeps pieces apart by their borders. */
static void training_agrees_with_the_naive_one(void **state)
{
    (void)state;
    char *text = varied_text(700);
    struct bpe *b = train(text, 256 + 60), *bytes = train("ab\n", 257);
    /* The reader drops nothing here but a final line end; every line got one in training. */
    size_t length = strlen(text), count = 0;
    if (text[length - 1] != '\n')
        text[length++] = '\n';
    int32_t *ids = mem_new(2 * length, sizeof(*ids), "test"); /* -1 between pieces */
    for (size_t line = 0, end; line < length; line = end) {
        end = (size_t)((char *)memchr(text + line, '\n', length - line) - text) + 1;
        for (size_t at = line, n; at < end; at += n, ids[count++] = -1) {
            n = bpe_piece_length(text + at, end - at);
            for (size_t i = 0; i < n; i++)
                ids[count++] = bpe_lookup(bytes, text + at + i, 1);
        }
    }
    for (int32_t merge = 0; merge < bpe_size(b) - 256; merge++) {
        static long counts[320][320];
        memset(counts, 0, sizeof(counts));
        int32_t best[2] = {0, 0}, learned[2];
        for (size_t i = 0; i + 1 < count; i++)
            if (ids[i] >= 0 && ids[i + 1] >= 0)
                counts[ids[i]][ids[i + 1]]++;
        bpe_merge(b, merge, learned);
        for (int32_t left = 0; left < 256 + merge; left++) {
            for (int32_t right = 0; right < 256 + merge; right++) {
                if (counts[left][right] <= counts[best[0]][best[1]])
                    continue;
                char joined[256];
                size_t n, m;
                const char *token = bpe_token(b, left, &n);
                memcpy(joined, token, n);
                token = bpe_token(b, right, &m);
                memcpy(joined + n, token, m);
                int known = bpe_lookup(b, joined, n + m);
                if (known < 0 || known >= 256 + merge)
                    best[0] = left, best[1] = right;
            }
        }
        assert_memory_equal(learned, best, sizeof(best));
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            bool join = i + 1 < count && ids[i] == best[0] && ids[i + 1] == best[1];
            ids[kept++] = join ? 256 + merge : ids[i];
            i += join;
        }
        count = kept;
    }
    mem_free(ids);
    mem_free(text);
    bpe_free(b);
    bpe_free(bytes);
}

static void check_round_trip(const struct bpe *b, const char *text, size_t length)
{
    int32_t *ids = mem_new(length + 1, sizeof(*ids), "test");
    char *exact = mem_string_n(text, length);
    size_t count = encode(b, exact, length, ids), at = 0, n;
    assert_true(count <= length);
    for (size_t i = 0; i < count; i++) {
        assert_true(ids[i] >= 0 && ids[i] < bpe_size(b));
        const char *token = bpe_token(b, ids[i], &n);
        assert_true(at + n <= length);
        assert_memory_equal(token, text + at, n);
        at += n;
    }
    assert_int_equal(at, length);
    mem_free(ids);
    mem_free(exact);
}

static void any_bytes_survive(void **state)
{
    (void)state;
    char *text = varied_text(3000), bytes[300];
    struct bpe *b = train(text, 600);
    check_round_trip(b, "", 0);
    check_round_trip(b, text, strlen(text));
    for (int byte = 0; byte < 256; byte++) {
        bytes[0] = (char)byte;
        check_round_trip(b, bytes, 1);
    }
    struct random r = random_at(2, RANDOM_TEST, 2);
    for (int round = 0; round < 5000; round++) {
        size_t length = random_below(&r, sizeof(bytes));
        for (size_t i = 0; i < length; i++) {
            /* All bytes; mostly text; mostly broken UTF-8. */
            const char *source = round % 3 == 1 ? text + random_below(&r, 5000) : "\xF0\x9F\x98\xE4\xB8 a\n'";
            bytes[i] = round % 3 == 0 ? (char)random_below(&r, 256) : source[random_below(&r, 9)];
        }
        check_round_trip(b, bytes, length);
    }
    bpe_free(b);
    mem_free(text);
}

/* One piece of a megabyte must not take quadratic time. */
static void a_very_long_piece_is_encoded(void **state)
{
    (void)state;
    char *text = varied_text(3000);
    struct bpe *b = train(text, 600);
    size_t length = 1 << 20;
    char *piece = mem_new(length, 1, "test");
    memset(piece, 'a', length);
    check_round_trip(b, piece, length);
    for (size_t i = 0; i < length; i++)
        piece[i] = "banacthelog"[i * i % 11];
    check_round_trip(b, piece, length);
    memset(piece, 0xFF, length);
    check_round_trip(b, piece, length);
    mem_free(piece);
    bpe_free(b);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_cut_as_gpt2_does),        cmocka_unit_test(bytes_come_first_in_the_order_of_gpt2),
        cmocka_unit_test(merges_are_learned_by_count),        cmocka_unit_test(empty_text_is_an_error),
        cmocka_unit_test(broken_merges_are_refused),          cmocka_unit_test(encoding_agrees_with_the_naive_one),
        cmocka_unit_test(training_agrees_with_the_naive_one), cmocka_unit_test(any_bytes_survive),
        cmocka_unit_test(a_very_long_piece_is_encoded),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
