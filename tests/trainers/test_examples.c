/* The input of the contrastive trainer: files of every form to rows of tokens, and rows to batches. */
#include "tests/model/scratch.h"

#include <math.h>
#include <zlib.h>

#include "base/random.h"
#include "trainers/contrastive/input.h"

static struct scratch files;

static int set_up(void **state)
{
    (void)state;
    files = scratch_new();
    return chdir(files.folder);
}

static int tear_down(void **state)
{
    (void)state;
    scratch_remove(&files);
    return 0;
}

static void put(const char *name, const char *text)
{
    scratch_write(&files, name, text, strlen(text));
}

/* ---- reading ---- */

static struct tokenizer *tokenizer;

static struct input_encoding encoding(bool keep_unknown)
{
    return (struct input_encoding){.tokenizer = tokenizer, .longest = 5, .keep_unknown = keep_unknown};
}

static bool read_examples(struct examples *e, const struct input_settings *given, struct error *err)
{
    struct input_settings s = *given;
    *e = (struct examples){0};
    s.min_words = s.min_words ? s.min_words : 1;
    s.classes = s.classes ? s.classes : (char *)"entailment,neutral,contradiction";
    s.score_range = s.score_range ? s.score_range : (char *)"0:5";
    err->message[0] = '\0';
    tokenizer_free(tokenizer);
    tokenizer = NULL;
    struct input_rows *r = input_rows_read(&s, err);
    bool good = r && (tokenizer = input_tokenizer(r, "word:100", 1, err));
    struct input_encoding how = encoding(false);
    good = good && input_examples(e, r, &how, 1, err);
    input_rows_free(r);
    return good;
}

/* The rows, texts separated by '|', rows by '/'; with class or score before them. */
static char *rows_text(const struct examples *e)
{
    static char all[4096];
    char *end = all;
    for (uint32_t i = 0; i < e->count; i++) {
        end += sprintf(end, "%s", i > 0 ? "/" : "");
        if (e->labels)
            end += sprintf(end, "%s: ", e->label_names[e->labels[i]]);
        if (e->scores)
            end += sprintf(end, "%g: ", e->scores[i]);
        for (uint32_t j = e->row_starts[i]; j < e->row_starts[i + 1]; j++) {
            const size_t *start = e->starts + e->texts[j];
            char *text = tokenizer_decode(tokenizer, e->ids + start[0], start[1] - start[0], &(size_t){0});
            end += sprintf(end, "%s%s", j > e->row_starts[i] ? "|" : "", text);
            mem_free(text);
        }
    }
    return all;
}

static void check(const struct input_settings *s, const char *rows, int columns)
{
    struct examples e;
    struct error err;
    if (!read_examples(&e, s, &err))
        fail_msg("%s", err.message);
    assert_string_equal(rows_text(&e), rows);
    assert_int_equal(e.columns, columns);
    examples_release(&e);
}

static void refuse(const struct input_settings *s, const char *part, const char *other_part)
{
    struct examples e;
    struct error err;
    assert_false(read_examples(&e, s, &err));
    assert_message(&err, part);
    assert_message(&err, other_part);
    examples_release(&e);
}

static double count_of(const struct examples *e, const char *list, const char *name)
{
    const cJSON *object = list ? cJSON_GetObjectItemCaseSensitive(e->record, list) : e->record;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return item ? item->valuedouble : 0;
}

#define FILES(...) (char *[]){__VA_ARGS__, NULL}

static void test_lines(void **state)
{
    (void)state;
    static const char text[] = "one two\tthree\r\n\n  \nfour, five six seven eight nine\none TWO three!\nten\n";
    put("a.txt", text);
    struct input_settings s = {.files = FILES("a.txt"), .min_words = 2};
    check(&s, "one two three/four five six seven eight/one two three", 1);
    struct examples e;
    struct error err;
    assert_true(read_examples(&e, &s, &err));
    assert_int_equal(e.text_count, 2);
    assert_int_equal(e.longest, 5);
    assert_int_equal(count_of(&e, NULL, "cut"), 1);
    assert_int_equal(count_of(&e, NULL, "tokens"), 13);
    assert_int_equal(count_of(&e, "left_out", "an empty line"), 2);
    assert_int_equal(count_of(&e, "left_out", "a sentence without 2 or more known words"), 1);
    assert_int_equal(e.checksum, crc32(0, (const Bytef *)text, strlen(text)));
    examples_release(&e);
    put("b.txt", "two five\nsix\n");
    s.files = FILES("a.txt", "b.txt");
    check(&s, "one two three/four five six seven eight/one two three/two five", 1);
    s.max_rows = 2;
    assert_true(read_examples(&e, &s, &err));
    assert_int_equal(e.count, 2);
    examples_release(&e);
    put("one.txt", "only one sentence\n");
    s.files = FILES("one.txt");
    refuse(&s, "one.txt: 1 rows", "one sentence a line");
    put("none.txt", "\n\n");
    s.files = FILES("none.txt");
    refuse(&s, "none.txt", "");
    s.files = FILES("missing.txt");
    refuse(&s, "missing.txt", "");
}

