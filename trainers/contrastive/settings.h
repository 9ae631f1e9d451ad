/* settings.h: the options of contrastive. */
#ifndef EMBEDLAB_TRAINERS_CONTRASTIVE_SETTINGS_H
#define EMBEDLAB_TRAINERS_CONTRASTIVE_SETTINGS_H

#include "model/folder.h"
#include "trainers/contrastive/input.h"
#include "trainers/contrastive/objective.h"

#define PROGRAM "contrastive"

struct settings {
    struct input_settings input;
    char *output, *log, *dev; /* owned by the option table, like all strings */
    char *encoder, *arch, *init, *init_embeddings, *tokenizer, *pooling, *towers, *precision;
    char *objective, *matryoshka;
    bool bidirectional, mlp, symmetric, same_dropout, resume;
    long min_count, layers, heads, dim, context, batch, cache, steps, epochs, warmup;
    long dev_every, save_every, threads, seed;
    double temperature, margin, dropout, word_dropout, lr, head_lr, weight_decay, clip;

    int prefixes[PREFIXES_MOST], prefix_count; /* --matryoshka, by settings_check */
};

extern const struct settings settings_default;

/* The option table over *s, on the heap. */
struct option *settings_options(struct settings *s);

/* What does not depend on one option alone; sets the defaults that depend on others. 0, or 2 after a message. */
int settings_check(struct settings *s, const struct option *options, char **rest);

/* The same for what depends on the model of --init, with its shape in the settings from then on. */
int settings_check_init(struct settings *s, const struct option *options, const struct model *init);

bool settings_is_bag(const struct settings *s);
bool settings_is_separate(const struct settings *s); /* two towers */

#endif
