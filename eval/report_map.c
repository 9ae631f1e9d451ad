/* report_map.c: vectors of the shared words, placed on a plane, with their nearest neighbours. */
#include "eval/report_map.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "math/matrix.h"
#include "math/pca.h"
#include "math/topk.h"
#include "math/vector.h"
#include "model/view.h"
#include "text/utf8.h"

#define FEWEST 12 /* shared words that make a map */
#define MARGIN 8

/* ---- which words ---- */

/* Letters with marks, hyphens and apostrophes among them: no token of the tokenizer's own, no number, no single letter
 * (but a single Chinese character). */
static bool is_word(const char *word)
{
    size_t length = strlen(word), at = 0;
    int size;
    for (; at < length; at += (size_t)size) {
        int32_t c = utf8_decode(word + at, length - at, &size);
        if (!utf8_is_letter(c) && (at == 0 || (!utf8_is_mark(c) && c != '-' && c != '\'')))
            return false;
    }
    return length > 1 && length < 60;
}

/* The first words of the first view that all views know; ids[v] holds each view's ids. */
static void share_words(struct map *m, struct view **views, int count, int **ids)
{
    m->words = mem_new(MAP_WORDS, sizeof *m->words, "words of the map");
    for (int i = 0; i < view_vocabulary_size(views[0]) && m->word_count < MAP_WORDS; i++) {
        const char *word = view_word(views[0], i);
        bool known = is_word(word);
        for (int v = 0; v < count && known; v++) {
            int id = v == 0 ? i : view_lookup(views[v], word);
            known = id >= 0;
            ids[v][m->word_count] = id;
        }
        if (known)
            m->words[m->word_count++] = mem_string(word);
    }
}

/* ---- where they are ---- */

/* Coordinates along one component, stretched to the map's side. */
static void place_along(const struct map *m, const struct matrix *vectors, const struct pca *pca, int component,
                        int *place)
{
    double *at = mem_new((size_t)m->word_count, sizeof *at, "coordinates"), low = INFINITY, high = -INFINITY;
    const double *direction = pca->components + (long)component * pca->dim;
    for (int i = 0; i < m->word_count; i++) {
        const float *row = matrix_row(vectors, i);
        for (int k = 0; k < pca->dim; k++)
            at[i] += (row[k] - pca->mean[k]) * direction[k];
        low = fmin(low, at[i]);
        high = fmax(high, at[i]);
    }
    double scale = high > low ? (MAP_SIDE - 2 * MARGIN) / (high - low) : 0;
    for (int i = 0; i < m->word_count; i++)
        place[2 * i] = (int)lround(MARGIN + scale * (at[i] - low));
    mem_free(at);
}

static void place_words(const struct map *m, struct map_model *model, const struct matrix *vectors)
{
    struct pca pca = pca_fit(vectors);
    double total = 0;
    for (int k = 0; k < pca.dim; k++)
        total += pca.variance[k];
    model->share = total > 0 ? (pca.variance[0] + (pca.dim > 1 ? pca.variance[1] : 0)) / total : 0;
    place_along(m, vectors, &pca, 0, model->place);
    place_along(m, vectors, &pca, pca.dim > 1 ? 1 : 0, model->place + 1);
    pca_release(&pca);
}

static void find_neighbours(const struct map *m, struct map_model *model, const struct matrix *vectors)
{
    float *cosines = mem_new((size_t)m->word_count, sizeof *cosines, "cosines");
    const struct vector_kernels *kernels = vector_kernels();
    long ids[MAP_NEIGHBOURS];
    for (int i = 0; i < m->word_count; i++) {
        for (int k = 0; k < m->word_count; k++)
            cosines[k] = kernels->dot(matrix_row(vectors, i), matrix_row(vectors, k), vectors->columns);
        cosines[i] = -2; /* the word itself comes last */
        topk(cosines, m->word_count, m->neighbour_count, ids);
        for (int k = 0; k < m->neighbour_count; k++) {
            model->neighbours[i * m->neighbour_count + k] = (int)ids[k];
            model->cosines[i * m->neighbour_count + k] = cosines[ids[k]];
        }
    }
    mem_free(cosines);
}

static bool map_model(const struct map *m, struct map_model *model, struct view *view, const int *ids,
                      struct error *err)
{
    struct matrix vectors = matrix_new(m->word_count, view_dim(view), "vectors of the map");
    bool finite = true;
    view_words(view, ids, m->word_count, &vectors);
    matrix_normalize_rows(&vectors);
    for (int i = 0; i < m->word_count && finite; i++)
        for (int k = 0; k < vectors.columns && finite; k++)
            finite = isfinite(matrix_row(&vectors, i)[k]);
    if (finite) {
        size_t n = (size_t)m->word_count;
        model->place = mem_new(2 * n, sizeof *model->place, "map");
        model->neighbours = mem_new(n * MAP_NEIGHBOURS, sizeof *model->neighbours, "neighbours");
        model->cosines = mem_new(n * MAP_NEIGHBOURS, sizeof *model->cosines, "neighbours");
        place_words(m, model, &vectors);
        find_neighbours(m, model, &vectors);
    }
    matrix_release(&vectors);
    return finite || error_set(err, "%s: holds numbers that are not finite; there is no map of it", model->name);
}

/* ---- the whole ---- */

static bool make(struct map *m, struct view **views, int **ids, struct error *err)
{
    share_words(m, views, m->model_count, ids);
    if (m->word_count < FEWEST)
        return error_set(err, "--map: the models share only %d words, expected at least %d", m->word_count, FEWEST);
    m->neighbour_count = MAP_NEIGHBOURS < m->word_count - 1 ? MAP_NEIGHBOURS : m->word_count - 1;
    for (int v = 0; v < m->model_count; v++)
        if (!map_model(m, &m->models[v], views[v], ids[v], err))
            return false;
    return true;
}

bool map_make(struct map *m, char **specifications, struct error *err)
{
    int count = 0;
    while (specifications && specifications[count])
        count++;
    *m = (struct map){.model_count = count};
    if (count == 0)
        return true;
    m->models = mem_new((size_t)count, sizeof *m->models, "maps");
    struct view **views = mem_new((size_t)count, sizeof *views, "views");
    int **ids = mem_new((size_t)count, sizeof *ids, "ids of words");
    bool good = true;
    for (int v = 0; v < count && good; v++) {
        m->models[v].name = specifications[v];
        ids[v] = mem_new(MAP_WORDS, sizeof **ids, "ids of words");
        views[v] = view_open(specifications[v], err);
        good = views[v] != NULL;
    }
    good = good && make(m, views, ids, err);
    for (int v = 0; v < count; v++) {
        view_free(views[v]);
        mem_free(ids[v]);
    }
    mem_free(views);
    mem_free(ids);
    return good;
}

void map_release(struct map *m)
{
    for (int i = 0; i < m->word_count; i++)
        mem_free(m->words[i]);
    for (int v = 0; v < m->model_count; v++) {
        mem_free(m->models[v].place);
        mem_free(m->models[v].neighbours);
        mem_free(m->models[v].cosines);
    }
    mem_free(m->words);
    mem_free(m->models);
}

int map_examples(const struct map *m, int *ids, int limit)
{
    int from = m->word_count / 10, step = m->word_count / (3 * limit) + 1, count = 0;
    for (int i = from; i < m->word_count && count < limit; i += step) {
        int id = i;
        while (id < m->word_count - 1 && strlen(m->words[id]) < 4) /* no "of" and "in" */
            id++;
        if (count == 0 || id > ids[count - 1])
            ids[count++] = id;
    }
    return count;
}
