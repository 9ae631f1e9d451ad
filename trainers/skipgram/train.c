#include "trainers/skipgram/train.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/run.h"
#include "trainers/skipgram/step.h"

enum {
    SENTENCE_LIMIT = 1000, /* words kept; longer lines are cut, as word2vec does */
    CHUNK_WORDS = 10000,   /* what a thread takes at a time */
    TOGETHER = 10,         /* contexts moved at once; more at once overshoot with wide windows */
    AHEAD = 2,             /* targets are drawn and fetched this many centre words before their use */
    RING = 4               /* a power of two above AHEAD */
};

static void initialize(struct skipgram *m)
{
    int dim = m->settings.dim;
    for (int word = 0; word < vocab_size(m->vocab); word++) {
        const char *name = vocab_word(m->vocab, word);
        struct random r = random_at(m->settings.seed, RANDOM_INITIAL_WEIGHTS, random_position(name, strlen(name)));
        float *row = matrix_row(&m->words, word);
        for (int i = 0; i < dim; i++)
            row[i] = (random_uniform(&r) - 0.5f) / (float)dim;
    }
}

bool skipgram_init(struct skipgram *m, const struct skipgram_settings *s, const struct vocab *vocab,
                   const struct token_corpus *corpus, struct error *err)
{
    int size = vocab_size(vocab);
    *m = (struct skipgram){.settings = *s, .vocab = vocab, .corpus = corpus, .kernels = vector_kernels()};
    if (size < 2)
        return error_set(err, "the vocabulary has one word only, \"%s\": there is nothing to tell it from",
                         vocab_word(vocab, 0));
    m->sampler = sampler_new(vocab, s->sample);
    m->words = matrix_new(size, s->dim, "word vectors");
    if (s->loss == LOSS_HIERARCHICAL_SOFTMAX)
        m->tree = huffman_new(vocab);
    m->targets = matrix_new(m->tree.size ? size - 1 : size, s->dim, "target vectors");
    m->losses = mem_new((size_t)s->epochs, sizeof *m->losses, "losses");
    initialize(m);
    return true;
}

void skipgram_release(struct skipgram *m)
{
    sampler_release(&m->sampler);
    huffman_release(&m->tree);
    matrix_release(&m->words);
    matrix_release(&m->targets);
    mem_free(m->losses);
    *m = (struct skipgram){0};
}

/* ---- one thread ---- */

struct worker {
    struct skipgram *model; /* borrowed */
    struct step step;
    int32_t sentence[SENTENCE_LIMIT];
    float *contexts[2 * WINDOW_LIMIT + 1];
    struct targets targets[RING];
    struct random subsample, window, negative; /* restarted at each line */
    double loss;                               /* sum over predictions since taken */
    double predictions;
};

static void fetch(const float *row, int columns)
{
    for (int i = 0; i < columns; i += 16)
        __builtin_prefetch(row + i, 1);
}

/* The nodes on the word's path. */
static void path_targets(struct skipgram *m, int word, struct targets *t)
{
    const int32_t *path = m->tree.nodes + m->tree.starts[word];
    t->count = huffman_length(&m->tree, word);
    t->labels = m->tree.labels[word];
    for (int i = 0; i < t->count; i++) {
        t->rows[i] = matrix_row(&m->targets, path[i]);
        fetch(t->rows[i], m->targets.stride);
    }
}

/* The word's row and those of its negatives, which are not the word, or its path; fetched into the cache. */
static void draw_targets(struct worker *w, int word, struct targets *t)
{
    struct skipgram *m = w->model;
    if (m->settings.loss == LOSS_HIERARCHICAL_SOFTMAX) {
        path_targets(m, word, t);
        return;
    }
    t->count = 1 + m->settings.negative;
    t->labels = 1;
    t->rows[0] = matrix_row(&m->targets, word);
    fetch(t->rows[0], m->targets.stride);
    for (int i = 1; i <= m->settings.negative; i++) {
        int other = sampler_negative(&m->sampler, &w->negative);
        for (int tries = 0; other == word && tries < 20; tries++)
            other = sampler_negative(&m->sampler, &w->negative);
        if (other == word) /* nearly all of the corpus is this word */
            other = word > 0 ? word - 1 : 1;
        t->rows[i] = matrix_row(&m->targets, other);
        fetch(t->rows[i], m->targets.stride);
    }
}

