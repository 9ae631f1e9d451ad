/* settings_check.c: which options go together. */
#include <string.h>
#include <sys/stat.h>

#include "trainers/lm/settings.h"

/* The first option given whose being among `names` ("a|b") is `wrong`; NULL: none. */
static const char *first_given(const struct option *options, const char *names, bool wrong)
{
    for (const struct option *o = options; o->name || o->help; o++)
        if (o->name && o->given && options_is_choice(names, o->name) == wrong)
            return o->name;
    return NULL;
}

static int check_generate(const struct settings *s, const struct option *options)
{
    const char *wrong = first_given(options, "generate|model|tokens|temperature|top-k|top-p|seed|threads", false);
    if (wrong)
        return options_usage_error(PROGRAM, "--%s has no effect with --generate", wrong);
    if (!s->model)
        return options_usage_error(PROGRAM, "--generate needs a model: give --model DIR");
    wrong = first_given(options, "top-k|top-p|seed", true);
    if (s->temperature == 0 && wrong)
        return options_usage_error(PROGRAM, "--%s has no effect with --temperature 0", wrong);
    return 0;
}

static int check_resume(const struct option *options)
{
    const char *wrong = first_given(options, "resume|input|valid|threads|log", false);
    if (wrong)
        return options_usage_error(PROGRAM, "--%s: a resumed run goes on with the options it was started with", wrong);
    return 0;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int check_data(const struct settings *s, const struct option *options)
{
    bool words = !strncmp(s->tokenizer, "word:", 5), trains_tokenizer = words || !strncmp(s->tokenizer, "bpe:", 4);
    if (!s->input)
        return options_usage_error(PROGRAM, "no corpus: give --input FILE");
    if (!s->output)
        return options_usage_error(PROGRAM, "nowhere to write: give --output DIR");
    if (!strcmp(s->input, "-") && trains_tokenizer)
        return options_usage_error(PROGRAM,
                                   "standard input can be read only once, and to make a tokenizer the corpus is "
                                   "read twice: give a file, or --tokenizer DIR");
    if (options_given(options, "min-count") && !words)
        return options_usage_error(PROGRAM, "--min-count has an effect only with --tokenizer word:N");
    if (s->valid && options_given(options, "valid-fraction"))
        return options_usage_error(PROGRAM, "--valid-fraction has no effect with --valid");
    const char *wrong = first_given(options, "valid-every|patience", true);
    if (!s->valid && s->valid_fraction == 0 && wrong)
        return options_usage_error(PROGRAM, "--%s has no effect without held-out text", wrong);
    if (s->log && (same_file(s->log, s->input) || (s->valid && same_file(s->log, s->valid))))
        return options_usage_error(PROGRAM, "--log would overwrite %s", s->log);
    return 0;
}

static int check_training(const struct settings *s, const struct option *options)
{
    if ((s->steps >= 0) == (s->epochs > 0))
        return options_usage_error(PROGRAM, "give either --steps N or --epochs N");
    if (!strcmp(s->schedule, "constant") && options_given(options, "final-lr-fraction"))
        return options_usage_error(PROGRAM, "--final-lr-fraction has no effect with --schedule constant");
    if (s->checkpoints_at && !settings_is_list_of_steps(s->checkpoints_at))
        return options_usage_error(PROGRAM, "--checkpoints-at %s: expected steps in ascending order, like 0,10,100",
                                   s->checkpoints_at);
    if (s->steps >= 0 && settings_last_checkpoint(s) > s->steps)
        return options_usage_error(PROGRAM, "--checkpoints-at %s: the run ends at step %ld", s->checkpoints_at,
                                   s->steps);
    if (!settings_batch_fits(s))
        return options_usage_error(PROGRAM,
                                   "--batch %ld times --context %ld are too many tokens; take a smaller "
                                   "batch and --accumulate",
                                   s->batch, s->context);
    return 0;
}

static int check_model(const struct settings *s, const struct option *options)
{
    if (s->tie && s->untie)
        return options_usage_error(PROGRAM, "give either --tie or --untie");
    if (settings_frozen(s) && options_given(options, "embedding-lr"))
        return options_usage_error(PROGRAM, "--embedding-lr has no effect with --embeddings frozen");
    struct transformer_config c = settings_config(s, 1);
    if (c.style == STYLE_GPT2 && options_given(options, "kv-heads"))
        return options_usage_error(PROGRAM, "--kv-heads has an effect only with --arch llama");
    struct error err;
    if (!transformer_config_check(&c, &err))
        return options_usage_error(PROGRAM, "%s", err.message);
    return 0;
}

int settings_check(const struct settings *s, const struct option *options, char **rest)
{
    if (rest[0])
        return options_usage_error(PROGRAM, "\"%s\" is no option; the corpus is given by --input FILE", rest[0]);
    if (s->generate)
        return check_generate(s, options);
    const char *wrong = first_given(options, "model|tokens|temperature|top-k|top-p", true);
    if (wrong)
        return options_usage_error(PROGRAM, "--%s has an effect only with --generate", wrong);
    if (s->resume)
        return check_resume(options);
    int status = check_data(s, options);
    status = status ? status : check_training(s, options);
    return status ? status : check_model(s, options);
}
