/* base: random numbers against the published Philox vectors, files whole or not at all, gzip that
 * is cut or corrupt, option tables. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/random.h"
#include "base/run.h"

static char folder[] = "/tmp/embedlab-base-XXXXXX";

static char *in_folder(const char *name)
{
    return path_join(folder, name);
}

static void put(const char *path, const void *data, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

/* Known answers of Random123's kat_vectors for philox4x32-10. */
static void philox_gives_the_published_vectors(void **state)
{
    (void)state;
    uint32_t zero[4] = {0}, ones[4] = {~0u, ~0u, ~0u, ~0u}, out[4];
    random_philox(zero, 0, out);
    assert_int_equal(out[0], 0x6627e8d5);
    assert_int_equal(out[1], 0xe169c58d);
    assert_int_equal(out[2], 0xbc57ac4c);
    assert_int_equal(out[3], 0x9b00dbd8);
    random_philox(ones, ~(uint64_t)0, out);
    assert_int_equal(out[0], 0x408f276d);
    assert_int_equal(out[3], 0x6d5451fd);
}

static void draws_have_the_right_moments(void **state)
{
    (void)state;
    struct random r = random_at(7, RANDOM_TEST, 0);
    double uniform = 0, normal = 0, square = 0;
    int n = 200000, below[5] = {0};
    for (int i = 0; i < n; i++) {
        double u = random_uniform(&r), z = random_normal(&r);
        assert_true(u >= 0 && u < 1);
        uniform += u, normal += z, square += z * z;
        below[random_below(&r, 5)]++;
    }
    assert_true(fabs(uniform / n - 0.5) < 0.005);
    assert_true(fabs(normal / n) < 0.01);
    assert_true(fabs(square / n - 1) < 0.02);
    for (int i = 0; i < 5; i++)
        assert_true(abs(below[i] - n / 5) < 1000);
}

static void a_permutation_holds_every_number_once(void **state)
{
    (void)state;
    uint32_t order[1000];
    char seen[1000] = {0};
    struct random r = random_at(1, RANDOM_TEST, 5);
    random_permutation(&r, order, 1000);
    int moved = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(order[i] < 1000 && !seen[order[i]]);
        seen[order[i]] = 1;
        moved += order[i] != (uint32_t)i;
    }
    assert_true(moved > 900);
}

static void output_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    struct error err;
    char *path = in_folder("out.txt");
    struct output *out = output_open(path, &err);
    output_print(out, "%d\n", 42);
    assert_false(path_exists(path));
    output_discard(out);
    assert_false(path_exists(path));
    out = output_open(path, &err);
    output_print(out, "%0600d", 7);
    assert_true(output_commit(out, &err));
    size_t size;
    char *text = file_read(path, 1000, &size, &err);
    assert_int_equal(size, 600);
    mem_free(text);
    assert_null(file_read(path, 599, &size, &err));
    assert_non_null(strstr(err.message, "larger than"));
    assert_null(output_open("/tmp/embedlab-no-such-folder/x", &err));
    assert_non_null(strstr(err.message, "cannot write"));
    assert_null(output_open(folder, &err));
    mem_free(path);
}

static void what_killed_processes_left_is_removed(void **state)
{
    (void)state;
    struct error err;
    char *path = in_folder("left"), *other = in_folder("left.tmp-note");
    char *dead = mem_format("%s.tmp-99999999", path), *living = mem_format("%s.tmp-88888888", path);
    fclose(fopen(dead, "w"));
    fclose(fopen(other, "w"));
    FILE *f = fopen(living, "w");
    assert_int_equal(flock(fileno(f), LOCK_EX), 0);
    assert_true(output_commit(output_open(path, &err), &err));
    assert_false(path_exists(dead));
    assert_true(path_exists(living) && path_exists(other));
    fclose(f);
    output_remove(path);
    assert_false(path_exists(living) || path_exists(path));
    assert_true(path_exists(other));
    output_remove(path); /* what is not there is no error */
    mem_free(path);
    mem_free(other);
    mem_free(dead);
    mem_free(living);
}

static void a_full_disk_is_reported(void **state)
{
    (void)state;
    if (!path_exists("/dev/full"))
        skip();
    struct error err;
    char *path = in_folder("full");
    char *temporary = mem_format("%s.tmp-%ld", path, (long)getpid());
    assert_int_equal(symlink("/dev/full", temporary), 0);
    struct output *out = output_open(path, &err);
    assert_non_null(out);
    for (int i = 0; i < 10000; i++)
        output_print(out, "line %d\n", i);
    assert_false(output_commit(out, &err));
    assert_non_null(strstr(err.message, "No space left"));
    assert_false(path_exists(path) || path_exists(temporary));
    mem_free(temporary);
    mem_free(path);
}

