/* transformer_plan.c: a transformer's configuration, parameters and memory. */
#include <assert.h>
#include <math.h>
#include <omp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "nn/transformer_parts.h"

bool transformer_config_check(const struct transformer_config *c, struct error *err)
{
    static const struct {
        const char *name;
        size_t offset;
        int most;
    } ranges[] = {
        {"vocabulary size", offsetof(struct transformer_config, vocabulary), 1 << 24},
        {"context", offsetof(struct transformer_config, context), 1 << 16},
        {"number of layers", offsetof(struct transformer_config, layers), 1024},
        {"number of heads", offsetof(struct transformer_config, heads), 1024},
        {"width (dim)", offsetof(struct transformer_config, dim), 1 << 16},
        {"MLP width (hidden)", offsetof(struct transformer_config, hidden), 1 << 18},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        int value = *(const int *)((const char *)c + ranges[i].offset);
        if (value < 1 || value > ranges[i].most)
            return error_set(err, "the model's %s must be 1 to %d, not %d", ranges[i].name, ranges[i].most, value);
    }
    if (c->dim % c->heads != 0)
        return error_set(err, "the width %d is not a multiple of the %d heads", c->dim, c->heads);
    if (c->style != STYLE_GPT2)
        return error_set(err, "only models in the style of GPT-2 can be made yet");
    if (!(c->dropout >= 0 && c->dropout < 1))
        return error_set(err, "dropout must be at least 0 and below 1, not %g", c->dropout);
    if (c->tied && !c->has_head)
        return error_set(err, "a model without an output head cannot tie it to the token table");
    return true;
}

/* ---- parameters ---- */

static void add_parameter(struct transformer *t, const char *name, long rows, long columns)
{
    struct parameter *p = &t->parameters[t->parameter_count++];
    snprintf(p->name, sizeof p->name, "%s", name);
    p->dimensions = columns ? 2 : 1;
    p->shape[0] = rows;
    p->shape[1] = columns;
    p->size = columns ? rows * columns : rows;
    p->decay = columns > 0;
}

static void add_block(struct transformer *t, int layer)
{
    long dim = t->config.dim, hidden = t->config.hidden;
    const struct {
        const char *name;
        long rows, columns;
    } table[BLOCK_PARAMETERS] = {
        [LN_1_GAIN] = {"ln_1.weight", dim, 0},
        [LN_1_BIAS] = {"ln_1.bias", dim, 0},
        [ATTENTION_W] = {"attn.c_attn.weight", dim, 3 * dim},
        [ATTENTION_B] = {"attn.c_attn.bias", 3 * dim, 0},
        [PROJECTION_W] = {"attn.c_proj.weight", dim, dim},
        [PROJECTION_B] = {"attn.c_proj.bias", dim, 0},
        [LN_2_GAIN] = {"ln_2.weight", dim, 0},
        [LN_2_BIAS] = {"ln_2.bias", dim, 0},
        [MLP_IN_W] = {"mlp.c_fc.weight", dim, hidden},
        [MLP_IN_B] = {"mlp.c_fc.bias", hidden, 0},
        [MLP_OUT_W] = {"mlp.c_proj.weight", hidden, dim},
        [MLP_OUT_B] = {"mlp.c_proj.bias", dim, 0},
    };
    for (int i = 0; i < BLOCK_PARAMETERS; i++) {
        char name[64];
        snprintf(name, sizeof name, "h.%d.%s", layer, table[i].name);
        add_parameter(t, name, table[i].rows, table[i].columns);
    }
}

static long rounded(long reals)
{
    return (reals + 15) / 16 * 16; /* slices start on cache lines */
}

static void plan_parameters(struct transformer *t)
{
    const struct transformer_config *c = &t->config;
    t->parameters = mem_new((size_t)c->layers * BLOCK_PARAMETERS + 5, sizeof *t->parameters, "list of parameters");
    add_parameter(t, "wte.weight", c->vocabulary, c->dim);
    add_parameter(t, "wpe.weight", c->context, c->dim);
    for (int layer = 0; layer < c->layers; layer++)
        add_block(t, layer);
    add_parameter(t, "ln_f.weight", c->dim, 0);
    add_parameter(t, "ln_f.bias", c->dim, 0);
    if (c->has_head && !c->tied)
        add_parameter(t, "lm_head.weight", c->vocabulary, c->dim);

    for (int i = 0; i < t->parameter_count; i++)
        t->weight_count += (size_t)rounded(t->parameters[i].size);
    t->weights = mem_aligned(t->weight_count, sizeof *t->weights, "weights");
    if (t->training)
        t->gradients = mem_aligned(t->weight_count, sizeof *t->gradients, "gradients");
    long offset = 0;
    for (int i = 0; i < t->parameter_count; i++) {
        t->parameters[i].value = t->weights + offset;
        t->parameters[i].gradient = t->training ? t->gradients + offset : NULL;
        offset += rounded(t->parameters[i].size);
    }
    if (t->training && !c->tied) {
        t->touched = mem_new(1, sizeof *t->touched, "touched rows");
        t->touched->rows = mem_new((size_t)c->vocabulary, sizeof *t->touched->rows, "touched rows");
        t->touched->seen = mem_new((size_t)c->vocabulary, sizeof *t->touched->seen, "touched rows");
        t->parameters[0].touched = t->touched;
    }
}

