/* model/word_vectors: broken files, written byte by byte, are refused with a message that names file and place. */
#include "word_vectors.h"

/* `expected`: what the message must hold besides the path. */
static void check_refused(const char *path, const char *expected)
{
    struct word_vectors w;
    struct error err = {""};
    if (word_vectors_read(&w, path, &err))
        fail_msg("%s was read; expected: %s", path, expected);
    assert_null(w.words);
    assert_null(w.vectors.data);
    if (!strstr(err.message, expected) || !strstr(err.message, folder))
        fail_msg("\"%s\" does not hold \"%s\" and the path", err.message, expected);
}

static void test_broken_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "empty"},
        {"\n", "neither"},
        {"hello\n", "neither"},
        {"to be or not\n", "neither"},
        {"2 2\na 1 2\n", "need"},
        {"2 2\na 1 2 \nb 3 \n", "row 2: expected a word and 2 numbers, found 1"},
        {"2 2\na 1 x\nb 3 4\n", "row 1: expected a word and 2 numbers, found 0"},
        {"2 2\na 1 2\nb 3 4\nc 5 6\n", "says 2 rows, but there are 3"},
        {"2 2\na 1 2\nb 3 4\nc 5 6\nd 7 8\n", "says 2 rows, but there are 4"},
        {"3 2\na 1.00000 2.00000\nb 3.00000 4.00000\n", "says 3 rows, but there are 2"},
        {"2 2\na 1 2\na 3 4\n", "row 2: the word \"a\" was there before (row 1)"},
        {"2 2\na 1 nan\nb 3 4\n", "row 1 (\"a\"): value 2 is nan"},
        {"2 2\na 1 2\nb -inf 4\n", "row 2 (\"b\"): value 1 is -inf"},
        {"2 2\na 1 2\nb 1e39 4\n", "value 1 is inf"},
        {"2 2\na 1 2\n 3 4\n", "row 2"},
        {"2 2\na 1 2\n\nb 3 4\n", "row 2: expected a word"},
        {"0 5\n", "rows 1.."},
        {"5 0\n", "numbers 1.."},
        {"999999999999 2\na 1 2\n", "rows 1.."},
        {"1 99999999\na 1 2\n", "numbers 1.."},
        {"99999999 300\na 1 2\n", "need"},
        {"a 1 2\nb 3\n", "row 2: expected a word and 2 numbers"},
        {"a 1 2\nb 3 4 \n\n", "row 3: expected a word"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(write_text("broken", cases[i][0]), cases[i][1]);
    check_refused(write_file("broken", "a\0b 1 2\nc 3 4\n", 14), "row 1: a NUL byte");
    check_refused(in_folder("not-there"), "not-there");
}

static void test_broken_binary(void **state)
{
    (void)state;
    struct word_vectors w;
    struct error err = {""};
    make_vectors(&w, 20, 3);
    const char *path = in_folder("w.bin");
    assert_true(word_vectors_write(w.words, &w.vectors, path, NULL, &err));
    size_t size;
    char *bytes = file_read(path, 1 << 20, &size, &err);
    char *more = mem_new(size + 16, 1, "test");

    for (size_t cut = 0; cut + 1 < size; cut++) /* (without the last '\n' it is gensim's) */
        check_refused(write_file("broken", bytes, cut), "");
    memcpy(more, bytes, size);
    memcpy(more + size, "x 123", 5);
    check_refused(write_file("broken", more, size + 5), "bytes behind row 20");
    memcpy(more, "10", 2); /* the header says too few rows */
    check_refused(write_file("broken", more, size), "bytes behind row 10");
    memcpy(more, "21", 2);
    check_refused(write_file("broken", more, size), "says 21 rows, but it ends after 20");
    memcpy(more, "20 4", 4);
    check_refused(write_file("broken", more, size), "");
    memcpy(more, bytes, size);
    memcpy(more + size - 5, "\x00\x00\xc0\x7f", 4); /* NaN as the last value */
    check_refused(write_file("broken", more, size), "row 20 (\"word19\"): value 3 is nan");
    memcpy(more, bytes, size);
    memcpy(strstr(more, "word1 "), "word2 ", 6);
    check_refused(write_file("broken", more, size), "row 3: the word \"word2\" was there before (row 2)");
    mem_free(bytes);
    mem_free(more);
    word_vectors_release(&w);

    static char endless[20000]; /* a word that does not end */
    memset(endless, 'x', sizeof endless);
    memcpy(endless, "20 3\n\x01", 6);
    check_refused(write_file("broken", endless, sizeof endless), "row 1 of 20: expected a word and a space");
}

static void test_broken_gzip(void **state)
{
    (void)state;
    struct word_vectors w;
    struct error err = {""};
    make_vectors(&w, 300, 30);
    const char *path = in_folder("w.bin.gz");
    assert_true(word_vectors_write(w.words, &w.vectors, path, NULL, &err));
    size_t size;
    FILE *f = fopen(path, "rb");
    char *bytes = mem_new(1 << 20, 1, "test");
    size = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    for (size_t cut = 3; cut < size; cut += 997)
        check_refused(write_file("broken", bytes, cut), "");
    check_refused(write_file("broken", bytes, size - 1), "");
    mem_free(bytes);
    word_vectors_release(&w);
}

