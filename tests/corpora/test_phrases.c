/* phrases: scores worked out by hand, every pair against a plain count, joining, bounded memory. */
#include "tests/text/scratch.h"

#include <math.h>

#include "base/random.h"
#include "corpora/phrases.h"

static struct phrase_settings plain(double threshold, uint64_t min_count)
{
    return (struct phrase_settings){PHRASE_MIKOLOV, threshold, min_count, "", 1 << 20};
}

/* What is left of `text` after `passes`; *list (NULL allowed) holds the last one's lines. */
static char *phrases_of(const char *text, const struct phrase_settings *settings, int passes, bool paragraphs,
                        size_t memory, char **list)
{
    struct error err = {0};
    struct phrase_text t;
    char *paths[] = {(char *)put_text("text.txt", text), NULL};
    assert_true(phrase_text_read(&t, paths, paragraphs, memory, scratch("spill"), &err));
    assert_int_equal(t.file >= 0, t.length * sizeof(uint32_t) > memory);
    struct output *out = output_open(scratch("out.txt"), &err), *lines = output_open(scratch("list.txt"), &err);
    for (int pass = 1; pass <= passes; pass++) {
        struct phrase_list found;
        assert_true(phrases_find(&found, &t, settings, &err));
        assert_true(phrases_join(&found, &t, &err));
        if (pass == passes)
            phrases_write(&found, &t, lines);
        phrases_release(&found);
    }
    assert_true(phrase_text_write(&t, out, &err));
    assert_true(output_commit(out, &err));
    assert_true(output_commit(lines, &err));
    phrase_text_release(&t);
    size_t size;
    if (list)
        *list = file_read(scratch("list.txt"), SIZE_MAX, &size, &err);
    char *joined = file_read(scratch("out.txt"), SIZE_MAX, &size, &err);
    assert_non_null(joined);
    return joined;
}

static void check(const char *text, const struct phrase_settings *settings, int passes, const char *joined,
                  const char *list)
{
    char *found_list, *found = phrases_of(text, settings, passes, false, 1 << 20, &found_list);
    assert_string_equal(found, joined);
    assert_string_equal(found_list, list);
    mem_free(found);
    mem_free(found_list);
}

static void scores_are_those_of_the_papers(void **state)
{
    (void)state;
    /* 3 pairs of words that occur 4 times each among 12: (3 - 1) / 16 * 12; ln((3/12) / (4/12)^2) / ln 4. */
    assert_true(fabs(phrase_score(PHRASE_MIKOLOV, 3, 4, 4, 1, 12) - 1.5) < 1e-14);
    assert_true(fabs(phrase_score(PHRASE_MIKOLOV, 3, 4, 4, 5, 12) - -1.5) < 1e-14);
    assert_true(fabs(phrase_score(PHRASE_NPMI, 3, 4, 4, 1, 12) - log(2.25) / log(4)) < 1e-14);
    assert_true(fabs(phrase_score(PHRASE_NPMI, 2, 2, 2, 1, 12) - 1) < 1e-14); /* never apart */
    assert_true(fabs(phrase_score(PHRASE_NPMI, 1, 3, 4, 1, 12) - 0) < 1e-14); /* independent */
    assert_true(phrase_score(PHRASE_NPMI, 1, 4, 4, 1, 12) < 0);
}

static const char towns[] = "New York, new York\nnew york city\n\nold york\na new day\n";

