/* transformer_parameters.c: a transformer's parameters: names, shapes, places, initial values. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "nn/transformer_parts.h"

/* ---- names ---- */

/* The parts that a style has, by Hugging Face's names; NULL: it does not have that part. */
static const struct style_names {
    const char *tokens, *positions, *types, *embedding_norm;
    const char *block; /* before the layer's number */
    const char *norm_1, *attention_in[3], *attention_out, *norm_2, *mlp_in[2], *mlp_out;
    const char *final_norm;
} style_names[] = {
    [STYLE_GPT2] = {.tokens = "wte",
                    .positions = "wpe",
                    .block = "h",
                    .norm_1 = "ln_1",
                    .attention_in = {"attn.c_attn"},
                    .attention_out = "attn.c_proj",
                    .norm_2 = "ln_2",
                    .mlp_in = {"mlp.c_fc"},
                    .mlp_out = "mlp.c_proj",
                    .final_norm = "ln_f"},
    [STYLE_LLAMA] = {.tokens = "embed_tokens",
                     .block = "layers",
                     .norm_1 = "input_layernorm",
                     .attention_in = {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"},
                     .attention_out = "self_attn.o_proj",
                     .norm_2 = "post_attention_layernorm",
                     .mlp_in = {"mlp.gate_proj", "mlp.up_proj"},
                     .mlp_out = "mlp.down_proj",
                     .final_norm = "norm"},
    [STYLE_BERT] = {.tokens = "embeddings.word_embeddings",
                    .positions = "embeddings.position_embeddings",
                    .types = "embeddings.token_type_embeddings",
                    .embedding_norm = "embeddings.LayerNorm",
                    .block = "encoder.layer",
                    .norm_1 = "attention.output.LayerNorm",
                    .attention_in = {"attention.self.query", "attention.self.key", "attention.self.value"},
                    .attention_out = "attention.output.dense",
                    .norm_2 = "output.LayerNorm",
                    .mlp_in = {"intermediate.dense"},
                    .mlp_out = "output.dense"},
};

/* ---- places ---- */

enum { MOST_PER_BLOCK = 16, MOST_OUTSIDE = 8 }; /* parameters */

static size_t rounded(size_t reals)
{
    return (reals + 15) / 16 * 16; /* slices start on cache lines */
}

/* The next parameter, right behind the last one; columns = 0: a vector. */
static struct parameter *add_parameter(struct transformer *t, const char *prefix, const char *name, const char *suffix,
                                       long rows, long columns)
{
    struct parameter *p = &t->parameters[t->parameter_count++];
    *p = (struct parameter){.dimensions = columns ? 2 : 1,
                            .shape = {rows, columns},
                            .size = columns ? rows * columns : rows,
                            .decay = columns > 0,
                            .value = t->weight_memory ? t->weight_memory + t->weight_count : NULL,
                            .gradient = t->gradient_memory ? t->gradient_memory + t->weight_count : NULL};
    snprintf(p->name, sizeof p->name, "%s%s.%s", prefix, name, suffix);
    t->weight_count += (size_t)p->size;
    return p;
}

static void start_line(struct transformer *t)
{
    t->weight_count = rounded(t->weight_count);
}

static struct parameter *add_table(struct transformer *t, const char *name, long rows)
{
    start_line(t);
    return name ? add_parameter(t, "", name, "weight", rows, t->config.dim) : NULL;
}

static struct norm add_norm(struct transformer *t, const char *prefix, const char *name)
{
    const struct transformer_config *c = &t->config;
    struct norm n = {.rms = c->style == STYLE_LLAMA, .dim = name ? c->dim : 0, .epsilon = (real)c->norm_epsilon};
    if (!name)
        return n;
    start_line(t);
    const struct parameter *gain = add_parameter(t, prefix, name, "weight", c->dim, 0);
    n.gain = gain->value, n.d_gain = gain->gradient;
    if (n.rms)
        return n;
    start_line(t);
    const struct parameter *bias = add_parameter(t, prefix, name, "bias", c->dim, 0);
    n.bias = bias->value, n.d_bias = bias->gradient;
    return n;
}

/* One map to outs[0] + outs[1] + ... columns from up to 3 stored ones (names[i] NULL: no more), which lie one
 * behind the other; GPT-2, which stores [in, out], has them joined in one already. */
static struct linear add_linear(struct transformer *t, const char *prefix, const char *const *names, const long *outs,
                                int most, long in, bool bias)
{
    struct linear l = {.in = in, .transposed = t->config.style != STYLE_GPT2, .precision = t->config.precision};
    int parts = 0;
    while (parts < most && names[parts])
        parts++;
    long joined = 0;
    for (int i = 0; i < most; i++)
        joined += outs[i];
    assert(l.transposed || parts == 1);
    start_line(t);
    for (int i = 0; i < parts; i++) {
        long out = parts == 1 ? joined : outs[i];
        const struct parameter *w =
            add_parameter(t, prefix, names[i], "weight", l.transposed ? out : in, l.transposed ? in : out);
        if (i == 0)
            l.w = w->value, l.dw = w->gradient;
        l.out += out;
    }
    start_line(t);
    for (int i = 0; bias && i < parts; i++) {
        const struct parameter *b = add_parameter(t, prefix, names[i], "bias", parts == 1 ? joined : outs[i], 0);
        if (i == 0)
            l.b = b->value, l.db = b->gradient;
    }
    return l;
}

static void add_block(struct transformer *t, const struct style_names *names, int layer)
{
    const struct transformer_config *c = &t->config;
    struct block_weights *w = &t->weights[layer];
    long dim = c->dim, queries = (long)c->heads * c->head_size, keys = (long)c->kv_heads * c->head_size;
    long inner[] = {c->hidden, is_gated(c) ? c->hidden : 0};
    bool always = c->style != STYLE_LLAMA; /* biases */
    bool attention_bias = always || c->attention_bias, mlp_bias = always || c->mlp_bias;
    char prefix[32];
    snprintf(prefix, sizeof prefix, "%s.%d.", names->block, layer);
    w->norm_1 = add_norm(t, prefix, names->norm_1);
    w->attention_in = add_linear(t, prefix, names->attention_in, (long[]){queries, keys, keys}, 3, dim, attention_bias);
    w->attention_out = add_linear(t, prefix, &names->attention_out, &dim, 1, queries, attention_bias);
    w->norm_2 = add_norm(t, prefix, names->norm_2);
    w->mlp_in = add_linear(t, prefix, names->mlp_in, inner, 2, dim, mlp_bias);
    w->mlp_out = add_linear(t, prefix, &names->mlp_out, &dim, 1, c->hidden, mlp_bias);
}

/* All parameters in order; before there is memory, only their sizes. */
static void add_all(struct transformer *t)
{
    const struct transformer_config *c = &t->config;
    const struct style_names *names = &style_names[c->style];
    t->parameter_count = 0;
    t->weight_count = 0;
    add_table(t, names->tokens, c->vocabulary);
    t->positions_table = add_table(t, names->positions, c->context);
    t->types_table = add_table(t, names->types, c->token_types);
    t->embedding_norm = add_norm(t, "", names->embedding_norm);
    for (int layer = 0; layer < c->layers; layer++)
        add_block(t, names, layer);
    t->final_norm = add_norm(t, "", names->final_norm);
    if (c->has_head && !c->tied)
        add_table(t, "lm_head", c->vocabulary);
    start_line(t);
}

void transformer_plan_parameters(struct transformer *t, bool only_plan)
{
    size_t layers = (size_t)t->config.layers, vocabulary = (size_t)t->config.vocabulary;
    t->parameters = mem_new(layers * MOST_PER_BLOCK + MOST_OUTSIDE, sizeof *t->parameters, "list of parameters");
    t->weights = mem_new(layers, sizeof *t->weights, "list of weights");
    add_all(t);
    if (only_plan)
        return;
    t->weight_memory = mem_aligned(t->weight_count, sizeof *t->weight_memory, "weights");
    if (t->training)
        t->gradient_memory = mem_aligned(t->weight_count, sizeof *t->gradient_memory, "gradients");
    add_all(t);
    if (t->training && !t->config.tied) {
        t->touched = mem_new(1, sizeof *t->touched, "touched rows");
        t->touched->rows = mem_new(vocabulary, sizeof *t->touched->rows, "touched rows");
        t->touched->seen = mem_new(vocabulary, sizeof *t->touched->seen, "touched rows");
        t->parameters[0].touched = t->touched;
    }
}

/* ---- looking them up ---- */

struct parameter *transformer_parameter_plan(const struct transformer_config *c, int *count)
{
    struct transformer t = {.config = transformer_config_complete(c)};
    transformer_plan_parameters(&t, true);
    mem_free(t.weights);
    *count = t.parameter_count;
    return t.parameters;
}

struct parameter *transformer_parameters(struct transformer *t, int *count)
{
    *count = t->parameter_count;
    return t->parameters;
}

struct parameter *transformer_parameter(struct transformer *t, const char *name)
{
    for (int i = 0; i < t->parameter_count; i++)
        if (!strcmp(t->parameters[i].name, name))
            return &t->parameters[i];
    return NULL;
}

struct parameter *transformer_token_table(struct transformer *t)
{
    return &t->parameters[0];
}

struct parameter *transformer_output_table(struct transformer *t)
{
    assert(t->config.has_head);
    return output_head(t);
}

/* ---- initial weights (Radford et al. 2019) ---- */

static void initialize_normal(struct parameter *p, uint64_t seed, int index, double deviation)
{
#pragma omp parallel for schedule(static)
    for (long row = 0; row < p->shape[0]; row++) {
        struct random random = random_at(seed, RANDOM_INITIAL_WEIGHTS, (uint64_t)index << 32 | (uint64_t)row);
        for (long j = 0; j < p->shape[1]; j++)
            p->value[row * p->shape[1] + j] = (real)(deviation * random_normal(&random));
    }
}

static bool has_suffix(const char *text, const char *suffix)
{
    size_t n = strlen(text), m = strlen(suffix);
    return n >= m && !strcmp(text + n - m, suffix);
}

/* Is it the matrix of some block by that name? */
static bool is_matrix(const struct parameter *p, const char *name)
{
    char suffix[64];
    snprintf(suffix, sizeof suffix, ".%s.weight", name);
    return has_suffix(p->name, suffix);
}

void transformer_initialize(struct transformer *t, uint64_t seed)
{
    const struct style_names *names = &style_names[t->config.style];
    for (int i = 0; i < t->parameter_count; i++) {
        struct parameter *p = &t->parameters[i];
        double deviation = 0.02;
        /* 2 L branches add up in a residual stream that is not normed on its way */
        if (!t->norm_after && (is_matrix(p, names->attention_out) || is_matrix(p, names->mlp_out)))
            deviation /= sqrt(2.0 * t->config.layers);
        if (p->dimensions == 2)
            initialize_normal(p, seed, i, deviation);
        else
            for (long j = 0; j < p->size; j++)
                p->value[j] = has_suffix(p->name, "weight") ? 1 : 0; /* a norm's gain, or a bias */
    }
}
