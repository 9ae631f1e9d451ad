/* view_prefixes.c: the states in which running text leaves a view, word by word. */
#include <string.h>

#include "base/mem.h"
#include "model/view_parts.h"

/* Words as texts of their own for view_text_tokens: BPE keeps the space before a word. */
static void append_word(struct view *v, const char *word, struct token_list *out)
{
    char *text = mem_format(" %s", word);
    view_text_tokens(v, text, out);
    mem_free(text);
}

/* ---- tables: a word's state is its vector ---- */

static void table_states(struct view *v, const char *const *words, const size_t *wanted, int count, struct matrix *out,
                         int *known)
{
    struct token_list tokens = {0};
    size_t *starts = mem_new((size_t)count + 1, sizeof *starts, "words");
    for (int k = 0; k < count; k++) {
        append_word(v, words[wanted[k]], &tokens);
        starts[k + 1] = tokens.count;
    }
    view_vectors(v, tokens.ids, starts, count, out, known);
    token_list_release(&tokens);
    mem_free(starts);
}

/* ---- transformers ---- */

/* What the transformer reads, as lists of tokens, and which states of it are wanted. */
struct prefixes {
    struct token_list tokens; /* of all lists */
    size_t *starts;           /* owned; [lists + 1] */
    int *first;               /* owned; [lists + 1]: the first state wanted of each list */
    int *places;              /* owned; [wanted] which token of its list, from 1; 0: the word has none */
    int lists;
    int dim;
    struct matrix *out;
};

static void take_states(void *context, int list, const int32_t *ids, int length, const float *states)
{
    const struct prefixes *p = context;
    (void)ids, (void)length;
    for (int k = p->first[list]; k < p->first[list + 1]; k++)
        if (p->places[k] > 0)
            memcpy(matrix_row(p->out, k), states + (long)p->places[k] * p->dim, (size_t)p->dim * sizeof(float));
}

/* The first token that is read for the state of token `last` of a text. Causal: windows that overlap by half, so that
 * every state has seen at least half a context; one serves all states of its second half. */
static size_t window_start(size_t last, size_t room, bool causal)
{
    if (last < room)
        return 0;
    size_t step = room / 2 > 0 ? room / 2 : 1;
    return causal ? ((last - room) / step + 1) * step : last + 1 - room;
}

/* One list for all wanted words of a text as far as it fits the context; a bidirectional model, which would see what
 * comes, reads one prefix for each. ends[w + 1] = tokens of the words up to w; starts: the texts. */
static void plan(struct prefixes *p, const struct token_list *tokens, const size_t *ends, const size_t *starts,
                 const size_t *wanted, int count, const struct view *v)
{
    bool causal = transformer_configuration(v->model->transformer)->causal;
    size_t room = (size_t)view_room(v), begin = 0, next = 0; /* of the list at work: tokens[begin..next) */
    int text = 0, list_text = -1;
    for (int k = 0; k < count; k++) {
        size_t word = wanted[k];
        while (starts[text + 1] <= word)
            text++;
        size_t origin = ends[starts[text]], end = ends[word + 1];
        if (end > ends[word]) {
            size_t start = origin + window_start(end - 1 - origin, room, causal);
            if (!causal || text != list_text || start != begin) {
                begin = next = start;
                list_text = text;
                p->first[p->lists++] = k;
            }
            for (; next < end; next++)
                token_list_append(&p->tokens, tokens->ids[next]);
            p->starts[p->lists] = p->tokens.count;
            p->places[k] = (int)(end - begin);
        }
    }
    p->first[p->lists] = count;
}

static void layer_states(struct view *v, const char *const *words, const size_t *starts, int texts,
                         const size_t *wanted, int count, struct matrix *out, int *known)
{
    struct token_list tokens = {0};
    size_t *ends = mem_new(starts[texts] + 1, sizeof *ends, "words");
    for (size_t w = 0; w < starts[texts]; w++) {
        append_word(v, words[w], &tokens);
        ends[w + 1] = tokens.count;
    }
    int unknown = tokenizer_unknown(v->model->tokenizer);
    for (int k = 0; k < count; k++) {
        known[k] = 0;
        for (size_t i = ends[wanted[k]]; i < ends[wanted[k] + 1]; i++)
            known[k] += tokens.ids[i] != unknown;
        memset(matrix_row(out, k), 0, (size_t)v->dim * sizeof(float));
    }
    struct prefixes p = {.starts = mem_new((size_t)count + 1, sizeof *p.starts, "prefixes"),
                         .first = mem_new((size_t)count + 1, sizeof *p.first, "prefixes"),
                         .places = mem_new((size_t)count, sizeof *p.places, "prefixes"),
                         .dim = v->dim, .out = out};
    plan(&p, &tokens, ends, starts, wanted, count, v);
    view_states(v, p.tokens.ids, p.starts, p.lists, take_states, &p);
    token_list_release(&tokens);
    token_list_release(&p.tokens);
    mem_free(ends);
    mem_free(p.starts);
    mem_free(p.first);
    mem_free(p.places);
}

void view_prefixes(struct view *v, const char *const *words, const size_t *starts, int texts, const size_t *wanted,
                   int count, struct matrix *out, int *known)
{
    if (v->table)
        table_states(v, words, wanted, count, out, known);
    else
        layer_states(v, words, starts, texts, wanted, count, out, known);
    post_texts(v, out, count, known);
}
