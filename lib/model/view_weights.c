/* view_weights.c: how much each word of a text weighs in its mean. */
#include <math.h>

#include "base/mem.h"
#include "model/view_parts.h"

#define SIF_A 1e-3 /* Arora et al. 2017, section 3 */

static long occurrences(const struct view *v, int32_t id)
{
    if (v->model)
        return tokenizer_frequency(v->model->tokenizer, id);
    return id < vocab_size(v->vectors.words) ? vocab_frequency(v->vectors.words, id) : 0;
}

/* a / (a + p(word)). A composed word is unseen: p = 0. */
static void weigh_by_frequency(const struct view *v, const int32_t *ids, size_t count, double *weights)
{
    int rows = v->model ? tokenizer_size(v->model->tokenizer) : vocab_size(v->vectors.words);
    double total = 0, harmonic = 0;
    for (int id = 0; id < rows; id++) {
        total += (double)occurrences(v, id);
        harmonic += 1 / (id + 1.0);
    }
    for (size_t i = 0; i < count; i++) {
        double p = total > 0       ? (double)occurrences(v, ids[i]) / total
                   : ids[i] < rows ? 1 / (ids[i] + 1.0) / harmonic
                                   : 0;
        weights[i] = SIF_A / (SIF_A + p);
    }
}

static void weigh_by_texts(const int32_t *ids, const size_t *starts, int count, double *weights)
{
    int32_t largest = 0;
    for (size_t i = 0; i < starts[count]; i++)
        largest = ids[i] > largest ? ids[i] : largest;
    int *texts = mem_new((size_t)largest + 1, sizeof *texts, "words"); /* with the word */
    int *last = mem_new((size_t)largest + 1, sizeof *last, "words");   /* text that it was seen in, + 1 */
    for (int text = 0; text < count; text++)
        for (size_t i = starts[text]; i < starts[text + 1]; i++) {
            texts[ids[i]] += last[ids[i]] != text + 1;
            last[ids[i]] = text + 1;
        }
    for (size_t i = 0; i < starts[count]; i++)
        weights[i] = log((1.0 + count) / (1.0 + texts[ids[i]])) + 1;
    mem_free(texts);
    mem_free(last);
}

double *view_weights(const struct view *v, const int32_t *ids, const size_t *starts, int count)
{
    if (v->specification.weighting == WEIGHTING_NONE)
        return NULL;
    double *weights = mem_new(starts[count], sizeof *weights, "weights of words");
    if (v->specification.weighting == WEIGHTING_SIF)
        weigh_by_frequency(v, ids, starts[count], weights);
    else
        weigh_by_texts(ids, starts, count, weights);
    return weights;
}
