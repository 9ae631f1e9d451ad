/* view.c: opening a view, and the two calls that give its vectors. */
#include "model/view.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/view_parts.h"

/* ---- opening ---- */

static bool open_vectors(struct view *v, struct error *err)
{
    const struct view_specification *s = &v->specification;
    if (!word_vectors_read(&v->vectors, s->model, err))
        return false;
    if (s->kind == VIEW_OUTPUT || s->kind == VIEW_LAYER)
        return error_set(err, "%s: a word-vector file has one table only; leave the view away or say @input", v->name);
    v->splitter = word_splitter_new();
    v->table = v->vectors.vectors.data;
    v->stride = v->vectors.vectors.stride;
    v->dim = v->vectors.vectors.columns;
    return true;
}

/* Words of a word-vector file, or of a folder with a tokenizer.json, and nothing else. */
static bool open_words(struct view *v, struct error *err)
{
    const struct view_specification *s = &v->specification;
    if (s->post_count > 0)
        return error_set(err, "%s: tfidf takes no +POST", v->name);
    if (path_is_folder(s->model)) {
        v->model = mem_new(1, sizeof *v->model, "model");
        v->model->kind = MODEL_BAG;
        v->model->tokenizer = tokenizer_read(s->model, err);
        v->dim = v->model->tokenizer ? tokenizer_size(v->model->tokenizer) : 0;
        return v->model->tokenizer != NULL;
    }
    if (!word_vectors_read(&v->vectors, s->model, err))
        return false;
    if (v->vectors.whole_texts)
        return error_set(err, "%s: vectors of whole texts have no words for tfidf", v->name);
    matrix_release(&v->vectors.vectors);
    v->splitter = word_splitter_new();
    v->dim = vocab_size(v->vectors.words);
    return true;
}

static bool open_bag(struct view *v, struct error *err)
{
    const struct view_specification *s = &v->specification;
    if (s->kind == VIEW_OUTPUT || s->kind == VIEW_LAYER)
        return error_set(err, "%s: a bag of embeddings has one table only; leave the view away or say @input", v->name);
    v->table = v->model->table.data;
    v->stride = v->model->table.stride;
    v->dim = v->model->table.columns;
    return true;
}

static bool open_table(struct view *v, const struct transformer_config *c, struct error *err)
{
    bool output = v->specification.kind == VIEW_OUTPUT;
    if (output && !c->has_head)
        return error_set(err, "%s: this model is a sentence encoder and has no output head", v->name);
    struct transformer *t = v->model->transformer;
    v->table = (output ? transformer_output_table(t) : transformer_token_table(t))->value;
    v->stride = c->dim;
    return true;
}

static bool open_layer(struct view *v, const struct transformer_config *c, struct error *err)
{
    struct view_specification *s = &v->specification;
    if (s->kind == VIEW_DEFAULT) {
        s->pooling = v->model->pooling;
        s->layer = s->pooling == POOLING_FIRST_LAST ? VIEW_FIRST_LAST : VIEW_LAST_LAYER;
    }
    if (s->layer > c->layers)
        return error_set(err, "%s: there is no layer %d; this model has layers 0 to %d", v->name, s->layer, c->layers);
    if (c->causal && s->pooling == POOLING_CLS)
        return error_set(err, "%s: in a causal model the first token has seen nothing; use last instead of cls",
                         v->name);
    /* The last layer is the last block with the final norm applied. */
    v->layer = s->layer == VIEW_LAST_LAYER || s->layer == c->layers ? c->layers + 1 : s->layer;
    return true;
}

static bool open_model(struct view *v, struct error *err)
{
    const struct view_specification *s = &v->specification;
    v->model = model_read(s->model, VIEW_BATCH_TOKENS, VIEW_BATCH_SEQUENCES, err);
    if (!v->model)
        return false;
    if (v->model->kind == MODEL_BAG)
        return open_bag(v, err);
    const struct transformer_config *c = transformer_configuration(v->model->transformer);
    v->dim = c->dim;
    return s->kind == VIEW_INPUT || s->kind == VIEW_OUTPUT ? open_table(v, c, err) : open_layer(v, c, err);
}

static bool check_posts(const struct view *v, struct error *err)
{
    const struct view_specification *s = &v->specification;
    if (s->weighting != WEIGHTING_NONE && !v->table)
        return error_set(err, "%s: sif and idf weigh the words of a table; a layer has none, say @input", v->name);
    for (int i = 0; i < s->post_count; i++)
        if (s->posts[i].components >= v->dim)
            return error_set(err, "%s: abtt:%d would leave nothing of vectors of dimension %d", v->name,
                             s->posts[i].components, v->dim);
    return true;
}