static void pairs_above_the_threshold_are_joined(void **state)
{
    (void)state;
    struct phrase_settings s = plain(1.4, 1);
    const char *joined = "new_york new_york\nnew_york city\n\nold york\na new day\n";
    check(towns, &s, 1, joined, "new_york\t1.5\t3\t4\t4\t3\n");
    s.threshold = 1.5; /* a higher score is asked for */
    check(towns, &s, 1, "new york new york\nnew york city\n\nold york\na new day\n", "");
    s = plain(0.7, 2); /* (3 - 2) / 16 * 12 */
    check(towns, &s, 1, joined, "new_york\t0.75\t3\t4\t4\t3\n");
    s = (struct phrase_settings){PHRASE_NPMI, 0.5, 2, "", 1 << 20};
    check(towns, &s, 1, joined, "new_york\t0.5849625007\t3\t4\t4\t3\n");
    s.min_count = 4;
    check(towns, &s, 1, "new york new york\nnew york city\n\nold york\na new day\n", "");
}

static void the_left_pair_wins(void **state)
{
    (void)state;
    struct phrase_settings s = plain(0.1, 1);
    /* x x 5 times, with overlaps: (5 - 1) / 49 * 9 */
    check("x x x x\nx x x\ny z\n", &s, 1, "x_x x_x\nx_x x\ny z\n", "x_x\t0.7346938776\t5\t7\t7\t3\n");
    check("a b c\na b c\nb c\n", &s, 1, "a_b c\na_b c\nb_c\n",
          "b_c\t1.777777778\t3\t3\t3\t1\na_b\t1.333333333\t2\t2\t3\t2\n");
}

static void later_passes_make_longer_phrases(void **state)
{
    (void)state;
    struct phrase_settings s = plain(0.9, 1);
    const char *text = "a b c d\na b c d\na b e\n";
    check(text, &s, 1, "a_b c_d\na_b c_d\na_b e\n",
          "c_d\t2.75\t2\t2\t2\t2\na_b\t2.444444444\t3\t3\t3\t3\nb_c\t1.833333333\t2\t3\t2\t0\n");
    check(text, &s, 2, "a_b_c_d\na_b_c_d\na_b e\n", "a_b_c_d\t1\t2\t3\t2\t2\n"); /* (2 - 1) / 6 * 6 */
}

static void connectors_stand_within_phrases(void **state)
{
    (void)state;
    struct phrase_settings s = plain(1, 1);
    s.connectors = "of the, AND";
    /* 19 words, bank 3 times, america 2: (2 - 1) / 6 * 19 */
    check("the bank of america and\nof the bank of america the\nbank of the rome\nthe of and\nand\n", &s, 1,
          "the bank_of_america and\nof the bank_of_america the\nbank of the rome\nthe of and\nand\n",
          "bank_of_america\t3.166666667\t2\t3\t2\t2\n");
    /* A line of nothing but connectors behind a word comes through whole. */
    char line[2100] = "bank";
    for (int i = 0; i < 500; i++)
        strcat(line, " of");
    strcat(line, " america");
    char *text = mem_format("%s\n%s\n", line, line);
    check(text, &s, 1, text, "");
    mem_free(text);
}

static void sentences_are_lines_or_paragraphs(void **state)
{
    (void)state;
    struct phrase_settings s = plain(1, 1);
    const char *text = "go new\nyork go\n...\n\n\nnew\nyork\n";
    check(text, &s, 1, "go new\nyork go\n\n\nnew\nyork\n", "");
    char *joined = phrases_of(text, &s, 1, true, 1 << 20, NULL);
    assert_string_equal(joined, "go new_york go\n\n\nnew_york\n");
    mem_free(joined);
}

static void phrases_that_would_be_cut_are_left_out(void **state)
{
    (void)state;
    struct phrase_settings s = plain(0.9, 1);
    char a[128 + 1], b[128 + 1];
    memset(a, 'a', 128), a[128] = '\0';
    memset(b, 'b', 128), b[128] = '\0';
    char *text = mem_format("%s %s\n%s %s\n", a, b, a, b), *shorter = mem_format("%s %s\n%s %s\n", a, b + 2, a, b + 2);
    char *joined = phrases_of(text, &s, 1, false, 1 << 20, NULL);
    assert_string_equal(joined, text);
    mem_free(joined);
    joined = phrases_of(shorter, &s, 1, false, 1 << 20, NULL); /* WORD_LIMIT bytes */
    assert_int_equal(strcspn(joined, "\n"), 255);
    assert_int_equal(joined[128], '_');
    char *again = phrases_of(joined, &s, 1, false, 1 << 20, NULL); /* and read back as one word */
    assert_string_equal(again, joined);
    mem_free(again);
    mem_free(joined);
    mem_free(text);
    mem_free(shorter);
}

