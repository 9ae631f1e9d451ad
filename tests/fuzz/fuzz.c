/* Every reader of files from outside, for libFuzzer or mutate.c: whatever the bytes, an answer, soon, and no more
 * memory than a small multiple of theirs (the sanitizers and tests/fuzz/run watch that).
 *
 *   FUZZ_TARGET=NAME     which reader; without it their names are printed
 *   FUZZ_SCRATCH=FOLDER  where the input becomes a file
 *   FUZZ_SEEDS=FOLDER    writes right files to start from, and stops
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/safetensors.h"
#include "model/word_vectors.h"
#include "text/reader.h"
#include "text/table_reader.h"
#include "text/tokenizer.h"
#include "text/vocab.h"

struct target {
    const char *name;
    void (*read)(const char *path);
    void (*write)(const struct target *t, int which); /* right files, into the scratch folder and then save() */
    int seeds;
    const char *file, *beside; /* names; `beside`: a second file, at the input's start behind its size (16 bits) */
    const char *format;        /* of word_vectors_write */
};

static char *scratch_file(const char *name)
{
    return path_join(getenv("FUZZ_SCRATCH"), name);
}

static void fail(const char *what)
{
    fprintf(stderr, "fuzz: %s\n", what);
    _exit(3);
}

static void put_file(const char *name, const uint8_t *data, size_t size)
{
    char *path = scratch_file(name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0)
        fail("FUZZ_SCRATCH: cannot be written to");
    mem_free(path);
}

/* ---- readers ---- */

static void read_vectors(const char *path)
{
    struct word_vectors w;
    struct error err = {""};
    if (!word_vectors_read(&w, path, &err))
        return;
    if (w.ngrams.subwords.longest > 0) {
        float *vector = mem_new((size_t)w.ngrams.dim, sizeof *vector, "a vector");
        ngram_table_compose(&w.ngrams, "unseen", 6, vector);
        mem_free(vector);
    }
    word_vectors_release(&w);
}

static void read_safetensors(const char *path)
{
    struct error err = {""};
    struct safetensors *s = safetensors_read(path, &err);
    if (s)
        safetensors_free(s);
}

static void read_tokenizer(const char *path)
{
    struct error err = {""};
    struct tokenizer *t = tokenizer_read(path, &err);
    if (!t)
        return;
    struct token_list tokens = {0};
    tokenizer_encode(t, "the cat, 12 dogs\n", 17, &tokens);
    size_t length;
    mem_free(tokenizer_decode(t, tokens.ids, tokens.count, &length));
    token_list_release(&tokens);
    tokenizer_free(t);
}

static void read_vocab(const char *path)
{
    struct error err = {""};
    vocab_free(vocab_read(path, &err));
}

static void read_text(const char *path)
{
    struct error err = {""};
    struct reader *in = reader_open(path, &err);
    if (!in)
        return;
    vocab_free(vocab_count_words(in, 1, 0, &err));
    reader_close(in);
}

static void read_table(const char *path)
{
    static const char *const columns[] = {NULL, "2,1", "s1,score"};
    for (int i = 0; i < 3; i++) {
        struct error err = {""};
        struct table_reader *t = table_reader_open(path, TABLE_BY_NAME, columns[i], &err);
        if (!t)
            continue;
        double number;
        const struct table_cell *cells;
        for (int count; (cells = table_reader_row(t, &count));)
            while (count > 0 && !table_cell_number(cells[count - 1], &number))
                count--;
        table_reader_close(t);
    }
}

/* ---- right files to start from ---- */

static struct vocab *some_words(void)
{
    struct vocab *v = vocab_new();
    vocab_append(v, "the", 3, 9);
    vocab_append(v, "cat", 3, 4);
    vocab_append(v, "\xc3\xa9t\xc3\xa9", 5, 2);
    return v;
}

static size_t get_file(const char *name, uint8_t *data, size_t limit)
{
    char *path = scratch_file(name);
    FILE *f = fopen(path, "rb");
    if (!f)
        fail("a seed could not be written");
    size_t size = fread(data, 1, limit, f);
    fclose(f);
    mem_free(path);
    return size;
}

/* The target's file, and what is beside it, as an input of the fuzzer. */
static void save(const struct target *t, int which)
{
    static uint8_t data[1 << 16];
    size_t size = 0;
    if (t->beside) {
        size = get_file(t->beside, data + 2, sizeof data / 2);
        data[0] = (uint8_t)size;
        data[1] = (uint8_t)(size >> 8);
        size += 2;
    }
    size += get_file(t->file, data + size, sizeof data - size);
    char *name = mem_format("%s/%s-%d", getenv("FUZZ_SEEDS"), t->name, which);
    FILE *f = fopen(name, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0)
        fail("FUZZ_SEEDS: cannot be written to");
    mem_free(name);
}

static void check(bool good, const struct error *err)
{
    if (!good)
        fail(err->message);
}

static void write_vectors(const struct target *t, int which)
{
    struct vocab *v = some_words();
    struct matrix m = matrix_new(6, 3, "a seed");
    struct error err = {""};
    for (long i = 0; i < 6; i++)
        matrix_row(&m, i)[i % 3] = (float)(i - 1.25);
    char *path = scratch_file(t->file);
    if (which > 0) { /* a model with n-grams */
        struct fasttext_model model = {.words = v,
                                       .subwords = {3, 4, 5},
                                       .inputs = &m,
                                       .buckets = (int32_t[]){4, 1, 0},
                                       .ngrams = 3,
                                       .outputs = &m};
        check(fasttext_write(&model, path, &err), &err);
    } else {
        check(word_vectors_write(v, &m, path, t->format, &err), &err);
    }
    save(t, which);
    mem_free(path);
    matrix_release(&m);
    vocab_free(v);
}

