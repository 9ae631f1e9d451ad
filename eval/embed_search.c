/* embed_search.c: the words nearest to a vector. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "eval/embed.h"
#include "math/topk.h"
#include "math/vector.h"

#define BLOCK 4096 /* words of the vocabulary at a time */

/* Cosine of `query` with every word of the view. */
static void score_vocabulary(struct view *view, const float *query, float *scores)
{
    int words = view_vocabulary_size(view), ids[BLOCK];
    struct matrix block = matrix_new(BLOCK, view_dim(view), "word vectors");
    for (int start = 0; start < words; start += BLOCK) {
        int count = words - start < BLOCK ? words - start : BLOCK;
        for (int i = 0; i < count; i++)
            ids[i] = start + i;
        view_words(view, ids, count, &block);
        for (int i = 0; i < count; i++)
            scores[start + i] = (float)vector_cosine(query, matrix_row(&block, i), view_dim(view));
    }
    matrix_release(&block);
}

/* Prints the `top` words nearest to `query` that are not among excluded[0..count). */
static void print_nearest(struct view *view, const float *query, const int *excluded, int count, int top,
                          struct output *out)
{
    int words = view_vocabulary_size(view);
    float *scores = mem_new((size_t)words, sizeof *scores, "cosines");
    score_vocabulary(view, query, scores);
    for (int i = 0; i < count; i++)
        if (excluded[i] < words) /* else put together from pieces, not listed */
            scores[excluded[i]] = -INFINITY;
    long *best = mem_new((size_t)top, sizeof *best, "neighbours");
    int found = topk(scores, words, top, best);
    for (int i = 0; i < found && isfinite(scores[best[i]]); i++)
        output_print(out, "%d\t%s\t%.4f\n", i + 1, view_word(view, (int)best[i]), (double)scores[best[i]]);
    mem_free(best);
    mem_free(scores);
}

static bool find_word(struct view *view, const char *word, int *id, struct error *err)
{
    *id = view_lookup(view, word);
    return *id >= 0 ||
           error_set(err, "\"%s\" is not among the %d words of %s", word, view_vocabulary_size(view), view_name(view));
}

bool embed_neighbors(struct view *view, const char *word, int top, struct output *out, struct error *err)
{
    int id;
    if (!find_word(view, word, &id, err))
        return false;
    struct matrix query = matrix_new(1, view_dim(view), "word vector");
    view_words(view, &id, 1, &query);
    print_nearest(view, query.data, &id, 1, top, out);
    matrix_release(&query);
    return true;
}

/* The three words of a question into ids. */
static bool parse_question(struct view *view, const char *question, int ids[3], struct error *err)
{
    int count = 0;
    for (const char *at = question + strspn(question, " "); *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        char *word = mem_string_n(at, length);
        bool good = count < 3 && find_word(view, word, &ids[count], err);
        mem_free(word);
        if (count++ < 3 && !good)
            return false;
        at += length;
    }
    return count == 3 ||
           error_set(err, "--analogy \"%s\": expected three words, \"a b c\": a is to b as c is to ?", question);
}

bool embed_analogy(struct view *view, const char *question, int top, struct output *out, struct error *err)
{
    int ids[3];
    if (!parse_question(view, question, ids, err))
        return false;
    struct matrix inputs = matrix_new(3, view_dim(view), "word vectors"),
                  query = matrix_new(1, view_dim(view), "query");
    view_words(view, ids, 3, &inputs);
    matrix_normalize_rows(&inputs);
    for (int i = 0; i < view_dim(view); i++)
        query.data[i] = matrix_row(&inputs, 1)[i] - matrix_row(&inputs, 0)[i] + matrix_row(&inputs, 2)[i];
    print_nearest(view, query.data, ids, 3, top, out);
    matrix_release(&inputs);
    matrix_release(&query);
    return true;
}
