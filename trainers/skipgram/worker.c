#include "trainers/skipgram/worker.h"

#include <math.h>

#include "base/mem.h"

enum {
    TOGETHER = 10, /* contexts moved at once; more at once overshoot with wide windows */
    AHEAD = 2,     /* rows of targets are fetched this many centre words before their use */
    DRAWN = 4      /* and drawn so many, below TARGET_RING */
};

/* Are words composed of n-grams? */
static bool composes(const struct worker *w)
{
    return w->model->ngrams.count > 0;
}

void worker_init(struct worker *w, struct skipgram *model, struct replica *replica)
{
    *w = (struct worker){.model = model, .replica = replica};
    w->step = step_new(TOGETHER, TARGET_LIMIT, model->words.stride);
    if (!model->corpus->ids)
        w->buffer = mem_new(model->corpus->largest, sizeof *w->buffer, "words of a chunk");
    if (composes(w))
        w->composer = composer_new(&model->ngrams, &model->words, model->kernels, replica, model->settings.window);
}

int worker_rows(const struct skipgram *m)
{
    int most = m->ngrams.count > 0 ? m->ngrams.most : 1;
    return (2 * m->settings.window + 1) * most + TARGET_LIMIT;
}

void worker_release(struct worker *w)
{
    step_release(&w->step);
    mem_free(w->buffer);
    composer_release(&w->composer);
}

/* ---- what a centre word meets ---- */

static void add_target(struct worker *w, int slot, int i, int row)
{
    const struct matrix *targets = &w->model->targets;
    w->target_rows[slot][i] = row;
    w->targets[slot].rows[i] = matrix_row(targets, row);
    if (w->replica)
        replica_fetch(w->replica, w->model->words.rows + row);
}

/* The nodes on the word's path. */
static void path_targets(struct worker *w, int word, int slot)
{
    const struct huffman *tree = &w->model->tree;
    w->targets[slot].count = huffman_length(tree, word);
    w->targets[slot].labels = tree->labels[word];
    for (int i = 0; i < w->targets[slot].count; i++)
        add_target(w, slot, i, tree->nodes[tree->starts[word] + (size_t)i]);
}

/* The targets of the sentence's i-th word: its path, or its own row and those of its negatives, which are not
 * the word. */
static void draw_targets(struct worker *w, int i)
{
    struct skipgram *m = w->model;
    int word = w->sentence[i], slot = i % TARGET_RING;
    if (m->settings.loss == LOSS_HIERARCHICAL_SOFTMAX) {
        path_targets(w, word, slot);
        return;
    }
    w->targets[slot].count = 1 + m->settings.negative;
    w->targets[slot].labels = 1;
    add_target(w, slot, 0, word);
    for (int k = 1; k <= m->settings.negative; k++) {
        int other = sampler_negative(&m->sampler, &w->negative);
        for (int tries = 0; other == word && tries < 20; tries++)
            other = sampler_negative(&m->sampler, &w->negative);
        if (other == word) /* nearly all of the corpus is this word */
            other = word > 0 ? word - 1 : 1;
        add_target(w, slot, k, other);
    }
}

/* Brings their rows into the cache: the replica's where it has them. */
static void fetch_targets(const struct worker *w, int slot)
{
    const struct targets *targets = &w->targets[slot];
    for (int i = 0; i < targets->count; i++) {
        const float *row = targets->rows[i];
        if (w->replica)
            row = replica_find(w->replica, w->model->words.rows + w->target_rows[slot][i], row);
        fetch_row(row, w->model->targets.stride);
    }
}

/* The places of the i-th word's window. */
static int first_place(const struct worker *w, int i)
{
    int window = w->model->settings.window;
    return i > window ? i - window : 0;
}

static int end_place(const struct worker *w, int i)
{
    int window = w->model->settings.window;
    return w->length - i > window ? i + window + 1 : w->length;
}

/* The words around the i-th within a drawn reach of 1..window; returns their number, at least 1. */
static int draw_contexts(struct worker *w, int i)
{
    int reach = 1 + (int)random_below(&w->window, (uint32_t)w->model->settings.window), count = 0;
    int first = i - reach > 0 ? i - reach : 0, last = i + reach < w->length - 1 ? i + reach : w->length - 1;
    for (int c = first; c <= last; c++) {
        if (c != i) {
            w->context_places[count] = c;
            w->contexts[count++] =
                composes(w) ? composer_vector(&w->composer, c) : matrix_row(&w->model->words, w->sentence[c]);
        }
    }
    return count;
}

/* The replica's rows in place of the model's. A use is the gradient of one score, as far as it moves the
 * row: all contexts of a CBOW step share one. */
static void take_replica(struct worker *w, int count, int32_t *target_rows, struct targets *targets)
{
    float inputs = w->model->settings.model == MODEL_CBOW ? 1 : (float)count;
    float uses = (float)targets->count * inputs / (float)count;
    for (int c = 0; c < count; c++) {
        int place = w->context_places[c];
        if (composes(w))
            composer_use(&w->composer, place, uses);
        else
            w->contexts[c] = replica_word(w->replica, w->sentence[place], uses);
    }
    for (int i = 0; i < targets->count; i++)
        targets->rows[i] = replica_target(w->replica, target_rows[i], inputs);
}

