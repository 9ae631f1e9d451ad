/* next_sentence.c: finding the true next sentence among NEXT_CANDIDATES by what the text so far tells of it.
 *
 * A linear map from the view's vector of the text so far to the words of the next sentence (next_items.h) is fitted on
 * other passages; the candidate whose words are nearest to those foretold, by cosine, is taken ("accuracy", "mrr").
 * What is foretold is the same for every view. Beside it, as the vectors are: the candidate whose vector is nearest to
 * that of the text so far ("accuracy_cosine"), which finds what is alike rather than what follows. Where others are
 * exactly as near as the true one, it has its chance of being drawn among them. */
#include <math.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/task.h"
#include "eval/tasks/known_vectors.h"
#include "eval/tasks/linear_map.h"
#include "eval/tasks/next_items.h"
#include "math/vector.h"

#define MAP_LEAST 100 /* passages known to the view, to fit a map on */

static void *load(const struct benchmark *b, const char *data, struct error *err)
{
    char *fit = benchmark_path(b, data, 0), *scored = path_join(data, b->files[0]);
    struct next_items *n = next_items_read(fit, scored, err);
    mem_free(fit);
    mem_free(scored);
    return n;
}

static void release(void *items)
{
    next_items_free(items);
}

/* How the true candidate, the first, stands among cosines[NEXT_CANDIDATES]: its chance of being taken for the nearest,
 * and 1 / its rank. */
static void stand(const double *cosines, double *right, double *reciprocal)
{
    int nearer = 0, same = 0;
    for (int k = 1; k < NEXT_CANDIDATES; k++) {
        nearer += cosines[k] > cosines[0];
        same += cosines[k] == cosines[0];
    }
    *right = nearer > 0 ? 0 : 1.0 / (1 + same);
    *reciprocal = 1 / (1 + nearer + same / 2.0);
}

/* The map from the fit items that the view knows; false when there are too few. */
static bool fit_map(const struct next_items *n, const struct known_vectors *texts, struct linear_map *map)
{
    int *first = mem_new((size_t)n->fit_count * 2, sizeof *first, "passages"), *second = first + n->fit_count;
    int count = 0;
    for (int i = 0; i < n->fit_count; i++)
        if (texts->known[n->context[i]]) {
            first[count] = n->context[i];
            second[count++] = n->row[n->next[i]];
        }
    if (count >= MAP_LEAST)
        *map = linear_map_fit(&texts->vectors, first, &n->words, second, count);
    mem_free(first);
    return count >= MAP_LEAST;
}

static void score(const void *items, struct subject *subject, const struct policies *p, struct score *out)
{
    const struct next_items *n = items;
    struct known_vectors texts = known_texts(subject, p, n->texts);
    const struct matrix *vectors = &texts.vectors, *words = &n->words;
    struct linear_map map;
    double sums[2] = {0}, cosines[NEXT_CANDIDATES], right, reciprocal;
    score_start(out, &statistic_accuracy);
    if (!fit_map(n, &texts, &map)) {
        out->reason = "the model knows too few passages to fit a map on";
        known_vectors_release(&texts);
        return;
    }
    float *foretold = mem_new((size_t)words->columns, sizeof *foretold, "words of a sentence");
    long used = 0;
    for (int i = n->fit_count; i < n->count; i++) {
        const int *candidates = n->candidates + (long)(i - n->fit_count) * NEXT_CANDIDATES;
        const float *context = matrix_row(vectors, n->context[i]);
        bool known = texts.known[n->context[i]];
        if (!known && oov_skips(p->oov)) {
            score_skip(out, 0);
            continue;
        }
        linear_map_apply(&map, context, foretold);
        for (int k = 0; k < NEXT_CANDIDATES; k++)
            cosines[k] = vector_cosine(foretold, matrix_row(words, n->row[candidates[k]]), words->columns);
        stand(cosines, &right, &reciprocal);
        score_item(out, 0, known, right, 0);
        sums[0] += reciprocal;
        for (int k = 0; k < NEXT_CANDIDATES; k++)
            cosines[k] = vector_cosine(context, matrix_row(vectors, candidates[k]), vectors->columns);
        stand(cosines, &right, &reciprocal);
        sums[1] += right;
        used++;
    }
    score_add_metric(out, "mrr", used > 0 ? sums[0] / (double)used : NAN);
    score_add_metric(out, "accuracy_cosine", used > 0 ? sums[1] / (double)used : NAN);
    mem_free(foretold);
    linear_map_release(&map);
    known_vectors_release(&texts);
}

static const char *text(const void *items, long item, int k)
{
    const struct next_items *n = items;
    long i = n->fit_count + item;
    return k < 2 ? vocab_word(n->texts, k == 0 ? n->next[i] : n->context[i]) : NULL;
}

const struct task task_next_sentence = {
    .kind = "probe of sentences",
    .metric = "accuracy",
    .unit = "passages",
    .heading = "Next sentence",
    .measure = "true next sentences found among 100, in percent, by their words, foretold from the text so far by a "
               "linear map; beside it by the cosine with the text so far",
    .further = {"mrr", "accuracy_cosine"},
    .load = load,
    .release = release,
    .score = score,
    .text = text,
};
