/* view_index.c: the words of a view, and the tokens that words and texts are made of. */
#include <string.h>

#include "base/mem.h"
#include "model/view_parts.h"
#include "model/word_vectors_parts.h"

struct view_index {
    int size;          /* words listed */
    int32_t *tokens;   /* owned; [size] token of each word; NULL: word i is row i */
    int32_t *words;    /* owned; [tokenizer_size] word of each token, -1: none */
    char **texts;      /* owned; [size] of owned copies: BPE tokens without their space; else NULL */
    struct vocab *folded;   /* owned; foldings, made at the first word that is not there exactly */
    int32_t *folded_words;  /* owned; [vocab_size(folded)] the most frequent word of each */
    struct vocab *pieced;   /* owned; words put together (view_compose), id - size; NULL: none yet */
    struct word_splitter *splitter; /* owned; of composed words, while the view's own is at work on a text */
    bool composes;          /* view_lookup puts words together, too */
};

/* ---- which tokens are words ---- */

/* The word of BPE token `id` on the heap, or NULL: a space and then one word and nothing else. */
static char *whole_word(const struct tokenizer *t, int id, struct word_splitter *splitter)
{
    size_t length, word_length;
    const char *token = tokenizer_token(t, id, &length);
    if (length < 2 || token[0] != ' ' || memchr(token, 0, length))
        return NULL;
    char *text = mem_string_n(token + 1, length - 1);
    char *folded = word_fold(text);
    word_splitter_start(splitter, text, length - 1);
    const char *word = word_splitter_next(splitter, &word_length);
    bool whole = word && !strcmp(word, folded);
    mem_free(folded);
    if (whole)
        return text;
    mem_free(text);
    return NULL;
}

static void list_word(struct view_index *index, int token, char *text)
{
    index->words[token] = index->size;
    index->tokens[index->size] = token;
    if (text)
        index->texts[index->size] = text;
    index->size++;
}

static void list_tokens(struct view_index *index, const struct tokenizer *t)
{
    int count = tokenizer_size(t);
    bool pieces = tokenizer_kind(t) == TOKENIZER_BPE;
    index->tokens = mem_new((size_t)count, sizeof *index->tokens, "words of a view");
    index->words = mem_new((size_t)count, sizeof *index->words, "words of a view");
    index->texts = pieces ? mem_new((size_t)count, sizeof *index->texts, "words of a view") : NULL;
    index->composes = pieces;
    struct word_splitter *splitter = word_splitter_new();
    for (int id = 0; id < count; id++) {
        char *text = pieces ? whole_word(t, id, splitter) : NULL;
        index->words[id] = -1;
        if (pieces ? text != NULL : id != tokenizer_unknown(t) && id != tokenizer_end(t))
            list_word(index, id, text);
    }
    word_splitter_free(splitter);
}

struct view_index *view_index_new(const struct view *v)
{
    struct view_index *index = mem_new(1, sizeof *index, "words of a view");
    index->splitter = word_splitter_new();
    if (v->model)
        list_tokens(index, v->model->tokenizer);
    else
        index->size = vocab_size(v->vectors.words);
    return index;
}

void view_index_free(struct view_index *index)
{
    if (!index)
        return;
    for (int i = 0; index->texts && i < index->size; i++)
        mem_free(index->texts[i]);
    mem_free(index->texts);
    mem_free(index->tokens);
    mem_free(index->words);
    mem_free(index->folded_words);
    vocab_free(index->folded);
    vocab_free(index->pieced);
    word_splitter_free(index->splitter);
    mem_free(index);
}

/* ---- words ---- */

int view_vocabulary_size(const struct view *v)
{
    return v->index->size;
}

const char *view_word(const struct view *v, int id)
{
    const struct view_index *index = v->index;
    if (id >= index->size)
        return vocab_word(index->pieced, id - index->size);
    if (index->texts)
        return index->texts[id];
    size_t length;
    return v->model ? tokenizer_token(v->model->tokenizer, index->tokens[id], &length)
                    : vocab_word(v->vectors.words, id);
}

/* Words come most frequent first, so that the first of a folding is the one to keep. */
static void fold_words(const struct view *v)
{
    struct view_index *index = v->index;
    index->folded = vocab_new();
    index->folded_words = mem_new((size_t)index->size + 1, sizeof *index->folded_words, "folded words");
    for (int id = 0; id < index->size; id++) {
        char *folded = word_fold(view_word(v, id));
        int next = vocab_size(index->folded);
        if (vocab_append(index->folded, folded, strlen(folded), 0))
            index->folded_words[next] = id;
        mem_free(folded);
    }
}

static int find_exact(const struct view *v, const char *word)
{
    if (!v->model)
        return vocab_lookup(v->vectors.words, word, strlen(word));
    int token = tokenizer_lookup(v->model->tokenizer, word);
    return token < 0 ? -1 : v->index->words[token];
}

static int find_folded(const struct view *v, const char *word)
{
    if (!v->index->folded)
        fold_words(v);
    char *folded = word_fold(word);
    int found = vocab_lookup(v->index->folded, folded, strlen(folded));
    mem_free(folded);
    return found < 0 ? -1 : v->index->folded_words[found];
}