static void test_tables(void **state)
{
    (void)state;
    put("t.tsv", "5.0\ta b\tc\td\n\n2.5\te\tf \t g\n\tx\ty\tz\n0\tx\t\tz\n");
    check(&(struct input_settings){.files = FILES("t.tsv"), .columns = "2,3"}, "a b|c/e|f/x|y", 2);
    check(&(struct input_settings){.files = FILES("t.tsv"), .columns = "4,2,3"}, "d|a b|c/g|e|f/z|x|y", 3);
    struct input_settings scored = {.files = FILES("t.tsv"), .columns = "2,3", .score = "1"};
    check(&scored, "1: a b|c/0.5: e|f", 2);
    struct examples e;
    struct error err;
    assert_true(read_examples(&e, &scored, &err));
    assert_int_equal(count_of(&e, "left_out", "no score"), 1);
    assert_int_equal(count_of(&e, "left_out", "an empty sentence"), 1);
    assert_int_equal(count_of(&e, "left_out", "an empty line"), 1);
    examples_release(&e);
    scored.score_range = "1:4.5";
    refuse(&scored, "t.tsv: line 1: the score 5 is off the scale of 1 to 4.5", "--score-range");
    scored.score = "4";
    refuse(&scored, "t.tsv: line 1: expected a score", "\"d\"");
    put("t.csv", "id,s 1,s 2,gold\n1,\"a, b\nc\",d,NEUTRAL\n2,e,f,-\n3,g,h,Entailment\n4,i,j,\n");
    struct input_settings labels = {.files = FILES("t.csv"), .columns = "s 1,s 2", .label = "gold"};
    check(&labels, "neutral: a b c|d/entailment: g|h", 2);
    assert_true(read_examples(&e, &labels, &err));
    assert_int_equal(e.classes, 3);
    assert_int_equal(count_of(&e, "left_out", "a label that is none of the classes"), 2);
    examples_release(&e);
    labels.classes = "yes,no";
    refuse(&labels, "--classes yes,no", "\"NEUTRAL\"");
    put("t.jsonl", "{\"q\": \"a b\", \"d\": \"c\"}\n{\"q\": \"d\", \"d\": \"e\"}\n{\"q\": \"d\"}\n");
    refuse(&(struct input_settings){.files = FILES("t.jsonl"), .columns = "q,d"}, "t.jsonl: line 3", "column d");
    refuse(&(struct input_settings){.files = FILES("t.tsv"), .columns = "2,5"}, "t.tsv: line 1", "at least 5 columns");
    put("as.csv", "a\tb, c\nd\te\n");
    check(&(struct input_settings){.files = FILES("as.csv"), .columns = "1,2", .format = "tsv"}, "a|b c/d|e", 2);
}

static void test_parallel(void **state)
{
    (void)state;
    put("s1", "a man\na dog\na cat\n");
    put("s2", "someone\n\nan animal\n");
    put("labels", "neutral\nneutral\nentailment\n");
    check(&(struct input_settings){.files = FILES("s1", "s2"), .parallel = true}, "a man|someone/a cat|an animal", 2);
    struct input_settings s = {.files = FILES("labels", "s1", "s2"), .parallel = true, .label = "1"};
    check(&s, "neutral: a man|someone/entailment: a cat|an animal", 2);
    s.columns = "3,2";
    check(&s, "neutral: someone|a man/entailment: an animal|a cat", 2);
    put("short", "neutral\n");
    s.files = FILES("s1", "short", "s2");
    refuse(&s, "short ends after 1 lines", "same number of lines");
    put("long", "neutral\nneutral\nneutral\nneutral\n");
    s.files = FILES("s1", "long", "s2");
    refuse(&s, "ends after 3 lines, but long goes on", "same number of lines");
}

