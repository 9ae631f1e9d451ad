/* settings_check.c: which options go together. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trainers/contrastive/settings.h"

#define BAG_LR 0.3 /* of the bag, when not given */

/* "--NAME has no effect WHY" for the first of `names` ("a|b") that was given. */
static int refuse(const struct option *options, const char *names, const char *why)
{
    for (const struct option *o = options; o->name || o->help; o++)
        if (o->name && o->given && options_is_choice(names, o->name))
            return options_usage_error(PROGRAM, "--%s has no effect %s", o->name, why);
    return 0;
}

static bool is(const char *value, const char *name)
{
    return !strcmp(value, name);
}

/* --matryoshka to prefixes. */
static int check_prefixes(struct settings *s)
{
    s->prefix_count = 0;
    for (const char *at = s->matryoshka; at && *at;) {
        char *end;
        errno = 0;
        long width = strtol(at, &end, 10);
        if (*at < '0' || *at > '9' || errno || (*end && *end != ',') || (*end && !end[1]) || width < 1)
            return options_usage_error(PROGRAM, "--matryoshka %s: expected numbers of dimensions, like 128,64,32",
                                       s->matryoshka);
        if (width > s->dim)
            return options_usage_error(PROGRAM, "--matryoshka %s: the vectors have only %ld dimensions", s->matryoshka,
                                       s->dim);
        if (s->prefix_count == PREFIXES_MOST)
            return options_usage_error(PROGRAM, "--matryoshka %s: more than %d prefixes", s->matryoshka, PREFIXES_MOST);
        if (width < s->dim) /* the whole vector counts in any case */
            s->prefixes[s->prefix_count++] = (int)width;
        at = *end ? end + 1 : end;
    }
    return 0;
}

static int check_encoder(const struct settings *s, const struct option *options)
{
    int status = 0;
    if (s->init)
        status = refuse(options, "encoder|arch|tokenizer|min-count|layers|heads|dim", "with --init: the model's hold");
    else if (s->bidirectional)
        status = refuse(options, "bidirectional", "without --init");
    else if (settings_is_bag(s))
        status = refuse(options, "arch|layers|heads|pooling|cache|precision", "with --encoder bag");
    if (!status && !s->init && strncmp(s->tokenizer, "word:", 5))
        status = refuse(options, "min-count", "but with --tokenizer word:N");
    if (!status && !s->init && !settings_is_bag(s) && s->dim % s->heads)
        status = options_usage_error(PROGRAM, "--dim %ld cannot be shared among --heads %ld", s->dim, s->heads);
    return status;
}

static int check_objective(const struct settings *s, const struct option *options)
{
    const struct objective_kind *kind = objective_kind(s->objective);
    bool simcse = is(s->objective, "simcse"), pairs = is(s->objective, "pairs");
    int status = 0;
    if (!simcse && !pairs && !is(s->objective, "cosent"))
        status = refuse(options, "temperature", "on this --objective");
    if (!status && !pairs)
        status = refuse(options, "symmetric", "but with --objective pairs");
    if (!status && !is(s->objective, "triplet"))
        status = refuse(options, "margin", "but with --objective triplet");
    if (!status && !simcse)
        status = refuse(options, "same-dropout", "but with --objective simcse");
    if (!status && s->dropout == 0 && s->word_dropout == 0)
        status = refuse(options, "same-dropout", "without dropout");
    if (!status && !kind->labels && !s->mlp)
        status = refuse(options, "head-lr", "without a classifier or --mlp");
    if (!status && !kind->scores)
        status = refuse(options, "score|score-range", "on this --objective");
    if (!status && !kind->labels && !s->input.nli_triples)
        status = refuse(options, "label|classes", "on this --objective");
    if (status)
        return status;
    if (kind->labels && !s->input.label)
        return options_usage_error(PROGRAM, "--objective %s needs classes: give --label COLUMN", s->objective);
    if (kind->scores && !s->input.score)
        return options_usage_error(PROGRAM, "--objective %s needs scores: give --score COLUMN", s->objective);
    const struct input_settings *in = &s->input;
    if (!simcse && !in->columns && !in->parallel && !in->groups && !in->group_by)
        return options_usage_error(PROGRAM, "--objective %s needs rows of %d sentences: give --columns, --parallel or "
                                            "--groups", s->objective, kind->columns_low);
    if (simcse && settings_is_separate(s))
        return options_usage_error(PROGRAM, "--towers separate needs rows of two or more sentences");
    return 0;
}

static int check_training(const struct settings *s, const struct option *options)
{
    if (options_given(options, "steps") && options_given(options, "epochs"))
        return options_usage_error(PROGRAM, "--steps and --epochs both say how long to train: give one");
    if (s->steps && s->warmup > s->steps)
        return options_usage_error(PROGRAM, "--warmup %ld is longer than --steps %ld", s->warmup, s->steps);
    if (s->input.min_words >= s->context)
        return options_usage_error(PROGRAM, "--min-words %ld does not fit in --context %ld", s->input.min_words,
                                   s->context);
    return s->dev ? 0 : refuse(options, "dev-every", "without --dev");
}

int settings_check(struct settings *s, const struct option *options, char **rest)
{
    int status = input_check(&s->input, options, PROGRAM, rest);
    if (!status && !s->output)
        status = options_usage_error(PROGRAM, "nowhere to write: give --output FOLDER");
    status = status ? status : check_encoder(s, options);
    status = status ? status : check_objective(s, options);
    status = status ? status : check_training(s, options);
    if (!status && !s->init)
        status = check_prefixes(s);
    if (!options_given(options, "lr") && settings_is_bag(s))
        s->lr = BAG_LR;
    return status;
}

/* Another value of an option; the table owns them. */
static void set(char **value, const char *to)
{
    mem_free(*value);
    *value = mem_string(to);
}

int settings_check_init(struct settings *s, const struct option *options, const struct model *init)
{
    int status = 0;
    if (init->kind == MODEL_BAG) {
        set(&s->encoder, "bag");
        s->dim = init->table.columns;
        if (!options_given(options, "lr"))
            s->lr = BAG_LR;
        status = refuse(options, "bidirectional|pooling|cache|precision", "on a bag of embeddings");
    } else {
        const struct transformer_config *c = transformer_configuration(init->transformer);
        s->dim = c->dim;
        if (!c->causal && s->bidirectional)
            return options_usage_error(PROGRAM, "--bidirectional: the model of --init is no causal one");
        if (s->context > c->context && options_given(options, "context"))
            return options_usage_error(PROGRAM, "--context %ld: the model of --init has only %d", s->context,
                                       c->context);
        if (s->context > c->context)
            s->context = c->context;
        if (init->kind == MODEL_ENCODER && !options_given(options, "pooling"))
            set(&s->pooling, pooling_name(init->pooling));
        if (c->causal && !s->bidirectional && is(s->pooling, "cls"))
            return options_usage_error(PROGRAM, "--pooling cls: in a causal model the first token has seen nothing; "
                                                "use last, or --bidirectional");
    }
    return status ? status : check_prefixes(s);
}
