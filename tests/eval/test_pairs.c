/* pairs: every layout of scored pairs, and what is refused with file and line. */
#include "tests/eval/folder.h"

#include "eval/pairs.h"
#include "eval/questions.h"

static struct pairs *read_good(const char *name)
{
    struct error err = {""};
    struct pairs *p = pairs_read(benchmark_find(name), data, &err);
    if (!p)
        fail_msg("%s", err.message);
    return p;
}

static void assert_pair(const struct pairs *p, long i, const char *first, const char *second, double gold)
{
    assert_string_equal(vocab_word(p->texts, p->items[i].first), first);
    assert_string_equal(vocab_word(p->texts, p->items[i].second), second);
    assert_true(p->items[i].gold == gold);
}

/* Reading must fail, with a message that holds `part`. */
static void refused(const char *name, const char *part)
{
    struct error err = {""};
    assert_null(pairs_read(benchmark_find(name), data, &err));
    assert_message(&err, part);
}

static void word_pairs_with_crlf_a_double_and_no_last_newline(void **state)
{
    (void)state;
    put("words/EN-WS-353-ALL.txt",
        "money\tcash\t9.15\r\ntiger\ttiger\t10.00\r\nmoney\tcash\t9.08\r\nJerusalem\tIsrael\t8.46");
    struct pairs *p = read_good("ws353");
    assert_int_equal(p->count, 4);
    assert_int_equal(vocab_size(p->texts), 5);
    assert_pair(p, 0, "money", "cash", 9.15);
    assert_pair(p, 1, "tiger", "tiger", 10);
    assert_pair(p, 2, "money", "cash", 9.08);
    assert_pair(p, 3, "Jerusalem", "Israel", 8.46);
    pairs_free(p);
}

static void broken_lines_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"a\tb\t1\nc\td\n", "EN-SIMLEX-999.txt: line 2: expected 3 columns separated by TAB, found 2"},
        {"a\tb\t1\nc d 2\n", "line 2: expected 3 columns separated by TAB, found 1"},
        {"a\tb\t1\tx\n", "line 1: expected 3 columns separated by TAB, found 4"},
        {"a\tb\t1\n\nc\td\t2\n", "line 2: expected 3 columns"},
        {"a\tb\t\n", "line 1: expected a score from 0 to 10"},
        {"a\tb\tmany\n", "line 1: expected a score from 0 to 10, found \"many\""},
        {"a\tb\tnan\n", "line 1: expected a score"},
        {"a\tb\tinf\n", "line 1: expected a score"},
        {"a\tb\t0x5\n", "line 1: expected a score"},
        {"a\tb\t1.5x\n", "line 1: expected a score"},
        {"a\tb\t1,5\n", "line 1: expected a score"},
        {"a\tb\t10.5\n", "line 1: the score 10.5 is off the scale of SimLex-999, 0 to 10"},
        {"a\tb\t-1\n", "line 1: the score -1 is off the scale"},
        {"a\tb\t1e999\n", "off the scale"},
        {"\tb\t1\n", "line 1: expected a text in both columns"},
        {"a\t \t1\n", "line 1: expected a text in both columns"},
        {"", "holds no scored pair"},
        {"a\tb\t\xff\n", "line 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put("words/EN-SIMLEX-999.txt", cases[i].text);
        refused("simlex999", cases[i].message);
    }
}

static void a_number_longer_than_any_is_refused(void **state)
{
    (void)state;
    char text[400] = "a\tb\t";
    memset(text + 4, '1', 300);
    put("words/EN-SIMLEX-999.txt", text);
    refused("simlex999", "line 1: expected a score");
}

static void sts_benchmark_has_quotes_and_further_columns(void **state)
{
    (void)state;
    put("sentences/stsbenchmark/sts-test.csv", "genre\tfile\t2012\t0001\t2.500\tHe said \"no.\tShe said \"yes\".\n"
                                               "genre\tfile\t2012\t0002\t0.000\tA dog.\tA cat.\tlicence\taddress\n");
    struct pairs *p = read_good("stsb-test");
    assert_int_equal(p->count, 2);
    assert_pair(p, 0, "He said \"no.", "She said \"yes\".", 2.5);
    assert_pair(p, 1, "A dog.", "A cat.", 0);
    pairs_free(p);
    put("sentences/stsbenchmark/sts-test.csv", "genre\tfile\t2012\t0001\t2.500\tOnly one\n");
    refused("stsb-test", "line 1: expected 7 to 9 columns separated by TAB, found 6");
}

