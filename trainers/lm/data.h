/* data.h: which tokens form which batch.
 *
 * The corpus is one stream of tokens; its end may be held out. In epoch e the training stream is cut
 * into windows of `context` tokens from an offset on:
 *
 *     offset  = the first draw below `context` of (seed, RANDOM_BATCH, e); 0 if the stream is too short
 *     windows = (tokens - 1 - offset) / context
 *     order   = random_permutation of (seed, RANDOM_SHUFFLE, e)
 *
 * and batch b of the epoch consists of windows order[b * batch ...]; windows / batch batches make an
 * epoch (the rest of the windows is left for other epochs), or one small batch if there are too few.
 * A target is the token that follows. In half of the windows (top bit of the first draw of (seed,
 * RANDOM_WINDOW, e << 32 | window)) the first input is replaced by the end-of-text token: texts that
 * are given to the model later start with it, so the model must know it at position 0.
 *
 * Everything depends on (seed, step) alone, so a resumed run sees what an uninterrupted one sees. */
#ifndef EMBEDLAB_TRAINERS_LM_DATA_H
#define EMBEDLAB_TRAINERS_LM_DATA_H

#include "nn/transformer.h"
#include "text/tokens.h"

struct data {
    struct token_corpus corpus, held_out; /* owned; held_out: only with a file of its own */
    size_t train;                         /* the training stream is corpus.ids[0 .. train) */
    const int32_t *valid;                 /* [valid_count], borrowed from the above */
    size_t valid_count;                   /* 0 = nothing held out */
    uint64_t valid_bytes;                 /* text of the validation targets in bytes; 0 = not defined */
    int32_t end;                          /* end-of-text token */
    int context, batch;
    uint64_t seed;

    long epoch, epoch_start; /* the epoch in `order`, and the step that it begins with */
    size_t offset;
    uint32_t windows, *order;        /* owned; [windows] */
    int32_t *ids, *targets, *starts; /* owned; [batch * context] twice, [batch + 1] */
};

/* Reads and encodes `path`; holds out `fraction` of its end, or `valid` (NULL: none). False and *err
 * if a file is bad or has too few tokens. Release with data_release in every case. */
bool data_read(struct data *d, const char *path, const char *valid, double fraction, struct tokenizer *t, int context,
               int batch, uint64_t seed, struct error *err);

/* The same on tokens at hand: the last `held_out` of `c` are for validation. Takes over `c`. */
bool data_init(struct data *d, struct token_corpus c, size_t held_out, int32_t end, int context, int batch,
               uint64_t seed, struct error *err);
void data_release(struct data *d);

/* Steps in the first `epochs` epochs. */
long data_steps(const struct data *d, long epochs);

/* The batch of step `step` (from 0); its targets are in d->targets. Valid until the next call. */
struct batch data_batch(struct data *d, long step);

/* Validation batch `index`: consecutive windows; false when there are no more. */
bool data_valid_batch(struct data *d, long index, struct batch *b);

#endif
