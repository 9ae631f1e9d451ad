/* Safetensors files made by hand, good and broken in every way that the format allows. */
#include "scratch.h"

#include <math.h>

#include "model/safetensors.h"

/* A file from a header and data, the length put in front. */
static void write_file(struct scratch *s, const char *header, const void *data, size_t size)
{
    unsigned char bytes[4096];
    uint64_t length = strlen(header);
    memcpy(bytes, &length, 8);
    memcpy(bytes + 8, header, length);
    memcpy(bytes + 8 + length, data, size);
    scratch_write(s, "x.safetensors", bytes, 8 + length + size);
}

static struct safetensors *read_back(struct scratch *s, struct error *err)
{
    return safetensors_read(scratch_path(s, "x.safetensors"), err);
}

static void test_write_and_read(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    const float a[6] = {1, -2, 3.5f, 0, 1e-30f, -0.0f}, b[1] = {7};
    const struct tensor tensors[] = {{"h.0.weight", 2, {2, 3}, 6, a}, {"empty", 1, {0}, 0, a}, {"one", 0, {0}, 1, b}};
    const char *metadata[] = {"format", "pt", "step", "12", NULL};
    assert_true(safetensors_write(scratch_path(&s, "x.safetensors"), tensors, 3, metadata, &err));

    size_t size;
    char *raw = file_read(s.path, 1 << 20, &size, &err);
    uint64_t length;
    memcpy(&length, raw, 8);
    assert_int_equal(length % 8, 0);
    assert_int_equal(size, 8 + length + 28);
    assert_int_equal(raw[8], '{');
    mem_free(raw);

    struct safetensors *r = read_back(&s, &err);
    assert_non_null(r);
    assert_int_equal(r->count, 3);
    const struct tensor *t = safetensors_find(r, "h.0.weight");
    assert_int_equal(t->dimensions, 2);
    assert_int_equal(t->shape[0], 2);
    assert_int_equal(t->shape[1], 3);
    assert_memory_equal(t->data, a, sizeof a);
    assert_int_equal(safetensors_find(r, "empty")->size, 0);
    assert_int_equal(safetensors_find(r, "one")->dimensions, 0);
    assert_true(safetensors_find(r, "one")->data[0] == 7);
    assert_null(safetensors_find(r, "h.0"));
    assert_string_equal(safetensors_metadata(r, "step"), "12");
    assert_null(safetensors_metadata(r, "steps"));
    safetensors_free(r);
    scratch_remove(&s);
}

static void test_other_types(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    const uint16_t half[8] = {0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x0400, 0x3555};
    const uint16_t brain[2] = {0x3f80, 0xc2f7};
    const double wide[2] = {0.1, 1e300};
    const int64_t big[1] = {-5};
    const int32_t small[1] = {123456};
    const unsigned char flags[2] = {0, 1};
    unsigned char data[54];
    memcpy(data, half, 16), memcpy(data + 16, brain, 4), memcpy(data + 20, wide, 16), memcpy(data + 36, big, 8);
    memcpy(data + 44, small, 4), memcpy(data + 48, flags, 2), memcpy(data + 50, &(float){2.5f}, 4);
    /* Not in the order of the data, and a header length that is no multiple of 8. */
    write_file(&s,
               "{\"f32\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[50,54]},"
               "\"half\":{\"dtype\":\"F16\",\"shape\":[2,2,2,1],\"data_offsets\":[0,16]},"
               "\"brain\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[16,20]},"
               "\"wide\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[20,36]},"
               "\"big\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[36,44]},"
               "\"small\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[44,48]},"
               "\"flags\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[48,50]}}   ",
               data, sizeof data);
    struct safetensors *r = read_back(&s, &err);
    assert_string_equal(err.message, "");
    assert_non_null(r);
    const float *h = safetensors_find(r, "half")->data;
    const float expected[8] = {1, -2, 65504, 0x1p-24f, -0.0f, INFINITY, 0x1p-14f, 0.333251953125f};
    assert_memory_equal(h, expected, sizeof expected);
    assert_true(safetensors_find(r, "brain")->data[0] == 1 && safetensors_find(r, "brain")->data[1] == -123.5f);
    assert_true(safetensors_find(r, "wide")->data[0] == 0.1f && isinf(safetensors_find(r, "wide")->data[1]));
    assert_true(safetensors_find(r, "big")->data[0] == -5 && safetensors_find(r, "small")->data[0] == 123456);
    assert_true(safetensors_find(r, "flags")->data[0] == 0 && safetensors_find(r, "flags")->data[1] == 1);
    assert_true(safetensors_find(r, "f32")->data[0] == 2.5f);
    safetensors_free(r);
    scratch_remove(&s);
}

#define T(name, dtype, shape, from, to) \
    "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":[" shape "],\"data_offsets\":[" from "," to "]}"