static void sick_has_a_header(void **state)
{
    (void)state;
    put("sentences/sick/SICK_test_annotated.txt",
        "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\r\n"
        "6\tNo boy plays\tKids play\t3.3\tNEUTRAL\r\n");
    struct pairs *p = read_good("sick-r");
    assert_int_equal(p->count, 1);
    assert_pair(p, 0, "No boy plays", "Kids play", 3.3);
    pairs_free(p);
    put("sentences/sick/SICK_test_annotated.txt", "6\tNo boy plays\tKids play\t3.3\tNEUTRAL\n");
    refused("sick-r", "line 1: expected the names of the columns");
    put("sentences/sick/SICK_test_annotated.txt",
        "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n6\ta\tb\t0.5\tNEUTRAL\n");
    refused("sick-r", "line 2: the score 0.5 is off the scale");
}

static void csv_with_quotes(void **state)
{
    (void)state;
    struct error err = {""};
    put("zh/stsb-zh-test.csv", "\xEF\xBB\xBF\"One, \"\"two\"\"\",plain,2.5\r\n\"\"\"all\"\"\",b \"c\",5.\r\n");
    struct pairs *p = pairs_read(benchmark_find("zh-stsb-test"), data, &err);
    if (!p)
        fail_msg("%s", err.message);
    assert_int_equal(p->count, 2);
    assert_pair(p, 0, "One, \"two\"", "plain", 2.5);
    assert_pair(p, 1, "\"all\"", "b \"c\"", 5);
    pairs_free(p);
    put("zh/stsb-zh-test.csv", "a,b,1\na,\"b,2\n");
    refused("zh-stsb-test", "line 2: expected a \" that closes");
    put("zh/stsb-zh-test.csv", "a,b,c,1\n");
    refused("zh-stsb-test", "line 1: expected 3 columns separated by commas, found 4");
    put("zh/stsb-zh-test.csv", "a,,1\n");
    refused("zh-stsb-test", "line 1: expected a text in both columns");
    put("words/semeval17.csv", "0,a,b,1\n");
    refused("semeval17", "line 1: expected the names of the columns");
}

static void words_between_blanks_and_with_tags(void **state)
{
    (void)state;
    struct error err = {""};
    put("words/MEN/MEN_dataset_lemma_form.dev", "berry-n  seed-n 37.000000\nrun-v x-ray-n 1\n");
    struct pairs *p = pairs_read(benchmark_find("men-dev"), data, &err);
    assert_non_null(p);
    assert_pair(p, 0, "berry", "seed", 37);
    assert_pair(p, 1, "run", "x-ray", 1);
    pairs_free(p);
    put("words/MEN/MEN_dataset_lemma_form.dev", "berry-n seed-n\n");
    refused("men-dev", "line 1: expected 3 columns separated by spaces, found 2");
    put("words/rel122-norms.txt", "3.5 underwear -- lingerie\n");
    p = pairs_read(benchmark_find("rel122"), data, &err);
    assert_non_null(p);
    assert_pair(p, 0, "underwear", "lingerie", 3.5);
    pairs_free(p);
}

static void parts_named_in_a_column(void **state)
{
    (void)state;
    struct error err = {""};
    static const char head[] = "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD\n";
    char text[400];
    snprintf(text, sizeof text, "%sold\tnew\tA\t1.58\t1\t1\t1\t1\t1\t1\ncup\tmug\tN\t9\t1\t1\t1\t1\t1\t1\n", head);
    put("words/SimLex-999/SimLex-999.txt", text);
    struct pairs *p = pairs_read(benchmark_find("simlex999-pos"), data, &err);
    if (!p)
        fail_msg("%s", err.message);
    assert_int_equal(p->count, 2);
    assert_pair(p, 1, "cup", "mug", 9);
    assert_int_equal(p->items[0].part, 0);
    assert_int_equal(p->items[1].part, 1);
    pairs_free(p);
    snprintf(text, sizeof text, "%sold\tnew\tX\t1.58\t1\t1\t1\t1\t1\t1\n", head);
    put("words/SimLex-999/SimLex-999.txt", text);
    refused("simlex999-pos", "line 2: expected the name of a part");
}

static void analogies_in_a_table(void **state)
{
    (void)state;
    struct error err = {""};
    put("q.csv", ",type,word1,word2,word3,target\n0,JJ,good,better,rough,rougher\n1,JJ,old , older,new  ,newer\n"
                 "2,NN,solar system,sun,atom,nucleus\n");
    char *path = path_join(data, "q.csv");
    struct questions *q = questions_read(path, &err);
    if (!q)
        fail_msg("%s", err.message);
    assert_int_equal(q->count, 3);
    assert_int_equal(q->relation_count, 2);
    assert_string_equal(q->relations[1].name, "NN");
    assert_null(q->relations[1].kind);
    assert_string_equal(vocab_word(q->words, q->items[1].word[1]), "older");
    assert_string_equal(vocab_word(q->words, q->items[2].word[0]), "solar system");
    assert_int_equal(q->items[2].relation, 1);
    questions_free(q);
    put("q.csv", ",type,word1,word2,word3,target\n0,JJ,good,better, ,rougher\n");
    assert_null(questions_read(path, &err));
    assert_message(&err, "line 2: expected four words");
    put("q.csv", ",type,word1,word2,word3,target\n");
    assert_null(questions_read(path, &err));
    assert_message(&err, "holds no question");
    mem_free(path);
}

