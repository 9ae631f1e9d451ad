/* settings.h: the options of lm, as typed and as stored for --resume. */
#ifndef EMBEDLAB_TRAINERS_LM_SETTINGS_H
#define EMBEDLAB_TRAINERS_LM_SETTINGS_H

#include "base/error.h"
#include "base/options.h"
#include "nn/transformer.h"

#define PROGRAM "lm"

struct settings {
    char *input, *output, *resume, *tokenizer, *valid, *log; /* owned by the option table, like all strings */
    char *generate, *model;
    long min_count, layers, heads, dim, hidden, context, batch, steps, epochs, warmup;
    long valid_every, save_every, threads, seed, max_tokens, top_k;
    double lr, final_lr_fraction, weight_decay, beta1, beta2, clip, dropout, valid_fraction, temperature;
    bool tie, untie;
};

extern const struct settings settings_default;

/* The option table over *s, on the heap. */
struct option *settings_options(struct settings *s);

/* What does not depend on one option alone. Returns 0, or 2 after a message. */
int settings_check(const struct settings *s, const struct option *options, char **rest);

/* Takes from `json` (options_json of an earlier run, in `file`) every option that was not given now. */
bool settings_restore(struct settings *s, const struct option *options, const cJSON *json, const char *file,
                      struct error *err);

/* The model that the settings ask for, with a vocabulary of this size. */
struct transformer_config settings_config(const struct settings *s, int vocabulary);

/* Steps of warm-up in a run of `steps`. */
long settings_warmup(const struct settings *s, long steps);

#endif
