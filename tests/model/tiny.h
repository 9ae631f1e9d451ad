/* tiny.h: small models with random weights, written as folders. */
#ifndef EMBEDLAB_TESTS_MODEL_TINY_H
#define EMBEDLAB_TESTS_MODEL_TINY_H

#include "scratch.h"

#include "base/random.h"
#include "model/folder.h"
#include "text/vocab.h"

/* <unk>, <eos>, then the, cat, sat, on, mat, café: ids 0 to 7. */
static inline struct tokenizer *tiny_tokenizer(void)
{
    static const char *const words[] = {"the", "cat", "sat", "on", "mat", "caf\xc3\xa9"};
    struct vocab *v = vocab_new();
    for (int i = 0; i < 6; i++)
        vocab_add(v, words[i], strlen(words[i]), 100 - i);
    vocab_finish(v, 1, 0);
    struct tokenizer *t = tokenizer_from_vocab(v);
    vocab_free(v);
    return t;
}

static inline void tiny_fill(float *values, long count, uint64_t position)
{
    struct random r = random_at(7, RANDOM_TEST, position);
    for (long i = 0; i < count; i++)
        values[i] = (float)random_normal(&r);
}

/* kind MODEL_BAG: dim 4; else 2 layers, dim 8, context 6; GPT-2 and BERT 2 heads; Llama 4 heads of size 2 that
 * share 2 keys and values. The tokenizer becomes the model's. */
static inline struct model *tiny_model_of(enum model_kind kind, enum transformer_style style, struct tokenizer *t,
                                          bool tied)
{
    struct model *m = mem_new(1, sizeof *m, "a test model");
    m->kind = kind;
    m->tokenizer = t;
    if (kind == MODEL_BAG) {
        m->table = matrix_new(tokenizer_size(t), 4, "a test model");
        for (long row = 0; row < m->table.rows; row++)
            tiny_fill(matrix_row(&m->table, row), 4, (uint64_t)row);
        return m;
    }
    struct transformer_config c = {.vocabulary = tokenizer_size(t), .context = 6, .layers = 2, .heads = 2, .dim = 8,
                                   .hidden = 32, .causal = kind == MODEL_LANGUAGE, .has_head = kind == MODEL_LANGUAGE,
                                   .tied = kind == MODEL_LANGUAGE && tied, .dropout = 0.1, .style = style};
    if (style == STYLE_LLAMA)
        c.heads = 4, c.kv_heads = 2, c.rope_theta = 500, c.norm_epsilon = 1e-6;
    if (style == STYLE_BERT)
        c.exact_gelu = true, c.token_types = 3;
    m->transformer = transformer_new(&c, false, 64, 16);
    int count;
    struct parameter *p = transformer_parameters(m->transformer, &count);
    for (int i = 0; i < count; i++)
        tiny_fill(p[i].value, p[i].size, 1000 + (uint64_t)i);
    return m;
}

static inline struct model *tiny_model(enum model_kind kind, struct tokenizer *t, bool tied)
{
    return tiny_model_of(kind, STYLE_GPT2, t, tied);
}

static inline void tiny_write_of(struct scratch *s, const char *name, enum model_kind kind,
                                 enum transformer_style style, bool tied)
{
    struct error err = {0};
    struct model *m = tiny_model_of(kind, style, tiny_tokenizer(), tied);
    if (!model_write(m, scratch_path(s, name), &err))
        fail_msg("%s", err.message);
    model_free(m);
}

static inline void tiny_write(struct scratch *s, const char *name, enum model_kind kind, bool tied)
{
    tiny_write_of(s, name, kind, STYLE_GPT2, tied);
}

#endif
