/* settings.h: the options of lm, as typed and as stored for --resume. */
#ifndef EMBEDLAB_TRAINERS_LM_SETTINGS_H
#define EMBEDLAB_TRAINERS_LM_SETTINGS_H

#include "base/error.h"
#include "base/options.h"
#include "nn/optimizer.h"
#include "nn/transformer.h"

#define PROGRAM "lm"

struct settings {
    char *input, *output, *resume, *tokenizer, *valid, *log; /* owned by the option table, like all strings */
    char *architecture, *embeddings, *init_embeddings, *schedule, *checkpoints_at, *precision;
    char *generate, *model;
    long min_count, layers, heads, kv_heads, dim, hidden, context, batch, accumulate, steps, epochs, warmup;
    long valid_every, patience, save_every, threads, seed, tokens, top_k;
    double lr, embedding_lr, final_lr_fraction, weight_decay, beta1, beta2, clip, dropout, valid_fraction;
    double temperature, top_p;
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

/* May a step have so many tokens at once? */
bool settings_batch_fits(const struct settings *s);

/* The model that the settings ask for, with a vocabulary of this size. */
struct transformer_config settings_config(const struct settings *s, int vocabulary);

/* Share of the highest learning rate in step `step` of a run of `steps`. */
double settings_schedule(const struct settings *s, long step, long steps);

bool settings_frozen(const struct settings *s); /* the token table does not learn */

/* "0,10,100": whole numbers, each larger than the one before. */
bool settings_is_list_of_steps(const char *text);

/* Is `step` in --checkpoints-at; which is the last one there, or -1? */
bool settings_checkpoint_at(const struct settings *s, long step);
long settings_last_checkpoint(const struct settings *s);

#endif
