/* model/word_vectors: every format there and back; broken files, written byte by byte, are refused
 * with a message that names file and place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"
#include "model/word_vectors.h"

static char folder[] = "/tmp/embedlab-vectors-XXXXXX";

/* folder/name, until the next call but three. */
static const char *in_folder(const char *name)
{
    static char paths[4][256];
    static int next;
    next = (next + 1) % 4;
    snprintf(paths[next], sizeof paths[next], "%s/%s", folder, name);
    return paths[next];
}

static const char *write_file(const char *name, const void *bytes, size_t size)
{
    const char *path = in_folder(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
    return path;
}

static const char *write_text(const char *name, const char *text)
{
    return write_file(name, text, strlen(text));
}

/* ---- good files ---- */

static void make_vectors(struct word_vectors *w, int rows, int dim)
{
    *w = (struct word_vectors){.words = vocab_new(), .vectors = matrix_new(rows, dim, "test")};
    struct random random = random_at(3, RANDOM_TEST, 0);
    for (int i = 0; i < rows; i++) {
        char word[32];
        int length = snprintf(word, sizeof word, i % 3 ? "word%d" : "\xc3\xa9t\xc3\xa9%d", i);
        vocab_append(w->words, word, (size_t)length, rows - i);
        for (int j = 0; j < dim; j++)
            matrix_row(&w->vectors, i)[j] = (float)random_normal(&random) * (i % 5 == 0 ? 1e-20f : 1);
    }
}

static void test_round_trip_is_exact(void **state)
{
    (void)state;
    static const char *const names[] = {"a.bin",    "a.txt",    "a.vec",          "a.glove.txt", "a.npy",   "b.bin.gz",
                                        "b.txt.gz", "b.npy.gz", "b.glove.txt.gz", "a.tsv",       "b.tsv.gz"};
    static const int dims[] = {1, 2, 16, 100};
    for (size_t d = 0; d < 4; d++) {
        struct word_vectors w, again;
        struct error err = {""};
        make_vectors(&w, 2500, dims[d]);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            const char *path = in_folder(names[n]);
            if (!word_vectors_write(w.words, &w.vectors, path, NULL, &err) || !word_vectors_read(&again, path, &err))
                fail_msg("%s", err.message);
            assert_int_equal(vocab_size(again.words), 2500);
            assert_int_equal(again.vectors.rows, 2500);
            assert_int_equal(again.vectors.columns, dims[d]);
            for (int i = 0; i < 2500; i++) {
                assert_string_equal(vocab_word(again.words, i), vocab_word(w.words, i));
                assert_memory_equal(matrix_row(&again.vectors, i), matrix_row(&w.vectors, i),
                                    (size_t)again.vectors.stride * sizeof(float));
            }
            assert_int_equal(vocab_frequency(again.words, 0),
                             strstr(names[n], ".npy") || strstr(names[n], ".tsv") ? 2500 : 0);
            word_vectors_release(&again);
        }
        word_vectors_release(&w);
    }
}

static void check_read(const char *path, const char *words, const float *values)
{
    struct word_vectors w;
    struct error err = {""};
    if (!word_vectors_read(&w, path, &err))
        fail_msg("%s", err.message);
    char joined[256] = "";
    for (int i = 0; i < vocab_size(w.words); i++) {
        strcat(joined, i ? "|" : "");
        strcat(joined, vocab_word(w.words, i));
        assert_memory_equal(matrix_row(&w.vectors, i), values + i * w.vectors.columns,
                            (size_t)w.vectors.columns * sizeof(float));
    }
    assert_string_equal(joined, words);
    word_vectors_release(&w);
}

