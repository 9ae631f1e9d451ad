#include "trainers/skipgram/train.h"

#include <limits.h>
#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/run.h"
#include "trainers/skipgram/composer.h"
#include "trainers/skipgram/replica.h"
#include "trainers/skipgram/schedule.h"
#include "trainers/skipgram/worker.h"

static void initialize_row(struct skipgram *m, long row, uint64_t position)
{
    struct random r = random_at(m->settings.seed, RANDOM_INITIAL_WEIGHTS, position);
    float *x = matrix_row(&m->words, row);
    for (int i = 0; i < m->settings.dim; i++)
        x[i] = (random_uniform(&r) - 0.5f) / (float)m->settings.dim;
}

static void initialize(struct skipgram *m)
{
    int size = vocab_size(m->vocab);
    for (int word = 0; word < size; word++) {
        const char *name = vocab_word(m->vocab, word);
        initialize_row(m, word, random_position(name, strlen(name)));
    }
    for (int i = 0; i < m->ngrams.count; i++)
        initialize_row(m, size + i, (uint64_t)m->ngrams.buckets[i]);
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
    if (s->subwords.longest > 0)
        m->ngrams = ngrams_new(&s->subwords, vocab);
    m->words = matrix_new((long)size + m->ngrams.count, s->dim, "word vectors");
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
    ngrams_release(&m->ngrams);
    matrix_release(&m->words);
    matrix_release(&m->targets);
    mem_free(m->losses);
    *m = (struct skipgram){0};
}

struct matrix skipgram_vectors(const struct skipgram *m)
{
    struct matrix vectors = matrix_new(vocab_size(m->vocab), m->settings.dim, "word vectors");
    if (m->ngrams.count > 0) {
        struct composer c = composer_new(&m->ngrams, &m->words, m->kernels, NULL, 1);
        for (int word = 0; word < vocab_size(m->vocab); word++)
            composer_compose(&c, word, matrix_row(&vectors, word));
        composer_release(&c);
    } else {
        memcpy(vectors.data, m->words.data, (size_t)vectors.rows * (size_t)vectors.stride * sizeof(float));
    }
    return vectors;
}

double skipgram_rate(const struct skipgram *m, int epoch, double words)
{
    double left = 1 - (epoch + words / (double)m->corpus->count) / m->settings.epochs;
    return m->settings.rate * (left > RATE_FLOOR ? left : RATE_FLOOR);
}

/* ---- a run ---- */

/* What has been done of an epoch. */
struct total {
    double words, loss, predictions;
};

struct run {
    struct skipgram *model;
    struct schedule schedule;
    struct worker *workers; /* owned; [threads], or [SHARDS] when deterministic */
    int worker_count;
    struct replica *replicas; /* owned; [SHARDS] when deterministic, else NULL */
    int epoch;
    struct total total;
    atomic_long broken; /* chunk in the epoch's order where the loss was not finite, or -1 */
    void (*report)(const struct skipgram_state *, void *);
    void *context;
};

static void report_state(const struct run *r, const struct total *t)
{
    struct skipgram_state state = {r->epoch, (double)r->epoch * (double)r->model->corpus->count + t->words,
                                   t->predictions > 0 ? t->loss / t->predictions : 0,
                                   skipgram_rate(r->model, r->epoch, t->words)};
    r->report(&state, r->context);
}

/* Puts a worker before the i-th chunk of the epoch's order. */
static void place(const struct run *r, struct worker *w, long i)
{
    const size_t *lines = r->schedule.lines + r->schedule.order[i];
    worker_place(w, r->epoch, lines[0], lines[1], r->schedule.before[i]);
}

/* The worker's sums into the total; `words` is what it has done. False if the loss is not finite. */
static bool take_sums(struct total *t, struct worker *w, double words)
{
    bool finite = isfinite(w->loss);
    t->words += words;
    t->loss += w->loss;
    t->predictions += w->predictions;
    w->loss = w->predictions = 0;
    return finite;
}

/* ---- Hogwild: each thread takes the next chunk and moves the model's rows ---- */

static void train_chunk(struct run *r, struct worker *w, long i)
{
    place(r, w, i);
    worker_train(w, LONG_MAX);
#pragma omp critical(skipgram_total)
    if (!take_sums(&r->total, w, schedule_words(&r->schedule, i)))
        r->broken = i;
}

static void epoch_hogwild(struct run *r)
{
#pragma omp parallel for schedule(dynamic) num_threads(r->worker_count)
    for (long i = 0; i < r->schedule.count; i++) {
        if (r->broken >= 0 || run_interrupted())
            continue;
        train_chunk(r, &r->workers[omp_get_thread_num()], i);
        if (omp_get_thread_num() == 0) {
            struct total now;
#pragma omp critical(skipgram_total)
            now = r->total;
            report_state(r, &now);
        }
    }
}

/* ---- deterministic: rounds of stretches of all shards, then merging (replica.h) ---- */