static void gzip_round_trip_and_several_members(void **state)
{
    (void)state;
    struct error err;
    char *path = in_folder("text.gz");
    struct output *out = output_open(path, &err);
    for (int i = 0; i < 20000; i++)
        output_print(out, "line %d\n", i);
    assert_true(output_commit(out, &err));
    size_t size, twice, raw = 0;
    char *text = file_read(path, 1 << 20, &size, &err);
    assert_non_null(text);
    assert_string_equal(text + size - 11, "line 19999\n");
    FILE *f = fopen(path, "rb");
    char *bytes = mem_new(1 << 20, 1, "test");
    raw = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    memcpy(bytes + raw, bytes, raw); /* two members one after another are one text */
    char *both = in_folder("both.gz");
    put(both, bytes, 2 * raw);
    char *doubled = file_read(both, 1 << 20, &twice, &err);
    assert_non_null(doubled);
    assert_int_equal(twice, 2 * size);
    /* Every truncation is an error that names the file, never a shorter text. */
    for (size_t cut = 2; cut < raw; cut += 1 + raw / 50) {
        put(both, bytes, cut);
        assert_null(file_read(both, 1 << 20, &twice, &err));
        assert_non_null(strstr(err.message, "both.gz"));
        assert_non_null(strstr(err.message, "truncated"));
    }
    bytes[raw / 2] ^= 0x55;
    put(both, bytes, raw);
    assert_null(file_read(both, 1 << 20, &twice, &err));
    assert_non_null(strstr(err.message, "corrupt"));
    put(both, "BZh91AY", 7);
    assert_null(file_read(both, 1 << 20, &twice, &err));
    assert_non_null(strstr(err.message, "bzip2"));
    mem_free(doubled), mem_free(text), mem_free(bytes), mem_free(both), mem_free(path);
}

static void input_errors_name_the_file(void **state)
{
    (void)state;
    struct error err;
    assert_null(input_open("/tmp/embedlab-no-such-file", &err));
    assert_non_null(strstr(err.message, "/tmp/embedlab-no-such-file"));
    assert_null(input_open(folder, &err));
    assert_non_null(strstr(err.message, "is a folder"));
}

static void json_checks_types_and_ranges(void **state)
{
    (void)state;
    struct error err;
    char *path = in_folder("x.json");
    put(path, "{\"n\": 3, \"x\": 2.5, \"s\": \"a\"}", 29);
    cJSON *json = json_read(path, &err);
    assert_non_null(json);
    long long n;
    double x;
    bool flag;
    assert_true(json_get_integer(json, path, "n", 0, 3, &n, &err) && n == 3);
    assert_false(json_get_integer(json, path, "n", 0, 2, &n, &err));
    assert_false(json_get_integer(json, path, "x", 0, 9, &n, &err));
    assert_non_null(strstr(err.message, "whole number"));
    assert_true(json_get_number(json, path, "x", 0, 9, &x, &err) && x == 2.5);
    assert_false(json_get_number(json, path, "s", 0, 9, &x, &err));
    assert_false(json_get_bool(json, path, "none", &flag, &err));
    assert_non_null(strstr(err.message, "missing"));
    assert_string_equal(json_get_string(json, path, "s", &err), "a");
    cJSON_Delete(json);
    put(path, "{\"n\": 3,\n\"x\": }", 15);
    assert_null(json_read(path, &err));
    assert_non_null(strstr(err.message, "line 2"));
    put(path, "", 0);
    assert_null(json_read(path, &err));
    assert_non_null(strstr(err.message, "empty"));
    mem_free(path);
}

static enum options_result parse(struct option *options, int argc, char **argv, char ***rest)
{
    fflush(stdout), fflush(stderr);
    int keep = dup(2); /* the explanations are not what is tested here */
    assert_non_null(freopen("/dev/null", "w", stderr));
    enum options_result result = options_parse(options, "ARGS", "About.", argc, argv, rest);
    fflush(stderr);
    dup2(keep, 2);
    close(keep);
    return result;
}

