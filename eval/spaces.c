#include "eval/spaces.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/shape.h"
#include "text/vocab.h"
#include "text/words.h"

/* What is kept of a view. */
struct space {
    struct vocab *words;   /* owned; the first SPACES_WORDS, folded as by the policy; NULL: nothing was kept */
    struct matrix vectors; /* owned; [words, dim] */
};

struct spaces {
    struct space *spaces; /* owned; [count] */
    int count;
};

struct spaces *spaces_new(int views)
{
    struct spaces *s = mem_new(1, sizeof *s, "spaces");
    s->spaces = mem_new((size_t)views + 1, sizeof *s->spaces, "spaces");
    s->count = views;
    return s;
}

void spaces_free(struct spaces *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->count; i++) {
        vocab_free(s->spaces[i].words);
        matrix_release(&s->spaces[i].vectors);
    }
    mem_free(s->spaces);
    mem_free(s);
}

void spaces_add(struct spaces *s, int view, struct subject *subject, const struct policies *p)
{
    struct space *space = &s->spaces[view];
    int listed = view_vocabulary_size(subject->view), count = 0;
    int *ids = mem_new(SPACES_WORDS, sizeof *ids, "word ids");
    space->words = vocab_new();
    for (int id = 0; id < listed && count < SPACES_WORDS; id++) {
        const char *word = view_word(subject->view, id);
        char *folded = p->case_policy == CASE_FOLD ? word_fold(word) : mem_string(word);
        if (vocab_append(space->words, folded, strlen(folded), 1))
            ids[count++] = id;
        mem_free(folded);
    }
    space->vectors = matrix_new(count, view_dim(subject->view), "vectors of a space");
    if (count > 0)
        view_words(subject->view, ids, count, &space->vectors);
    mem_free(ids);
}

/* ---- comparing ---- */

/* The words that all spaces have, in the order of the first; borrowed from it. */
static const char **common_words(const struct spaces *s, long *count)
{
    const char **words = NULL;
    *count = 0;
    for (int first = 0; first < s->count && !words; first++) {
        const struct vocab *own = s->spaces[first].words;
        words = own ? mem_new((size_t)vocab_size(own) + 1, sizeof *words, "common words") : NULL;
        for (int i = 0; own && i < vocab_size(own); i++) {
            const char *word = vocab_word(own, i);
            bool everywhere = true;
            for (int v = first + 1; everywhere && v < s->count; v++)
                everywhere = !s->spaces[v].words || vocab_lookup(s->spaces[v].words, word, strlen(word)) >= 0;
            if (everywhere)
                words[(*count)++] = word;
        }
    }
    return words;
}

static struct matrix vectors_of(const struct space *space, const char *const *words, long count)
{
    struct matrix m = matrix_new(count, space->vectors.columns, "vectors of a space");
    for (long i = 0; i < count; i++)
        memcpy(matrix_row(&m, i), matrix_row(&space->vectors, vocab_lookup(space->words, words[i], strlen(words[i]))),
               (size_t)m.columns * sizeof(float));
    return m;
}

int spaces_compare(const struct spaces *s, const struct policies *p, struct comparison **out)
{
    static const struct figure undefined = {NAN, {NAN, NAN}};
    int next = 0;
    long items;
    const char **words = common_words(s, &items);
    *out = mem_new((size_t)(s->count * (s->count - 1) / 2) + 1, sizeof **out, "comparisons");
    struct shape *shapes = mem_new((size_t)s->count + 1, sizeof *shapes, "spaces");
    for (int v = 0; items >= SHAPE_LEAST && v < s->count; v++)
        if (s->spaces[v].words)
            shapes[v] = shape_new(vectors_of(&s->spaces[v], words, items), p->seed);
    for (int a = 0; a < s->count; a++)
        for (int b = a + 1; b < s->count; b++) {
            if (!s->spaces[a].words || !s->spaces[b].words)
                continue;
            struct comparison *c = &(*out)[next++];
            *c = (struct comparison){a, b, items, undefined, undefined, undefined, undefined};
            shape_compare(c, &shapes[a], &shapes[b], p->seed, p->bootstrap > 0);
        }
    for (int v = 0; v < s->count; v++)
        shape_release(&shapes[v]);
    mem_free(shapes);
    mem_free(words);
    return next;
}
