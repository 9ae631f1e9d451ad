#include "trainers/lm/settings.h"

#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/mem.h"

enum { TOKENS_MOST = 1 << 24 }; /* in a batch */

const struct settings settings_default = {.tokenizer = (char *)"word:30000",
                                          .min_count = 2,
                                          .layers = 4,
                                          .heads = 4,
                                          .dim = 128,
                                          .context = 128,
                                          .batch = 16,
                                          .steps = -1,
                                          .warmup = -1,
                                          .save_every = 1000,
                                          .seed = 1,
                                          .max_tokens = 100,
                                          .lr = 1e-3,
                                          .final_lr_fraction = 0.1,
                                          .weight_decay = 0.1,
                                          .beta1 = 0.9,
                                          .beta2 = 0.95,
                                          .clip = 1,
                                          .valid_fraction = 0.01,
                                          .temperature = 1};

struct option *settings_options(struct settings *s)
{
    const struct option table[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &s->input, "FILE", "corpus: text, plain or gzip; blank lines separate documents"},
        {OPTION_STRING, "output", &s->output, "DIR", "model folder to write (Hugging Face layout)"},
        {OPTION_STRING, "resume", &s->resume, "DIR", "go on with the run that wrote DIR, as if it had never stopped"},
        {OPTION_STRING, "valid", &s->valid, "FILE", "held-out text; else the end of the corpus is held out"},
        {OPTION_NUMBER, "valid-fraction", &s->valid_fraction, "X", "share of the corpus held out; 0 = none", 0, 0.5},
        {OPTION_STRING, "log", &s->log, "FILE", "one JSON line a step, written as training goes"},
        {OPTION_GROUP, .help = "Model"},
        {OPTION_STRING, "tokenizer", &s->tokenizer, "word:N|bpe:N|DIR",
         "N most frequent words, byte-level BPE of N tokens, or the tokenizer of a model"},
        {OPTION_LONG, "min-count", &s->min_count, "N", "word:N leaves out words seen less often", 1, 1e9},
        {OPTION_LONG, "layers", &s->layers, "N", "Transformer blocks", 1, 1024},
        {OPTION_LONG, "heads", &s->heads, "N", "attention heads a block", 1, 1024},
        {OPTION_LONG, "dim", &s->dim, "N", "width: dimensions of an embedding", 1, 65536},
        {OPTION_LONG, "hidden", &s->hidden, "N", "width of the MLP; 0 = 4 * dim", 0, 262144},
        {OPTION_LONG, "context", &s->context, "N", "tokens that the model sees at most", 1, 65536},
        {OPTION_FLAG, "tie", &s->tie, NULL, "the output head is the token table (default)"},
        {OPTION_FLAG, "untie", &s->untie, NULL, "the output head is a table of its own"},
        {OPTION_GROUP, .help = "Training"},
        {OPTION_LONG, "steps", &s->steps, "N", "batches to train on; this or --epochs; 0 writes the initial model", -1,
         1e9},
        {OPTION_LONG, "epochs", &s->epochs, "N", "passes over the corpus; this or --steps", 0, 1e6},
        {OPTION_LONG, "batch", &s->batch, "N", "windows of `context` tokens a step", 1, 65536},
        {OPTION_NUMBER, "lr", &s->lr, "X", "highest learning rate of AdamW", 1e-12, 1e3},
        {OPTION_NUMBER, "final-lr-fraction", &s->final_lr_fraction, "X", "share of it left at the end (cosine)", 0, 1},
        {OPTION_LONG, "warmup", &s->warmup, "N", "steps of linear warm-up; -1 = a tenth of the run, at most 200", -1,
         1e9},
        {OPTION_NUMBER, "weight-decay", &s->weight_decay, "X", "decoupled, on matrices only", 0, 1e3},
        {OPTION_NUMBER, "beta1", &s->beta1, "X", "AdamW's decay of the mean gradient", 0, 0.999999},
        {OPTION_NUMBER, "beta2", &s->beta2, "X", "AdamW's decay of the mean square", 0, 0.999999},
        {OPTION_NUMBER, "clip", &s->clip, "X", "largest norm of the gradient; 0 = no limit", 0, 1e9},
        {OPTION_NUMBER, "dropout", &s->dropout, "X", "on embeddings, attention weights, both branches", 0, 0.99},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "valid-every", &s->valid_every, "N", "steps between validations; 0 = five in the run", 0, 1e9},
        {OPTION_LONG, "save-every", &s->save_every, "N", "steps between checkpoints; 0 = only at the end", 0, 1e9},
        {OPTION_LONG, "threads", &s->threads, "N", "0 = all processors; the result does not depend on it", 0, 1024},
        {OPTION_LONG, "seed", &s->seed, "N", "of all random draws", 0, 9007199254740991.0},
        {OPTION_GROUP, .help = "Generating text"},
        {OPTION_STRING, "generate", &s->generate, "PROMPT", "continue PROMPT on standard output"},
        {OPTION_STRING, "model", &s->model, "DIR", "model to generate with"},
        {OPTION_LONG, "max-tokens", &s->max_tokens, "N", "tokens to generate at most", 1, 1e9},
        {OPTION_NUMBER, "temperature", &s->temperature, "X", "0 = always the likeliest token", 0, 100},
        {OPTION_LONG, "top-k", &s->top_k, "N", "choose among the N likeliest tokens; 0 = all", 0, 1e9},
        OPTIONS_END};
    struct option *copy = mem_new(sizeof table / sizeof *table, sizeof *table, "options");
    memcpy(copy, table, sizeof table);
    return copy;
}

