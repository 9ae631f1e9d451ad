#include "trainers/lm/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"

enum { TOKENS_MOST = 1 << 24 }; /* in a batch */

const struct settings settings_default = {.tokenizer = (char *)"word:30000",
                                          .min_count = 2,
                                          .architecture = (char *)"gpt2",
                                          .layers = 4,
                                          .heads = 4,
                                          .dim = 128,
                                          .context = 128,
                                          .embeddings = (char *)"learned",
                                          .precision = (char *)"fp32",
                                          .batch = 16,
                                          .accumulate = 1,
                                          .steps = -1,
                                          .schedule = (char *)"cosine",
                                          .warmup = -1,
                                          .save_every = 1000,
                                          .seed = 1,
                                          .tokens = 100,
                                          .lr = 1e-3,
                                          .final_lr_fraction = 0.1,
                                          .weight_decay = 0.1,
                                          .beta1 = 0.9,
                                          .beta2 = 0.95,
                                          .clip = 1,
                                          .valid_fraction = 0.01,
                                          .temperature = 1,
                                          .top_p = 1};

struct option *settings_options(struct settings *s)
{
    const struct option table[] = {
        {OPTION_GROUP, .help = "Files"},
        {OPTION_STRING, "input", &s->input, "FILE", "corpus: text, plain or gzip; blank lines separate documents"},
        {OPTION_STRING, "output", &s->output, "DIR", "model folder to write (Hugging Face layout)"},
        {OPTION_STRING, "resume", &s->resume, "DIR", "go on with the run that wrote DIR, as if it had never stopped"},
        {OPTION_STRING, "valid", &s->valid, "FILE", "held-out text; else the last lines of the corpus are held out"},
        {OPTION_NUMBER, "valid-fraction", &s->valid_fraction, "X", "share of the corpus held out; 0 = none", 0, 0.5},
        {OPTION_STRING, "log", &s->log, "FILE", "one JSON line a step, written as training goes"},
        {OPTION_GROUP, .help = "Model"},
        {OPTION_STRING, "tokenizer", &s->tokenizer, "word:N|bpe:N|DIR",
         "N most frequent words, byte-level BPE of N tokens, or the tokenizer of a model"},
        {OPTION_LONG, "min-count", &s->min_count, "N", "word:N leaves out words seen less often", 1, 1e9},
        {OPTION_CHOICE, "arch", &s->architecture, NULL, "style of the Transformer", .choices = "gpt2|llama"},
        {OPTION_LONG, "layers", &s->layers, "N", "Transformer blocks", 1, 1024},
        {OPTION_LONG, "heads", &s->heads, "N", "attention heads a block", 1, 1024},
        {OPTION_LONG, "kv-heads", &s->kv_heads, "N", "llama: heads of keys and values; 0 = as many as heads", 0, 1024},
        {OPTION_LONG, "dim", &s->dim, "N", "width: dimensions of an embedding", 1, 65536},
        {OPTION_LONG, "hidden", &s->hidden, "N", "width of the MLP; 0 = 4 dim, llama: 8/3 dim rounded up to 64s", 0,
         262144},
        {OPTION_LONG, "context", &s->context, "N", "tokens that the model sees at most", 1, 65536},
        {OPTION_GROUP, .help = "Token table"},
        {OPTION_FLAG, "tie", &s->tie, NULL, "the output head is the token table (default)"},
        {OPTION_FLAG, "untie", &s->untie, NULL, "the output head is a table of its own"},
        {OPTION_STRING, "init-embeddings", &s->init_embeddings, "FILE",
         "word vectors to start from: by word; BPE: a piece \" word\" starts as that word"},
        {OPTION_CHOICE, "embeddings", &s->embeddings, NULL, "frozen: the token table stays as it starts",
         .choices = "learned|frozen"},
        {OPTION_NUMBER, "embedding-lr", &s->embedding_lr, "X", "highest learning rate of the token table; 0 = as --lr",
         0, 1e3},
        {OPTION_GROUP, .help = "Training"},
        {OPTION_LONG, "steps", &s->steps, "N", "steps to train; this or --epochs; 0 writes the initial model", -1, 1e9},
        {OPTION_LONG, "epochs", &s->epochs, "N", "passes over the corpus; this or --steps", 0, 1e6},
        {OPTION_LONG, "batch", &s->batch, "N", "windows of `context` tokens at once", 1, 65536},
        {OPTION_LONG, "accumulate", &s->accumulate, "N", "batches a step: acts like N times --batch, in less memory", 1,
         65536},
        {OPTION_NUMBER, "lr", &s->lr, "X", "highest learning rate of AdamW", 1e-12, 1e3},
        {OPTION_CHOICE, "schedule", &s->schedule, NULL, "how it falls after warm-up",
         .choices = "cosine|linear|constant"},
        {OPTION_NUMBER, "final-lr-fraction", &s->final_lr_fraction, "X", "share of it left at the end", 0, 1},
        {OPTION_LONG, "warmup", &s->warmup, "N", "steps of linear warm-up; -1 = a tenth of the run, at most 200", -1,
         1e9},
        {OPTION_NUMBER, "weight-decay", &s->weight_decay, "X", "decoupled, on matrices only", 0, 1e3},
        {OPTION_NUMBER, "beta1", &s->beta1, "X", "AdamW's decay of the mean gradient", 0, 0.999999},
        {OPTION_NUMBER, "beta2", &s->beta2, "X", "AdamW's decay of the mean square", 0, 0.999999},
        {OPTION_NUMBER, "clip", &s->clip, "X", "largest norm of the gradient; 0 = no limit", 0, 1e9},
        {OPTION_NUMBER, "dropout", &s->dropout, "X", "gpt2: on embeddings, attention, branches; llama: on attention", 0,
         0.99},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_CHOICE, "precision", &s->precision, NULL,
         "of the factors in matrix products; all else is fp32. bf16 needs AVX-512 BF16 to be fast",
         .choices = "fp32|bf16"},
        {OPTION_LONG, "valid-every", &s->valid_every, "N", "steps between validations; 0 = five in the run", 0, 1e9},
        {OPTION_LONG, "patience", &s->patience, "N",
         "stop after N validations without a new best one and keep the best model; 0 = never", 0, 1e9},
        {OPTION_LONG, "save-every", &s->save_every, "N",
         "steps between checkpoints, of which the last one is kept; 0 = only at the end", 0, 1e9},
        {OPTION_STRING, "checkpoints-at", &s->checkpoints_at, "N,N,...",
         "steps after which the model is kept in DIR/checkpoints/N, and validated; 0 = the initial one"},
        {OPTION_LONG, "threads", &s->threads, "N", "0 = all processors; the result does not depend on it", 0, 1024},
        {OPTION_LONG, "seed", &s->seed, "N", "of all random draws", 0, 9007199254740991.0},
        {OPTION_GROUP, .help = "Generating text"},
        {OPTION_STRING, "generate", &s->generate, "PROMPT", "continue PROMPT, which may be empty, on standard output",
         .may_be_empty = true},
        {OPTION_STRING, "model", &s->model, "DIR", "model to generate with"},
        {OPTION_LONG, "tokens", &s->tokens, "N", "tokens to generate at most", 1, 1e9},
        {OPTION_NUMBER, "temperature", &s->temperature, "X", "0 = always the likeliest token", 0, 100},
        {OPTION_LONG, "top-k", &s->top_k, "N", "choose among the N likeliest tokens; 0 = all", 0, 1e9},
        {OPTION_NUMBER, "top-p", &s->top_p, "X", "choose among the likeliest tokens that together have probability X",
         1e-9, 1},
        OPTIONS_END};
    struct option *copy = mem_new(sizeof table / sizeof *table, sizeof *table, "options");
    memcpy(copy, table, sizeof table);
    return copy;
}

