/* reader: lines as they are, and every kind of file that is no text. */
#include "scratch.h"

#include "text/reader.h"
#include "text/utf8.h"

/* Reads all lines of the file, joined by '|'; what stopped it goes to *err. */
static char *read_all(const char *path, struct error *err)
{
    err->message[0] = '\0';
    struct reader *r = reader_open(path, err);
    if (!r)
        return NULL;
    size_t capacity = 1, used = 0, length;
    char *all = mem_string("");
    const char *line;
    long lines = 0;
    while ((line = reader_line(r, &length))) {
        assert_int_equal(strlen(line), length);
        assert_int_equal(reader_line_number(r), ++lines);
        if (used + length + 2 > capacity) {
            capacity = mem_capacity(capacity, used + length + 2);
            all = mem_grow(all, capacity, 1, "test");
        }
        used += (size_t)sprintf(all + used, "%s%s", lines > 1 ? "|" : "", line);
    }
    bool failed = reader_failed(r, err);
    assert_int_equal(failed, err->message[0] != '\0');
    assert_null(reader_line(r, &length)); /* stays at the end */
    reader_close(r);
    return all;
}

static void check_lines(const char *text, const char *expected)
{
    struct error err;
    char *all = read_all(put_text("lines.txt", text), &err);
    assert_string_equal(err.message, "");
    assert_string_equal(all, expected);
    mem_free(all);
}

static void lines_come_without_their_ends(void **state)
{
    (void)state;
    check_lines("", "");
    check_lines("a", "a");
    check_lines("a\n", "a");
    check_lines("a\nb", "a|b");
    check_lines("a\n\nb\n", "a||b");
    check_lines("\n\n", "|");
    check_lines("a\r\nb\r\n", "a|b");
    check_lines("a\r\nb\r", "a|b");
    check_lines("a\rb\n", "a\rb");
    check_lines("\xEF\xBB\xBF"
                "a\nb\n",
                "a|b");
    check_lines("\xEF\xBB\xBF", "");
    check_lines("a\n\xEF\xBB\xBF"
                "b\n",
                "a|\xEF\xBB\xBF"
                "b");
    check_lines("é\n中文\n\xF0\x9F\x98\x80\n", "é|中文|\xF0\x9F\x98\x80");
}

/* A buffer's border may fall anywhere: inside a character, between \r and \n. */
static void lines_survive_the_borders_of_the_buffer(void **state)
{
    (void)state;
    struct error err = {0};
    for (int shift = 0; shift < 6; shift++) {
        FILE *f = fopen(scratch("long.txt"), "wb");
        for (int i = 0; i < shift; i++)
            fputc('x', f);
        for (int i = 0; i < 60000; i++)
            fprintf(f, "%dé中\r\n", i);
        fclose(f);
        struct reader *r = reader_open(scratch("long.txt"), &err);
        assert_non_null(r);
        const char *line;
        size_t length;
        char expected[64];
        for (int i = 0; i < 60000; i++) {
            line = reader_line(r, &length);
            assert_non_null(line);
            snprintf(expected, sizeof(expected), "%.*s%dé中", i == 0 ? shift : 0, "xxxxxx", i);
            assert_string_equal(line, expected);
        }
        assert_null(reader_line(r, &length));
        assert_false(reader_failed(r, &err));
        reader_close(r);
    }
}

static void gzip_reads_like_plain_text(void **state)
{
    (void)state;
    gzFile z = gzopen(scratch("text.gz"), "wb");
    gzputs(z, "one\ntwo\n");
    gzclose(z);
    struct error err;
    char *all = read_all(scratch("text.gz"), &err);
    assert_string_equal(all, "one|two");
    mem_free(all);
    struct reader *r = reader_open(scratch("text.gz"), &err);
    size_t length;
    while (reader_line(r, &length))
        ;
    assert_int_equal(reader_bytes(r), 8);
    assert_int_equal(reader_checksum(r), crc32(0, (const Bytef *)"one\ntwo\n", 8));
    reader_close(r);
}

static void text_in_memory_reads_like_a_file(void **state)
{
    (void)state;
    static const char text[] = "one\r\ntwo";
    struct reader *r = reader_open_text("the text", text, strlen(text));
    size_t length;
    assert_string_equal(reader_line(r, &length), "one");
    assert_string_equal(reader_line(r, &length), "two");
    assert_null(reader_line(r, &length));
    assert_int_equal(reader_checksum(r), crc32(0, (const Bytef *)text, 8));
    reader_close(r);
    r = reader_open_text("the text", "", 0);
    assert_null(reader_line(r, &length));
    struct error err;
    assert_false(reader_failed(r, &err));
    reader_close(r);
    r = reader_open_text("the text", "a\xff", 2);
    assert_null(reader_line(r, &length));
    assert_true(reader_failed(r, &err));
    assert_message(err, "the text: line 1, byte 2");
    reader_close(r);
}

static void missing_files_and_folders_are_named(void **state)
{
    (void)state;
    struct error err = {0};
    assert_null(reader_open(scratch("missing.txt"), &err));
    assert_message(err, "missing.txt");
    assert_null(reader_open(scratch_folder, &err));
    assert_message(err, scratch_folder);
}

/* Expects that reading stops with a message that holds both parts. */
static void check_refused(const char *name, const void *data, size_t size, const char *part, const char *remedy)
{
    struct error err;
    mem_free(read_all(put(name, data, size), &err));
    assert_message(err, name);
    assert_message(err, part);
    assert_message(err, remedy);
}