static void test_triples(void **state)
{
    (void)state;
    put("nli", "p one\te1\tentailment\nq\tx\tneutral\np one\tc1\tcontradiction\nq\ty\tentailment\n"
               "p one\te2\tentailment\np one\tz\tneutral\nr\tc2\tcontradiction\nr\te3\tentailment\n"
               "r\tc3\tcontradiction\n");
    check(&(struct input_settings){.files = FILES("nli"), .columns = "1,2", .label = "3", .nli_triples = true},
          "p one|e1|c1/p one|e2|c1/r|e3|c2/r|e3|c3", 3);
}

static void test_groups(void **state)
{
    (void)state;
    put("g1", "a man\na dog\nbird\n");
    put("g2", "the man\nA dog.\n\n");
    put("g3", "some man\nthe dog\na bird\n");
    struct input_settings s = {.files = FILES("g1", "g2", "g3"), .groups = true};
    check(&s, "a man|the man|some man/a dog|the dog/bird|a bird", 2);
    put("captions", "b.jpg#0\ta man\na.jpg#0\ta dog\nb.jpg#1\tthe man\na.jpg#1\tthe dog\nc.jpg#0\talone\n");
    check(&(struct input_settings){.files = FILES("captions"), .columns = "2", .group_by = "1"},
          "a man|the man/a dog|the dog", 2);
    struct examples e;
    struct error err;
    assert_true(read_examples(&e, &s, &err));
    struct batch_settings settings = {.rows = 3, .views = 2, .first = -1};
    struct example_batch b = example_batch_new(&e, &settings);
    int drawn[8][8] = {{0}};
    for (long step = 0; step < 600; step++) { /* an epoch each */
        example_batch_fill(&b, &e, step);
        for (int i = 0; i < 3; i++) {
            assert_int_not_equal(b.texts[i], b.texts[3 + i]);
            drawn[b.texts[i]][b.texts[3 + i]]++;
        }
    }
    for (uint32_t i = 0; i < 3; i++) /* the first group's three sentences, in all six pairs */
        for (uint32_t j = 0; j < 3; j++)
            assert_in_range(drawn[e.texts[i]][e.texts[j]], i == j ? 0 : 70, i == j ? 0 : 130);
    example_batch_take(&b, &e, 1, 2);
    assert_int_equal(b.packed.sequences, 4);
    assert_int_equal(b.texts[0], e.texts[3]);
    assert_int_equal(b.texts[2], e.texts[4]);
    example_batch_release(&b);
    examples_release(&e);
}

static void test_exclusion(void **state)
{
    (void)state;
    put("pairs.tsv", "a man runs\tsomeone runs\t1\na Dog\tan animal\t2\na cat sits\tit sits\t3\nfish\tswims\t4\n");
    put("sts.csv", "news\t4.5\tA man runs.\tRunning\nnews\t1\ta man , runs\tSwims!\n");
    put("sick.txt", "it\tnothing\n");
    struct input_settings s = {.files = FILES("pairs.tsv"), .columns = "1,2", .score = "3",
                               .exclude = FILES("sts.csv", "sick.txt")};
    check(&s, "0.4: a dog|an animal/0.6: a cat sits|it sits", 2);
    struct examples e;
    struct error err;
    assert_true(read_examples(&e, &s, &err));
    assert_int_equal(count_of(&e, "left_out", "a sentence of --exclude-seen"), 2);
    const cJSON *seen = cJSON_GetObjectItemCaseSensitive(e.record, "seen");
    assert_int_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(seen, 0), "texts")->valueint, 3);
    assert_int_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(seen, 1), "texts")->valueint, 0);
    assert_int_equal(tokenizer_lookup(tokenizer, "man"), -1); /* not in the vocabulary either */
    examples_release(&e);
    s.exclude = FILES("pairs.tsv");
    refuse(&s, "", "pairs.tsv");
    s.exclude = FILES("missing.csv");
    refuse(&s, "missing.csv", "");
}

