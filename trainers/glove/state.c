#include "trainers/glove/state.h"

#include "model/run_state.h"

/* Options on which the vectors do not depend, or only through the vocabulary and the corpus. */
static const char *const loose[] = {"input",      "output",  "format",    "save-context", "read-vocab",
                                    "save-vocab", "log",     "min-count", "max-vocab",    "memory",
                                    "epochs",     "threads", "resume",    "save-every",   NULL};

static struct run_identity identity(const struct glove *m, const cJSON *options, const char *corpus)
{
    return (struct run_identity){"glove", options, loose, corpus, m->vocab};
}

bool state_write(const struct glove *m, const char *path, const cJSON *options, const char *corpus, struct error *err)
{
    const struct run_table tables[] = {{"words", m->words}, {"contexts", m->contexts}};
    struct run_identity id = identity(m, options, corpus);
    cJSON *position = cJSON_CreateObject();
    run_position_put(position, m->epoch, m->losses);
    cJSON_AddNumberToObject(position, "diagonal", m->diagonal);
    run_position_put_number(position, "loss", m->loss);
    return run_state_write(path, &id, tables, 2, position, err);
}

static bool read_position(struct glove *m, const char *path, const cJSON *position, struct error *err)
{
    long long diagonal;
    if (!json_get_integer(position, path, "diagonal", 0, m->cells->grid->groups - 1, &diagonal, err) ||
        !run_position_get(position, path, m->settings.epochs, diagonal > 0, &m->epoch, m->losses, err))
        return false;
    m->diagonal = (int)diagonal;
    return json_get_number(position, path, "loss", 0, 1e300, &m->loss, err);
}

bool state_read(struct glove *m, const char *path, const cJSON *options, const char *corpus, struct error *err)
{
    const struct run_table tables[] = {{"words", m->words}, {"contexts", m->contexts}};
    struct run_identity id = identity(m, options, corpus);
    cJSON *position = run_state_read(path, &id, tables, 2, err);
    bool good = position && read_position(m, path, position, err);
    cJSON_Delete(position);
    return good;
}