static void write_safetensors(const struct target *t, int which)
{
    struct tensor tensors[] = {
        {.name = "a", .dimensions = 2, .shape = {2, 2}, .size = 4, .data = (float[4]){1, 2, 3, 4}},
        {.name = "b", .dimensions = 1, .shape = {1}, .size = 1, .data = (float[1]){5}}};
    struct error err = {""};
    char *path = scratch_file(t->file);
    check(safetensors_write(path, tensors, 2, (const char *const[]){"epoch", "3", NULL}, &err), &err);
    mem_free(path);
    save(t, which);
}

static void write_tokenizer(const struct target *t, int which)
{
    struct error err = {""};
    struct vocab *v = some_words();
    put_file("text", (const uint8_t *)"the cat and the other cat sat\n", 30);
    char *text = scratch_file("text");
    struct tokenizer *tokenizer = which ? tokenizer_make("bpe:270", text, 1, &err) : tokenizer_from_vocab(v);
    check(tokenizer && tokenizer_write(tokenizer, getenv("FUZZ_SCRATCH"), &err), &err);
    save(t, which);
    tokenizer_free(tokenizer);
    mem_free(text);
    vocab_free(v);
}

static void write_vocab(const struct target *t, int which)
{
    struct error err = {""};
    struct vocab *v = some_words();
    char *path = scratch_file(t->file);
    check(vocab_write(v, path, &err), &err);
    save(t, which);
    mem_free(path);
    vocab_free(v);
}

static void write_text(const struct target *t, int which)
{
    struct error err = {""};
    char *path = scratch_file(which ? "text.gz" : t->file);
    struct output *out = output_open(path, &err);
    check(out != NULL, &err);
    output_print(out, "\xef\xbb\xbfThe cat's \xc3\xa9t\xc3\xa9.\r\n\nIt sat, didn't it?\n");
    check(output_commit(out, &err), &err);
    if (which) {
        char *plain = scratch_file(t->file);
        check(rename(path, plain) == 0, &err);
        mem_free(plain);
    }
    save(t, which);
    mem_free(path);
}

static void write_table(const struct target *t, int which)
{
    static const char *const text[][2] = {
        {"table.tsv", "s1\ts2\tscore\r\n\n\"a\tb, c\t4.5\r\n"},
        {"table.csv", "s1,s2,score\n\"a, \"\"b\"\"\",\"c\nd\",1e0\n"},
        {"table.jsonl", "{\"s1\": \"a \\u00e9\", \"s2\": [true], \"score\": 4.5}\n[\"a\", null, 2]\n"}};
    for (int i = 0; i < 3; i++)
        if (strcmp(t->file, text[i][0]) == 0)
            put_file(t->file, (const uint8_t *)text[i][1], strlen(text[i][1]));
    save(t, which);
}

/* ---- the table ---- */

static const struct target targets[] = {
    {"word2vec-bin", read_vectors, write_vectors, 1, "vectors", NULL, "word2vec-bin"},
    {"word2vec-txt", read_vectors, write_vectors, 1, "vectors", NULL, "word2vec-txt"},
    {"glove", read_vectors, write_vectors, 1, "vectors", NULL, "glove"},
    {"fasttext-bin", read_vectors, write_vectors, 2, "vectors", NULL, "fasttext-bin"},
    {"npy", read_vectors, write_vectors, 1, "vectors.npy", "vectors.vocab.txt", "npy"},
    {"projector", read_vectors, write_vectors, 1, "vectors.tsv", "vectors.metadata.tsv", "projector"},
    {"safetensors", read_safetensors, write_safetensors, 1, "model.safetensors", NULL, NULL},
    {"tokenizer", read_tokenizer, write_tokenizer, 2, "tokenizer.json", NULL, NULL},
    {"vocab", read_vocab, write_vocab, 1, "vocab.txt", NULL, NULL},
    {"text", read_text, write_text, 2, "text", NULL, NULL},
    {"table-tsv", read_table, write_table, 1, "table.tsv", NULL, NULL},
    {"table-csv", read_table, write_table, 1, "table.csv", NULL, NULL},
    {"table-jsonl", read_table, write_table, 1, "table.jsonl", NULL, NULL},
};

static const struct target *the_target(void)
{
    const char *name = getenv("FUZZ_TARGET");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (name && strcmp(targets[i].name, name) == 0)
            return &targets[i];
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        printf("%s\n", targets[i].name);
    fflush(stdout);
    _exit(name != NULL);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    const struct target *t = the_target();
    if (!getenv("FUZZ_SCRATCH"))
        fail("FUZZ_SCRATCH is not set");
    if (getenv("FUZZ_SEEDS")) {
        for (int which = 0; which < t->seeds; which++)
            t->write(t, which);
        _exit(0);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct target *t = the_target();
    size_t start = 0;
    if (t->beside) {
        size_t beside = size < 2 ? 0 : data[0] | (size_t)data[1] << 8;
        start = size < 2 ? size : 2;
        beside = beside < size - start ? beside : size - start;
        put_file(t->beside, data + start, beside);
        start += beside;
    }
    put_file(t->file, data + start, size - start);
    char *path = scratch_file(t->file);
    t->read(path);
    mem_free(path);
    return 0;
}
