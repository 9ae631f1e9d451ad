#include "trainers/glove/count.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/run.h"
#include "trainers/glove/row.h"
#include "trainers/glove/sums.h"

enum { LEAST_STREAM = 64 }; /* bytes of a stream's buffer */

struct counting {
    const struct count_settings *settings;
    const struct word_corpus *corpus;
    struct cell_store *store;
    uint64_t *weights;       /* owned; [window + 1]: of each distance, in units */
    int slabs, slab;         /* how many, which */
    struct places places;    /* owned; of the slab */
    struct sum_place *parts; /* owned; [slabs, groups]: the rows on disk, if there are several slabs */
    struct sum_place *files; /* owned; [threads]: each thread's, until where it is written */

    void (*report)(double words, void *context);
    void *context;
    double before, share; /* words counted before; what a word of the slab counts for */
};

/* What a thread has. */
struct counter {
    struct counting *common;
    struct row row;
    struct sum_stream *streams; /* owned; [stream_count]: for writing one, for adding up one for each slab */
    int stream_count;
};

static struct counter counter_new(struct counting *common, int streams)
{
    const struct count_settings *s = common->settings;
    struct counter c = {common, row_new(common->store->grid->words, s->buffer), NULL, streams};
    c.streams = mem_new((size_t)streams, sizeof *c.streams, "partial counts");
    for (int i = 0; i < streams; i++) {
        size_t bytes = s->streams / (size_t)streams;
        c.streams[i] = sum_stream_new(bytes > LEAST_STREAM ? bytes : LEAST_STREAM);
    }
    return c;
}

static void counter_release(struct counter *c)
{
    row_release(&c->row);
    for (int i = 0; i < c->stream_count; i++)
        sum_stream_release(&c->streams[i]);
    mem_free(c->streams);
}

/* ---- the rows of a group ---- */

static bool write_row(struct row *r, struct sum_stream *out, struct error *err)
{
    bool good = sum_write_count(out, (uint32_t)r->contexts, err);
    for (size_t i = 0; i < r->contexts; i++) {
        uint32_t id = r->touched[i];
        good = good && sum_write(out, id, r->sums[id], err);
        r->sums[id] = 0;
    }
    r->contexts = 0;
    return good;
}

/* Adds the next row of a slab. */
static bool read_row(struct row *r, struct sum_stream *in, int words, struct error *err)
{
    uint32_t count, id = 0;
    uint64_t sum = 0;
    bool good = sum_read_count(in, &count, err);
    for (; good && count > 0; count--) {
        good = sum_read(in, &id, &sum, err);
        if (good && id >= (uint32_t)words)
            good = error_set(err, "the partial counts on disk were damaged: a word outside of the vocabulary");
        if (good)
            row_add(r, id, sum);
    }
    return good;
}

static bool open_file(struct counting *c, int thread, struct error *err)
{
    return c->files[thread].file >= 0 || (c->files[thread].file = spill_open(c->store->beside, err)) >= 0;
}

/* Counts them in the slab: to cells, or to disk if there are more slabs. */
static bool count_group(struct counter *c, int group, struct error *err)
{
    struct counting *common = c->common;
    const struct count_settings *s = common->settings;
    const struct grid *g = common->store->grid;
    struct sum_place *file = &common->files[omp_get_thread_num()];
    struct sum_stream *out = common->slabs > 1 ? &c->streams[0] : NULL;
    if (out && !open_file(common, omp_get_thread_num(), err))
        return false;
    if (out)
        sum_stream_begin(out, (struct sum_place){file->file, file->end, file->end});
    for (int i = 0; i < grid_group_words(g, group); i++) {
        int word = g->order[grid_first(g, group) + i];
        if (run_interrupted())
            return error_set(err, "interrupted while counting: no vectors were written");
        row_count(&c->row, &common->places, word, common->weights, s->window, s->left);
        if (!(out ? write_row(&c->row, out, err) : row_to_cells(&c->row, common->store, word, COUNT_UNIT, err)))
            return false;
    }
    if (!out)
        return row_flush(&c->row, common->store, group, err);
    if (!sum_flush(out, err))
        return false;
    common->parts[common->slab * g->groups + group] = out->place;
    file->end = out->place.end;
    return true;
}

