#include "trainers/lm/data.h"

#include <string.h>

#include "base/mem.h"
#include "base/random.h"

/* ---- the stream ---- */

bool data_init(struct data *d, struct token_corpus c, size_t held_out, int32_t end, int context, int batch,
               uint64_t seed, struct error *err)
{
    *d = (struct data){.corpus = c, .end = end, .context = context, .batch = batch, .seed = seed, .epoch = -1};
    d->train = c.count - held_out;
    d->valid = c.ids + d->train;
    d->valid_count = held_out;
    size_t tokens = (size_t)context * (size_t)batch;
    d->ids = mem_new(tokens, sizeof *d->ids, "batch");
    d->targets = mem_new(tokens, sizeof *d->targets, "batch");
    d->starts = mem_new((size_t)batch + 1, sizeof *d->starts, "batch");
    if (d->train < (size_t)context + 1)
        return error_set(err,
                         "the corpus has %zu tokens for training, but a window takes %d and the one that follows; "
                         "give more text or a smaller --context",
                         d->train, context);
    if (d->train / (size_t)context >= UINT32_MAX)
        return error_set(err, "the corpus has over 2^32 windows of %d tokens; give a larger --context", context);
    d->order = mem_new(d->train / (size_t)context, sizeof *d->order, "order of windows");
    return true;
}

/* Bytes of the text of the validation targets; only BPE tokens have a text that is the corpus's own. */
static uint64_t target_bytes(const struct data *d, const struct tokenizer *t)
{
    uint64_t bytes = 0;
    if (tokenizer_kind(t) != TOKENIZER_BPE)
        return 0;
    for (size_t i = 1; i < d->valid_count; i++) {
        size_t length = 0;
        if (d->valid[i] != d->end)
            tokenizer_token(t, d->valid[i], &length);
        bytes += length;
    }
    return bytes;
}

bool data_read(struct data *d, const char *path, const char *valid, double fraction, struct tokenizer *t, int context,
               int batch, uint64_t seed, struct error *err)
{
    struct token_corpus corpus;
    memset(d, 0, sizeof *d);
    if (!tokens_read(&corpus, path, t, TOKENS_STREAM, err))
        return false;
    size_t held_out = valid ? 0 : (size_t)(fraction * (double)corpus.count);
    if (!data_init(d, corpus, held_out, tokenizer_end(t), context, batch, seed, err))
        return error_prefix(err, "%s", path);
    if (valid) {
        if (!tokens_read(&d->held_out, valid, t, TOKENS_STREAM, err))
            return false;
        d->valid = d->held_out.ids;
        d->valid_count = d->held_out.count;
    }
    if ((valid || fraction > 0) && d->valid_count < 2)
        return error_set(err,
                         "%s: %zu tokens are held out, too few for a validation; give more text, --valid FILE, or "
                         "--valid-fraction 0",
                         valid ? valid : path, d->valid_count);
    d->valid_bytes = target_bytes(d, t);
    return true;
}

void data_release(struct data *d)
{
    tokens_release(&d->corpus);
    tokens_release(&d->held_out);
    mem_free(d->order);
    mem_free(d->ids);
    mem_free(d->targets);
    mem_free(d->starts);
    memset(d, 0, sizeof *d);
}

/* ---- epochs ---- */

static size_t epoch_offset(const struct data *d, long epoch)
{
    struct random r = random_at(d->seed, RANDOM_BATCH, (uint64_t)epoch);
    return d->train > 2 * (size_t)d->context ? random_below(&r, (uint32_t)d->context) : 0;
}

static long epoch_windows(const struct data *d, long epoch)
{
    return (long)((d->train - 1 - epoch_offset(d, epoch)) / (size_t)d->context);
}

static long epoch_batches(const struct data *d, long epoch)
{
    long batches = epoch_windows(d, epoch) / d->batch;
    return batches > 0 ? batches : 1;
}

long data_steps(const struct data *d, long epochs)
{
    long steps = 0;
    for (long e = 0; e < epochs; e++)
        steps += epoch_batches(d, e);
    return steps;
}

/* Makes the epoch of `step` the current one. */
static void seek(struct data *d, long step)
{
    long epoch = d->epoch < 0 || step < d->epoch_start ? 0 : d->epoch;
    long start = epoch == 0 ? 0 : d->epoch_start;
    while (step >= start + epoch_batches(d, epoch))
        start += epoch_batches(d, epoch++);
    if (epoch == d->epoch)
        return;
    d->epoch = epoch;
    d->epoch_start = start;
    d->offset = epoch_offset(d, epoch);
    d->windows = (uint32_t)epoch_windows(d, epoch);
    struct random r = random_at(d->seed, RANDOM_SHUFFLE, (uint64_t)epoch);
    random_permutation(&r, d->order, d->windows);
}

static bool starts_anew(const struct data *d, uint32_t window)
{
    struct random r = random_at(d->seed, RANDOM_WINDOW, (uint64_t)d->epoch << 32 | window);
    return random_u32(&r) >> 31;
}

struct batch data_batch(struct data *d, long step)
{
    seek(d, step);
    size_t length = (size_t)d->context, bytes = length * sizeof *d->ids;
    uint32_t first = (uint32_t)(step - d->epoch_start) * (uint32_t)d->batch;
    int sequences = d->windows < (uint32_t)d->batch ? (int)d->windows : d->batch;
    for (int s = 0; s < sequences; s++) {
        uint32_t window = d->order[first + (uint32_t)s];
        const int32_t *text = d->corpus.ids + d->offset + window * length;
        memcpy(d->ids + (size_t)s * length, text, bytes);
        memcpy(d->targets + (size_t)s * length, text + 1, bytes);
        if (starts_anew(d, window))
            d->ids[(size_t)s * length] = d->end;
        d->starts[s + 1] = (s + 1) * d->context;
    }
    return (struct batch){sequences * d->context, sequences, d->ids, d->starts};
}

bool data_valid_batch(struct data *d, long index, struct batch *b)
{
    size_t at = (size_t)index * (size_t)d->batch * (size_t)d->context;
    if (d->valid_count < 2 || at >= d->valid_count - 1)
        return false;
    size_t tokens = d->valid_count - 1 - at, most = (size_t)d->batch * (size_t)d->context;
    tokens = tokens < most ? tokens : most;
    int sequences = 0;
    for (size_t start = 0; start < tokens; start += (size_t)d->context)
        d->starts[sequences++] = (int32_t)start;
    d->starts[sequences] = (int32_t)tokens;
    memcpy(d->ids, d->valid + at, tokens * sizeof *d->ids);
    memcpy(d->targets, d->valid + at + 1, tokens * sizeof *d->targets);
    *b = (struct batch){(int)tokens, sequences, d->ids, d->starts};
    return true;
}