static void test_text_of_other_tools(void **state)
{
    (void)state;
    const float v[] = {0.5f, -1, 2e-3f, 3};
    /* word2vec leaves a space at the line's end; Windows line ends; no end of the last line */
    check_read(write_text("w", "2 2\na 0.500000 -1.000000 \nb 0.002000 3.000000 \n"), "a|b", v);
    check_read(write_text("w", "2 2\r\na 0.5 -1\r\nb 2e-3 +3\r\n"), "a|b", v);
    check_read(write_text("w", "2 2\na\t.5\t-1.\nb 2E-3 3"), "a|b", v);
    /* GloVe: no header; words with spaces, words that are numbers */
    check_read(write_text("w", "a 0.5 -1\n. . . 0.002 3\n"), "a|. . .", v);
    check_read(write_text("w", ". . . 0.5 -1\nb 0.002 3\n"), ". . .|b", v);
    check_read(write_text("w", "1984 0.5 -1\nnan 0.002 3\n"), "1984|nan", v);
    check_read(write_text("w", "1 2\na 0.5 -1\n<unk> 0.002 3\n"), "a|<unk>", v); /* its -write-header */
    check_read(write_text("w", "nan 0.5 -1\n0.1 0.002 3\n"), "nan|0.1", v);
    /* digits beyond those of a double, exact halves */
    const float pi[] = {3.14159274f, 16777216};
    check_read(write_text("w", "pi 3.14159265358979323846264338327950288 16777217\n"), "pi", pi);
}

static void test_binary_of_other_tools(void **state)
{
    (void)state;
    const float v[] = {0.5f, -1, 2e-3f, 3};
    char file[64] = "2 2\n", *at = file + 4;
    for (int newline = 0; newline < 2; newline++) { /* gensim; word2vec */
        at = file + 4;
        for (int i = 0; i < 2; i++) {
            *at++ = (char)('a' + i), *at++ = ' ';
            memcpy(at, v + 2 * i, 8), at += 8;
            if (newline)
                *at++ = '\n';
        }
        check_read(write_file("w", file, (size_t)(at - file)), "a|b", v);
    }
    /* all bytes printable, "ABCD", yet control characters further on */
    float printable, tiny = 1e-40f;
    memcpy(&printable, "ABCD", 4);
    const float two[] = {printable, tiny};
    memcpy(file, "2 1\na ABCD\nb ", 13);
    memcpy(file + 13, &tiny, 4);
    check_read(write_file("w", file, 17), "a|b", two);
}

static void test_arrays_of_doubles(void **state)
{
    (void)state;
    const double wide[] = {0.5, -1, 2e-3, 3};
    const float v[] = {0.5f, -1, 2e-3f, 3};
    char file[256];
    int length =
        snprintf(file + 12, sizeof file - 12, "%-67s\n", "{'shape': (2, 2), 'descr': '<f8', 'fortran_order': False}");
    memcpy(file, "\x93NUMPY\x02\x00", 8);
    memcpy(file + 8, (unsigned char[]){(unsigned char)length, 0, 0, 0}, 4);
    memcpy(file + 12 + length, wide, sizeof wide);
    write_text("w.vocab.txt", "a 7\nb 3\n");
    check_read(write_file("w.npy", file, 12 + (size_t)length + sizeof wide), "a|b", v);
}

/* NAME.tsv has its words in NAME.metadata.tsv, or where the tools of others put them. */
static void test_projector(void **state)
{
    (void)state;
    const float v[] = {0.5f, -1, 2e-3f, 3};
    write_text("p.metadata.tsv", "a b\nc\n"); /* one column: no line of names */
    check_read(write_text("p.tsv", "0.5\t-1\n0.002\t3\n"), "a b|c", v);
    write_text("p.metadata.tsv", "Word\tClass\tn\na\tnoun\t1\nb\tverb\t2\n");
    check_read(write_text("p.tsv", "0.5\t-1\r\n0.002\t3"), "a|b", v);
    write_text("p_metadata.tsv", "a\nb\n");
    check_read(write_text("p_tensor.tsv", "0.5\t-1\n0.002\t3\n"), "a|b", v);
    write_text("metadata.tsv", "a\nb\n");
    check_read(write_text("vectors.tsv", "0.5\t-1\n0.002\t3\n"), "a|b", v);
    const float whole[] = {1, 2, 3, 4}; /* "1 2" could be a header */
    write_text("q.metadata.tsv", "a\nb\n");
    check_read(write_text("q.tsv", "1\t2\n3\t4\n"), "a|b", whole);
    /* without words beside it: a word that is a number, and tabs */
    const float one[] = {0.5f};
    check_read(write_text("r.txt", "1984\t0.5\n"), "1984", one);

    struct word_vectors w;
    struct error err = {""};
    write_text("s.metadata.tsv", "word\tcount\na\t7\nb\t2\n");
    assert_true(word_vectors_read(&w, write_text("s.tsv", "1\n2\n"), &err));
    assert_int_equal(vocab_frequency(w.words, 0), 7);
    word_vectors_release(&w);
}