static void test_broken_headers(void **state)
{
    (void)state;
    static const struct {
        const char *header, *message;
        int size;
    } cases[] = {
        {"{" T("a", "F32", "2", "0", "8") "}", "truncated", 4},
        {"{" T("a", "F32", "2", "0", "8") "}", "trailing bytes", 12},
        {"{" T("a", "F32", "2", "0", "8") "," T("b", "F32", "1", "12", "16") "}", "a hole", 16},
        {"{" T("a", "F32", "2", "0", "8") "," T("b", "F32", "1", "4", "8") "}", "overlaps", 8},
        {"{" T("a", "F32", "1", "4", "8") "}", "a hole", 8},
        {"{" T("a", "F32", "1", "0", "4") "," T("a", "F32", "1", "4", "8") "}", "\"a\" is there twice", 8},
        {"{" T("a", "F8_E4M3", "8", "0", "8") "}", "F8_E4M3", 8},
        {"{" T("a", "F32", "3", "0", "8") "}", "3 elements", 8},
        {"{" T("a", "F32", "2", "8", "0") "}", "bytes 8 to 0", 8},
        {"{" T("a", "F32", "-2", "0", "8") "}", "\"a\": a size", 8},
        {"{" T("a", "F32", "2.5", "0", "8") "}", "\"a\": a size", 8},
        {"{" T("a", "F32", "\"2\"", "0", "8") "}", "\"a\": a size", 8},
        {"{" T("a", "F32", "4294967296,4294967296", "0", "8") "}", "\"a\": a size", 8},
        {"{" T("a", "F32", "1e300", "0", "8") "}", "\"a\": a size", 8},
        {"{" T("a", "F64", "9007199254740992", "0", "8") "}", "\"a\"", 8},
        {"{" T("a", "F32", "1,1,1,1,2", "0", "8") "}", "more than 4", 8},
        {"{" T("a", "F32", "2", "0", "1e30") "}", "data_offsets", 8},
        {"{" T("a", "F32", "2", "0", "8,8") "}", "data_offsets", 8},
        {"{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", "shape", 8},
        {"{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", "dtype missing", 8},
        {"{\"a\":[1,2]}", "must be an object", 8},
        {"{\"__metadata__\":{\"k\":1}," T("a", "F32", "2", "0", "8") "}", "must be a string", 8},
        {"{\"__metadata__\":{},\"__metadata__\":{}," T("a", "F32", "2", "0", "8") "}", "twice", 8},
        {"{" T("a", "F32", "2", "0", "8") "} {}", "spaces only", 8},
        {"{" T("a", "F32", "2", "0", "8"), "one JSON object", 8},
        {" {" T("a", "F32", "2", "0", "8") "}", "one JSON object", 8},
        {"[]", "one JSON object", 0},
        {"", "one JSON object", 0},
    };
    struct scratch s = scratch_new();
    static const char data[16];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        write_file(&s, cases[i].header, data, (size_t)cases[i].size);
        assert_null(read_back(&s, &err));
        assert_message(&err, cases[i].message);
        assert_message(&err, s.path);
    }
    scratch_remove(&s);
}

static void test_broken_files(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    assert_null(read_back(&s, &err));
    assert_message(&err, "No such file");
    assert_null(safetensors_read(s.folder, &err));
    assert_message(&err, "not a plain file");
    scratch_write(&s, "x.safetensors", "", 0);
    assert_null(read_back(&s, &err));
    assert_message(&err, "shorter than the 8 bytes");
    scratch_write(&s, "x.safetensors", "\xff\xff\xff\xff\xff\xff\xff\xff{}", 10);
    assert_null(read_back(&s, &err));
    assert_message(&err, "does not fit");
    scratch_write(&s, "x.safetensors", "\3\0\0\0\0\0\0\0{}", 10);
    assert_null(read_back(&s, &err));
    assert_message(&err, "does not fit");

    /* Every prefix of a good file is refused. */
    const float a[2] = {1, 2};
    const struct tensor t = {"a", 1, {2}, 2, a};
    assert_true(safetensors_write(scratch_path(&s, "good"), &t, 1, NULL, &err));
    size_t size;
    char *raw = file_read(s.path, 1 << 20, &size, &err);
    for (size_t cut = 0; cut < size; cut++) {
        scratch_write(&s, "x.safetensors", raw, cut);
        assert_null(read_back(&s, &err));
    }
    /* A byte of the header changed is refused or harmless, never a crash. */
    for (size_t i = 0; i < size; i++) {
        char kept = raw[i];
        raw[i] = (char)(kept ^ 0x15);
        scratch_write(&s, "x.safetensors", raw, size);
        safetensors_free(read_back(&s, &err));
        raw[i] = kept;
    }
    mem_free(raw);
    scratch_remove(&s);
}

/* What we write is refused when any byte of its data or metadata has changed. */
static void test_changed_bytes(void **state)
{
    (void)state;
    struct scratch s = scratch_new();
    struct error err = {0};
    const float a[3] = {1, -2, 3.5f}, b[2] = {7, 8};
    const struct tensor tensors[] = {{"a", 1, {3}, 3, a}, {"b", 1, {2}, 2, b}};
    const char *metadata[] = {"training", "lr 0.001", NULL};
    assert_true(safetensors_write(scratch_path(&s, "x.safetensors"), tensors, 2, metadata, &err));
    size_t size;
    char *raw = file_read(s.path, 1 << 20, &size, &err);
    size_t rate = (size_t)((char *)memmem(raw, size, "0.001", 5) - raw), key = rate - 7;
    const size_t places[] = {key, rate, rate + 4};
    for (size_t i = 0; i < 3 + 20; i++) {
        size_t at = i < 3 ? places[i] : size - 20 + (i - 3);
        raw[at] ^= 0x10;
        scratch_write(&s, "x.safetensors", raw, size);
        assert_null(read_back(&s, &err));
        assert_non_null(strstr(err.message, "checksum"));
        raw[at] ^= 0x10;
    }
    mem_free(raw);
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_and_read),
        cmocka_unit_test(test_other_types),
        cmocka_unit_test(test_broken_headers),
        cmocka_unit_test(test_broken_files),
        cmocka_unit_test(test_changed_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