static void test_dev_sets(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } sets[] = {{"sts-dev.csv", "g\tf\ty\t1\t2.5\ta \"b\tc\tx\ng\tf\ty\t2\t0\td, e\tf\ng\tf\ty\t2\t5\ta\tb\n"},
                {"sick.txt", "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tj\r\n1\ta b\tc\t3\tE\r\n"
                             "2\td e\tf\t1\tN\r\n3\ta\tb\t5\tN\r\n"},
                {"zh.csv", "\"a, b\",c,2.5\n\"d\ne\",f,0\na,b,5\n"},
                {"x.jsonl", "{\"sentence1\": \"a b\", \"sentence2\": \"c\", \"score\": 0.5}\n"
                            "{\"sentence2\": \"f\", \"sentence1\": \"d e\", \"score\": 0.0}\n[\"a\"]\n"}};
    struct examples e;
    struct error err = {""};
    put("words", "a b c d e f\nb\n");
    assert_true(read_examples(&e, &(struct input_settings){.files = FILES("words")}, &err));
    examples_release(&e);
    struct input_encoding how = encoding(false);
    for (int i = 0; i < 3; i++) {
        put(sets[i].name, sets[i].text);
        if (!input_scored(&e, sets[i].name, &how, &err))
            fail_msg("%s", err.message);
        assert_string_equal(rows_text(&e), "0.5: a b|c/0: d e|f/1: a|b");
        examples_release(&e);
    }
    put(sets[3].name, sets[3].text);
    assert_false(input_scored(&e, sets[3].name, &how, &err));
    assert_message(&err, "x.jsonl: line 3");
    examples_release(&e);
    put("bad.tsv", "a\tb\n");
    assert_false(input_scored(&e, "bad.tsv", &how, &err));
    assert_message(&err, "bad.tsv");
    assert_message(&err, "sentence1");
}

/* Unknown words are left out, or stay; what is cut off does not make a text known. */
static void test_unknown_words(void **state)
{
    (void)state;
    struct examples e;
    struct error err = {""};
    put("words", "a b c d e f\nb\n");
    assert_true(read_examples(&e, &(struct input_settings){.files = FILES("words")}, &err));
    examples_release(&e);
    put("d.tsv", "a x\ty b\t0\nx y\ta\t1\nc x x x x x d\td\t1\nx x x x x a\te\t2\n");
    struct input_encoding drop = encoding(false), keep = encoding(true);
    assert_true(input_scored(&e, "d.tsv", &drop, &err));
    assert_string_equal(rows_text(&e), "0: a|b/0.5: c d|d/1: a|e");
    assert_int_equal(e.longest, 2);
    examples_release(&e);
    assert_true(input_scored(&e, "d.tsv", &keep, &err));
    assert_string_equal(rows_text(&e), "0: a <unk>|<unk> b/1: c <unk> <unk> <unk> <unk>|d");
    assert_int_equal(e.longest, 5);
    assert_int_equal(count_of(&e, NULL, "out_of_vocabulary"), 14);
    assert_int_equal(count_of(&e, NULL, "cut"), 1);
    examples_release(&e);
}

/* ---- batches ---- */

/* 48 lines of 1 to 9 words, the first word of line i being "wi". */
static void toy(struct examples *e)
{
    char text[8192], *end = text;
    for (int i = 0; i < 48; i++) {
        end += sprintf(end, "w%d", i);
        for (int w = 0; w < i % 9; w++)
            end += sprintf(end, " x%d", w);
        *end++ = '\n';
    }
    *end = '\0';
    put("toy.txt", text);
    struct error err;
    assert_true(read_examples(e, &(struct input_settings){.files = FILES("toy.txt")}, &err));
    assert_int_equal(e->count, 48);
}

/* An epoch shows every sentence once, in another order each time; views are the whole sentence. */
static void test_epochs(void **state)
{
    (void)state;
    struct examples e;
    toy(&e);
    struct batch_settings settings = {.rows = 10, .views = 2, .first = 1};
    struct example_batch b = example_batch_new(&e, &settings), again = example_batch_new(&e, &settings);
    assert_int_equal(examples_epoch_batches(&e, 10), 4);
    int seen[48] = {0}, moved = 0;
    uint32_t before[40];
    for (long step = 0; step < 8; step++) {
        example_batch_fill(&b, &e, step);
        assert_int_equal(b.packed.sequences, 20);
        assert_int_equal(b.packed.tokens, b.starts[20]);
        for (int i = 0; i < 10; i++) {
            uint32_t text = b.texts[i];
            assert_int_equal(text, b.texts[10 + i]);
            assert_int_equal(b.group[i], i);
            assert_int_equal(b.group[10 + i], i);
            seen[text]++;
            moved += step >= 4 && before[(step - 4) * 10 + i] != text;
            before[step % 4 * 10 + i] = text;
            int length = b.starts[i + 1] - b.starts[i], other = b.starts[10 + i + 1] - b.starts[10 + i];
            assert_int_equal(length, 1 + (int)(e.starts[text + 1] - e.starts[text]));
            assert_int_equal(length, other);
            assert_int_equal(b.ids[b.starts[i]], 1);
            assert_memory_equal(b.ids + b.starts[i] + 1, e.ids + e.starts[text], (size_t)(length - 1) * sizeof *b.ids);
            assert_memory_equal(b.ids + b.starts[i], b.ids + b.starts[10 + i], (size_t)length * sizeof *b.ids);
        }
    }
    for (int i = 0; i < 48; i++)
        assert_in_range(seen[i], 0, 2);
    assert_true(moved > 30);
    example_batch_fill(&again, &e, 2); /* an earlier batch again, from another epoch */
    example_batch_fill(&b, &e, 6);
    example_batch_fill(&b, &e, 2);
    assert_memory_equal(b.texts, again.texts, 20 * sizeof *b.texts);
    example_batch_release(&b);
    example_batch_release(&again);
    examples_release(&e);
}