/* A .npy of four floats under the given dict. */
static const char *write_npy(const char *dict, size_t data)
{
    static const float values[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    static char file[400];
    int length = snprintf(file + 10, 300, "%s\n", dict);
    memcpy(file, "\x93NUMPY\x01\x00", 8);
    file[8] = (char)length, file[9] = 0;
    memcpy(file + 10 + length, values, data);
    return write_file("n.npy", file, 10 + (size_t)length + data);
}

static void test_broken_arrays(void **state)
{
    (void)state;
    const char *good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    const float v[] = {1, 2, 3, 4};
    unlink(in_folder("n.vocab.txt"));
    check_refused(write_npy(good, 16), "n.vocab.txt");
    write_text("n.vocab.txt", "a 7\nb 3\n");
    check_read(write_npy(good, 16), "a|b", v);
    check_refused(write_npy(good, 15), "ends at byte");
    check_refused(write_npy(good, 17), "bytes behind the array's end");
    check_refused(write_npy("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }", 16), "type '<f2'");
    check_refused(write_npy("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }", 16), "type '>f4'");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", 16), "by columns");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", 16), "shape (4,)");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 1), }", 16), "shape (2, 2, 1)");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0), }", 16), "shape (2, 0)");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, -2), }", 16), "shape (2, -2)");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2", 16), "shape");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, }", 16), "lacks");
    check_refused(write_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 1), }", 16), "2 words");
    check_refused(write_file("n.npy", "\x93NUMPY\x09\x00\x10\x00{}", 12), "version 1 to 3");
    check_refused(write_file("n.npy", "\x93NUMPY\x01\x00\xff\x7f{}", 12), "ends within its header");
    check_refused(write_file("n.npy", "\x93NUMPY", 6), "not a .npy header");
    write_text("n.vocab.txt", "a 7\na 3\n");
    check_refused(write_npy(good, 16), "n.vocab.txt");
    write_text("n.vocab.txt", "a 7\nb 3\nc 1\n");
    check_refused(write_npy(good, 16), "3 words");
}

static void test_broken_projector(void **state)
{
    (void)state;
    unlink(in_folder("x.metadata.tsv"));
    check_refused(write_text("x.tsv", "1\t2\n"), "NAME.metadata.tsv");
    write_text("x.metadata.tsv", "a\nb\n");
    check_refused(write_text("x.tsv", "1\t2\n"), "2 words");
    check_refused(write_text("x.tsv", "1\t2\n3\t4\n5\t6\n"), "more rows");
    check_refused(write_text("x.tsv", "1\t2\n3\n"), "row 2: expected 2 numbers, found 1");
    check_refused(write_text("x.tsv", "1\t2\n3\t4\t5\n"), "row 2: expected 2 numbers, found more than 2");
    check_refused(write_text("x.tsv", "1\t2\n3\tinf\n"), "row 2 (\"b\"): value 2 is inf");
    write_text("x.metadata.tsv", "a\na\n");
    check_refused(write_text("x.tsv", "1\t2\n3\t4\n"), "x.metadata.tsv: row 2: the word \"a\" was there before");
    write_text("x.metadata.tsv", "word\tcount\na\t-7\nb\t2\n");
    check_refused(write_text("x.tsv", "1\t2\n3\t4\n"), "x.metadata.tsv: row 1: the count");
}

/* Random bytes behind a believable start: no crash, no huge allocation, always an answer. */
static void test_noise_is_refused(void **state)
{
    (void)state;
    static const char *const starts[] = {"",        "3 4\n",    "1000000 300\n",       "\x93NUMPY\x01\x00",
                                         "a 1 2\n", "\x1f\x8b", "\xba\x16\x4f\x2f\x0c"};
    struct random random = random_at(5, RANDOM_TEST, 0);
    for (int round = 0; round < 300; round++) {
        char file[600];
        size_t length = strlen(starts[round % 7]);
        if (round % 7 == 3)
            length = 8;
        memcpy(file, starts[round % 7], length);
        size_t size = length + random_below(&random, 500);
        for (size_t i = length; i < size; i++)
            file[i] = (char)random_below(&random, round % 2 ? 256 : 4);
        struct word_vectors w;
        struct error err = {""};
        if (word_vectors_read(&w, write_file("noise", file, size), &err))
            word_vectors_release(&w);
        else
            assert_true(strlen(err.message) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken_text),
        cmocka_unit_test(test_broken_binary),
        cmocka_unit_test(test_broken_gzip),
        cmocka_unit_test(test_broken_arrays),
        cmocka_unit_test(test_broken_projector),
        cmocka_unit_test(test_noise_is_refused),
    };
    return cmocka_run_group_tests_name("broken word vectors", tests, make_folder, remove_folder);
}
