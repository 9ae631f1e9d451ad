#include "trainers/lm/generate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "base/run.h"
#include "math/topk.h"
#include "model/folder.h"

/* One token after another from the likeliest down. */
struct sampler {
    const struct settings *settings;
    int vocabulary, unknown;
    float *logits;   /* owned; [vocabulary] */
    double *weights; /* owned; [vocabulary] */
    long *ids;       /* owned; [candidates], likeliest first */
    int candidates;
};

static struct sampler sampler_new(const struct settings *s, const struct tokenizer *t)
{
    int vocabulary = tokenizer_size(t);
    long candidates = s->temperature == 0 ? 1 : s->top_k > 0 && s->top_k < vocabulary ? s->top_k : vocabulary;
    return (struct sampler){.settings = s,
                            .vocabulary = vocabulary,
                            .unknown = tokenizer_unknown(t),
                            .logits = mem_new((size_t)vocabulary, sizeof(float), "logits"),
                            .weights = mem_new((size_t)candidates, sizeof(double), "weights"),
                            .ids = mem_new((size_t)candidates, sizeof(long), "candidates"),
                            .candidates = (int)candidates};
}

static void sampler_release(struct sampler *s)
{
    mem_free(s->logits);
    mem_free(s->weights);
    mem_free(s->ids);
}

/* Draws from softmax(logits / temperature) over the candidates. */
static int32_t sample(struct sampler *s, long position)
{
    if (s->unknown >= 0)
        s->logits[s->unknown] = -INFINITY;
    int n = topk(s->logits, s->vocabulary, s->candidates, s->ids);
    if (n == 1)
        return (int32_t)s->ids[0];
    double sum = 0, largest = (double)s->logits[s->ids[0]];
    for (int i = 0; i < n; i++)
        sum += s->weights[i] = exp(((double)s->logits[s->ids[i]] - largest) / s->settings->temperature);
    struct random r = random_at((uint64_t)s->settings->seed, RANDOM_GENERATE, (uint64_t)position);
    double left = (double)random_uniform(&r) * sum;
    for (int i = 0; i < n; i++)
        if ((left -= s->weights[i]) < 0)
            return (int32_t)s->ids[i];
    return (int32_t)s->ids[0]; /* rounding left a crumb */
}

static void print_token(const struct tokenizer *t, int32_t id, bool first)
{
    size_t length;
    const char *text = tokenizer_token(t, id, &length);
    if (tokenizer_kind(t) == TOKENIZER_WORD && !first)
        putchar(' ');
    fwrite(text, 1, length, stdout);
    fflush(stdout);
}

static void continue_text(struct model *m, const struct settings *s, struct token_list *text)
{
    struct sampler sampler = sampler_new(s, m->tokenizer);
    long context = transformer_configuration(m->transformer)->context, end = tokenizer_end(m->tokenizer);
    for (long i = 0; i < s->max_tokens && !run_interrupted(); i++) {
        long length = (long)text->count < context ? (long)text->count : context;
        int32_t starts[2] = {0, (int32_t)length};
        struct batch b = {(int)length, 1, text->ids + text->count - length, starts};
        transformer_forward(m->transformer, &b, false, 0, 0);
        transformer_logits(m->transformer, (int)length - 1, sampler.logits);
        int32_t next = sample(&sampler, i);
        if (next == end)
            break;
        print_token(m->tokenizer, next, text->count == 1);
        token_list_append(text, next);
    }
    sampler_release(&sampler);
}

bool generate_text(const struct settings *s, struct error *err)
{
    struct model *m = model_read(s->model, 1, 1, err);
    if (!m)
        return false;
    if (m->kind != MODEL_LANGUAGE) {
        model_free(m);
        return error_set(err, "%s: not a language model; only those generate text", s->model);
    }
    struct token_list text = {0};
    token_list_append(&text, (int32_t)tokenizer_end(m->tokenizer));
    tokenizer_encode(m->tokenizer, s->generate, strlen(s->generate), &text);
    for (size_t i = 1; i < text.count; i++)
        print_token(m->tokenizer, text.ids[i], i == 1);
    continue_text(m, s, &text);
    putchar('\n');
    token_list_release(&text);
    model_free(m);
    return (fflush(stdout) == 0 && !ferror(stdout)) || error_set(err, "standard output: cannot write");
}
