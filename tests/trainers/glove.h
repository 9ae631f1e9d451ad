/* glove.h: a small model of GloVe and everything under it, for the tests. */
#ifndef EMBEDLAB_TESTS_TRAINERS_GLOVE_H
#define EMBEDLAB_TESTS_TRAINERS_GLOVE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "trainers/glove/count.h"
#include "trainers/glove/train.h"

/* Words "w0", "w1", ... */
static struct vocab *make_vocab(int n)
{
    struct vocab *v = vocab_new();
    for (int i = 0; i < n; i++) {
        char word[16];
        vocab_append(v, word, (size_t)snprintf(word, sizeof word, "w%d", i), 1000 - i);
    }
    return v;
}

/* Two topics of eight words each; a line is eight words of one topic, save one in eight: what never
 * meets has no cell, and GloVe learns nothing from it. */
static void make_corpus(struct word_corpus *c)
{
    enum { LINES = 400, LENGTH = 8, WORDS = LINES * LENGTH };
    *c = (struct word_corpus){.words = WORDS,
                              .sentences = LINES,
                              .chunks = mem_new(1, sizeof *c->chunks, "test"),
                              .chunk_count = 1,
                              .largest = WORDS,
                              .ids = mem_new(WORDS, sizeof *c->ids, "test"),
                              .file = -1,
                              .texts = cJSON_CreateArray()};
    c->chunks[0].words = WORDS;
    struct random random = random_at(1, RANDOM_TEST, 3);
    for (int i = 0; i < WORDS; i++) {
        uint32_t topic = (uint32_t)(i / LENGTH % 2) ^ (random_below(&random, 8) == 0);
        c->ids[i] = (random_below(&random, 8) + 8 * topic) | (i % LENGTH == LENGTH - 1 ? SENTENCE_END : 0);
    }
}

static void ignore_words(double words, void *context)
{
    (void)words;
    (void)context;
}

static void remember(const struct word_trainer_state *state, void *last)
{
    *(struct word_trainer_state *)last = *state;
}

struct trained {
    struct vocab *vocab;
    struct grid grid;
    struct cell_store cells;
    struct glove model;
    struct word_trainer_state last;
};

static const struct glove_settings usual = {
    .dim = 20, .epochs = 40, .threads = 1, .rate = 0.05, .alpha = 0.75, .x_max = 100, .seed = 1};

/* Everything before training. */
static void prepare(struct trained *t, struct glove_settings s, size_t memory)
{
    struct error err = {""};
    struct word_corpus corpus;
    make_corpus(&corpus);
    *t = (struct trained){.vocab = make_vocab(16), .grid = grid_new(16, glove_bytes_per_word(s.dim), s.seed)};
    t->cells = cell_store_new(&t->grid, memory, "/tmp/embedlab-glove-test");
    struct count_settings c = {5, false, s.threads, 20, corpus.words, 0};
    if (!count_cooccurrences(&t->cells, &corpus, &c, ignore_words, NULL, &err) ||
        !glove_init(&t->model, &s, t->vocab, &t->cells, &err))
        fail_msg("%s", err.message);
    word_corpus_release(&corpus);
}

static void train(struct trained *t, struct glove_settings s, size_t memory)
{
    struct error err = {""};
    prepare(t, s, memory);
    if (!glove_train(&t->model, s.epochs, remember, &t->last, &err))
        fail_msg("%s", err.message);
}

static void trained_release(struct trained *t)
{
    glove_release(&t->model);
    cell_store_release(&t->cells);
    grid_release(&t->grid);
    vocab_free(t->vocab);
}

static bool same_tables(const struct trained *a, const struct trained *b)
{
    size_t bytes = (size_t)(a->model.words.rows * a->model.words.stride) * sizeof(float);
    return memcmp(a->model.words.data, b->model.words.data, bytes) == 0 &&
           memcmp(a->model.contexts.data, b->model.contexts.data, bytes) == 0;
}

#endif