static void put_part(const char *part, const char *input, const char *gold)
{
    char name[200];
    snprintf(name, sizeof name, "sentences/senteval-STS/STS13-en-test/STS.input.%s.txt", part);
    put(name, input);
    snprintf(name, sizeof name, "sentences/senteval-STS/STS13-en-test/STS.gs.%s.txt", part);
    put(name, gold);
}

static void senteval_leaves_out_pairs_without_gold(void **state)
{
    (void)state;
    put_part("FNWN", "a\tb\nc\td\ne\tf\n", "1.5\n\n3\n");
    put_part("headlines", "g\th\n", "\n");
    put_part("OnWN", "i\tj\na\tb\n", "0\n5.000");
    struct pairs *p = read_good("sts13");
    assert_int_equal(p->count, 4);
    assert_pair(p, 0, "a", "b", 1.5);
    assert_pair(p, 1, "e", "f", 3);
    assert_pair(p, 2, "i", "j", 0);
    assert_pair(p, 3, "a", "b", 5);
    assert_int_equal(p->items[1].part, 0);
    assert_int_equal(p->items[3].part, 2);
    pairs_free(p);
}

static void senteval_files_must_be_of_one_length(void **state)
{
    (void)state;
    put_part("headlines", "g\th\n", "1\n");
    put_part("OnWN", "i\tj\n", "1\n");
    put_part("FNWN", "a\tb\nc\td\n", "1\n");
    refused("sts13", "STS.gs.FNWN.txt ends after 1 lines, but");
    put_part("FNWN", "a\tb\n", "1\n2\n");
    refused("sts13", "STS.input.FNWN.txt ends after 1 lines, but");
    put_part("FNWN", "a\tb\n", "7\n");
    refused("sts13", "STS.gs.FNWN.txt: line 1: the score 7 is off the scale");
    put_part("FNWN", "only one\n", "1\n");
    refused("sts13", "STS.input.FNWN.txt: line 1: expected 2 columns");
}

static void an_absent_file_is_found(void **state)
{
    (void)state;
    put_part("FNWN", "a\tb\n", "1\n");
    put_part("headlines", "a\tb\n", "1\n");
    put_part("OnWN", "a\tb\n", "1\n");
    assert_null(benchmark_absent_file(benchmark_find("sts13"), data, 0));
    char *gold = benchmark_gold_path(benchmark_find("sts13"), data, 1);
    assert_int_equal(remove(gold), 0);
    char *absent = benchmark_absent_file(benchmark_find("sts13"), data, 0);
    assert_string_equal(absent, gold);
    mem_free(absent);
    mem_free(gold);
}

/* The table: names are unique, every row is whole. */
static void the_table_is_sound(void **state)
{
    (void)state;
    for (int i = 0; benchmark_at(i); i++) {
        const struct benchmark *b = benchmark_at(i);
        assert_ptr_equal(benchmark_find(b->name), b);
        assert_non_null(b->task);
        assert_true(b->title && b->citation && b->address && b->licence);
        if (b->columns)
            assert_true(b->path && b->high > b->low);
        assert_true(b->path || !(b->gold || b->files || b->parts));
        if (b->parts && b->columns)
            assert_true((strstr(b->path, "{}") != NULL) != (b->columns->part > 0));
    }
    assert_null(benchmark_find("nothing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(word_pairs_with_crlf_a_double_and_no_last_newline),
        cmocka_unit_test(broken_lines_are_named),
        cmocka_unit_test(a_number_longer_than_any_is_refused),
        cmocka_unit_test(sts_benchmark_has_quotes_and_further_columns),
        cmocka_unit_test(sick_has_a_header),
        cmocka_unit_test(csv_with_quotes),
        cmocka_unit_test(words_between_blanks_and_with_tags),
        cmocka_unit_test(parts_named_in_a_column),
        cmocka_unit_test(analogies_in_a_table),
        cmocka_unit_test(senteval_leaves_out_pairs_without_gold),
        cmocka_unit_test(senteval_files_must_be_of_one_length),
        cmocka_unit_test(an_absent_file_is_found),
        cmocka_unit_test(the_table_is_sound),
    };
    return cmocka_run_group_tests_name("pairs", tests, folder_setup, folder_teardown);
}