/* ---- activations ---- */

/* A slice of the block, or with no block yet only its size. */
static real *slice(struct transformer *t, long rows, long columns)
{
    real *at = t->activations ? t->activations + t->activation_count : NULL;
    t->activation_count += (size_t)rounded(rows * columns);
    return at;
}

static void slice_block(struct transformer *t, struct block_activations *b)
{
    long tokens = t->max_tokens, dim = t->config.dim;
    b->ln_1 = slice(t, tokens, dim), b->mean_1 = slice(t, tokens, 1), b->rstd_1 = slice(t, tokens, 1);
    b->qkv = slice(t, tokens, 3 * dim);
    b->log_sum = slice(t, tokens, t->config.heads);
    b->attention = slice(t, tokens, dim);
    b->middle = slice(t, tokens, dim);
    b->ln_2 = slice(t, tokens, dim), b->mean_2 = slice(t, tokens, 1), b->rstd_2 = slice(t, tokens, 1);
    b->mlp_in = slice(t, tokens, t->config.hidden);
    b->mlp_gelu = slice(t, tokens, t->config.hidden);
}

static void slice_activations(struct transformer *t)
{
    const struct transformer_config *c = &t->config;
    long tokens = t->max_tokens, dim = c->dim, wide = 3 * dim > c->hidden ? 3 * dim : c->hidden;
    t->activation_count = 0;
    t->embeddings = slice(t, tokens, dim);
    for (int layer = 0; layer < c->layers; layer++) {
        if (t->training || layer == 0)
            slice_block(t, &t->blocks[layer]);
        else
            t->blocks[layer] = t->blocks[0];
        t->blocks[layer].output = slice(t, tokens, dim);
    }
    t->final = slice(t, tokens, dim), t->mean_f = slice(t, tokens, 1), t->rstd_f = slice(t, tokens, 1);
    t->branch = slice(t, tokens, dim);
    if (t->training) {
        t->d_residual = slice(t, tokens, dim);
        t->d_wide = slice(t, tokens, wide);
    }
    if (c->has_head)
        t->logits = slice(t, cross_entropy_rows(c->vocabulary), c->vocabulary);
    t->attention.scratch = slice(t, t->attention.threads, attention_scratch_size(c->context));
}

static void plan_activations(struct transformer *t)
{
    const struct transformer_config *c = &t->config;
    t->blocks = mem_new((size_t)c->layers, sizeof *t->blocks, "list of activations");
    t->positions = mem_new((size_t)t->max_tokens, sizeof *t->positions, "positions");
    t->row_loss = mem_new((size_t)cross_entropy_rows(c->vocabulary), sizeof *t->row_loss, "loss of rows");
    t->attention = (struct attention){c->heads, c->dim, c->context, c->causal, omp_get_max_threads(), NULL};
    slice_activations(t); /* sizes */
    t->activations = mem_aligned(t->activation_count, sizeof *t->activations, "activations");
    slice_activations(t); /* addresses */
}

struct transformer *transformer_new(const struct transformer_config *c, bool training, int max_tokens,
                                    int max_sequences)
{
    struct transformer *t = mem_new(1, sizeof *t, "transformer");
    t->config = *c;
    t->training = training;
    t->max_tokens = max_tokens;
    t->max_sequences = max_sequences;
    plan_parameters(t);
    plan_activations(t);
    return t;
}

void transformer_free(struct transformer *t)
{
    if (!t)
        return;
    if (t->touched) {
        mem_free(t->touched->rows);
        mem_free(t->touched->seen);
    }
    mem_free(t->touched);
    mem_free(t->parameters);
    mem_free(t->weights);
    mem_free(t->gradients);
    mem_free(t->activations);
    mem_free(t->blocks);
    mem_free(t->row_loss);
    mem_free(t->positions);
    mem_free(t);
}

size_t transformer_memory(const struct transformer *t)
{
    return sizeof(real) * (t->weight_count * (t->training ? 2 : 1) + t->activation_count);
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

void transformer_initialize(struct transformer *t, uint64_t seed)
{
    for (int i = 0; i < t->parameter_count; i++) {
        struct parameter *p = &t->parameters[i];
        double deviation = 0.02;
        if (has_suffix(p->name, "c_proj.weight")) /* 2 L branches add up in the residual stream */
            deviation /= sqrt(2.0 * t->config.layers);
        if (p->dimensions == 2)
            initialize_normal(p, seed, i, deviation);
        else
            for (long j = 0; j < p->size; j++)
                p->value[j] = has_suffix(p->name, "weight") ? 1 : 0; /* a norm's gain, or a bias */
    }
}

const struct transformer_config *transformer_configuration(const struct transformer *t)
{
    return &t->config;
}

struct parameter *transformer_parameters(struct transformer *t, int *count)
{
    *count = t->parameter_count;
    return t->parameters;
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

struct parameter *transformer_parameter(struct transformer *t, const char *name)
{
    for (int i = 0; i < t->parameter_count; i++)
        if (!strcmp(t->parameters[i].name, name))
            return &t->parameters[i];
    return NULL;
}
