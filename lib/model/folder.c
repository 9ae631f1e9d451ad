/* folder.c: reading and writing a model folder; its files are in folder_*.c. */
#include "model/folder.h"

#include "base/file.h"
#include "base/mem.h"
#include "model/folder_parts.h"

static bool check_tokenizer(const struct tokenizer *t, const char *folder, int vocabulary, struct error *err)
{
    return tokenizer_size(t) == vocabulary ||
           error_set(err, "%s: tokenizer.json has %d tokens, but by config.json (vocab_size) there are %d", folder,
                     tokenizer_size(t), vocabulary);
}

/* Rotary positions have no table in the file that bounds the context, and memory is planned for it. */
static void limit_context(struct transformer_config *c, int max_tokens)
{
    int most = max_tokens > MODEL_ROTARY_CONTEXT ? max_tokens : MODEL_ROTARY_CONTEXT;
    if (c->style == STYLE_LLAMA && c->context > most)
        c->context = most;
}

static bool read_weights(struct model *m, const char *folder, struct folder_config *c, int max_tokens,
                         int max_sequences, struct error *err)
{
    struct folder_weights *w = folder_weights_read(folder, c, err);
    if (!w)
        return false;
    if (c->kind != MODEL_BAG) {
        limit_context(&c->transformer, max_tokens);
        int room = max_tokens > c->transformer.context ? max_tokens : c->transformer.context;
        m->transformer = transformer_new(&c->transformer, false, room, max_sequences);
    }
    folder_weights_load(w, m);
    folder_weights_free(w);
    return true;
}

struct model *model_read(const char *folder, int max_tokens, int max_sequences, struct error *err)
{
    struct folder_config c;
    struct model *m = mem_new(1, sizeof *m, "model");
    bool good = folder_config_read(&c, folder, err);
    m->kind = c.kind;
    good = good && folder_modules_read(&c, folder, &m->pooling, err) &&
           (m->tokenizer = tokenizer_read(folder, err)) != NULL &&
           check_tokenizer(m->tokenizer, folder, c.transformer.vocabulary, err) &&
           read_weights(m, folder, &c, max_tokens, max_sequences, err);
    if (good)
        return m;
    model_free(m);
    return NULL;
}

bool model_write(const struct model *m, const char *folder, struct error *err)
{
    struct folder_config c = {.kind = m->kind, .end = tokenizer_end(m->tokenizer)};
    if (m->transformer) {
        c.transformer = *transformer_configuration(m->transformer);
    } else {
        c.transformer.vocabulary = (int)m->table.rows;
        c.transformer.dim = m->table.columns;
    }
    if (!folder_make(folder, err))
        return false;
    bool bert = c.transformer.style == STYLE_BERT;
    char *weights = path_join(folder, "model.safetensors");
    bool good = folder_weights_write(m, weights, err) &&
                (bert ? tokenizer_write_end_first : tokenizer_write)(m->tokenizer, folder, err) &&
                folder_tokenizer_config_write(m, folder, err) &&
                folder_modules_write(m, c.transformer.dim, folder, err) && folder_config_write(&c, folder, err);
    mem_free(weights);
    return good;
}

void model_free(struct model *m)
{
    if (!m)
        return;
    tokenizer_free(m->tokenizer);
    transformer_free(m->transformer);
    matrix_release(&m->table);
    mem_free(m);
}
