/* contrastive.h: small trainings of every kind, for the tests of the contrastive trainer. */
#ifndef EMBEDLAB_TESTS_TRAINERS_CONTRASTIVE_H
#define EMBEDLAB_TESTS_TRAINERS_CONTRASTIVE_H

#include "tests/model/scratch.h"

#include <math.h>
#include <omp.h>

#include "base/random.h"
#include "trainers/contrastive/train.h"

enum { TOY_WORDS = 20, TOY_LONGEST = 6, TOY_CLASSES = 3 };

/* A row's sentences are about one of five subjects, with four words each; a third one is about another subject.
 * Every seventh row is the row before again. */
static inline void toy_examples(struct examples *e, int columns, int rows, uint64_t seed)
{
    int texts = columns * rows;
    *e = (struct examples){.columns = columns, .count = (uint32_t)rows, .text_count = (uint32_t)texts,
                           .longest = TOY_LONGEST, .classes = TOY_CLASSES, .seed = 1, .epoch = -1, .checksum = 7};
    e->ids = mem_new((size_t)texts * TOY_LONGEST, sizeof *e->ids, "a test");
    e->starts = mem_new((size_t)texts + 1, sizeof *e->starts, "a test");
    e->texts = mem_new((size_t)texts, sizeof *e->texts, "a test");
    e->row_starts = mem_new((size_t)rows + 1, sizeof *e->row_starts, "a test");
    e->labels = mem_new((size_t)rows, sizeof *e->labels, "a test");
    e->scores = mem_new((size_t)rows, sizeof *e->scores, "a test");
    e->label_names = mem_new(TOY_CLASSES, sizeof *e->label_names, "a test");
    e->record = cJSON_CreateObject();
    size_t end = 0;
    for (int i = 0; i < rows; i++) {
        struct random r = random_at(seed, RANDOM_TEST, (uint64_t)i);
        uint32_t subject = random_below(&r, 5);
        for (int v = 0; v < columns; v++) {
            uint32_t about = (subject + (uint32_t)(v == 2)) % 5, length = 2 + random_below(&r, TOY_LONGEST - 1);
            for (uint32_t w = 0; w < length; w++)
                e->ids[end++] = (int32_t)(2 + about * 4 + random_below(&r, 4));
            e->starts[i * columns + v + 1] = end;
            e->texts[i * columns + v] = (uint32_t)((i % 7 == 6 ? i - 1 : i) * columns + v);
        }
        e->row_starts[i + 1] = (uint32_t)((i + 1) * columns);
        e->labels[i] = (int32_t)(subject % TOY_CLASSES);
        e->scores[i] = subject / 4.0;
    }
}

static inline struct tokenizer *toy_tokenizer(void)
{
    struct vocab *v = vocab_new();
    for (int i = 0; i < TOY_WORDS; i++) {
        char word[] = {(char)('a' + i / 4), (char)('a' + i % 4), '\0'};
        vocab_append(v, word, 2, 1);
    }
    struct tokenizer *t = tokenizer_from_vocab(v);
    vocab_free(v);
    return t;
}

/* What is trained, and how. */
struct toy {
    const char *objective;
    bool bag, bert, separate, mlp, symmetric;
    enum pooling pooling;
    int dim, layers, rows, cache;
    long steps;
    double dropout, word_dropout, lr;
    bool same_dropout, matryoshka, dev;
};

struct toy_run {
    struct examples examples, dev;
    struct training *training;
};

static inline int toy_columns(const char *objective)
{
    return !strcmp(objective, "simcse") ? 1 : objective_kind(objective)->columns_high;
}

static inline struct tower toy_tower(const struct toy *toy, const struct training_settings *s, struct tokenizer *t,
                                     int sequences, const char *head)
{
    struct encoder_settings e = {.shape = {.vocabulary = tokenizer_size(t), .context = TOY_LONGEST + 1,
                                           .layers = toy->layers, .heads = 2, .dim = toy->dim, .hidden = 2 * toy->dim,
                                           .dropout = toy->dropout,
                                           .style = toy->bert ? STYLE_BERT : STYLE_GPT2},
                                 .pooling = toy->pooling, .weight_decay = s->weight_decay, .seed = 1,
                                 .max_tokens = sequences * (TOY_LONGEST + 1), .max_sequences = sequences};
    return (struct tower){.encoder = toy->bag ? encoder_bag_new(&e, t) : encoder_transformer_new(&e, t),
                          .head = toy->mlp ? head_new(head, toy->dim, 1) : NULL};
}

static inline struct toy_run *toy_new(const struct toy *toy)
{
    struct toy_run *r = mem_new(1, sizeof *r, "a test");
    int columns = toy_columns(toy->objective), views = columns == 1 ? 2 : columns, count = toy->separate ? 2 : 1;
    toy_examples(&r->examples, columns, 5 * toy->rows, 4);
    toy_examples(&r->dev, 2, 30, 5);
    struct training_settings s = {.batch = toy->rows, .cache = toy->cache, .steps = toy->steps, .warmup = 2,
                                  .lr = toy->lr, .head_lr = toy->lr, .weight_decay = 0.01, .clip = 1,
                                  .word_dropout = toy->word_dropout, .same_dropout = toy->same_dropout, .seed = 1};
    struct objective_settings o = {.temperature = 0.3, .margin = 1, .symmetric = toy->symmetric,
                                   .classes = TOY_CLASSES, .seed = 1};
    if (toy->matryoshka)
        o.prefixes[o.prefix_count++] = toy->dim / 2;
    struct tower towers[2];
    struct tokenizer *t = toy_tokenizer();
    for (int i = 0; i < count; i++)
        towers[i] = toy_tower(toy, &s, t, training_capacity(&s, views, count, i), i ? "second" : "first");
    r->training = training_new(&s, objective_kind(toy->objective), &o, &r->examples, toy->dev ? &r->dev : NULL, towers,
                               count);
    return r;
}

static inline void toy_free(struct toy_run *r)
{
    training_free(r->training);
    examples_release(&r->examples);
    examples_release(&r->dev);
    mem_free(r);
}

/* All weights of encoders, heads and classifier, one after another, as places. Free with mem_free. */
static inline float **toy_weights(struct training *t, size_t *count)
{
    float **list = mem_new(1 << 16, sizeof *list, "a test");
    *count = 0;
    for (int i = 0; i < t->tower_count + 1; i++) {
        const struct encoder *e = i < t->tower_count ? t->towers[i].encoder : NULL;
        const struct adamw *a = e ? e->adamw : &t->adamw;
        for (int p = 0; a && p < a->count; p++)
            for (long k = 0; k < a->parameters[p].size; k++)
                list[(*count)++] = a->parameters[p].value + k;
        for (long row = 0; !a && row < e->model->table.rows; row++)
            for (int c = 0; c < e->dim; c++)
                list[(*count)++] = matrix_row(&e->model->table, row) + c;
    }
    assert_true(*count < 1 << 16);
    return list;
}

#endif
