/* folder.h: a trained model as a folder in the Hugging Face layout.
 *
 *   model.safetensors  tensor names of GPT-2, Llama or BERT; a bag of embeddings: embedding.weight. May be cut
 *                      into several files that model.safetensors.index.json lists (read, not written)
 *   config.json        architecture ("model_type": "gpt2", "llama", "bert", "embedlab-encoder", "embedlab-bag")
 *   tokenizer.json     text/tokenizer.h; tokenizer_config.json beside it for transformers
 *   modules.json, 1_Pooling/config.json, sentence_bert_config.json, config_sentence_transformers.json
 *                      sentence encoders only (sentence-transformers' layout); of models from elsewhere the
 *                      pooling is read, Normalize passed over (no cosine changes), any other module refused
 *   training.json      how it was made; written by the trainer
 *
 * config.json is written last and read first: a folder without it is not a model. A language model
 * opens in transformers (GPT2LMHeadModel, LlamaForCausalLM), a BERT and a bag in sentence-transformers
 * (Transformer and Pooling, StaticEmbedding). The tokenizer.json of a BERT has a template that puts <eos> before
 * every text there as we do here, so that sentence-transformers computes the same vectors (model/pooling.h; of
 * first-last none). Models of these architectures from elsewhere can be read, as far as lib/nn computes what their
 * config.json asks for and text/tokenizer.h reads their tokenizer (its template is not: <eos> comes first); of a
 * BERT the pooler and the heads are passed over. */
#ifndef EMBEDLAB_MODEL_FOLDER_H
#define EMBEDLAB_MODEL_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "math/matrix.h"
#include "model/pooling.h"
#include "nn/transformer.h"
#include "text/tokenizer.h"

enum model_kind {
    MODEL_LANGUAGE, /* causal transformer with a head */
    MODEL_ENCODER,  /* transformer with a pooling, mostly bidirectional */
    MODEL_BAG       /* mean of token embeddings */
};

struct model {
    enum model_kind kind;
    struct tokenizer *tokenizer;     /* owned */
    struct transformer *transformer; /* owned; NULL for a bag */
    struct matrix table;             /* owned; bag only: [tokenizer_size, dim] */
    enum pooling pooling;            /* sentence encoders; POOLING_MEAN for the others */
};

/* Longest context of a model with rotary positions when read, unless max_tokens is more. */
enum { MODEL_ROTARY_CONTEXT = 4096 };

/* Reads a folder for inference, with room for batches of max_tokens tokens (the context, if that is
 * more) and max_sequences sequences. Every file is checked; NULL and *err (file, place) if one is
 * missing or broken. */
struct model *model_read(const char *folder, int max_tokens, int max_sequences, struct error *err);

/* Writes weights, tokenizer and configuration (not training.json) into `folder`, made if missing. */
bool model_write(const struct model *m, const char *folder, struct error *err);
void model_free(struct model *m);

#endif
