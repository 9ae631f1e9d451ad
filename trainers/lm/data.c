#include "trainers/lm/data.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

/* ---- the stream ---- */

bool data_init(struct data *d, struct token_corpus c, size_t held_out, int32_t end, const struct data_settings *s,
               struct error *err)
{
    *d = (struct data){.corpus = c,
                       .end = end,
                       .context = s->context,
                       .batch = s->batch,
                       .accumulate = s->accumulate,
                       .seed = s->seed,
                       .epoch = -1};
    d->train = c.count - held_out;
    d->valid = c.ids + d->train;
    d->valid_count = held_out;
    if (d->train < (size_t)s->context + 1)
        return error_set(err,
                         "the corpus has %zu tokens for training, but a window takes %d and the one that follows; "
                         "give more text or a smaller --context",
                         d->train, s->context);
    if (d->train / (size_t)s->context >= UINT32_MAX)
        return error_set(err, "the corpus has over 2^32 windows of %d tokens; give a larger --context", s->context);
    size_t tokens = (size_t)s->context * (size_t)s->batch;
    d->ids = mem_new(tokens, sizeof *d->ids, "batch");
    d->targets = mem_new(tokens, sizeof *d->targets, "batch");
    d->starts = mem_new((size_t)s->batch + 1, sizeof *d->starts, "batch");
    d->order = mem_new(d->train / (size_t)s->context, sizeof *d->order, "order of windows");
    return true;
}

/* The line from which on at least `fraction` of the tokens are held out; none: c->lines. */
static size_t split_line(const struct token_corpus *c, double fraction)
{
    size_t line = c->lines, held_out = (size_t)ceil(fraction * (double)c->count);
    while (line > 0 && c->count - c->starts[line] < held_out)
        line--;
    return line;
}

static size_t count_unknown(const struct data *d, int32_t unknown)
{
    size_t count = 0;
    for (size_t i = 0; i < d->valid_count; i++)
        count += d->valid[i] == unknown;
    return count;
}

bool data_read(struct data *d, const char *path, const char *valid, double fraction, struct tokenizer *t,
               const struct data_settings *s, struct error *err)
{
    struct token_corpus corpus;
    memset(d, 0, sizeof *d);
    if (!tokens_read(&corpus, path, t, err))
        return false;
    size_t line = split_line(&corpus, valid ? 0 : fraction);
    bool one_line = corpus.lines == 1 && line == 0; /* nothing to split: the length of the whole is judged first */
    if (!data_init(d, corpus, one_line ? 0 : corpus.count - corpus.starts[line], tokenizer_end(t), s, err))
        return error_prefix(err, "%s", path);
    if (one_line)
        return error_set(err,
                         "%s: the text is one line, but whole lines are held out; give --valid FILE, or "
                         "--valid-fraction 0",
                         path);
    d->valid_bytes = corpus.bytes - corpus.offsets[line];
    if (valid) {
        if (!tokens_read(&d->held_out, valid, t, err))
            return false;
        d->valid = d->held_out.ids;
        d->valid_count = d->held_out.count;
        d->valid_bytes = d->held_out.bytes;
    }
    d->valid_unknown = count_unknown(d, tokenizer_unknown(t));
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

size_t data_memory(const struct data *d)
{
    const struct token_corpus *corpora[] = {&d->corpus, &d->held_out};
    size_t bytes = d->train / (size_t)d->context * sizeof *d->order;
    for (int i = 0; i < 2; i++)
        bytes += corpora[i]->count * sizeof *corpora[i]->ids +
                 corpora[i]->lines * (sizeof *corpora[i]->starts + sizeof *corpora[i]->offsets);
    return bytes + (size_t)d->batch * ((size_t)d->context * 2 + 1) * sizeof *d->ids;
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

static long step_windows(const struct data *d)
{
    return (long)d->batch * d->accumulate;
}

static long epoch_steps(const struct data *d, long epoch)
{
    long steps = epoch_windows(d, epoch) / step_windows(d);
    return steps > 0 ? steps : 1;
}

long data_steps(const struct data *d, long epochs)
{
    long steps = 0;
    for (long e = 0; e < epochs; e++)
        steps += epoch_steps(d, e);
    return steps;
}

/* Makes the epoch of `step` the current one. */
static void seek(struct data *d, long step)
{
    long epoch = d->epoch < 0 || step < d->epoch_start ? 0 : d->epoch;
    long start = epoch == 0 ? 0 : d->epoch_start;
    while (step >= start + epoch_steps(d, epoch))
        start += epoch_steps(d, epoch++);
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

/* Windows of step `step`, whose epoch is the current one. */
static long windows_of_step(const struct data *d)
{
    return d->windows < step_windows(d) ? d->windows : step_windows(d);
}

long data_step_tokens(struct data *d, long step)
{
    seek(d, step);
    return windows_of_step(d) * d->context;
}

bool data_batch(struct data *d, long step, long index, struct batch *b)
{
    seek(d, step);
    long left = windows_of_step(d) - index * d->batch;
    if (left <= 0)
        return false;
    size_t length = (size_t)d->context, bytes = length * sizeof *d->ids;
    const uint32_t *order = d->order + (step - d->epoch_start) * step_windows(d) + index * d->batch;
    int sequences = left < d->batch ? (int)left : d->batch;
    for (int s = 0; s < sequences; s++) {
        const int32_t *text = d->corpus.ids + d->offset + order[s] * length;
        memcpy(d->ids + (size_t)s * length, text, bytes);
        memcpy(d->targets + (size_t)s * length, text + 1, bytes);
        if (starts_anew(d, order[s]))
            d->ids[(size_t)s * length] = d->end;
        d->starts[s + 1] = (s + 1) * d->context;
    }
    *b = (struct batch){sequences * d->context, sequences, d->ids, d->starts};
    return true;
}

bool data_valid_batch(struct data *d, long index, struct batch *b)
{
    size_t most = (size_t)d->batch * (size_t)d->context, at = (size_t)index * most;
    if (at >= d->valid_count)
        return false;
    size_t tokens = d->valid_count - at < most ? d->valid_count - at : most;
    int sequences = 0;
    for (size_t start = 0; start < tokens; start += (size_t)d->context)
        d->starts[sequences++] = (int32_t)start;
    d->starts[sequences] = (int32_t)tokens;
    d->ids[0] = at > 0 ? d->valid[at - 1] : d->end;
    memcpy(d->ids + 1, d->valid + at, (tokens - 1) * sizeof *d->ids);
    memcpy(d->targets, d->valid + at, tokens * sizeof *d->targets);
    *b = (struct batch){(int)tokens, sequences, d->ids, d->starts};
    return true;
}