/* Adds them up over the slabs. A context comes first in the slab where it came first. */
static bool add_group(struct counter *c, int group, struct error *err)
{
    struct counting *common = c->common;
    const struct grid *g = common->store->grid;
    for (int slab = 0; slab < common->slabs; slab++)
        sum_stream_begin(&c->streams[slab], common->parts[slab * g->groups + group]);
    for (int i = 0; i < grid_group_words(g, group); i++) {
        if (run_interrupted())
            return error_set(err, "interrupted while counting: no vectors were written");
        for (int slab = 0; slab < common->slabs; slab++)
            if (!read_row(&c->row, &c->streams[slab], g->words, err))
                return false;
        if (!row_to_cells(&c->row, common->store, g->order[grid_first(g, group) + i], COUNT_UNIT, err))
            return false;
    }
    return row_flush(&c->row, common->store, group, err);
}

/* ---- all groups ---- */

struct load {
    int group;
    size_t work;
};

static int compare_load(const void *a, const void *b)
{
    const struct load *x = a, *y = b;
    return x->work != y->work ? (x->work < y->work ? 1 : -1) : x->group - y->group;
}

/* The groups, those with most occurrences in the slab first, so that no thread is left with a large one at
 * the end. */
static struct load *loads_new(const struct grid *g, const struct places *p)
{
    struct load *loads = mem_new((size_t)g->groups, sizeof *loads, "order of counting");
    for (int group = 0; group < g->groups; group++) {
        loads[group].group = group;
        for (int i = 0; i < grid_group_words(g, group); i++) {
            int word = g->order[grid_first(g, group) + i];
            loads[group].work += p->starts[word + 1] - p->starts[word];
        }
    }
    qsort(loads, (size_t)g->groups, sizeof *loads, compare_load);
    return loads;
}

static bool all_groups(struct counting *common, bool (*work)(struct counter *, int group, struct error *), int streams,
                       const struct load *loads, struct error *err)
{
    int groups = common->store->grid->groups;
    atomic_bool good = true;
    atomic_size_t done = 0;
#pragma omp parallel num_threads(common->settings->threads)
    {
        struct counter c = counter_new(common, streams);
        struct error failure;
#pragma omp for schedule(dynamic)
        for (int i = 0; i < groups; i++) {
            if (!good)
                continue;
            if (!work(&c, loads[i].group, &failure)) {
#pragma omp critical(count_failure)
                if (atomic_exchange(&good, false))
                    *err = failure;
            }
            done += loads[i].work;
            if (omp_get_thread_num() == 0)
                common->report(common->before + common->share * (double)done, common->context);
        }
        counter_release(&c);
    }
    return good;
}

/* ---- slabs ---- */

size_t count_slab_memory(size_t words)
{
    return words * 2 * sizeof(uint32_t); /* the words and their places */
}

size_t count_row_memory(int words, int threads)
{
    return (size_t)words * ((size_t)threads * (sizeof(uint64_t) + sizeof(uint32_t)) + sizeof(uint32_t));
}

size_t count_buffer_memory(size_t buffer)
{
    return buffer * (2 * sizeof(struct cell) + sizeof(uint16_t)); /* collected, and once more while sorted */
}

/* The chunks from `first` on that make a slab, at least one: the end of them; their words in *words. */
static long slab_end(const struct word_corpus *c, long first, size_t slab, size_t *words)
{
    long end = first;
    slab = slab < UINT32_MAX ? slab : UINT32_MAX; /* places are numbered with 32 bits */
    for (*words = 0; end < c->chunk_count && (end == first || *words + c->chunks[end].words <= slab); end++)
        *words += c->chunks[end].words;
    return end;
}

