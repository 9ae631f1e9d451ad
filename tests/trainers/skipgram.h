/* skipgram.h: a small model of skip-gram and everything under it, for the tests. */
#ifndef EMBEDLAB_TESTS_TRAINERS_SKIPGRAM_H
#define EMBEDLAB_TESTS_TRAINERS_SKIPGRAM_H

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
#include "trainers/skipgram/step.h"
#include "trainers/skipgram/train.h"

/* Words "w0", "w1", ... with the given counts. */
static struct vocab *make_vocab(const long *counts, int n)
{
    struct vocab *v = vocab_new();
    for (int i = 0; i < n; i++) {
        char word[16];
        vocab_append(v, word, (size_t)snprintf(word, sizeof word, "w%d", i), counts[i]);
    }
    return v;
}

enum { LENGTH = 8 };

/* Cuts corpus->ids into sentences of `length` words and chunks of `sentences` sentences. */
static void cut(struct word_corpus *c, size_t length, size_t sentences)
{
    mem_free(c->chunks);
    c->sentences = c->words / length;
    c->chunk_count = (long)((c->sentences + sentences - 1) / sentences);
    c->chunks = mem_new((size_t)c->chunk_count, sizeof *c->chunks, "test");
    for (size_t i = 0; i < c->words; i++)
        c->ids[i] = (uint32_t)SENTENCE_WORD(c->ids[i]) | ((i + 1) % length == 0 ? SENTENCE_END : 0);
    for (size_t i = 0; i < (size_t)c->chunk_count; i++) {
        size_t start = i * sentences * length, end = start + sentences * length;
        c->chunks[i] = (struct word_chunk){start, i * sentences, (uint32_t)((end < c->words ? end : c->words) - start)};
        c->largest = c->chunks[i].words > c->largest ? c->chunks[i].words : c->largest;
    }
}

/* Two topics, each of half the words; a sentence is eight words of one topic. */
static void make_corpus(struct word_corpus *c, int words, size_t sentences)
{
    *c = (struct word_corpus){.ids = mem_new(sentences * LENGTH, sizeof *c->ids, "test"),
                              .words = sentences * LENGTH,
                              .file = -1,
                              .texts = cJSON_CreateArray()};
    struct random random = random_at(1, RANDOM_TEST, 3);
    for (size_t i = 0; i < c->words; i++)
        c->ids[i] = random_below(&random, (uint32_t)words / 2) + (uint32_t)words / 2 * (i / LENGTH % 2);
    cut(c, LENGTH, sentences / 200);
}

static void ignore(const struct word_trainer_state *state, void *context)
{
    (void)state;
    (void)context;
}

struct trained {
    struct word_corpus corpus;
    struct vocab *vocab;
    struct skipgram model;
};

static const struct skipgram_settings usual = {
    .dim = 20, .window = 3, .negative = 5, .epochs = 6, .threads = 1, .rate = 0.1, .seed = 1};

/* Each of the four by its number. */
static struct skipgram_settings objective(struct skipgram_settings s, int which)
{
    s.model = which & 1 ? MODEL_CBOW : MODEL_SKIPGRAM;
    s.loss = which & 2 ? LOSS_HIERARCHICAL_SOFTMAX : LOSS_NEGATIVE_SAMPLING;
    s.negative = which & 2 ? 0 : s.negative;
    return s;
}

enum { WORDS = 16, SENTENCES = 600, MANY_WORDS = 1024, MANY_SENTENCES = 4000 };

/* Everything before training. */
static void prepare(struct trained *t, struct skipgram_settings s, int words, size_t sentences)
{
    long counts[MANY_WORDS];
    for (int i = 0; i < words; i++)
        counts[i] = 300;
    struct error err = {""};
    make_corpus(&t->corpus, words, sentences);
    t->vocab = make_vocab(counts, words);
    if (!skipgram_init(&t->model, &s, t->vocab, &t->corpus, &err))
        fail_msg("%s", err.message);
}

static void train_on(struct trained *t, struct skipgram_settings s, int words, size_t sentences)
{
    struct error err = {""};
    prepare(t, s, words, sentences);
    if (!skipgram_train(&t->model, INFINITY, ignore, NULL, &err))
        fail_msg("%s", err.message);
}

static void trained_release(struct trained *t)
{
    skipgram_release(&t->model);
    word_corpus_release(&t->corpus);
    vocab_free(t->vocab);
}

static bool same_vectors(const struct trained *a, const struct trained *b)
{
    return memcmp(a->model.words.data, b->model.words.data,
                  (size_t)(a->model.words.rows * a->model.words.stride) * sizeof(float)) == 0;
}

#endif