/* A shard's worker has every SHARDS-th chunk of the epoch's order. */
struct shard {
    long chunk;   /* at which it is, or beyond the last */
    double words; /* of the chunks that it finished since its sums were taken */
};

static void shard_place(const struct run *r, struct shard *s, struct worker *w, long chunk)
{
    s->chunk = chunk;
    if (chunk < r->schedule.count)
        place(r, w, chunk);
}

enum { SHARED_STRETCH = 32 }; /* rounds of shorter ones end before a second thread is awake */

/* Longer ones can overshoot until the loss is not finite, on a vocabulary of 16 words at a rate of 0.1. */
static long stretch_words(const struct skipgram *m)
{
    long words = vocab_size(m->vocab) / 16;
    return words < 1 ? 1 : words < STRETCH_WORDS ? words : STRETCH_WORDS;
}

static void shard_train(const struct run *r, struct shard *s, struct worker *w)
{
    if (s->chunk < r->schedule.count && !worker_train(w, stretch_words(r->model))) {
        s->words += schedule_words(&r->schedule, s->chunk);
        shard_place(r, s, w, s->chunk + SHARDS);
    }
}

/* Takes the sums of a round, shard after shard; is there another round? */
static bool end_round(struct run *r, struct shard shards[SHARDS])
{
    bool more = false;
    for (int i = 0; i < SHARDS; i++) {
        long last = r->schedule.count - 1, chunk = shards[i].chunk < last ? shards[i].chunk : last;
        if (!take_sums(&r->total, &r->workers[i], shards[i].words))
            r->broken = chunk;
        shards[i].words = 0;
        replica_clear(&r->replicas[i]);
        more = more || shards[i].chunk <= last;
    }
    report_state(r, &r->total);
    return more && r->broken < 0 && !run_interrupted();
}

static void epoch_deterministic(struct run *r)
{
    int threads = stretch_words(r->model) < SHARED_STRETCH ? 1 : r->model->settings.threads;
    struct shard shards[SHARDS] = {0};
    for (int i = 0; i < SHARDS; i++)
        shard_place(r, &shards[i], &r->workers[i], i);
    bool more = true; /* written by one thread between barriers */
#pragma omp parallel num_threads(threads)
    while (more) {
        double rate = skipgram_rate(r->model, r->epoch, r->total.words);
#pragma omp for schedule(dynamic)
        for (int i = 0; i < SHARDS; i++)
            shard_train(r, &shards[i], &r->workers[i]);
#pragma omp for
        for (int part = 0; part < threads; part++)
            replicas_merge(r->replicas, part, threads, rate);
#pragma omp single
        more = end_round(r, shards);
    }
}

/* ---- both ---- */

static struct run run_new(struct skipgram *m)
{
    struct run r = {.model = m, .schedule = schedule_new(m->corpus), .broken = -1};
    r.worker_count = m->settings.deterministic ? SHARDS : m->settings.threads;
    r.workers = mem_new((size_t)r.worker_count, sizeof *r.workers, "workers");
    if (m->settings.deterministic)
        r.replicas = mem_new(SHARDS, sizeof *r.replicas, "replicas");
    for (int i = 0; i < r.worker_count; i++) {
        if (r.replicas)
            r.replicas[i] = replica_new(&m->words, &m->targets, worker_rows(m));
        worker_init(&r.workers[i], m, r.replicas ? &r.replicas[i] : NULL);
    }
    return r;
}

static void run_release(struct run *r)
{
    for (int i = 0; i < r->worker_count; i++) {
        worker_release(&r->workers[i]);
        if (r->replicas)
            replica_release(&r->replicas[i]);
    }
    mem_free(r->workers);
    mem_free(r->replicas);
    schedule_release(&r->schedule);
}

bool skipgram_train(struct skipgram *m, void (*report)(const struct skipgram_state *, void *), void *context,
                    struct error *err)
{
    struct run r = run_new(m);
    r.report = report;
    r.context = context;
    for (; r.epoch < m->settings.epochs && r.broken < 0 && !run_interrupted(); r.epoch++) {
        r.total = (struct total){0};
        schedule_shuffle(&r.schedule, m->settings.seed, r.epoch);
        (m->settings.deterministic ? epoch_deterministic : epoch_hogwild)(&r);
        m->losses[r.epoch] = r.total.predictions > 0 ? r.total.loss / r.total.predictions : 0;
        report_state(&r, &r.total);
    }
    bool finite = r.broken < 0;
    if (!finite)
        error_set(err, "the loss is not finite in epoch %d at learning rate %.3g: lower --lr", r.epoch,
                  skipgram_rate(m, r.epoch - 1, r.schedule.before[r.broken]));
    else if (run_interrupted())
        error_set(err, "interrupted in epoch %d of %d: no vectors were written", r.epoch, m->settings.epochs);
    run_release(&r);
    return finite && !run_interrupted();
}
