/* table reader: rows of TSV, CSV and JSON lines, and what is refused by its place. */
#include "scratch.h"

#include "text/reader.h"
#include "text/table_reader.h"

/* All rows of `text` as the file `name`, cells joined by '|', rows by '/'; what stopped it goes to *err. */
static char *read_table(const char *name, const char *text, size_t size, enum table_format format, const char *columns,
                        struct error *err)
{
    err->message[0] = '\0';
    char *all = mem_string("");
    struct table_reader *t = table_reader_open(put(name, text, size), format, columns, err);
    if (!t)
        return all;
    const struct table_cell *cells;
    for (int count, rows = 0; (cells = table_reader_row(t, &count)); rows++) {
        for (int i = 0; i < count; i++) {
            assert_int_equal(strlen(cells[i].text), cells[i].length);
            char *longer = mem_format("%s%s%s", all, i > 0 ? "|" : rows > 0 ? "/" : "", cells[i].text);
            mem_free(all);
            all = longer;
        }
    }
    int count;
    bool failed = table_reader_failed(t, err);
    assert_int_equal(failed, err->message[0] != '\0');
    assert_null(table_reader_row(t, &count)); /* stays at the end */
    table_reader_close(t);
    return all;
}

static void check(const char *name, const char *text, const char *columns, const char *expected)
{
    struct error err;
    char *all = read_table(name, text, strlen(text), TABLE_BY_NAME, columns, &err);
    assert_string_equal(err.message, "");
    assert_string_equal(all, expected);
    mem_free(all);
}

/* The message names the file and holds both parts. */
static void refuse(const char *name, const char *text, const char *columns, const char *place, const char *part)
{
    struct error err;
    mem_free(read_table(name, text, strlen(text), TABLE_BY_NAME, columns, &err));
    assert_message(err, name);
    assert_message(err, place);
    assert_message(err, part);
}

static void tsv_is_split_at_tabs_and_never_quoted(void **state)
{
    (void)state;
    check("t.tsv", "", NULL, "");
    check("t.tsv", "a\tb\nc\td\te", NULL, "a|b/c|d|e");
    check("t.tsv", "\xEF\xBB\xBF\"a\t\"b\" c\r\n\td, e\r\n", NULL, "\"a|\"b\" c/|d, e");
    check("t.txt", "a\tb\tc\nd\te\tf\n", "3,1", "c|a/f|d");
    check("t.txt", "a\tb\tc\nd\te\tf\n", "2,2", "b|b/e|e");
    check("t", "id\t#1 String\tscore\n1\ta b\t2\n\n2\tc\t3\n", "score,#1 String", "2|a b/3|c");
    check("t", "id\ts\n1\ta\n", "s,1", "a|1"); /* a name among numbers: the first row has names */
    check("sts.csv", "news\t5.0\tA, b\t\"c\nnews\t1.0\td\te\n", "2,3,4", "5.0|A, b|\"c/1.0|d|e"); /* as STS-B */
}

static void csv_is_quoted_as_in_rfc_4180(void **state)
{
    (void)state;
    check("c.csv", "a,b,c\r\n,,\r\n", NULL, "a|b|c/||");
    check("c.csv", "\"a, b\",\"say \"\"hi\"\"\",\"\"\n", NULL, "a, b|say \"hi\"|");
    check("c.csv", "\"two\r\nlines\n\nand four\",x\ny,z", NULL, "two\nlines\n\nand four|x/y|z");
    check("c.csv", "a \"b\" c,5\" disk\n", NULL, "a \"b\" c|5\" disk"); /* within a cell quotes are text */
    check("c.csv", "\"s 1\",score\n\n\"a,b\",3\n\nc,4\n", "score,s 1", "3|a,b/4|c");
    check("C.CSV", ",word1,word2\n0,a,b\n", "word1,word2", "a|b");
    struct error err;
    char *all = read_table("c.tsv", "a,b\tc\n", 6, TABLE_CSV, "1", &err);
    assert_string_equal(all, "a");
    mem_free(all);
}

static void json_lines_are_objects_or_arrays(void **state)
{
    (void)state;
    const char *objects = "{\"s1\": \"a \\\"b\\\" \\u00e9\", \"s2\": \"c\", \"score\": 4.25, \"x\": [1]}\n\n"
                          "{\"score\": 3, \"s2\": true, \"s1\": null}\n";
    check("j.jsonl", objects, "s1,s2,score", "a \"b\" é|c|4.25/|true|3");
    check("j.json", "[\"a\", \"b\"]\n[\"c\", \"d\", 0.1]\n", "2,1", "b|a/d|c");
    check("j.ndjson", objects, NULL, "a \"b\" é|c|4.25/3|true|");
    check("j.jsonl", "{}\n[[]]\n", NULL, "");
}

static void gzip_keeps_the_format_of_its_name(void **state)
{
    (void)state;
    gzFile z = gzopen(scratch("g.csv.gz"), "wb");
    gzputs(z, "a,\"b\nc\"\n");
    gzclose(z);
    struct error err;
    struct table_reader *t = table_reader_open(scratch("g.csv.gz"), TABLE_BY_NAME, "2", &err);
    assert_non_null(t);
    int count;
    const struct table_cell *cells = table_reader_row(t, &count);
    assert_non_null(cells);
    assert_string_equal(cells[0].text, "b\nc");
    assert_null(table_reader_row(t, &count));
    assert_int_equal(table_reader_bytes(t), 8);
    assert_int_equal(table_reader_checksum(t), crc32(0, (const Bytef *)"a,\"b\nc\"\n", 8));
    table_reader_close(t);
}