/* One centre word: contexts[0..count) against its targets. */
static void train_word(struct worker *w, int count, const struct targets *targets, float rate)
{
    const struct vector_kernels *kernels = w->model->kernels;
    int columns = w->model->words.stride;
    if (w->model->settings.model == MODEL_CBOW) {
        w->loss += step_cbow(&w->step, kernels, w->contexts, count, targets, columns, rate);
        w->predictions++;
        return;
    }
    for (int c = 0; c < count; c += TOGETHER)
        w->loss += step_skipgram(&w->step, kernels, w->contexts + c, count - c < TOGETHER ? count - c : TOGETHER,
                                 targets, columns, rate);
    w->predictions += count;
}

/* All centre words of sentence[0..length), each with a window of 1..window words on both sides. */
static void train_sentence(struct worker *w, int length, float rate)
{
    struct skipgram *m = w->model;
    int window = m->settings.window, columns = m->words.stride;
    for (int i = 0; i < window && i < length; i++)
        fetch(matrix_row(&m->words, w->sentence[i]), columns);
    for (int i = 0; i < AHEAD && i < length; i++)
        draw_targets(w, w->sentence[i], &w->targets[i]);
    for (int i = 0; i < length; i++) {
        if (i + window < length)
            fetch(matrix_row(&m->words, w->sentence[i + window]), columns);
        if (i + AHEAD < length)
            draw_targets(w, w->sentence[i + AHEAD], &w->targets[(i + AHEAD) % RING]);
        int reach = 1 + (int)random_below(&w->window, (uint32_t)window), count = 0;
        int first = i - reach > 0 ? i - reach : 0, last = i + reach < length - 1 ? i + reach : length - 1;
        for (int c = first; c <= last; c++)
            if (c != i)
                w->contexts[count++] = matrix_row(&m->words, w->sentence[c]);
        w->contexts[count] = w->contexts[0];
        if (count > 0)
            train_word(w, count, &w->targets[i % RING], rate);
    }
}

/* One line of the corpus. All draws are named by epoch and line, not by the thread. */
static void train_line(struct worker *w, int epoch, size_t line, float rate)
{
    struct skipgram *m = w->model;
    const struct token_corpus *c = m->corpus;
    uint64_t position = (uint64_t)epoch * c->lines + line, seed = m->settings.seed;
    w->subsample = random_at(seed, RANDOM_SUBSAMPLE, position);
    w->window = random_at(seed, RANDOM_WINDOW, position);
    w->negative = random_at(seed, RANDOM_NEGATIVE, position);
    int length = 0;
    for (size_t i = c->starts[line]; i < c->starts[line + 1]; i++) {
        if (sampler_keeps(&m->sampler, c->ids[i], &w->subsample))
            w->sentence[length++] = c->ids[i];
        if (length == SENTENCE_LIMIT || (i + 1 == c->starts[line + 1] && length > 1)) {
            train_sentence(w, length, rate);
            length = 0;
        }
    }
}

/* ---- all threads ---- */

/* The corpus in chunks, a thread's work at a time, in an order drawn anew for each epoch: in the order
 * of the file, what stands last in it would have the last word (2 points of analogies on novels sorted
 * by author). Cut and order depend on corpus, seed and epoch alone. */
struct schedule {
    long count;
    size_t *lines;   /* owned; [count + 1]: chunk c is lines[c] .. lines[c + 1] */
    uint32_t *order; /* owned; [count] */
    double *before;  /* owned; [count]: words of the epoch's chunks before the i-th in order */
};

static struct schedule schedule_new(const struct token_corpus *c)
{
    size_t words = c->count / 256 < CHUNK_WORDS ? c->count / 256 + 1 : CHUNK_WORDS, most = c->count / words + 2;
    struct schedule s = {0, mem_new(most + 1, sizeof *s.lines, "schedule"), mem_new(most, sizeof *s.order, "schedule"),
                         mem_new(most, sizeof *s.before, "schedule")};
    for (size_t line = 0; line < c->lines; line++)
        if (line == 0 || c->starts[line] - c->starts[s.lines[s.count - 1]] >= words)
            s.lines[s.count++] = line;
    s.lines[s.count] = c->lines;
    return s;
}

static double chunk_words(const struct schedule *s, const struct token_corpus *c, uint32_t chunk)
{
    return (double)(c->starts[s->lines[chunk + 1]] - c->starts[s->lines[chunk]]);
}