/* By name, whatever the ending. */
static void test_formats_by_name(void **state)
{
    (void)state;
    static const char *const formats[] = {"word2vec-bin", "word2vec-txt", "fasttext-vec", "fasttext-bin",
                                          "glove",        "npy",          "projector"};
    struct word_vectors w, again;
    struct error err = {""};
    make_vectors(&w, 40, 3);
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
        char name[32];
        snprintf(name, sizeof name, "named%zu", f);
        const char *path = in_folder(name);
        if (!word_vectors_check_format(path, formats[f], &err) ||
            !word_vectors_write(w.words, &w.vectors, path, formats[f], &err) || !word_vectors_read(&again, path, &err))
            fail_msg("%s", err.message);
        assert_int_equal(vocab_size(again.words), 40);
        assert_string_equal(vocab_word(again.words, 39), vocab_word(w.words, 39));
        assert_memory_equal(matrix_row(&again.vectors, 39), matrix_row(&w.vectors, 39), 3 * sizeof(float));
        assert_non_null(strstr(WORD_VECTORS_FORMATS, formats[f]));
        word_vectors_release(&again);
    }
    assert_false(word_vectors_check_format("a.bin", "parquet", &err));
    assert_non_null(strstr(err.message, WORD_VECTORS_FORMATS));
    assert_false(word_vectors_check_format("-", "glove", &err));
    word_vectors_release(&w);
}

/* ---- broken files ---- */

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

/* ---- writing ---- */

static void test_where_one_can_write(void **state)
{
    (void)state;
    struct error err = {""};
    struct word_vectors w;
    make_vectors(&w, 3, 2);
    assert_false(word_vectors_check_format("vectors.xyz", NULL, &err));
    assert_non_null(strstr(err.message, ".bin"));
    assert_false(word_vectors_check_format("folder.bin/vectors", NULL, &err));
    assert_false(word_vectors_check_format(".bin", NULL, &err));
    assert_true(word_vectors_check_format("x.vec.gz", NULL, &err));
    assert_false(word_vectors_can_write(in_folder("nowhere/x.bin"), &err));
    assert_non_null(strstr(err.message, "nowhere/x.bin"));
    assert_true(word_vectors_can_write(in_folder("fresh.bin"), &err));
    assert_false(path_exists(in_folder("fresh.bin")));
    assert_false(word_vectors_write(w.words, &w.vectors, in_folder("x.xyz"), NULL, &err));
    word_vectors_release(&w);

    w.words = vocab_new();
    vocab_append(w.words, "new york", 8, 1);
    w.vectors = matrix_new(1, 1, "test");
    assert_false(word_vectors_write(w.words, &w.vectors, in_folder("spaces.bin"), NULL, &err));
    assert_non_null(strstr(err.message, "new york"));
    assert_false(path_exists(in_folder("spaces.bin")));
    assert_true(word_vectors_write(w.words, &w.vectors, in_folder("spaces.txt"), NULL, &err));
    check_read(in_folder("spaces.txt"), "new york", (float[]){0});
    word_vectors_release(&w);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_is_exact),
        cmocka_unit_test(test_text_of_other_tools),
        cmocka_unit_test(test_binary_of_other_tools),
        cmocka_unit_test(test_arrays_of_doubles),
        cmocka_unit_test(test_broken_text),
        cmocka_unit_test(test_broken_binary),
        cmocka_unit_test(test_broken_gzip),
        cmocka_unit_test(test_broken_arrays),
        cmocka_unit_test(test_noise_is_refused),
        cmocka_unit_test(test_where_one_can_write),
        cmocka_unit_test(test_projector),
        cmocka_unit_test(test_formats_by_name),
        cmocka_unit_test(test_broken_projector),
    };
    return cmocka_run_group_tests_name("word vectors", tests, make_folder, remove_folder);
}