static void rows_know_their_lines(void **state)
{
    (void)state;
    struct error err;
    struct table_reader *t = table_reader_open(put_text("l.csv", "a\n\n\"b\nb\"\nc\n"), TABLE_BY_NAME, "1", &err);
    static const long lines[] = {1, 3, 5};
    int count;
    for (int i = 0; i < 3; i++) {
        assert_non_null(table_reader_row(t, &count));
        assert_int_equal(table_reader_line(t), lines[i]);
    }
    assert_null(table_reader_row(t, &count));
    assert_int_equal(table_reader_blank(t), 1);
    table_reader_close(t);
}

static void broken_rows_are_named_by_file_and_line(void **state)
{
    (void)state;
    refuse("r.tsv", "a\tb\nc\n", "1,2", "line 2", "at least 2 columns separated by TABs, found 1");
    refuse("r.tsv", "x\ty\na\tb\n", "x,z", "line 1", "no column \"z\"; separated by TABs, they are called: x, y");
    refuse("r.tsv", "x\tx\na\tb\n", "x", "line 1", "two columns are called \"x\"");
    refuse("r.tsv", "", "x", "no rows", "names");
    refuse("r.tsv", "\n\n", "x", "no rows", "names");
    refuse("r.csv", "a,b\n\"c,d\ne\n", "1", "line 2", "column 1: a quote without the closing one");
    refuse("r.csv", "a,\"b\"c\n", "1", "line 1", "column 2: expected a comma behind the closing quote, found 'c'");
    refuse("r.csv", "a;b\n", "1,2", "line 1", "at least 2 columns separated by commas, found 1");
    refuse("r.csv", "a,\"b\n\xff\n", "1", "line 2", "UTF-8");
    refuse("r.jsonl", "{\"a\": 1}\n{\"a\": \n", "a", "line 2", "expected a JSON object");
    refuse("r.jsonl", "7\n", NULL, "line 1", "expected a JSON object");
    refuse("r.jsonl", "{\"a\": 1}\n", "b", "line 1", "expected a column b, found none");
    refuse("r.jsonl", "{\"a\": [1]}\n", "a", "line 1", "\"a\" is an object or array");
    refuse("r.jsonl", "{\"a\": 1}\n", "1", "line 1", "by number");
    refuse("r.jsonl", "[1]\n", "a", "line 1", "by number");
    refuse("r.jsonl", "[1]\n", "2", "line 1", "expected a column 2");
    refuse("r.tsv", "a\n", "", "r.tsv", "a name or number is missing");
    refuse("r.tsv", "a\n", "a,,b", "r.tsv", "a name or number is missing");
    refuse("r.tsv", "a\n", "0", "r.tsv", "numbered from 1");
    char many[4 * TABLE_COLUMNS_LIMIT] = "1";
    for (int i = 0; i < TABLE_COLUMNS_LIMIT; i++)
        strcat(many, ",1");
    refuse("r.tsv", "a\n", many, "r.tsv", "more than 64 columns");
    struct error err = {""};
    assert_null(table_reader_open(scratch("missing.tsv"), TABLE_BY_NAME, "1", &err));
    assert_message(err, "missing.tsv");
}

/* A message stays within its bounds whatever the names are. */
static void many_names_are_cut_in_the_message(void **state)
{
    (void)state;
    char *row = mem_new(9001, 1, "test");
    for (int i = 0; i < 3000; i++)
        memcpy(row + 3 * i, "ab\t", 3);
    refuse("many.tsv", row, "c", "line 1", "...");
    mem_free(row);
}

static void a_quote_without_end_is_refused_after_a_megabyte(void **state)
{
    (void)state;
    size_t size = (3 << 20) + 2;
    char *text = mem_new(size, 1, "test");
    memset(text, 'a', size);
    text[0] = '\n';
    text[1] = '"';
    for (size_t i = 100; i < size; i += 100)
        text[i] = '\n';
    struct error err;
    mem_free(read_table("q.csv", text, size, TABLE_BY_NAME, "1", &err));
    assert_message(err, "q.csv: line 2: column 1: a quote without the closing one in 1 MiB");
    memset(text, 'a', size);
    mem_free(read_table("q.csv", text, size, TABLE_BY_NAME, "1", &err));
    assert_message(err, "line 1 is longer");
    mem_free(text);
}

static void numbers_are_decimal_and_finite(void **state)
{
    (void)state;
    static const char *const good[] = {"0", " 4.25 ", "-.5", "+3.", "1e-3", "2E2"};
    static const double values[] = {0, 4.25, -.5, 3, 1e-3, 200};
    static const char *const bad[] = {"", " ", "a", "1a", "0x10", "nan", "inf", "1e999", "1 2", "--1", "e5", ".", "1e"};
    double number;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(table_cell_number((struct table_cell){good[i], strlen(good[i])}, &number));
        assert_true(number == values[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(table_cell_number((struct table_cell){bad[i], strlen(bad[i])}, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tsv_is_split_at_tabs_and_never_quoted),
        cmocka_unit_test(csv_is_quoted_as_in_rfc_4180),
        cmocka_unit_test(json_lines_are_objects_or_arrays),
        cmocka_unit_test(gzip_keeps_the_format_of_its_name),
        cmocka_unit_test(rows_know_their_lines),
        cmocka_unit_test(broken_rows_are_named_by_file_and_line),
        cmocka_unit_test(many_names_are_cut_in_the_message),
        cmocka_unit_test(a_quote_without_end_is_refused_after_a_megabyte),
        cmocka_unit_test(numbers_are_decimal_and_finite),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
