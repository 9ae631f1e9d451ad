/* word_vectors.h: a folder for files of word vectors. */
#ifndef EMBEDLAB_TESTS_MODEL_WORD_VECTORS_H
#define EMBEDLAB_TESTS_MODEL_WORD_VECTORS_H

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
static inline const char *in_folder(const char *name)
{
    static char paths[4][256];
    static int next;
    next = (next + 1) % 4;
    snprintf(paths[next], sizeof paths[next], "%s/%s", folder, name);
    return paths[next];
}

static inline const char *write_file(const char *name, const void *bytes, size_t size)
{
    const char *path = in_folder(name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
    return path;
}

static inline const char *write_text(const char *name, const char *text)
{
    return write_file(name, text, strlen(text));
}

static inline void make_vectors(struct word_vectors *w, int rows, int dim)
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

static inline void check_read(const char *path, const char *words, const float *values)
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

#endif
