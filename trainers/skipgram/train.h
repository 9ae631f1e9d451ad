/* train.h: training of word vectors: tables, epochs, threads. */
#ifndef EMBEDLAB_TRAINERS_SKIPGRAM_TRAIN_H
#define EMBEDLAB_TRAINERS_SKIPGRAM_TRAIN_H

#include <stdint.h>

#include "base/error.h"
#include "math/matrix.h"
#include "math/vector.h"
#include "model/word_trainer.h"
#include "text/vocab.h"
#include "text/word_corpus.h"
#include "trainers/skipgram/huffman.h"
#include "trainers/skipgram/ngrams.h"
#include "trainers/skipgram/sampler.h"

enum skipgram_model { MODEL_SKIPGRAM, MODEL_CBOW };
enum skipgram_loss { LOSS_NEGATIVE_SAMPLING, LOSS_HIERARCHICAL_SOFTMAX };

struct skipgram_settings {
    enum skipgram_model model;
    enum skipgram_loss loss;
    int dim, window, epochs, threads;
    int negative;  /* 0 with hierarchical softmax */
    double sample; /* subsampling threshold, 0 = keep all */
    double rate;   /* learning rate at the start */
    uint64_t seed;
    struct subwords subwords; /* n-grams of which words are composed, if any */
    bool deterministic;       /* the same bits for any number of threads (replica.h) */
};

/* The learning rate falls to this share of its start. */
#define RATE_FLOOR 1e-4

struct skipgram {
    struct skipgram_settings settings;
    const struct vocab *vocab;        /* borrowed */
    const struct word_corpus *corpus; /* borrowed; of the vocabulary's words */
    const struct vector_kernels *kernels;
    struct sampler sampler;
    struct huffman tree;   /* with hierarchical softmax, else empty */
    struct ngrams ngrams;  /* when words are composed, else empty */
    struct matrix words;   /* [vocab, dim]: the product; composed: [vocab + n-grams, dim], of which it is made */
    struct matrix targets; /* [vocab, dim]: words as centre or negative; [vocab - 1, dim]: the tree's nodes */
    double *losses;        /* owned; [epochs]: mean over predictions, in nats: each context of a word makes
                              one (skip-gram), or all contexts make one together (CBOW) */

    /* Where training stands: epochs done; of the next one, chunks done in its order, and the sum of the
     * losses of so many predictions. */
    int epoch;
    long chunk;
    double loss, predictions;
};

/* Word vectors uniform in +-0.5 / dim, depending on the word's bytes and the seed only, so that they
 * are the same in every corpus; targets zero (as word2vec). False and *err if there is but one word. */
bool skipgram_init(struct skipgram *m, const struct skipgram_settings *s, const struct vocab *vocab,
                   const struct word_corpus *corpus, struct error *err);
void skipgram_release(struct skipgram *m);

/* Word vectors as they are now, [vocab, dim], composed where they are. The caller owns them. */
struct matrix skipgram_vectors(const struct skipgram *m);

/* The learning rate where `words` words of the epoch come before: it falls linearly over the run, whatever
 * thread works there. */
double skipgram_rate(const struct skipgram *m, int epoch, double words);

/* Words trained so far, before subsampling, over all epochs. */
double skipgram_words_done(const struct skipgram *m);

/* With `deterministic`, all shards finish their chunks (replica.h) when so many more are done; there alone
 * training can pause. Their waiting costs 0.4 % of four threads' time. */
#define SEGMENT_CHUNKS 64

/* Goes on until all epochs are done, or pauses after `seconds` or at Ctrl-C; m->epoch tells. What is left can
 * be trained later, with the same bits where they depend on the settings alone: with one thread or
 * `deterministic`; else threads race for rows (step.h). `report` is called now and then by one thread, and at
 * the end. False and *err when the loss is not finite any more or the corpus cannot be read; then the model is
 * of no use. */
bool skipgram_train(struct skipgram *m, double seconds, void (*report)(const struct word_trainer_state *, void *),
                    void *context, struct error *err);

#endif