/* ---- a random text ---- */

enum { KINDS = 120, LENGTH = 30000 };

struct plain_count {
    long pairs[KINDS][KINDS], words[KINDS], total;
};

static char *random_text(struct plain_count *c)
{
    memset(c, 0, sizeof(*c));
    struct random r = random_at(1, RANDOM_TEST, 0);
    char *text = mem_new(8 * LENGTH, 1, "text"), *to = text;
    int last = -1;
    for (int i = 0; i < LENGTH; i++) {
        int word = (int)(random_below(&r, KINDS) * random_below(&r, KINDS) / KINDS);
        bool end = random_below(&r, 12) == 0;
        to += sprintf(to, "w%d%c", word, end ? '\n' : ' ');
        c->words[word]++;
        c->total++;
        if (last >= 0)
            c->pairs[last][word]++;
        last = end ? -1 : word;
    }
    return text;
}

static void every_pair_is_counted(void **state)
{
    (void)state;
    static struct plain_count c;
    char *text = random_text(&c), *list;
    struct phrase_settings s = plain(1.3, 3);
    long expected = 0, found = 0;
    for (int a = 0; a < KINDS; a++)
        for (int b = 0; b < KINDS; b++)
            expected += c.pairs[a][b] >= 3 &&
                        ((double)c.pairs[a][b] - 3) / ((double)c.words[a] * (double)c.words[b]) * (double)c.total > 1.3;
    assert_true(expected > 50);
    char *joined = phrases_of(text, &s, 1, false, 1 << 20, &list);
    for (char *line = list; *line; line = strchr(line, '\n') + 1, found++) {
        int a, b, times;
        long pair, first, second;
        double score;
        assert_int_equal(sscanf(line, "w%d_w%d %lf %ld %ld %ld %d", &a, &b, &score, &pair, &first, &second, &times), 7);
        assert_int_equal(pair, c.pairs[a][b]);
        assert_int_equal(first, c.words[a]);
        assert_int_equal(second, c.words[b]);
        assert_true(times <= pair && score > 1.3);
    }
    assert_int_equal(found, expected);
    mem_free(joined);
    mem_free(list);
    mem_free(text);
}

static void little_memory_changes_nothing(void **state)
{
    (void)state;
    static struct plain_count c;
    char *text = random_text(&c), *list, *small_list;
    struct phrase_settings s = {PHRASE_NPMI, 0.05, 2, "w0 w1", (size_t)1 << 30};
    char *joined = phrases_of(text, &s, 3, false, (size_t)1 << 30, &list);
    s.memory = 0; /* some thousand pairs at a time */
    char *small = phrases_of(text, &s, 3, false, 1000, &small_list);
    assert_true(strlen(list) > 1000);
    assert_string_equal(small, joined);
    assert_string_equal(small_list, list);
    mem_free(joined);
    mem_free(small);
    mem_free(list);
    mem_free(small_list);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_the_papers),
        cmocka_unit_test(pairs_above_the_threshold_are_joined),
        cmocka_unit_test(the_left_pair_wins),
        cmocka_unit_test(later_passes_make_longer_phrases),
        cmocka_unit_test(connectors_stand_within_phrases),
        cmocka_unit_test(sentences_are_lines_or_paragraphs),
        cmocka_unit_test(phrases_that_would_be_cut_are_left_out),
        cmocka_unit_test(every_pair_is_counted),
        cmocka_unit_test(little_memory_changes_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