static void schedule_shuffle(struct schedule *s, const struct token_corpus *c, uint64_t seed, int epoch)
{
    struct random r = random_at(seed, RANDOM_SHUFFLE, (uint64_t)epoch);
    random_permutation(&r, s->order, (uint32_t)s->count);
    double words = 0;
    for (long i = 0; i < s->count; i++) {
        s->before[i] = words;
        words += chunk_words(s, c, s->order[i]);
    }
}

static void schedule_release(struct schedule *s)
{
    mem_free(s->lines);
    mem_free(s->order);
    mem_free(s->before);
}

/* The learning rate falls linearly with the words before in the run, whatever thread works there. */
static double rate_at(const struct skipgram *m, int epoch, double words)
{
    double left = 1 - (epoch + words / (double)m->corpus->count) / m->settings.epochs;
    return m->settings.rate * (left > RATE_FLOOR ? left : RATE_FLOOR);
}

/* What the threads have done of an epoch; changed under `critical`. */
struct total {
    double words, loss, predictions;
};

static void report_state(const struct skipgram *m, int epoch, const struct total *t,
                         void (*report)(const struct skipgram_state *, void *), void *context)
{
    struct skipgram_state state = {epoch, (double)epoch * (double)m->corpus->count + t->words,
                                   t->predictions > 0 ? t->loss / t->predictions : 0, rate_at(m, epoch, t->words)};
    report(&state, context);
}

/* The i-th chunk of an epoch by one worker, its sums into *total; false when the loss is not finite. */
static bool train_chunk(struct worker *w, const struct schedule *s, int epoch, long i, struct total *total)
{
    const struct token_corpus *c = w->model->corpus;
    uint32_t chunk = s->order[i];
    double words = s->before[i];
    for (size_t line = s->lines[chunk]; line < s->lines[chunk + 1]; line++) {
        train_line(w, epoch, line, (float)rate_at(w->model, epoch, words));
        words += (double)(c->starts[line + 1] - c->starts[line]);
    }
#pragma omp critical(skipgram_total)
    {
        total->words += chunk_words(s, c, chunk);
        total->loss += w->loss;
        total->predictions += w->predictions;
    }
    bool finite = isfinite(w->loss);
    w->loss = w->predictions = 0;
    return finite;
}

static struct worker *workers_new(struct skipgram *m)
{
    struct worker *workers = mem_new((size_t)m->settings.threads, sizeof *workers, "worker threads");
    for (int i = 0; i < m->settings.threads; i++) {
        workers[i].model = m;
        workers[i].step = step_new(TOGETHER, TARGET_LIMIT, m->words.stride);
    }
    return workers;
}

static void workers_free(struct worker *workers, int threads)
{
    for (int i = 0; i < threads; i++)
        step_release(&workers[i].step);
    mem_free(workers);
}

bool skipgram_train(struct skipgram *m, void (*report)(const struct skipgram_state *, void *), void *context,
                    struct error *err)
{
    int threads = m->settings.threads, epoch = 0;
    struct worker *workers = workers_new(m);
    struct schedule schedule = schedule_new(m->corpus);
    atomic_long broken = -1; /* place in the epoch where the loss was not finite */
    for (; epoch < m->settings.epochs && broken < 0 && !run_interrupted(); epoch++) {
        struct total total = {0};
        schedule_shuffle(&schedule, m->corpus, m->settings.seed, epoch);
#pragma omp parallel for schedule(dynamic) num_threads(threads)
        for (long i = 0; i < schedule.count; i++) {
            if (broken >= 0 || run_interrupted())
                continue;
            if (!train_chunk(&workers[omp_get_thread_num()], &schedule, epoch, i, &total))
                broken = i;
            if (omp_get_thread_num() == 0) {
                struct total now;
#pragma omp critical(skipgram_total)
                now = total;
                report_state(m, epoch, &now, report, context);
            }
        }
        m->losses[epoch] = total.predictions > 0 ? total.loss / total.predictions : 0;
        report_state(m, epoch, &total, report, context);
    }
    if (broken >= 0)
        error_set(err, "the loss is not finite in epoch %d at learning rate %.3g: lower --lr", epoch,
                  rate_at(m, epoch - 1, schedule.before[broken]));
    else if (run_interrupted())
        error_set(err, "interrupted in epoch %d of %d: no vectors were written", epoch, m->settings.epochs);
    schedule_release(&schedule);
    workers_free(workers, threads);
    return broken < 0 && !run_interrupted();
}