static bool open_parts(struct view *v, struct error *err)
{
    const struct view_specification *s = &v->specification;
    if (!path_exists(s->model))
        return error_set(err, "%s: no such model folder or word-vector file", s->model);
    return s->kind == VIEW_TFIDF ? open_words(v, err)
                                 : (path_is_folder(s->model) ? open_model(v, err) : open_vectors(v, err)) &&
                                       check_posts(v, err);
}

struct view *view_open_any(const char *specification, struct error *err)
{
    struct view *v = mem_new(1, sizeof *v, "view");
    v->name = mem_string(specification);
    if (view_specification_parse(&v->specification, specification, err) && open_parts(v, err)) {
        v->index = view_index_new(v);
        return v;
    }
    view_free(v);
    return NULL;
}

struct view *view_open(const char *specification, struct error *err)
{
    struct view *v = view_open_any(specification, err);
    if (!v || !view_is_sparse(v))
        return v;
    error_set(err, "%s: tfidf is for `evaluate` alone: its vectors are as wide as the vocabulary", specification);
    view_free(v);
    return NULL;
}

bool view_is_sparse(const struct view *v)
{
    return v->specification.kind == VIEW_TFIDF;
}

void view_free(struct view *v)
{
    if (!v)
        return;
    view_index_free(v->index);
    post_fit_free(v->word_post);
    if (v->splitter)
        word_splitter_free(v->splitter);
    model_free(v->model);
    word_vectors_release(&v->vectors);
    mem_free(v->specification.model);
    mem_free(v->name);
    mem_free(v);
}

const char *view_name(const struct view *v)
{
    return v->name;
}

int view_dim(const struct view *v)
{
    return v->dim;
}

/* ---- vectors ---- */

/* Tokens of `count` words or texts, one list after another. */
struct lists {
    struct token_list tokens;
    size_t *starts; /* owned; [count + 1] */
};

static void lists_release(struct lists *l)
{
    token_list_release(&l->tokens);
    mem_free(l->starts);
}

/* Vectors of the words ids[count], ids NULL: of words 0..count-1; known[count] is filled. */
static void raw_words(struct view *v, const int *ids, int count, struct matrix *out, int *known)
{
    struct lists l = {.starts = mem_new((size_t)count + 1, sizeof *l.starts, "words")};
    for (int i = 0; i < count; i++) {
        view_word_tokens(v, ids ? ids[i] : i, &l.tokens);
        l.starts[i + 1] = l.tokens.count;
    }
    view_vectors(v, l.tokens.ids, l.starts, count, out, known);
    lists_release(&l);
}

static void fit_words(struct view *v)
{
    int count = view_vocabulary_size(v) < VIEW_FIT_WORDS ? view_vocabulary_size(v) : VIEW_FIT_WORDS;
    struct matrix m = matrix_new(count, v->dim, "vectors to fit post-processing on");
    int *known = mem_new((size_t)count, sizeof *known, "words");
    raw_words(v, NULL, count, &m, known);
    v->word_post = post_fit_new(v->specification.posts, v->specification.post_count, &m, count,
                                known);
    mem_free(known);
    matrix_release(&m);
}

void view_words(struct view *v, const int *ids, int count, struct matrix *out)
{
    int *known = mem_new((size_t)count, sizeof *known, "words");
    raw_words(v, ids, count, out, known);
    if (v->specification.post_count) {
        if (!v->word_post)
            fit_words(v);
        post_apply(v->word_post, out, count, known);
    }
    mem_free(known);
}

static struct lists text_lists(struct view *v, const char *const *texts, int count)
{
    struct lists l = {.starts = mem_new((size_t)count + 1, sizeof *l.starts, "texts")};
    for (int i = 0; i < count; i++) {
        view_text_tokens(v, texts[i], &l.tokens);
        l.starts[i + 1] = l.tokens.count;
    }
    return l;
}

void view_texts(struct view *v, const char *const *texts, int count, struct matrix *out, int *known)
{
    struct lists l = text_lists(v, texts, count);
    double *weights = view_weights(v, l.tokens.ids, l.starts, count);
    if (weights)
        view_weighted_rows(v, l.tokens.ids, l.starts, count, weights, out, known);
    else
        view_vectors(v, l.tokens.ids, l.starts, count, out, known);
    mem_free(weights);
    lists_release(&l);
    post_texts(v, out, count, known);
}

struct sparse_rows view_sparse_texts(struct view *v, const char *const *texts, int count, int *known)
{
    struct lists l = text_lists(v, texts, count);
    double *weights = view_weights(v, l.tokens.ids, l.starts, count);
    struct sparse_rows rows = sparse_rows_new(l.tokens.ids, weights, l.starts, count);
    for (int i = 0; i < count; i++)
        known[i] = (int)(l.starts[i + 1] - l.starts[i]);
    mem_free(weights);
    lists_release(&l);
    return rows;
}
