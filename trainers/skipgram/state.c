#include "trainers/skipgram/state.h"

#include "model/run_state.h"

/* Options on which the vectors do not depend, or only through the vocabulary and the corpus. */
static const char *const loose[] = {"input",      "output",    "format",    "save-context", "read-vocab", "save-vocab",
                                    "log",        "min-count", "max-vocab", "memory",       "threads",    "resume",
                                    "save-every", NULL};

static bool read_position(struct skipgram *m, const char *path, const cJSON *position, struct error *err)
{
    long long chunk;
    if (!json_get_integer(position, path, "chunk", 0, m->corpus->chunk_count - 1, &chunk, err) ||
        !json_get_number(position, path, "loss", 0, 1e300, &m->loss, err) ||
        !json_get_number(position, path, "predictions", 0, 1e300, &m->predictions, err) ||
        !run_position_get(position, path, m->settings.epochs, chunk > 0, &m->epoch, m->losses, err))
        return false;
    if (m->settings.deterministic && chunk % SEGMENT_CHUNKS != 0)
        return error_set(err, "%s: field \"chunk\" is %lld, expected a multiple of %d", path, chunk, SEGMENT_CHUNKS);
    m->chunk = (long)chunk;
    return true;
}

bool state_write(const struct skipgram *m, const char *path, const cJSON *options, struct error *err)
{
    char corpus[9];
    word_corpus_checksum(m->corpus, corpus);
    struct run_identity id = {"skipgram", options, loose, corpus, m->vocab};
    const struct run_table tables[] = {{"words", m->words}, {"targets", m->targets}};
    cJSON *position = cJSON_CreateObject();
    run_position_put(position, m->epoch, m->losses);
    cJSON_AddNumberToObject(position, "chunk", (double)m->chunk);
    run_position_put_number(position, "loss", m->loss);
    run_position_put_number(position, "predictions", m->predictions);
    return run_state_write(path, &id, tables, 2, position, err);
}

bool state_read(struct skipgram *m, const char *path, const cJSON *options, struct error *err)
{
    char corpus[9];
    word_corpus_checksum(m->corpus, corpus);
    struct run_identity id = {"skipgram", options, loose, corpus, m->vocab};
    const struct run_table tables[] = {{"words", m->words}, {"targets", m->targets}};
    cJSON *position = run_state_read(path, &id, tables, 2, err);
    bool good = position && read_position(m, path, position, err);
    cJSON_Delete(position);
    return good;
}
