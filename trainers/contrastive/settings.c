#include "trainers/contrastive/settings.h"

#include <string.h>

#include "base/mem.h"

const struct settings settings_default = {
    .input = INPUT_DEFAULTS, .encoder = (char *)"transformer", .arch = (char *)"gpt2",
    .tokenizer = (char *)"word:30000",
    .pooling = (char *)"mean", .towers = (char *)"shared", .precision = (char *)"fp32", .objective = (char *)"simcse",
    .min_count = 5, .layers = 2, .heads = 4, .dim = 128, .context = 32, .batch = 128, .epochs = 1, .dev_every = 100,
    .temperature = 0.05, .margin = 1, .dropout = 0.1, .lr = 1e-3, .head_lr = 1e-3, .weight_decay = 0.01, .clip = 1,
    .seed = 1};

struct option *settings_options(struct settings *s)
{
    const struct option table[] = {
        {OPTION_GROUP, .help = "Input"},
        INPUT_OPTIONS(s->input),
        {OPTION_GROUP, .help = "Output"},
        {OPTION_STRING, "output", &s->output, "FOLDER",
         "the model, in sentence-transformers' layout; of two towers FOLDER/query and FOLDER/document"},
        {OPTION_STRING, "log", &s->log, "FILE", "every step as a JSON line, written as training goes"},
        {OPTION_GROUP, .help = "Encoder"},
        {OPTION_CHOICE, "encoder", &s->encoder, NULL, "mean of embeddings, or bidirectional transformer",
         .choices = "bag|transformer"},
        {OPTION_CHOICE, "arch", &s->arch, NULL,
         "style of a new transformer; a bert opens in sentence-transformers,\n"
         "                              and <eos> and unknown words count in its poolings",
         .choices = "gpt2|bert"},
        {OPTION_STRING, "init", &s->init, "FOLDER",
         "go on from a model: of lm (without its output head) or of contrastive; its shape and tokenizer hold"},
        {OPTION_FLAG, "bidirectional", &s->bidirectional, NULL,
         "--init: a causal model's attention sees the words behind, too (LLM2Vec)"},
        {OPTION_STRING, "tokenizer", &s->tokenizer, "WHAT",
         "word:N or bpe:N made from the input, or a folder to take it from"},
        {OPTION_LONG, "min-count", &s->min_count, "N", "word:N: leave out words seen less often", 1, 1e9},
        {OPTION_LONG, "layers", &s->layers, "N", "transformer: blocks", 1, 1000},
        {OPTION_LONG, "heads", &s->heads, "N", "transformer: attention heads", 1, 1024},
        {OPTION_LONG, "dim", &s->dim, "N", "dimensions of embeddings and of sentence vectors", 1, 4096},
        {OPTION_LONG, "context", &s->context, "N",
         "longest sentence in tokens, the <eos> before it counted; the rest is cut", 2, 4096},
        {OPTION_CHOICE, "pooling", &s->pooling, NULL, "transformer: one vector from the states",
         .choices = "mean|last|cls|max|wmean|first-last"},
        {OPTION_STRING, "init-embeddings", &s->init_embeddings, "FILE", "start embeddings from word vectors, by word"},
        {OPTION_CHOICE, "towers", &s->towers, NULL, "one encoder, or one for first sentences and one for all others",
         .choices = "shared|separate"},
        {OPTION_GROUP, .help = "Objective"},
        {OPTION_CHOICE, "objective", &s->objective, NULL,
         "simcse: two dropout views of a sentence; pairs: in-batch ranking, hard negatives in a third\n"
         "                              column; nli-softmax: classes of pairs; cosine, cosent: pairs with scores;\n"
         "                              triplet: a margin",
         .choices = OBJECTIVES},
        {OPTION_NUMBER, "temperature", &s->temperature, "X", "simcse, pairs, cosent: of the softmax over cosines", 1e-4,
         1e4},
        {OPTION_FLAG, "symmetric", &s->symmetric, NULL, "pairs: the positives rank the anchors, too"},
        {OPTION_NUMBER, "margin", &s->margin, "X", "triplet: Euclidean", 0, 1e6},
        {OPTION_STRING, "matryoshka", &s->matryoshka, "N,N,...", "the first N dimensions have to do, too"},
        {OPTION_FLAG, "mlp", &s->mlp, NULL, "a layer with tanh on the vectors in training only (SimCSE's head)"},
        {OPTION_NUMBER, "dropout", &s->dropout, "P", "of activations (llama: of attention); of embeddings in a bag", 0,
         0.9},
        {OPTION_NUMBER, "word-dropout", &s->word_dropout, "P",
         "of whole words: each view leaves out others; 0 = SimCSE as published;\n"
         "                              without pretrained weights 0.7 did better by far",
         0, 0.9},
        {OPTION_FLAG, "same-dropout", &s->same_dropout, NULL, "simcse: both views get the same masks (an ablation)"},
        {OPTION_GROUP, .help = "Training"},
        {OPTION_LONG, "batch", &s->batch, "N", "rows a step; each is the negative of the others", 2, 65536},
        {OPTION_LONG, "cache", &s->cache, "N",
         "transformer: encode N sentences at a time, for batches larger than memory\n"
         "                              (gradient caching: the same result, a second forward); 0 = all",
         0, 1e6},
        {OPTION_LONG, "steps", &s->steps, "N", "how long to train; 0 = as --epochs says", 0, 1e9},
        {OPTION_LONG, "epochs", &s->epochs, "N", "the same in passes over the rows", 1, 1e6},
        {OPTION_NUMBER, "lr", &s->lr, "X", "highest learning rate; falls linearly to 0 (bag: 0.3)", 1e-9, 1e9},
        {OPTION_NUMBER, "head-lr", &s->head_lr, "X", "the same of the classifier and of --mlp", 1e-9, 1e9},
        {OPTION_LONG, "warmup", &s->warmup, "N", "steps in which it rises; without: a twentieth of all", 0, 1e9},
        {OPTION_NUMBER, "weight-decay", &s->weight_decay, "X", "decoupled; in a bag on the rows of the batch", 0, 10},
        {OPTION_NUMBER, "clip", &s->clip, "X", "largest norm of the gradient; 0 = no limit", 0, 1e9},
        {OPTION_STRING, "dev", &s->dev, "FILE",
         "pairs with scores (STS-B's dev part, or a table): the model that correlates best is kept"},
        {OPTION_LONG, "dev-every", &s->dev_every, "N", "steps between looks at --dev; also at the end", 1, 1e9},
        {OPTION_GROUP, .help = "Run"},
        {OPTION_LONG, "save-every", &s->save_every, "N",
         "steps between writing FOLDER/state.safetensors; 0 = only at Ctrl-C", 0, 1e9},
        {OPTION_FLAG, "resume", &s->resume, NULL, "go on from that state; the same bits as if not stopped"},
        {OPTION_CHOICE, "precision", &s->precision, NULL,
         "transformer: of the factors in matrix products; bf16 needs AVX-512 BF16 to be fast", .choices = "fp32|bf16"},
        {OPTION_LONG, "threads", &s->threads, "N", "0 = all processors; the same bits with any number", 0, 1024},
        {OPTION_LONG, "seed", &s->seed, "N", "of all random draws", 0, 9007199254740991.0},
        OPTIONS_END};
    struct option *copy = mem_new(sizeof table / sizeof *table, sizeof *table, "options");
    memcpy(copy, table, sizeof table);
    return copy;
}

bool settings_is_bag(const struct settings *s)
{
    return !strcmp(s->encoder, "bag");
}

bool settings_is_separate(const struct settings *s)
{
    return !strcmp(s->towers, "separate");
}