/* ---- from an earlier run ---- */

static bool restore_string(const struct option *o, const cJSON *value, const char *file, struct error *err)
{
    if (!cJSON_IsString(value) && !cJSON_IsNull(value))
        return error_set(err, "%s: options.%s must be a string", file, o->name);
    if (o->type == OPTION_CHOICE && (!cJSON_IsString(value) || !options_is_choice(o->choices, value->valuestring)))
        return error_set(err, "%s: options.%s must be one of %s", file, o->name, o->choices);
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

static bool restore_option(const struct option *o, const cJSON *json, const char *file, struct error *err)
{
    switch (o->type) {
    case OPTION_FLAG:
        return json_get_bool(json, file, o->name, o->value, err);
    case OPTION_LONG:
    case OPTION_NUMBER:
        return restore_number(o, json, file, err);
    default:
        return restore_string(o, cJSON_GetObjectItemCaseSensitive(json, o->name), file, err);
    }
}

bool settings_restore(struct settings *s, const struct option *options, const cJSON *json, const char *file,
                      struct error *err)
{
    static const char of_this_run[] = "resume|output|threads|log";
    for (const struct option *o = options; o->name || o->help; o++)
        if (o->name && !o->given && !options_is_choice(of_this_run, o->name) && !restore_option(o, json, file, err))
            return false;
    if (!s->input || !s->tokenizer || !settings_batch_fits(s) ||
        (s->checkpoints_at && !settings_is_list_of_steps(s->checkpoints_at)))
        return error_set(err, "%s: its options do not fit together", file);
    return true;
}

/* ---- what follows from them ---- */

bool settings_batch_fits(const struct settings *s)
{
    return s->batch * s->context <= TOKENS_MOST;
}

/* Width of the MLP by default: the same number of weights in either style. */
static long default_hidden(const struct settings *s, enum transformer_style style)
{
    return style == STYLE_LLAMA ? (8 * s->dim / 3 + 63) / 64 * 64 : 4 * s->dim;
}

struct transformer_config settings_config(const struct settings *s, int vocabulary)
{
    enum transformer_style style = !strcmp(s->architecture, "llama") ? STYLE_LLAMA : STYLE_GPT2;
    return (struct transformer_config){.vocabulary = vocabulary,
                                       .context = (int)s->context,
                                       .layers = (int)s->layers,
                                       .heads = (int)s->heads,
                                       .dim = (int)s->dim,
                                       .hidden = (int)(s->hidden ? s->hidden : default_hidden(s, style)),
                                       .causal = true,
                                       .tied = !s->untie,
                                       .has_head = true,
                                       .dropout = s->dropout,
                                       .precision = !strcmp(s->precision, "bf16") ? PRECISION_BF16 : PRECISION_FP32,
                                       .style = style,
                                       .kv_heads = (int)s->kv_heads};
}

double settings_schedule(const struct settings *s, long step, long steps)
{
    long warmup = s->warmup >= 0 ? s->warmup : steps / 10 < 200 ? steps / 10 : 200;
    enum schedule_shape shape = !strcmp(s->schedule, "cosine")   ? SCHEDULE_COSINE
                                : !strcmp(s->schedule, "linear") ? SCHEDULE_LINEAR
                                                                 : SCHEDULE_CONSTANT;
    return schedule_share(shape, step, steps, warmup, s->final_lr_fraction);
}

bool settings_frozen(const struct settings *s)
{
    return !strcmp(s->embeddings, "frozen");
}

bool settings_is_list_of_steps(const char *text)
{
    long before = -1;
    for (const char *at = text;; at++) {
        char *end;
        errno = 0;
        long step = strtol(at, &end, 10);
        if (*at < '0' || *at > '9' || errno || step <= before || (*end && *end != ','))
            return false;
        if (!*end)
            return true;
        before = step;
        at = end;
    }
}

bool settings_checkpoint_at(const struct settings *s, long step)
{
    for (char *at = s->checkpoints_at; at && *at; at += *at == ',')
        if (strtol(at, &at, 10) == step)
            return true;
    return false;
}

long settings_last_checkpoint(const struct settings *s)
{
    const char *comma = s->checkpoints_at ? strrchr(s->checkpoints_at, ',') : NULL;
    return s->checkpoints_at ? strtol(comma ? comma + 1 : s->checkpoints_at, NULL, 10) : -1;
}