/* ---- centre words ---- */

/* One centre word: contexts[0..count) against its targets. */
static void train_word(struct worker *w, int count, const struct targets *targets)
{
    const struct vector_kernels *kernels = w->model->kernels;
    int columns = w->model->words.stride;
    w->contexts[count] = w->contexts[0];
    if (w->model->settings.model == MODEL_CBOW) {
        /* By step.h's weight; a drawn reach of 1..window has window + 1 contexts on average. */
        float weight = sqrtf((float)count / (float)(w->model->settings.window + 1));
        w->loss += step_cbow(&w->step, kernels, w->contexts, count, targets, columns, w->rate * weight);
        w->predictions++;
        return;
    }
    for (int c = 0; c < count; c += TOGETHER)
        w->loss += step_skipgram(&w->step, kernels, w->contexts + c, count - c < TOGETHER ? count - c : TOGETHER,
                                 targets, columns, w->rate);
    w->predictions += count;
}

/* Has the replica, if there is one, room for what the i-th word meets? */
static bool has_room(const struct worker *w, int i)
{
    int window = w->model->settings.window, rows = 2 * window;
    if (w->replica && composes(w))
        rows = composer_need(&w->composer, w->sentence, first_place(w, i), end_place(w, i));
    return !w->replica || !replica_full(w->replica, rows + TARGET_LIMIT);
}

/* Gets what the i-th word will meet; with i = 0 what the first ones will. */
static void prepare(struct worker *w, int i)
{
    const struct matrix *words = &w->model->words;
    int window = w->model->settings.window;
    for (int k = i > 0 ? i + DRAWN : 0; k <= i + DRAWN && k < w->length; k++)
        draw_targets(w, k);
    for (int k = i > 0 ? i + AHEAD : 0; k <= i + AHEAD && k < w->length; k++)
        fetch_targets(w, k % TARGET_RING);
    if (composes(w)) {
        composer_move(&w->composer, w->sentence, w->length, first_place(w, i), end_place(w, i));
        return;
    }
    for (int k = i > 0 ? i + window : 0; k <= i + window && k < w->length; k++)
        fetch_row(matrix_row(words, w->sentence[k]), words->stride);
}

/* Centre words of the sentence from where the worker stands, `most` of them or as many as the replica
 * takes; returns how many. */
static long train_words(struct worker *w, long most)
{
    int start = w->center, i = start, end = w->length - start < most ? w->length : start + (int)most;
    for (; i < end && has_room(w, i); i++) {
        prepare(w, i);
        int count = draw_contexts(w, i), slot = i % TARGET_RING;
        if (w->replica)
            take_replica(w, count, w->target_rows[slot], &w->targets[slot]);
        train_word(w, count, &w->targets[slot]);
    }
    if (composes(w))
        composer_flush(&w->composer, w->sentence);
    w->center = i;
    return i - start;
}

/* ---- sentences ---- */

bool worker_place(struct worker *w, int epoch, long chunk, double words, struct error *err)
{
    const struct word_corpus *c = w->model->corpus;
    w->ids = word_corpus_chunk(c, chunk, w->buffer, err);
    w->end = c->chunks[chunk].words;
    w->number = c->chunks[chunk].first;
    w->epoch = epoch;
    w->words = words;
    w->token = 0;
    w->length = w->center = 0;
    return w->ids != NULL;
}

static void start_sentence(struct worker *w)
{
    uint64_t position = (uint64_t)w->epoch * w->model->corpus->sentences + w->number++;
    uint64_t seed = w->model->settings.seed;
    w->subsample = random_at(seed, RANDOM_SUBSAMPLE, position);
    w->window = random_at(seed, RANDOM_WINDOW, position);
    w->negative = random_at(seed, RANDOM_NEGATIVE, position);
    w->rate = (float)skipgram_rate(w->model, w->epoch, w->words + w->token);
}

/* The next two or more words of a sentence that are kept; false when none is left in the chunk. */
static bool next_sentence(struct worker *w)
{
    w->center = 0;
    do {
        w->length = 0;
        if (w->token == 0 || w->ids[w->token - 1] & SENTENCE_END) {
            if (w->token == w->end)
                return false;
            start_sentence(w);
        }
        uint32_t id;
        do {
            id = w->ids[w->token++];
            if (sampler_keeps(&w->model->sampler, SENTENCE_WORD(id), &w->subsample))
                w->sentence[w->length++] = SENTENCE_WORD(id);
        } while (!(id & SENTENCE_END) && w->length < SENTENCE_LIMIT);
    } while (w->length < 2);
    return true;
}

bool worker_train(struct worker *w, long most)
{
    while (most > 0) {
        if (w->center == w->length && !next_sentence(w))
            return false;
        long trained = train_words(w, most);
        if (trained == 0)
            return true;
        most -= trained;
    }
    return true;
}
