/* view_spans.c: vectors of a marked piece of a text, a word in its sentence. */
#include <string.h>

#include "base/mem.h"
#include "model/view_parts.h"

/* The tokens of a text, cut to what a transformer reads of it, and which of them are the span's. */
struct span {
    int first, count; /* of the list's tokens, without <eos> */
};

/* Where the states of spans are averaged to. */
struct averaging {
    const struct view *view;
    const struct span *spans; /* [count] */
    struct matrix *out;       /* [count, dim] */
    int *known;               /* [count] */
};

static void average(void *context, int list, const int32_t *ids, int length, const float *states)
{
    const struct averaging *a = context;
    int unknown = tokenizer_unknown(a->view->model->tokenizer), dim = a->view->dim, known = 0;
    const struct span *span = &a->spans[list];
    float *mean = matrix_row(a->out, list);
    (void)length;
    for (int i = 1 + span->first; i < 1 + span->first + span->count; i++) { /* <eos> is before the tokens */
        if (ids[i] == unknown)
            continue;
        known++;
        for (int c = 0; c < dim; c++)
            mean[c] += states[(long)i * dim + c];
    }
    for (int c = 0; c < dim && known > 0; c++)
        mean[c] /= (float)known;
    a->known[list] = known;
}

/* Appends the tokens of text[0..length). */
static void append_tokens(struct view *v, const char *text, size_t length, struct token_list *out)
{
    char *copy = mem_string_n(text, length);
    view_text_tokens(v, copy, out);
    mem_free(copy);
}

/* Byte-level BPE has the space in the word's first token. */
static size_t with_space(const struct view *v, const char *text, size_t begin)
{
    bool joins = v->model && tokenizer_kind(v->model->tokenizer) == TOKENIZER_BPE;
    return joins && begin > 0 && text[begin - 1] == ' ' ? begin - 1 : begin;
}

/* Appends the text's tokens as far as a transformer reads them: those after the span are nothing to a causal model, and
 * of a text that exceeds the context the part around the span is kept. */
static struct span append_context(struct view *v, const char *text, size_t begin, size_t end, struct token_list *out)
{
    size_t start = out->count, room = (size_t)view_room(v);
    bool causal = transformer_configuration(v->model->transformer)->causal;
    begin = with_space(v, text, begin);
    append_tokens(v, text, begin, out);
    size_t first = out->count;
    append_tokens(v, text + begin, end - begin, out);
    size_t count = out->count - first < room ? out->count - first : room;
    if (!causal)
        append_tokens(v, text + end, strlen(text + end), out);
    size_t from = start;
    if (out->count - start > room) {
        size_t before = causal ? room - count : room - count - (room - count) / 2;
        if (first - start > before)
            from = first - before;
        if (out->count - from < room)
            from = out->count - room; /* the text ends earlier */
        memmove(out->ids + start, out->ids + from, room * sizeof *out->ids);
        out->count = start + room;
    }
    return (struct span){(int)(first - from), (int)count};
}

static void span_states(struct view *v, const char *const *texts, const size_t *begin, const size_t *end, int count,
                        struct matrix *out, int *known)
{
    struct token_list tokens = {0};
    size_t *starts = mem_new((size_t)count + 1, sizeof *starts, "texts");
    struct span *spans = mem_new((size_t)count, sizeof *spans, "spans");
    for (int i = 0; i < count; i++) {
        spans[i] = append_context(v, texts[i], begin[i], end[i], &tokens);
        starts[i + 1] = tokens.count;
        known[i] = 0;
        memset(matrix_row(out, i), 0, (size_t)v->dim * sizeof(float));
    }
    struct averaging a = {v, spans, out, known};
    view_states(v, tokens.ids, starts, count, average, &a);
    token_list_release(&tokens);
    mem_free(starts);
    mem_free(spans);
}

static void span_rows(struct view *v, const char *const *texts, const size_t *begin, const size_t *end, int count,
                      struct matrix *out, int *known)
{
    struct token_list tokens = {0};
    size_t *starts = mem_new((size_t)count + 1, sizeof *starts, "texts");
    for (int i = 0; i < count; i++) {
        char *word = mem_format(" %.*s", (int)(end[i] - begin[i]), texts[i] + begin[i]); /* BPE's words have a space */
        view_text_tokens(v, word, &tokens);
        mem_free(word);
        starts[i + 1] = tokens.count;
    }
    view_vectors(v, tokens.ids, starts, count, out, known);
    token_list_release(&tokens);
    mem_free(starts);
}

void view_spans(struct view *v, const char *const *texts, const size_t *begin, const size_t *end, int count,
                struct matrix *out, int *known)
{
    if (v->table)
        span_rows(v, texts, begin, end, count, out, known);
    else
        span_states(v, texts, begin, end, count, out, known);
    post_texts(v, out, count, known);
}
