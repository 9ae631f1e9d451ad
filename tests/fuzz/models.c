/* Model folders, as all programs open them: whole ones, and weights in several files with an index. */
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/random.h"
#include "model/folder.h"
#include "model/safetensors.h"
#include "model/view.h"
#include "tests/fuzz/fuzz.h"

/* The vectors of a few words and texts by the model's own view. */
static void use_view(struct view *v)
{
    static const char *const texts[] = {"the cat", "", "The cat's \xc3\xa9t\xc3\xa9 and other words, the cat"};
    enum { TEXTS = sizeof texts / sizeof *texts };
    int known[TEXTS], id = view_lookup(v, "cat");
    struct matrix out = matrix_new(TEXTS, view_dim(v), "vectors");
    view_texts(v, texts, TEXTS, &out, known);
    if (id >= 0)
        view_words(v, &id, 1, &out);
    matrix_release(&out);
}

static void read_model(const struct fuzz_target *t)
{
    (void)t;
    struct error err = {""};
    struct view *v = view_open(".", &err);
    if (v)
        use_view(v);
    view_free(v);
}

/* ---- right folders to start from ---- */

static struct tokenizer *make_tokenizer(bool bpe)
{
    static const char text[] = "the cat and the other cat sat\n";
    struct error err = {""};
    fuzz_put("text", text, sizeof text - 1);
    struct tokenizer *t = tokenizer_make(bpe ? "bpe:258" : "word:5", "text", 1, &err);
    fuzz_check(t != NULL, err.message);
    return t;
}

static struct model *make_model(enum model_kind kind, enum transformer_style style, bool bpe)
{
    struct model *m = mem_new(1, sizeof *m, "a seed");
    *m = (struct model){.kind = kind, .tokenizer = make_tokenizer(bpe)};
    struct transformer_config c = {.vocabulary = tokenizer_size(m->tokenizer), .context = 4, .layers = 1, .heads = 1,
                                   .dim = 2, .hidden = 2, .causal = kind == MODEL_LANGUAGE,
                                   .has_head = kind == MODEL_LANGUAGE, .style = style};
    c.tied = c.has_head && style == STYLE_GPT2;
    if (kind == MODEL_BAG) {
        m->table = matrix_new(c.vocabulary, c.dim, "a seed");
    } else {
        m->transformer = transformer_new(&c, false, 16, 4);
        transformer_initialize(m->transformer, 1);
    }
    return m;
}

static void write_model(const struct fuzz_target *t, int which)
{
    static const struct {
        enum model_kind kind;
        enum transformer_style style;
        bool bpe;
    } kinds[] = {{MODEL_BAG, STYLE_GPT2, false},      {MODEL_LANGUAGE, STYLE_GPT2, false},
                 {MODEL_LANGUAGE, STYLE_LLAMA, true}, {MODEL_ENCODER, STYLE_BERT, false},
                 {MODEL_ENCODER, STYLE_GPT2, false},  {MODEL_ENCODER, STYLE_LLAMA, false}};
    (void)t;
    struct error err = {""};
    struct model *m = make_model(kinds[which].kind, kinds[which].style, kinds[which].bpe);
    fuzz_check(model_write(m, ".", &err), err.message);
    model_free(m);
}

static void start_shards(const struct fuzz_target *t)
{
    (void)t;
    struct error err = {""};
    struct tokenizer *tokenizer = make_tokenizer(false);
    fuzz_check(tokenizer_write(tokenizer, ".", &err), err.message);
    tokenizer_free(tokenizer);
}

/* The weights of a model, half of the tensors in each file. */
static void write_shards(const struct fuzz_target *t, int which)
{
    struct error err = {""};
    (void)which;
    struct model *m = make_model(MODEL_LANGUAGE, STYLE_GPT2, false);
    fuzz_check(model_write(m, ".", &err), err.message);
    model_free(m);
    struct safetensors *whole = safetensors_read("model.safetensors", &err);
    fuzz_check(whole != NULL && remove("model.safetensors") == 0, err.message);
    cJSON *index = cJSON_CreateObject(), *map = cJSON_AddObjectToObject(index, "weight_map");
    for (int half = 0; half < 2; half++) {
        int first = half ? whole->count / 2 : 0, count = half ? whole->count - first : whole->count / 2;
        const char *file = t->files[2 + half];
        fuzz_check(safetensors_write(file, whole->tensors + first, count, NULL, &err), err.message);
        for (int i = first; i < first + count; i++)
            cJSON_AddStringToObject(map, whole->tensors[i].name, file);
    }
    fuzz_check(json_write(t->files[1], index, &err), err.message);
    cJSON_Delete(index);
    safetensors_free(whole);
}

const struct fuzz_target fuzz_models[] = {
    {"model", read_model, write_model, 6,
     {"config.json", "modules.json", "1_Pooling/config.json", "vocab.txt", "tokenizer.json", "model.safetensors"},
     .start = NULL},
    {"model-shards", read_model, write_shards, 1,
     {"config.json", "model.safetensors.index.json", "a.safetensors", "b.safetensors"}, .start = start_shards},
    {NULL},
};
