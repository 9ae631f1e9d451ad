/* transformer_config.c: what a transformer may be. */
#include <stddef.h>

#include "nn/transformer_parts.h"

struct transformer_config transformer_config_complete(const struct transformer_config *c)
{
    struct transformer_config full = *c;
    if (!full.kv_heads)
        full.kv_heads = full.heads;
    if (!full.head_size)
        full.head_size = full.dim / full.heads;
    if (full.norm_epsilon == 0)
        full.norm_epsilon = full.style == STYLE_BERT ? 1e-12 : 1e-5;
    if (full.rope_theta == 0 && full.style == STYLE_LLAMA)
        full.rope_theta = 10000;
    if (full.token_types == 0 && full.style == STYLE_BERT)
        full.token_types = 2;
    return full;
}

static bool check_ranges(const struct transformer_config *c, struct error *err)
{
    static const struct {
        const char *name;
        size_t offset;
        int least, most; /* least 0: 0 stands for the default */
    } ranges[] = {
        {"vocabulary size", offsetof(struct transformer_config, vocabulary), 1, 1 << 24},
        {"context", offsetof(struct transformer_config, context), 1, 1 << 16},
        {"number of layers", offsetof(struct transformer_config, layers), 1, 1024},
        {"number of heads", offsetof(struct transformer_config, heads), 1, 1024},
        {"width (dim)", offsetof(struct transformer_config, dim), 1, 1 << 16},
        {"MLP width (hidden)", offsetof(struct transformer_config, hidden), 1, 1 << 18},
        {"number of key and value heads", offsetof(struct transformer_config, kv_heads), 0, 1024},
        {"head size", offsetof(struct transformer_config, head_size), 0, 1 << 16},
        {"number of token types", offsetof(struct transformer_config, token_types), 0, 1 << 16},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        int value = *(const int *)((const char *)c + ranges[i].offset);
        if (value < ranges[i].least || value > ranges[i].most)
            return error_set(err, "the model's %s must be %d to %d, not %d", ranges[i].name, ranges[i].least,
                             ranges[i].most, value);
    }
    if (!(c->dropout >= 0 && c->dropout < 1))
        return error_set(err, "dropout must be at least 0 and below 1, not %g", c->dropout);
    if (!(c->norm_epsilon >= 0 && c->norm_epsilon < 1))
        return error_set(err, "the norms' epsilon must be at least 0 and below 1, not %g", c->norm_epsilon);
    if (!(c->rope_theta == 0 || (c->rope_theta >= 1 && c->rope_theta <= 1e12)))
        return error_set(err, "the base of the rotary positions must be 1 to 1e12, not %g", c->rope_theta);
    return true;
}

static bool check_heads(const struct transformer_config *c, struct error *err)
{
    if (!c->head_size && c->dim % c->heads != 0)
        return error_set(err, "the width %d is not a multiple of the %d heads", c->dim, c->heads);
    struct transformer_config full = transformer_config_complete(c);
    if (full.heads % full.kv_heads != 0)
        return error_set(err, "the %d heads cannot share %d key and value heads evenly", full.heads, full.kv_heads);
    if ((long)full.heads * full.head_size > 1 << 16)
        return error_set(err, "%d heads of size %d are wider than %d", full.heads, full.head_size, 1 << 16);
    if (c->style == STYLE_LLAMA && full.head_size % 2 != 0)
        return error_set(err, "rotary positions need an even head size, not %d", full.head_size);
    return true;
}

/* Options without effect in the style. */
static bool check_style(const struct transformer_config *c, struct error *err)
{
    struct transformer_config full = transformer_config_complete(c);
    bool llama = c->style == STYLE_LLAMA;
    const struct {
        bool refused;
        const char *what;
    } options[] = {
        {!llama && full.kv_heads != full.heads, "grouped queries (fewer key and value heads)"},
        {!llama && (long)full.head_size * full.heads != full.dim, "heads that together are not as wide as the model"},
        {!llama && c->rope_theta != 0, "rotary positions"},
        {!llama && (c->attention_bias || c->mlp_bias), "a choice of biases (they are always there)"},
        {llama && c->exact_gelu, "GELU"},
        {c->style != STYLE_BERT && c->token_types != 0, "token types"},
        {c->style == STYLE_BERT && c->has_head, "an output head for the next token"},
        {c->style == STYLE_BERT && c->causal, "causal attention"},
    };
    static const char *const styles[] = {[STYLE_GPT2] = "GPT-2", [STYLE_LLAMA] = "Llama", [STYLE_BERT] = "BERT"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].refused)
            return error_set(err, "a model in the style of %s does not have %s", styles[c->style], options[i].what);
    if (c->tied && !c->has_head)
        return error_set(err, "a model without an output head cannot tie it to the token table");
    return true;
}

bool transformer_config_check(const struct transformer_config *c, struct error *err)
{
    return check_ranges(c, err) && check_heads(c, err) && check_style(c, err);
}