static void what_is_no_text_is_refused_with_its_place(void **state)
{
    (void)state;
    check_refused("nul.txt", "good\nba\0d\n", 10, "line 2, byte 3", "binary");
    check_refused("latin1.txt", "good\nalso\ncaf\xE9 bar\n", 19, "line 3, byte 4: 0xe9", "iconv -f LATIN1");
    check_refused("cut.txt", "caf\xC3", 4, "line 1, byte 4", "UTF-8");
    check_refused("surrogate.txt", "\xED\xA0\x80\n", 4, "line 1, byte 1", "UTF-8");
    check_refused("overlong.txt", "\xC0\xAF\n", 3, "line 1, byte 1", "UTF-8");
    check_refused("utf16.txt", "\xFF\xFEh\0i\0\n\0", 8, "UTF-16", "iconv -f UTF-16");
    char *zeros = mem_new(3 << 20, 1, "test");
    check_refused("zeros.bin", zeros, 3 << 20, "line 1, byte 1", "binary");
    memset(zeros, 'a', 3 << 20);
    check_refused("endless.txt", zeros, 3 << 20, "line 1", "fold -s");
    zeros[1] = '\n';
    check_refused("endless2.txt", zeros, 3 << 20, "line 2", "fold -s");
    mem_free(zeros);
}

static void a_line_at_the_limit_is_read(void **state)
{
    (void)state;
    char *line = mem_new(READER_LINE_LIMIT + 3, 1, "test");
    memset(line, 'a', READER_LINE_LIMIT);
    memcpy(line + READER_LINE_LIMIT, "\r\n", 2);
    struct error err;
    char *all = read_all(put("limit.txt", line, READER_LINE_LIMIT + 2), &err);
    assert_string_equal(err.message, "");
    assert_int_equal(strlen(all), READER_LINE_LIMIT);
    mem_free(all);
    all = read_all(put("limit.txt", line, READER_LINE_LIMIT), &err);
    assert_int_equal(strlen(all), READER_LINE_LIMIT);
    mem_free(all);
    line[READER_LINE_LIMIT] = 'a';
    check_refused("over.txt", line, READER_LINE_LIMIT + 2, "line 1", "fold -s");
    check_refused("over.txt", line, READER_LINE_LIMIT + 1, "line 1", "fold -s");
    mem_free(line);
}

static void damaged_gzip_is_refused(void **state)
{
    (void)state;
    gzFile z = gzopen(scratch("whole.gz"), "wb");
    for (int i = 0; i < 20000; i++)
        gzprintf(z, "line %d of %d\n", i, i * i % 977);
    gzclose(z);
    size_t size;
    struct error err = {0};
    FILE *f = fopen(scratch("whole.gz"), "rb");
    unsigned char *bytes = mem_new(1 << 20, 1, "test");
    size = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    check_refused("truncated.gz", bytes, size / 2, "truncated", "");
    check_refused("tail.gz", bytes, size - 3, "truncated", "");
    bytes[size / 2] ^= 0xFF;
    bytes[size / 2 + 1] ^= 0xFF;
    mem_free(read_all(put("corrupt.gz", bytes, size), &err));
    assert_message(err, "corrupt.gz");
    mem_free(bytes);
}

static void utf8_decodes_every_character_and_nothing_else(void **state)
{
    (void)state;
    char text[4];
    int size;
    for (int32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 7) {
        size_t n;
        if (c < 0x80) {
            text[0] = (char)c, n = 1;
        } else if (c < 0x800) {
            text[0] = (char)(0xC0 | c >> 6), text[1] = (char)(0x80 | (c & 63)), n = 2;
        } else if (c < 0x10000) {
            text[0] = (char)(0xE0 | c >> 12), text[1] = (char)(0x80 | (c >> 6 & 63)), text[2] = (char)(0x80 | (c & 63));
            n = 3;
        } else {
            text[0] = (char)(0xF0 | c >> 18), text[1] = (char)(0x80 | (c >> 12 & 63));
            text[2] = (char)(0x80 | (c >> 6 & 63)), text[3] = (char)(0x80 | (c & 63)), n = 4;
        }
        bool surrogate = c >= 0xD800 && c < 0xE000;
        assert_int_equal(utf8_decode(text, n, &size), surrogate ? -1 : c);
        assert_int_equal(utf8_valid_prefix(text, n), surrogate ? 0 : n);
        assert_int_equal(utf8_previous(text, n), surrogate ? n - 1 : 0);
        if (n > 1)
            assert_int_equal(utf8_decode(text, n - 1, &size), -1);
    }
    static const char *const bad[] = {
        "\x80", "\xBF", "\xC1\x81", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(utf8_decode(bad[i], strlen(bad[i]), &size), -1);
    char ascii[100]; /* a bad byte at every place of the fast path */
    for (size_t at = 0; at < sizeof(ascii); at++) {
        memset(ascii, 'a', sizeof(ascii));
        ascii[at] = (char)0xE9;
        assert_int_equal(utf8_valid_prefix(ascii, sizeof(ascii)), at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_without_their_ends),
        cmocka_unit_test(lines_survive_the_borders_of_the_buffer),
        cmocka_unit_test(gzip_reads_like_plain_text),
        cmocka_unit_test(text_in_memory_reads_like_a_file),
        cmocka_unit_test(missing_files_and_folders_are_named),
        cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
        cmocka_unit_test(a_line_at_the_limit_is_read),
        cmocka_unit_test(damaged_gzip_is_refused),
        cmocka_unit_test(utf8_decodes_every_character_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
