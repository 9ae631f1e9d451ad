/* data.h: which tokens form which batch.
 *
 * The corpus is one stream of tokens; its last lines may be held out. In epoch e the training stream is
 * cut into windows of `context` tokens from an offset on:
 *
 *     offset  = the first draw below `context` of (seed, RANDOM_BATCH, e); 0 if the stream is too short
 *     windows = (tokens - 1 - offset) / context
 *     order   = random_permutation of (seed, RANDOM_SHUFFLE, e)
 *
 * and step s of the epoch consists of windows order[s * n ...], n = batch * accumulate, `batch` of them at
 * a time; windows / n steps make an epoch (the rest of the windows is left for other epochs), or one
 * smaller step if there are too few. A target is the token that follows. In half of the windows (top bit of
 * the first draw of (seed, RANDOM_WINDOW, e << 32 | window)) the first input is replaced by the end-of-text
 * token: texts that are given to the model later start with it, so the model must know it at position 0.
 *
 * Every held-out token is predicted once, the first one from the end-of-text token, so that the sum of
 * their losses is the cost of the held-out bytes: all of them, in whatever way the tokenizer sees them. A
 * word tokenizer sees no case and no punctuation, and an unknown word costs what <unk> costs, without
 * its spelling.
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
    size_t valid_unknown;                 /* of them out of vocabulary */
    uint64_t valid_bytes;                 /* of the held-out text */
    int32_t end;                          /* end-of-text token */
    int context, batch, accumulate;
    uint64_t seed;

    long epoch, epoch_start; /* the epoch in `order`, and the step that it begins with */
    size_t offset;
    uint32_t windows, *order;        /* owned; [windows] */
    int32_t *ids, *targets, *starts; /* owned; [batch * context] twice, [batch + 1] */
};

struct data_settings {
    int context, batch, accumulate;
    uint64_t seed;
};

/* Reads and encodes `path`; holds out the last lines that make up `fraction` of its tokens, or `valid`
 * (NULL: none). False and *err if a file is bad or has too few tokens. Release with data_release in
 * every case. */
bool data_read(struct data *d, const char *path, const char *valid, double fraction, struct tokenizer *t,
               const struct data_settings *s, struct error *err);

/* The same on tokens at hand: the last `held_out` of `c` are for validation. Takes over `c`. */
bool data_init(struct data *d, struct token_corpus c, size_t held_out, int32_t end, const struct data_settings *s,
               struct error *err);
void data_release(struct data *d);

/* Bytes of everything here. */
size_t data_memory(const struct data *d);

/* Steps in the first `epochs` epochs; tokens in step `step`, which the next data_batch is for. */
long data_steps(const struct data *d, long epochs);
long data_step_tokens(struct data *d, long step);

/* Batch `index` (from 0) of step `step` (from 0), with its targets in d->targets; false when the step has no
 * more. Valid until the next call. */
bool data_batch(struct data *d, long step, long index, struct batch *b);

/* Validation batch `index`: consecutive windows; false when there are no more. */
bool data_valid_batch(struct data *d, long index, struct batch *b);

#endif
