/* model/word_vectors: every format there and back, and as other tools write it. */
#include "word_vectors.h"

/* ---- good files ---- */

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_is_exact),
        cmocka_unit_test(test_text_of_other_tools),
        cmocka_unit_test(test_binary_of_other_tools),
        cmocka_unit_test(test_arrays_of_doubles),
        cmocka_unit_test(test_where_one_can_write),
        cmocka_unit_test(test_projector),
        cmocka_unit_test(test_formats_by_name),
    };
    return cmocka_run_group_tests_name("word vectors", tests, make_folder, remove_folder);
}