/* Id of a listed word, or -1. */
static int find(const struct view *v, const char *word)
{
    int id = find_exact(v, word);
    return id < 0 ? find_folded(v, word) : id;
}

void view_compose_unseen(struct view *v)
{
    v->index->composes = true;
}

/* Appends the tokens of the words in `word`. False, and nothing appended, if there is one only or one is not listed. */
static bool append_parts(const struct view *v, const char *word, struct token_list *out)
{
    size_t first = out->count, length;
    int parts = 0, id = 0;
    char *text = mem_string(word);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    word_splitter_start(v->index->splitter, text, strlen(text));
    for (const char *part; id >= 0 && (part = word_splitter_next(v->index->splitter, &length)); parts++) {
        id = find(v, part);
        if (id >= 0)
            token_list_append(out, v->index->tokens ? v->index->tokens[id] : id);
    }
    mem_free(text);
    if (id < 0 || parts < 2)
        out->count = first;
    return out->count > first;
}

/* Can a word that is not listed be put together? */
static bool has_pieces(const struct view *v, const char *word)
{
    if (v->model && tokenizer_kind(v->model->tokenizer) == TOKENIZER_BPE)
        return *word != '\0';
    if (v->vectors.ngrams.subwords.longest > 0) {
        float *vector = mem_new((size_t)v->dim, sizeof *vector, "word vector");
        bool composed = *word && ngram_table_compose(&v->vectors.ngrams, word, strlen(word), vector);
        mem_free(vector);
        return composed;
    }
    struct token_list parts = {0};
    bool composed = append_parts(v, word, &parts);
    token_list_release(&parts);
    return composed;
}

int view_compose(const struct view *v, const char *word)
{
    struct view_index *index = v->index;
    int id = index->pieced ? vocab_lookup(index->pieced, word, strlen(word)) : -1;
    if (id >= 0)
        return index->size + id;
    if (!has_pieces(v, word))
        return -1;
    if (!index->pieced)
        index->pieced = vocab_new();
    vocab_append(index->pieced, word, strlen(word), 0);
    return index->size + vocab_size(index->pieced) - 1;
}

int view_lookup(const struct view *v, const char *word)
{
    int id = find(v, word);
    return id < 0 && v->index->composes ? view_compose(v, word) : id;
}

/* ---- tokens ---- */

static void encode(struct view *v, const char *text, struct token_list *out)
{
    const struct model *m = v->model;
    size_t first = out->count, kept = first;
    int unknown = tokenizer_unknown(m->tokenizer);
    tokenizer_encode(m->tokenizer, text, strlen(text), out);
    bool layer = !v->table && m->transformer;
    if (layer && (m->kind == MODEL_LANGUAGE || pooling_takes_all(transformer_configuration(m->transformer))))
        return;
    for (size_t i = first; i < out->count; i++)
        if (out->ids[i] != unknown)
            out->ids[kept++] = out->ids[i];
    out->count = kept;
}

/* The whole text as one token, if there is a vector for it other than zero, which `embed` gives to texts that a model
 * knows nothing of. */
static void find_text(struct view *v, const char *text, struct token_list *out)
{
    size_t length = strlen(text);
    char *kept = mem_new(length + 1, 1, "a text");
    int id = vocab_lookup(v->vectors.words, kept, word_vectors_text(text, length, kept));
    bool zero = true;
    for (int c = 0; id >= 0 && zero && c < v->dim; c++)
        zero = v->table[id * v->stride + c] == 0;
    if (id >= 0 && !zero)
        token_list_append(out, id);
    mem_free(kept);
}

void view_text_tokens(struct view *v, const char *text, struct token_list *out)
{
    if (v->model) {
        encode(v, text, out);
        return;
    }
    if (v->vectors.whole_texts) {
        find_text(v, text, out);
        return;
    }
    size_t length;
    word_splitter_start(v->splitter, text, strlen(text));
    for (const char *word; (word = word_splitter_next(v->splitter, &length));) {
        int id = view_lookup(v, word);
        if (id >= 0)
            token_list_append(out, id);
    }
}

void view_word_tokens(struct view *v, int id, struct token_list *out)
{
    if (id < v->index->size) {
        token_list_append(out, v->index->tokens ? v->index->tokens[id] : id);
    } else if (v->vectors.ngrams.subwords.longest > 0) {
        token_list_append(out, id);
    } else if (view_has_pieces(v)) {
        char *text = mem_format(" %s", view_word(v, id));
        encode(v, text, out);
        mem_free(text);
    } else {
        append_parts(v, view_word(v, id), out);
    }
}

bool view_has_pieces(const struct view *v)
{
    return v->model && tokenizer_kind(v->model->tokenizer) == TOKENIZER_BPE;
}

int view_word_pieces(struct view *v, int id)
{
    struct token_list tokens = {0};
    view_word_tokens(v, id, &tokens);
    int count = (int)tokens.count;
    token_list_release(&tokens);
    return count;
}
