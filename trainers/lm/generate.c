#include "trainers/lm/generate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/run.h"
#include "model/folder.h"
#include "nn/decode.h"
#include "trainers/lm/sampler.h"
#include "trainers/lm/stream.h"

/* A text on its way out. */
struct writer {
    const struct tokenizer *tokenizer;
    struct stream stream;
    bool first; /* nothing is written yet */
};

static void write_token(struct writer *w, int32_t id)
{
    size_t length;
    const char *text = tokenizer_token(w->tokenizer, id, &length);
    if (tokenizer_kind(w->tokenizer) == TOKENIZER_WORD && !w->first)
        stream_write(&w->stream, " ", 1);
    stream_write(&w->stream, text, length);
    w->first = false;
}

/* Appends to `text` and writes until the end; false when the model gives no numbers. */
static bool continue_text(struct model *m, const struct settings *s, struct token_list *text, struct writer *writer)
{
    const struct sampler_settings sampling = {s->temperature, s->top_k, s->top_p, (uint64_t)s->seed};
    const int size = tokenizer_size(m->tokenizer), unknown = tokenizer_unknown(m->tokenizer);
    const int context = transformer_configuration(m->transformer)->context;
    struct sampler sampler = sampler_new(&sampling, size);
    struct decoder *decoder = decoder_new(m->transformer, context);
    float *logits = mem_new((size_t)size, sizeof *logits, "logits");
    int32_t next = 0;
    size_t seen = 0; /* tokens that the decoder had, or that it has no more */
    for (long i = 0; i < s->tokens && !run_interrupted(); i++) {
        if (text->count - seen + (size_t)decoder_length(decoder) > (size_t)context) {
            decoder_clear(decoder);
            seen = text->count - (size_t)(context + 1) / 2;
        }
        decoder_append(decoder, text->ids + seen, (int)(text->count - seen), logits);
        seen = text->count;
        if (unknown >= 0)
            logits[unknown] = -INFINITY;
        if (text->count == 1)
            logits[tokenizer_end(m->tokenizer)] = -INFINITY; /* some text there must be */
        next = sampler_draw(&sampler, logits, i);
        if (next < 0 || next == tokenizer_end(m->tokenizer))
            break;
        write_token(writer, next);
        token_list_append(text, next);
    }
    mem_free(logits);
    decoder_free(decoder);
    sampler_release(&sampler);
    return next >= 0;
}

static bool generate(struct model *m, const struct settings *s, struct token_list *text, struct error *err)
{
    const int context = transformer_configuration(m->transformer)->context;
    struct writer writer = {.tokenizer = m->tokenizer, .stream = {.file = stdout}, .first = true};
    token_list_append(text, (int32_t)tokenizer_end(m->tokenizer));
    tokenizer_encode(m->tokenizer, s->generate, strlen(s->generate), text);
    if (text->count > (size_t)context)
        return error_set(err,
                         "the prompt has %zu tokens, but %s sees at most %d and the end-of-text token before them; "
                         "give a shorter prompt",
                         text->count - 1, s->model, context - 1);
    for (size_t i = 1; i < text->count; i++)
        write_token(&writer, text->ids[i]);
    bool good = continue_text(m, s, text, &writer);
    stream_end(&writer.stream);
    putchar('\n');
    if (!good)
        return error_set(err, "%s: its output is not a number; are its weights?", s->model);
    return (fflush(stdout) == 0 && !ferror(stdout)) || error_set(err, "standard output: cannot write");
}

bool generate_text(const struct settings *s, struct error *err)
{
    struct model *m = model_read(s->model, 1, 1, err);
    if (!m)
        return false;
    struct token_list text = {0};
    bool good = m->kind == MODEL_LANGUAGE
                    ? generate(m, s, &text, err)
                    : error_set(err, "%s: not a language model; only those generate text", s->model);
    token_list_release(&text);
    model_free(m);
    return good;
}
