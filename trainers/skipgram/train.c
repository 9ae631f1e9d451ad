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
                   const struct word_corpus *corpus, struct error *err)
{
    int size = vocab_size(vocab);
    *m = (struct skipgram){.settings = *s, .vocab = vocab, .corpus = corpus, .kernels = vector_kernels()};
    if (size < 2)
        return error_set(err, "the vocabulary has one word only, \"%s\": there is nothing to tell it from; give more text, "
                              "or a lower --min-count",
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
    double left = 1 - (epoch + words / (double)m->corpus->words) / m->settings.epochs;
    return m->settings.rate * (left > RATE_FLOOR ? left : RATE_FLOOR);
}

double skipgram_words_done(const struct skipgram *m)
{
    struct schedule s = schedule_new(m->corpus);
    schedule_shuffle(&s, m->settings.seed, m->epoch);
    double words = (double)m->epoch * (double)m->corpus->words + s.before[m->chunk];
    schedule_release(&s);
    return words;
}

/* ---- a run ---- */

struct run {
    struct skipgram *model;
    struct schedule schedule; /* of the model's epoch */
    struct worker *workers;   /* owned; [threads], or [SHARDS] when deterministic */
    int worker_count;
    struct replica *replicas; /* owned; [SHARDS] when deterministic, else NULL */
    double words;             /* of the epoch that are done */
    double until;             /* run_clock() when to pause */
    atomic_long next;         /* Hogwild: in the epoch's order the first chunk that no thread has taken */
    atomic_bool failed;
    struct error *err; /* borrowed; the first failure */
    void (*report)(const struct word_trainer_state *, void *);
    void *context;
};

static void report_state(const struct run *r)
{
    const struct skipgram *m = r->model;
    struct word_trainer_state state = {m->epoch, (double)m->epoch * (double)m->corpus->words + r->words,
                                   m->predictions > 0 ? m->loss / m->predictions : 0,
                                   skipgram_rate(m, m->epoch, r->words)};
    r->report(&state, r->context);
}

static void fail(struct run *r, const struct error *failure)
{
#pragma omp critical(skipgram_failure)
    if (!atomic_exchange(&r->failed, true))
        *r->err = *failure;
}

static bool stops(const struct run *r)
{
    return r->failed || run_interrupted() || run_clock() >= r->until;
}

/* Puts a worker before the i-th chunk of the epoch's order; false when that failed. */
static bool place(struct run *r, struct worker *w, long i)
{
    struct error failure;
    bool good = worker_place(w, r->model->epoch, r->schedule.order[i], r->schedule.before[i], &failure);
    if (!good)
        fail(r, &failure);
    return good;
}

/* The worker's sums into the model's; `words` is what it has done. */
static void take_sums(struct run *r, struct worker *w, double words)
{
    struct error failure;
    if (!isfinite(w->loss)) {
        error_set(&failure, "the loss is not finite in epoch %d at learning rate %.3g: lower --lr", r->model->epoch + 1,
                  skipgram_rate(r->model, r->model->epoch, w->words));
        fail(r, &failure);
    }
    r->words += words;
    r->model->loss += w->loss;
    r->model->predictions += w->predictions;
    w->loss = w->predictions = 0;
}

/* Words of the i-th chunk in the epoch's order. */
static double chunk_words(const struct run *r, long i)
{
    return r->schedule.before[i + 1] - r->schedule.before[i];
}

/* ---- Hogwild: each thread takes the next chunk and moves the model's rows ---- */

static void train_chunks(struct run *r, struct worker *w)
{
    long i;
    while (!stops(r) && (i = r->next++) < r->model->corpus->chunk_count && place(r, w, i)) {
        worker_train(w, LONG_MAX);
#pragma omp critical(skipgram_sums)
        {
            take_sums(r, w, chunk_words(r, i));
            if (omp_get_thread_num() == 0)
                report_state(r);
        }
    }
}

/* All chunks that were taken are done in the end. */
static void epoch_hogwild(struct run *r)
{
    struct skipgram *m = r->model;
    r->next = m->chunk;
#pragma omp parallel num_threads(r->worker_count)
    train_chunks(r, &r->workers[omp_get_thread_num()]);
    m->chunk = r->next < m->corpus->chunk_count ? r->next : m->corpus->chunk_count;
}

/* ---- deterministic: rounds of stretches of all shards, then merging (replica.h) ---- */

/* A shard's worker has every SHARDS-th chunk of the segment. */
struct shard {
    long chunk;   /* in the epoch's order; at which it is, or beyond the segment */
    double words; /* of the chunks that it finished since its sums were taken */
};

static void shard_place(struct run *r, struct shard *s, struct worker *w, long chunk, long end)
{
    s->chunk = chunk < end && place(r, w, chunk) ? chunk : end;
}

enum { SHARED_STRETCH = 32 }; /* rounds of shorter ones end before a second thread is awake */

/* Longer ones can overshoot until the loss is not finite, on a vocabulary of 16 words at a rate of 0.1. */
static long stretch_words(const struct skipgram *m)
{
    long words = vocab_size(m->vocab) / 16;
    return words < 1 ? 1 : words < STRETCH_WORDS ? words : STRETCH_WORDS;
}

static void shard_train(struct run *r, struct shard *s, struct worker *w, long end)
{
    replica_clear(w->replica);
    if (s->chunk < end && !worker_train(w, stretch_words(r->model))) {
        s->words += chunk_words(r, s->chunk);
        shard_place(r, s, w, s->chunk + SHARDS, end);
    }
}

/* Takes the sums of a round, shard after shard; is there another round? */
static bool end_round(struct run *r, struct shard shards[SHARDS], long end)
{
    bool more = false;
    for (int i = 0; i < SHARDS; i++) {
        take_sums(r, &r->workers[i], shards[i].words);
        shards[i].words = 0;
        more = more || shards[i].chunk < end;
    }
    report_state(r);
    return more && !r->failed;
}

static void segment_deterministic(struct run *r, long start, long end)
{
    int threads = stretch_words(r->model) < SHARED_STRETCH ? 1 : r->model->settings.threads;
    threads = threads > omp_get_num_procs() ? omp_get_num_procs() : threads; /* others would only be waited for */
    struct shard shards[SHARDS] = {0};
    for (int i = 0; i < SHARDS; i++)
        shard_place(r, &shards[i], &r->workers[i], start + i, end);
    bool more = !r->failed; /* written by one thread between barriers */
#pragma omp parallel num_threads(threads)
    while (more) {
        double rate = skipgram_rate(r->model, r->model->epoch, r->words);
#pragma omp for schedule(dynamic)
        for (int i = 0; i < SHARDS; i++)
            shard_train(r, &shards[i], &r->workers[i], end);
#pragma omp single nowait /* read after the next barrier only */
        more = end_round(r, shards, end);
#pragma omp for schedule(dynamic)
        for (int part = 0; part < SHARDS; part++)
            replicas_merge(r->replicas, part, rate);
    }
}

static void epoch_deterministic(struct run *r)
{
    struct skipgram *m = r->model;
    while (m->chunk < m->corpus->chunk_count && !stops(r)) {
        long left = m->corpus->chunk_count - m->chunk, end = m->chunk + (left < SEGMENT_CHUNKS ? left : SEGMENT_CHUNKS);
        segment_deterministic(r, m->chunk, end);
        m->chunk = end;
    }
}

/* ---- both ---- */

static struct run run_new(struct skipgram *m)
{
    struct run r = {.model = m, .schedule = schedule_new(m->corpus)};
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

/* What is left of the epoch, or until training stops. */
static void train_epoch(struct run *r)
{
    struct skipgram *m = r->model;
    schedule_shuffle(&r->schedule, m->settings.seed, m->epoch);
    r->words = r->schedule.before[m->chunk];
    (m->settings.deterministic ? epoch_deterministic : epoch_hogwild)(r);
    report_state(r);
    if (m->chunk == m->corpus->chunk_count) {
        m->losses[m->epoch++] = m->predictions > 0 ? m->loss / m->predictions : 0;
        m->loss = m->predictions = 0;
        m->chunk = 0;
    }
}

bool skipgram_train(struct skipgram *m, double seconds, void (*report)(const struct word_trainer_state *, void *),
                    void *context, struct error *err)
{
    struct run r = run_new(m);
    r.until = run_clock() + seconds;
    r.err = err;
    r.report = report;
    r.context = context;
    while (m->epoch < m->settings.epochs && !stops(&r))
        train_epoch(&r);
    bool good = !r.failed;
    run_release(&r);
    return good;
}
