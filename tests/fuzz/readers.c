/* Files of one format each: word vectors, safetensors, tokenizers, vocabularies, text, tables. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/safetensors.h"
#include "model/word_vectors.h"
#include "tests/fuzz/fuzz.h"
#include "text/reader.h"
#include "text/table_reader.h"
#include "text/tokenizer.h"
#include "text/vocab.h"

/* The last one: what is before it is read because of it. */
static const char *file_of(const struct fuzz_target *t)
{
    const char *const *file = t->files;
    while (file[1])
        file++;
    return *file;
}

/* ---- readers ---- */

static void read_vectors(const struct fuzz_target *t)
{
    struct word_vectors w;
    struct error err = {""};
    if (!word_vectors_read(&w, file_of(t), &err))
        return;
    if (w.ngrams.subwords.longest > 0) {
        float *vector = mem_new((size_t)w.ngrams.dim, sizeof *vector, "a vector");
        ngram_table_compose(&w.ngrams, "unseen", 6, vector);
        mem_free(vector);
    }
    word_vectors_release(&w);
}

static void read_safetensors(const struct fuzz_target *t)
{
    struct error err = {""};
    struct safetensors *s = safetensors_read(file_of(t), &err);
    if (s)
        safetensors_free(s);
}

static void read_tokenizer(const struct fuzz_target *t)
{
    struct error err = {""};
    struct tokenizer *tokenizer = tokenizer_read(file_of(t), &err);
    if (!tokenizer)
        return;
    struct token_list tokens = {0};
    tokenizer_encode(tokenizer, "the cat, 12 dogs\n", 17, &tokens);
    size_t length;
    mem_free(tokenizer_decode(tokenizer, tokens.ids, tokens.count, &length));
    token_list_release(&tokens);
    tokenizer_free(tokenizer);
}

static void read_vocab(const struct fuzz_target *t)
{
    struct error err = {""};
    vocab_free(vocab_read(file_of(t), &err));
}

static void read_text(const struct fuzz_target *t)
{
    struct error err = {""};
    struct reader *in = reader_open(file_of(t), &err);
    if (!in)
        return;
    vocab_free(vocab_count_words(in, 1, 0, &err));
    reader_close(in);
}

static void read_table(const struct fuzz_target *t)
{
    static const char *const columns[] = {NULL, "2,1", "s1,score"};
    for (int i = 0; i < 3; i++) {
        struct error err = {""};
        struct table_reader *table = table_reader_open(file_of(t), TABLE_BY_NAME, columns[i], &err);
        if (!table)
            continue;
        double number;
        const struct table_cell *cells;
        for (int count; (cells = table_reader_row(table, &count));)
            while (count > 0 && !table_cell_number(cells[count - 1], &number))
                count--;
        table_reader_close(table);
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

static void write_vectors(const struct fuzz_target *t, int which)
{
    struct vocab *v = some_words();
    struct matrix m = matrix_new(6, 3, "a seed");
    struct error err = {""};
    for (long i = 0; i < 6; i++)
        matrix_row(&m, i)[i % 3] = (float)(i - 1.25);
    if (which > 0) { /* a model with n-grams */
        struct fasttext_model model = {.words = v,
                                       .subwords = {3, 4, 5},
                                       .inputs = &m,
                                       .buckets = (int32_t[]){4, 1, 0},
                                       .ngrams = 3,
                                       .outputs = &m};
        fuzz_check(fasttext_write(&model, file_of(t), &err), err.message);
    } else {
        fuzz_check(word_vectors_write(v, &m, file_of(t), t->what, &err), err.message);
    }
    matrix_release(&m);
    vocab_free(v);
}

static void write_safetensors(const struct fuzz_target *t, int which)
{
    (void)which;
    struct tensor tensors[] = {
        {.name = "a", .dimensions = 2, .shape = {2, 2}, .size = 4, .data = (float[4]){1, 2, 3, 4}},
        {.name = "b", .dimensions = 1, .shape = {1}, .size = 1, .data = (float[1]){5}}};
    struct error err = {""};
    fuzz_check(safetensors_write(file_of(t), tensors, 2, (const char *const[]){"epoch", "3", NULL}, &err), err.message);
}

static void write_tokenizer(const struct fuzz_target *t, int which)
{
    (void)t;
    struct error err = {""};
    struct vocab *v = some_words();
    fuzz_put("text", "the cat and the other cat sat\n", 30);
    struct tokenizer *tokenizer = which ? tokenizer_make("bpe:270", "text", 1, &err) : tokenizer_from_vocab(v);
    fuzz_check(tokenizer && tokenizer_write(tokenizer, ".", &err), err.message);
    tokenizer_free(tokenizer);
    vocab_free(v);
}

static void write_vocab(const struct fuzz_target *t, int which)
{
    (void)which;
    struct error err = {""};
    struct vocab *v = some_words();
    fuzz_check(vocab_write(v, file_of(t), &err), err.message);
    vocab_free(v);
}

static void write_text(const struct fuzz_target *t, int which)
{
    struct error err = {""};
    const char *path = which ? "text.gz" : file_of(t);
    struct output *out = output_open(path, &err);
    fuzz_check(out != NULL, err.message);
    output_print(out, "\xef\xbb\xbfThe cat's \xc3\xa9t\xc3\xa9.\r\n\nIt sat, didn't it?\n");
    fuzz_check(output_commit(out, &err), err.message);
    fuzz_check(rename(path, file_of(t)) == 0, "cannot rename a seed");
}

static void write_table(const struct fuzz_target *t, int which)
{
    (void)which;
    static const char *const text[][2] = {
        {"table.tsv", "s1\ts2\tscore\r\n\n\"a\tb, c\t4.5\r\n"},
        {"table.csv", "s1,s2,score\n\"a, \"\"b\"\"\",\"c\nd\",1e0\n"},
        {"table.jsonl", "{\"s1\": \"a \\u00e9\", \"s2\": [true], \"score\": 4.5}\n[\"a\", null, 2]\n"}};
    for (int i = 0; i < 3; i++)
        if (strcmp(file_of(t), text[i][0]) == 0)
            fuzz_put(file_of(t), text[i][1], strlen(text[i][1]));
}

/* ---- the table ---- */

const struct fuzz_target fuzz_readers[] = {
    {"word2vec-bin", read_vectors, write_vectors, 1, {"vectors"}, "word2vec-bin"},
    {"word2vec-txt", read_vectors, write_vectors, 1, {"vectors"}, "word2vec-txt"},
    {"glove", read_vectors, write_vectors, 1, {"vectors"}, "glove"},
    {"fasttext-bin", read_vectors, write_vectors, 2, {"vectors"}, "fasttext-bin"},
    {"npy", read_vectors, write_vectors, 1, {"vectors.vocab.txt", "vectors.npy"}, "npy"},
    {"projector", read_vectors, write_vectors, 1, {"vectors.metadata.tsv", "vectors.tsv"}, "projector"},
    {"safetensors", read_safetensors, write_safetensors, 1, {"model.safetensors"}},
    {"tokenizer", read_tokenizer, write_tokenizer, 2, {"tokenizer.json"}},
    {"vocab", read_vocab, write_vocab, 1, {"vocab.txt"}},
    {"text", read_text, write_text, 2, {"text"}},
    {"table-tsv", read_table, write_table, 1, {"table.tsv"}},
    {"table-csv", read_table, write_table, 1, {"table.csv"}},
    {"table-jsonl", read_table, write_table, 1, {"table.jsonl"}},
    {NULL},
};
