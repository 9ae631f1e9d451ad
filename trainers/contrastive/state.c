#include "trainers/contrastive/state.h"

#include <stdio.h>

#include "base/mem.h"
#include "model/run_state.h"

/* Options on which the vectors do not depend, or only through what was read. */
static const char *const loose[] = {"input",  "output",  "dev",        "log",        "init", "init-embeddings",
                                    "resume", "threads", "save-every", "tokenizer", NULL};

/* ---- all that changes in training ---- */

struct tables {
    struct run_table *list; /* owned; the names too */
    int count, capacity;
};

static void add_table(struct tables *t, const char *side, const char *what, const char *name, struct matrix m)
{
    if (t->count == t->capacity) {
        t->capacity = (int)mem_capacity((size_t)t->capacity, (size_t)t->count + 1);
        t->list = mem_grow(t->list, (size_t)t->capacity, sizeof *t->list, "state");
    }
    t->list[t->count++] = (struct run_table){mem_format("%s%s%s", side, what, name), m};
}

/* Parameters and AdamW's moments of them. */
static void add_parameters(struct tables *t, const char *side, const struct adamw *a)
{
    long offset = 0;
    for (int i = 0; i < a->count; i++) {
        const struct parameter *p = &a->parameters[i];
        long rows = p->dimensions == 2 ? p->shape[0] : 1;
        struct matrix m = {.rows = rows, .columns = (int)(p->size / rows), .stride = (int)(p->size / rows)};
        m.data = p->value;
        add_table(t, side, "", p->name, m);
        m.data = a->first + offset;
        add_table(t, side, "first.", p->name, m);
        m.data = a->second + offset;
        add_table(t, side, "second.", p->name, m);
        offset += p->size;
    }
}

static struct tables list_tables(const struct training *t)
{
    static const char *const sides[TOWERS_MOST] = {"query.", "document."};
    struct tables tables = {0};
    for (int i = 0; i < t->tower_count; i++) {
        const struct encoder *e = t->towers[i].encoder;
        const char *side = t->tower_count == 1 ? "" : sides[i];
        if (e->adamw) {
            add_parameters(&tables, side, e->adamw);
        } else {
            add_table(&tables, side, "", "embedding.weight", e->model->table);
            add_table(&tables, side, "", "squares", *e->squares);
        }
    }
    add_parameters(&tables, "", &t->adamw);
    return tables;
}

static void tables_release(struct tables *t)
{
    for (int i = 0; i < t->count; i++)
        mem_free((char *)t->list[i].name);
    mem_free(t->list);
}

/* ---- writing and reading ---- */

/* Of what was read. */
static void corpus_checksum(const struct training *t, char text[18])
{
    int used = snprintf(text, 18, "%08x", t->examples->checksum);
    if (t->dev)
        snprintf(text + used, (size_t)(18 - used), "-%08x", t->dev->checksum);
}

static struct run_identity identity(const struct training *t, const cJSON *options, const char *corpus)
{
    return (struct run_identity){.program = "contrastive", .options = options, .loose = loose, .corpus = corpus,
                                 .tokenizer = t->towers[0].encoder->model->tokenizer};
}

bool state_write(const char *path, const struct training *t, const struct training_log *l, const cJSON *options,
                 struct error *err)
{
    char corpus[18];
    corpus_checksum(t, corpus);
    struct run_identity id = identity(t, options, corpus);
    cJSON *position = cJSON_CreateObject();
    cJSON_AddNumberToObject(position, "step", (double)t->step);
    cJSON_AddNumberToObject(position, "tokens", t->tokens);
    cJSON_AddItemToObject(position, "log", training_log_save(l));
    struct tables tables = list_tables(t);
    bool good = run_state_write(path, &id, tables.list, tables.count, position, err);
    tables_release(&tables);
    return good;
}

static bool read_position(const char *path, const cJSON *position, struct training *t, struct training_log *l,
                          struct error *err)
{
    long long step;
    const cJSON *log = cJSON_GetObjectItemCaseSensitive(position, "log");
    if (!json_get_integer(position, path, "step", 1, t->settings.steps - 1, &step, err) ||
        !json_get_number(position, path, "tokens", 0, 1e18, &t->tokens, err) ||
        !training_log_load(l, log, path, (long)step, err))
        return false;
    t->step = (long)step;
    t->adamw.step = t->step;
    for (int i = 0; i < t->tower_count; i++)
        if (t->towers[i].encoder->adamw)
            t->towers[i].encoder->adamw->step = t->step;
    return true;
}

bool state_read(const char *path, struct training *t, struct training_log *l, const cJSON *options, struct error *err)
{
    char corpus[18];
    corpus_checksum(t, corpus);
    struct run_identity id = identity(t, options, corpus);
    struct tables tables = list_tables(t);
    cJSON *position = run_state_read(path, &id, tables.list, tables.count, err);
    bool good = position && read_position(path, position, t, l, err);
    cJSON_Delete(position);
    tables_release(&tables);
    return good;
}