/* ---- checks ---- */

static bool among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

/* The first option given whose being among `names` is `wrong`; NULL: none. */
static const char *first_given(const struct option *options, const char *const *names, bool wrong)
{
    for (const struct option *o = options; o->name || o->help; o++)
        if (o->name && o->given && among(o->name, names) == wrong)
            return o->name;
    return NULL;
}

static int check_generate(const struct settings *s, const struct option *options)
{
    static const char *const allowed[] = {"generate", "model", "max-tokens", "temperature",
                                          "top-k",    "seed",  "threads",    NULL};
    const char *wrong = first_given(options, allowed, false);
    if (wrong)
        return options_usage_error(PROGRAM, "--%s has no effect with --generate", wrong);
    if (!s->model)
        return options_usage_error(PROGRAM, "--generate needs a model: give --model DIR");
    if (s->temperature == 0 && options_given(options, "top-k"))
        return options_usage_error(PROGRAM, "--top-k has no effect with --temperature 0");
    return 0;
}

static int check_resume(const struct settings *s, const struct option *options)
{
    static const char *const allowed[] = {"resume", "input", "valid", "threads", "log", NULL};
    (void)s;
    const char *wrong = first_given(options, allowed, false);
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
    bool trains_tokenizer = !strncmp(s->tokenizer, "word:", 5) || !strncmp(s->tokenizer, "bpe:", 4);
    if (!s->input)
        return options_usage_error(PROGRAM, "no corpus: give --input FILE");
    if (!s->output)
        return options_usage_error(PROGRAM, "nowhere to write: give --output DIR");
    if (!strcmp(s->input, "-") && trains_tokenizer)
        return options_usage_error(PROGRAM,
                                   "standard input can be read only once, and to make a tokenizer the corpus is "
                                   "read twice: give a file, or --tokenizer DIR");
    if (options_given(options, "min-count") && strncmp(s->tokenizer, "word:", 5) != 0)
        return options_usage_error(PROGRAM, "--min-count has an effect only with --tokenizer word:N");
    if (s->valid && options_given(options, "valid-fraction"))
        return options_usage_error(PROGRAM, "--valid-fraction has no effect with --valid");
    if (!s->valid && s->valid_fraction == 0 && options_given(options, "valid-every"))
        return options_usage_error(PROGRAM, "--valid-every has no effect without held-out text");
    if (s->log && (same_file(s->log, s->input) || (s->valid && same_file(s->log, s->valid))))
        return options_usage_error(PROGRAM, "--log would overwrite %s", s->log);
    return 0;
}