static void test_word_dropout(void **state)
{
    (void)state;
    struct examples e;
    toy(&e);
    struct batch_settings settings = {.rows = 48, .views = 2, .first = -1, .word_dropout = 0.5};
    struct example_batch b = example_batch_new(&e, &settings);
    settings.same_draws = true;
    struct example_batch same = example_batch_new(&e, &settings);
    long whole = 0, kept = 0, differ = 0;
    for (long step = 0; step < 50; step++) {
        example_batch_fill(&b, &e, step);
        example_batch_fill(&same, &e, step);
        for (int i = 0; i < 48; i++) {
            whole += (long)(e.starts[b.texts[i] + 1] - e.starts[b.texts[i]]);
            int length = b.starts[i + 1] - b.starts[i], same_length = same.starts[i + 1] - same.starts[i];
            assert_true(length > 0);
            kept += length;
            differ += length != b.starts[49 + i] - b.starts[48 + i];
            assert_int_equal(same_length, same.starts[49 + i] - same.starts[48 + i]);
            assert_memory_equal(same.ids + same.starts[i], same.ids + same.starts[48 + i],
                                (size_t)same_length * sizeof *same.ids);
        }
    }
    /* Of n words n / 2 are kept, and one more where all would go: n / 2 + 2^-n; sentences have 1 to 5 words. */
    double expected = 0;
    for (int i = 0; i < 48; i++) {
        int n = i % 9 + 1 < 5 ? i % 9 + 1 : 5;
        expected += 50 * (n / 2.0 + pow(2, -n));
    }
    assert_true(fabs((double)kept - expected) < 0.03 * expected && whole > kept);
    assert_true(differ > 600);
    example_batch_release(&b);
    example_batch_release(&same);
    examples_release(&e);
}

/* Equal texts of any view are one group; labels and scores come along with their rows. */
static void test_rows(void **state)
{
    (void)state;
    put("rows.tsv", "a\tb\t0\nb\tc\t1\nd\td\t2\ne\ta\t3\n");
    struct examples e;
    struct error err;
    struct input_settings s = {.files = FILES("rows.tsv"), .columns = "1,2", .score = "3"};
    assert_true(read_examples(&e, &s, &err));
    struct batch_settings settings = {.rows = 4, .views = 2, .first = -1};
    struct example_batch b = example_batch_new(&e, &settings);
    example_batch_fill(&b, &e, 0);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(b.texts[b.group[i]], b.texts[i]);
        for (int j = 0; j < 8; j++)
            assert_int_equal(b.group[i] == b.group[j], b.texts[i] == b.texts[j]);
        for (int j = 0; j < b.group[i]; j++)
            assert_int_not_equal(b.texts[j], b.texts[i]);
    }
    for (int i = 0; i < 4; i++) {
        uint32_t row = (uint32_t)(b.scores[i] * 5 + 0.5);
        assert_int_equal(b.texts[i], e.texts[2 * row]);
        assert_int_equal(b.texts[4 + i], e.texts[2 * row + 1]);
    }
    example_batch_release(&b);
    examples_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),     cmocka_unit_test(test_tables),       cmocka_unit_test(test_parallel),
        cmocka_unit_test(test_triples),   cmocka_unit_test(test_groups),       cmocka_unit_test(test_exclusion),
        cmocka_unit_test(test_dev_sets),  cmocka_unit_test(test_epochs),       cmocka_unit_test(test_word_dropout),
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_unknown_words),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);
    tokenizer_free(tokenizer);
    return failed;
}