static void options_parse_check_and_report(void **state)
{
    (void)state;
    long n = 5;
    double x = 0.5;
    bool flag = false;
    char *text = NULL, *choice = "red", **list = NULL, **rest;
    struct option options[] = {{OPTION_GROUP, .help = "Things"},
                               {OPTION_LONG, "number", &n, "N", "a number", 1, 10},
                               {OPTION_NUMBER, "ratio", &x, "X", "a ratio", 0, 1},
                               {OPTION_FLAG, "flag", &flag, NULL, "a flag"},
                               {OPTION_STRING, "text", &text, "T", "a text"},
                               {OPTION_LIST, "item", &list, "I", "texts"},
                               {OPTION_CHOICE, "colour", &choice, NULL, "a colour", .choices = "red|green"},
                               OPTIONS_END};
    char *good[] = {"prog", "--number", "7", "--flag", "--colour=green", "--item", "x", "a", "--item=y", "b", NULL};
    assert_int_equal(parse(options, 10, good, &rest), OPTIONS_RUN);
    assert_string_equal(list[0], "x");
    assert_string_equal(list[1], "y");
    assert_null(list[2]);
    assert_int_equal(n, 7);
    assert_true(flag);
    assert_string_equal(choice, "green");
    assert_string_equal(rest[1], "b");
    assert_null(rest[2]);
    assert_true(options_given(options, "number") && !options_given(options, "ratio"));
    cJSON *json = options_json(options);
    assert_int_equal(cJSON_GetObjectItem(json, "number")->valueint, 7);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(json, "item")), 2);
    cJSON_Delete(json);
    options_release(options, rest);
    assert_null(list);
    choice = "red";
    char *bad[][3] = {{"prog", "--number", "11"},   {"prog", "--number", "x"},  {"prog", "--ratio", "nan"},
                      {"prog", "--colour", "blue"}, {"prog", "--unknown", "1"}, {"prog", "--text", ""},
                      {"prog", "--item", ""}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        choice = "red", text = NULL;
        assert_int_equal(parse(options, 3, bad[i], &rest), OPTIONS_EXIT_USAGE);
        options_release(options, rest);
    }
}

static void sizes_have_units(void **state)
{
    (void)state;
    size_t size = (size_t)4 << 30;
    char **rest;
    struct option options[] = {{OPTION_SIZE, "memory", &size, "SIZE", "a bound"}, OPTIONS_END};
    cJSON *json = options_json(options);
    assert_true(cJSON_GetObjectItem(json, "memory")->valuedouble == 4294967296.0);
    cJSON_Delete(json);
    const struct {
        const char *text;
        size_t size;
    } good[] = {{"1T", (size_t)1 << 40},
                {"3G", (size_t)3 << 30},
                {"512M", (size_t)512 << 20},
                {"64K", 65536},
                {"12345", 12345}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char *arguments[] = {"prog", "--memory", (char *)good[i].text, NULL};
        assert_int_equal(parse(options, 3, arguments, &rest), OPTIONS_RUN);
        assert_true(size == good[i].size);
        options_release(options, rest);
    }
    const char *const bad[] = {
        "",        "much", "-4G", "+4G", " 4G", "G", "4GB", "4 G", "4g", "4.5G", "0", "0M", "18446744073709551616",
        "8388608T"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *arguments[] = {"prog", "--memory", (char *)bad[i], NULL};
        assert_int_equal(parse(options, 3, arguments, &rest), OPTIONS_EXIT_USAGE);
        assert_true(size == 12345);
        options_release(options, rest);
    }
}

static void spilled_bytes_come_back_and_leave_no_name(void **state)
{
    (void)state;
    struct error err;
    char *inside = in_folder("spill"), *beside = path_join(inside, "vectors.bin"), back[8] = "";
    assert_int_equal(mkdir(inside, 0700), 0);
    int file = spill_open(beside, &err);
    assert_true(file >= 0);
    assert_true(spill_write(file, "0123456789", 10, 5, &err));
    assert_true(spill_read(file, back, 4, 8, &err));
    assert_string_equal(back, "3456");
    assert_false(spill_read(file, back, 4, 13, &err));
    assert_non_null(strstr(err.message, "ends too early"));
    assert_int_equal(rmdir(inside), 0); /* it is empty */
    close(file);
    assert_int_equal(spill_open(beside, &err), -1);
    assert_non_null(strstr(err.message, beside));
    mem_free(beside);
    mem_free(inside);
}

static void threads_follow_the_request(void **state)
{
    (void)state;
    assert_int_equal(run_threads(3), 3);
    assert_true(run_threads(0) >= 1);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_vectors),
        cmocka_unit_test(draws_have_the_right_moments),
        cmocka_unit_test(a_permutation_holds_every_number_once),
        cmocka_unit_test(output_appears_whole_or_not_at_all),
        cmocka_unit_test(what_killed_processes_left_is_removed),
        cmocka_unit_test(a_full_disk_is_reported),
        cmocka_unit_test(spilled_bytes_come_back_and_leave_no_name),
        cmocka_unit_test(gzip_round_trip_and_several_members),
        cmocka_unit_test(input_errors_name_the_file),
        cmocka_unit_test(json_checks_types_and_ranges),
        cmocka_unit_test(options_parse_check_and_report),
        cmocka_unit_test(sizes_have_units),
        cmocka_unit_test(threads_follow_the_request),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char *command = mem_format("rm -rf %s", folder);
    if (system(command) != 0)
        failed++;
    mem_free(command);
    return failed;
}