int count_slabs(const struct word_corpus *c, size_t slab)
{
    int slabs = 0;
    size_t words;
    for (long chunk = 0; chunk < c->chunk_count; chunk = slab_end(c, chunk, slab, &words))
        slabs++;
    return slabs;
}

/* The words of the chunks, read into ids[] if they are on disk. */
static const uint32_t *read_slab(const struct word_corpus *c, long first, long end, uint32_t *ids, struct error *err)
{
    if (c->ids)
        return c->ids + c->chunks[first].start;
    for (long i = first; i < end; i++)
        if (!word_corpus_chunk(c, i, ids + (c->chunks[i].start - c->chunks[first].start), err))
            return NULL;
    return ids;
}

static bool count_slab(struct counting *c, long first, long end, size_t words, struct error *err)
{
    uint32_t *buffer = c->corpus->ids ? NULL : mem_new(words, sizeof *buffer, "corpus");
    const uint32_t *ids = read_slab(c->corpus, first, end, buffer, err);
    bool good = ids != NULL;
    if (good) {
        c->places = places_new(ids, words, c->store->grid->words);
        struct load *loads = loads_new(c->store->grid, &c->places);
        good = all_groups(c, count_group, c->slabs > 1, loads, err);
        mem_free(loads);
        places_release(&c->places);
    }
    mem_free(buffer);
    c->before += c->share * (double)words;
    return good;
}

/* Adds up what the slabs left on disk; the groups with most of it first. */
static bool add_slabs(struct counting *c, struct error *err)
{
    int groups = c->store->grid->groups;
    uint64_t all = 0;
    struct load *loads = mem_new((size_t)groups, sizeof *loads, "order of counting");
    for (int i = 0; i < c->slabs * groups; i++) {
        loads[i % groups].group = i % groups;
        loads[i % groups].work += c->parts[i].end - c->parts[i].start;
        all += c->parts[i].end - c->parts[i].start;
    }
    qsort(loads, (size_t)groups, sizeof *loads, compare_load);
    c->share *= (double)c->corpus->words / (double)(all ? all : 1);
    bool good = all_groups(c, add_group, c->slabs, loads, err);
    mem_free(loads);
    return good;
}

bool count_cooccurrences(struct cell_store *store, const struct word_corpus *corpus, const struct count_settings *s,
                         void (*report)(double words, void *context), void *context, struct error *err)
{
    struct counting c = {.settings = s, .corpus = corpus, .store = store, .report = report, .context = context};
    c.slabs = count_slabs(corpus, s->slab);
    c.share = c.slabs > 1 ? 0.5 : 1; /* adding up takes about as long as counting */
    c.weights = mem_new((size_t)s->window + 1, sizeof *c.weights, "weights of distances");
    for (int d = 1; d <= s->window; d++)
        c.weights[d] = (COUNT_UNIT + (uint64_t)d / 2) / (uint64_t)d;
    c.parts = mem_new((size_t)c.slabs * (size_t)store->grid->groups, sizeof *c.parts, "partial counts");
    c.files = mem_new((size_t)s->threads, sizeof *c.files, "partial counts");
    for (int i = 0; i < s->threads; i++)
        c.files[i].file = -1;
    bool good = true;
    size_t words;
    for (long first = 0, end; good && first < corpus->chunk_count; first = end, c.slab++) {
        end = slab_end(corpus, first, s->slab, &words);
        good = count_slab(&c, first, end, words, err);
    }
    good = good && (c.slabs == 1 || add_slabs(&c, err));
    for (int i = 0; i < s->threads; i++)
        if (c.files[i].file >= 0)
            close(c.files[i].file);
    mem_free(c.files);
    mem_free(c.parts);
    mem_free(c.weights);
    return good;
}