static bool batch_fits(const struct settings *s)
{
    return s->batch * s->context <= TOKENS_MOST;
}

int settings_check(const struct settings *s, const struct option *options, char **rest)
{
    static const char *const of_generate[] = {"model", "max-tokens", "temperature", "top-k", NULL};
    if (rest[0])
        return options_usage_error(PROGRAM, "\"%s\" is no option; the corpus is given by --input FILE", rest[0]);
    if (s->generate)
        return check_generate(s, options);
    const char *wrong = first_given(options, of_generate, true);
    if (wrong)
        return options_usage_error(PROGRAM, "--%s has an effect only with --generate", wrong);
    if (s->resume)
        return check_resume(s, options);
    int status = check_data(s, options);
    if (status)
        return status;
    if ((s->steps >= 0) == (s->epochs > 0))
        return options_usage_error(PROGRAM, "give either --steps N or --epochs N");
    if (s->tie && s->untie)
        return options_usage_error(PROGRAM, "give either --tie or --untie");
    struct transformer_config c = settings_config(s, 1);
    struct error err;
    if (!transformer_config_check(&c, &err))
        return options_usage_error(PROGRAM, "%s", err.message);
    if (!batch_fits(s))
        return options_usage_error(PROGRAM, "--batch %ld times --context %ld is over %d tokens", s->batch, s->context,
                                   TOKENS_MOST);
    return 0;
}

/* ---- from an earlier run ---- */

static bool restore_string(const struct option *o, const cJSON *value, const char *file, struct error *err)
{
    if (!cJSON_IsString(value) && !cJSON_IsNull(value))
        return error_set(err, "%s: options.%s must be a string", file, o->name);
    char **string = o->value;
    mem_free(*string);
    *string = cJSON_IsString(value) ? mem_string(value->valuestring) : NULL;
    return true;
}

static bool restore_number(const struct option *o, const cJSON *options, const char *file, struct error *err)
{
    double number;
    if (!json_get_number(options, file, o->name, o->low, o->high, &number, err))
        return false;
    if (o->type == OPTION_LONG)
        *(long *)o->value = (long)number;
    else
        *(double *)o->value = number;
    return true;
}

bool settings_restore(struct settings *s, const struct option *options, const cJSON *json, const char *file,
                      struct error *err)
{
    static const char *const of_this_run[] = {"resume", "output", "threads", "log", NULL};
    for (const struct option *o = options; o->name || o->help; o++) {
        if (!o->name || o->given || among(o->name, of_this_run))
            continue;
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, o->name);
        bool good = false;
        switch (o->type) {
        case OPTION_FLAG:
            good = json_get_bool(json, file, o->name, o->value, err);
            break;
        case OPTION_LONG:
        case OPTION_NUMBER:
            good = restore_number(o, json, file, err);
            break;
        default:
            good = restore_string(o, value, file, err);
            break;
        }
        if (!good)
            return false;
    }
    if (!s->input || !s->tokenizer || !batch_fits(s))
        return error_set(err, "%s: its options do not fit together", file);
    return true;
}

/* ---- what follows from them ---- */

struct transformer_config settings_config(const struct settings *s, int vocabulary)
{
    return (struct transformer_config){.vocabulary = vocabulary,
                                       .context = (int)s->context,
                                       .layers = (int)s->layers,
                                       .heads = (int)s->heads,
                                       .dim = (int)s->dim,
                                       .hidden = (int)(s->hidden ? s->hidden : 4 * s->dim),
                                       .causal = true,
                                       .tied = !s->untie,
                                       .has_head = true,
                                       .dropout = s->dropout};
}

long settings_warmup(const struct settings *s, long steps)
{
    if (s->warmup >= 0)
        return s->warmup;
    return steps / 10 < 200 ? steps / 10 : 200;
}
